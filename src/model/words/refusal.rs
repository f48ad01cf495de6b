//! What the rules on refused pods share.

use crate::model::{demand, evidence::Evidence, words};

/// The beginning of the sentence.
pub(in crate::model) fn no_pod(evidence: &Evidence<'_>) -> String {
    match further(evidence) {
        Some(further) => format!("{further} cannot be created"),
        None => "no pod can be created".to_owned(),
    }
}

/// That the API server rejects the pods.
pub(in crate::model) fn rejected(evidence: &Evidence<'_>) -> String {
    match further(evidence) {
        Some(further) => format!("the API server rejects {further}"),
        None => "the API server rejects the pods".to_owned(),
    }
}

/// Why a hint is given where the verdict tells of the pods that run.
pub(in crate::model) fn premise(evidence: &Evidence<'_>) -> String {
    further(evidence).map_or_else(String::new, |further| format!(": {further} cannot be created"))
}

/// `7 more pods`, where others are active.
fn further(evidence: &Evidence<'_>) -> Option<String> {
    let is_active = demand::active(evidence.case).next().is_some();
    is_active.then(|| words::counted(demand::missing(evidence.case), "more pod"))
}

/// The API server's words without what the Job controller and the server put before them: `Error creating: pods "x-1" is
/// forbidden: `.
pub(in crate::model) fn why(words: &str) -> &str {
    let words = words.strip_prefix("Error creating: ").unwrap_or(words);
    match words.split_once(" is forbidden: ") {
        Some((pods, why)) if pods.starts_with("pods \"") => why,
        Some(_) | None => words,
    }
}
