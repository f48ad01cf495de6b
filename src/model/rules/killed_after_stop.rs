//! A container exited 137 after its pod was asked to stop.

use super::{Evidence, Explanation, Failure, Find, Rule, Topic};

pub(super) static RULE: Rule = Rule {
    name: "killed-after-stop",
    topic: Topic::ContainerFailed,
    summary: "A container was killed because it did not stop in time after its pod was deleted.",
    cause: "The kubelet sends SIGTERM, and SIGKILL after terminationGracePeriodSeconds. The first process of a container \
            ignores SIGTERM unless it handles the signal; a shell does not pass it on.",
    advice: "Make the program exit on SIGTERM (start it with exec, or use an init such as tini), or raise \
             terminationGracePeriodSeconds.",
    sources: &["https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination"],
    find: Find::Failure(tell),
};

fn tell(_: &Evidence<'_>, failure: &Failure) -> Option<Explanation> {
    (failure.end.exit_code == 137 && failure.stopped).then(|| {
        Explanation::new("did not stop within terminationGracePeriodSeconds and was killed (exit 137)")
            .and("exitCode", 137)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::world::{World, failed};

    #[test]
    fn a_kill_after_a_deletion_is_a_consequence() {
        let mut patch = failed(137, "Error");
        patch["metadata"] =
            json!({"deletionTimestamp": "2026-11-24T11:09:59Z", "deletionGracePeriodSeconds": 30});
        let report = World::new().pod("x-1", &patch).report();
        report.assert_finds("killed-after-stop", &["terminationGracePeriodSeconds"]);
        report.assert_fact("killed-after-stop", "exitCode", 137);
        report.assert_silent("killed");
        patch["status"]["containerStatuses"][0]["state"]["terminated"]["exitCode"] = 143.into();
        let asked = World::new().pod("x-1", &patch).report();
        asked.assert_finds(
            "asked-to-stop",
            &[
                "exited 143 (SIGTERM) in pod x-1 after its pod was deleted",
                "audit log",
            ],
        );
        let by_controller = World::new().pod("x-1", &patch).event(
            "Job",
            "x",
            "2026-11-24T11:09:29Z",
            "SuccessfulDelete",
            "Deleted pod: x-1",
        );
        let by_controller = by_controller.report();
        by_controller.assert_finds(
            "asked-to-stop",
            &["after its pod was deleted by the Job controller"],
        );
        let ended_by_itself = World::new().failed_pod("x-1", 143, "Error").report();
        assert!(
            !ended_by_itself.message().contains("deleted"),
            "{}",
            ended_by_itself.message()
        );
    }
}
