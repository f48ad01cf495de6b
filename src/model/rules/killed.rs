//! A container was killed from elsewhere. 137 alone is SIGKILL, which need not be memory (kubernetes/kubernetes#19825).

use super::{Evidence, Explanation, Failure, Find, Rule, Topic, failure};

pub(super) static RULE: Rule = Rule {
    name: "killed",
    topic: Topic::ContainerFailed,
    summary: "A container was killed by SIGKILL, and nothing says who sent it.",
    cause: "Exit code 137 is 128 + 9, SIGKILL. Only the reason OOMKilled proves that memory was the cause; some runtimes \
            lose it. A process may also have been killed from within the container or on the node.",
    advice: "Check the memory of the node at that time, and what else may send SIGKILL, a script in the image for example.",
    sources: &["https://github.com/kubernetes/kubernetes/issues/19825"],
    find: Find::Failure(tell),
};

fn tell(_: &Evidence<'_>, failure: &Failure) -> Option<Explanation> {
    (failure.end.exit_code == 137).then(|| Explanation {
        clause: failure::exited(failure),
        hint: Some(
            "SIGKILL without OOMKilled: the node may have run out of memory, or something else killed the process"
                .to_owned(),
        ),
    })
}

#[cfg(test)]
mod tests {
    use crate::model::world::World;

    #[test]
    fn a_kill_is_memory_only_if_the_reason_says_so() {
        let report = |reason: &str| World::new().failed_pod("x-1", 137, reason).report();
        report("Error").assert_finds(
            "killed",
            &["exited 137 (SIGKILL)", "the node may have run out of memory"],
        );
        report("OOMKilled").assert_silent("killed");
    }
}
