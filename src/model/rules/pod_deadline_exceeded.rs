//! A pod was ended by its own deadline.

use super::{Disruption, Evidence, Explanation, Find, Rule, Topic};

pub(super) static RULE: Rule = Rule {
    name: "pod-deadline-exceeded",
    topic: Topic::EndedFromOutside,
    summary: "A pod was ended by activeDeadlineSeconds of its template.",
    cause: "The pod template sets activeDeadlineSeconds, which limits each pod. The deadline of the Job is \
            another field, spec.activeDeadlineSeconds.",
    advice: "Raise spec.template.spec.activeDeadlineSeconds, or remove it and set \
             spec.activeDeadlineSeconds.",
    sources: &["https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup"],
    find: Find::Disruption(tell),
};

fn tell(_: &Evidence<'_>, disruption: &Disruption<'_>) -> Option<Explanation> {
    (disruption.reason == "DeadlineExceeded").then(|| Explanation {
        clause: "ended by its own deadline".to_owned(),
        hint: Some(
            "raise activeDeadlineSeconds of the pod template (spec.template.spec), or use the Job's activeDeadlineSeconds instead"
                .to_owned(),
        ),
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
        let report = World::new().pod("x-1", &patch).report();
        report.assert_finds("pod-deadline-exceeded", &["x-1", "spec.template.spec"]);
        let of_job = World::new().failed_for("DeadlineExceeded").report();
        of_job.assert_silent("pod-deadline-exceeded");
    }
}
