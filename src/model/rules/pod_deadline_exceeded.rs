//! A pod was ended by its own deadline.

use super::{Disruption, Evidence, Explanation, Find, Rule, Topic};

pub(super) static RULE: Rule = Rule {
    name: "pod-deadline-exceeded",
    topic: Topic::EndedFromOutside,
    summary: "A pod ran longer than activeDeadlineSeconds of its template and was stopped.",
    cause: "spec.template.spec.activeDeadlineSeconds limits each pod. The deadline of the Job is another field, \
            spec.activeDeadlineSeconds.",
    advice: "Raise spec.template.spec.activeDeadlineSeconds, or remove it and set \
             spec.activeDeadlineSeconds.",
    sources: &["https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup"],
    find: Find::Disruption(tell),
};

fn tell(evidence: &Evidence<'_>, disruption: &Disruption<'_>) -> Option<Explanation> {
    (disruption.reason == "DeadlineExceeded").then(|| {
        let limit = evidence.case.job().spec.pod_active_deadline_seconds;
        Explanation::new("stopped by its own activeDeadlineSeconds")
            .hint("raise spec.template.spec.activeDeadlineSeconds, or set spec.activeDeadlineSeconds instead")
            .and_some("activeDeadlineSeconds", limit)
    })
}

#[cfg(test)]
mod tests {
    use crate::model::world::{World, failed_by_node};

    #[test]
    fn the_deadline_of_the_template_is_told_apart_from_that_of_the_job() {
        let patch = failed_by_node(
            "DeadlineExceeded",
            "Pod was active on the node longer than the specified deadline",
        );
        let report = World::new()
            .pod("x-1", &patch)
            .with("/spec/template/spec/activeDeadlineSeconds", 60.into())
            .report();
        report.assert_finds("pod-deadline-exceeded", &["x-1", "spec.template.spec"]);
        report.assert_fact("pod-deadline-exceeded", "reason", "DeadlineExceeded");
        report.assert_fact("pod-deadline-exceeded", "activeDeadlineSeconds", 60_i64);
        let of_job = World::new().failed_for("DeadlineExceeded").report();
        of_job.assert_silent("pod-deadline-exceeded");
    }
}
