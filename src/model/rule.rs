//! The names of the rules: part of the machine-readable interface, each with a line in the README.

/// Defines the rules with the words for them, so that none can lack its word.
macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident = $word:literal,)*) => {
        /// A rule that finds something.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Rule {
            $($(#[$doc])* $rule,)*
        }

        impl Rule {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$rule,)*];

            /// The word used in every format. It never changes its meaning.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$rule => $word,)*
                }
            }
        }
    };
}

rules! {
    /// A container exited with a code that means nothing by convention.
    ContainerFailed = "container-failed",
    /// A container was killed for its memory.
    OomKilled = "oom-killed",
    /// A container was killed from elsewhere.
    Killed = "killed",
    /// The kubelet killed a container for its liveness or startup probe.
    ProbeFailed = "probe-failed",
    /// A container ended by a signal of its own.
    Crashed = "crashed",
    /// A container exited 126 or 127.
    CommandNotRun = "command-not-run",
    /// A container could not be started.
    StartError = "start-error",
    /// Nobody saw how a container ended.
    ContainerLost = "container-lost",
    /// A container exited 143 in a pod that was asked to stop.
    AskedToStop = "asked-to-stop",
    /// A container exited 137 in a pod that was asked to stop.
    KilledAfterStop = "killed-after-stop",
    /// A container fails and is restarted.
    CrashLoop = "crash-loop",
    /// A sidecar crashes, and so the work never starts.
    SidecarCrashLoop = "sidecar-crash-loop",
    /// An image cannot be had.
    ImagePull = "image-pull",
    /// The configuration of a container is incomplete.
    ContainerConfig = "container-config",
    /// A volume cannot be mounted.
    VolumeNotMounted = "volume-not-mounted",
    /// No node takes a pod.
    Unschedulable = "unschedulable",
    /// A pod waits for its scheduling gates.
    SchedulingGated = "scheduling-gated",
    /// A pod does not start for another reason.
    PodNotStarted = "pod-not-started",
    /// A quota forbids pods.
    QuotaExceeded = "quota-exceeded",
    /// The service account of the pods is missing.
    ServiceAccountMissing = "service-account-missing",
    /// The API server refuses pods for another reason.
    PodCreationRefused = "pod-creation-refused",
    /// The Job asks for no pod.
    ParallelismZero = "parallelism-zero",
    /// A pod was evicted.
    Evicted = "evicted",
    /// A pod made room for another.
    Preempted = "preempted",
    /// A pod was lost with its node.
    NodeLost = "node-lost",
    /// A pod was ended or rejected by the shutdown of its node.
    NodeShutdown = "node-shutdown",
    /// A node rejected a pod.
    PodRejected = "pod-rejected",
    /// A pod was ended by its own deadline.
    PodDeadlineExceeded = "pod-deadline-exceeded",
    /// A pod was ended from outside for another reason.
    Disrupted = "disrupted",
    /// A container outlives the work and keeps its pod alive.
    SidecarKeepsPodAlive = "sidecar-keeps-pod-alive",
    /// A pod does not go away.
    PodStuckTerminating = "pod-stuck-terminating",
    /// Pods are gone, and with them what they could tell.
    PodsGone = "pods-gone",
    /// The Job failed by its back-off limit.
    BackoffLimitExceeded = "backoff-limit-exceeded",
    /// The Job failed by its deadline.
    DeadlineExceeded = "deadline-exceeded",
    /// The Job failed by a rule of its pod failure policy.
    PodFailurePolicy = "pod-failure-policy",
    /// Indexes failed for good.
    FailedIndexes = "failed-indexes",
    /// More indexes failed than are allowed.
    MaxFailedIndexesExceeded = "max-failed-indexes-exceeded",
    /// The Job failed for another reason.
    JobFailed = "job-failed",
    /// The Job succeeded by its success policy.
    SuccessPolicy = "success-policy",
    /// The pod failure policy ignores failures.
    FailuresIgnored = "failures-ignored",
    /// The Job is suspended.
    Suspended = "suspended",
    /// Another controller manages the Job.
    ManagedBy = "managed-by",
    /// The deletion of the Job waits for something.
    DeletionPending = "deletion-pending",
    /// When the next attempt is expected.
    NextRetry = "next-retry",
    /// When the deadline ends the Job.
    Deadline = "deadline",
    /// When the Job is deleted.
    Ttl = "ttl",
    /// Finished pods are not in the counters yet.
    UncountedPods = "uncounted-pods",
    /// The Job claims both ends.
    ConflictingConditions = "conflicting-conditions",
    /// The selector matches pods of others.
    ForeignPods = "foreign-pods",
    /// The list of pods does not add up.
    InconsistentList = "inconsistent-list",
    /// Which indexes completed is unknown.
    UnreadableIndexes = "unreadable-indexes",
    /// A warning that no other rule speaks of.
    WarningEvent = "warning-event",
}
