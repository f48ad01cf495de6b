//! SIGKILL ended a container, and its sender is unknown. 137 alone means only "SIGKILL, possibly out of
//! memory" (k/k#19825).

use super::{Evidence, Explanation, Failure, Find, Rule, Topic, failure};

pub(super) static RULE: Rule = Rule {
    name: "killed",
    topic: Topic::ContainerFailed,
    summary: "SIGKILL ended a container, and nothing says what sent it.",
    cause: "Exit code 137 is 128 + 9, SIGKILL. Only the reason OOMKilled proves that memory was the cause; some runtimes \
            lose it. A process in the container or on the node can send SIGKILL, too.",
    advice: "Check the memory of the node at that time, and what else can send SIGKILL, for example a script in the image.",
    sources: &["https://github.com/kubernetes/kubernetes/issues/19825"],
    find: Find::Failure(tell),
};

fn tell(_: &Evidence<'_>, failure: &Failure) -> Option<Explanation> {
    (failure.end.exit_code == 137).then(|| {
        failure::exited(failure)
            .hint("find out what sent SIGKILL: the node was possibly out of memory, or something else killed the container")
    })
}

#[cfg(test)]
mod tests {
    use crate::model::world::World;

    #[test]
    fn a_kill_is_memory_only_if_the_reason_says_so() {
        let report = |reason: &str| World::new().failed_pod("x-1", 137, reason).report();
        report("Error").assert_finds("killed", &["exited 137 (SIGKILL)", "possibly out of memory"]);
        report("Error").assert_fact("killed", "exitCode", 137);
        report("OOMKilled").assert_silent("killed");
    }
}
