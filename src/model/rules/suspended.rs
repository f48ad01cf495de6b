//! The Job is suspended.

use super::{Evidence, Facts, Find, Finding, JobState, Rule, Severity, Topic};

pub(super) static RULE: Rule = Rule {
    name: "suspended",
    topic: Topic::Held,
    summary: "The Job is suspended: no pod is created until it is resumed.",
    cause: "spec.suspend is true. A person sets the field, or a queue such as Kueue until the queue admits the Job.",
    advice: "Set spec.suspend to false. A queue resumes its Jobs by itself: check the Workload and the ClusterQueue.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/controllers/job/#suspending-a-job",
        "https://kueue.sigs.k8s.io/docs/concepts/workload/",
    ],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    if evidence.state != JobState::Suspended {
        return None;
    }
    let queue = evidence.case.job().queue.as_deref();
    let hint = match queue {
        Some(_) => "Kueue resumes the Job when the queue admits it, unless the Job was suspended by hand",
        None => "set spec.suspend to false to resume the Job",
    };
    Some(Finding {
        rule: &RULE,
        severity: Severity::Info,
        subject: evidence.about_job(),
        message: sentence(evidence),
        hint: Some(hint.to_owned()),
        facts: Facts::default()
            .and_some("queue", queue)
            .and_some("words", workload(evidence)),
    })
}

/// Kueue's message about the Job.
fn workload<'a>(evidence: &Evidence<'a>) -> Option<&'a str> {
    let workload = evidence.case.snapshot.workload.as_ref()?;
    workload.as_ref().ok()?.message.as_deref()
}

/// What suspends the Job, as far as it is known.
pub(in crate::model) fn sentence(evidence: &Evidence<'_>) -> String {
    let Some(queue) = &evidence.case.job().queue else {
        return "spec.suspend is true: no pod is created until the Job is resumed".to_owned();
    };
    // The Job alone does not say whether the queue or a person suspended it: both use spec.suspend.
    let said = match &evidence.case.snapshot.workload {
        Some(Err(unknown)) => Some(format!("what Kueue says is unknown: {}", unknown.why)),
        Some(Ok(_)) | None => workload(evidence).map(str::to_owned),
    };
    let said = said.map_or_else(String::new, |said| format!(": {said}"));
    format!("the Job is suspended in queue {queue}{said}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::world::{World, at};

    #[test]
    fn who_holds_a_job_is_named() {
        let suspended = || World::new().with("/spec/suspend", true.into());
        let report = suspended().report();
        assert_eq!(report.state(), "Suspended");
        report.assert_finds("suspended", &["spec.suspend"]);
        suspended()
            .with("/metadata/labels", json!({"kueue.x-k8s.io/queue-name": "ml"}))
            .report()
            .assert_finds("suspended", &["queue ml", "Kueue"]);
        let queued = suspended().with("/metadata/labels", json!({"kueue.x-k8s.io/queue-name": "ml"}));
        queued.report().assert_fact("suspended", "queue", "ml");
        assert_eq!(
            queued.report().message(),
            "the Job is suspended in queue ml",
            "no Workload, no claim"
        );
        let external = World::new()
            .with("/spec/managedBy", "other.io/controller".into())
            .with("/status", json!({}))
            .report();
        assert_eq!(external.state(), "External");
        external.assert_finds("managed-by", &["other.io/controller"]);
        let queued = suspended()
            .with("/spec/managedBy", "other.io/controller".into())
            .with("/status", json!({}));
        assert_eq!(queued.report().state(), "Suspended");
        let own = World::new()
            .with("/spec/managedBy", "kubernetes.io/job-controller".into())
            .report();
        own.assert_silent("managed-by");
        assert_eq!(own.state(), "Pending");
    }

    #[test]
    fn a_suspension_begins_where_it_is_known_to() {
        let since = |world: World| world.with("/spec/suspend", true.into()).report().verdict.since;
        assert_eq!(
            since(World::new().with("/status", json!({}))),
            Some(at("2026-11-24T11:00:00Z"))
        );
        assert_eq!(
            since(World::new().condition("Suspended", "JobSuspended", "")),
            Some(at("2026-11-24T11:30:00Z"))
        );
        let resumed = World::new()
            .condition("Suspended", "JobResumed", "")
            .with("/status/conditions/0/status", "False".into());
        assert_eq!(since(resumed), None, "suspended again, and nothing says when");
        assert_eq!(since(World::new()), None, "it had begun");
    }
}
