//! What is said when it is over.

use super::super::{Limit, Limits, close, last_look::LastLook, without_logs};
use super::{Followed, Stop, lost};
use crate::{
    commands::jobs,
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
        stop: Result<Stop, Limit>,
        limits: &mut Limits,
    ) -> Result<Outcome, Failure> {
        let style = &self.session.stderr.style;
        let (stop, limit) = match stop {
            Ok(stop) => (stop, None),
            // It ends without a verdict, as where nobody reads.
            Err(limit) => (Stop::Unread, Some(limit)),
        };
        let open = self.open_jobs();
        let is_timed_out = matches!(limit, Some(Limit::TimedOut));
        let read = close(self.pump.output, limit, limits, &undone(&open)).await?;
        if is_timed_out {
            for report in open.iter().take(MOST_NAMED) {
                streams::tell_rendered(&render::verdict_line(report, &Ending::Open, style));
            }
        }
        match stop {
            Stop::Unread => return Ok(read),
            Stop::Lost(error) => {
                streams::tell_error(&lost(error));
                return Ok(read.or_worse(Outcome::CouldNotAsk));
            }
            Stop::Failed(failure) => return Err(failure),
            Stop::Done => {}
        }
        let mut outcome = read;
        for (pin, known) in self.follower.pins().iter().zip(self.known) {
            let LastLook::Done(report) = known.last else {
                continue;
            };
            let job = &report.snapshot.job;
            if let Err(unknown) = &report.snapshot.pods {
                streams::tell_line(&format!("error: the pods cannot be read: {}", unknown.why));
                outcome = outcome.or_worse(Outcome::CouldNotAsk);
            } else if !known.is_refused && !self.pump.live.has_logs_of(job) {
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
    fn open_jobs(&self) -> Vec<JobReport> {
        let now = jobs::moment(self.connection, self.session);
        let pins = self.follower.pins().iter().enumerate();
        pins.filter(|(_, pin)| !pin.is_over())
            .filter_map(|(position, _)| self.follower.snapshot(position, now, false))
            .map(JobReport::derive)
            .collect()
    }
}

/// What was not done yet.
fn undone(open: &[JobReport]) -> String {
    match open {
        [] => "not all logs were read to their ends".to_owned(),
        [report] => format!("job/{} had not ended", report.snapshot.job.name),
        _ => format!("{} had not ended", counted(open.len() as u64, "Job")),
    }
}
