//! What happened to one pod, and which of its containers is to blame.

use jiff::{SignedDuration, Timestamp};

use crate::facts::{ContainerFacts, ContainerKind, ContainerState, PodFacts, Termination};

impl Termination {
    /// Whether the end explains itself, whatever else failed in the pod: the container ran out of memory or
    /// never started.
    fn is_telling(&self) -> bool {
        self.reason.as_deref() == Some("OOMKilled") || self.never_started()
    }

    /// The reason for a table: Kubernetes' reason if it says more than "Error", else the exit code.
    pub(super) fn word(&self) -> String {
        match self.reason.as_deref() {
            Some("Error" | "Completed" | "") | None => format!("exit {}", self.exit_code),
            Some(reason) => reason.to_owned(),
        }
    }
}

impl ContainerFacts {
    /// Whether the container's exit code can fail the pod. Those of sidecars (KEP-753) and of ephemeral
    /// containers cannot.
    pub(super) fn matters(&self) -> bool {
        matches!(self.kind, ContainerKind::Init | ContainerKind::Main)
    }

    /// Whether an instance of the container is known to have started. The kubelet also ends containers of a
    /// pod that never started, with reason `ContainerStatusUnknown` and no start (`TerminatePod` in its
    /// status manager).
    pub(super) fn has_started(&self) -> bool {
        let current = match &self.state {
            ContainerState::Running { .. } => true,
            ContainerState::Terminated(end) => end.started.get().is_some(),
            ContainerState::Unknown | ContainerState::Waiting { .. } => false,
        };
        current || self.last.is_some() || self.restarts > 0
    }
}

impl PodFacts {
    /// Whether any of the pod's containers is known to have started. None has in a pod that its node rejects.
    pub(super) fn has_started(&self) -> bool {
        self.containers.iter().any(ContainerFacts::has_started)
    }

    /// The container that failed the pod, with its end: the first culprit.
    pub(super) fn culprit(&self) -> Option<(&ContainerFacts, &Termination)> {
        self.culprits().into_iter().next()
    }

    /// The containers that failed, each with its end. First come ends that explain themselves, then the
    /// earliest ends, because later containers are often only stopped with the rest. Ends at an unknown time
    /// come last.
    pub(super) fn culprits(&self) -> Vec<(&ContainerFacts, &Termination)> {
        let failed = self
            .containers
            .iter()
            .filter(|container| container.matters())
            .filter_map(|container| {
                let end = container.termination().filter(|end| end.is_failure());
                Some((container, end?))
            });
        let mut failed: Vec<_> = failed.collect();
        failed.sort_by_key(|(_, end)| (!end.is_telling(), end.finished.get().is_none(), end.finished));
        failed
    }

    /// The container with the latest failed earlier instance. The container was restarted, or waits for its
    /// restart.
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

    /// The reason of the condition that reports an eviction, preemption or lost node (KEP-3329).
    pub(super) fn disruption(&self) -> Option<&str> {
        let condition = self
            .condition("DisruptionTarget")
            .filter(|condition| condition.is_true())?;
        Some(condition.reason.as_deref().unwrap_or("DisruptionTarget"))
    }

    /// Kubernetes' reason why the pod was ended from outside. The kubelet's own reason for a pod that it
    /// failed comes first: the `DisruptionTarget` condition says only `TerminationByKubelet` for evictions,
    /// node shutdowns and preemptions alike.
    pub(super) fn ended_by(&self) -> Option<&str> {
        let own = self.reason().filter(|reason| !reason.is_empty());
        let own = own.filter(|reason| &*self.phase == "Failed" || *reason == "NodeLost");
        let lost = (&*self.phase == "Unknown").then_some("NodeLost");
        own.or_else(|| self.disruption()).or(lost)
    }

    /// Whether the pod was ended from outside before this end of one of its containers, which is then a
    /// consequence. False if the container ran out of memory or never started, or if it ended before.
    pub(super) fn was_ended_before(&self, end: &Termination) -> bool {
        const ENDING: [&str; 6] = [
            "DeadlineExceeded",
            "Evicted",
            "NodeLost",
            "NodeShutdown",
            "Preempting",
            "Terminated",
        ];
        let is_ended =
            self.disruption().is_some() || self.ended_by().is_some_and(|word| ENDING.contains(&word));
        let since = self
            .condition("DisruptionTarget")
            .filter(|condition| condition.is_true())
            .and_then(|condition| condition.since);
        let was_before =
            since.is_some_and(|since| end.finished.get().is_some_and(|finished| finished < since));
        is_ended && !was_before && !end.is_telling()
    }

    /// Restarts of the containers that count toward `backoffLimit` under `OnFailure`. Sidecars count, too:
    /// the Job controller adds up every container status (`pastBackoffLimitOnFailure`).
    pub(crate) fn restarts(&self) -> u64 {
        self.containers
            .iter()
            .map(|container| u64::from(container.restarts))
            .sum()
    }

    /// When work began: the first start of a container, else the time at which the kubelet accepted the pod.
    /// After a restart, that time applies, because only the start of the last instance is known. A start
    /// before the pod's creation is ignored: runtimes write the epoch for a container that never started.
    pub(crate) fn work_started(&self) -> Option<Timestamp> {
        if self.restarts() > 0 {
            return self.times.started.get();
        }
        let starts = self
            .containers
            .iter()
            .filter_map(|container| match &container.state {
                ContainerState::Running { started } => started.get(),
                ContainerState::Terminated(end) => end.started.get(),
                ContainerState::Unknown | ContainerState::Waiting { .. } => None,
            });
        let possible =
            starts.filter(|start| self.times.created.get().is_none_or(|created| *start >= created));
        possible.min().or(self.times.started.get())
    }

    /// When the pod finished, as the Job controller calculates it, unless a container is known to have ended
    /// later. A pod whose init container failed was never ready.
    pub(crate) fn finished(&self) -> Option<Timestamp> {
        let ends = self
            .containers
            .iter()
            .filter_map(|container| container.termination()?.finished.get());
        self.is_finished()
            .then(|| ends.max().max(self.failure_time()))
            .flatten()
    }

    /// When the pod finished, else when the last of its containers is known to have ended.
    pub(super) fn failed_at(&self) -> Option<Timestamp> {
        let ends = || self.containers.iter().flat_map(ContainerFacts::ends);
        self.finished()
            .or_else(|| ends().filter_map(|end| end.finished.get()).max())
    }

    /// When a pod that counts as finished did so, as the Job controller calculates it (`getFinishedTime` in
    /// `backoff_utils.go`): the last end of its containers, else when the pod stopped being ready, else when
    /// its deletion was requested, else its creation.
    pub(super) fn failure_time(&self) -> Option<Timestamp> {
        let counted = self
            .containers
            .iter()
            .filter(|container| matches!(container.kind, ContainerKind::Main | ContainerKind::Sidecar));
        let ends: Option<Vec<Timestamp>> = counted
            .map(|container| container.termination()?.finished.get())
            .collect();
        ends.and_then(|ends| ends.into_iter().max())
            .or(self.times.unready.get())
            .or_else(|| self.deletion_asked())
            .or(self.times.created.get())
    }

    /// When the deletion was requested: `deletionTimestamp` is one grace period later.
    pub(super) fn deletion_asked(&self) -> Option<Timestamp> {
        let grace = SignedDuration::from_secs(self.deletion_grace_seconds().unwrap_or(0).max(0));
        self.times.deletion.get()?.checked_sub(grace).ok()
    }
}
