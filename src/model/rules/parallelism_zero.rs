//! The Job asks for no pod.

use super::{Evidence, Explanation, Find, Obstacle, Rule, Topic};
use crate::model::obstacles::PARALLELISM_ZERO;

pub(super) static RULE: Rule = Rule {
    name: "parallelism-zero",
    topic: Topic::NotCreated,
    summary: "The Job asks for no pod: its parallelism is 0.",
    cause: "spec.parallelism is 0. Before spec.suspend existed, Jobs were paused this way.",
    advice: "Raise spec.parallelism. To pause a Job, set spec.suspend instead.",
    sources: &["https://kubernetes.io/docs/concepts/workloads/controllers/job/#controlling-parallelism"],
    find: Find::Obstacle(tell),
};

fn tell(_: &Evidence<'_>, obstacle: &Obstacle) -> Option<Explanation> {
    (obstacle.reason() == PARALLELISM_ZERO).then(|| {
        Explanation::new("spec.parallelism is 0, so the Job asks for no pod")
            .hint("raise spec.parallelism")
            .and("parallelism", 0)
    })
}

#[cfg(test)]
mod tests {
    use crate::model::world::World;

    #[test]
    fn no_parallelism_asks_for_no_pod() {
        let report = World::new().with("/spec/parallelism", 0.into()).report();
        assert_eq!(report.state(), "Blocked");
        report.assert_finds("parallelism-zero", &["parallelism is 0"]);
        report.assert_fact("parallelism-zero", "parallelism", 0);
    }
}
