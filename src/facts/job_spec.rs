//! The `spec` of a Job: the few fields that states, rows and rules read, and the whole `spec` if the Job was
//! read whole.

use std::collections::BTreeMap;

use k8s_openapi::api::batch::v1::JobSpec;
use k8s_openapi::api::core::v1::PodSpec;

/// The fields of a Job's `spec` that are kept for every Job. Fields that differ between the runs of one
/// `CronJob`, such as the selector, are left out, so that the Jobs of a list share equal specs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JobSpecFacts {
    /// `parallelism`.
    pub parallelism: Option<i32>,
    /// `completions`.
    pub completions: Option<i32>,
    /// `completionMode`.
    pub completion_mode: Option<String>,
    /// `backoffLimit`.
    pub backoff_limit: Option<i32>,
    /// `backoffLimitPerIndex`.
    pub backoff_limit_per_index: Option<i32>,
    /// `maxFailedIndexes`.
    pub max_failed_indexes: Option<i32>,
    /// `activeDeadlineSeconds`.
    pub active_deadline_seconds: Option<i64>,
    /// `ttlSecondsAfterFinished`.
    pub ttl_seconds_after_finished: Option<i32>,
    /// `suspend`.
    pub suspend: Option<bool>,
    /// `managedBy`.
    pub managed_by: Option<String>,
    /// `manualSelector`.
    pub manual_selector: Option<bool>,
    /// `podReplacementPolicy`.
    pub pod_replacement_policy: Option<String>,
    /// The `action` of each rule of `podFailurePolicy`, in order.
    pub failure_actions: Vec<String>,
    /// Whether there is a `successPolicy`.
    pub has_success_policy: bool,
    /// `template.spec.restartPolicy`.
    pub restart_policy: Option<String>,
    /// `template.spec.activeDeadlineSeconds`: the deadline of each pod.
    pub pod_active_deadline_seconds: Option<i64>,
    /// `template.spec.initContainers`.
    pub init_containers: Vec<TemplateContainer>,
    /// `template.spec.containers`.
    pub containers: Vec<TemplateContainer>,
}

/// A container of a Job's pod template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateContainer {
    /// `name`.
    pub name: String,
    /// `image`.
    pub image: Option<String>,
}

impl JobSpecFacts {
    /// The containers of the pod template, init containers first.
    pub fn all_containers(&self) -> impl Iterator<Item = &TemplateContainer> {
        self.init_containers.iter().chain(&self.containers)
    }
}

/// Labels, annotations and the whole `spec` of a Job, in the API's own types. Those types fit because they
/// already use Kubernetes' names and have no timestamp that could be malformed here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JobManifest {
    /// `metadata.labels`.
    pub labels: BTreeMap<String, String>,
    /// `metadata.annotations`.
    pub annotations: BTreeMap<String, String>,
    /// `spec`.
    pub spec: JobSpec,
}

impl JobManifest {
    /// `spec.template.spec`.
    pub fn pod(&self) -> Option<&PodSpec> {
        self.spec.template.spec.as_ref()
    }
}
