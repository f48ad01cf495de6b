//! A container exited with an error code that means nothing by convention.

use super::{Evidence, Failure, Find, Rule, Told, Topic, failure};

pub(super) static RULE: Rule = Rule {
    name: "container-failed",
    topic: Topic::ContainerFailed,
    summary: "A container exited with an error code.",
    cause: "The program ended with a code other than 0. Its meaning is the program's own; the finding quotes the \
            termination message or the log.",
    advice: "Read the log: cyjob logs NAME --failed. What a program writes to its terminationMessagePath is kept in the \
             pod's status, even when the log is gone.",
    sources: &["https://kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure/"],
    find: Find::Failure(tell),
};

/// The last of the rules on failed containers: it speaks of what no other knows.
#[expect(clippy::unnecessary_wraps, reason = "the rules before it may know nothing")]
fn tell(evidence: &Evidence<'_>, failure: &Failure) -> Option<Told> {
    Some(Told {
        clause: failure::exited(failure),
        hint: failure::log_hint(evidence, failure),
    })
}
