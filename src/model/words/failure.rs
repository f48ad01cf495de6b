//! Text that the rules on failed containers share.

use k8s_openapi::api::core::v1::Container;

use crate::facts::{ContainerKind, LogTail};
use crate::model::rule::{Explanation, Rule};
use crate::model::words::{self, logs};
use crate::model::{Facts, Finding, Subject, SubjectKind};
use crate::model::{evidence::Evidence, failures::Failure};

/// The hint if no event says who deleted a pod.
pub(in crate::model) const AUDIT: &str =
    "look in the API server's audit log for who deleted the pod: a deleted pod counts as failed";

/// The finding that `rule` makes of a failure.
pub(in crate::model) fn finding(
    failure: &Failure,
    rule: &'static Rule,
    explanation: Explanation,
    evidence: &Evidence<'_>,
) -> Finding {
    let mut message = format!("{} {}", name(failure), explanation.clause);
    message.push_str(&extent(evidence, failure));
    message.push_str(&after_deletion(failure));
    if let Some(words) = &failure.words {
        message.push_str(&format_words(words));
    }
    if failure.kind == ContainerKind::Init && !failure.restarted {
        message.push_str(&never_started(evidence));
    }
    Finding {
        rule,
        severity: evidence.severity_of_trouble(),
        subject: Subject::many(SubjectKind::Container, &failure.container, failure.pods),
        message,
        hint: explanation.hint,
        facts: facts(failure).and_all(explanation.facts),
    }
}

/// The values of every failure.
fn facts(failure: &Failure) -> Facts {
    Facts::default()
        .and("container", &*failure.container)
        .and("containerKind", failure.kind.as_str())
        .and("pod", &*failure.example)
        .and("pods", failure.pods)
        .and_some(
            "indexes",
            (!failure.indexes.is_empty()).then(|| failure.indexes.to_string()),
        )
        .and_some("gonePods", (failure.gone > 0).then_some(failure.gone))
        .and_some("restarts", (failure.restarts > 0).then_some(failure.restarts))
        .and_some("words", failure.words.as_deref())
}

/// The container as a sentence's subject.
pub(in crate::model) fn name(failure: &Failure) -> String {
    match failure.kind {
        ContainerKind::Init => format!("init container \"{}\"", failure.container),
        ContainerKind::Main | ContainerKind::Sidecar | ContainerKind::Ephemeral => {
            format!("\"{}\"", failure.container)
        }
    }
}

fn format_words(words: &str) -> String {
    format!(": \"{words}\"")
}

/// In how many pods the container failed, and after how many restarts.
fn extent(evidence: &Evidence<'_>, failure: &Failure) -> String {
    let example = &failure.example;
    // Only a few of the pods that are gone are remembered.
    let are_all = failure.gone == 0 || evidence.case.forgotten() == 0;
    let at_least = if are_all { "" } else { "at least " };
    let pods = match failure.pods {
        1 => format!(" in pod {example}"),
        pods => format!(" in {at_least}{}, e.g. {example}", words::counted(pods, "pod")),
    };
    let gone = match (failure.gone, failure.pods) {
        // The text of `after_deletion` already says so.
        _ if failure.deleted => String::new(),
        (0, _) => String::new(),
        (_, 1) => ", which has been deleted".to_owned(),
        (gone, pods) if gone == pods => ", all deleted since".to_owned(),
        (gone, _) => format!(", {} of them deleted since", words::grouped(gone)),
    };
    let restarts = match failure.restarts {
        0 => String::new(),
        _ if !are_all => String::new(),
        restarts => format!(", after {}", words::counted(restarts, "restart")),
    };
    format!("{pods}{gone}{restarts}")
}

/// Says which main containers did not start because an init container failed.
fn never_started(evidence: &Evidence<'_>) -> String {
    let containers = evidence.case.job().spec.containers.iter();
    let names: Vec<String> = containers
        .map(|container| format!("\"{}\"", container.name))
        .collect();
    if names.is_empty() {
        String::new()
    } else {
        format!("; {} never started", words::listed(&names))
    }
}

/// How the container ended, as a clause without a subject: `exited 3`, `exited 139 (SIGSEGV, a crash)`.
pub(in crate::model) fn exited(failure: &Failure) -> Explanation {
    let code = failure.end.exit_code;
    let reason = failure.end.reason.as_deref().filter(|_| !failure.is_plain());
    let signal = failure.end.signal.filter(|signal| *signal > 0);
    let clause = match (reason, signal) {
        (Some(reason), _) => format!("exited {code} ({reason})"),
        (None, Some(signal)) => format!("was ended by signal {signal} (exit {code})"),
        (None, None) => format!("exited {code}{}", meaning(code)),
    };
    Explanation::new(clause)
        .and("exitCode", code)
        .and_some("signal", signal)
        .and_some("reason", reason)
}

/// What an exit code means by convention of shells and runtimes (128 + n is signal n).
fn meaning(code: i32) -> &'static str {
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

/// Says that the container ended after its pod was deleted, and who deleted the pod. Follows the words on how
/// the container ended.
pub(in crate::model) fn after_deletion(failure: &Failure) -> String {
    match (failure.deleted, failure.deleted_by) {
        (false, _) => String::new(),
        (true, None) => " after its pod was deleted".to_owned(),
        (true, Some(by)) => format!(" after its pod was deleted {by}"),
    }
}

/// Where to read the log of this failure, if the log is neither in the report nor gone. If the log is empty,
/// says so.
pub(in crate::model) fn log_hint(evidence: &Evidence<'_>, failure: &Failure) -> Option<String> {
    let mut tails = evidence
        .case
        .snapshot
        .logs
        .iter()
        .filter_map(|log| log.as_ref().ok());
    let is_told = |log: &LogTail| *log.pod == *failure.example && log.container == failure.container;
    if let Some(log) = tails.find(|log| is_told(log)) {
        let is_silent = log.lines.is_empty() && failure.words.is_none();
        return is_silent.then(|| {
            format!(
                "\"{}\" logged nothing: make it print why it fails",
                failure.container
            )
        });
    }
    if evidence.case.gone().iter().any(|pod| pod.name == failure.example) {
        return None;
    }
    let previous = if failure.restarted { " --previous" } else { "" };
    let flags = [("--pod", &*failure.example), ("-c", &*failure.container)];
    let command = logs::command(evidence, &flags)?;
    Some(format!("read the log: {command}{previous}"))
}

/// The first word of the container's command; `None` if the image names its command.
pub(in crate::model) fn command<'a>(evidence: &Evidence<'a>, failure: &Failure) -> Option<&'a str> {
    let container = container_spec(evidence, failure)?;
    let command = container.command.as_ref().or(container.args.as_ref())?;
    command.first().map(String::as_str)
}

/// The container in the pod template.
pub(in crate::model) fn container_spec<'a>(
    evidence: &Evidence<'a>,
    failure: &Failure,
) -> Option<&'a Container> {
    let spec = evidence.case.manifest()?.pod()?;
    let init = spec.init_containers.iter().flatten();
    let mut containers = spec.containers.iter().chain(init);
    containers.find(|container| container.name == *failure.container)
}
