//! The facts of one pod, small enough to keep for every pod of a large Job.

use super::{ApiTime, Condition, Termination, Text, Uid};

/// One pod of a Job.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodFacts {
    /// `metadata.name`.
    pub name: Box<str>,
    /// `metadata.uid`.
    pub uid: Uid,
    /// The UID of the controlling owner reference; `None` for a pod without a controller.
    pub controller_uid: Option<Text>,
    /// The timestamps of the pod.
    pub times: PodTimes,
    /// Whether the pod has the finalizer `batch.kubernetes.io/job-tracking`: the Job controller has not
    /// counted the pod's end yet (KEP-2307).
    pub is_tracked: bool,
    /// Completion index: the annotation `batch.kubernetes.io/job-completion-index`, or the label of the same
    /// name (since 1.28). Several pods may share one index.
    pub index: Option<u32>,
    /// Annotation `batch.kubernetes.io/job-index-failure-count`: earlier failures of the index, counted only
    /// if the Job has `backoffLimitPerIndex`.
    pub index_failures: Option<u32>,
    /// `spec.nodeName`.
    pub node: Option<Text>,
    /// `status.phase`: Pending, Running, Succeeded, Failed, Unknown, or a value that this version does not
    /// know.
    pub phase: Text,
    /// Init containers, sidecars, main and ephemeral containers, in the order of the pod's spec. Includes
    /// statuses without a spec and specs without a status.
    pub containers: Box<[ContainerFacts]>,
    /// Facts that only few pods have. The pod's methods with the names of these fields read them.
    pub rare: Option<Box<RareFacts>>,
}

/// Facts that only few pods have. They are stored separately, so that a Job of 100,000 pods does not pay for
/// them in each pod.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RareFacts {
    /// `metadata.deletionGracePeriodSeconds`.
    pub deletion_grace_seconds: Option<i64>,
    /// `metadata.finalizers` other than the Job controller's own `batch.kubernetes.io/job-tracking`.
    pub finalizers: Box<[Text]>,
    /// Annotation `batch.kubernetes.io/job-index-ignored-failure-count`: earlier failures of the index that
    /// the pod failure policy ignored. They count only towards the backoff delay.
    pub index_ignored_failures: Option<u32>,
    /// `status.reason`, for example `Evicted` or `DeadlineExceeded`.
    pub reason: Option<Text>,
    /// `status.message`.
    pub message: Option<Text>,
    /// The `status.conditions` that explain something. `PodScheduled`, `PodReadyToStartContainers`, `Ready`
    /// and other conditions of Kubernetes are kept only if they are not True, `DisruptionTarget` only if it
    /// is True. Conditions of others than Kubernetes are kept with any status, because a pod failure policy
    /// may name them.
    ///
    /// A pod that has ended keeps no `Ready`, `ContainersReady` and `PodReadyToStartContainers`: they are
    /// False because the pod has ended, and `times.unready` says since when. A pending pod keeps
    /// `PodReadyToStartContainers` with any status: True proves that its volumes and sandbox are ready.
    pub conditions: Box<[Condition]>,
}

/// The timestamps of a pod.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PodTimes {
    /// `metadata.creationTimestamp`.
    pub created: ApiTime,
    /// `metadata.deletionTimestamp`: when the grace period ends, so it may lie in the future.
    pub deletion: ApiTime,
    /// `status.startTime`: when the kubelet accepted the pod.
    pub started: ApiTime,
    /// Since when the condition `Ready` is False.
    pub unready: ApiTime,
}

/// One container of a pod.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerFacts {
    /// `name`.
    pub name: Text,
    /// The container's role in the pod.
    pub kind: ContainerKind,
    /// The image in the spec.
    pub image: Text,
    /// `resources.limits.memory` as written, for example `16Mi`.
    pub memory_limit: Option<Text>,
    /// `status.state`.
    pub state: ContainerState,
    /// `status.lastState.terminated`: how the previous instance ended.
    pub last: Option<Box<Termination>>,
    /// `status.restartCount`.
    pub restarts: u32,
    /// `status.ready`.
    pub ready: bool,
}

