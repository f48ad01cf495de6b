//! An image cannot be pulled.

use super::{Evidence, Explanation, Find, Obstacle, Rule, Topic};

pub(super) static RULE: Rule = Rule {
    name: "image-pull",
    topic: Topic::NotStarted,
    summary: "A container's image cannot be pulled.",
    cause: "The name or tag is wrong, the registry cannot be reached or refuses the login, or the pull policy forbids \
            pulling. The kubelet retries forever, and the Job counts no failure.",
    advice: "Check image, tag, registry and imagePullSecrets. Set activeDeadlineSeconds, so that such a Job fails.",
    sources: &[
        "https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff",
        "https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/images/types.go",
        "https://github.com/kubernetes/kubernetes/issues/66756",
    ],
    find: Find::Obstacle(tell),
};

fn tell(_: &Evidence<'_>, obstacle: &Obstacle) -> Option<Explanation> {
    let reason = obstacle.reason();
    if !reason.contains("Image") && reason != "RegistryUnavailable" {
        return None;
    }
    let image = obstacle.blockage.image.as_deref();
    let image = image.filter(|image| !image.is_empty()).unwrap_or("the image");
    let hint = match reason {
        "InvalidImageName" => "correct the image name",
        "ErrImageNeverPull" => "load the image onto the node, or change imagePullPolicy",
        _ => "check the image name, the tag, the registry and imagePullSecrets",
    };
    Some(Explanation {
        clause: format!(
            "cannot pull image {image}{} in {}",
            obstacle.of_container(),
            obstacle.pods()
        ),
        hint: Some(hint.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::world::{World, pod_with, runs};

    #[test]
    fn the_newest_error_of_the_right_image_is_quoted() {
        let back_off = |name: &str| json!({"name": name, "state": {"waiting": {"reason": "ImagePullBackOff", "message": "Back-off pulling image \"r/b\""}}});
        let failed = |world: World, container: &str, time: &str, words: &str| {
            world.event_at(
                &format!("spec.containers{{{container}}}"),
                "Pod",
                "x-1",
                time,
                "Failed",
                words,
            )
        };
        let world = World::new().pod("x-1", &pod_with("Pending", &[runs("a"), back_off("b")], &[]));
        let world = failed(world, "b", "2026-11-24T11:01:00Z", "Failed to pull: i/o timeout");
        let world = failed(
            world,
            "b",
            "2026-11-24T11:02:00Z",
            "Failed to pull: manifest unknown",
        );
        let world = failed(world, "a", "2026-11-24T11:03:00Z", "Failed to pull: 503");
        let report = world.report();
        report.assert_finds("image-pull", &["manifest unknown"]);
        assert!(!report.message().contains("503"), "{}", report.message());
    }
}
