//! Reads the last lines of containers that failed or are failing.

use std::collections::HashSet;

use futures_util::future::join_all;
use jiff::Timestamp;
use kube::Client;

use super::{
    ask::Ask,
    cursor::{Cursor, Passed},
    error::LogError,
    lines::split,
    node,
};
use crate::client::RequestError;
use crate::facts::{
    ContainerFacts, ContainerKind, ContainerState, JobFacts, Known, Life, LogSource, LogTail, PodFacts,
    PodList, Termination, Text, WhyNoLog,
};
use crate::job_details::pods;

/// The greatest number of tails in a report: enough to show several kinds of failure, with only a few
/// requests.
pub(in crate::job_details) const MOST_TAILS: usize = 3;

/// The average number of bytes that a line may have. The kubelet cuts off the end of what is requested, not
/// its beginning, so the byte limit must not cut a tail of ordinary lines.
const BYTES_PER_LINE: u64 = 16 * 1024;
const MOST_BYTES: u64 = 8 * 1024 * 1024;

/// Reads the last `lines` lines of the most informative containers of these pods. If `lines` is 0, there is
/// no request.
pub(in crate::job_details) async fn tails(
    client: &Client,
    job: &JobFacts,
    pods: &PodList,
    lines: u32,
) -> Vec<Known<LogTail>> {
    if lines == 0 {
        return Vec::new();
    }
    let chosen = choose(pods);
    let reads = chosen
        .iter()
        .map(|choice| tail(client, choice.source(&job.namespace), choice.previous, lines));
    join_all(reads).await
}

/// Reads the last lines of one instance.
pub(super) async fn tail(client: &Client, source: LogSource, previous: bool, lines: u32) -> Known<LogTail> {
    let (pod, container) = (&source.pod, &source.container);
    tracing::info!(target: "decision", "reading the last {lines} lines of {pod}/{container}, previous instance: {previous}");
    let lines = read_tail(client, &source, previous, lines).await;
    Ok(LogTail {
        lines: lines.map_err(|error| error.unknown(LogTail::called(&source.pod, &source.container)))?,
        pod: source.pod,
        container: source.container,
        previous,
        pod_is_gone: false,
    })
}

/// The last lines, without their line ends. Bytes that are not UTF-8 are replaced.
async fn read_tail(
    client: &Client,
    source: &LogSource,
    previous: bool,
    lines: u32,
) -> Result<Vec<String>, LogError> {
    let ask = Ask {
        previous,
        tail: Some(u64::from(lines)),
        ..Ask::default()
    };
    let most = (u64::from(lines) * BYTES_PER_LINE).min(MOST_BYTES);
    let log = ask.read(client, source, most).await?;
    let mut cursor = Cursor::default();
    cursor.rewind(true);
    let mut first = None;
    let mut all: Vec<Vec<u8>> = Vec::new();
    for chunk in &mut split(log) {
        if let Passed::Words(words) = cursor.pass(chunk) {
            return Err(node::instead_of_log(&words));
        }
        for line in chunk.lines() {
            first = first.or_else(|| line.time());
            match all.last_mut() {
                Some(last) if !line.begins => last.extend_from_slice(line.text),
                Some(_) | None => all.push(line.text.to_vec()),
            }
        }
    }
    if !is_own(client, source, previous, first).await? {
        return Err(LogError::NoLog(WhyNoLog::OtherInstance));
    }
    let surplus = all
        .len()
        .saturating_sub(usize::try_from(lines).unwrap_or(usize::MAX));
    Ok(all[surplus..].iter().map(|line| text(line)).collect())
}

/// Whether a log whose first line has this time is the log of the instance. If the times say otherwise, the
/// pod decides.
async fn is_own(
    client: &Client,
    source: &LogSource,
    previous: bool,
    first: Option<Timestamp>,
) -> Result<bool, RequestError> {
    if !source.may_restart || source.may_have_written(first, source.finished) {
        return Ok(true);
    }
    let pod = pods::pod(client, &source.namespace, &source.pod).await?;
    let life = pod.and_then(|pod| Life::of(source, &pod));
    Ok(life.is_none_or(|life| life.is_asked_for(previous)))
}

fn text(line: &[u8]) -> String {
    String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line)).into_owned()
}

/// An instance of a container whose log is worth reading.
pub(super) struct Choice<'a> {
    pub(super) pod: &'a PodFacts,
    pub(super) container: &'a ContainerFacts,
    /// How the instance ended; `None` for a running instance.
    pub(super) end: Option<&'a Termination>,
    /// Whether to request the log of the previous instance.
    pub(super) previous: bool,
}

