//! `cyjob wait` while the real controllers work: each exit code by a history that brings it about.

mod ends;
mod faults;
mod gone;
mod held;
mod later;
mod many;
mod remembered;
mod rights;
mod signals;

use serde_json::{Value, json};

use crate::support::{Namespace, Output, Running, now};

/// `cyjob wait` with these words, begun.
fn wait(space: &Namespace, words: &str) -> Running {
    space.cyjob("wait").words(words).start()
}

/// `cyjob wait` with these words, once it has said so of a Job.
fn wait_until(space: &Namespace, words: &str, said: &str) -> Running {
    let mut run = wait(space, words);
    run.until(said);
    run
}

/// Asserts the exit code, and that these words are in the answer and on standard error.
fn assert_end(output: &Output, code: i32, answer: &[&str], told: &[&str]) {
    assert_eq!(output.code, code, "{output:?}");
    for word in answer {
        assert!(
            output.stdout.contains(word),
            "{word:?} is not in: {}",
            output.stdout
        );
    }
    for word in told {
        assert!(
            output.stderr.contains(word),
            "{word:?} is not in: {}",
            output.stderr
        );
    }
}

/// The status of a Job whose pods have been started.
pub(crate) fn begun() -> Value {
    json!({"status": {"startTime": now(), "active": 1, "ready": 1}})
}

/// The status of a Job that has been begun and is Complete, as the API server accepts it.
pub(crate) fn complete() -> Value {
    let condition = |kind: &str| {
        json!({"type": kind, "status": "True", "reason": "CompletionsReached",
        "lastTransitionTime": now(), "lastProbeTime": now()})
    };
    json!({"status": {"completionTime": now(), "succeeded": 1, "active": 0, "ready": 0,
        "conditions": [condition("SuccessCriteriaMet"), condition("Complete")]}})
}

/// The status of a Job that has been begun and is Failed.
fn failed_job() -> Value {
    let condition = |kind: &str| {
        json!({"type": kind, "status": "True", "reason": "BackoffLimitExceeded",
        "message": "Job has reached the specified backoff limit", "lastTransitionTime": now(), "lastProbeTime": now()})
    };
    json!({"status": {"failed": 1, "active": 0, "ready": 0,
        "conditions": [condition("FailureTarget"), condition("Failed")]}})
}

/// Writes a Job's status by hand, where no controller does.
async fn write_status(space: &Namespace, job: &str, status: &Value) {
    space
        .api
        .patch(&space.batch(&format!("jobs/{job}/status")), status)
        .await;
}

/// Changes a Job by hand.
async fn change(space: &Namespace, job: &str, fields: Value) {
    space
        .api
        .patch(&space.batch(&format!("jobs/{job}")), &fields)
        .await;
}

/// Deletes a Job, and leaves its pods to the garbage collector.
async fn delete(space: &Namespace, job: &str) {
    let options = json!({"propagationPolicy": "Background"});
    space
        .api
        .delete(&space.batch(&format!("jobs/{job}")), &options)
        .await;
}
