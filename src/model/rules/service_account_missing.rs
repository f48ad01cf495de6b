//! The service account of the pods is missing.

use super::{Evidence, Explanation, Find, Obstacle, Rule, Topic, refusal};

pub(super) static RULE: Rule = Rule {
    name: "service-account-missing",
    topic: Topic::NotCreated,
    summary: "The service account of the pods does not exist.",
    cause: "The pod template names a service account that the namespace does not have. The Job controller retries \
            forever, and the Job counts no failure.",
    advice: "Create the service account, or name another one in spec.template.spec.serviceAccountName.",
    sources: &[
        "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/",
        "https://github.com/kubernetes/kubernetes/issues/93783",
    ],
    find: Find::Obstacle(tell),
};

fn tell(evidence: &Evidence<'_>, obstacle: &Obstacle) -> Option<Explanation> {
    (obstacle.is_refusal() && obstacle.says("service account")).then(|| Explanation {
        clause: format!(
            "{}: the service account does not exist",
            refusal::no_pod(evidence)
        ),
        hint: Some("create the service account, or name another one in the pod template".to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use crate::model::world::World;

    #[test]
    fn the_service_account_is_told() {
        let missing = "Error creating: pods \"x-\" is forbidden: error looking up service account zoo/s: serviceaccount \"s\" not found";
        let report = World::new().refused(missing).report();
        assert_eq!(
            (report.state(), report.reason()),
            ("Blocked", Some("FailedCreate"))
        );
        report.assert_finds("service-account-missing", &["serviceaccount \"s\" not found"]);
        let quota = World::new()
            .refused("Error creating: pods \"x-1\" is forbidden: exceeded quota: tight")
            .report();
        quota.assert_silent("service-account-missing");
    }
}
