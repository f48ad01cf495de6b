//! The facts of one pod, small enough to keep for every pod of a large Job.

use super::{ApiTime, Condition, Termination, Text, Uid};

/// One pod of a Job.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodFacts {
    /// `metadata.name`.
    pub name: Box<str>,
    /// `metadata.uid`.
    pub uid: Uid,
    /// The UID of the controlling owner reference; `None` for a pod that nobody controls.
    pub controller_uid: Option<Text>,
    /// The points in time of the pod's life.
    pub times: PodTimes,
    /// Whether the finalizer `batch.kubernetes.io/job-tracking` is there: the Job controller has not counted the pod's end
    /// yet (KEP-2307).
    pub is_tracked: bool,
    /// Completion index: the annotation `batch.kubernetes.io/job-completion-index`, or the label of that name
    /// (since 1.28). Several pods may share one.
    pub index: Option<u32>,
    /// Annotation `batch.kubernetes.io/job-index-failure-count`: earlier failures of the index, counted
    /// only with `backoffLimitPerIndex`.
    pub index_failures: Option<u32>,
    /// `spec.nodeName`.
    pub node: Option<Text>,
    /// `status.phase`: Pending, Running, Succeeded, Failed, Unknown, or a word this version does not know.
    pub phase: Text,
    /// Init containers, sidecars, main and ephemeral containers, in the order of the pod's spec; statuses
    /// without a spec (and specs without a status) included.
    pub containers: Box<[ContainerFacts]>,
    /// What few pods have, and this one perhaps; told by the methods that are named as its fields.
    pub rare: Option<Box<RareFacts>>,
}

/// What few pods have. It stands apart so that a Job of 100,000 pods does not pay for it at each of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RareFacts {
    /// `metadata.deletionGracePeriodSeconds`.
    pub deletion_grace_seconds: Option<i64>,
    /// `metadata.finalizers` other than the Job controller's own `batch.kubernetes.io/job-tracking`.
    pub finalizers: Box<[Text]>,
    /// Annotation `batch.kubernetes.io/job-index-ignored-failure-count`: earlier failures of the index that the pod
    /// failure policy ignored. They count toward the back-off delay only.
    pub index_ignored_failures: Option<u32>,
    /// `status.reason`, for example `Evicted` or `DeadlineExceeded`.
    pub reason: Option<Text>,
    /// `status.message`.
    pub message: Option<Text>,
    /// `status.conditions` that are worth telling: `PodScheduled`, `PodReadyToStartContainers`, `Ready` and others only
    /// when they are not True; `DisruptionTarget` only when it is; those of others than Kubernetes with any status, because
    /// a pod failure policy may name them. Of a pod that has ended, `Ready`, `ContainersReady` and
    /// `PodReadyToStartContainers` are never kept: they are False because it has ended, `times.unready` says since when. Of a
    /// pending one `PodReadyToStartContainers` is kept with any status: True proves that volumes and sandbox are up.
    pub conditions: Box<[Condition]>,
}

/// When things happened to a pod.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PodTimes {
    /// `metadata.creationTimestamp`.
    pub created: ApiTime,
    /// `metadata.deletionTimestamp`: when the grace period ends, so it may lie in the future.
    pub deletion: ApiTime,
    /// `status.startTime`: when the kubelet took the pod on.
    pub started: ApiTime,
    /// Since when the condition `Ready` is False.
    pub unready: ApiTime,
}

/// One container of a pod.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerFacts {
    /// `name`.
    pub name: Text,
    /// What part the container plays.
    pub kind: ContainerKind,
    /// The image of the spec.
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

/// The part that a container plays in its pod.
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
    /// The kubelet reported nothing (yet).
    #[default]
    Unknown,
    /// Not started.
    Waiting {
        /// For example `ImagePullBackOff`.
        reason: Option<Text>,
        /// The kubelet's words.
        message: Option<Text>,
    },
    /// Running.
    Running {
        /// Since when.
        started: ApiTime,
    },
    /// Ended.
    Terminated(Termination),
}

impl PodFacts {
    /// Whether the phase says that the pod has ended for good.
    pub fn is_finished(&self) -> bool {
        matches!(&*self.phase, "Succeeded" | "Failed")
    }

    /// Whether deletion was asked for and the pod is still there.
    pub fn is_terminating(&self) -> bool {
        self.times.deletion.get().is_some()
    }

    /// Whether it failed, or an instance of one of its containers is known to have: not a sidecar, whose end fails no pod
    /// (KEP-753), nor a debugger.
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

    /// The pod's condition of that type, if it was kept.
    pub fn condition(&self, kind: &str) -> Option<&Condition> {
        self.conditions().iter().find(|c| c.kind == kind)
    }
}

impl RareFacts {
    /// In a box, unless there is nothing of it.
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

    /// How the instances ended that are known to have, the newest first.
    pub fn ends(&self) -> impl Iterator<Item = &Termination> {
        self.termination().into_iter().chain(self.last.as_deref())
    }

    /// The most recent end of any instance: the current one's, else the previous one's.
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
