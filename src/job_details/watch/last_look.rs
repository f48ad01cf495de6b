//! The last look at a Job that is over.

use std::time::Duration;

use jiff::Timestamp;
use kube::Client;
use tokio::time::{Instant, sleep};

use crate::facts::{JobFacts, JobSnapshot, Unknown};
use crate::job_details::{Options, job_details};

/// How long to ask again where the pods cannot be read for a reason that may pass: an API server may be restarting just
/// when the Job ends.
const PATIENCE: Duration = Duration::from_mins(1);
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(8);

/// How far the last look is.
pub(super) enum LastLook {
    UnderWay,
    Done(Box<JobSnapshot>),
}

/// Reads the surroundings of a Job that is over.
pub(super) async fn last_look(client: &Client, job: JobFacts, log_lines: u32) -> JobSnapshot {
    let due = Instant::now() + PATIENCE;
    let mut pause = FIRST_PAUSE;
    // Whoever takes the snapshot says which moment it is of.
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
