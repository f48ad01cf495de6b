//! A container exited 143 after its pod was asked to stop.

use super::{Evidence, Explanation, Failure, Find, Rule, Topic, failure};

pub(super) static RULE: Rule = Rule {
    name: "asked-to-stop",
    topic: Topic::ContainerFailed,
    summary: "A container exited on SIGTERM because its pod was deleted.",
    cause: "A person or a controller deleted the pod while it ran. The Job controller counts a deleted pod as failed.",
    advice: "If no event says who deleted the pod, look in the audit log of the API server.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination",
        "https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/",
    ],
    find: Find::Failure(tell),
};

fn tell(_: &Evidence<'_>, failure: &Failure) -> Option<Explanation> {
    let hint = failure.deleted_by.is_none().then(|| failure::AUDIT.to_owned());
    (failure.end.exit_code == 143 && failure.stopped).then(|| failure::exited(failure).hint_if_any(hint))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::model::world::World;

    #[test]
    fn what_failed_before_the_pod_was_deleted_tells_more_than_what_fails_after() {
        let end = |code: i32, at: &str| json!({"terminated": {"exitCode": code, "reason": "Error", "startedAt": "2026-11-24T11:10:00Z", "finishedAt": at}});
        let world = |last: Value| {
            let main = json!({"name": "main", "restartCount": 1, "state": end(143, "2026-11-24T11:30:05Z"), "lastState": last});
            let deletion =
                json!({"deletionTimestamp": "2026-11-24T11:30:30Z", "deletionGracePeriodSeconds": 30});
            World::on_failure()
                .condition(
                    "Failed",
                    "BackoffLimitExceeded",
                    "Job has reached the specified backoff limit",
                )
                .pod(
                    "x-1",
                    &json!({"metadata": deletion, "status": {"phase": "Failed", "containerStatuses": [main]}}),
                )
                .report()
        };
        let restarted = world(end(3, "2026-11-24T11:20:00Z"));
        restarted.assert_finds("container-failed", &["exited 3 in pod x-1"]);
        assert!(restarted.finding("asked-to-stop").is_none());
        let first = world(json!({}));
        first.assert_finds("asked-to-stop", &["exited 143 (SIGTERM)"]);
        first.assert_fact("asked-to-stop", "exitCode", 143);
        first.assert_fact("asked-to-stop", "pod", "x-1");
        assert!(first.finding("container-failed").is_none());
    }
}
