//! The case at hand: the snapshot with the questions that every rule asks of it.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::facts::{Condition, EventFacts, JobFacts, JobManifest, JobSnapshot, PodFacts, PodList};

/// The events about pods by the pods' names, each in the order of all events: thousands of pods may have one each.
pub(super) type PodEvents<'a> = HashMap<&'a str, Vec<&'a EventFacts>>;

/// Groups the events about pods.
pub(super) fn pod_events(snapshot: &JobSnapshot) -> PodEvents<'_> {
    let mut groups = PodEvents::new();
    let events = snapshot.events.iter().flat_map(|events| events.iter());
    for event in events.filter(|event| event.object.kind == "Pod") {
        groups.entry(&event.object.name).or_default().push(event);
    }
    groups
}

/// A snapshot, as rules read it. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    /// What was gathered.
    pub(super) snapshot: &'a JobSnapshot,
    /// Its events about pods.
    pub(super) pod_events: &'a PodEvents<'a>,
}

impl<'a> Case<'a> {
    pub(super) fn now(self) -> Timestamp {
        self.snapshot.as_of
    }

    pub(super) fn job(self) -> &'a JobFacts {
        &self.snapshot.job
    }

    /// The whole of what the Job asks for; `None` where it was not read, so that nothing follows from what it lacks.
    pub(super) fn manifest(self) -> Option<&'a JobManifest> {
        self.job().manifest.as_deref()
    }

    /// The Job's own pods; none where they are unknown, which `knows_pods` tells apart.
    pub(super) fn pods(self) -> &'a PodList {
        self.snapshot.own_pods()
    }

    /// Those that are gone and were seen before: they only tell why.
    pub(super) fn gone(self) -> &'a [PodFacts] {
        self.snapshot.pods.as_ref().map_or(&[], |pods| &pods.gone.pods)
    }

    /// How many more there were.
    pub(super) fn forgotten(self) -> u64 {
        self.snapshot.pods.as_ref().map_or(0, |pods| pods.gone.forgotten)
    }

    /// All that were seen.
    pub(super) fn seen(self) -> impl Iterator<Item = &'a PodFacts> {
        self.pods().iter().chain(self.gone())
    }

    pub(super) fn knows_pods(self) -> bool {
        self.snapshot.pods.is_ok()
    }

    /// Whether the pods are known that have ended, too. Only then does anything follow from pods that are not there.
    pub(super) fn knows_finished_pods(self) -> bool {
        self.knows_pods() && self.snapshot.depth.has_finished_pods()
    }

    /// The events that were read; none where they are unknown. They vanish after an hour, so no state rests on their
    /// absence.
    pub(super) fn events(self) -> &'a [EventFacts] {
        self.snapshot
            .events
            .as_ref()
            .map_or(&[], |events| events.as_slice())
    }

    pub(super) fn job_events(self) -> impl Iterator<Item = &'a EventFacts> {
        self.events().iter().filter(|event| event.object.kind == "Job")
    }

    /// The events about pods of that name, whether they exist or are gone.
    pub(super) fn events_of_pod_named(self, name: &str) -> &'a [&'a EventFacts] {
        self.pod_events.get(name).map_or(&[], |events| events.as_slice())
    }

    /// The events about that pod: not those about a namesake, where both have a UID.
    pub(super) fn pod_events(self, pod: &PodFacts) -> impl Iterator<Item = &'a EventFacts> {
        let events = self.events_of_pod_named(&pod.name).iter().copied();
        events.filter(|event| {
            let uid = &event.object.uid;
            pod.uid == *uid || uid.is_empty() || pod.uid.is_empty()
        })
    }

    /// The Job's condition of that type, if it is there with status True. Never `conditions[0]`: interim ones come first
    /// (KEP-3998, KEP-4368).
    pub(super) fn condition(self, kind: &str) -> Option<&'a Condition> {
        self.job()
            .status
            .conditions
            .iter()
            .find(|condition| condition.kind == kind && condition.is_true())
    }

    /// Why the Job fails or failed: the Failed condition, else FailureTarget.
    pub(super) fn failure(self) -> Option<&'a Condition> {
        self.condition("Failed")
            .or_else(|| self.condition("FailureTarget"))
    }

    /// Why the Job completes or completed: SuccessCriteriaMet, which names the reason, else Complete.
    pub(super) fn success(self) -> Option<&'a Condition> {
        self.condition("SuccessCriteriaMet")
            .or_else(|| self.condition("Complete"))
    }

    /// Whether the Job's failure or success is decided, though pods may still have to end.
    pub(super) fn is_decided(self) -> bool {
        self.failure().is_some() || self.success().is_some()
    }

    /// Whether a condition with status True says that the Job has ended.
    pub(super) fn is_terminal(self) -> bool {
        self.job().status.is_terminal()
    }

    pub(super) fn is_indexed(self) -> bool {
        self.job().spec.completion_mode.as_deref() == Some("Indexed")
    }

    /// Whether a controller other than Kubernetes' own is in charge (KEP-4368).
    pub(super) fn managed_by(self) -> Option<&'a str> {
        let manager = self.job().spec.managed_by.as_deref();
        manager.filter(|name| !name.is_empty() && *name != "kubernetes.io/job-controller")
    }

    pub(super) fn is_suspended(self) -> bool {
        self.job().spec.suspend == Some(true)
    }

    /// Whether the Job controller still creates pods: nothing is decided, nobody holds the Job or has taken it over.
    pub(super) fn makes_pods(self) -> bool {
        let is_held = self.is_suspended() || self.managed_by().is_some();
        !self.is_decided() && !is_held && self.job().deletion_timestamp.is_none()
    }

    /// Whether one pod after the other tries the same thing: never more of them are wanted at once (`manageJob` in the Job
    /// controller wants no more than completions are left).
    pub(super) fn works_in_turn(self) -> bool {
        let spec = &self.job().spec;
        let at_once = spec.completions.or(spec.parallelism).unwrap_or(1);
        !self.is_indexed() && at_once <= 1
    }

    /// `restartPolicy` of the pod template.
    pub(super) fn restart_policy(self) -> Option<&'a str> {
        self.job().restart_policy()
    }

    /// Whether the kubelet restarts a container that failed. Its restarts count toward `backoffLimit`.
    pub(super) fn restarts_on_failure(self) -> bool {
        self.restart_policy() == Some("OnFailure")
    }

    /// `backoffLimit`, where it limits anything: with `backoffLimitPerIndex` it defaults to the largest number.
    pub(super) fn backoff_limit(self) -> Option<i64> {
        let limit = self.job().spec.backoff_limit.map(i64::from);
        limit.filter(|&limit| limit < i64::from(i32::MAX))
    }

    /// The limit on failures of each index, for Indexed Jobs that have one (KEP-3850).
    pub(super) fn backoff_limit_per_index(self) -> Option<i64> {
        self.job().spec.backoff_limit_per_index.map(i64::from)
    }
}
