//! How containers failed, with equal failures of many pods put together.

use std::collections::HashMap;

use jiff::Timestamp;

use super::{case::Case, words};
use crate::job_details::{ContainerFacts, ContainerKind, PodFacts, Termination, Text};

/// One way in which one container failed, in however many pods.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    /// The container's name.
    pub(super) container: Text,
    /// Its part in the pod.
    pub(super) kind: ContainerKind,
    /// How it ended: the latest of them, which stands for all.
    pub(super) end: Termination,
    /// Its memory limit.
    pub(super) memory_limit: Option<Text>,
    /// How many pods failed so.
    pub(super) pods: u64,
    /// One of these pods: the latest.
    pub(super) example: Box<str>,
    /// The container's own words about it: the termination message, else the last line of its log.
    pub(super) words: Option<String>,
    /// Whether it was an earlier instance of a container that has been started again since.
    pub(super) restarted: bool,
    /// How often it was restarted, over these pods.
    pub(super) restarts: u64,
    /// Whether the pods were asked to stop before it ended, which makes exit codes 137 and 143 a consequence.
    pub(super) stopped: bool,
}

/// All ways in which containers failed, the most frequent first; equally frequent ones, the latest first.
pub(super) fn of(case: Case<'_>) -> Vec<Failure> {
    let mut groups: HashMap<(Text, i32, Option<Text>, bool), Failure> = HashMap::new();
    for pod in case.pods() {
        let culprit = pod.culprit().map(|found| (found, false));
        let Some(((container, end), restarted)) =
            culprit.or_else(|| pod.restarted_culprit().map(|found| (found, true)))
        else {
            continue;
        };
        let key = (
            container.name.clone(),
            end.exit_code,
            end.reason.clone(),
            restarted,
        );
        groups
            .entry(key)
            .and_modify(|failure| failure.add(pod, container, end))
            .or_insert_with(|| Failure::new(pod, container, end, restarted));
    }
    let mut failures: Vec<Failure> = groups.into_values().collect();
    for failure in &mut failures {
        failure.words = failure.own_words(case);
    }
    let order = |failure: &Failure| (failure.pods, failure.end.finished, failure.example.clone());
    failures.sort_by_key(|failure| std::cmp::Reverse(order(failure)));
    failures
}

impl Failure {
    fn new(pod: &PodFacts, container: &ContainerFacts, end: &Termination, restarted: bool) -> Self {
        Self {
            container: container.name.clone(),
            kind: container.kind,
            end: end.clone(),
            memory_limit: container.memory_limit.clone(),
            pods: 1,
            example: pod.name.clone(),
            words: None,
            restarted,
            restarts: u64::from(container.restarts),
            stopped: was_stopped(pod, end),
        }
    }

    fn add(&mut self, pod: &PodFacts, container: &ContainerFacts, end: &Termination) {
        self.pods += 1;
        self.restarts += u64::from(container.restarts);
        self.stopped &= was_stopped(pod, end);
        if end.finished >= self.end.finished {
            self.end = end.clone();
            self.example = pod.name.clone();
        }
    }

    fn own_words(&self, case: Case<'_>) -> Option<String> {
        let message = self.end.message.as_deref().and_then(words::telling_line);
        message.or_else(|| {
            let logs = case.snapshot.logs.iter().filter_map(|log| log.as_ref().ok());
            let mut logs = logs.filter(|log| log.container == self.container);
            let log = logs
                .clone()
                .find(|log| *log.pod == *self.example)
                .or_else(|| logs.next())?;
            words::telling_line(&log.lines.join("\n"))
        })
    }

    /// Whether the runtime could not start the container at all.
    pub(super) fn never_started(&self) -> bool {
        matches!(
            self.end.reason.as_deref(),
            Some("StartError" | "ContainerCannotRun" | "RunContainerError")
        )
    }

    /// How it ended, as a clause without its subject: `exited 3`, `was killed for memory (exit 137, …)`.
    pub(super) fn predicate(&self) -> String {
        let code = self.end.exit_code;
        match self.end.reason.as_deref() {
            Some("OOMKilled") => match &self.memory_limit {
                Some(limit) => format!("was killed for memory (exit {code}, OOMKilled, limit {limit})"),
                None => format!("was killed for memory (exit {code}, OOMKilled, no limit of its own)"),
            },
            _ if self.never_started() => {
                format!("could not be started (exit {code}, {})", self.end.word())
            }
            Some(reason @ ("DeadlineExceeded" | "Evicted")) => format!("was stopped (exit {code}, {reason})"),
            Some("Error" | "Completed" | "") | None => match self.end.signal.filter(|signal| *signal > 0) {
                Some(signal) => format!("was ended by signal {signal} (exit {code})"),
                None => format!("exited {code}{}", meaning(code)),
            },
            Some(reason) => format!("exited {code} ({reason})"),
        }
    }
}

fn was_stopped(pod: &PodFacts, end: &Termination) -> bool {
    let asked: Option<Timestamp> = pod.deletion_asked();
    pod.disruption().is_some()
        || asked.is_some_and(|asked| end.finished.is_none_or(|finished| finished >= asked))
}

/// What shells and runtimes mean by an exit code, where it is a convention (128 + n is signal n).
pub(super) fn meaning(code: i32) -> &'static str {
    match code {
        126 => " (found but not executable)",
        127 => " (command not found)",
        132 => " (SIGILL)",
        133 => " (SIGTRAP)",
        134 => " (SIGABRT, a crash)",
        135 => " (SIGBUS)",
        136 => " (SIGFPE)",
        137 => " (SIGKILL)",
        139 => " (SIGSEGV, a crash)",
        143 => " (SIGTERM)",
        _ => "",
    }
}
