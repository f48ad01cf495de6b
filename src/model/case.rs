//! The snapshot, with the questions that every rule asks of it.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::facts::{Condition, EventFacts, JobFacts, JobManifest, JobSnapshot, PodFacts, PodList};

/// The events about pods by pod name, each group in the order of all events. Thousands of pods may have one
/// event each.
pub(super) type PodEvents<'a> = HashMap<&'a str, Vec<&'a EventFacts>>;

/// Groups the events about pods by pod name.
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
    /// The gathered data.
    pub(super) snapshot: &'a JobSnapshot,
    /// The snapshot's events about pods.
    pub(super) pod_events: &'a PodEvents<'a>,
}

impl<'a> Case<'a> {
    pub(super) fn now(self) -> Timestamp {
        self.snapshot.as_of
    }

    pub(super) fn job(self) -> &'a JobFacts {
        &self.snapshot.job
    }

    /// The Job's whole manifest; `None` if the manifest was not read, so that no rule draws conclusions from
    /// missing fields.
    pub(super) fn manifest(self) -> Option<&'a JobManifest> {
        self.job().manifest.as_deref()
    }

    /// The Job's own pods. The list is also empty if the pods are unknown: see `knows_pods`.
    pub(super) fn pods(self) -> &'a PodList {
        self.snapshot.own_pods()
    }

    /// Pods that were seen before and are gone. They only serve to explain causes.
    pub(super) fn gone(self) -> &'a [PodFacts] {
        self.snapshot.pods.as_ref().map_or(&[], |pods| &pods.gone.pods)
    }

    /// The number of further pods that were seen before and are gone.
    pub(super) fn forgotten(self) -> u64 {
        self.snapshot.pods.as_ref().map_or(0, |pods| pods.gone.forgotten)
    }

    /// All pods that were seen, whether they exist or are gone.
    pub(super) fn seen(self) -> impl Iterator<Item = &'a PodFacts> {
        self.pods().iter().chain(self.gone())
    }

    pub(super) fn knows_pods(self) -> bool {
        self.snapshot.pods.is_ok()
    }

    /// Whether the finished pods are known, too. Only then does the absence of a pod mean anything.
    pub(super) fn knows_finished_pods(self) -> bool {
        self.knows_pods() && self.snapshot.depth.has_finished_pods()
    }

    /// The events that were read; empty if the events are unknown. Events expire after an hour, so no state
    /// rests on the absence of an event.
    pub(super) fn events(self) -> &'a [EventFacts] {
        self.snapshot
            .events
            .as_ref()
            .map_or(&[], |events| events.as_slice())
    }

    pub(super) fn job_events(self) -> impl Iterator<Item = &'a EventFacts> {
        self.events().iter().filter(|event| event.object.kind == "Job")
    }

    /// The events about pods of this name, whether the pods exist or are gone.
    pub(super) fn events_of_pod_named(self, name: &str) -> &'a [&'a EventFacts] {
        self.pod_events.get(name).map_or(&[], |events| events.as_slice())
    }

    /// The events about this pod. If the pod and the event both have a UID, the UIDs must be equal.
    pub(super) fn pod_events(self, pod: &PodFacts) -> impl Iterator<Item = &'a EventFacts> {
        let events = self.events_of_pod_named(&pod.name).iter().copied();
        events.filter(|event| {
            let uid = &event.object.uid;
            pod.uid == *uid || uid.is_empty() || pod.uid.is_empty()
        })
    }

    /// The Job's condition of this type, if its status is True. Never use `conditions[0]`: interim conditions
    /// come first (KEP-3998, KEP-4368).
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

    /// Whether the Job's failure or success is decided. Pods may still have to end.
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

    /// The controller that manages the Job, if it is not Kubernetes' own (KEP-4368).
    pub(super) fn managed_by(self) -> Option<&'a str> {
        let manager = self.job().spec.managed_by.as_deref();
        manager.filter(|name| !name.is_empty() && *name != "kubernetes.io/job-controller")
    }

    pub(super) fn is_suspended(self) -> bool {
        self.job().spec.suspend == Some(true)
    }

    /// Whether the Job controller still creates pods: the Job's end is not decided, and the Job is not
    /// suspended, managed by another controller or being deleted.
    pub(super) fn makes_pods(self) -> bool {
        let is_held = self.is_suspended() || self.managed_by().is_some();
        !self.is_decided() && !is_held && self.job().deletion_timestamp.is_none()
    }

    /// Whether the Job runs one pod after another for the same work, and never wants several at once
    /// (`manageJob` in the Job controller wants no more pods than completions are left).
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

    /// `backoffLimit`, if it limits anything: with `backoffLimitPerIndex`, its default is the largest `i32`.
    pub(super) fn backoff_limit(self) -> Option<i64> {
        let limit = self.job().spec.backoff_limit.map(i64::from);
        limit.filter(|&limit| limit < i64::from(i32::MAX))
    }

    /// `backoffLimitPerIndex`: the limit on failures of each index, for Indexed Jobs that have one
    /// (KEP-3850).
    pub(super) fn backoff_limit_per_index(self) -> Option<i64> {
        self.job().spec.backoff_limit_per_index.map(i64::from)
    }
}
