//! What is known of the instance whose log is read, and whether a log that came is that instance's.
//!
//! The API has no name for the log of one instance: a kubelet gives the log of whichever instance is the current one, or the
//! one before, by the status that the kubelet has at that moment (`validateContainerLogStatus` in `pkg/kubelet/kubelet_pods.go` of
//! kubernetes/kubernetes). The watch of pods tells of that status later, perhaps much later. An answer never goes on with the
//! next instance, because each has a file of its own; so it is enough to know whose the beginning of an answer is. What was read
//! before tells that, and before the first line the pod does, if it is asked for after the answer has begun: its
//! `restartCount` numbers the instances. The times of the lines tell where even the pod's status is late.

use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;
use tokio::time::Instant;

use super::{Reader, Stop};
use crate::client::{RequestError, RequestErrorKind};
use crate::facts::{Life, LogChunk};
use crate::job_details::logs::LogPart;
use crate::job_details::pods;

/// How long it may take until a pod's status tells of another instance.
const DOUBT: Duration = Duration::from_secs(10);
/// The same where nothing speaks for another instance but that the log could not be read for a while.
const LAG: Duration = Duration::from_secs(5);
/// How often the pod is asked for meanwhile.
const LOOK: Duration = Duration::from_secs(2);

/// What is known of an instance.
pub(super) struct KnownLife {
    /// By who follows its pod.
    told: watch::Receiver<Life>,
    /// By its pod, when it was asked for last.
    asked: Option<Life>,
    /// Whether it was asked for since its pod was told to be gone.
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

    /// The latest stage that is known.
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

    /// Waits until more is told; for ever where nobody can tell any more.
    pub(super) async fn changed(&mut self) {
        if self.told.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// Stages follow one another in this order.
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

    /// Asks for the pod what became of the instance. A user without the right to get pods has to do with what is told.
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

    /// Asks for a pod that is told to be gone: a list may lack it by mistake.
    pub(super) async fn check_gone(&mut self) -> Result<(), Stop> {
        if self.life.is_told_gone() && self.life.asked != Some(Life::Gone) {
            self.look().await?;
        }
        Ok(())
    }

    /// Whether an answer is of this instance's log that was asked for as that of the previous instance or not, and in which this
    /// line came first.
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

    /// Notes whether lines that do not follow what was read before are taken, because the log was rotated. Another instance's log looks
    /// the same.
    pub(super) async fn doubt(&mut self, previous: bool) -> Result<(), Stop> {
        self.cursor.accepts_gap = self.remains(previous, |_| false).await?;
        Ok(())
    }

    /// Whether the instance's log still has to be asked for in the same way, by its pod: at once if that is clear, otherwise
    /// after a while.
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

    /// Whether the instance may have written a line at that time, by what is known of it.
    pub(super) fn may_have_written(&self, time: Option<Timestamp>) -> bool {
        self.source.may_have_written(time, self.life().finished())
    }

    /// Begins anew with a log of which all that was read turned out to be another instance's.
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
