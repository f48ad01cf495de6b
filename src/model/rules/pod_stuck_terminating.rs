//! A deleted pod still exists. A pod long past its grace period is held by a finalizer, possibly the Job
//! controller's own (k/k#127917), or by a node that does not answer. A pod that has ended no longer waits for
//! its node.

use jiff::SignedDuration;

use super::{Evidence, Facts, Find, Finding, JobState, Rule, Severity, Subject, SubjectKind, Topic};
use crate::model::words;

pub(super) static RULE: Rule = Rule {
    name: "pod-stuck-terminating",
    topic: Topic::NotEnded,
    summary: "A pod was deleted, but still exists.",
    cause: "A finalizer holds the pod, its node has not confirmed that the pod ended, or the Job controller has not counted the \
            pod yet.",
    advice: "Check the node, or the controller that owns the finalizer.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination",
        "https://github.com/kubernetes/kubernetes/issues/127917",
    ],
    find: Find::Job(find),
};

/// How long after its grace period a pod may take to disappear.
const PATIENCE: SignedDuration = SignedDuration::from_secs(30);

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let now = evidence.case.now();
    let overdue = || {
        evidence.case.pods().iter().filter(|pod| {
            pod.times
                .deletion
                .get()
                .is_some_and(|deletion| now.duration_since(deletion) > PATIENCE)
        })
    };
    let pod = overdue().next()?;
    let count = overdue().count() as u64;
    let deletion = pod.times.deletion.get();
    let since = deletion.map_or_else(String::new, |deletion| words::age(now, deletion));
    let cause = match pod.finalizers().first() {
        Some(finalizer) => format!("finalizer {finalizer} holds the pod"),
        None if !pod.is_finished() => "its node has not confirmed that the pod ended".to_owned(),
        None if pod.is_tracked => {
            "the Job controller has not counted the pod yet (finalizer batch.kubernetes.io/job-tracking)"
                .to_owned()
        }
        None => "the pod has ended, but the API server has not removed it yet".to_owned(),
    };
    let others = if count > 1 {
        format!(" ({} in all)", words::counted(count, "pod"))
    } else {
        String::new()
    };
    let ended = matches!(evidence.state, JobState::Complete | JobState::Failed);
    Some(Finding {
        rule: &RULE,
        severity: if ended { Severity::Info } else { Severity::Warning },
        subject: Subject::many(SubjectKind::Pod, &pod.name, count),
        message: format!(
            "pod {} still exists {since} after its grace period: {cause}{others}",
            pod.name
        ),
        hint: None,
        facts: Facts::default()
            .and("pod", &*pod.name)
            .and("pods", count)
            .and_some("deletionTimestamp", deletion)
            .and_some(
                "finalizer",
                pod.finalizers().first().map(|finalizer| &**finalizer),
            )
            .and_some("node", pod.node.as_deref()),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::world::{World, at, failed};

    #[test]
    fn a_pod_that_does_not_go_away_is_seen() {
        let patch = json!({"metadata": {"deletionTimestamp": "2026-11-24T11:30:00Z", "deletionGracePeriodSeconds": 30}, "status": {"phase": "Running",
            "containerStatuses": [{"name": "main", "state": {"running": {}}}]}});
        World::new()
            .pod("x-1", &patch)
            .report()
            .assert_finds("pod-stuck-terminating", &["x-1"]);
        let mut ended = failed(1, "Error");
        ended["metadata"] = json!({"deletionTimestamp": "2026-11-24T11:30:00Z", "finalizers": ["batch.kubernetes.io/job-tracking"]});
        let report = World::new().pod("x-1", &ended).report();
        report.assert_finds(
            "pod-stuck-terminating",
            &["the Job controller has not counted the pod"],
        );
        let mut running = patch.clone();
        running["metadata"]["finalizers"] = json!(["batch.kubernetes.io/job-tracking"]);
        World::new()
            .pod("x-1", &running)
            .report()
            .assert_finds("pod-stuck-terminating", &["its node"]);
        let waiting = World::new().pod("x-1", &patch).report();
        waiting.assert_fact("pod-stuck-terminating", "node", "n1");
        waiting.assert_fact(
            "pod-stuck-terminating",
            "deletionTimestamp",
            at("2026-11-24T11:30:00Z"),
        );
        let recent = json!({"metadata": {"deletionTimestamp": "2026-11-24T12:00:20Z", "deletionGracePeriodSeconds": 30}, "status": {"phase": "Running"}});
        World::new()
            .pod("x-1", &recent)
            .report()
            .assert_silent("pod-stuck-terminating");
    }
}
