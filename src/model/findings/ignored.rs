//! Failed pods that a pod failure policy does not count (KEP-3329). They still raise the back-off delay
//! (k/k#130881).

use k8s_openapi::api::batch::v1::PodFailurePolicyRule;

use super::{Evidence, Finding, Severity, Subject, SubjectKind};
use crate::job_details::PodFacts;
use crate::model::words;

pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    let Some(policy) = &evidence.case.job().spec.pod_failure_policy else {
        return Vec::new();
    };
    let failed = || evidence.case.pods().iter().filter(|pod| &*pod.phase == "Failed");
    let is_ignored = |pod: &&PodFacts| {
        policy
            .rules
            .iter()
            .find(|rule| matches(rule, pod))
            .is_some_and(|rule| rule.action == "Ignore")
    };
    let Some(example) = failed().find(is_ignored) else {
        return Vec::new();
    };
    let count = failed().filter(is_ignored).count() as u64;
    vec![Finding {
        rule: "failures-ignored",
        severity: Severity::Info,
        subject: Subject::many(SubjectKind::Pod, &example.name, count),
        message: format!(
            "{} not count toward the back-off limit: the podFailurePolicy ignores their kind of failure",
            if count == 1 {
                "1 failed pod does".to_owned()
            } else {
                format!("{} do", words::counted(count, "failed pod"))
            }
        ),
        hint: None,
    }]
}

/// Whether the rule is about the pod; the first that is decides (`matchPodFailurePolicy` in the Job controller).
fn matches(rule: &PodFailurePolicyRule, pod: &PodFacts) -> bool {
    if let Some(codes) = &rule.on_exit_codes {
        let named = |name: &str| {
            codes
                .container_name
                .as_deref()
                .is_none_or(|wanted| wanted == name)
        };
        let mut ends = pod
            .containers
            .iter()
            .filter(|container| named(&container.name))
            .filter_map(|container| container.termination());
        return ends.any(|end| {
            end.exit_code != 0 && (codes.operator == "In") == codes.values.contains(&end.exit_code)
        });
    }
    let patterns = rule.on_pod_conditions.as_deref().unwrap_or_default();
    patterns.iter().any(|pattern| {
        let status = pattern.status.as_deref().unwrap_or("True");
        pod.condition(&pattern.type_)
            .is_some_and(|condition| condition.status == status)
    })
}
