//! A container outlives the work and keeps its pod alive.

use super::{Evidence, Find, Finding, Rule, Severity, Subject, SubjectKind, Topic};
use crate::model::overstay;

pub(super) static RULE: Rule = Rule {
    name: "sidecar-keeps-pod-alive",
    topic: Topic::NotEnded,
    summary: "A sidecar still runs after the work has ended, and keeps the pod and the Job alive.",
    cause: "A proxy or agent that is an ordinary container never exits by itself, and a pod ends only once all its ordinary \
            containers have exited.",
    advice: "Make the sidecar a native one (an init container with restartPolicy: Always), or make it exit with the work.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/",
        "https://kep.k8s.io/753",
        "https://github.com/istio/istio/issues/11045",
    ],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let pods = overstay::overstaying(evidence);
    let first = pods.first()?;
    let running = first.running();
    let native = format!(
        "make {running} a native sidecar (an init container with restartPolicy: Always), or make it exit when the work is done"
    );
    let (severity, hint) = if first.is_certain {
        (Severity::Warning, native)
    } else {
        (
            Severity::Info,
            format!("if {running} only serves the other containers: {native}"),
        )
    };
    Some(Finding {
        rule: &RULE,
        severity,
        subject: Subject::many(SubjectKind::Pod, &first.pod.name, pods.len() as u64),
        message: first.sentence(evidence),
        hint: Some(hint),
        facts: first.facts().and("pods", pods.len() as u64),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::Severity;
    use crate::model::world::{World, at};

    #[test]
    fn a_container_that_outlives_the_work_keeps_the_pod_alive() {
        let pod = |name: &str, finished: &str| {
            json!({"spec": {"containers": [{"name": "main"}, {"name": name}]}, "status": {"phase": "Running", "containerStatuses": [
                {"name": "main", "state": {"terminated": {"exitCode": 0, "reason": "Completed", "finishedAt": finished}}},
                {"name": name, "state": {"running": {"startedAt": "2026-11-24T11:00:05Z"}}}]}})
        };
        let report = World::new()
            .pod("x-1", &pod("helper", "2026-11-24T11:48:00Z"))
            .report();
        report.assert_finds(
            "sidecar-keeps-pod-alive",
            &["\"main\" succeeded 12m ago", "\"helper\"", "native sidecar"],
        );
        report.assert_fact("sidecar-keeps-pod-alive", "container", "main");
        report.assert_fact("sidecar-keeps-pod-alive", "running", vec!["helper".to_owned()]);
        report.assert_fact(
            "sidecar-keeps-pod-alive",
            "finishedAt",
            at("2026-11-24T11:48:00Z"),
        );
        World::new()
            .pod("x-1", &pod("istio-proxy", "2026-11-24T11:59:59Z"))
            .report()
            .assert_finds("sidecar-keeps-pod-alive", &["istio-proxy"]);
        World::new()
            .pod("x-1", &pod("helper", "2026-11-24T11:59:30Z"))
            .report()
            .assert_silent("sidecar-keeps-pod-alive");
        let possible = World::new()
            .pod("x-1", &pod("helper", "2026-11-24T11:48:00Z"))
            .report();
        assert_eq!(
            possible.message(),
            "0/1 completions, 1 pod running",
            "\"helper\" may be the work"
        );
        let finding = possible.found("sidecar-keeps-pod-alive");
        assert_eq!(finding.severity, Severity::Info);
        assert!(finding.hint.as_deref().unwrap().starts_with("if \"helper\""));
    }

    #[test]
    fn a_pod_that_has_failed_may_be_kept_alive_too() {
        let patch = json!({"spec": {"containers": [{"name": "a"}, {"name": "b"}, {"name": "istio-proxy"}]}, "status": {"phase": "Running", "containerStatuses": [
            {"name": "a", "state": {"terminated": {"exitCode": 0, "finishedAt": "2026-11-24T11:50:00Z"}}},
            {"name": "b", "state": {"terminated": {"exitCode": 2, "finishedAt": "2026-11-24T11:30:00Z"}}},
            {"name": "istio-proxy", "state": {"running": {"startedAt": "2026-11-24T11:00:05Z"}}}]}});
        let report = World::new().pod("x-1", &patch).report();
        assert_eq!(
            report.message(),
            "\"b\" exited 2 30m ago; pod x-1 fails only once \"istio-proxy\" exits"
        );
        report.assert_finds("sidecar-keeps-pod-alive", &["\"b\" exited 2", "native sidecar"]);
        let restarted = World::on_failure().pod("x-1", &patch).report();
        restarted.assert_silent("sidecar-keeps-pod-alive");
        let works = json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "state": {"running": {}}}]}});
        let beside = World::new()
            .with("/spec/parallelism", 2.into())
            .pod("x-1", &patch)
            .pod("x-2", &works)
            .report();
        assert!(
            beside.message().contains("2 pods running"),
            "{}",
            beside.message()
        );
        beside.assert_finds("sidecar-keeps-pod-alive", &["x-1"]);
    }
}
