//! A container fails and is restarted.

use super::{Evidence, Facts, Find, Finding, JobState, Rule, Severity, Subject, SubjectKind, Topic, retries};
use crate::facts::{ContainerFacts, ContainerState, PodFacts};
use crate::model::{restarts, words};

pub(super) static RULE: Rule = Rule {
    name: "crash-loop",
    topic: Topic::Restarted,
    summary: "A container keeps failing, and the kubelet keeps restarting it.",
    cause: "Under restartPolicy: OnFailure, the kubelet restarts a failed container after a delay that doubles from 10 \
            seconds up to 5 minutes. The restarts count toward backoffLimit.",
    advice: "Read why the container fails: cyjob logs NAME --previous.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy",
        "https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy",
    ],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let (pod, container) = looping(evidence).max_by_key(|(_, container)| container.restarts)?;
    let counts = container.matters() || evidence.case.restarts_on_failure();
    let left = if counts {
        retries::failures_left(evidence)
    } else {
        String::new()
    };
    let said = match &container.state {
        ContainerState::Waiting { message, .. } => message.as_deref(),
        ContainerState::Unknown | ContainerState::Running { .. } | ContainerState::Terminated(_) => None,
    };
    let waits = said.map_or_else(String::new, |said| format!(": {said}"));
    let count = looping(evidence).count() as u64;
    Some(Finding {
        rule: &RULE,
        severity: if crashing_sidecar(evidence).is_some() {
            evidence.severity_of_trouble()
        } else {
            Severity::Warning
        },
        subject: Subject::many(SubjectKind::Container, &container.name, count),
        message: format!(
            "\"{}\" of pod {} crashed and was restarted {}{waits}{left}",
            container.name,
            pod.name,
            words::counted(container.restarts, "time"),
        ),
        hint: None,
        facts: Facts::default()
            .and("container", &*container.name)
            .and("pod", &*pod.name)
            .and("pods", count)
            .and("restarts", container.restarts)
            .and("reason", restarts::word(container))
            .and_some("words", said)
            .and_some("attemptsLeft", evidence.timing.attempts_left.filter(|_| counts))
            .and_some("backoffLimit", evidence.case.backoff_limit().filter(|_| counts)),
    })
}

/// Pods with a crash-looping container, each with this container.
fn looping<'a>(evidence: &Evidence<'a>) -> impl Iterator<Item = (&'a PodFacts, &'a ContainerFacts)> {
    let case = evidence.case;
    let pods = case.pods().iter();
    pods.filter_map(move |pod| Some((pod, restarts::crash_loop(case, pod)?)))
}

