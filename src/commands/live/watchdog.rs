//! The last resort where nothing goes on. A reader that takes neither standard output nor standard error, whose pipes are full,
//! holds up the thread on which everything runs. A thread of its own then ends the process, without a word, because nobody
//! reads one.

use std::{io, process, thread, time::Duration};

use tokio::{
    runtime::Builder,
    sync::oneshot,
    time::{Instant, timeout},
};

use super::signals::Signals;
use crate::{job_details::sleep_until, outcome::Outcome};

/// How long after the time is over: a slow reader gets what is told then.
const AFTER_DEADLINE: Duration = Duration::from_secs(30);
/// How long after a signal. A second signal ends the process at once.
const AFTER_SIGNAL: Duration = Duration::from_secs(5);

/// Ends the process if the time is long over, until it is dropped, and after a signal even then.
pub(super) struct Watchdog {
    _is_waiting: oneshot::Sender<()>,
}

impl Watchdog {
    /// From now on.
    pub(super) fn start(deadline: Option<Instant>) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let mut signals = {
            let _within = runtime.enter();
            Signals::listen()?
        };
        let (is_waiting, done) = oneshot::channel();
        thread::Builder::new().spawn(move || {
            let outcome = runtime.block_on(stuck(deadline, done, &mut signals));
            #[expect(clippy::disallowed_methods, reason = "the thread of main goes nowhere")]
            process::exit(outcome.code().into());
        })?;
        Ok(Self {
            _is_waiting: is_waiting,
        })
    }
}

/// What it came to, when it should have ended long ago.
async fn stuck(deadline: Option<Instant>, done: oneshot::Receiver<()>, signals: &mut Signals) -> Outcome {
    let due = deadline.and_then(|deadline| deadline.checked_add(AFTER_DEADLINE));
    tokio::select! {
        outcome = signals.next() => {
            let _ = timeout(AFTER_SIGNAL, signals.next()).await;
            outcome
        }
        () = overdue(due, done) => Outcome::TimedOut,
    }
}

/// Ends when that time has come, if it is still waited for.
async fn overdue(due: Option<Instant>, done: oneshot::Receiver<()>) {
    tokio::select! {
        biased;
        _ = done => std::future::pending().await,
        () = sleep_until(due) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_time_is_over_unless_nobody_waits_any_more() {
        let is_over = async |due: Option<Instant>, is_waited_for: bool| {
            let (waiting, done) = oneshot::channel();
            let waiting = Some(waiting).filter(|_| is_waited_for);
            let is_over = timeout(Duration::from_mins(10), overdue(due, done)).await.is_ok();
            drop(waiting);
            is_over
        };
        let due = Some(Instant::now() + Duration::from_mins(1));
        assert!(is_over(due, true).await);
        assert!(!is_over(due, false).await);
        assert!(!is_over(None, true).await);
    }
}
