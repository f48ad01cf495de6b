//! A volume cannot be mounted.

use super::{Evidence, Explanation, Find, MissingObject, Obstacle, Rule, Topic};

pub(super) static RULE: Rule = Rule {
    name: "volume-not-mounted",
    topic: Topic::NotStarted,
    summary: "A pod cannot start because a volume cannot be mounted.",
    cause: "A Secret, ConfigMap or PersistentVolumeClaim of the volume does not exist, or the storage cannot be attached to \
            the node. Only events say so; the pod stays in ContainerCreating.",
    advice: "Create the missing object, or correct the volume in the pod template. For storage, read the events of the \
             PersistentVolumeClaim and the log of its driver.",
    sources: &[
        "https://kubernetes.io/docs/concepts/storage/volumes/",
        "https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/events/event.go",
    ],
    find: Find::Obstacle(tell),
};

fn tell(_: &Evidence<'_>, obstacle: &Obstacle) -> Option<Explanation> {
    if !matches!(
        obstacle.reason(),
        "FailedMount" | "FailedAttachVolume" | "FailedMapVolume"
    ) {
        return None;
    }
    let words = obstacle.words().unwrap_or_default();
    let volume = volume(words);
    let subject = volume.map_or_else(|| "a volume".to_owned(), |name| format!("volume \"{name}\""));
    let missing = MissingObject::read(words);
    let hint = match &missing {
        Some(missing) => missing.hint(),
        None => format!("check {subject} in the pod template, and the events of its storage"),
    };
    let gist = missing.as_ref().map(MissingObject::clause);
    Some(
        Explanation::new(format!("{subject} of {} cannot be mounted", obstacle.pods()))
            .gist(gist.map(|gist| format!("{subject} cannot be mounted: {gist}")))
            .hint(hint)
            .and_some("volume", volume)
            .with_missing(missing.as_ref()),
    )
}

/// The name of the volume: `s` of `MountVolume.SetUp failed for volume "s" : …` (`GenerateError` in
/// `volume_types.go`). Other messages name persistent volumes.
fn volume(words: &str) -> Option<&str> {
    let (_, rest) = words.split_once("MountVolume.SetUp failed for volume \"")?;
    let (name, _) = rest.split_once('"')?;
    Some(name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::world::{World, ended, pod_with, waits};

    #[test]
    fn mounts_show_in_events_only() {
        let world = || World::new().waiting_pod("x-1", "ContainerCreating", "");
        let report = world()
            .event(
                "Pod",
                "x-1",
                "2026-11-24T11:59:00Z",
                "FailedMount",
                "secret \"s\" not found",
            )
            .report();
        assert_eq!(
            (report.state(), report.reason()),
            ("Blocked", Some("FailedMount"))
        );
        report.assert_finds("volume-not-mounted", &["secret \"s\" not found"]);
        assert_eq!(
            report.message(),
            "a volume cannot be mounted: Secret \"s\" does not exist"
        );
        report.assert_finds("volume-not-mounted", &["create Secret \"s\""]);
        report.assert_fact("volume-not-mounted", "secret", "s");
        report.assert_fact("volume-not-mounted", "reason", "FailedMount");
        report.assert_fact("volume-not-mounted", "pod", "x-1");
        let of_another = world()
            .event(
                "Pod",
                "y-1",
                "2026-11-24T11:59:00Z",
                "FailedMount",
                "secret \"s\" not found",
            )
            .report();
        assert_eq!(of_another.state(), "Pending", "an event of another pod");
        let running = json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "state": {"running": {}}}]}});
        let past = World::new()
            .pod("x-1", &running)
            .event("Pod", "x-1", "2026-11-24T11:01:00Z", "FailedMount", "later found")
            .report();
        assert_eq!(past.state(), "Running", "the mount came after all");
        past.assert_silent("volume-not-mounted");
    }

    #[test]
    fn the_volume_is_named() {
        let words =
            "MountVolume.SetUp failed for volume \"conf\" : references non-existent config key: a.yaml";
        let world = World::new().waiting_pod("x-1", "ContainerCreating", "");
        let world = world.event("Pod", "x-1", "2026-11-24T11:59:00Z", "FailedMount", words);
        let report = world.report();
        let verdict = "volume \"conf\" cannot be mounted: its ConfigMap has no key \"a.yaml\"";
        assert_eq!(report.message(), verdict);
        report.assert_finds(
            "volume-not-mounted",
            &[
                "volume \"conf\" of pod x-1 cannot be mounted",
                "add key \"a.yaml\" to the ConfigMap of the volume",
            ],
        );
        report.assert_fact("volume-not-mounted", "volume", "conf");
        let other = World::new().waiting_pod("x-1", "ContainerCreating", "").event(
            "Pod",
            "x-1",
            "2026-11-24T11:59:00Z",
            "FailedAttachVolume",
            "timed out",
        );
        let other = other.report();
        assert_eq!(other.message(), other.found("volume-not-mounted").message);
    }

    fn failed_mount(world: World) -> World {
        world.event("Pod", "x-1", "2026-11-24T11:10:00Z", "FailedMount", "not found")
    }

    #[test]
    fn a_mount_that_failed_once_is_history() {
        let creating = || World::new().waiting_pod("x-1", "ContainerCreating", "");
        assert_eq!(failed_mount(creating()).report().state(), "Blocked");
        for later in ["Pulling", "SandboxChanged"] {
            let report = failed_mount(creating())
                .event("Pod", "x-1", "2026-11-24T11:20:00Z", later, "")
                .report();
            assert_eq!(report.state(), "Pending", "{later}");
            let again = failed_mount(creating().event("Pod", "x-1", "2026-11-24T11:05:00Z", later, ""));
            assert_eq!(again.report().state(), "Blocked", "{later} before");
        }
        let init_done = pod_with(
            "Pending",
            &[waits("main", "PodInitializing")],
            &[(ended("fetch", 0, "2026-11-24T11:50:00Z"), None)],
        );
        assert_eq!(
            failed_mount(World::new().pod("x-1", &init_done)).report().state(),
            "Pending"
        );
        let up = json!({"status": {"phase": "Pending", "conditions": [{"type": "PodReadyToStartContainers", "status": "True"}],
            "containerStatuses": [waits("main", "ContainerCreating")]}});
        assert_eq!(
            failed_mount(World::new().pod("x-1", &up)).report().state(),
            "Pending",
            "its sandbox is up"
        );
        let mut crash = waits("fetch", "CrashLoopBackOff");
        crash["restartCount"] = 3.into();
        let crashing = pod_with("Pending", &[waits("main", "PodInitializing")], &[(crash, None)]);
        assert_eq!(
            failed_mount(World::on_failure().pod("x-1", &crashing))
                .report()
                .state(),
            "Retrying"
        );
    }

    #[test]
    fn a_pod_without_a_uid_has_the_events_of_its_name() {
        let pod = |uid: &str| json!({"metadata": {"uid": uid}, "status": {"phase": "Pending"}});
        let blocked = |uid: &str| {
            let world = World::new().pod("x-1", &pod(uid)).pod("x-2", &pod(""));
            let time = "2026-11-24T11:50:00Z";
            let world = world.event("Pod", "x-1", time, "FailedMount", "secret \"s\" not found");
            world.report()
        };
        for uid in ["", "uid-x-1"] {
            let finding = blocked(uid).found("volume-not-mounted").clone();
            assert_eq!(finding.subject.count, 1, "{finding:?}");
        }
        blocked("uid-of-a-namesake").assert_silent("volume-not-mounted");
    }
}
