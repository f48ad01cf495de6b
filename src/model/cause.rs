//! Why pods failed, as clauses for the verdict's sentence: failures of containers, and disruptions from
//! outside.

use std::cmp::Reverse;

use super::disruptions::{self, Disruption};
use super::failures::{self, Failure};
use super::words::{self, failure, indexes};
use super::{case::Case, evidence::Evidence, rules};

/// One way in which pods failed.
struct FailureClause {
    pods: u64,
    /// Subject and predicate.
    clause: String,
    /// Quoted words, with their punctuation.
    words: String,
}

/// The way in which most pods failed, then up to two other ways with their numbers of pods. If pods were
/// ended from outside, a container that ended after that is a consequence and no way of its own.
pub(super) fn of(evidence: &Evidence<'_>) -> Option<String> {
    let disruptions = disruptions::of(evidence.case.seen());
    let is_own = |failure: &&Failure| disruptions.is_empty() || !failure.stopped;
    let own = evidence.failures.iter().filter(is_own);
    let mut ways: Vec<FailureClause> = own
        .map(|failure| FailureClause::of_container(evidence, failure))
        .collect();
    ways.extend(
        disruptions
            .iter()
            .map(|disruption| FailureClause::from_outside(evidence, disruption)),
    );
    ways.sort_by_key(|way| Reverse(way.pods));
    let (first, others) = ways.split_first()?;
    let others: Vec<String> = others
        .iter()
        .take(2)
        .map(|other| match other.pods {
            1 => format!("; {}{}", other.clause, other.words),
            pods => format!("; {} ({}×){}", other.clause, words::grouped(pods), other.words),
        })
        .collect();
    Some(format!(
        "{}{}{}{}",
        first.clause,
        extent(evidence.case, first.pods),
        first.words,
        others.concat()
    ))
}

impl FailureClause {
    fn from_outside(evidence: &Evidence<'_>, disruption: &Disruption<'_>) -> Self {
        let words = disruption.words();
        Self {
            pods: disruption.count(),
            clause: clause(evidence, disruption),
            words: words.map_or_else(String::new, |words| format!(": {}", words.trim_end_matches('.'))),
        }
    }

    fn of_container(evidence: &Evidence<'_>, failure: &Failure) -> Self {
        let explained = rules::of_failure(evidence, failure);
        let clause = explained.map_or_else(String::new, |(_, explanation)| explanation.clause);
        let words = failure.words.as_ref();
        Self {
            pods: failure.pods,
            clause: format!(
                "{}{} {clause}{}",
                at_index(evidence, failure),
                failure::name(failure),
                failure::after_deletion(failure)
            ),
            words: words.map_or_else(String::new, |words| format!(": \"{words}\"")),
        }
    }
}

/// `index 3: `. Empty with `backoffLimitPerIndex` (KEP-3850), because the sentence has already named the
/// failed indexes.
fn at_index(evidence: &Evidence<'_>, failure: &Failure) -> String {
    if failure.indexes.is_empty() || evidence.case.backoff_limit_per_index().is_some() {
        return String::new();
    }
    let noun = if failure.indexes.len() == 1 {
        "index"
    } else {
        "indexes"
    };
    format!("{noun} {}: ", indexes::some_of(&failure.indexes))
}

/// `the pod was evicted by its node (Evicted)`. The caller adds the number of pods.
pub(super) fn clause(evidence: &Evidence<'_>, disruption: &Disruption<'_>) -> String {
    let explained = rules::of_disruption(evidence, disruption);
    let what = explained.map_or_else(String::new, |(_, explanation)| explanation.clause);
    format!("the pod was {what} ({})", disruption.reason)
}

/// In how many of all failed pods. The number is a minimum if only some of the pods that are gone are
/// remembered.
fn extent(case: Case<'_>, pods: u64) -> String {
    if case.forgotten() > 0 {
        return format!(" in at least {}", words::counted(pods, "pod"));
    }
    match (pods, failures::pods(case)) {
        (1, 0 | 1) => String::new(),
        (2, 2) => " both times".to_owned(),
        (pods, all) if pods >= all => " each time".to_owned(),
        (pods, all) => format!(
            " in {} of {}",
            words::grouped(pods),
            words::counted(all, "failed pod")
        ),
    }
}
