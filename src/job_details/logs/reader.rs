//! Reads one log to its end.
//!
//! The end of a body is not the end of a log: the API server ends it in order, too, when its connection to the kubelet breaks
//! (`StreamObject` in `responsewriters/writers.go` of k8s.io/apiserver ignores the error of its copy). So the log of a container
//! that has ended is read only when its last lines, asked for once more, are the last that were seen; that of one that runs is gone on
//! with.

mod body;
mod end;
mod jump;
mod life;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::watch;

use self::life::KnownLife;
use super::{
    LogPart, LogSender, LogStreams,
    ask::Ask,
    cursor::{Cursor, Jumps},
    error::LogError,
    patience::{Patience, Situation},
};
use crate::client::{RequestError, RequestErrorKind};
use crate::facts::{Life, LogChunk, LogSource};
use crate::job_details::watch::Pace;

/// How long a log is left alone of which nothing came although its container runs.
const QUIET: Duration = Duration::from_secs(10);

/// Reads one log.
pub(super) struct Reader {
    streams: LogStreams,
    number: usize,
    source: Arc<LogSource>,
    life: KnownLife,
    sender: LogSender,
    cursor: Cursor,
    jumps: Jumps,
    pace: Pace,
    patience: Patience,
    /// Bytes that were given away.
    given: u64,
    /// About how many bytes of the log's file these were.
    in_file: u64,
    /// Chunks that were.
    chunks: u64,
    /// The end of the log as it was when it was last compared, and how many chunks were given away by then.
    compared: Option<(Option<Bytes>, u64)>,
    /// Whether the node was seen to have more than came, if what it has is of the same instance.
    is_short: bool,
    /// What stood behind the last line end when the last body ended: a line that goes on, or the last one.
    rest: Option<LogChunk>,
    /// The stamp up to which a log has to be read of whose container nothing more is known than that it runs.
    goal: Option<Vec<u8>>,
    /// Whether the log could not be read since it was begun: the first answer may be the next instance's.
    is_late: bool,
    /// Whether it is read to what there is although the container is said to run.
    is_last: bool,
}

/// Why reading ends before the end of the log.
pub(super) enum Stop {
    Error(LogError),
    Unheard,
}

impl From<RequestError> for Stop {
    fn from(error: RequestError) -> Self {
        Self::Error(error.into())
    }
}

/// How a body ended, or why it was given up.
enum Over {
    /// In order.
    Body,
    /// It says nothing any more, or did not even begin.
    Silent,
    /// All that may be given away was.
    Limit,
    /// Others have their turn.
    Turn,
    /// What came does not follow what was read before. `previous` is whether it was asked for as the log of the instance before.
    Strange { previous: bool },
}

impl Reader {
    /// A reader that has read nothing.
    pub(super) fn new(
        streams: LogStreams,
        number: usize,
        source: Arc<LogSource>,
        life: watch::Receiver<Life>,
        sender: LogSender,
    ) -> Self {
        Self {
            cursor: Cursor::new(streams.options().since),
            streams,
            number,
            source,
            life: KnownLife::new(life),
            sender,
            jumps: Jumps::default(),
            pace: Pace::default(),
            patience: Patience::default(),
            given: 0,
            in_file: 0,
            chunks: 0,
            goal: None,
            compared: None,
            is_short: false,
            rest: None,
            is_late: false,
            is_last: false,
        }
    }

    /// Reads until nothing more comes.
    pub(super) async fn run(&mut self) -> Result<(), Stop> {
        loop {
            match self.read_once().await {
                Ok(Over::Limit) => return Ok(()),
                Ok(Over::Turn) => {}
                Ok(Over::Strange { previous }) => self.doubt(previous).await?,
                Ok(over @ (Over::Body | Over::Silent)) => {
                    if matches!(over, Over::Body) {
                        self.patience.body_ended();
                    }
                    self.check_gone().await?;
                    if self.goes_on() {
                        self.is_last = !self.is_believed(&over);
                        self.pace.went_well();
                        self.rest().await;
                    } else {
                        // It may have ended while the body did.
                        self.give_rest().await?;
                        if self.is_whole().await? {
                            return Ok(());
                        }
                    }
                }
                Err(Stop::Error(error)) => {
                    self.patience.body_failed(error.kind());
                    if self.suffer(error).await? {
                        return Ok(());
                    }
                }
                Err(Stop::Unheard) => return Err(Stop::Unheard),
            }
        }
    }

