//! When `ttlSecondsAfterFinished` deletes the Job, with its pods and logs (KEP-592).

use super::{Evidence, Facts, Find, Finding, Rule, Severity, Topic};
use crate::model::{timing, words};

pub(super) static RULE: Rule = Rule {
    name: "ttl",
    topic: Topic::Next,
    summary: "When ttlSecondsAfterFinished deletes the Job.",
    cause: "The Job sets ttlSecondsAfterFinished. That long after its end, the Job is deleted with its pods and logs.",
    advice: "Save results and logs before, or raise ttlSecondsAfterFinished.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/",
        "https://kep.k8s.io/592",
    ],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let ttl = evidence.case.job().spec.ttl_seconds_after_finished?;
    let expires = evidence.timing.ttl_expires;
    let left = expires.map(|at| timing::between(evidence.case.now(), at));
    let (severity, message, hint) = match left {
        Some(left) => {
            let when = if left.is_zero() {
                "any moment now".to_owned()
            } else {
                format!("in {}", words::duration(left))
            };
            (
                Severity::Info,
                format!(
                    "the Job will be deleted {when}, with its pods and logs (ttlSecondsAfterFinished {ttl})"
                ),
                None,
            )
        }
        None if ttl == 0 => {
            let hint = "raise ttlSecondsAfterFinished, or save results and logs while the Job runs";
            (
                Severity::Warning,
                "ttlSecondsAfterFinished is 0: the Job is deleted as soon as it ends".to_owned(),
                Some(hint.to_owned()),
            )
        }
        None => return None,
    };
    Some(Finding {
        rule: &RULE,
        severity,
        subject: evidence.about_job(),
        message,
        hint,
        facts: Facts::default()
            .and("ttlSecondsAfterFinished", ttl)
            .and_some("ttlExpiryTime", expires)
            .and_some("leftSeconds", left.map(|left| left.as_secs())),
    })
}

#[cfg(test)]
mod tests {
    use crate::model::world::{World, at};

    #[test]
    fn the_deletion_counts_down() {
        let complete = || {
            World::new()
                .condition("Complete", "CompletionsReached", "")
                .with("/status/completionTime", "2026-11-24T11:30:00Z".into())
        };
        let report = complete()
            .with("/spec/ttlSecondsAfterFinished", 3600.into())
            .report();
        report.assert_finds("ttl", &["in 30m", "ttlSecondsAfterFinished 3600"]);
        report.assert_fact("ttl", "ttlSecondsAfterFinished", 3600);
        report.assert_fact("ttl", "ttlExpiryTime", at("2026-11-24T12:30:00Z"));
        complete().report().assert_silent("ttl");
        World::new()
            .with("/spec/ttlSecondsAfterFinished", 0.into())
            .report()
            .assert_finds("ttl", &["deleted as soon as it ends"]);
        World::new()
            .with("/spec/ttlSecondsAfterFinished", 60.into())
            .report()
            .assert_silent("ttl");
    }
}
