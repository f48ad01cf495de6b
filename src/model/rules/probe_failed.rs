//! The kubelet killed a container for its liveness or startup probe.

use super::{Evidence, Failure, Find, Rule, Told, Topic};

pub(super) static RULE: Rule = Rule {
    name: "probe-failed",
    topic: Topic::ContainerFailed,
    summary: "The kubelet killed a container because its liveness or startup probe failed.",
    cause: "The probe failed failureThreshold times in a row. A program that is busy or starts slowly may not answer in \
            time.",
    advice: "Make the program answer its probe, or give the probe more time: timeoutSeconds, periodSeconds, \
             failureThreshold. A Job rarely needs a liveness probe; its deadline is activeDeadlineSeconds.",
    sources: &[
        "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/",
    ],
    find: Find::Failure(tell),
};

fn tell(_: &Evidence<'_>, failure: &Failure) -> Option<Told> {
    let probe = failure.probe.as_ref()?;
    let (kind, code, container) = (probe.kind, failure.end.exit_code, &failure.container);
    Some(Told {
        clause: format!("was killed because its {kind} probe failed (exit {code})"),
        hint: Some(format!(
            "give the {kind}Probe of \"{container}\" what it asks for, or more time (timeoutSeconds, failureThreshold)"
        )),
    })
}
