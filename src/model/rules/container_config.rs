//! The configuration of a container is incomplete.

use super::{Evidence, Explanation, Find, Obstacle, Rule, Topic, references};

pub(super) static RULE: Rule = Rule {
    name: "container-config",
    topic: Topic::NotStarted,
    summary: "A container cannot start because its configuration is incomplete.",
    cause: "A ConfigMap or Secret that it refers to, or a key in it, does not exist; or the image would run as root against \
            runAsNonRoot. The kubelet retries forever, and the Job counts no failure.",
    advice: "Create what is missing, or correct the reference in the pod template.",
    sources: &[
        "https://kubernetes.io/docs/concepts/configuration/configmap/",
        "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
        "https://github.com/kubernetes/kubernetes/issues/101584",
    ],
    find: Find::Obstacle(tell),
};

fn tell(_: &Evidence<'_>, obstacle: &Obstacle) -> Option<Explanation> {
    if obstacle.reason() != "CreateContainerConfigError" {
        return None;
    }
    let hint = if obstacle.says("runAsNonRoot") {
        "set securityContext.runAsUser, or use an image whose user is not root".to_owned()
    } else {
        let missing = references::mend(&obstacle.blockage.message);
        missing.unwrap_or_else(|| "correct the pod template as the message says".to_owned())
    };
    let container = obstacle.blockage.container.as_deref();
    let container = container.map_or_else(|| "a container".to_owned(), |name| format!("\"{name}\""));
    Some(Explanation {
        clause: format!("{container} cannot start in {}", obstacle.pods()),
        hint: Some(hint),
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
        waiting("configmap \"a\" not found").assert_finds("container-config", &["create ConfigMap \"a\""]);
        waiting("couldn't find key passwd in Secret zoo/db")
            .assert_finds("container-config", &["add key \"passwd\" to Secret \"db\""]);
        let other = World::new().waiting_pod("x-1", "CreateContainerError", "no");
        other.report().assert_silent("container-config");
    }
}