/// The container, and the exit code and reason if the instance has ended.
pub(super) type Kind<'a> = (&'a Text, Option<(i32, Option<&'a Text>)>);

impl<'a> Choice<'a> {
    /// When the instance ended, else when its pod was created. Orders the instances.
    pub(super) fn moment(&self) -> Option<Timestamp> {
        let ended = self.end.and_then(|end| end.finished.get());
        ended.or(self.pod.times.created.get())
    }

    /// The key that similar failures share.
    pub(super) fn kind(&self) -> Kind<'a> {
        let end = self.end.map(|end| (end.exit_code, end.reason.as_ref()));
        (&self.container.name, end)
    }

    /// The number of earlier instances. `restartCount` is the number of the instance that ended last until
    /// the next one is started (`convertToAPIContainerStatuses` in `kubelet_pods.go`).
    pub(super) fn restart(&self) -> u32 {
        let is_overtaken = self.previous && matches!(self.container.state, ContainerState::Running { .. });
        self.container.restarts.saturating_sub(is_overtaken.into())
    }

    fn started(&self) -> Option<Timestamp> {
        match (self.end, &self.container.state) {
            (Some(end), _) => end.started.get(),
            (None, ContainerState::Running { started }) => started.get(),
            (None, _) => None,
        }
    }

    /// The log of the instance.
    pub(super) fn source(&self, namespace: &str) -> LogSource {
        LogSource {
            namespace: namespace.to_owned(),
            pod: self.pod.name.to_string(),
            pod_uid: self.pod.uid.clone(),
            container: Text::clone(&self.container.name),
            kind: self.container.kind,
            restart: self.restart(),
            started: self.started(),
            finished: self.end.and_then(|end| end.finished.get()),
            may_restart: !self.pod.is_finished() && !self.pod.is_terminating(),
            ..LogSource::default()
        }
    }
}

/// The newest of each kind of failure (container, exit code, reason), followed by the newest of the others.
pub(super) fn choose(pods: &PodList) -> Vec<Choice<'_>> {
    let mut failures: Vec<Choice<'_>> = pods.iter().flat_map(failures).collect();
    failures.sort_by_key(|failure| std::cmp::Reverse(failure.moment()));
    let mut kinds = HashSet::new();
    let (mut chosen, rest): (Vec<_>, Vec<_>) = failures
        .into_iter()
        .partition(|failure| kinds.insert(failure.kind()));
    chosen.extend(rest);
    chosen.truncate(MOST_TAILS);
    chosen
}

/// The failed instances of a pod's containers. The end of a sidecar fails no pod (KEP-753), so sidecars count
/// only if nothing else failed.
pub(super) fn failures(pod: &PodFacts) -> Vec<Choice<'_>> {
    let of = |kinds: &[ContainerKind]| -> Vec<Choice<'_>> {
        let containers = pod
            .containers
            .iter()
            .filter(|container| kinds.contains(&container.kind));
        containers
            .filter_map(|container| failure(pod, container))
            .collect()
    };
    let failures = of(&[ContainerKind::Init, ContainerKind::Main]);
    match (failures.is_empty(), &*pod.phase) {
        (true, phase) if phase != "Succeeded" => of(&[ContainerKind::Sidecar]),
        _ => failures,
    }
}

/// The instance that failed: the current one, or the previous one if the container was restarted since.
fn failure<'a>(pod: &'a PodFacts, container: &'a ContainerFacts) -> Option<Choice<'a>> {
    let (end, previous) = match &container.state {
        ContainerState::Terminated(end) => (end, false),
        ContainerState::Waiting { .. } | ContainerState::Running { .. } => (container.last.as_deref()?, true),
        ContainerState::Unknown => return None,
    };
    (end.is_failure() && end.has_log()).then_some(Choice {
        pod,
        container,
        end: Some(end),
        previous,
    })
}

/// The running main containers.
pub(super) fn running(pod: &PodFacts) -> impl Iterator<Item = Choice<'_>> {
    let run = pod.containers.iter().filter(|container| {
        container.kind == ContainerKind::Main && matches!(container.state, ContainerState::Running { .. })
    });
    run.map(move |container| Choice {
        pod,
        container,
        end: None,
        previous: false,
    })
}

#[cfg(test)]
mod tests;
