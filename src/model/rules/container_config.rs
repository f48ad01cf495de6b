//! The configuration of a container is incomplete.

use super::{Evidence, Explanation, Find, MissingObject, Obstacle, Rule, Topic};

pub(super) static RULE: Rule = Rule {
    name: "container-config",
    topic: Topic::NotStarted,
    summary: "A container cannot start because its configuration is incomplete.",
    cause: "A ConfigMap or Secret that the container refers to does not exist or lacks a key, or the image would run as root \
            against runAsNonRoot. The kubelet tries again forever, and the Job counts no failure.",
    advice: "Create the missing object or key, or correct the reference in the pod template.",
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
    let container = obstacle.container();
    let missing = MissingObject::read(obstacle.words().unwrap_or_default());
    let (gist, hint) = match &missing {
        Some(missing) => (Some(missing.clause()), missing.hint()),
        None if obstacle.says("image will run as root") => (
            Some("runAsNonRoot is set, but the image runs as root".to_owned()),
            format!("set securityContext.runAsUser of {container}, or use an image whose user is not root"),
        ),
        None if obstacle.says("cannot verify user is non-root") => (
            Some("runAsNonRoot is set, but the image names its user and gives no number".to_owned()),
            format!("set securityContext.runAsUser of {container} to the number of the image's user"),
        ),
        None => (
            None,
            format!("correct the configuration of {container} in the pod template"),
        ),
    };
    let clause = format!("{container} cannot start in {}", obstacle.pods());
    Some(
        Explanation::new(clause)
            .gist(gist.map(|gist| format!("{container} cannot start: {gist}")))
            .hint(hint)
            .with_missing(missing.as_ref()),
    )
}

#[cfg(test)]
mod tests {
    use crate::model::world::{Report, World};

    fn waiting(message: &str) -> Report {
        World::new()
            .waiting_pod("x-1", "CreateContainerConfigError", message)
            .report()
    }

    #[test]
    fn a_missing_object_or_key_is_named() {
        let object = waiting("configmap \"a\" not found");
        assert_eq!(
            object.message(),
            "\"main\" cannot start: ConfigMap \"a\" does not exist"
        );
        object.assert_finds(
            "container-config",
            &[
                "\"main\" cannot start in pod x-1: configmap \"a\" not found",
                "create ConfigMap \"a\"",
            ],
        );
        object.assert_fact("container-config", "configMap", "a");
        object.assert_fact("container-config", "container", "main");
        let key = waiting("couldn't find key passwd in Secret zoo/db");
        assert_eq!(
            key.message(),
            "\"main\" cannot start: Secret \"db\" has no key \"passwd\""
        );
        key.assert_finds("container-config", &["add key \"passwd\" to Secret \"db\""]);
        key.assert_fact("container-config", "secret", "db");
        key.assert_fact("container-config", "key", "passwd");
    }

    #[test]
    fn a_user_that_the_security_context_forbids_is_told() {
        let as_root = "container has runAsNonRoot and image will run as root";
        waiting(as_root).assert_finds("container-config", &[as_root, "runAsUser of \"main\""]);
        waiting(as_root).assert_fact("container-config", "words", as_root);
        let named =
            "container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root";
        waiting(named).assert_finds("container-config", &[named, "to the number of the image's user"]);
    }

    #[test]
    fn what_is_not_understood_is_quoted() {
        let odd = waiting("no idea");
        assert_eq!(odd.message(), odd.found("container-config").message);
        let other = World::new().waiting_pod("x-1", "CreateContainerError", "no");
        other.report().assert_silent("container-config");
    }
}
