//! The API server refuses pods for another reason.

use super::{Evidence, Explanation, Find, Obstacle, Rule, Topic, refusal};

pub(super) static RULE: Rule = Rule {
    name: "pod-creation-refused",
    topic: Topic::NotCreated,
    summary: "The API server rejects the pods.",
    cause: "An admission plugin, webhook or policy rejects the pods of this template: a LimitRange, Pod Security, a \
            PriorityClass that does not exist. The Job controller retries forever, and the Job counts no failure.",
    advice: "Change the pod template so that it satisfies the rule that the message names, or change that rule.",
    sources: &[
        "https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/",
        "https://github.com/kubernetes/kubernetes/issues/93783",
    ],
    find: Find::Obstacle(tell),
};

fn tell(evidence: &Evidence<'_>, obstacle: &Obstacle) -> Option<Explanation> {
    if !obstacle.is_refusal() {
        return None;
    }
    // A quota on a resource makes every container say how much it takes of it.
    let hint = if obstacle.says("failed quota") {
        "set the fields that the message lists in the pod template"
    } else {
        "change the pod template to satisfy the rule in the message"
    };
    Some(Explanation {
        clause: format!("{}: the API server rejects the pods", refusal::no_pod(evidence)),
        hint: Some(hint.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use crate::model::world::World;

    #[test]
    fn who_refuses_is_quoted() {
        let refused = |message: &str| World::new().refused(message).report();
        let webhook = "Error creating: admission webhook \"w.io\" denied the request: no";
        refused(webhook).assert_finds(
            "pod-creation-refused",
            &[webhook, "satisfy the rule in the message"],
        );
        let unlimited = "Error creating: pods \"x-1\" is forbidden: failed quota: q: must specify limits.memory for: main";
        refused(unlimited).assert_finds("pod-creation-refused", &["set the fields that the message lists"]);
        refused("Error creating: exceeded quota").assert_silent("pod-creation-refused");
    }
}
