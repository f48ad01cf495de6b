//! A sidecar crashes, and so the work never starts.

use super::{Evidence, Find, Obstacle, Rule, Told, Topic};

pub(super) static RULE: Rule = Rule {
    name: "sidecar-crash-loop",
    topic: Topic::Restarted,
    summary: "A sidecar crashes again and again, and so the main containers never start.",
    cause: "A native sidecar, an init container with restartPolicy: Always, must have started before the main containers \
            do. Under restartPolicy: Never its restarts count toward no limit.",
    advice: "Read the sidecar's log: cyjob logs NAME -c SIDECAR --previous.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/",
        "https://kep.k8s.io/753",
    ],
    find: Find::Obstacle(tell),
};

fn tell(_: &Evidence<'_>, obstacle: &Obstacle) -> Option<Told> {
    (obstacle.reason() == "CrashLoopBackOff").then(|| Told {
        clause: format!(
            "the sidecar \"{}\" crashes, so the main containers of {} never start",
            obstacle.blockage.container.as_deref().unwrap_or_default(),
            obstacle.pods()
        ),
        hint: Some("read the sidecar's log".to_owned()),
    })
}
