//! Everything that was read about one Job at one moment, and what could not be read.

use jiff::Timestamp;

use std::sync::{Arc, LazyLock};

use super::{EventFacts, JobFacts, LogTail, PodFacts, PodList};

/// A part that was read, or the reason why it is unknown. Unknown is never the same as empty.
pub type Known<T> = Result<T, Unknown>;

/// One Job, its pods, events, logs and Workload, as of one moment.
#[derive(Clone, Debug)]
pub struct JobSnapshot {
    /// The moment that the snapshot describes: the current time for a cluster, the newest timestamp of a
    /// bundle.
    pub as_of: Timestamp,
    /// Whether `as_of` is a past moment, taken from a bundle. A report then says so.
    pub historic: bool,
    /// How much was read.
    pub depth: Depth,
    /// The Job itself. Without the Job there is no snapshot.
    pub job: JobFacts,
    /// The Job's pods.
    pub pods: Known<Pods>,
    /// Events of the Job and of its pods, oldest first.
    pub events: Known<Arc<Vec<EventFacts>>>,
    /// The last lines of containers that failed or are failing. A log that could not be read has an unknown
    /// entry.
    pub logs: Vec<Known<LogTail>>,
    /// The Kueue Workload of a suspended Job that names a queue; `None` if cyjob did not look for a Workload
    /// or none exists.
    pub workload: Option<Known<Workload>>,
}

/// How much about a Job a snapshot contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Enough for the state of one of many Jobs: pods that have not finished, and warnings about waiting Jobs
    /// and pods. Finished pods, logs and Kueue's Workload are not read, so their absence means nothing.
    List,
    /// Everything, read once.
    Report,
    /// Everything, kept current while the Job is followed. The log of a container that has just failed may
    /// not be read yet.
    Live,
}

impl Depth {
    /// Whether the snapshot includes finished pods.
    pub fn has_finished_pods(self) -> bool {
        match self {
            Self::List => false,
            Self::Report | Self::Live => true,
        }
    }
}

/// The pods that a Job's selector matches.
#[derive(Clone, Debug, Default)]
pub struct Pods {
    /// Pods controlled by this Job, oldest first.
    pub own: PodList,
    /// Pods of other owners that the selector matches as well. They are kept only if the Job has
    /// `manualSelector`, because they then reveal a wrong selector; otherwise they are dropped.
    pub foreign: PodList,
    /// Pods of this Job that were seen while the Job was followed and are gone. A list that was just read has
    /// none.
    pub gone: GonePods,
    /// Why the list is not one consistent state of the cluster; `None` if it is.
    pub inconsistent: Option<Inconsistency>,
}

/// Why a list is not one consistent state of the cluster: reading the list took longer than the server keeps
/// a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inconsistency {
    /// The pages of the list are from several moments.
    SeveralMoments,
    /// The end of the list is missing.
    Incomplete,
}

/// Pods that are gone and had a container that failed. They are not counted; they only help to find the
/// cause.
#[derive(Clone, Debug, Default)]
pub struct GonePods {
    /// The most recently deleted of these pods, the latest last.
    pub pods: Vec<PodFacts>,
    /// The number of such pods that are not in `pods`.
    pub forgotten: u64,
}

impl GonePods {
    /// The greatest number of remembered pods.
    const MOST: usize = 16;

    /// Remembers a pod that is gone, if one of its containers failed.
    pub(crate) fn remember(&mut self, pod: PodFacts) {
        if !pod.has_failed_instance() || self.pods.iter().any(|known| known.uid == pod.uid) {
            return;
        }
        self.pods.push(pod);
        if self.pods.len() > Self::MOST {
            self.pods.remove(0);
            self.forgotten += 1;
        }
    }
}

/// The Kueue Workload of a Job (`kueue.x-k8s.io`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workload {
    /// The Workload's name.
    pub name: String,
    /// The message of the Workload's most informative condition.
    pub message: Option<String>,
}

/// A part of a snapshot that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What is missing: `pods`, `events`, `logs of POD/CONTAINER`, …
    pub what: String,
    /// Why it is missing.
    pub why: WhyUnknown,
}

