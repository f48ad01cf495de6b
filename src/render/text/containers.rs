//! Describes the states of a pod's containers in a few words.

use super::page::folded;
use crate::facts::{ContainerFacts, ContainerKind, ContainerState, PodFacts, Termination, Text};
use crate::{model::grouped, render::style::Tone};

/// The most containers of a pod that are shown, unless `all` is set.
const LISTED: usize = 8;

/// One line per container. Unremarkable containers are left out, unless `all` is set. If no container is
/// left, the main containers are shown.
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
    let mut chosen: Vec<_> = if telling.is_empty() {
        mains().collect()
    } else {
        telling
    };
    let needs_names = pod.containers.len() > 1;
    let listed = if all { chosen.len() } else { LISTED };
    if chosen.len() > listed {
        chosen.sort_by_key(|container| !has_failed(container));
    }
    let more = chosen.len().saturating_sub(listed);
    let lines = chosen.into_iter().take(listed);
    let lines = lines.map(|container| line(container, needs_names, all));
    let more = (more > 0).then(|| format!("{} more; -o wide shows them", grouped(more as u64)));
    lines.chain(more).collect::<Vec<_>>().join("\n")
}

/// Whether an init container or a sidecar is in an expected state.
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
        (_, Some(last)) => format!(", last state: {}", end(last, all)),
    };
    folded(&format!("{name}{}{before}", state(&container.state, all))).into_owned()
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

/// `exit 137 OOMKilled`. A reason that says no more than the exit code is left out, unless `all` is set.
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

/// The tone of a pod's containers. The caller uses the tone of the outcome for a pod that failed or is
/// blocked.
pub(super) fn tone(pod: &PodFacts) -> Tone {
    if pod.containers.iter().any(has_failed) {
        Tone::Bad
    } else {
        Tone::Plain
    }
}

fn has_failed(container: &ContainerFacts) -> bool {
    container.kind != ContainerKind::Sidecar && container.termination().is_some_and(|end| end.exit_code != 0)
}
