//! How the Job controller treats a pod: whether the pod has failed, and what the pod failure policy does with
//! it (`isPodFailed` in `job_controller.go`, `pod_failure_policy.go`).

use k8s_openapi::api::batch::v1::{PodFailurePolicyOnPodConditionsPattern, PodFailurePolicyRule};

use super::{case::Case, words};
use crate::facts::{ContainerKind, JobFacts, PodFacts};

/// Whether terminating pods count as failed, and are replaced, only once they have ended
/// (`podReplacementPolicy: Failed`, KEP-3939).
pub(super) fn replaces_only_failed(case: Case<'_>) -> bool {
    case.job().spec.pod_replacement_policy.as_deref() == Some("Failed")
}

/// Whether the controller treats the pod as failed.
pub(super) fn has_failed(case: Case<'_>, pod: &PodFacts) -> bool {
    match &*pod.phase {
        "Failed" => true,
        "Succeeded" => false,
        _ => pod.is_terminating() && !replaces_only_failed(case),
    }
}

/// The action of the first rule of the pod failure policy that matches the failed pod (KEP-3329); `None` if
/// no rule matches, or the rules were not read.
pub(super) fn action<'a>(case: Case<'a>, pod: &PodFacts) -> Option<&'a str> {
    let policy = case.manifest()?.spec.pod_failure_policy.as_ref()?;
    let rule = policy.rules.iter().find(|rule| matches(rule, pod))?;
    Some(&rule.action)
}

/// `3 more failures`. If the policy ignores some kinds of failures, the words say that only failures that
/// count are meant.
pub(super) fn more_failures(job: &JobFacts, count: u64) -> String {
    if job.spec.failure_actions.iter().any(|action| action == "Ignore") {
        words::counted(count, "more failure that counts|more failures that count")
    } else {
        words::counted(count, "more failure")
    }
}

/// Whether the rule matches the pod (`matchPodFailurePolicy`). Ephemeral containers are ignored.
fn matches(rule: &PodFailurePolicyRule, pod: &PodFacts) -> bool {
    let Some(codes) = &rule.on_exit_codes else {
        let patterns = rule.on_pod_conditions.as_deref().unwrap_or_default();
        return patterns.iter().any(|pattern| has_condition(pod, pattern));
    };
    let named = |name: &str| {
        codes
            .container_name
            .as_deref()
            .is_none_or(|wanted| wanted == name)
    };
    let mut ends = pod
        .containers
        .iter()
        .filter(|container| container.kind != ContainerKind::Ephemeral && named(&container.name))
        .filter_map(|container| container.termination());
    ends.any(|end| end.exit_code != 0 && (codes.operator == "In") == codes.values.contains(&end.exit_code))
}

fn has_condition(pod: &PodFacts, pattern: &PodFailurePolicyOnPodConditionsPattern) -> bool {
    let status = pattern.status.as_deref().unwrap_or("True");
    let kept = pod
        .condition(&pattern.type_)
        .is_some_and(|condition| condition.status == status);
    kept || (&*pattern.type_, status) == ("Ready", "False") && pod.times.unready.get().is_some()
}
