//! Text that the rules on refused pods share.

use crate::model::{demand, evidence::Evidence, words};

/// The beginning of the sentence: which pods cannot be created.
pub(in crate::model) fn no_pod(evidence: &Evidence<'_>) -> String {
    match further(evidence) {
        Some(further) => format!("{further} cannot be created"),
        None => "no pod can be created".to_owned(),
    }
}

/// Says that the API server rejects the pods.
pub(in crate::model) fn rejected(evidence: &Evidence<'_>) -> String {
    match further(evidence) {
        Some(further) => format!("the API server rejects {further}"),
        None => "the API server rejects the pods".to_owned(),
    }
}

/// The reason for the hint if other pods are active, because the verdict is then about those.
pub(in crate::model) fn premise(evidence: &Evidence<'_>) -> String {
    further(evidence).map_or_else(String::new, |further| format!(": {further} cannot be created"))
}

/// `7 more pods`, if other pods are active.
fn further(evidence: &Evidence<'_>) -> Option<String> {
    let is_active = demand::active(evidence.case).next().is_some();
    is_active.then(|| words::counted(demand::missing(evidence.case), "more pod"))
}

/// The API server's message without the prefixes of the Job controller and the API server: `Error creating:
/// pods "x-1" is forbidden: `.
pub(in crate::model) fn why(words: &str) -> &str {
    let words = words.strip_prefix("Error creating: ").unwrap_or(words);
    match words.split_once(" is forbidden: ") {
        Some((pods, why)) if pods.starts_with("pods \"") => why,
        Some(_) | None => words,
    }
}
