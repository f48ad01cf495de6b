//! What the rules on failed containers share.

use k8s_openapi::api::core::v1::Container;

use crate::facts::{ContainerKind, LogTail};
use crate::model::rule::{Explanation, Rule};
use crate::model::{Facts, Finding, Subject, SubjectKind};
use crate::model::{evidence::Evidence, failures::Failure, words};

/// What there is to know where nobody says who deleted a pod.
pub(in crate::model) const AUDIT: &str =
    "only the API server's audit log says who deleted the pod; a deleted pod counts as failed";

/// The finding that a rule makes of a failure.
pub(in crate::model) fn finding(
    failure: &Failure,
    rule: &'static Rule,
    told: Explanation,
    evidence: &Evidence<'_>,
) -> Finding {
    let mut message = format!("{} {}", name(failure), told.clause);
    message.push_str(&extent(evidence, failure));
    message.push_str(&after_deletion(failure));
    if let Some(words) = &failure.words {
        message.push_str(&format_words(words));
    }
    if failure.kind == ContainerKind::Init && !failure.restarted {
        message.push_str(&never_started(evidence));
    }
    let end = &failure.end;
    let limit = failure
        .memory_limit
        .as_deref()
        .or(failure.pod_memory_limit.as_deref());
    let facts = Facts::default()
        .and("container", &*failure.container)
        .and("exitCode", end.exit_code)
        .and_some("reason", end.reason.as_deref())
        .and("pod", &*failure.example)
        .and("pods", failure.pods)
        .and_some("gonePods", Some(failure.gone).filter(|gone| *gone > 0))
        .and_some(
            "restarts",
            Some(failure.restarts).filter(|restarts| *restarts > 0),
        )
        .and_some("memoryLimit", limit)
        .and_some("words", failure.words.as_deref());
    Finding {
        rule,
        facts,
        severity: evidence.severity_of_trouble(),
        subject: Subject::many(SubjectKind::Container, &failure.container, failure.pods),
        message,
        hint: told.hint,
    }
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

/// In how many pods, and after how many restarts.
fn extent(evidence: &Evidence<'_>, failure: &Failure) -> String {
    let example = &failure.example;
    // Of those that are gone a few are remembered.
    let are_all = failure.gone == 0 || evidence.case.forgotten() == 0;
    let at_least = if are_all { "" } else { "at least " };
    let pods = match failure.pods {
        1 => format!(" in pod {example}"),
        pods => format!(" in {at_least}{}, e.g. {example}", words::counted(pods, "pod")),
    };
    let gone = match (failure.gone, failure.pods) {
        // That is told by how it ended.
        _ if failure.deleted => String::new(),
        (0, _) => String::new(),
        (_, 1) => ", which is gone".to_owned(),
        (gone, pods) if gone == pods => ", which are gone".to_owned(),
        (1, _) => ", one of which is gone".to_owned(),
        (gone, _) => format!(", {} of which are gone", words::grouped(gone)),
    };
    let restarts = match failure.restarts {
        0 => String::new(),
        _ if !are_all => String::new(),
        restarts => format!(", after {}", words::counted(restarts, "restart")),
    };
    format!("{pods}{gone}{restarts}")
}

/// Main containers that an init container's failure kept from starting.
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

/// How it ended, as a clause without its subject: `exited 3`, `exited 139 (SIGSEGV, a crash)`.
pub(in crate::model) fn exited(failure: &Failure) -> String {
    let code = failure.end.exit_code;
    if !failure.is_plain() {
        let reason = failure.end.reason.as_deref().unwrap_or_default();
        return format!("exited {code} ({reason})");
    }
    match failure.end.signal.filter(|signal| *signal > 0) {
        Some(signal) => format!("was ended by signal {signal} (exit {code})"),
        None => format!("exited {code}{}", meaning(code)),
    }
}

/// What shells and runtimes mean by an exit code, where it is a convention (128 + n is signal n).
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

/// That it ended after its pod was deleted, and by whom, to be appended to how it ended.
pub(in crate::model) fn after_deletion(failure: &Failure) -> String {
    match (failure.deleted, failure.deleted_by) {
        (false, _) => String::new(),
        (true, None) => " after its pod was deleted".to_owned(),
        (true, Some(by)) => format!(" after its pod was deleted {by}"),
    }
}

/// Where to read on, if the log of this failure is neither in the report nor gone; that there is nothing to read, if it is empty.
pub(in crate::model) fn log_hint(evidence: &Evidence<'_>, failure: &Failure) -> Option<String> {
    let job = evidence.case.job();
    let mut logs = evidence
        .case
        .snapshot
        .logs
        .iter()
        .filter_map(|log| log.as_ref().ok());
    let is_told = |log: &LogTail| *log.pod == *failure.example && log.container == failure.container;
    if let Some(log) = logs.find(|log| is_told(log)) {
        let is_silent = log.lines.is_empty() && failure.words.is_none();
        return is_silent.then(|| {
            format!(
                "\"{}\" logged nothing: make the program print why it fails",
                failure.container
            )
        });
    }
    if evidence.case.gone().iter().any(|pod| pod.name == failure.example) {
        return None;
    }
    // The hint is there to be pasted into a shell: a name of a file from elsewhere may hold anything.
    let (pod, container) = (&*failure.example, &*failure.container);
    let (job, namespace) = (&*job.name, &*job.namespace);
    let are_names = [job, pod, container, namespace]
        .into_iter()
        .all(words::is_dns_name);
    are_names.then(|| format!("read the log: cyjob logs {job} --pod {pod} -c {container} -n {namespace}"))
}

/// The first word of the container's command.
pub(in crate::model) fn command<'a>(evidence: &Evidence<'a>, failure: &Failure) -> &'a str {
    let command = container_spec(evidence, failure)
        .and_then(|container| container.command.as_ref().or(container.args.as_ref())?.first());
    command.map_or("that of the image", String::as_str)
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
