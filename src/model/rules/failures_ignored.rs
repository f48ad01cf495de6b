//! The pod failure policy does not count failures (KEP-3329). They still raise the back-off delay (k/k#130881).

use super::{Evidence, Facts, Find, Finding, Rule, Severity, Subject, SubjectKind, Topic};
use crate::facts::PodFacts;
use crate::model::{policy, words};

pub(super) static RULE: Rule = Rule {
    name: "failures-ignored",
    topic: Topic::JobEnded,
    summary: "Failed pods do not count, because a rule of the podFailurePolicy says Ignore.",
    cause: "The pods matched a rule with action Ignore. They use up no attempt of backoffLimit, but still make the back-off \
            delay longer.",
    advice: "If the cause does not pass, such a Job goes on for ever: set activeDeadlineSeconds.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy",
        "https://kep.k8s.io/3329",
        "https://github.com/kubernetes/kubernetes/issues/130881",
    ],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let case = evidence.case;
    let failed = || case.pods().iter().filter(|pod| &*pod.phase == "Failed");
    let is_ignored = |pod: &&PodFacts| policy::action(case, pod) == Some("Ignore");
    let example = failed().find(is_ignored)?;
    let count = failed().filter(is_ignored).count() as u64;
    Some(Finding {
        rule: &RULE,
        facts: Facts::default().and("pod", &*example.name).and("pods", count),
        severity: Severity::Info,
        subject: Subject::many(SubjectKind::Pod, &example.name, count),
        message: format!(
            "{} not count toward the back-off limit: a rule of the podFailurePolicy ignores the failure",
            if count == 1 {
                "1 failed pod does".to_owned()
            } else {
                format!("{} do", words::counted(count, "failed pod"))
            }
        ),
        hint: None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::world::{World, failed};

    #[test]
    fn failures_that_a_policy_ignores_are_counted_apart() {
        let policy = |action: &str| json!({"rules": [{"action": action, "onExitCodes": {"operator": "In", "values": [9]}}]});
        let world = |action: &str| {
            World::new()
                .with("/spec/podFailurePolicy", policy(action))
                .failed_pod("x-1", 9, "Error")
                .report()
        };
        world("Ignore").assert_finds("failures-ignored", &["does not count toward the back-off limit"]);
        world("Count").assert_silent("failures-ignored");
    }

    #[test]
    fn failures_that_the_policy_ignores_end_no_job() {
        let failed_since = |code: i32| {
            let mut patch = failed(code, "Error");
            patch["status"]["containerStatuses"][0]["state"]["terminated"]["finishedAt"] =
                "2026-11-24T11:59:58Z".into();
            patch
        };
        let said = |action: &str| {
            let rule = json!({"action": action, "onExitCodes": {"operator": "In", "values": [42]}});
            let world = World::new().with("/spec/podFailurePolicy", json!({"rules": [rule]}));
            let report = world.pod("x-1", &failed_since(42)).report();
            report.found("next-retry").message.clone()
        };
        let ignored = said("Ignore");
        assert!(
            ignored.contains("; 7 more failures that count would end the Job"),
            "{ignored}"
        );
        let counted = said("Count");
        assert!(
            counted.contains("; 7 more failures would end the Job"),
            "{counted}"
        );
    }
}
