//! A container exited 137 in a pod that was asked to stop.

use super::{Evidence, Failure, Find, Rule, Told, Topic, failure};

pub(super) static RULE: Rule = Rule {
    name: "killed-after-stop",
    topic: Topic::ContainerFailed,
    summary: "A container was killed because it did not stop in time after its pod was deleted.",
    cause: "The kubelet sends SIGTERM, and SIGKILL after terminationGracePeriodSeconds. The first process of a container \
            ignores SIGTERM unless it handles it; a shell does not pass it on.",
    advice: "Make the program end on SIGTERM (exec it, or use an init such as tini), or raise \
             terminationGracePeriodSeconds.",
    sources: &["https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination"],
    find: Find::Failure(tell),
};

fn tell(_: &Evidence<'_>, failure: &Failure) -> Option<Told> {
    (failure.end.exit_code == 137 && failure.stopped).then(|| Told {
        clause: failure::exited(failure),
        hint: Some("it did not end within terminationGracePeriodSeconds after it was asked to".to_owned()),
    })
}
