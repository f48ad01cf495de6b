//! What cyjob keeps of each Kubernetes object: the fields that a rule or a table reads, and nothing else.
//!
//! The bottom of the program: every other module imports these types, and this module imports no other. The
//! types hold what the API said. Values that the API may extend (condition types, phases, reasons) stay
//! strings, so that unknown values pass through unharmed. `None` means that the API did not say, which is
//! neither zero nor empty. This module applies no rule about Jobs; methods only tell what a single fact
//! means, such as whether a container failed.

mod event;
mod index_set;
mod instances;
mod job;
mod job_spec;
mod log;
mod log_lines;
mod names;
mod pod;
mod pod_list;
mod server_version;
mod snapshot;
mod source;
mod termination;
mod text;
mod time;
mod uid;

pub use event::{EventFacts, ObjectRef, PODS_WITH_ALL_EVENTS};
pub use index_set::IndexSet;
pub(crate) use instances::{Instance, instances};
pub use job::{Condition, Gone, JobFacts, JobStatus, Owner, QUEUE_LABEL};
pub use job_spec::{JobManifest, JobSpecFacts, TemplateContainer};
pub use log::LogTail;
pub(crate) use log_lines::{Keep, Span, moment};
pub use log_lines::{LogChunk, LogLine};
pub use names::{JobRef, JobRefError, OwnerRef};
pub use pod::{ContainerFacts, ContainerKind, ContainerState, PodFacts, PodTimes, RareFacts};
pub use pod_list::PodList;
pub use server_version::{ServerVersion, TESTED};
pub use snapshot::{
    Depth, GonePods, Inconsistency, JobSnapshot, Known, Pods, Unknown, UnknownReason, WhyNoLog, WhyUnknown,
    Workload,
};
pub use source::{Life, LogSource};
pub use termination::Termination;
pub use text::Text;
pub use time::ApiTime;
pub use uid::Uid;
