//! The deletion of the Job waits for something.

use super::{Evidence, Facts, Find, Finding, Rule, Severity, Topic};
use crate::model::words;

pub(super) static RULE: Rule = Rule {
    name: "deletion-pending",
    topic: Topic::Held,
    summary: "The Job was deleted, but still exists.",
    cause: "A finalizer holds the Job: that of another controller, or foregroundDeletion until the pods are deleted.",
    advice: "Check the controller that owns the finalizer. Remove the finalizer by hand only if that controller no longer exists.",
    sources: &["https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/"],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let asked = evidence.case.job().deletion_timestamp?;
    let ago = words::age(evidence.case.now(), asked);
    let mut finalizers = evidence.case.job().finalizers.iter();
    let is_foreign = finalizers.any(|name| !is_propagation(name));
    let hint = "check the controller that owns the finalizer; remove the finalizer by hand only if that controller no longer exists";
    Some(Finding {
        rule: &RULE,
        severity: Severity::Warning,
        subject: evidence.about_job(),
        message: format!(
            "the Job was deleted {ago} ago; the deletion waits for {}",
            holders(evidence)
        ),
        hint: is_foreign.then(|| hint.to_owned()),
        facts: Facts::default()
            .and("deletionTimestamp", asked)
            .and("finalizers", evidence.case.job().finalizers.clone()),
    })
}

/// Whether the finalizer is one of the API server's own, for the order of deletion.
fn is_propagation(finalizer: &str) -> bool {
    matches!(finalizer, "foregroundDeletion" | "orphan")
}

/// What the Job's deletion waits for.
pub(in crate::model) fn holders(evidence: &Evidence<'_>) -> String {
    match evidence.case.job().finalizers.as_slice() {
        [] => "the API server".to_owned(),
        [one] if one == "foregroundDeletion" => {
            "its pods to be deleted first (foregroundDeletion)".to_owned()
        }
        [one] => format!("finalizer {one}"),
        several => format!("finalizers {}", words::listed(several)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::world::{World, at, failed};

    #[test]
    fn deletion_waits_for_finalizers() {
        let deleting = World::new()
            .with("/metadata/deletionTimestamp", "2026-11-24T11:50:00Z".into())
            .with("/metadata/finalizers", json!(["example.com/hold"]));
        let report = deleting.report();
        assert_eq!(report.state(), "Deleting");
        report.assert_finds("deletion-pending", &["example.com/hold"]);
        report.assert_fact(
            "deletion-pending",
            "finalizers",
            vec!["example.com/hold".to_owned()],
        );
        report.assert_fact(
            "deletion-pending",
            "deletionTimestamp",
            at("2026-11-24T11:50:00Z"),
        );
    }

    #[test]
    fn a_job_that_is_being_deleted_tells_what_is_still_at_work() {
        let world = || {
            World::new()
                .with("/metadata/deletionTimestamp", "2026-11-24T11:50:00Z".into())
                .with("/metadata/finalizers", json!(["orphan"]))
        };
        let runs = json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "state": {"running": {}}}]}});
        let mut ends = runs.clone();
        ends["metadata"] =
            json!({"deletionTimestamp": "2026-11-24T12:00:20Z", "deletionGracePeriodSeconds": 30});
        let waits = "deletion waits for finalizer orphan";
        let said = |world: World| world.report().message().strip_prefix(waits).unwrap().to_owned();
        let two = world().pod("x-1", &runs).pod("x-2", &runs);
        assert_eq!(
            said(world().pod("x-1", &runs).pod("x-2", &ends)),
            "; 1 pod still runs"
        );
        assert_eq!(said(two), "; 2 pods still run");
        assert_eq!(said(world().pod("x-1", &ends)), "; 1 pod is still terminating");
        assert_eq!(said(world().pod("x-1", &failed(1, "Error"))), "");
        assert_eq!(said(world().of_unknown_pods()), "");
    }
}
