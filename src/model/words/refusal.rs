//! What the rules on refused pods share.

use crate::model::{demand, evidence::Evidence};

/// The beginning of the sentence.
pub(in crate::model) fn no_pod(evidence: &Evidence<'_>) -> &'static str {
    if demand::active(evidence.case).next().is_some() {
        "no further pod can be created"
    } else {
        "no pod can be created"
    }
}
