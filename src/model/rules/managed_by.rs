//! Another controller manages the Job. The built-in controller ignores such a Job, so a Job without pods may
//! be normal (KEP-4368).

use super::{Evidence, Facts, Find, Finding, Rule, Severity, Topic};

pub(super) static RULE: Rule = Rule {
    name: "managed-by",
    topic: Topic::Held,
    summary: "A controller other than Kubernetes' own manages the Job.",
    cause: "spec.managedBy names the controller, for example MultiKueue. The pods may run in another cluster, and that \
            controller writes the status.",
    advice: "If nothing happens, check that controller.",
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
            "the Job is managed by {manager} (spec.managedBy): its pods may run in another cluster, and that controller \
             writes its status"
        ),
        hint: None,
        facts: Facts::default().and("managedBy", manager),
    })
}

#[cfg(test)]
mod tests {
    use crate::model::world::World;

    #[test]
    fn what_the_job_controller_does_is_not_said_of_jobs_of_others() {
        let world = |manager: &str| {
            World::new()
                .with("/spec/managedBy", manager.into())
                .with("/spec/activeDeadlineSeconds", 50.into())
                .refused("exceeded quota")
        };
        let own = world("kubernetes.io/job-controller");
        let others = world("other.io/controller");
        own.report().assert_finds("deadline", &["has passed"]);
        others.report().assert_silent("deadline");
        assert_eq!(own.report().state(), "Blocked");
        assert_eq!(others.report().state(), "Pending");
        let parked = |world: World| world.with("/spec/parallelism", 0.into()).report();
        assert_eq!(parked(own).state(), "Blocked");
        assert_eq!(parked(others).state(), "Pending");
    }

    #[test]
    fn pods_of_another_controllers_job_are_not_missed() {
        let failed = || {
            World::new()
                .with("/status/failed", 7.into())
                .failed_for("BackoffLimitExceeded")
        };
        let elsewhere = failed()
            .with("/spec/managedBy", "other.io/controller".into())
            .report();
        elsewhere.assert_silent("pods-gone");
        elsewhere.assert_fact("managed-by", "managedBy", "other.io/controller");
        assert_eq!(elsewhere.message(), "7 attempts failed");
        assert_eq!(elsewhere.counts.restarts, None);
        failed().report().assert_finds("pods-gone", &["7 pods"]);
        let refused = |world: World| world.refused("no");
        refused(World::new().with("/spec/managedBy", "other.io/controller".into()))
            .report()
            .assert_finds("warning-event", &["FailedCreate", "no"]);
        refused(World::new()).report().assert_silent("warning-event");
    }
}
