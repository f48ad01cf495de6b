//! Another controller manages the Job. The built-in controller leaves it alone, so no pods may be normal (KEP-4368).

use super::{Evidence, Find, Finding, Rule, Severity, Topic};

pub(super) static RULE: Rule = Rule {
    name: "managed-by",
    topic: Topic::Held,
    summary: "Another controller than that of Kubernetes manages the Job.",
    cause: "spec.managedBy names it, as MultiKueue does: the pods may run in another cluster, and that controller writes the \
            status.",
    advice: "If nothing happens, look at that controller.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/controllers/job/#delegation-of-managing-a-job-object-to-external-controller",
        "https://kep.k8s.io/4368",
    ],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let manager = evidence.case.managed_by()?;
    Some(Finding {
        rule: &RULE,
        severity: Severity::Info,
        subject: evidence.about_job(),
        message: format!(
            "the Job is managed by {manager} (spec.managedBy), so its pods may live elsewhere and its status is that \
             controller's word"
        ),
        hint: None,
    })
}
