//! What was gathered about one Job at one moment, and what could not be.

use jiff::Timestamp;

use std::sync::{Arc, LazyLock};

use super::{EventFacts, JobFacts, LogTail, PodFacts, PodList};

/// A part that was read, or the reason why it is unknown. Unknown is never the same as empty.
pub type Known<T> = Result<T, Unknown>;

/// One Job and its world, as of one moment.
#[derive(Clone, Debug)]
pub struct JobSnapshot {
    /// The moment that the snapshot speaks of: the clock for a cluster, the newest time stamp of a bundle.
    pub as_of: Timestamp,
    /// Whether `as_of` is a moment of the past that a bundle tells of, which a report then says.
    pub historic: bool,
    /// How much was read.
    pub depth: Depth,
    /// The Job itself; without it there is no snapshot.
    pub job: JobFacts,
    /// Its pods.
    pub pods: Known<Pods>,
    /// Events of the Job and of its pods, oldest first.
    pub events: Known<Arc<Vec<EventFacts>>>,
    /// The last lines of containers that failed or are failing; one entry each, unknown where refused.
    pub logs: Vec<Known<LogTail>>,
    /// The Kueue Workload that holds a suspended Job, where the Job carries a queue's name; `None` where
    /// none was looked for or none exists.
    pub workload: Option<Known<Workload>>,
}

/// How much of a Job's surroundings a snapshot has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Enough for the state of one of many Jobs: pods that have not finished, and warnings about Jobs and pods that wait.
    /// Finished pods, logs and Kueue's Workload are left out, so nothing follows from their absence.
    List,
    /// Everything, read once.
    Report,
    /// Everything, kept current while the Job is followed. The log of a container that has just failed may still be
    /// on its way.
    Live,
}

impl Depth {
    /// Whether pods that have finished are there, too.
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
    /// Pods of others that the selector matches too: only with `manualSelector`, where that is a trap worth
    /// showing. Otherwise they are dropped.
    pub foreign: PodList,
    /// Pods of this Job that were seen while it was followed and are gone. A list that was just read has none.
    pub gone: GonePods,
    /// Why the list is not one state of the cluster, if it is none.
    pub inconsistent: Option<Inconsistency>,
}

/// Why a list is not one state of the cluster: reading it took longer than the server keeps a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inconsistency {
    /// The list mixes several moments.
    SeveralMoments,
    /// The end of the list is missing.
    Incomplete,
}

/// Pods that are gone and had a container that failed. They count for nothing, and only tell why.
#[derive(Clone, Debug, Default)]
pub struct GonePods {
    /// The newest of them, the last that went last.
    pub pods: Vec<PodFacts>,
    /// How many more there were.
    pub forgotten: u64,
}

impl GonePods {
    /// How many are remembered.
    const MOST: usize = 16;

    /// Remembers a pod that is gone, if something failed in it.
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

/// Kueue's view of a Job (`kueue.x-k8s.io` Workload).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workload {
    /// The Workload's name.
    pub name: String,
    /// What Kueue says of it: the message of its most telling condition.
    pub message: Option<String>,
}

/// A part of a Job's world that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What is missing: `pods`, `events`, `logs of POD/CONTAINER`, …
    pub what: String,
    /// Why.
    pub why: WhyUnknown,
}

/// Why a part of a Job's world could not be read. Its [`Display`](std::fmt::Display) is a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyUnknown {
    /// A request failed.
    Request {
        /// In one word.
        reason: UnknownReason,
        /// In a sentence of the client, with the server's words.
        message: String,
    },
    /// Nobody has asked yet.
    NotYetRead,
    /// The Job was read without its selector.
    SelectorNotRead,
    /// The Job has no selector.
    NoSelector,
    /// The Job's selector matches every pod of the namespace.
    EmptySelector,
    /// The Job's selector breaks the rules of selectors, in the words of who knows them.
    InvalidSelector(String),
    /// The Job has no UID, by which its pods name their owner.
    NoUid,
    /// A log was not to be had.
    NoLog(WhyNoLog),
}

/// Why a log is not to be had, or not to its end, although the API server answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyNoLog {
    /// The node no longer has it, in the words of the node.
    Removed(String),
    /// The node failed, in its words.
    NodeFailed(String),
    /// The container was started again more often than a node keeps logs.
    Overtaken,
    /// The node gives the log of another instance of the container.
    OtherInstance,
    /// What comes of it ends before the log does.
    CutShort,
}

/// Why something could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownReason {
    /// 403.
    Forbidden,
    /// 401.
    Unauthorized,
    /// 404: the object or the whole API is not there.
    NotFound,
    /// No answer in time.
    Timeout,
    /// The connection failed.
    Unreachable,
    /// 429, 5xx.
    ServerError,
    /// An answer that is not what the API promises.
    BadAnswer,
    /// The selector would select every pod of the namespace, or is missing.
    NoSelector,
}

impl JobSnapshot {
    /// The Job's own pods; none where they are unknown.
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
    /// Why, in one word that programs can compare.
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

    /// Whether it may be known soon if it is asked for again.
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
