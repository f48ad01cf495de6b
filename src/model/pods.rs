//! What became of one pod, and which of its containers is to blame.

use jiff::{SignedDuration, Timestamp};

use crate::job_details::{ContainerFacts, ContainerKind, ContainerState, PodFacts, Termination};

impl Termination {
    /// Whether this end failed the container. `OOMKilled` counts even with exit code 0: a child process was killed
    /// (cortex#1806).
    pub(super) fn is_failure(&self) -> bool {
        self.exit_code != 0 || self.reason.as_deref() == Some("OOMKilled")
    }

    /// The telling word for a table: the reason where it says more than "Error", else the exit code.
    pub(super) fn word(&self) -> String {
        match self.reason.as_deref() {
            Some("Error" | "Completed" | "") | None => format!("exit {}", self.exit_code),
            Some(reason) => reason.to_owned(),
        }
    }
}

impl ContainerFacts {
    /// Whether the container's exit code can fail the pod: a sidecar's cannot (KEP-753), nor can a debugger's.
    pub(super) fn matters(&self) -> bool {
        matches!(self.kind, ContainerKind::Init | ContainerKind::Main)
    }
}

impl PodFacts {
    /// The container that failed the pod, with how it ended: the earliest failing one, because what fails later is
    /// often only stopped with the rest.
    pub(super) fn culprit(&self) -> Option<(&ContainerFacts, &Termination)> {
        let failed = self
            .containers
            .iter()
            .filter(|container| container.matters())
            .filter_map(|container| {
                let end = container.termination().filter(|end| end.is_failure());
                Some((container, end?))
            });
        failed.min_by_key(|(_, end)| end.finished)
    }

    /// A container that failed in an earlier instance and was started again, or waits to be.
    pub(super) fn restarted_culprit(&self) -> Option<(&ContainerFacts, &Termination)> {
        let failed = self
            .containers
            .iter()
            .filter(|container| container.matters())
            .filter_map(|container| {
                let end = container.last.as_deref().filter(|end| end.is_failure());
                Some((container, end?))
            });
        failed.max_by_key(|(_, end)| end.finished)
    }

    /// The condition that tells of an eviction, preemption or lost node (KEP-3329), with its reason.
    pub(super) fn disruption(&self) -> Option<&str> {
        let condition = self
            .condition("DisruptionTarget")
            .filter(|condition| condition.is_true())?;
        Some(condition.reason.as_deref().unwrap_or("DisruptionTarget"))
    }

    /// Restarts of the containers that count toward `backoffLimit` under `OnFailure`. Sidecars count too: the
    /// Job controller adds up every container status (`pastBackoffLimitOnFailure`).
    pub(crate) fn restarts(&self) -> u64 {
        self.containers
            .iter()
            .map(|container| u64::from(container.restarts))
            .sum()
    }

    /// When work began: when the first container started, else when the kubelet took the pod on, as for a container that
    /// was restarted: what is known of its start is that of its last instance. A start before the pod's creation is
    /// none: runtimes write the epoch for a container that never started.
    pub(super) fn work_started(&self) -> Option<Timestamp> {
        if self.restarts() > 0 {
            return self.times.started;
        }
        let starts = self
            .containers
            .iter()
            .filter_map(|container| match &container.state {
                ContainerState::Running { started } => *started,
                ContainerState::Terminated(end) => end.started,
                ContainerState::Unknown | ContainerState::Waiting { .. } => None,
            });
        let possible = starts.filter(|start| self.times.created.is_none_or(|created| *start >= created));
        possible.min().or(self.times.started)
    }

    /// When the pod finished: as the Job controller reckons it, unless a container is known to have ended later. A pod whose
    /// init container failed was never ready.
    pub(super) fn finished(&self) -> Option<Timestamp> {
        let ends = self
            .containers
            .iter()
            .filter_map(|container| container.termination()?.finished);
        self.is_finished()
            .then(|| ends.max().max(self.failure_time()))
            .flatten()
    }

    /// When a pod that counts as finished did so, as the Job controller reckons it (`getFinishedTime` in
    /// `backoff_utils.go`): the last end of its containers, else when it stopped being ready, else when its deletion was
    /// asked for, else its creation.
    pub(super) fn failure_time(&self) -> Option<Timestamp> {
        let counted = self
            .containers
            .iter()
            .filter(|container| matches!(container.kind, ContainerKind::Main | ContainerKind::Sidecar));
        let ends: Option<Vec<Timestamp>> = counted
            .map(|container| container.termination()?.finished)
            .collect();
        ends.and_then(|ends| ends.into_iter().max())
            .or(self.times.unready)
            .or_else(|| self.deletion_asked())
            .or(self.times.created)
    }

    /// When deletion was asked for: the time stamp of deletion lies a grace period after that.
    pub(super) fn deletion_asked(&self) -> Option<Timestamp> {
        let grace = SignedDuration::from_secs(self.times.deletion_grace_seconds.unwrap_or(0).max(0));
        self.times.deletion?.checked_sub(grace).ok()
    }
}
