//! `cyjob` answers, for any Kubernetes `batch/v1` Job: did it succeed; if not, why; what now?

pub mod client;
pub mod job_details;
pub mod model;
pub mod render;
