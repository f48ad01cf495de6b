//! When the next attempt is expected, and how many failures are left.

use super::{Evidence, Facts, Find, Finding, Rule, Severity, Subject, SubjectKind, Topic, retries};
use crate::model::timing;

pub(super) static RULE: Rule = Rule {
    name: "next-retry",
    topic: Topic::Next,
    summary: "When the next attempt is expected.",
    cause: "The Job controller waits 10 s × 2^(failures − 1) after a failure, at most 10 minutes. The kubelet waits at most 5 \
            minutes before it restarts a container.",
    advice: "Nothing to do. The time is an estimate; the controller may be later.",
    sources: &["https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy"],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let next = evidence.timing.next_retry.as_ref()?;
    let index = next
        .index
        .map_or_else(String::new, |index| format!(" of index {index}"));
    Some(Finding {
        rule: &RULE,
        severity: Severity::Info,
        subject: match next.index {
            Some(index) => Subject::one(SubjectKind::Index, &index.to_string()),
            None => evidence.about_job(),
        },
        message: format!(
            "the next attempt{index} is expected {}{}",
            retries::when(evidence, next.at),
            retries::failures_left(evidence)
        ),
        hint: None,
        facts: Facts::default()
            .and_some("index", next.index)
            .and("time", next.at)
            .and(
                "inSeconds",
                timing::between(evidence.case.now(), next.at).as_secs(),
            )
            .and_some("attemptsLeft", evidence.timing.attempts_left)
            .and_some("backoffLimit", evidence.case.backoff_limit()),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::NextRetry;
    use crate::model::world::{World, at, failed_at};

    #[test]
    fn the_next_attempt_is_estimated_from_the_last_failure() {
        let world = World::new()
            .pod("x-1", &failed_at("2026-11-24T11:58:00Z", 1, "Error"))
            .pod("x-2", &failed_at("2026-11-24T11:59:50Z", 1, "Error"));
        let report = world.with("/status/failed", 2.into()).report();
        assert_eq!(report.state(), "Retrying");
        assert_eq!(
            report.timing.next_retry.as_ref().unwrap().at,
            at("2026-11-24T12:00:10Z"),
            "20 s after the second failure"
        );
        assert_eq!(report.timing.attempts_left, Some(5));
        report.assert_finds(
            "next-retry",
            &["in about 10s", "5 more failures", "backoffLimit 6"],
        );
        report.assert_fact("next-retry", "time", at("2026-11-24T12:00:10Z"));
        report.assert_fact("next-retry", "attemptsLeft", 5_u64);
        let due = World::new()
            .pod("x-1", &failed_at("2026-11-24T11:00:00Z", 1, "Error"))
            .with("/status/failed", 1.into())
            .report();
        due.assert_finds("next-retry", &["any moment now"]);
        let over = World::new()
            .pod("x-1", &failed_at("2026-11-24T11:59:58Z", 1, "Error"))
            .condition("Failed", "BackoffLimitExceeded", "")
            .report();
        over.assert_silent("next-retry");
    }

    #[test]
    fn each_index_has_a_back_off_of_its_own() {
        let mut patch = failed_at("2026-11-24T11:59:30Z", 1, "Error");
        patch["metadata"] = json!({"annotations": {"batch.kubernetes.io/job-completion-index": "3", "batch.kubernetes.io/job-index-failure-count": "2"}});
        let indexed = World::new()
            .with("/spec/completionMode", "Indexed".into())
            .with("/spec/completions", 5.into())
            .with("/spec/parallelism", 5.into())
            .with("/spec/backoffLimitPerIndex", 4.into());
        let report = indexed.pod("x-3-1", &patch).report();
        assert_eq!(
            report.timing.next_retry,
            Some(NextRetry {
                at: at("2026-11-24T12:00:10Z"),
                index: Some(3)
            }),
            "40 s after its third failure"
        );
        report.assert_finds("next-retry", &["index 3"]);
        report.assert_fact("next-retry", "index", 3_u32);
    }
}
