//! The statuses of pods that a kubelet would write.

use jiff::Timestamp;
use serde_json::{Value, json};

/// Now, as the API writes times.
pub(crate) fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The status of a pod whose only container, `main`, waits for this reason.
pub(crate) fn waiting(reason: &str, message: &str) -> Value {
    pod(
        "Pending",
        &[],
        &[container("main", &state::waiting(reason, message))],
    )
}

/// The status of a pod whose only container, `main`, runs.
pub(crate) fn running() -> Value {
    pod("Running", &[], &[container("main", &state::running())])
}

/// The status of a pod whose only container, `main`, runs after it exited so often, the last time with this code.
pub(crate) fn restarted(times: u32, exit_code: i32) -> Value {
    let main = again(container("main", &state::running()), times, exit_code);
    pod("Running", &[], &[main])
}

/// The status of a pod whose only container, `main`, ended well.
pub(crate) fn succeeded() -> Value {
    pod("Succeeded", &[], &[container("main", &state::exited(0, ""))])
}

/// The status of a pod whose only container, `main`, failed with this exit code and termination message.
pub(crate) fn failed(exit_code: i32, message: &str) -> Value {
    pod(
        "Failed",
        &[],
        &[container("main", &state::exited(exit_code, message))],
    )
}

/// The status of a pod with these init containers, sidecars among them, and these containers.
pub(crate) fn pod(phase: &str, init: &[Value], containers: &[Value]) -> Value {
    let has_ended = matches!(phase, "Succeeded" | "Failed");
    let ready = if has_ended {
        json!({"type": "Ready", "status": "False", "reason": "PodCompleted", "lastTransitionTime": now()})
    } else {
        let is_ready = if phase == "Running" { "True" } else { "False" };
        json!({"type": "Ready", "status": is_ready, "lastTransitionTime": now()})
    };
    let mut status =
        json!({"phase": phase, "startTime": now(), "containerStatuses": containers, "conditions": [ready]});
    if !init.is_empty() {
        status["initContainerStatuses"] = init.into();
    }
    status
}

/// The status of a container in this state.
pub(crate) fn container(name: &str, state: &Value) -> Value {
    let runs = state.get("running").is_some();
    let mut status = json!({"name": name, "image": "busybox:1.36", "imageID": "", "restartCount": 0,
        "ready": runs, "started": runs, "state": state});
    if state.get("waiting").is_none() {
        status["containerID"] = format!("containerd://{name}-0").into();
    }
    status
}

/// The same after it exited so often, the last time with this code.
pub(crate) fn again(mut status: Value, times: u32, exit_code: i32) -> Value {
    let mut last = state::exited(exit_code, "");
    let name = status["name"].as_str().unwrap();
    let id = |number: u32| format!("containerd://{name}-{number}");
    let (before, current) = (id(times - 1), id(times));
    last["terminated"]["containerID"] = before.into();
    status["containerID"] = current.into();
    status["lastState"] = last;
    status["restartCount"] = times.into();
    status
}

/// States of a container.
pub(crate) mod state {
    use super::{Value, json, now};

    /// It waits for this reason.
    pub(crate) fn waiting(reason: &str, message: &str) -> Value {
        json!({"waiting": {"reason": reason, "message": message}})
    }

    /// It has just been started.
    pub(crate) fn running() -> Value {
        json!({"running": {"startedAt": now()}})
    }

    /// It has just exited with this code and termination message.
    pub(crate) fn exited(exit_code: i32, message: &str) -> Value {
        let reason = if exit_code == 0 { "Completed" } else { "Error" };
        json!({"terminated": {"exitCode": exit_code, "reason": reason, "message": message,
            "startedAt": now(), "finishedAt": now()}})
    }
}
