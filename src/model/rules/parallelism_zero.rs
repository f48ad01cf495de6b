//! The Job asks for no pod.

use super::{Evidence, Explanation, Find, Obstacle, Rule, Topic};
use crate::model::obstacles::PARKED;

pub(super) static RULE: Rule = Rule {
    name: "parallelism-zero",
    topic: Topic::NotCreated,
    summary: "The Job asks for no pod: its parallelism is 0.",
    cause: "spec.parallelism is 0. Jobs were paused so before spec.suspend existed.",
    advice: "Raise spec.parallelism. To pause a Job, set spec.suspend instead.",
    sources: &["https://kubernetes.io/docs/concepts/workloads/controllers/job/#controlling-parallelism"],
    find: Find::Obstacle(tell),
};

fn tell(_: &Evidence<'_>, obstacle: &Obstacle) -> Option<Explanation> {
    (obstacle.reason() == PARKED).then(|| Explanation {
        clause: "parallelism is 0, so the Job asks for no pod".to_owned(),
        hint: Some("raise spec.parallelism".to_owned()),
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
    }
}
