//! Why pods failed, in the words of the verdict's sentence: containers' failures and what ended pods from outside.

use std::cmp::Reverse;

use super::failures::{self, Failure};
use super::findings::{Disruption, Evidence, containers, disruptions};
use super::{case::Case, words};

/// One way in which pods failed.
struct Way {
    pods: u64,
    /// Subject and predicate.
    clause: String,
    /// Words to quote, with their marks.
    words: String,
}

/// The way in which most pods failed, and how many failed in others. What containers did after their pod was ended from outside
/// is a consequence and no way of its own.
pub(super) fn of(evidence: &Evidence<'_>) -> Option<String> {
    let disruptions = disruptions(evidence.case.seen());
    let is_own = |failure: &&Failure| disruptions.is_empty() || !failure.stopped;
    let own = evidence.failures.iter().filter(is_own);
    let mut ways: Vec<Way> = own.map(Way::of_container).collect();
    ways.extend(disruptions.iter().map(Way::from_outside));
    ways.sort_by_key(|way| Reverse(way.pods));
    let (first, others) = ways.split_first()?;
    let others: Vec<String> = others
        .iter()
        .take(2)
        .map(|other| format!("; {} ({}×)", other.clause, words::grouped(other.pods)))
        .collect();
    Some(format!(
        "{}{}{}{}",
        first.clause,
        extent(evidence.case, first.pods),
        first.words,
        others.concat()
    ))
}

impl Way {
    fn from_outside(disruption: &Disruption<'_>) -> Self {
        let words = disruption.words();
        Self {
            pods: disruption.count(),
            clause: disruption.clause(),
            words: words.map_or_else(String::new, |words| format!(": {}", words.trim_end_matches('.'))),
        }
    }

    fn of_container(failure: &Failure) -> Self {
        let words = failure.words.as_ref();
        Self {
            pods: failure.pods,
            clause: format!(
                "{} {}{}",
                containers::name(failure),
                failure.predicate(),
                failure.after_deletion()
            ),
            words: words.map_or_else(String::new, |words| format!(": \"{words}\"")),
        }
    }
}

/// In how many of all pods that failed; of those that are gone a few are remembered.
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
