//! Tracks the state of the instance whose log is read, and decides whether an answer is the log of that
//! instance.
//!
//! The API has no name for the log of one instance. A kubelet sends the log of the current or of the previous
//! instance, according to its own status at that moment (`validateContainerLogStatus` in
//! `pkg/kubelet/kubelet_pods.go` of kubernetes/kubernetes). The watch of pods reports that status later,
//! possibly much later. An answer never continues with the next instance, because each instance has its own
//! file. It is therefore enough to know which instance wrote the beginning of an answer. The lines that were
//! read before show this. Before the first line, the pod shows it, if the pod is requested after the answer
//! has started: its `restartCount` numbers the instances. If even the pod's status is late, the timestamps of
//! the lines decide.

use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;
use tokio::time::Instant;

use super::{Reader, Stop};
use crate::client::{RequestError, RequestErrorKind};
use crate::facts::{Life, LogChunk};
use crate::job_details::logs::LogPart;
use crate::job_details::pods;

/// How long a pod's status may take to report another instance.
const DOUBT: Duration = Duration::from_secs(10);
/// The same, if the only sign of another instance is that the log could not be read for a while.
const LAG: Duration = Duration::from_secs(5);
/// How often to request the pod in the meantime.
const LOOK: Duration = Duration::from_secs(2);

/// What is known of an instance.
pub(super) struct KnownLife {
    /// The state that the watch of the pod reports.
    told: watch::Receiver<Life>,
    /// The state in the pod when it was last requested.
    asked: Option<Life>,
    /// Whether the pod was requested since it was reported as gone.
    is_gone_checked: bool,
}

impl KnownLife {
    pub(super) fn new(told: watch::Receiver<Life>) -> Self {
        Self {
            told,
            asked: None,
            is_gone_checked: false,
        }
    }

    /// The latest known state.
    pub(super) fn now(&self) -> Life {
        let told = *self.told.borrow();
        match self.asked {
            Some(asked) if self.is_told_gone() && self.is_gone_checked => asked,
            Some(asked) if stage(asked) > stage(told) => asked,
            Some(_) | None => told,
        }
    }

    fn is_told_gone(&self) -> bool {
        *self.told.borrow() == Life::Gone
    }

    fn note(&mut self, life: Life) {
        self.is_gone_checked = self.is_told_gone();
        self.asked = Some(life);
    }

    /// Waits until the reported state changes; for ever if no more reports can come.
    pub(super) async fn changed(&mut self) {
        if self.told.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// The order in which the states follow one another.
fn stage(life: Life) -> u8 {
    match life {
        Life::Running => 0,
        Life::Ended { previous: false, .. } => 1,
        Life::Ended { previous: true, .. } => 2,
        Life::Overtaken => 3,
        Life::Gone => 4,
    }
}

impl Reader {
    pub(super) fn life(&self) -> Life {
        self.life.now()
    }

    /// Requests the pod and notes the state of the instance. For a user without permission to get pods, the
    /// reported state stays.
    pub(super) async fn look(&mut self) -> Result<(), Stop> {
        loop {
            match self.ask_pod().await {
                Ok(Some(life)) => {
                    self.life.note(life);
                    return Ok(());
                }
                Ok(None) => return Ok(()),
                Err(error) if error.kind == RequestErrorKind::Forbidden => return Ok(()),
                Err(error) => {
                    let retry_after = error.retry_after;
                    self.bear(&error.into()).await?;
                    self.pace.after(retry_after).await;
                }
            }
        }
    }

    async fn ask_pod(&self) -> Result<Option<Life>, RequestError> {
        let source = &self.source;
        let pod = pods::pod(self.streams.client(), &source.namespace, &source.pod).await?;
        Ok(pod.map_or(Some(Life::Gone), |pod| Life::of(source, &pod)))
    }

    /// Requests a pod that is reported as gone: a list may lack the pod by mistake.
    pub(super) async fn check_gone(&mut self) -> Result<(), Stop> {
        if self.life.is_told_gone() && self.life.asked != Some(Life::Gone) {
            self.look().await?;
        }
        Ok(())
    }

    /// Whether an answer is the log of this instance. `previous` says whether the log of the previous
    /// instance was requested, and `first` is the time of the first line in the answer.
    pub(super) async fn is_own(&mut self, previous: bool, first: Option<Timestamp>) -> Result<bool, Stop> {
        if !self.source.may_restart {
            return Ok(true);
        }
        let lag = if std::mem::take(&mut self.is_late) {
            LAG
        } else {
            Duration::ZERO
        };
        let settled = Instant::now() + lag;
        let is_clear = |reader: &Self| Instant::now() >= settled && reader.may_have_written(first);
        self.remains(previous, is_clear).await
    }

    /// Decides whether to accept lines that do not follow what was read before. They may come after a
    /// rotation; the log of another instance looks the same.
    pub(super) async fn doubt(&mut self, previous: bool) -> Result<(), Stop> {
        self.cursor.accepts_gap = self.remains(previous, |_| false).await?;
        Ok(())
    }

    /// Whether, according to the pod, the same request still returns the log of this instance. The answer is
    /// immediate if `is_clear`, otherwise it takes a while.
    async fn remains(&mut self, previous: bool, is_clear: impl Fn(&Self) -> bool) -> Result<bool, Stop> {
        let due = Instant::now() + DOUBT;
        while self.life().is_asked_for(previous) {
            self.look().await?;
            if !self.life().is_asked_for(previous) {
                break;
            }
            if is_clear(self) || Instant::now() >= due {
                return Ok(true);
            }
            tokio::select! {
                () = tokio::time::sleep_until(due.min(Instant::now() + LOOK)) => {}
                () = self.life.changed() => {}
            }
        }
        Ok(false)
    }

    /// Whether the instance may have written a line at this time, according to what is known of the instance.
    pub(super) fn may_have_written(&self, time: Option<Timestamp>) -> bool {
        self.source.may_have_written(time, self.life().finished())
    }

    /// Starts again with a log of which all lines so far turned out to be another instance's.
    pub(super) async fn disown(&mut self) -> Result<(), Stop> {
        let last = self.cursor.last_stamp();
        self.begin_anew();
        self.tell(LogPart::Foreign(last)).await
    }
}

/// When the first line of a chunk was written.
pub(super) fn first_time(chunk: &LogChunk) -> Option<Timestamp> {
    chunk.lines().find_map(|line| line.time())
}
