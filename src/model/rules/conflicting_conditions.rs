//! The Job claims to be Complete and Failed. No controller of Kubernetes writes that.

use super::{Evidence, Facts, Find, Finding, Rule, Severity, Topic};

pub(super) static RULE: Rule = Rule {
    name: "conflicting-conditions",
    topic: Topic::Odd,
    summary: "The Job claims to be both Complete and Failed.",
    cause: "Something other than the Job controller wrote the status. cyjob treats such a Job as failed.",
    advice: "Find out what wrote the status: metadata.managedFields names the writer.",
    sources: &[
        "https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/batch/validation/validation.go",
    ],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let case = evidence.case;
    (case.condition("Complete").is_some() && case.condition("Failed").is_some()).then(|| Finding {
        rule: &RULE,
        severity: Severity::Warning,
        subject: evidence.about_job(),
        message: "the Job claims to be both Complete and Failed; cyjob treats it as failed".to_owned(),
        hint: None,
        facts: Facts::default().and("conditions", vec!["Complete".to_owned(), "Failed".to_owned()]),
    })
}

#[cfg(test)]
mod tests {
    use crate::model::world::World;

    #[test]
    fn both_ends_at_once_are_a_failure() {
        let report = World::new()
            .condition("Complete", "CompletionsReached", "")
            .condition("Failed", "BackoffLimitExceeded", "")
            .report();
        assert_eq!(report.state(), "Failed");
        report.assert_finds("conflicting-conditions", &["both Complete and Failed"]);
        let both = vec!["Complete".to_owned(), "Failed".to_owned()];
        report.assert_fact("conflicting-conditions", "conditions", both);
    }
}
