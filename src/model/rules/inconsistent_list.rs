//! The list of pods mixes several moments.

use super::{Evidence, Facts, Find, Finding, Rule, Severity, Topic};
use crate::model::words;

pub(super) static RULE: Rule = Rule {
    name: "inconsistent-list",
    topic: Topic::Odd,
    summary: "The list of pods was read in pages that do not fit together.",
    cause: "Reading the list took longer than the API server keeps a snapshot, so the pages show several moments.",
    advice: "Run the command again.",
    sources: &[
        "https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks",
    ],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let inconsistency = evidence.case.snapshot.pods.as_ref().ok()?.inconsistent?;
    Some(Finding {
        rule: &RULE,
        severity: Severity::Warning,
        subject: evidence.about_job(),
        message: words::inconsistent_list("pods", inconsistency),
        hint: None,
        facts: Facts::default().and("resource", "pods"),
    })
}

#[cfg(test)]
mod tests {
    use crate::facts::Inconsistency;
    use crate::model::world::{Report, World};

    #[test]
    fn a_list_of_several_moments_is_told() {
        let report = |inconsistent: Option<Inconsistency>| {
            let mut snapshot = World::new().snapshot();
            snapshot.pods.as_mut().unwrap().inconsistent = inconsistent;
            Report::of(snapshot)
        };
        let mixed = report(Some(Inconsistency::SeveralMoments));
        mixed.assert_finds("inconsistent-list", &["pods", "several moments"]);
        mixed.assert_fact("inconsistent-list", "resource", "pods");
        let cut = report(Some(Inconsistency::Incomplete));
        cut.assert_finds("inconsistent-list", &["pods", "incomplete"]);
        report(None).assert_silent("inconsistent-list");
    }
}
