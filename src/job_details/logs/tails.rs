//! The last words of containers that failed or are failing.

use std::collections::HashSet;

use futures_util::future::join_all;
use jiff::Timestamp;
use kube::Client;

use super::{
    LogSource,
    ask::Ask,
    cursor::{Cursor, Passed},
    lines::Splitter,
    said_by_node,
};
use crate::client::RequestError;
use crate::job_details::{
    ContainerFacts, ContainerKind, ContainerState, JobFacts, Known, LogTail, PodFacts, Termination, Text,
    Unknown,
};

/// How many tails are read at most: enough to see several kinds of failure, and a cheap few requests.
const AT_MOST: usize = 3;

/// What a line may have, on average. The kubelet cuts the end of what is asked for, not its beginning, so
/// the bound on bytes must not be what ends a tail of ordinary lines.
const BYTES_PER_LINE: u32 = 16 * 1024;
const MOST_BYTES: u32 = 8 * 1024 * 1024;

/// Reads the last `lines` lines of a few telling containers of these pods; 0 lines is no request.
pub(in crate::job_details) async fn tails(
    client: &Client,
    job: &JobFacts,
    pods: &[PodFacts],
    lines: u32,
) -> Vec<Known<LogTail>> {
    if lines == 0 {
        return Vec::new();
    }
    let chosen = choose(pods);
    join_all(
        chosen
            .iter()
            .map(|choice| tail(client, &job.namespace, choice, lines)),
    )
    .await
}

async fn tail(client: &Client, namespace: &str, choice: &Choice<'_>, lines: u32) -> Known<LogTail> {
    let source = LogSource {
        namespace: namespace.to_owned(),
        pod: choice.pod.name.to_string(),
        container: Text::clone(&choice.container.name),
        ..LogSource::default()
    };
    let lines = read_tail(client, &source, choice.previous, lines).await;
    Ok(LogTail {
        lines: lines
            .map_err(|error| Unknown::new(format!("logs of {}/{}", source.pod, source.container), error))?,
        pod: source.pod,
        container: source.container,
        previous: choice.previous,
    })
}

/// The last lines, without their line ends; bytes that are no UTF-8 are replaced.
async fn read_tail(
    client: &Client,
    source: &LogSource,
    previous: bool,
    lines: u32,
) -> Result<Vec<String>, RequestError> {
    let ask = Ask {
        previous,
        tail: Some(u64::from(lines)),
        limit: Some(u64::from(lines.saturating_mul(BYTES_PER_LINE).min(MOST_BYTES))),
        ..Ask::default()
    };
    let log = ask.read(client, source).await?;
    let mut splitter = Splitter::default();
    let mut chunks = [splitter.take(log), splitter.finish()];
    let mut cursor = Cursor::default();
    let mut all: Vec<Vec<u8>> = Vec::new();
    for chunk in &mut chunks {
        if let Passed::Words(words) = cursor.pass(chunk) {
            return Err(said_by_node(source, &words));
        }
        for line in chunk.lines() {
            match all.last_mut() {
                Some(last) if !line.begins => last.extend_from_slice(line.text),
                Some(_) | None => all.push(line.text.to_vec()),
            }
        }
    }
    let surplus = all
        .len()
        .saturating_sub(usize::try_from(lines).unwrap_or(usize::MAX));
    Ok(all[surplus..].iter().map(|line| text(line)).collect())
}

fn text(line: &[u8]) -> String {
    String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line)).into_owned()
}

/// An instance of a container whose words are worth reading.
struct Choice<'a> {
    pod: &'a PodFacts,
    container: &'a ContainerFacts,
    end: &'a Termination,
    previous: bool,
}

impl<'a> Choice<'a> {
    /// When the instance ended, by which the newest is told.
    fn moment(&self) -> Option<Timestamp> {
        self.end.finished.get().or(self.pod.times.created.get())
    }

    fn kind_of_failure(&self) -> (&'a str, i32, Option<&'a str>) {
        (
            &self.container.name,
            self.end.exit_code,
            self.end.reason.as_deref(),
        )
    }
}

/// The newest of each kind of failure (container, exit code, reason), then the newest of the rest.
fn choose(pods: &[PodFacts]) -> Vec<Choice<'_>> {
    let mut failures: Vec<Choice<'_>> = pods.iter().flat_map(failures).collect();
    failures.sort_by_key(|failure| std::cmp::Reverse(failure.moment()));
    let mut kinds = HashSet::new();
    let (mut chosen, rest): (Vec<_>, Vec<_>) = failures
        .into_iter()
        .partition(|failure| kinds.insert(failure.kind_of_failure()));
    chosen.extend(rest);
    chosen.truncate(AT_MOST);
    chosen
}

/// The failed instances of a pod's containers. A sidecar's end does not fail a pod (KEP-753), so it counts only where
/// nothing else failed.
fn failures(pod: &PodFacts) -> Vec<Choice<'_>> {
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

/// The instance that failed: the current one, or the one before where the container was started again since.
fn failure<'a>(pod: &'a PodFacts, container: &'a ContainerFacts) -> Option<Choice<'a>> {
    let (end, previous) = match &container.state {
        ContainerState::Terminated(end) => (end, false),
        ContainerState::Waiting { .. } | ContainerState::Running { .. } => (container.last.as_deref()?, true),
        ContainerState::Unknown => return None,
    };
    (end.is_failure() && end.has_log()).then_some(Choice {
        pod,
        container,
        end,
        previous,
    })
}

#[cfg(test)]
mod tests;
