//! What is said when it is over.

use super::super::{Limit, Limits, close, without_logs};
use super::{Followed, Stop};
use crate::{
    commands::{live, start},
    job_details::Follower,
    model::{Ending, Goal, JobReport, counted},
    outcome::{Failure, Outcome},
    render, streams,
};

/// Jobs that are named where the time was over before they had ended.
const MOST_NAMED: usize = 20;

impl Followed<'_> {
    /// Tells what became of the Jobs.
    pub(super) async fn conclude(
        self,
        follower: &Follower,
        stop: Result<Stop, Failure>,
        limits: &mut Limits,
    ) -> Result<Outcome, Failure> {
        let style = &self.session.stderr.style;
        let (stop, limit) = match stop {
            // The run ends without a verdict, as where nobody reads.
            Ok(Stop::Limit(limit)) => (Ok(Stop::Unread), Some(limit)),
            stop => (stop, None),
        };
        let open = self.open_jobs(follower);
        let is_timed_out = matches!(limit, Some(Limit::TimedOut(_)));
        let read = close(self.forwarder.output, limit, limits, &undone(&open)).await?;
        if is_timed_out {
            for report in open.iter().take(MOST_NAMED) {
                streams::tell_rendered(&render::verdict_line(report, &Ending::Open, style));
            }
        }
        match stop? {
            Stop::Unread | Stop::Limit(_) => return Ok(read),
            Stop::Lost(error) => {
                streams::tell_error(&live::lost(error, "following"));
                return Ok(read.or_worse(Outcome::CouldNotAsk));
            }
            Stop::Done => {}
        }
        let mut outcome = read;
        for (pin, known) in follower.pins().iter().zip(self.known) {
            let Some(report) = known.last else {
                continue;
            };
            let job = &report.snapshot.job;
            if let Err(unknown) = &report.snapshot.pods {
                streams::tell_line(&format!("error: the pods cannot be read: {}", unknown.why));
                outcome = outcome.or_worse(Outcome::CouldNotAsk);
            } else if !known.is_refused && !self.forwarder.live.has_logs_of(job) {
                streams::tell_line(&format!("note: {}", without_logs(job)));
            }
            let ending = Ending::of(pin.job.as_ref(), pin.gone.as_ref(), Goal::Complete, false)
                .unwrap_or(Ending::Open);
            streams::tell_rendered(&render::verdict_line(&report, &ending, style));
            if ending == Ending::Missed {
                streams::tell_rendered(&render::cause(&report, style));
            }
            if self.settings.arguments.exit_status {
                outcome = outcome.or_worse(Outcome::of_ending(&ending));
            }
        }
        Ok(outcome)
    }

    /// The Jobs that have not ended, as they were last seen.
    fn open_jobs(&self, follower: &Follower) -> Vec<JobReport> {
        let now = start::moment(self.connection, self.session);
        let pins = follower.pins().iter().enumerate();
        pins.filter(|(_, pin)| !pin.is_over())
            .filter_map(|(position, _)| follower.snapshot(position, now, false))
            .map(JobReport::derive)
            .collect()
    }
}

/// What was not done yet.
fn undone(open: &[JobReport]) -> String {
    match open {
        [] => "some logs were not read to the end".to_owned(),
        [report] => format!("job/{} has not ended", report.snapshot.job.name),
        _ => format!("{} have not ended", counted(open.len() as u64, "Job")),
    }
}
