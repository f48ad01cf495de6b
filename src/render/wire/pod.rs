//! The Job's pods, in the order in which a person wants to see them.

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

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WirePod<'a> {
    name: &'a str,
    uid: String,
    phase: &'a str,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attempt: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    node: Option<&'a str>,
    restarts: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    creation_timestamp: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    deletion_timestamp: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    start_time: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    end_time: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_seconds: Option<i64>,
    /// Only those that tell something; absent where none does, because the pod has others.
    #[serde(skip_serializing_if = "Option::is_none")]
    conditions: Option<Seq<'a, Condition, WireCondition<'a>>>,
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

/// A pod that is gone, as it was seen last.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GonePod<'a> {
    name: &'a str,
    uid: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    node: Option<&'a str>,
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

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct WireContainer<'a> {
    name: &'a str,
    kind: &'static str,
    image: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    memory_limit: Option<&'a str>,
    /// `waiting`, `running` or `terminated`; absent while the kubelet has reported nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    #[serde(flatten)]
    end: WireEnd<'a>,
    restarts: u32,
    ready: bool,
    /// How the instance before this one ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_termination: Option<WireEnd<'a>>,
}

/// What there is to say of a state.
#[derive(Default, JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct WireEnd<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exit_code: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signal: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    started_at: Option<Timestamp>,
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
