//! A container exited 143 in a pod that was asked to stop.

use super::{Evidence, Failure, Find, Rule, Told, Topic, failure};

pub(super) static RULE: Rule = Rule {
    name: "asked-to-stop",
    topic: Topic::ContainerFailed,
    summary: "A container ended by SIGTERM because its pod was deleted.",
    cause: "Somebody or something deleted the pod while it worked. The Job controller counts such a pod as failed.",
    advice: "If no event names who deleted the pod, the audit log of the API server does.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination",
        "https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/",
    ],
    find: Find::Failure(tell),
};

fn tell(_: &Evidence<'_>, failure: &Failure) -> Option<Told> {
    let hint = if failure.deleted_by.is_none() {
        failure::AUDIT
    } else {
        "the container ended as it was asked to"
    };
    (failure.end.exit_code == 143 && failure.stopped).then(|| Told {
        clause: failure::exited(failure),
        hint: Some(hint.to_owned()),
    })
}
