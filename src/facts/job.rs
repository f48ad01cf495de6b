//! The facts of one Job.

use std::sync::Arc;

use jiff::Timestamp;

use super::{IndexSet, JobManifest, JobSpecFacts};

/// The label that assigns a Job to a Kueue queue (`QueueLabel` in pkg/controller/constants of kueue).
pub const QUEUE_LABEL: &str = "kueue.x-k8s.io/queue-name";

/// One `batch/v1` Job: the fields that states, rows and rules read, and the [`JobManifest`] if the Job was
/// read whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JobFacts {
    /// `metadata.name`.
    pub name: String,
    /// `metadata.namespace`.
    pub namespace: String,
    /// `metadata.uid`; empty only for an object from a file without a UID.
    pub uid: String,
    /// `metadata.resourceVersion`: the version of the object. The version is a growing number; clients may
    /// rely on the order since 1.35 (KEP-5504) and could before.
    pub resource_version: String,
    /// `metadata.creationTimestamp`.
    pub created: Option<Timestamp>,
    /// `metadata.deletionTimestamp`: deletion was requested and waits for `finalizers`.
    pub deletion_timestamp: Option<Timestamp>,
    /// `metadata.finalizers`.
    pub finalizers: Vec<String>,
    /// The owner reference with `controller: true`, for example a `CronJob`.
    pub owner: Option<Owner>,
    /// The Kueue queue that the Job is in, from its label [`QUEUE_LABEL`].
    pub queue: Option<String>,
    /// The fields of `spec` that are kept for every Job. Jobs of a list share equal specs.
    pub spec: Arc<JobSpecFacts>,
    /// `status`.
    pub status: JobStatus,
    /// Labels, annotations and the whole `spec`. `None` for a Job read in a list of many: the rest of its
    /// `spec`, its labels and its annotations are then unknown, not empty.
    pub manifest: Option<Arc<JobManifest>>,
}

impl JobFacts {
    /// The names of the containers of the Job's pod template, init containers first.
    pub fn containers(&self) -> Vec<&str> {
        let containers = self.spec.all_containers();
        containers.map(|container| container.name.as_str()).collect()
    }

    /// Whether the Job's pods may be running or starting: the Job has not ended and is not suspended.
    pub fn is_under_way(&self) -> bool {
        !self.status.is_terminal() && self.spec.suspend != Some(true)
    }

    /// `restartPolicy` of the pod template.
    pub fn restart_policy(&self) -> Option<&str> {
        self.spec.restart_policy.as_deref()
    }
}

/// Why there is no newer state of a Job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gone {
    /// The Job was deleted.
    Deleted,
    /// Another Job has the name now, so the earlier Job was deleted.
    Replaced,
    /// The object that the server sent is unreadable, with the reason.
    Unreadable(String),
}

/// An object's controller.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owner {
    /// `apiVersion`, for example `batch/v1`.
    pub api_version: String,
    /// `kind`.
    pub kind: String,
    /// `name`.
    pub name: String,
    /// `uid`.
    pub uid: String,
}

/// A Job's `status`. A counter is `None` where the API left it out; each field's comment says what that
/// means.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JobStatus {
    /// Pods that are pending or running and not terminating. The API omits a zero.
    pub active: Option<i32>,
    /// Active pods with a Ready condition. Nullable since 1.23: absent is unknown.
    pub ready: Option<i32>,
    /// Pods that reached phase Succeeded. The API omits a zero.
    pub succeeded: Option<i32>,
    /// Pods that reached phase Failed; restarts under `OnFailure` do not count. The API omits a zero.
    pub failed: Option<i32>,
    /// Pods being deleted. Nullable since 1.28: absent is unknown.
    pub terminating: Option<i32>,
    /// `startTime`: absent while a Job that was created suspended has not been resumed; set again at each
    /// resume.
    pub start_time: Option<Timestamp>,
    /// `completionTime`: set on success only.
    pub completion_time: Option<Timestamp>,
    /// `completedIndexes` of an Indexed Job.
    pub completed_indexes: Option<IndexSet>,
    /// `failedIndexes`: present only if `backoffLimitPerIndex` is set.
    pub failed_indexes: Option<IndexSet>,
    /// Pods that finished and are not in `succeeded` yet (KEP-2307).
    pub uncounted_succeeded: u32,
    /// Pods that finished and are not in `failed` yet (KEP-2307).
    pub uncounted_failed: u32,
    /// `conditions`, in the API's order, including unknown types.
    pub conditions: Vec<Condition>,
}

/// A condition of a Job or of a pod.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// `type`.
    pub kind: String,
    /// `status`: `True`, `False` or `Unknown`.
    pub status: String,
    /// `reason`.
    pub reason: Option<String>,
    /// `message`.
    pub message: Option<String>,
    /// `lastTransitionTime`.
    pub since: Option<Timestamp>,
}

impl JobStatus {
    /// Whether the Job has ended: it has a condition Complete or Failed with status True. Nothing else says
    /// so.
    pub fn is_terminal(&self) -> bool {
        let mut conditions = self.conditions.iter();
        conditions
            .any(|condition| condition.is_true() && matches!(condition.kind.as_str(), "Complete" | "Failed"))
    }
}

impl Condition {
    /// Whether the condition is True. `False` and `Unknown` do not count, whatever the condition's type.
    pub fn is_true(&self) -> bool {
        self.status == "True"
    }
}
