//! The last look at a Job that is over: only then it is certain which pods it had and how they ended.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::facts::{JobFacts, Unknown};
use crate::{client::Connection, commands::jobs, model::JobReport, settings::Session};

/// How long the pods are asked for that cannot be read but may soon be: an API server that is started anew takes less.
const PATIENCE: Duration = Duration::from_mins(1);
/// The first pause before they are asked for again, and the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(8);

/// How far it is.
pub(super) enum LastLook {
    NotYet,
    UnderWay,
    Done(Box<JobReport>),
}

/// The report on a Job that is over. That the failing log could be read is part of it, the log is not: it was shown.
pub(super) async fn last_look(connection: &Connection, session: &Session, job: JobFacts) -> JobReport {
    let due = Instant::now() + PATIENCE;
    let mut pause = FIRST_PAUSE;
    loop {
        let mut report = Box::pin(jobs::report(connection, session, job.clone(), 1)).await;
        let may_pass = report.snapshot.pods.as_ref().is_err_and(Unknown::may_pass);
        if !may_pass || Instant::now() + pause > due {
            report.snapshot.logs.clear();
            return report;
        }
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}