    /// Forgets what was read.
    fn begin_anew(&mut self) {
        self.cursor = Cursor::new(self.streams.options().since);
        self.jumps = Jumps::default();
        self.compared = None;
        self.goal = None;
        self.is_short = false;
        self.rest = None;
    }

    /// Gives away the line under way that a body ended with, of which no more is to be expected.
    async fn give_rest(&mut self) -> Result<(), Stop> {
        if let Some(rest) = self.rest.take() {
            self.give(rest).await?;
        }
        Ok(())
    }

    /// Whether more is to be expected than there is.
    fn goes_on(&self) -> bool {
        self.streams.options().follow && self.life() == Life::Running && !self.is_last
    }

    /// Whether a container is believed that is said to run, although a body of its log is over. Where all Jobs are over, too, bodies
    /// that end in order and bring nothing new show after a while that nobody says how it ended.
    fn is_believed(&mut self, over: &Over) -> bool {
        let is_closing = self.streams.is_closing();
        let may_have_ended = is_closing && matches!(over, Over::Body);
        let is_believed =
            !may_have_ended || self.patience.lasts(RequestErrorKind::Cut, self.situation(false));
        if !(is_closing && is_believed) {
            self.patience.went_well();
        }
        is_believed
    }

    /// Between the end of a body and the next request for a log that goes on: until more is known of the container, or a moment;
    /// longer where nothing was read yet by which another instance's log could be told from this one's.
    async fn rest(&mut self) {
        if self.cursor.is_at_start() {
            let _ = tokio::time::timeout(QUIET, self.life.changed()).await;
            return;
        }
        tokio::select! {
            () = self.pace.next_start() => {}
            () = self.life.changed() => {}
        }
    }

    /// What to ask for, so that it follows what was given away.
    fn ask(&self, follow: bool) -> Ask {
        let options = self.streams.options();
        let is_first = self.cursor.is_at_start();
        Ask {
            previous: self.life().is_previous(),
            follow,
            since: if is_first {
                options.since
            } else {
                self.cursor.since()
            },
            tail: options.tail.filter(|_| is_first),
        }
    }

    /// Waits after a failure; gives up where trying again cannot help. `true` where what was read is all there is.
    async fn suffer(&mut self, error: LogError) -> Result<bool, Stop> {
        self.is_late |= self.cursor.is_at_start();
        let is_lost = error.kind() == RequestErrorKind::NotFound;
        if is_lost {
            self.look().await?;
        }
        let life = self.life();
        let may_be_another = life == Life::Overtaken || life.is_previous();
        let is_seen_to_end = self.patience.is_at_end_of_body() && (!self.is_short || may_be_another);
        let mut is_for_good =
            || life == Life::Gone || !self.patience.lasts(error.kind(), self.situation(false));
        if is_lost && life != Life::Running && is_seen_to_end && is_for_good() {
            // Nobody can tell any more whether it was the end.
            self.give_rest().await?;
            self.tell(LogPart::Unproven).await?;
            return Ok(true);
        }
        if life.is_previous() && self.cursor.is_at_start() {
            // An earlier instance's log does not come back. A kubelet that has forgotten the instance, too, rejects the request.
            let is_forgotten = error.kind() == RequestErrorKind::Rejected;
            if self.source.is_left_over && (is_lost || is_forgotten) {
                self.tell(LogPart::ThrownAway).await?;
                return Ok(true);
            }
            if is_lost {
                return Err(Stop::Error(error));
            }
        }
        self.bear(&error).await?;
        self.pace.after(error.retry_after()).await;
        Ok(false)
    }

    /// Says of a failure that reading goes on in spite of it; fails with it where it has lasted too long.
    async fn bear(&mut self, error: &LogError) -> Result<(), Stop> {
        let situation = self.situation(error.retry_after().is_some());
        if !self.patience.lasts(error.kind(), situation) {
            return Err(Stop::Error(error.clone()));
        }
        if self.patience.is_news(error.kind()) {
            self.tell(LogPart::Trouble(error.clone())).await?;
        }
        Ok(())
    }

    fn situation(&self, is_asked_to_wait: bool) -> Situation {
        Situation {
            follows: self.streams.options().follow,
            runs: self.life() == Life::Running && !self.streams.is_closing(),
            is_asked_to_wait,
        }
    }
}

#[cfg(test)]
mod tests;
