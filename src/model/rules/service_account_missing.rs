//! The service account of the pods is missing.

use super::{Evidence, Find, Obstacle, Rule, Told, Topic, refusal};

pub(super) static RULE: Rule = Rule {
    name: "service-account-missing",
    topic: Topic::NotCreated,
    summary: "The service account of the pods does not exist.",
    cause: "The pod template names a service account that the namespace does not have. The Job controller tries again for \
            ever, and the Job counts no failure.",
    advice: "Create the service account, or name another one in spec.template.spec.serviceAccountName.",
    sources: &[
        "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/",
        "https://github.com/kubernetes/kubernetes/issues/93783",
    ],
    find: Find::Obstacle(tell),
};

fn tell(evidence: &Evidence<'_>, obstacle: &Obstacle) -> Option<Told> {
    (obstacle.is_refusal() && obstacle.says("service account")).then(|| Told {
        clause: format!("{} for want of its service account", refusal::no_pod(evidence)),
        hint: Some("create the service account, or name another in the pod template".to_owned()),
    })
}
