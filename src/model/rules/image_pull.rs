//! An image cannot be pulled.

use super::{Evidence, Explanation, Find, Obstacle, Rule, Topic};

pub(super) static RULE: Rule = Rule {
    name: "image-pull",
    topic: Topic::NotStarted,
    summary: "A container cannot start because its image cannot be pulled.",
    cause: "The name or tag is wrong, the registry cannot be reached or refuses access, or imagePullPolicy forbids pulling. \
            The kubelet tries again forever, and the Job counts no failure.",
    advice: "Check the image's name and tag, the registry and imagePullSecrets. Set activeDeadlineSeconds, so that such a Job \
             fails.",
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
    let known = obstacle.blockage.image.as_deref();
    let known = known.filter(|image| !image.is_empty());
    let image = known.map_or_else(|| "the image".to_owned(), |image| format!("image {image}"));
    let registry = known.map(registry);
    let (gist, hint) = match reason {
        "InvalidImageName" => (
            Some("the name is not valid".to_owned()),
            format!("correct the name of {image}"),
        ),
        "ErrImageNeverPull" => (
            Some("it is not on the node, and imagePullPolicy is Never".to_owned()),
            format!("load {image} onto the node, or change imagePullPolicy"),
        ),
        _ => by_words(obstacle, registry, &image),
    };
    let of_container = obstacle.of_container();
    let clause = format!("cannot pull {image}{of_container}");
    Some(
        Explanation::new(format!("{clause} in {}", obstacle.pods()))
            .gist(gist.map(|gist| format!("{clause}: {gist}")))
            .hint(hint)
            .and_some("image", known)
            .and_some("registry", registry),
    )
}

/// The gist of the runtime's message, and what to do.
fn by_words(obstacle: &Obstacle, registry: Option<&str>, image: &str) -> (Option<String>, String) {
    let registry = registry.map_or_else(|| "the registry".to_owned(), |name| format!("registry {name}"));
    let says = |words: &[&str]| words.iter().any(|words| obstacle.says(words));
    if says(&["no such host"]) {
        return (
            Some(format!("{registry}: no such host")),
            format!("correct the registry in the name of {image}, or its DNS"),
        );
    }
    if says(&[
        "401 Unauthorized",
        "403 Forbidden",
        "pull access denied",
        "authorization failed",
    ]) {
        return (
            Some(format!("{registry} refuses access, or has no such image")),
            format!("check the name of {image}, and add a Secret for {registry} to imagePullSecrets"),
        );
    }
    if says(&["manifest unknown", ": not found"]) {
        return (
            Some(format!("{registry} has no such image or tag")),
            format!("correct the name or tag of {image}"),
        );
    }
    if says(&["429 Too Many Requests", "toomanyrequests"]) {
        return (
            Some(format!("{registry} limits the rate of pulls")),
            format!("wait, or log in to {registry} with imagePullSecrets"),
        );
    }
    for failure in ["connection refused", "i/o timeout", "no route to host"] {
        if obstacle.says(failure) {
            return (
                Some(format!("{registry}: {failure}")),
                format!("check that the node reaches {registry}"),
            );
        }
    }
    (
        None,
        format!("check the name and tag of {image}, {registry} and imagePullSecrets"),
    )
}

/// The registry in the name of an image (`ParseDockerRef` in distribution's reference).
fn registry(image: &str) -> &str {
    match image.split_once('/') {
        Some((host, _)) if host.contains(['.', ':']) || host == "localhost" => host,
        _ => "docker.io",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::world::{World, pod_with, runs, waits};

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
        report.assert_fact("image-pull", "container", "b");
        report.assert_fact("image-pull", "image", "app:1");
        report.assert_fact("image-pull", "words", "Failed to pull: manifest unknown");
        assert!(!report.message().contains("503"), "{}", report.message());
    }

    #[test]
    fn the_cause_and_the_hint_name_the_registry() {
        let said = |reason: &str, words: &str| {
            let mut pod = pod_with("Pending", &[waits("main", reason)], &[]);
            let main = &mut pod["status"]["containerStatuses"][0];
            main["image"] = "ghcr.io/a/b:1".into();
            main["state"]["waiting"]["message"] = words.into();
            pod["spec"]["containers"][0]["image"] = "ghcr.io/a/b:1".into();
            let report = World::new().pod("x-1", &pod).report();
            report.assert_fact("image-pull", "registry", "ghcr.io");
            let hint = report.found("image-pull").hint.clone().unwrap();
            (report.message().to_owned(), hint)
        };
        for (reason, words, cause, hint) in [
            (
                "ImagePullBackOff",
                "dial tcp: lookup ghcr.io: no such host",
                "registry ghcr.io: no such host",
                "correct the registry in the name of image ghcr.io/a/b:1",
            ),
            (
                "ErrImagePull",
                "ghcr.io/a/b:1: not found",
                "registry ghcr.io has no such image or tag",
                "correct the name or tag of image ghcr.io/a/b:1",
            ),
            (
                "ErrImagePull",
                "unexpected status: 403 Forbidden",
                "registry ghcr.io refuses access, or has no such image",
                "check the name of image ghcr.io/a/b:1, and add a Secret for registry ghcr.io to imagePullSecrets",
            ),
            (
                "ErrImagePull",
                "429 Too Many Requests",
                "registry ghcr.io limits the rate of pulls",
                "wait, or log in to registry ghcr.io with imagePullSecrets",
            ),
            (
                "ErrImagePull",
                "dial tcp 1.2.3.4:443: i/o timeout",
                "registry ghcr.io: i/o timeout",
                "check that the node reaches registry ghcr.io",
            ),
            (
                "ErrImageNeverPull",
                "is not present with pull policy of Never",
                "it is not on the node, and imagePullPolicy is Never",
                "load image ghcr.io/a/b:1 onto the node",
            ),
        ] {
            let (verdict, fix) = said(reason, words);
            assert_eq!(
                verdict,
                format!("cannot pull image ghcr.io/a/b:1 of \"main\": {cause}")
            );
            assert!(fix.starts_with(hint), "{fix}");
        }
        let (verdict, _) = said("ErrImagePull", "something new");
        assert_eq!(
            verdict,
            "cannot pull image ghcr.io/a/b:1 of \"main\" in pod x-1: something new"
        );
    }

    #[test]
    fn an_image_without_a_host_is_of_docker_hub() {
        for (image, registry) in [
            ("busybox:1.36", "docker.io"),
            ("team/app", "docker.io"),
            ("localhost/app", "localhost"),
            ("r:5000/app", "r:5000"),
        ] {
            assert_eq!(super::registry(image), registry);
        }
    }
}
