//! The Job failed by a rule of its pod failure policy.

use super::{Evidence, Facts, Find, Finding, Rule, Severity, Topic};
use crate::facts::Condition;

pub(super) static RULE: Rule = Rule {
    name: "pod-failure-policy",
    topic: Topic::JobFailed,
    summary: "The Job failed because a rule of its podFailurePolicy says FailJob.",
    cause: "A failed pod matched a rule with action FailJob, by an exit code or by a condition. The Job controller makes no \
            further attempt.",
    advice: "Fix the failure in the pod, or change the rule.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy",
        "https://kep.k8s.io/3329",
    ],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let condition = evidence.failed_for("PodFailurePolicy")?;
    Some(Finding {
        rule: &RULE,
        facts: Facts::default().and_some("words", condition.message.as_deref()),
        severity: Severity::Error,
        subject: evidence.about_job(),
        message: condition.message.clone().unwrap_or_default(),
        hint: policy_rule(evidence, condition),
    })
}

/// The rule of the policy that matched. Conditions carry no rule's name yet (KEP-4443), only its number at the end of their
/// message (`matchPodFailurePolicy` in the Job controller).
fn policy_rule(evidence: &Evidence<'_>, condition: &Condition) -> Option<String> {
    let number = condition
        .message
        .as_deref()?
        .rsplit_once("rule at index ")?
        .1
        .trim();
    let policy = evidence.case.manifest()?.spec.pod_failure_policy.as_ref()?;
    let rule = policy.rules.get(number.parse::<usize>().ok()?)?;
    let matches = match (&rule.on_exit_codes, &rule.on_pod_conditions) {
        (Some(codes), _) => {
            let values: Vec<String> = codes.values.iter().map(ToString::to_string).collect();
            let container = codes
                .container_name
                .as_deref()
                .map_or_else(String::new, |name| format!(" of \"{name}\""));
            format!("exit code{container} {} {}", codes.operator, values.join(", "))
        }
        (None, Some(patterns)) => {
            let patterns = patterns.iter().map(|pattern| {
                let status = pattern.status.as_deref().unwrap_or("True");
                format!("{}={status}", pattern.type_)
            });
            format!("pod condition {}", patterns.collect::<Vec<_>>().join(" or "))
        }
        (None, None) => return None,
    };
    Some(format!(
        "spec.podFailurePolicy.rules[{number}]: {} on {matches}",
        rule.action
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::world::World;

    #[test]
    fn the_controller_is_quoted() {
        let world = World::new().with("/status/failed", 7.into());
        let report = world
            .condition("Failed", "PodFailurePolicy", "Container main failed")
            .report();
        assert_eq!(
            (report.state(), report.reason()),
            ("Failed", Some("PodFailurePolicy"))
        );
        assert!(report.verdict.terminal);
        report.assert_finds("pod-failure-policy", &["Container main failed"]);
    }

    #[test]
    fn the_rule_of_a_failure_policy_is_spelled_out() {
        let policy = json!({"rules": [{"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget"}]},
            {"action": "FailJob", "onExitCodes": {"containerName": "main", "operator": "In", "values": [42, 43]}}]});
        let message =
            "Container main for pod zoo/x-1 failed with exit code 42 matching FailJob rule at index 1";
        let report = World::new()
            .with("/spec/podFailurePolicy", policy)
            .failed_pod("x-1", 42, "Error")
            .condition("Failed", "PodFailurePolicy", message)
            .report();
        report.assert_finds(
            "pod-failure-policy",
            &["rules[1]", "FailJob", "\"main\" In 42, 43"],
        );
        assert!(report.message().contains("exited 42"), "{}", report.message());
    }
}
