//! The states of a pod's containers in a few words.

use crate::{
    job_details::{ContainerFacts, ContainerKind, ContainerState, PodFacts, Termination, Text},
    render::style::Tone,
};

/// One line a container; those that did what they should are left out unless `all`, or unless nothing else is there.
pub(super) fn states(pod: &PodFacts, all: bool) -> String {
    let telling: Vec<_> = pod
        .containers
        .iter()
        .filter(|container| all || !is_unremarkable(container))
        .collect();
    let mains = || {
        pod.containers
            .iter()
            .filter(|container| container.kind == ContainerKind::Main)
    };
    let chosen = if telling.is_empty() {
        mains().collect()
    } else {
        telling
    };
    let needs_names = pod.containers.len() > 1;
    let lines: Vec<String> = chosen
        .into_iter()
        .map(|container| line(container, needs_names, all))
        .collect();
    lines.join("\n")
}

/// Whether it is an init container or sidecar that does what it is for.
fn is_unremarkable(container: &ContainerFacts) -> bool {
    match (container.kind, &container.state) {
        (ContainerKind::Init, ContainerState::Terminated(end)) => end.exit_code == 0,
        (ContainerKind::Init, ContainerState::Waiting { reason, .. }) => {
            reason.as_deref() == Some("PodInitializing")
        }
        (ContainerKind::Sidecar, ContainerState::Running { .. } | ContainerState::Terminated(_)) => true,
        _ => false,
    }
}

fn line(container: &ContainerFacts, needs_name: bool, all: bool) -> String {
    let kind = match container.kind {
        ContainerKind::Main => String::new(),
        kind @ (ContainerKind::Init | ContainerKind::Sidecar | ContainerKind::Ephemeral) => {
            format!(" ({})", kind.as_str())
        }
    };
    let name = if needs_name {
        format!("{}{kind}: ", container.name)
    } else {
        String::new()
    };
    let before = match (&container.state, &container.last) {
        (ContainerState::Terminated(_), _) | (_, None) => String::new(),
        (_, Some(last)) => format!(", before: {}", end(last, all)),
    };
    format!("{name}{}{before}", state(&container.state, all))
}

fn state(state: &ContainerState, all: bool) -> String {
    match state {
        ContainerState::Unknown => "no status yet".to_owned(),
        ContainerState::Waiting {
            reason: Some(reason), ..
        } => reason.to_string(),
        ContainerState::Waiting { reason: None, .. } => "waiting".to_owned(),
        ContainerState::Running { .. } => "running".to_owned(),
        ContainerState::Terminated(how) => end(how, all),
    }
}

/// `exit 137 OOMKilled`; words that say no more than the exit code are left out unless `all`.
fn end(end: &Termination, all: bool) -> String {
    let says_more = |reason: &&Text| all || !matches!(&***reason, "Error" | "Completed");
    let reason = end
        .reason
        .as_ref()
        .filter(says_more)
        .map_or_else(String::new, |reason| format!(" {reason}"));
    let signal = end
        .signal
        .filter(|signal| *signal != 0)
        .map_or_else(String::new, |signal| format!(" signal {signal}"));
    format!("exit {}{signal}{reason}", end.exit_code)
}

/// The tone of a pod that ended or is held up is that of its outcome; this one is of what goes on inside.
pub(super) fn tone(pod: &PodFacts) -> Tone {
    let failed = pod.containers.iter().any(|container| {
        container.kind != ContainerKind::Sidecar
            && container.termination().is_some_and(|end| end.exit_code != 0)
    });
    if failed { Tone::Bad } else { Tone::Plain }
}
