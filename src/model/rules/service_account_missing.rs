//! The service account of the pods is missing.

use super::{Evidence, Explanation, Find, MissingObject, Obstacle, Rule, Topic, refusal};

pub(super) static RULE: Rule = Rule {
    name: "service-account-missing",
    topic: Topic::NotCreated,
    summary: "The service account of the pods does not exist.",
    cause: "The pod template names a service account that the namespace does not have. The Job controller tries again \
            forever, and the Job counts no failure.",
    advice: "Create the service account, or name another one in spec.template.spec.serviceAccountName.",
    sources: &[
        "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/",
        "https://github.com/kubernetes/kubernetes/issues/93783",
    ],
    find: Find::Obstacle(tell),
};

fn tell(evidence: &Evidence<'_>, obstacle: &Obstacle) -> Option<Explanation> {
    if !obstacle.is_refusal() || !obstacle.says("service account") {
        return None;
    }
    let no_pod = refusal::no_pod(evidence);
    let missing = MissingObject::read(obstacle.words().unwrap_or_default());
    let create = missing
        .as_ref()
        .map_or_else(|| "create the service account".to_owned(), MissingObject::hint);
    let gist = missing
        .as_ref()
        .map(|missing| format!("{no_pod}: {}", missing.clause()));
    Some(
        Explanation::new(format!("{no_pod}: the service account does not exist"))
            .gist(gist)
            .hint(format!(
                "{create}, or change serviceAccountName in the pod template"
            ))
            .with_missing(missing.as_ref()),
    )
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
        assert_eq!(
            report.message(),
            "no pod can be created: ServiceAccount \"s\" does not exist"
        );
        report.assert_finds(
            "service-account-missing",
            &["serviceaccount \"s\" not found", "create ServiceAccount \"s\""],
        );
        report.assert_fact("service-account-missing", "serviceAccount", "s");
        report.assert_fact("service-account-missing", "words", missing);
        let quota = World::new()
            .refused("Error creating: pods \"x-1\" is forbidden: exceeded quota: tight")
            .report();
        quota.assert_silent("service-account-missing");
    }
}
