//! A rule of the Job's pod failure policy failed the Job.

use k8s_openapi::api::batch::v1::PodFailurePolicyRule;

use super::{Evidence, Facts, Find, Finding, Rule, Severity, Topic};
use crate::facts::Condition;

pub(super) static RULE: Rule = Rule {
    name: "pod-failure-policy",
    topic: Topic::JobFailed,
    summary: "The Job failed because a rule of its podFailurePolicy says FailJob.",
    cause: "A failed pod matched a rule with action FailJob, by an exit code or by a condition. The remaining attempts are not \
            made.",
    advice: "Fix what failed in the pod, or change the rule.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy",
        "https://kep.k8s.io/3329",
    ],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let condition = evidence.failed_for("PodFailurePolicy")?;
    let rule = policy_rule(evidence, condition);
    Some(Finding {
        rule: &RULE,
        severity: Severity::Error,
        subject: evidence.about_job(),
        message: message(condition, rule),
        hint: rule.map(|(number, _)| {
            format!("fix what failed in the pod, or change spec.podFailurePolicy.rules[{number}]")
        }),
        facts: Facts::default()
            .and_some("words", condition.message.as_deref())
            .and_some("rule", rule.map(|(number, _)| number as u64))
            .and_some("action", rule.map(|(_, rule)| rule.action.as_str())),
    })
}

/// The rule and what it matched, else only the controller's message.
fn message(condition: &Condition, rule: Option<(usize, &PodFailurePolicyRule)>) -> String {
    let words = condition.message.clone().unwrap_or_default();
    match rule {
        Some((number, rule)) => format!(
            "spec.podFailurePolicy.rules[{number}] ({}{}) failed the Job: {words}",
            rule.action,
            matches(rule)
        ),
        None => words,
    }
}

/// A shorter form for the verdict, which also says what failed.
pub(in crate::model) fn sentence(evidence: &Evidence<'_>) -> String {
    let Some(condition) = evidence.failed_for("PodFailurePolicy") else {
        return String::new();
    };
    match policy_rule(evidence, condition) {
        Some((number, rule)) => {
            format!(
                "spec.podFailurePolicy.rules[{number}] ({}) failed the Job",
                rule.action
            )
        }
        None => message(condition, None),
    }
}

/// The policy rule that matched. Conditions do not name the rule yet (KEP-4443). Only the end of their
/// message has the rule's number (`matchPodFailurePolicy` in the Job controller).
fn policy_rule<'a>(
    evidence: &Evidence<'a>,
    condition: &Condition,
) -> Option<(usize, &'a PodFailurePolicyRule)> {
    let (_, number) = condition.message.as_deref()?.rsplit_once("rule at index ")?;
    let number = number.trim().parse().ok()?;
    let policy = evidence.case.manifest()?.spec.pod_failure_policy.as_ref()?;
    Some((number, policy.rules.get(number)?))
}

/// What the rule matches.
fn matches(rule: &PodFailurePolicyRule) -> String {
    match (&rule.on_exit_codes, &rule.on_pod_conditions) {
        (Some(codes), _) => {
            let values: Vec<String> = codes.values.iter().map(ToString::to_string).collect();
            let container = codes
                .container_name
                .as_deref()
                .map_or_else(String::new, |name| format!(" of \"{name}\""));
            format!(
                " on exit code{container} {} {}",
                codes.operator,
                values.join(", ")
            )
        }
        (None, Some(patterns)) => {
            let patterns = patterns.iter().map(|pattern| {
                let status = pattern.status.as_deref().unwrap_or("True");
                format!("{}={status}", pattern.type_)
            });
            format!(" on pod condition {}", patterns.collect::<Vec<_>>().join(" or "))
        }
        (None, None) => String::new(),
    }
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
        report.assert_fact("pod-failure-policy", "rule", 1_u64);
        report.assert_fact("pod-failure-policy", "action", "FailJob");
        assert!(report.message().contains("exited 42"), "{}", report.message());
    }
}
