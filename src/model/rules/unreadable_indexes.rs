//! Which indexes completed is unknown: the list is missing or malformed.

use super::{Evidence, Facts, Find, Finding, Rule, Severity, Topic};

pub(super) static RULE: Rule = Rule {
    name: "unreadable-indexes",
    topic: Topic::Odd,
    summary: "The Job does not say which indexes completed.",
    cause: "Indexes succeeded, but status.completedIndexes is missing or malformed.",
    advice: "Find out what wrote the status: metadata.managedFields names the writer.",
    sources: &[
        "https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/api/batch/v1/types.go",
    ],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    evidence.indexes?.completed.is_none().then(|| Finding {
        rule: &RULE,
        severity: Severity::Warning,
        subject: evidence.about_job(),
        message: "status.completedIndexes is missing or malformed: which indexes completed is unknown"
            .to_owned(),
        hint: None,
        facts: Facts::default().and("field", "status.completedIndexes"),
    })
}

#[cfg(test)]
mod tests {
    use crate::model::world::{Report, World};

    fn per_index() -> World {
        World::indexed(40_000).with("/spec/backoffLimitPerIndex", 1.into())
    }

    fn completed(report: &Report) -> Option<String> {
        let indexes = report.indexes.as_ref().unwrap();
        indexes.completed.as_ref().map(ToString::to_string)
    }

    #[test]
    fn a_list_of_indexes_that_cannot_be_read_is_unknown() {
        let with = |completed: &str, succeeded: i32| {
            let world = per_index().with("/status/completedIndexes", completed.into());
            world.with("/status/succeeded", succeeded.into()).report()
        };
        let broken = with("0-", 2);
        broken.assert_finds("unreadable-indexes", &["status.completedIndexes"]);
        broken.assert_fact("unreadable-indexes", "field", "status.completedIndexes");
        assert_eq!(completed(&broken), None);
        let read = with("0,1", 2);
        read.assert_silent("unreadable-indexes");
        assert_eq!(completed(&read).as_deref(), Some("0,1"));
        let none = per_index().report();
        none.assert_silent("unreadable-indexes");
        assert_eq!(completed(&none).as_deref(), Some(""), "nothing succeeded yet");
    }
}