/// Says that a sidecar crashes before the main containers start, if nothing else keeps the Job from
/// continuing.
pub(in crate::model) fn crashing_sidecar(evidence: &Evidence<'_>) -> Option<String> {
    let (pod, container) = looping(evidence).next()?;
    let is_cause = evidence.state == JobState::Retrying && !container.matters() && &*pod.phase == "Pending";
    is_cause.then(|| {
        format!(
            "sidecar \"{}\" of pod {} keeps crashing before the main containers can start",
            container.name, pod.name
        )
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::world::{World, at, crash_looping, pod_with, runs, waits};

    #[test]
    fn a_crash_loop_is_the_kubelets() {
        let patch = json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "restartCount": 3,
            "state": {"waiting": {"reason": "CrashLoopBackOff", "message": "back-off 40s restarting failed container=main pod=x-1"}},
            "lastState": {"terminated": {"exitCode": 1, "reason": "Error", "finishedAt": "2026-11-24T11:59:50Z"}}}]}});
        let world = World::on_failure().with("/status/active", 1.into());
        let report = world.pod("x-1", &patch).report();
        assert_eq!(
            (report.state(), report.reason()),
            ("Retrying", Some("CrashLoopBackOff"))
        );
        report.assert_finds("crash-loop", &["restarted 3 times", "back-off 40s"]);
        report.assert_fact("crash-loop", "restarts", 3);
        report.assert_fact("crash-loop", "attemptsLeft", 2_u64);
        report.assert_fact("crash-loop", "reason", "CrashLoopBackOff");
        assert_eq!(
            report.timing.next_retry.as_ref().unwrap().at,
            at("2026-11-24T12:00:30Z")
        );
        assert_eq!(
            report.timing.attempts_left,
            Some(2),
            "restarts count toward the limit, the one to come included"
        );
    }

    #[test]
    fn a_crash_loop_is_seen_where_the_kubelet_does_not_call_it_so() {
        let pod = |restarts: i32, code: i32| {
            let end = json!({"exitCode": code, "reason": "Error", "finishedAt": "2026-11-24T11:59:50Z"});
            json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "restartCount": restarts, "state": {"terminated": end}}]}})
        };
        let world = |pod| World::on_failure().pod("x-1", &pod);
        let report = world(pod(3, 1)).report();
        assert_eq!(report.state(), "Retrying");
        assert_eq!(
            report.timing.next_retry.as_ref().unwrap().at,
            at("2026-11-24T12:00:30Z"),
            "40 s after the end that followed the third restart"
        );
        report.assert_finds("crash-loop", &["restarted 3 times"]);
        for other in [pod(0, 1), pod(3, 0)] {
            let report = world(other).report();
            assert_eq!(report.state(), "Running");
            report.assert_silent("crash-loop");
        }
    }

    #[test]
    fn each_restart_is_a_try() {
        let looping = World::on_failure().with("/status/active", 1.into());
        let report = looping.pod("x-1", &crash_looping(3)).report();
        let head = "4 tries failed so far; \"main\" exited 1; next retry in about 30s";
        assert!(report.message().starts_with(head), "{}", report.message());
        report.assert_finds("crash-loop", &["2 more failures would end the Job"]);
        let once = World::new()
            .failed_pod("x-1", 1, "Error")
            .with("/status/failed", 1.into())
            .report();
        assert!(
            once.message().starts_with("1 attempt failed so far;"),
            "{}",
            once.message()
        );
        let parallel = World::new()
            .with("/spec/completions", 4.into())
            .failed_pod("x-1", 1, "Error")
            .with("/status/failed", 1.into())
            .report();
        assert!(
            parallel.message().starts_with("1 pod failed so far;"),
            "{}",
            parallel.message()
        );
    }

    #[test]
    fn a_container_that_the_kubelet_restarts_with_its_pod_failed_nothing() {
        let with = |reason: &str| {
            let end = json!({"exitCode": 137, "reason": reason});
            let patch = json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "restartCount": 1, "state": {"terminated": end}}]}});
            let restarted = World::on_failure();
            restarted.pod("x-1", &patch).report()
        };
        assert!(with("RestartingAllContainers").rules().is_empty());
        with("Error").assert_finds("crash-loop", &["main"]);
    }

    #[test]
    fn a_start_that_fails_uses_up_attempts_where_it_is_retried() {
        let mut main = waits("main", "RunContainerError");
        main["restartCount"] = 2.into();
        for phase in ["Pending", "Running"] {
            let report = World::on_failure()
                .pod("x-1", &pod_with(phase, std::slice::from_ref(&main), &[]))
                .report();
            assert_eq!(
                (report.state(), report.reason()),
                ("Retrying", Some("RunContainerError"))
            );
            report.assert_finds("crash-loop", &["restarted 2 times", "3 more failures"]);
            report.assert_silent("pod-not-started");
        }
    }

    #[test]
    fn a_sidecar_that_crashes_ends_the_job_where_its_restarts_count() {
        let mut proxy = waits("proxy", "CrashLoopBackOff");
        proxy["restartCount"] = 4.into();
        let patch = pod_with(
            "Pending",
            &[waits("main", "PodInitializing")],
            &[(proxy.clone(), Some("Always"))],
        );
        let report = World::on_failure().pod("x-1", &patch).report();
        assert_eq!(report.state(), "Retrying");
        assert!(
            report
                .message()
                .contains("sidecar \"proxy\" of pod x-1 keeps crashing"),
            "{}",
            report.message()
        );
        report.assert_finds("crash-loop", &["1 more failure would end the Job"]);
        let report = World::new().pod("x-1", &patch).report();
        assert_eq!(report.state(), "Blocked");
        report.assert_finds("sidecar-crash-loop", &["sidecar \"proxy\" keeps crashing"]);
        let beside_work = pod_with("Running", &[runs("main")], &[(proxy, Some("Always"))]);
        let report = World::new().pod("x-1", &beside_work).report();
        assert_eq!(report.state(), "Running");
        report.assert_silent("next-retry");
    }
}
