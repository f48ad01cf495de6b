//! What cyjob keeps of each Kubernetes object: the fields that a rule or a table reads, and nothing else.
//!
//! These types hold what the API said, with Kubernetes' own words as strings where the API may add new
//! ones (an unknown condition type, phase or reason passes through unharmed). `None` is "the API did not
//! say", which is not the same as zero or empty. No rule of Jobs is applied here; what one fact alone means, such as whether an
//! end is a failure, is told by its methods.

mod event;
mod job;
mod log;
mod pod;
mod termination;
mod text;
mod time;
mod uid;

pub use event::{EventFacts, ObjectRef};
pub use job::{Condition, JobFacts, JobStatus, Owner};
pub use log::LogTail;
pub use pod::{ContainerFacts, ContainerKind, ContainerState, PodFacts, PodTimes, RareFacts};
pub use termination::Termination;
pub use text::Text;
pub use time::ApiTime;
pub use uid::Uid;
