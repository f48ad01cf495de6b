//! The Job's pods, in the order of the report's attempts.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::{Seq, condition::WireCondition, schema::Time};
use crate::facts::{Condition, ContainerFacts, ContainerState, PodFacts, PodList, Termination, Text};
use crate::model::{Attempt, JobReport};

/// The pods, written one at a time.
pub(super) struct Pods<'a> {
    attempts: &'a [Attempt],
    own: &'a PodList,
    now: Timestamp,
}

impl<'a> Pods<'a> {
    pub(super) fn of(report: &'a JobReport, own: &'a PodList) -> Self {
        Self {
            attempts: &report.attempts,
            own,
            now: report.snapshot.as_of,
        }
    }
}

impl Serialize for Pods<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(
            self.attempts
                .iter()
                .map(|attempt| WirePod::of(attempt, &self.own[attempt.pod], self.now)),
        )
    }
}

/// A pod of the Job.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WirePod<'a> {
    /// The name of the pod.
    name: &'a str,
    /// The UID of the pod.
    uid: String,
    /// `status.phase`.
    phase: &'a str,
    /// What became of the pod: `Failed`, `Blocked`, `Terminating`, `Running`, `Pending`, `Unknown` or `Succeeded`.
    outcome: &'static str,
    /// The most telling word, for example `OOMKilled`.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    /// `status.message`.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
    /// The number of the attempt, from 1; absent if pods are not attempts at the same work.
    #[serde(skip_serializing_if = "Option::is_none")]
    attempt: Option<u32>,
    /// The completion index.
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<u32>,
    /// The node of the pod.
    #[serde(skip_serializing_if = "Option::is_none")]
    node: Option<&'a str>,
    /// Restarts of all containers.
    restarts: u64,
    /// When the pod was created.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    creation_timestamp: Option<Timestamp>,
    /// When the pod is deleted at the latest.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    deletion_timestamp: Option<Timestamp>,
    /// When the work of the pod started.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    start_time: Option<Timestamp>,
    /// When the work of the pod ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    end_time: Option<Timestamp>,
    /// How long the pod has worked.
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_seconds: Option<i64>,
    /// Only the informative conditions, such as `PodScheduled` with status False; absent if the pod has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    conditions: Option<Seq<'a, Condition, WireCondition<'a>>>,
    /// The containers, init containers and sidecars included.
    containers: Seq<'a, ContainerFacts, WireContainer<'a>>,
}

impl<'a> WirePod<'a> {
    fn of(attempt: &'a Attempt, pod: &'a PodFacts, now: Timestamp) -> Self {
        Self {
            name: &pod.name,
            uid: pod.uid.to_string(),
            phase: &pod.phase,
            outcome: attempt.outcome.as_str(),
            reason: attempt.reason.as_deref(),
            message: pod.message(),
            attempt: attempt.number,
            index: pod.index,
            node: pod.node.as_deref(),
            restarts: pod.restarts(),
            creation_timestamp: pod.times.created.get(),
            deletion_timestamp: pod.times.deletion.get(),
            start_time: pod.work_started(),
            end_time: pod.finished(),
            duration_seconds: attempt.duration(pod, now).map(|duration| duration.as_secs()),
            conditions: (!pod.conditions().is_empty()).then(|| Seq::new(pod.conditions(), WireCondition::of)),
            containers: Seq::new(&pod.containers, WireContainer::of),
        }
    }
}

/// A failed pod that no longer exists, as last seen.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GonePod<'a> {
    /// The name of the pod.
    name: &'a str,
    /// The UID of the pod.
    uid: String,
    /// `status.reason`.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    /// `status.message`.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
    /// The completion index.
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<u32>,
    /// The node of the pod.
    #[serde(skip_serializing_if = "Option::is_none")]
    node: Option<&'a str>,
    /// The containers, init containers and sidecars included.
    containers: Seq<'a, ContainerFacts, WireContainer<'a>>,
}

impl<'a> GonePod<'a> {
    pub(super) fn of(pod: &'a PodFacts) -> Self {
        Self {
            name: &pod.name,
            uid: pod.uid.to_string(),
            reason: pod.reason(),
            message: pod.message(),
            index: pod.index,
            node: pod.node.as_deref(),
            containers: Seq::new(&pod.containers, WireContainer::of),
        }
    }
}

/// A container of a pod.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct WireContainer<'a> {
    /// The name of the container.
    name: &'a str,
    /// `main`, `init`, `sidecar` or `ephemeral`.
    kind: &'static str,
    /// The image of the container.
    image: &'a str,
    /// `resources.limits.memory`.
    #[serde(skip_serializing_if = "Option::is_none")]
    memory_limit: Option<&'a str>,
    /// `waiting`, `running` or `terminated`; absent if the kubelet has not reported a state.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    #[serde(flatten)]
    end: WireEnd<'a>,
    /// How often the container was restarted.
    restarts: u32,
    /// Whether the container is ready.
    ready: bool,
    /// How the instance before this one ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_termination: Option<WireEnd<'a>>,
}

/// Details of a container's state.
#[derive(Default, JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct WireEnd<'a> {
    /// The reason, in one word.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    /// The reason, in words, or the termination message.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
    /// The exit code.
    #[serde(skip_serializing_if = "Option::is_none")]
    exit_code: Option<i32>,
    /// The signal that ended the container.
    #[serde(skip_serializing_if = "Option::is_none")]
    signal: Option<i32>,
    /// When the container started.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    started_at: Option<Timestamp>,
    /// When the container ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    finished_at: Option<Timestamp>,
}

impl<'a> WireEnd<'a> {
    fn of(end: &'a Termination) -> Self {
        Self {
            reason: end.reason.as_deref(),
            message: end.message.as_deref(),
            exit_code: Some(end.exit_code),
            signal: end.signal,
            started_at: end.started.get(),
            finished_at: end.finished.get(),
        }
    }
}

impl<'a> WireContainer<'a> {
    fn of(container: &'a ContainerFacts) -> Self {
        let word = |text: &'a Option<Text>| text.as_deref();
        let (state, end) = match &container.state {
            ContainerState::Unknown => (None, WireEnd::default()),
            ContainerState::Waiting { reason, message } => (
                Some("waiting"),
                WireEnd {
                    reason: word(reason),
                    message: word(message),
                    ..WireEnd::default()
                },
            ),
            ContainerState::Running { started } => (
                Some("running"),
                WireEnd {
                    started_at: started.get(),
                    ..WireEnd::default()
                },
            ),
            ContainerState::Terminated(end) => (Some("terminated"), WireEnd::of(end)),
        };
        Self {
            name: &container.name,
            kind: container.kind.as_str(),
            image: &container.image,
            memory_limit: container.memory_limit.as_deref(),
            state,
            end,
            restarts: container.restarts,
            ready: container.ready,
            last_termination: container.last.as_deref().map(WireEnd::of),
        }
    }
}
