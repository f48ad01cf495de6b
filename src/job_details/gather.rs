//! From a Job to its snapshot: everything that can be asked at once is asked at once.

use jiff::Timestamp;
use kube::Client;

use super::{events, kueue, logs, pods};
use crate::client::RequestError;
use crate::facts::{EventFacts, JobFacts, JobSnapshot, Known, PodFacts, Pods, Unknown};

/// What a snapshot is to have, and of which moment it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The moment that "now" means.
    pub as_of: Timestamp,
    /// Whether that is a moment of the past that a bundle tells of.
    pub historic: bool,
    /// How many of the last lines of failed containers to read; 0 reads none.
    pub log_lines: u32,
}

/// Reads the world of a Job that is known already, see [`resolve()`](super::resolve()). It never fails: a part that cannot
/// be read is [`Unknown`] with its reason.
pub async fn job_details(client: &Client, job: JobFacts, options: &Options) -> JobSnapshot {
    let (pods, of_job, workload) = tokio::join!(
        pods::pods_of(client, &job),
        events::of_job(client, &job),
        kueue::workload_of(client, &job),
    );
    let own = pods.as_ref().map_or(&[][..], |pods: &Pods| &pods.own);
    let (events, logs) = tokio::join!(
        all_events(client, &job, own, of_job),
        logs::tails(client, &job, own, options.log_lines),
    );
    JobSnapshot {
        as_of: options.as_of,
        historic: options.historic,
        pods,
        events,
        logs,
        workload,
        job,
    }
}

/// A part of the events would look like all of them, so either all could be read or they are unknown.
pub(super) async fn all_events(
    client: &Client,
    job: &JobFacts,
    own: &[PodFacts],
    of_job: Result<events::Events, RequestError>,
) -> Known<Vec<EventFacts>> {
    let unknown = |error| Unknown::new("events", error);
    let of_job = of_job.map_err(unknown)?;
    let of_pods = events::of_pods(client, job, own, &of_job)
        .await
        .map_err(unknown)?;
    Ok(of_job.and(of_pods).merged())
}

#[cfg(test)]
mod tests;
