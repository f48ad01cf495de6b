//! Containers that failed, by what their end means.
//!
//! Exit codes follow the shells' conventions (126, 127, 128 + signal); reasons are the kubelet's. 137 alone is only
//! "SIGKILL, possibly out of memory" (k/k#19825).

use super::{Evidence, Finding, Subject, SubjectKind};
use crate::job_details::{ContainerKind, LogTail};
use crate::model::{blockage::is_about, failures::Failure, words};

pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    evidence
        .failures
        .iter()
        .map(|failure| finding(evidence, failure))
        .collect()
}

fn finding(evidence: &Evidence<'_>, failure: &Failure) -> Finding {
    let mut message = format!("{} {}", name(failure), failure.predicate());
    message.push_str(&extent(failure));
    if let Some(words) = &failure.words {
        message.push_str(&format_words(words));
    }
    if failure.kind == ContainerKind::Init && !failure.restarted {
        message.push_str(&never_started(evidence));
    }
    Finding {
        rule: rule(failure),
        severity: evidence.severity_of_trouble(),
        subject: Subject::many(SubjectKind::Container, &failure.container, failure.pods),
        message,
        hint: hint(evidence, failure),
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
fn extent(failure: &Failure) -> String {
    let pods = if failure.pods == 1 {
        format!(" in pod {}", failure.example)
    } else {
        format!(
            " in {}, e.g. {}",
            words::counted(failure.pods, "pod"),
            failure.example
        )
    };
    if failure.restarts == 0 {
        pods
    } else {
        format!("{pods}, after {}", words::counted(failure.restarts, "restart"))
    }
}

/// Main containers that an init container's failure kept from starting.
fn never_started(evidence: &Evidence<'_>) -> String {
    let spec = evidence.case.job().spec.template.spec.as_ref();
    let names: Vec<String> = spec
        .iter()
        .flat_map(|spec| &spec.containers)
        .map(|container| format!("\"{}\"", container.name))
        .collect();
    if names.is_empty() {
        String::new()
    } else {
        format!("; {} never started", words::listed(&names))
    }
}

fn rule(failure: &Failure) -> &'static str {
    match (failure.end.reason.as_deref(), failure.end.exit_code) {
        (Some("OOMKilled"), _) => "oom-killed",
        _ if failure.end.never_started() => "start-error",
        (Some("ContainerStatusUnknown"), _) => "container-lost",
        (_, 137) if failure.stopped => "killed-after-stop",
        (_, 143) if failure.stopped => "asked-to-stop",
        (_, 137) => "killed",
        (_, 126 | 127) => "command-not-run",
        (_, 132..=136 | 139) => "crashed",
        _ => "container-failed",
    }
}

fn hint(evidence: &Evidence<'_>, failure: &Failure) -> Option<String> {
    let container = &failure.container;
    match rule(failure) {
        "oom-killed" => Some(match (&failure.memory_limit, &failure.pod_memory_limit) {
            (Some(limit), _) => {
                format!("raise resources.limits.memory of \"{container}\" above {limit}, or let it use less")
            }
            (None, Some(limit)) => format!(
                "raise resources.limits.memory of the pod (spec.template.spec.resources) above {limit}, or let its \
                 containers use less"
            ),
            (None, None) => {
                format!("set resources.limits.memory of \"{container}\": the node ran out of memory")
            }
        }),
        "start-error" | "command-not-run" => Some(format!(
            "check the command of \"{container}\" ({}) against what its image contains",
            command(evidence, failure)
        )),
        "container-lost" => Some(
            "the kubelet did not see it end: look whether the node restarted or lost its runtime".to_owned(),
        ),
        "killed-after-stop" => {
            Some("it did not end within terminationGracePeriodSeconds after it was asked to".to_owned())
        }
        "asked-to-stop" => Some("the pod was deleted, and the container ended as it was asked to".to_owned()),
        "killed" => Some(failed_probe(evidence, failure).map_or_else(
            || {
                "SIGKILL without OOMKilled: possibly out of memory on the node, or killed from outside"
                    .to_owned()
            },
            |words| format!("the kubelet killed it because its liveness probe failed{words}"),
        )),
        _ => log_hint(evidence, failure),
    }
}

/// What the events of the pod say of the failed liveness probe for which the kubelet killed the container (`doProbe` in
/// `worker.go` and `computePodActions` in `kuberuntime_manager.go`), if one failed before that end.
fn failed_probe(evidence: &Evidence<'_>, failure: &Failure) -> Option<String> {
    let case = evidence.case;
    let pod = case.pods().iter().find(|pod| pod.name == failure.example)?;
    let container = pod.containers.iter().find(|own| own.name == failure.container)?;
    let before = case.pod_events(pod).filter(|event| {
        let is_later = failure.end.finished.is_some_and(|end| event.first > Some(end));
        !is_later && is_about(event, container)
    });
    let words = before.filter_map(|event| match event.reason.as_str() {
        "Unhealthy" => event.message.strip_prefix("Liveness probe failed"),
        "Killing" => event.message.contains("failed liveness probe").then_some(""),
        _ => None,
    });
    // The probe's own words say more than that it failed.
    words
        .max_by_key(|words| !words.is_empty())
        .map(|words| words.trim_end().to_owned())
}

/// Where to read on, if the log of this failure is not in the report.
fn log_hint(evidence: &Evidence<'_>, failure: &Failure) -> Option<String> {
    let job = evidence.case.job();
    let mut logs = evidence
        .case
        .snapshot
        .logs
        .iter()
        .filter_map(|log| log.as_ref().ok());
    let is_told = |log: &LogTail| *log.pod == *failure.example && log.container == failure.container;
    if logs.any(|log| is_told(log) && !log.lines.is_empty()) {
        return None;
    }
    let previous = if failure.restarted { " --previous" } else { "" };
    // The hint is there to be pasted into a shell: a name of a file from elsewhere may hold anything.
    let names = [&*failure.example, &*failure.container, &*job.namespace];
    names.into_iter().all(words::is_dns_name).then(|| {
        format!(
            "read its log: kubectl logs {} -c {} -n {}{previous}",
            failure.example, failure.container, job.namespace
        )
    })
}

fn command(evidence: &Evidence<'_>, failure: &Failure) -> String {
    let spec = evidence.case.job().spec.template.spec.as_ref();
    let containers = spec.into_iter().flat_map(|spec| {
        spec.containers
            .iter()
            .chain(spec.init_containers.iter().flatten())
    });
    let command = containers
        .filter(|container| container.name == *failure.container)
        .find_map(|container| container.command.as_ref().or(container.args.as_ref())?.first());
    command.map_or_else(|| "that of the image".to_owned(), Clone::clone)
}
