//! Finished pods are not in the counters yet (KEP-2307).

use super::{Evidence, Facts, Find, Finding, Rule, Severity, Topic};
use crate::model::words;

pub(super) static RULE: Rule = Rule {
    name: "uncounted-pods",
    topic: Topic::Odd,
    summary: "Finished pods are not in the counters of the Job yet.",
    cause: "The Job controller notes finished pods in status.uncountedTerminatedPods before it adds them to succeeded or \
            failed. That takes a moment.",
    advice: "Nothing to do. If the pods stay uncounted, check the Job controller.",
    sources: &["https://kep.k8s.io/2307"],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let (failed, succeeded) = (
        evidence.counts.uncounted_failed,
        evidence.counts.uncounted_succeeded,
    );
    let count = u64::from(failed) + u64::from(succeeded);
    (count > 0).then(|| Finding {
        rule: &RULE,
        severity: Severity::Info,
        subject: evidence.about_job(),
        message: format!(
            "{} not in the counters yet",
            if count == 1 {
                "1 finished pod is".to_owned()
            } else {
                format!("{} are", words::counted(count, "finished pod"))
            }
        ),
        hint: None,
        facts: Facts::default()
            .and("uncountedFailed", failed)
            .and("uncountedSucceeded", succeeded),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::world::World;

    #[test]
    fn finished_pods_that_are_not_counted_are_told() {
        let with = |uncounted| {
            World::new()
                .with("/status/uncountedTerminatedPods", uncounted)
                .report()
        };
        with(json!({"failed": ["u"]}))
            .assert_finds("uncounted-pods", &["1 finished pod is not in the counters yet"]);
        with(json!({"failed": ["u"]})).assert_fact("uncounted-pods", "uncountedFailed", 1_u32);
        with(json!({})).assert_silent("uncounted-pods");
    }
}
