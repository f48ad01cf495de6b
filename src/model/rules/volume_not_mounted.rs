//! A volume cannot be mounted.

use super::{Evidence, Find, Obstacle, Rule, Told, Topic};

pub(super) static RULE: Rule = Rule {
    name: "volume-not-mounted",
    topic: Topic::NotStarted,
    summary: "A pod cannot start because a volume cannot be mounted.",
    cause: "A Secret, ConfigMap or claim that the volume refers to does not exist, or the storage cannot be attached to the \
            node. Only events say so; the pod stays in ContainerCreating.",
    advice: "Create what is missing, or correct the volume in the pod template. See the events of the claim and its driver.",
    sources: &[
        "https://kubernetes.io/docs/concepts/storage/volumes/",
        "https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/events/event.go",
    ],
    find: Find::Obstacle(tell),
};

fn tell(_: &Evidence<'_>, obstacle: &Obstacle) -> Option<Told> {
    matches!(
        obstacle.reason(),
        "FailedMount" | "FailedAttachVolume" | "FailedMapVolume"
    )
    .then(|| Told {
        clause: format!("a volume of {} cannot be mounted", obstacle.pods()),
        hint: Some("create what the message names, or mend the volume".to_owned()),
    })
}
