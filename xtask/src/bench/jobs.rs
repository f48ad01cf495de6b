//! Many Jobs in a namespace of their own: nearly all have ended, one in a hundred failed, a few are under way with a pod.

use anyhow::Result;
use kube::Client;
use serde_json::{Value, json};

use super::{
    subjects::JOBS_NAMESPACE,
    world::{all, make_pod, send, template, with_client},
};
use crate::control_plane::Plane;

/// Of so many Jobs one has failed.
const FAILED: usize = 100;
/// Of so many one is under way.
const UNDER_WAY: usize = 1_000;
/// Variables of each of a Job's two containers.
const VARIABLES: usize = 8;

/// Makes so many Jobs.
pub(super) fn make(plane: &Plane, jobs: usize) -> Result<()> {
    with_client(plane, async |client| {
        let namespace =
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": JOBS_NAMESPACE}});
        send(&client, "POST", "/api/v1/namespaces", namespace).await?;
        all(jobs, |number| make_job(client.clone(), number)).await
    })
}

async fn make_job(client: Client, number: usize) -> Result<()> {
    let name = format!("report-{number:08}");
    let jobs = format!("/apis/batch/v1/namespaces/{JOBS_NAMESPACE}/jobs");
    let owner = json!({"apiVersion": "batch/v1", "kind": "CronJob", "name": format!("report-{}", number % 20),
        "uid": format!("00000000-0000-0000-0000-{:012}", number % 20), "controller": true, "blockOwnerDeletion": true});
    let job = json!({"apiVersion": "batch/v1", "kind": "Job",
        "metadata": {"name": name, "labels": {"app": "report"}, "ownerReferences": [owner]},
        "spec": {"backoffLimit": 2, "template": template(VARIABLES)}});
    let job = send(&client, "POST", &jobs, job).await?;
    let status = json!({"status": status(number)});
    send(&client, "PATCH", &format!("{jobs}/{name}/status"), status).await?;
    if number.is_multiple_of(UNDER_WAY) {
        let status = json!({"phase": "Running", "startTime": "2026-11-24T00:00:01Z", "containerStatuses": [
            {"name": "main", "image": "x", "imageID": "", "ready": true, "restartCount": 0,
                "state": {"running": {"startedAt": "2026-11-24T00:00:02Z"}}}]});
        make_pod(client, job, number, status).await?;
    }
    Ok(())
}

fn status(number: usize) -> Value {
    let (start, end) = ("2026-11-24T00:00:00Z", "2026-11-24T00:03:00Z");
    let conditions = |kinds: [&str; 2], reason: &str| {
        kinds.map(|kind| {
            json!({"type": kind, "status": "True", "reason": reason, "message": format!("the Job has {reason}"),
                "lastProbeTime": end, "lastTransitionTime": end})
        })
    };
    if number.is_multiple_of(UNDER_WAY) {
        json!({"active": 1, "ready": 1, "terminating": 0, "startTime": start})
    } else if number.is_multiple_of(FAILED) {
        json!({"failed": 3, "ready": 0, "terminating": 0, "startTime": start,
            "conditions": conditions(["FailureTarget", "Failed"], "BackoffLimitExceeded")})
    } else {
        json!({"succeeded": 1, "ready": 0, "terminating": 0, "startTime": start, "completionTime": end,
            "conditions": conditions(["SuccessCriteriaMet", "Complete"], "CompletionsReached")})
    }
}
