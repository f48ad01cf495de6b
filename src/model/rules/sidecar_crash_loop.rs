//! A sidecar keeps crashing, so the work never starts.

use super::{Evidence, Explanation, Find, Obstacle, Rule, Topic, logs};

pub(super) static RULE: Rule = Rule {
    name: "sidecar-crash-loop",
    topic: Topic::Restarted,
    summary: "A sidecar keeps crashing, so the main containers never start.",
    cause: "A native sidecar (an init container with restartPolicy: Always) must start before the main containers do. \
            Under restartPolicy: Never, its restarts count toward no limit.",
    advice: "Read the sidecar's log: cyjob logs NAME -c SIDECAR --previous.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/",
        "https://kep.k8s.io/753",
    ],
    find: Find::Obstacle(tell),
};

fn tell(evidence: &Evidence<'_>, obstacle: &Obstacle) -> Option<Explanation> {
    (obstacle.reason() == "CrashLoopBackOff").then(|| {
        let sidecar = obstacle.blockage.container.as_deref().unwrap_or_default();
        let pods = obstacle.pods();
        let clause =
            format!("sidecar \"{sidecar}\" keeps crashing, so the main containers of {pods} cannot start");
        let command = logs::command(evidence, &[("-c", sidecar)]);
        let command = command.map_or_else(String::new, |command| format!(": {command} --previous"));
        Explanation::new(clause).hint(format!("read the log of \"{sidecar}\"{command}"))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::model::world::{World, at, ended, pod_with, runs, waits};

    #[test]
    fn a_sidecar_that_crashes_before_the_work_begins_blocks() {
        let crash = json!({"waiting": {"reason": "CrashLoopBackOff", "message": "back-off 5m0s restarting failed container=proxy"}});
        let patch = json!({
            "spec": {"initContainers": [{"name": "proxy", "image": "i", "restartPolicy": "Always"}]},
            "status": {"phase": "Pending", "initContainerStatuses": [{"name": "proxy", "restartCount": 9, "state": crash,
                "lastState": {"terminated": {"exitCode": 1, "finishedAt": "2026-11-24T11:58:00Z"}}}],
                "containerStatuses": [{"name": "main", "state": {"waiting": {"reason": "PodInitializing"}}}]},
        });
        let report = World::new().pod("x-1", &patch).report();
        assert_eq!(report.state(), "Blocked");
        report.assert_finds("sidecar-crash-loop", &["proxy"]);
        report.assert_fact("sidecar-crash-loop", "container", "proxy");
        report.assert_fact("sidecar-crash-loop", "pod", "x-1");
    }

    #[test]
    fn a_sidecar_between_two_crashes_is_one_that_crashes() {
        let proxy = |restarts: i32, code: i32| {
            let mut proxy = ended("proxy", code, "2026-11-24T11:59:00Z");
            proxy["restartCount"] = restarts.into();
            proxy
        };
        let with = |phase: &str, main: Value, proxy: Value| {
            World::new()
                .pod("x-1", &pod_with(phase, &[main], &[(proxy, Some("Always"))]))
                .report()
        };
        let waiting = || waits("main", "PodInitializing");
        let report = with("Pending", waiting(), proxy(3, 1));
        assert_eq!(
            (report.state(), report.reason()),
            ("Blocked", Some("CrashLoopBackOff"))
        );
        assert_eq!(report.verdict.since, Some(at("2026-11-24T11:59:00Z")));
        report.assert_finds("sidecar-crash-loop", &["sidecar \"proxy\" keeps crashing", "x-1"]);
        for other in [proxy(0, 1), proxy(3, 0)] {
            let report = with("Pending", waiting(), other);
            assert_eq!(report.state(), "Pending");
            report.assert_silent("sidecar-crash-loop");
        }
        let beside_work = with("Running", runs("main"), proxy(3, 1));
        assert_eq!(beside_work.state(), "Running");
        beside_work.assert_finds("crash-loop", &["\"proxy\"", "restarted 3 times"]);
        // Once the work is over, the kubelet stops the sidecar.
        for code in [137, 143] {
            let after_work = with(
                "Running",
                ended("main", 0, "2026-11-24T11:58:59Z"),
                proxy(3, code),
            );
            assert!(after_work.rules().is_empty(), "exit {code}");
        }
        let init = (ended("fetch", 1, "2026-11-24T11:58:59Z"), None);
        let patch = pod_with("Pending", &[waiting()], &[init, (proxy(3, 137), Some("Always"))]);
        let report = World::new().pod("x-1", &patch).report();
        report.assert_silent("sidecar-crash-loop");
    }
}
