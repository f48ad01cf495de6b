//! A container was killed because of its memory.

use super::{Evidence, Explanation, Failure, Find, Rule, Topic};

pub(super) static RULE: Rule = Rule {
    name: "oom-killed",
    topic: Topic::ContainerFailed,
    summary: "A container was killed because it ran out of memory.",
    cause: "The kernel killed it: the container reached its memory limit, the pod reached its own, or the node had no \
            memory left.",
    advice: "Raise resources.limits.memory, or make the program use less memory. If the container has no limit, the node ran \
             out of memory: set a request, so that the scheduler finds a node with enough.",
    sources: &[
        "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
        "https://kep.k8s.io/2837",
    ],
    find: Find::Failure(tell),
};

fn tell(_: &Evidence<'_>, failure: &Failure) -> Option<Explanation> {
    if failure.end.reason.as_deref() != Some("OOMKilled") {
        return None;
    }
    let (code, container) = (failure.end.exit_code, &failure.container);
    let (limit, hint) = match (&failure.memory_limit, &failure.pod_memory_limit) {
        (Some(limit), _) => (
            format!("limit {limit}"),
            format!(
                "raise resources.limits.memory of \"{container}\" above {limit}, or make the program use less memory"
            ),
        ),
        (None, Some(limit)) => (
            format!("limit {limit} of the pod"),
            format!(
                "raise resources.limits.memory of the pod (spec.template.spec.resources) above {limit}, or make its \
                 containers use less memory"
            ),
        ),
        (None, None) => (
            "no limit of its own".to_owned(),
            format!(
                "set resources.requests.memory and resources.limits.memory of \"{container}\": the node ran out of memory"
            ),
        ),
    };
    Some(
        Explanation::new(format!("was killed for memory (exit {code}, OOMKilled, {limit})"))
            .hint(hint)
            .and("exitCode", code)
            .and("reason", "OOMKilled")
            .and_some("memoryLimit", failure.memory_limit.as_deref())
            .and_some("podMemoryLimit", failure.pod_memory_limit.as_deref()),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::world::{World, failed};

    #[test]
    fn the_memory_limit_is_named_or_its_absence() {
        let limited =
            json!({"spec": {"containers": [{"name": "main", "resources": {"limits": {"memory": "64Mi"}}}]}});
        let mut patch = failed(137, "OOMKilled");
        patch["spec"] = limited["spec"].clone();
        let limited = World::new().pod("x-1", &patch).report();
        limited.assert_finds("oom-killed", &["limit 64Mi", "above 64Mi"]);
        limited.assert_fact("oom-killed", "memoryLimit", "64Mi");
        limited.assert_fact("oom-killed", "exitCode", 137);
        World::new()
            .failed_pod("x-1", 137, "OOMKilled")
            .report()
            .assert_finds(
                "oom-killed",
                &["no limit of its own", "the node ran out of memory"],
            );
        let of_pod = World::new()
            .failed_pod("x-1", 137, "OOMKilled")
            .with(
                "/spec/template/spec/resources",
                json!({"limits": {"memory": "96Mi"}}),
            )
            .report();
        of_pod.assert_fact("oom-killed", "podMemoryLimit", "96Mi");
        of_pod.assert_finds("oom-killed", &["limit 96Mi of the pod", "above 96Mi"]);
    }
}
