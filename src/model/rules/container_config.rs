//! The configuration of a container is incomplete.

use super::{Evidence, Find, Obstacle, Rule, Told, Topic};

pub(super) static RULE: Rule = Rule {
    name: "container-config",
    topic: Topic::NotStarted,
    summary: "A container cannot start because its configuration is incomplete.",
    cause: "A ConfigMap or Secret that it refers to, or a key in it, does not exist; or the image would run as root against \
            runAsNonRoot. The kubelet tries again for ever, and the Job counts no failure.",
    advice: "Create what is missing, or correct the reference in the pod template.",
    sources: &[
        "https://kubernetes.io/docs/concepts/configuration/configmap/",
        "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
        "https://github.com/kubernetes/kubernetes/issues/101584",
    ],
    find: Find::Obstacle(tell),
};

fn tell(_: &Evidence<'_>, obstacle: &Obstacle) -> Option<Told> {
    if obstacle.reason() != "CreateContainerConfigError" {
        return None;
    }
    let hint = if obstacle.says("runAsNonRoot") {
        "set securityContext.runAsUser, or use an image whose user is not root"
    } else if obstacle.says("not found") {
        "create what the message names"
    } else {
        "mend what the message names"
    };
    Some(Told {
        clause: format!(
            "the configuration{} is incomplete in {}",
            obstacle.of_container(),
            obstacle.pods()
        ),
        hint: Some(hint.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use crate::model::world::World;

    #[test]
    fn the_hint_fits_the_kubelets_words() {
        let waiting = |message: &str| {
            World::new()
                .waiting_pod("x-1", "CreateContainerConfigError", message)
                .report()
        };
        let as_root = "container has runAsNonRoot and image will run as root";
        waiting(as_root).assert_finds("container-config", &[as_root, "runAsUser"]);
        waiting("configmap \"a\" not found").assert_finds("container-config", &["create what"]);
        let other = World::new().waiting_pod("x-1", "CreateContainerError", "no");
        other.report().assert_silent("container-config");
    }
}
