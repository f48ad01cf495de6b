//! Reads one log to its end.
//!
//! The end of a body is not the end of a log: the API server also ends the body normally when its connection
//! to the kubelet breaks (`StreamObject` in `responsewriters/writers.go` of k8s.io/apiserver ignores the
//! error of its copy). The log of a container that has ended counts as read only if its last lines, requested
//! once more, are the last lines that were read. While the container runs, reading continues.

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

/// How long to wait before the next request for a log that is still empty although its container runs.
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
    /// The number of bytes that were passed on.
    given: u64,
    /// The approximate number of bytes that these lines take in the log's file.
    in_file: u64,
    /// The number of chunks that were passed on.
    chunks: u64,
    /// The end of the log at the last comparison, and the number of chunks that were passed on by then.
    compared: Option<(Option<Bytes>, u64)>,
    /// Whether the node had more lines than were read, if its lines are of the same instance.
    is_short: bool,
    /// The text after the last line end of the last body: an incomplete line, or the last line.
    rest: Option<LogChunk>,
    /// How far to read when all we know is that the container is running.
    goal: Option<Vec<u8>>,
    /// Whether the log could not be read since it was begun. The first answer may then be the next instance's
    /// log.
    is_late: bool,
    /// Whether to read only what there is, although the container is reported as running.
    is_last: bool,
}

/// Why reading stops before the end of the log.
pub(super) enum Stop {
    Error(LogError),
    Unheard,
}

impl From<RequestError> for Stop {
    fn from(error: RequestError) -> Self {
        Self::Error(error.into())
    }
}

/// How a body ended, or why reading the body stopped.
enum Over {
    /// The body ended normally.
    Body,
    /// The body is silent, or did not even start.
    Silent,
    /// Everything that the byte limit allows was passed on.
    Limit,
    /// Other logs have their turn.
    Turn,
    /// The lines do not follow what was read before. `previous` says whether the log was requested as that of
    /// the previous instance.
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
                        // The container may have ended together with the body.
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

    /// Passes on the incomplete line at the end of the last body. The rest of the line is not expected.
    async fn give_rest(&mut self) -> Result<(), Stop> {
        if let Some(rest) = self.rest.take() {
            self.give(rest).await?;
        }
        Ok(())
    }

    /// Whether more lines are expected than there are.
    fn goes_on(&self) -> bool {
        self.streams.options().follow && self.life() == Life::Running && !self.is_last
    }

    /// Whether to believe that the container runs, although a body of its log has ended. Once all Jobs have
    /// ended, bodies that keep ending normally without new lines show that the end of the container is never
    /// reported.
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

    /// Waits before the next request for a log that continues: until more is known of the container, or for a
    /// moment. Waits longer if no line was read yet that distinguishes this log from another instance's log.
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

    /// The request for the lines that follow the lines passed on.
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

    /// Waits after a failure, and fails if another attempt cannot help. Returns `true` if nothing more can be
    /// read.
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
            // Whether this was the end of the log can no longer be found out.
            self.give_rest().await?;
            self.tell(LogPart::Unproven).await?;
            return Ok(true);
        }
        if life.is_previous() && self.cursor.is_at_start() {
            // The log of an earlier instance does not come back. A kubelet that has also forgotten the
            // instance rejects the request.
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

    /// Reports a failure after which reading continues. Fails if the failure has lasted too long.
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