/// Why a part of a snapshot could not be read. Its [`Display`](std::fmt::Display) is a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyUnknown {
    /// A request failed.
    Request {
        /// The reason in one word.
        reason: UnknownReason,
        /// The client's sentence, with the server's message.
        message: String,
    },
    /// The part was not read yet.
    NotYetRead,
    /// The Job was read without its selector.
    SelectorNotRead,
    /// The Job has no selector.
    NoSelector,
    /// The Job's selector matches every pod of the namespace.
    EmptySelector,
    /// The Job's selector is not a valid selector, with the parser's message.
    InvalidSelector(String),
    /// The Job has no UID. Its pods name their owner by UID.
    NoUid,
    /// The log could not be read.
    NoLog(WhyNoLog),
}

/// Why a log cannot be read, or not to its end, although the API server answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyNoLog {
    /// The node no longer has the log, with the node's message.
    Removed(String),
    /// The node failed, with its message.
    NodeFailed(String),
    /// The container restarted more often than the node keeps logs.
    Overtaken,
    /// The node serves the log of another instance of the container.
    OtherInstance,
    /// The received text ends before the log does.
    CutShort,
}

/// Why a part could not be read, as a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownReason {
    /// HTTP 403.
    Forbidden,
    /// HTTP 401.
    Unauthorized,
    /// HTTP 404: the object or the whole API does not exist.
    NotFound,
    /// No answer in time.
    Timeout,
    /// The connection failed.
    Unreachable,
    /// HTTP 429 or 5xx.
    ServerError,
    /// The answer does not follow the API.
    BadAnswer,
    /// There is no usable selector: it is missing, invalid, or would match every pod of the namespace.
    NoSelector,
}

impl JobSnapshot {
    /// The Job's own pods; empty if the pods are unknown.
    pub fn own_pods(&self) -> &PodList {
        static NONE: LazyLock<PodList> = LazyLock::new(PodList::default);
        self.pods.as_ref().map_or(&NONE, |pods| &pods.own)
    }

    /// Every part that could not be read.
    pub fn unknown(&self) -> impl Iterator<Item = &Unknown> {
        let parts = [
            self.pods.as_ref().err(),
            self.events.as_ref().err(),
            self.workload
                .as_ref()
                .and_then(|workload| workload.as_ref().err()),
        ];
        let logs = self.logs.iter().filter_map(|tail| tail.as_ref().err());
        parts.into_iter().flatten().chain(logs)
    }
}

impl Unknown {
    /// The reason in one word that programs can compare.
    pub fn reason(&self) -> UnknownReason {
        match self.why {
            WhyUnknown::Request { reason, .. } => reason,
            WhyUnknown::NotYetRead => UnknownReason::Timeout,
            WhyUnknown::SelectorNotRead
            | WhyUnknown::NoSelector
            | WhyUnknown::EmptySelector
            | WhyUnknown::InvalidSelector(_)
            | WhyUnknown::NoUid => UnknownReason::NoSelector,
            WhyUnknown::NoLog(WhyNoLog::Removed(_) | WhyNoLog::Overtaken | WhyNoLog::OtherInstance) => {
                UnknownReason::NotFound
            }
            WhyUnknown::NoLog(WhyNoLog::NodeFailed(_)) => UnknownReason::ServerError,
            WhyUnknown::NoLog(WhyNoLog::CutShort) => UnknownReason::BadAnswer,
        }
    }

    /// Whether another request may succeed soon.
    pub fn may_pass(&self) -> bool {
        match self.reason() {
            UnknownReason::Timeout
            | UnknownReason::Unreachable
            | UnknownReason::ServerError
            | UnknownReason::BadAnswer => true,
            UnknownReason::Forbidden
            | UnknownReason::Unauthorized
            | UnknownReason::NotFound
            | UnknownReason::NoSelector => false,
        }
    }
}

impl UnknownReason {
    /// The word used in machine-readable output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Forbidden => "Forbidden",
            Self::Unauthorized => "Unauthorized",
            Self::NotFound => "NotFound",
            Self::Timeout => "Timeout",
            Self::Unreachable => "Unreachable",
            Self::ServerError => "ServerError",
            Self::BadAnswer => "BadAnswer",
            Self::NoSelector => "NoSelector",
        }
    }
}