/// The role of a container in its pod.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ContainerKind {
    /// `spec.initContainers` without `restartPolicy: Always`.
    Init,
    /// `spec.initContainers` with `restartPolicy: Always` (KEP-753): its exit codes do not fail the pod.
    Sidecar,
    /// `spec.containers`.
    #[default]
    Main,
    /// `spec.ephemeralContainers`.
    Ephemeral,
}

/// A container's `state`.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ContainerState {
    /// The kubelet has reported no state (yet).
    #[default]
    Unknown,
    /// The container is not started.
    Waiting {
        /// The reason, for example `ImagePullBackOff`.
        reason: Option<Text>,
        /// The kubelet's message.
        message: Option<Text>,
    },
    /// The container runs.
    Running {
        /// When the container was started.
        started: ApiTime,
    },
    /// The container has ended.
    Terminated(Termination),
}

impl PodFacts {
    /// Whether the phase says that the pod has ended for good.
    pub fn is_finished(&self) -> bool {
        matches!(&*self.phase, "Succeeded" | "Failed")
    }

    /// Whether deletion was requested and the pod still exists.
    pub fn is_terminating(&self) -> bool {
        self.times.deletion.get().is_some()
    }

    /// Whether the pod failed, or any known instance of one of its init or main containers failed. The end of
    /// a sidecar (KEP-753) or of an ephemeral container fails no pod.
    pub fn has_failed_instance(&self) -> bool {
        let mut own = self
            .containers
            .iter()
            .filter(|container| matches!(container.kind, ContainerKind::Init | ContainerKind::Main));
        &*self.phase == "Failed" || own.any(|container| container.ends().any(Termination::is_failure))
    }

    /// See [`RareFacts::deletion_grace_seconds`].
    pub fn deletion_grace_seconds(&self) -> Option<i64> {
        self.rare.as_ref()?.deletion_grace_seconds
    }

    /// See [`RareFacts::finalizers`].
    pub fn finalizers(&self) -> &[Text] {
        self.rare.as_ref().map_or(&[], |rare| &rare.finalizers)
    }

    /// See [`RareFacts::index_ignored_failures`].
    pub fn index_ignored_failures(&self) -> Option<u32> {
        self.rare.as_ref()?.index_ignored_failures
    }

    /// See [`RareFacts::reason`].
    pub fn reason(&self) -> Option<&str> {
        self.rare.as_ref()?.reason.as_deref()
    }

    /// See [`RareFacts::message`].
    pub fn message(&self) -> Option<&str> {
        self.rare.as_ref()?.message.as_deref()
    }

    /// See [`RareFacts::conditions`].
    pub fn conditions(&self) -> &[Condition] {
        self.rare.as_ref().map_or(&[], |rare| &rare.conditions)
    }

    /// The pod's condition of type `kind`, if it was kept.
    pub fn condition(&self, kind: &str) -> Option<&Condition> {
        self.conditions().iter().find(|c| c.kind == kind)
    }
}

impl RareFacts {
    /// The facts in a box; `None` if there are none.
    pub fn boxed(self) -> Option<Box<Self>> {
        (self != Self::default()).then(|| Box::new(self))
    }
}

impl ContainerFacts {
    /// How the current instance ended; `None` while it waits or runs.
    pub fn termination(&self) -> Option<&Termination> {
        match &self.state {
            ContainerState::Terminated(end) => Some(end),
            ContainerState::Unknown | ContainerState::Waiting { .. } | ContainerState::Running { .. } => None,
        }
    }

    /// How the ended instances that the status reports ended, the newest first.
    pub fn ends(&self) -> impl Iterator<Item = &Termination> {
        self.termination().into_iter().chain(self.last.as_deref())
    }

    /// The latest end that the status reports: of the current instance, else of the previous one.
    pub fn latest_termination(&self) -> Option<&Termination> {
        self.ends().next()
    }
}

impl ContainerKind {
    /// The word used in machine-readable output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Init => "init",
            Self::Sidecar => "sidecar",
            Self::Main => "main",
            Self::Ephemeral => "ephemeral",
        }
    }
}
