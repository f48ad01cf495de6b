//! A container crashed: a signal such as SIGSEGV ended it.

use super::{Evidence, Explanation, Failure, Find, Rule, Topic, failure};

pub(super) static RULE: Rule = Rule {
    name: "crashed",
    topic: Topic::ContainerFailed,
    summary: "A container crashed: a signal such as SIGSEGV or SIGABRT ended it.",
    cause: "Exit codes above 128 are signals by the convention of shells: 132 SIGILL, 133 SIGTRAP, 134 SIGABRT, 135 SIGBUS, \
            136 SIGFPE, 139 SIGSEGV. The program, or a library in it, has a fault.",
    advice: "Read what the program did last: cyjob logs NAME --failed. SIGILL can mean that the image is built for another \
             processor.",
    sources: &["https://man7.org/linux/man-pages/man7/signal.7.html"],
    find: Find::Failure(tell),
};

fn tell(evidence: &Evidence<'_>, failure: &Failure) -> Option<Explanation> {
    matches!(failure.end.exit_code, 132..=136 | 139)
        .then(|| failure::exited(failure).hint_if_any(failure::log_hint(evidence, failure)))
}

#[cfg(test)]
mod tests {
    use crate::model::world::World;

    #[test]
    fn a_signal_of_its_own_is_a_crash() {
        let report = |code: i32| World::new().failed_pod("x-1", code, "Error").report();
        report(139).assert_fact("crashed", "exitCode", 139);
        report(139).assert_finds("crashed", &["exited 139 (SIGSEGV, a crash)", "--pod x-1"]);
        report(137).assert_silent("crashed");
    }
}
