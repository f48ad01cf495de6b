//! The pod failure policy does not count failures (KEP-3329). These failures still lengthen the backoff delay
//! (k/k#130881).

use super::{Evidence, Facts, Find, Finding, Rule, Severity, Subject, SubjectKind, Topic};
use crate::facts::PodFacts;
use crate::model::{counters, policy, words};

pub(super) static RULE: Rule = Rule {
    name: "failures-ignored",
    topic: Topic::JobEnded,
    summary: "Failed pods do not count, because a rule of the podFailurePolicy says Ignore.",
    cause: "The pods matched a rule with action Ignore. They use up no attempt of backoffLimit, but still lengthen the \
            backoff delay.",
    advice: "Set activeDeadlineSeconds: if the cause does not pass, the Job retries forever.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy",
        "https://kep.k8s.io/3329",
        "https://github.com/kubernetes/kubernetes/issues/130881",
    ],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let example = ignored(evidence).next()?;
    let count = ignored(evidence).count() as u64;
    let pods_do = if count == 1 {
        "1 failed pod does".to_owned()
    } else {
        format!("{} do", words::counted(count, "failed pod"))
    };
    let is_endless = endless(evidence).is_some();
    Some(Finding {
        rule: &RULE,
        severity: Severity::Info,
        subject: Subject::many(SubjectKind::Pod, &example.name, count),
        message: format!(
            "{pods_do} not count toward backoffLimit: the podFailurePolicy ignores such failures"
        ),
        hint: is_endless.then(|| "set activeDeadlineSeconds: backoffLimit does not end the Job".to_owned()),
        facts: Facts::default()
            .and("pod", &*example.name)
            .and("pods", count)
            .and("action", "Ignore"),
    })
}

/// Says that nothing ends a Job whose failures are all ignored.
pub(in crate::model) fn endless(evidence: &Evidence<'_>) -> Option<&'static str> {
    let case = evidence.case;
    let is_endless = case.makes_pods()
        && counters::failed(case) == 0
        && case.job().spec.active_deadline_seconds.is_none()
        && ignored(evidence).next().is_some();
    is_endless.then_some("the podFailurePolicy ignores this failure, so the Job can retry forever")
}

/// The failed pods that the policy ignores.
fn ignored<'a>(evidence: &Evidence<'a>) -> impl Iterator<Item = &'a PodFacts> {
    let case = evidence.case;
    let failed = case.pods().iter().filter(|pod| &*pod.phase == "Failed");
    failed.filter(move |pod| policy::action(case, pod) == Some("Ignore"))
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
        world("Ignore").assert_finds("failures-ignored", &["does not count toward backoffLimit"]);
        world("Ignore").assert_fact("failures-ignored", "pod", "x-1");
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
        let rule = json!({"action": "Ignore", "onExitCodes": {"operator": "In", "values": [42]}});
        let world = || {
            World::new()
                .with("/spec/podFailurePolicy", json!({"rules": [rule]}))
                .pod("x-1", &failed_since(42))
        };
        let endless = "the podFailurePolicy ignores this failure, so the Job can retry forever";
        let report = world().report();
        assert!(report.message().ends_with(endless), "{}", report.message());
        report.assert_finds("failures-ignored", &["set activeDeadlineSeconds"]);
        let limited = world().with("/spec/activeDeadlineSeconds", 7200.into()).report();
        assert!(!limited.message().contains("forever"), "{}", limited.message());
        assert_eq!(limited.found("failures-ignored").hint, None);
        let counted = said("Count");
        assert!(
            counted.contains("; 7 more failures would end the Job"),
            "{counted}"
        );
    }
}
