//! Containers that failed, by what their end means.
//!
//! Exit codes follow the shells' conventions (126, 127, 128 + signal); reasons are the kubelet's. 137 alone is only
//! "SIGKILL, possibly out of memory" (k/k#19825).

use k8s_openapi::api::core::v1::Container;

use super::{Evidence, Finding, Rule, Subject, SubjectKind};
use crate::facts::{ContainerKind, LogTail};
use crate::model::{failures::Failure, words};

pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    evidence
        .failures
        .iter()
        .map(|failure| finding(evidence, failure))
        .collect()
}

fn finding(evidence: &Evidence<'_>, failure: &Failure) -> Finding {
    let mut message = format!("{} {}", name(failure), failure.predicate());
    message.push_str(&extent(evidence, failure));
    message.push_str(&failure.after_deletion());
    if let Some(words) = &failure.words {
        message.push_str(&format_words(words));
    }
    if failure.kind == ContainerKind::Init && !failure.restarted {
        message.push_str(&never_started(evidence));
    }
    Finding {
        rule: Meaning::of(failure).rule(),
        severity: evidence.severity_of_trouble(),
        subject: Subject::many(SubjectKind::Container, &failure.container, failure.pods),
        message,
        hint: hint(evidence, failure),
    }
}

/// What there is to know where nobody says who deleted a pod.
pub(super) const AUDIT: &str =
    "a pod that is deleted counts as failed; who deleted it is told by the API server's audit log alone";

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

/// What the end of a container means.
enum Meaning {
    Oom,
    ProbeFailed,
    StartError,
    Lost,
    KilledAfterStop,
    AskedToStop,
    Killed,
    CommandNotRun,
    Crashed,
    Failed,
}

impl Meaning {
    fn of(failure: &Failure) -> Self {
        match (failure.end.reason.as_deref(), failure.end.exit_code) {
            (Some("OOMKilled"), _) => Self::Oom,
            _ if failure.probe.is_some() => Self::ProbeFailed,
            _ if failure.end.never_started() => Self::StartError,
            (Some("ContainerStatusUnknown"), _) => Self::Lost,
            (_, 137) if failure.stopped => Self::KilledAfterStop,
            (_, 143) if failure.stopped => Self::AskedToStop,
            (_, 137) => Self::Killed,
            (_, 126 | 127) => Self::CommandNotRun,
            (_, 132..=136 | 139) => Self::Crashed,
            _ => Self::Failed,
        }
    }

    fn rule(&self) -> Rule {
        match self {
            Self::Oom => Rule::OomKilled,
            Self::ProbeFailed => Rule::ProbeFailed,
            Self::StartError => Rule::StartError,
            Self::Lost => Rule::ContainerLost,
            Self::KilledAfterStop => Rule::KilledAfterStop,
            Self::AskedToStop => Rule::AskedToStop,
            Self::Killed => Rule::Killed,
            Self::CommandNotRun => Rule::CommandNotRun,
            Self::Crashed => Rule::Crashed,
            Self::Failed => Rule::ContainerFailed,
        }
    }
}

fn hint(evidence: &Evidence<'_>, failure: &Failure) -> Option<String> {
    let container = &failure.container;
    match Meaning::of(failure) {
        Meaning::Oom => Some(match (&failure.memory_limit, &failure.pod_memory_limit) {
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
        Meaning::StartError => Some(match bad_working_dir(evidence, failure) {
            Some(folder) => {
                format!("check workingDir of \"{container}\" ({folder}) against what its image contains")
            }
            None => format!(
                "check the command of \"{container}\" ({}) against what its image contains",
                command(evidence, failure)
            ),
        }),
        // What cannot be run at all is a start error: these codes come from a shell or script that ran.
        Meaning::CommandNotRun => Some(format!(
            "\"{container}\" itself started ({}): check what that calls against what its image contains",
            command(evidence, failure)
        )),
        Meaning::Lost => Some(
            "the kubelet did not see it end: look whether the node restarted or lost its runtime".to_owned(),
        ),
        Meaning::KilledAfterStop => {
            Some("it did not end within terminationGracePeriodSeconds after it was asked to".to_owned())
        }
        Meaning::AskedToStop if failure.deleted_by.is_none() => Some(AUDIT.to_owned()),
        Meaning::AskedToStop => Some("the container ended as it was asked to".to_owned()),
        Meaning::Killed => Some(
            "SIGKILL without OOMKilled: possibly out of memory on the node, or killed from outside".to_owned(),
        ),
        Meaning::ProbeFailed => failure.probe.as_ref().map(|probe| {
            format!(
                "give the {}Probe of \"{container}\" what it asks for, or more time (timeoutSeconds, failureThreshold)",
                probe.kind
            )
        }),
        Meaning::Crashed | Meaning::Failed => log_hint(evidence, failure),
    }
}

/// Where to read on, if the log of this failure is neither in the report nor gone; that there is nothing to read, if it is empty.
fn log_hint(evidence: &Evidence<'_>, failure: &Failure) -> Option<String> {
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
            "it wrote nothing to its log: have it write why it fails, there or to its terminationMessagePath"
                .to_owned()
        });
    }
    if evidence.case.gone().iter().any(|pod| pod.name == failure.example) {
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

/// The container's `workingDir`, if that is what the runtime could not enter. Runtimes name the system call: `chdir to
/// cwd ("/app") set in config.json failed`, `mkdir /app: not a directory`.
fn bad_working_dir<'a>(evidence: &Evidence<'a>, failure: &Failure) -> Option<&'a str> {
    let words = failure.end.message.as_deref()?;
    let folder = container_spec(evidence, failure)?.working_dir.as_deref()?;
    (words.contains("chdir") || words.contains(&format!("mkdir {folder}"))).then_some(folder)
}

fn command<'a>(evidence: &Evidence<'a>, failure: &Failure) -> &'a str {
    let command = container_spec(evidence, failure)
        .and_then(|container| container.command.as_ref().or(container.args.as_ref())?.first());
    command.map_or("that of the image", String::as_str)
}

fn container_spec<'a>(evidence: &Evidence<'a>, failure: &Failure) -> Option<&'a Container> {
    let spec = evidence.case.job().spec.template.spec.as_ref()?;
    let init = spec.init_containers.iter().flatten();
    let mut containers = spec.containers.iter().chain(init);
    containers.find(|container| container.name == *failure.container)
}
