//! Reads a Job once more when it has ended or is gone.

use std::time::Duration;

use jiff::Timestamp;
use kube::Client;
use tokio::time::{Instant, sleep};

use crate::facts::{JobFacts, JobSnapshot, Unknown};
use crate::job_details::{Options, job_details};

/// How long to retry if the pods cannot be read for a temporary reason: an API server may be restarting just
/// when the Job ends.
const PATIENCE: Duration = Duration::from_mins(1);
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(8);

/// The state of a last look.
pub(super) enum LastLook {
    UnderWay,
    Done(Box<JobSnapshot>),
}

/// Reads the details of a Job that has ended or is gone, and retries while the pods cannot be read for a
/// temporary reason.
pub(super) async fn last_look(client: &Client, job: JobFacts, log_lines: u32) -> JobSnapshot {
    let due = Instant::now() + PATIENCE;
    let mut pause = FIRST_PAUSE;
    // The caller of `last_snapshot` sets `as_of` and `historic`.
    let options = Options {
        as_of: Timestamp::UNIX_EPOCH,
        historic: false,
        log_lines,
    };
    loop {
        let snapshot = job_details(client, job.clone(), &options).await;
        let may_pass = snapshot.pods.as_ref().is_err_and(Unknown::may_pass);
        if !may_pass || Instant::now() + pause > due {
            return snapshot;
        }
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}
