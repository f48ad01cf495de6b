//! The selector matches pods of other owners. This is only possible with `manualSelector`.

use super::{Evidence, Facts, Find, Finding, Rule, Severity, Subject, SubjectKind, Topic};
use crate::model::words;

pub(super) static RULE: Rule = Rule {
    name: "foreign-pods",
    topic: Topic::Odd,
    summary: "The Job's selector matches pods that the Job does not own.",
    cause: "The Job sets manualSelector, and other pods have the same labels.",
    advice: "Remove manualSelector and let Kubernetes generate the selector, or use labels that no other pod has.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/controllers/job/#specifying-your-own-pod-selector",
    ],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let foreign = &evidence.case.snapshot.pods.as_ref().ok()?.foreign;
    let example = foreign.first()?;
    let count = foreign.len() as u64;
    Some(Finding {
        rule: &RULE,
        severity: Severity::Warning,
        subject: Subject::many(SubjectKind::Pod, &example.name, count),
        message: format!(
            "the manual selector matches {} that this Job does not own, e.g. {}",
            words::counted(count, "pod"),
            example.name
        ),
        hint: Some("let Kubernetes generate the selector, or make its labels unique to this Job".to_owned()),
        facts: Facts::default().and("pod", &*example.name).and("pods", count),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::world::World;

    #[test]
    fn pods_of_others_are_told_where_the_selector_is_a_persons() {
        let foreign = json!({"metadata": {"ownerReferences": [{"kind": "Job", "name": "y", "uid": "other", "controller": true}]}, "status": {"phase": "Running"}});
        let manual = World::new()
            .with("/spec/manualSelector", true.into())
            .pod("y-1", &foreign)
            .report();
        manual.assert_finds("foreign-pods", &["y-1"]);
        manual.assert_fact("foreign-pods", "pods", 1_u64);
        let pods = manual.snapshot.pods.as_ref().unwrap();
        assert_eq!(&*pods.foreign[0].name, "y-1");
        assert!(pods.own.is_empty(), "pods of others are not this Job's");
        let generated = World::new().pod("y-1", &foreign).report();
        generated.assert_silent("foreign-pods");
        assert!(generated.snapshot.pods.as_ref().unwrap().foreign.is_empty());
    }
}
