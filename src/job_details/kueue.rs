//! Reads what Kueue reports about a suspended Job.

use kube::Client;
use serde::Deserialize;

use super::path::path;
use super::tolerant::{list, or_default};
use crate::client::{self, RequestErrorKind};
use crate::facts::{JobFacts, Known, Unknown, Workload};

/// The label of a Workload with the UID of its Job (`JobUIDLabel` in pkg/controller/constants of kueue).
const JOB_UID: &str = "kueue.x-k8s.io/job-uid";

/// All current versions of Kueue serve the first version. It is deprecated, and a later Kueue may serve only
/// the second. The fields that cyjob reads are the same in both.
const VERSIONS: [&str; 2] = ["v1beta1", "v1beta2"];

/// The Workload of a suspended Job that names a queue; `None` if there is no Workload or no Kueue.
pub(super) async fn workload_of(client: &Client, job: &JobFacts) -> Option<Known<Workload>> {
    if job.spec.suspend != Some(true) || job.queue.is_none() || job.uid.is_empty() {
        return None;
    }
    for version in VERSIONS {
        let selector = format!("{JOB_UID}={}", job.uid);
        let path = path(
            &[
                "apis",
                "kueue.x-k8s.io",
                version,
                "namespaces",
                &job.namespace,
                "workloads",
            ],
            &[("labelSelector", &selector), ("limit", "10")],
        );
        match client::get_json::<Workloads>(client, &path).await {
            Ok(workloads) => {
                return workloads
                    .items
                    .into_iter()
                    .next()
                    .map(|workload| Ok(workload.into()));
            }
            Err(error) if is_missing(error.kind) => {}
            Err(error) => return Some(Err(Unknown::new("workload", error))),
        }
    }
    None
}

fn is_missing(kind: RequestErrorKind) -> bool {
    matches!(kind, RequestErrorKind::NotFound | RequestErrorKind::ApiMissing)
}

#[derive(Deserialize)]
struct Workloads {
    #[serde(deserialize_with = "list")]
    items: Vec<ApiWorkload>,
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct ApiWorkload {
    #[serde(deserialize_with = "or_default")]
    metadata: Metadata,
    #[serde(deserialize_with = "or_default")]
    status: Status,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Metadata {
    #[serde(deserialize_with = "or_default")]
    name: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Status {
    #[serde(deserialize_with = "list")]
    conditions: Vec<ApiCondition>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ApiCondition {
    #[serde(rename = "type", deserialize_with = "or_default")]
    kind: String,
    #[serde(deserialize_with = "or_default")]
    status: String,
    #[serde(deserialize_with = "or_default")]
    message: String,
}

impl From<ApiWorkload> for Workload {
    fn from(workload: ApiWorkload) -> Self {
        Self {
            name: workload.metadata.name,
            message: telling(&workload.status.conditions).map(str::to_owned),
        }
    }
}

/// The message that best explains why Kueue holds the Job: why it has no quota, else why it is not admitted,
/// else why it was preempted or evicted, else any message. The condition of an eviction stays after the
/// Workload is queued again, when the missing quota explains more.
fn telling(conditions: &[ApiCondition]) -> Option<&str> {
    let ranked = [
        ("QuotaReserved", "False"),
        ("Admitted", "False"),
        ("Preempted", "True"),
        ("Evicted", "True"),
    ];
    let said = conditions
        .iter()
        .filter(|condition| !condition.message.is_empty());
    let rank = |condition: &&ApiCondition| {
        let is = |(kind, status): &(&str, &str)| condition.kind == *kind && condition.status == *status;
        ranked.iter().position(is).unwrap_or(ranked.len())
    };
    said.min_by_key(rank).map(|condition| condition.message.as_str())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::*;
    use crate::facts::UnknownReason;
    use crate::job_details::fake::{Answer, Api, recorded_job};

    fn workloads() -> serde_json::Value {
        json!({"kind": "WorkloadList", "items": [{"metadata": {"name": "job-suspended-1"}, "status": {"conditions": [
            {"type": "Evicted", "status": "True", "message": "preempted an hour ago"},
            {"type": "PodsReady", "status": "False", "message": "not ready"},
            {"type": "QuotaReserved", "status": "False", "message": "insufficient unused quota for cpu"},
        ]}}]})
    }

    #[tokio::test]
    async fn the_missing_quota_says_most() {
        let api = Api::new(|_| Answer::json(&workloads()));
        let job = recorded_job("suspended");
        let workload = workload_of(&api.client(), &job).await.unwrap().unwrap();
        assert_eq!(workload.name, "job-suspended-1");
        assert_eq!(
            workload.message.as_deref(),
            Some("insufficient unused quota for cpu")
        );
        let asked = api.asked();
        assert_eq!(asked.len(), 1);
        assert!(
            asked[0].contains(&format!("labelSelector=kueue.x-k8s.io/job-uid={}", job.uid)),
            "{asked:?}"
        );
    }

    #[tokio::test]
    async fn a_newer_version_is_tried_where_the_older_is_not_served() {
        let api = Api::new(|path| {
            if path.contains("v1beta2") {
                Answer::json(&workloads())
            } else {
                Answer::api_missing()
            }
        });
        let workload = workload_of(&api.client(), &recorded_job("suspended")).await;
        assert_eq!(workload.unwrap().unwrap().name, "job-suspended-1");
    }

    #[tokio::test]
    async fn no_kueue_is_none_and_a_refusal_is_unknown() {
        let job = recorded_job("suspended");
        let api = Api::new(|_| Answer::api_missing());
        assert_eq!(workload_of(&api.client(), &job).await, None);
        let api = Api::new(|_| Answer::json(&json!({"kind": "WorkloadList", "items": []})));
        assert_eq!(workload_of(&api.client(), &job).await, None);
        let api = Api::new(|_| Answer::forbidden());
        let unknown = workload_of(&api.client(), &job).await.unwrap().unwrap_err();
        assert_eq!(
            (unknown.what.as_str(), unknown.reason()),
            ("workload", UnknownReason::Forbidden)
        );
    }

    #[tokio::test]
    async fn jobs_that_no_queue_holds_cost_no_request() {
        let mut resumed = recorded_job("suspended");
        Arc::make_mut(&mut resumed.spec).suspend = Some(false);
        let mut queueless = recorded_job("suspended");
        queueless.queue = None;
        let api = Api::new(|_| Answer::forbidden());
        for job in [resumed, queueless] {
            assert_eq!(workload_of(&api.client(), &job).await, None);
        }
        assert!(api.asked().is_empty());
    }
}
