//! The kubelet killed a container because its liveness or startup probe failed.

use super::{Evidence, Explanation, Failure, Find, Rule, Topic};

pub(super) static RULE: Rule = Rule {
    name: "probe-failed",
    topic: Topic::ContainerFailed,
    summary: "The kubelet killed a container because its liveness or startup probe failed.",
    cause: "The probe failed failureThreshold times in a row. A program that is busy or starts slowly may not answer the \
            probe in time.",
    advice: "Make the program answer the probe, or give the probe more time: timeoutSeconds, periodSeconds, \
             failureThreshold. A Job rarely needs a liveness probe: activeDeadlineSeconds limits its time.",
    sources: &[
        "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/",
    ],
    find: Find::Failure(tell),
};

fn tell(_: &Evidence<'_>, failure: &Failure) -> Option<Explanation> {
    let probe = failure.probe.as_ref()?;
    let (kind, code, container) = (probe.kind, failure.end.exit_code, &failure.container);
    Some(
        Explanation::new(format!("was killed because its {kind} probe failed (exit {code})"))
            .hint(format!(
                "give the {kind}Probe of \"{container}\" more time (timeoutSeconds, failureThreshold), or make the program answer the probe"
            ))
            .and("probe", kind)
            .and("exitCode", code),
    )
}

#[cfg(test)]
mod tests {
    use crate::model::world::World;

    /// A pod whose container "main" exited with this code at 11:10, and an event about one of its containers.
    fn probed(code: i32, container: &str, time: &str, reason: &str, message: &str) -> World {
        let path = format!("spec.containers{{{container}}}");
        World::new()
            .failed_pod("x-1", code, "Error")
            .event_at(&path, "Pod", "x-1", time, reason, message)
    }

    const BEFORE_ITS_END: &str = "2026-11-24T11:09:50Z";

    const LIVENESS: &str = "Liveness probe failed: HTTP probe failed with statuscode: 500";

    #[test]
    fn a_failed_probe_is_the_cause_of_the_kill_that_follows() {
        let startup = "Startup probe failed: command timed out";
        for (code, kind, reason, message, words) in [
            (137, "liveness", "Unhealthy", LIVENESS, "statuscode: 500"),
            (143, "liveness", "Unhealthy", LIVENESS, "statuscode: 500"),
            (143, "startup", "Unhealthy", startup, "command timed out"),
            (
                137,
                "liveness",
                "Killing",
                "Container main failed liveness probe, will be restarted",
                "",
            ),
            (
                143,
                "startup",
                "Killing",
                "Container main failed startup probe",
                "",
            ),
        ] {
            let report = probed(code, "main", BEFORE_ITS_END, reason, message)
                .log("x-1", "main", "what it did last")
                .failed_for("BackoffLimitExceeded")
                .with("/status/failed", 1.into())
                .report();
            let cause = format!("was killed because its {kind} probe failed (exit {code})");
            let verdict = report.message();
            assert!(verdict.contains(&cause) && verdict.contains(words), "{verdict}");
            let fix = format!("{kind}Probe of \"main\"");
            report.assert_finds("probe-failed", &[&cause, words, &fix]);
            report.assert_silent("killed");
            report.assert_fact("probe-failed", "probe", kind);
            report.assert_fact("probe-failed", "exitCode", code);
        }
    }

    #[test]
    fn a_probe_that_did_not_kill_the_container_is_not_blamed() {
        let readiness = "Readiness probe failed: HTTP probe failed with statuscode: 500";
        let after_its_end = "2026-11-24T11:10:50Z";
        for (container, time, message) in [
            ("main", BEFORE_ITS_END, readiness),
            ("main", after_its_end, LIVENESS),
            ("other", BEFORE_ITS_END, LIVENESS),
        ] {
            let report = probed(137, container, time, "Unhealthy", message).report();
            report.assert_finds("killed", &["possibly out of memory"]);
            report.assert_silent("probe-failed");
        }
        let own_end = probed(1, "main", BEFORE_ITS_END, "Unhealthy", LIVENESS).report();
        own_end.assert_finds("container-failed", &["exited 1"]);
        own_end.assert_silent("probe-failed");
    }
}
