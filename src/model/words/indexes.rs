//! Text on failed indexes that several rules and the verdict share.

use crate::facts::IndexSet;
use crate::model::{Facts, Subject, SubjectKind, evidence::Evidence, words};

/// The maximum number of index intervals in a text.
const INTERVALS: usize = 10;

/// The indexes as the API writes them. Of many indexes, the first ones and the number of the others.
pub(in crate::model) fn some_of(indexes: &IndexSet) -> String {
    let first: IndexSet = indexes.intervals().iter().take(INTERVALS).copied().collect();
    match indexes.len() - first.len() {
        0 => first.to_string(),
        more => format!("{first} and {} more", words::grouped(more)),
    }
}

/// `indexes 3,7 failed (2 of 10)`.
pub(in crate::model) fn failed(evidence: &Evidence<'_>) -> String {
    let Some(indexes) = evidence.indexes.filter(|indexes| !indexes.failed.is_empty()) else {
        return "indexes failed".to_owned();
    };
    let failed = indexes.failed.len();
    let noun = if failed == 1 { "index" } else { "indexes" };
    let total = indexes
        .total
        .map_or_else(String::new, |total| format!(" of {}", words::grouped(total)));
    format!(
        "{noun} {} failed ({}{total})",
        some_of(&indexes.failed),
        words::grouped(failed)
    )
}

/// The failed indexes as the subject of a finding.
pub(in crate::model) fn subject(evidence: &Evidence<'_>) -> Subject {
    let failed = evidence.indexes.map(|indexes| &indexes.failed);
    let name = failed.map_or_else(String::new, some_of);
    Subject::many(
        SubjectKind::Index,
        &name,
        failed.map_or(1, |failed| failed.len().max(1)),
    )
}

/// The values in the sentences on failed indexes. The indexes are written as the API writes them.
pub(in crate::model) fn facts(evidence: &Evidence<'_>) -> Facts {
    let indexes = evidence.indexes.filter(|indexes| !indexes.failed.is_empty());
    Facts::default()
        .and_some("indexes", indexes.map(|indexes| indexes.failed.to_string()))
        .and_some("failedCount", indexes.map(|indexes| indexes.failed.len()))
        .and_some("completions", indexes.and_then(|indexes| indexes.total))
}
