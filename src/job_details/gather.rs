//! Reads everything about one Job into a snapshot. Independent requests run in parallel.

use std::sync::Arc;

use jiff::Timestamp;
use kube::Client;

use super::{events, kueue, logs, parts::Parts, pods};
use crate::client::RequestError;
use crate::facts::{Depth, EventFacts, JobFacts, JobSnapshot, Known, PodList, Unknown, Workload};

/// What a snapshot contains, and of which moment it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The moment that counts as now.
    pub as_of: Timestamp,
    /// Whether `as_of` is a past moment, taken from a bundle.
    pub historic: bool,
    /// How many last lines of each failed container's log to read; 0 reads none.
    pub log_lines: u32,
}

/// Reads the pods, events, logs and Workload of a Job that was found before, see
/// [`resolve()`](super::resolve()). The function never fails: a part that cannot be read is [`Unknown`] with
/// its reason.
pub async fn job_details(client: &Client, job: JobFacts, options: &Options) -> JobSnapshot {
    let (name, lines) = (&job.name, options.log_lines);
    tracing::info!(target: "decision", "job/{name}: reading pods, events and {lines} lines of each failing log");
    let (pods, of_job, workload) = tokio::join!(
        pods::pods_of(client, &job),
        events::of_job(client, &job),
        kueue::workload_of(client, &job),
    );
    let own = pods.as_ref().map(|pods| pods.own.clone()).unwrap_or_default();
    let (events, logs) = tokio::join!(
        all_events(client, &job, &own, of_job),
        logs::tails(client, &job, &own, options.log_lines),
    );
    let parts = Parts {
        pods,
        events,
        workload,
        logs,
    };
    parts.snapshot(Depth::Report, job, options.as_of, options.historic)
}

/// The parts that are read repeatedly while a Job is followed, besides its pods.
pub(super) struct Explanations {
    pub(super) events: Known<Arc<Vec<EventFacts>>>,
    pub(super) workload: Option<Known<Workload>>,
}

/// Reads the events of a Job and its pods, and Kueue's Workload.
pub(super) async fn explanations(client: &Client, job: &JobFacts, own: &PodList) -> Explanations {
    let events = async { all_events(client, job, own, events::of_job(client, job).await).await };
    let (events, workload) = tokio::join!(events, kueue::workload_of(client, job));
    Explanations { events, workload }
}

/// The events of the Job and of its pods: all of them or none, because some of them would look like all.
async fn all_events(
    client: &Client,
    job: &JobFacts,
    own: &PodList,
    of_job: Result<events::Events, RequestError>,
) -> Known<Arc<Vec<EventFacts>>> {
    let unknown = |error| Unknown::new("events", error);
    let of_job = of_job.map_err(unknown)?;
    let of_pods = events::of_pods(client, job, own, &of_job)
        .await
        .map_err(unknown)?;
    Ok(Arc::new(of_job.and(of_pods).merged()))
}

#[cfg(test)]
mod tests;
