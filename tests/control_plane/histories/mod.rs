//! Whole lives of Jobs, driven step by step with the real controllers, described at each step.

mod cron;
mod ends;
mod held;
mod indexed;
mod policies;
mod refused;

use serde_json::Value;

/// The rules that found something, in order.
fn rules(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().unwrap();
    findings
        .iter()
        .map(|finding| finding["rule"].as_str().unwrap())
        .collect()
}

/// Asserts the verdict's state and reason, and that its sentence holds these words.
fn assert_verdict(report: &Value, state: &str, reason: Option<&str>, words: &[&str]) {
    let verdict = &report["verdict"];
    assert_eq!(verdict["state"], state, "{report:#}");
    assert_eq!(verdict["reason"].as_str(), reason, "{report:#}");
    assert_eq!(
        verdict["terminal"],
        matches!(state, "Complete" | "Failed"),
        "{verdict:#}"
    );
    let message = verdict["message"].as_str().unwrap();
    for word in words {
        assert!(message.contains(word), "{word:?} is not in: {message}");
    }
    assert_eq!(
        report["unknown"].as_array().unwrap().len(),
        0,
        "{:#}",
        report["unknown"]
    );
}
