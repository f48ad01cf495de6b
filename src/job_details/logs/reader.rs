//! Reads one log to its end.
//!
//! The end of a body is not the end of a log: the API server ends it in order, too, when its connection to the kubelet breaks
//! (`StreamObject` in `responsewriters/writers.go` of k8s.io/apiserver ignores the error of its copy). So the log of a container
//! that has ended is read only when its last lines, asked for once more, are the last that were seen; that of one that runs is gone on
//! with.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use std::time::Duration;

use bytes::Bytes;

use jiff::Timestamp;
use kube::{Client, client::Body};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use super::{
    LogChunk, LogSource,
    ask::Ask,
    cursor::{Cursor, Passed},
    lines::Splitter,
    patience::{Patience, Situation},
    said_by_node,
    slots::Slots,
    source::Life,
};
use crate::client::{self, RequestError, RequestErrorKind};
use crate::job_details::watch::Pace;

/// How long a followed log may say nothing before it is looked whether it is mute: a rotation, or something in between that dropped the
/// connection, can make it so.
const SILENCE: Duration = Duration::from_mins(1);
/// How long a log may say nothing after its container has ended, or where it is not followed.
const LAST_SILENCE: Duration = Duration::from_secs(5);
const UNFOLLOWED_SILENCE: Duration = Duration::from_mins(1);
/// How long it may take until it is known that another instance was started.
const DOUBT: Duration = Duration::from_secs(10);
/// Bytes of a last line that are looked at.
const LONGEST_END: u64 = 1 << 20;
/// How often it is looked whether others wait, by a log that cannot be given away.
const LOOK: Duration = Duration::from_millis(200);
/// How long a log has its turn where others wait for it.
const TURN: Duration = Duration::from_secs(2);

/// How logs are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct LogOptions {
    /// Whether to go on until the container has ended.
    pub follow: bool,
    /// Lines from then on.
    pub since: Option<Timestamp>,
    /// The last lines of each.
    pub tail: Option<u64>,
    /// The most bytes of each, without time stamps.
    pub limit_bytes: Option<u64>,
}

/// What a reader tells of its log.
#[derive(Debug)]
pub enum LogPart {
    /// Lines.
    Chunk(LogChunk),
    /// The log was rotated and lines may be missing: after the first of these times, as the server wrote them, and before the
    /// second, if more came.
    Gap(String, Option<String>),
    /// It cannot be read for now; the reader goes on trying.
    Trouble(RequestError),
    /// Nothing more comes.
    End(Result<(), RequestError>),
}

/// Reads logs, a bounded number at the same time.
#[derive(Clone)]
pub struct LogStreams {
    client: Client,
    options: LogOptions,
    slots: Slots,
    is_closing: Arc<AtomicBool>,
}

/// Where a reader tells what it reads: the parts of several may come in one channel, each with a number.
pub type LogSender = mpsc::Sender<(usize, LogPart)>;

impl LogStreams {
    /// At most so many at the same time, at least one.
    pub fn new(client: &Client, options: LogOptions, most: usize) -> Self {
        Self {
            client: client.clone(),
            options,
            slots: Slots::new(most.max(1)),
            is_closing: Arc::default(),
        }
    }

    /// The same places, for logs that are read from their beginnings, because they began while others were read.
    #[must_use]
    pub fn from_beginning(mut self) -> Self {
        self.options.tail = None;
        self
    }

    /// Nothing more is to be expected but the ends of the logs: a node that does not answer is not waited for without limit.
    pub fn close(&self) {
        self.is_closing.store(true, Ordering::Relaxed);
    }

    /// Reads a log to its end, telling it under this number. `life` is kept up to date while it is read.
    pub async fn read(
        self,
        number: usize,
        source: Arc<LogSource>,
        life: watch::Receiver<Life>,
        sender: LogSender,
    ) {
        let cursor = Cursor::new(self.options.since);
        let mut reader = Reader {
            streams: self,
            number,
            source,
            life,
            sender,
            cursor,
            pace: Pace::default(),
            patience: Patience::default(),
            given: 0,
            chunks: 0,
            goal: None,
            compared: None,
            rest: None,
        };
        let end = match reader.run().await {
            Ok(()) => Ok(()),
            Err(Stop::Error(error)) => Err(error),
            Err(Stop::Unheard) => return,
        };
        let _ = reader.sender.send((number, LogPart::End(end))).await;
    }
}

struct Reader {
    streams: LogStreams,
    number: usize,
    source: Arc<LogSource>,
    life: watch::Receiver<Life>,
    sender: LogSender,
    cursor: Cursor,
    pace: Pace,
    patience: Patience,
    /// Bytes that were given away.
    given: u64,
    /// Chunks that were.
    chunks: u64,
    /// The end of the log as it was when it was last compared, and how many chunks were given away by then.
    compared: Option<(Option<Bytes>, u64)>,
    /// What stood behind the last line end when the last body ended: a line that goes on, or the last one.
    rest: Option<LogChunk>,
    /// The stamp up to which a log has to be read of whose container nothing more is known than that it runs.
    goal: Option<Vec<u8>>,
}

/// Why reading ends before the end of the log.
enum Stop {
    Error(RequestError),
    Unheard,
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
    /// What came does not follow what was read before.
    Strange,
}

impl Reader {
    async fn run(&mut self) -> Result<(), Stop> {
        loop {
            match self.read_once().await {
                Ok(Over::Limit) => return Ok(()),
                Ok(Over::Turn) => {}
                Ok(Over::Strange) => self.doubt().await,
                Ok(over @ (Over::Body | Over::Silent)) => {
                    if matches!(over, Over::Body) {
                        self.patience.body_ended();
                    }
                    if self.goes_on() {
                        self.patience.went_well();
                        self.pace.went_well();
                        self.rest().await;
                    } else if self.is_whole().await? {
                        return Ok(());
                    }
                }
                Err(Stop::Error(error)) => {
                    if self.suffer(error).await? {
                        return Ok(());
                    }
                }
                Err(Stop::Unheard) => return Err(Stop::Unheard),
            }
        }
    }

    fn life(&self) -> Life {
        *self.life.borrow()
    }

    /// Whether more is to be expected than there is.
    fn goes_on(&self) -> bool {
        self.streams.options.follow && self.life() == Life::Running
    }

    /// Between the end of a body and the next request for a log that goes on: until more is known of the container, or a moment.
    async fn rest(&mut self) {
        tokio::select! {
            () = self.pace.next_start() => {}
            () = changed(&mut self.life) => {}
        }
    }

    /// Another instance's log looks like one that was rotated. That there is another one is soon known; only if it is not, the
    /// log is what it is.
    async fn doubt(&mut self) {
        let is_known = tokio::time::timeout(DOUBT, changed(&mut self.life)).await;
        self.cursor.accepts_gap = is_known.is_err();
    }

    /// What to ask for, so that it follows what was given away.
    fn ask(&self, follow: bool) -> Ask {
        let options = &self.streams.options;
        let is_first = self.cursor.is_at_start();
        Ask {
            previous: matches!(self.life(), Life::Ended { previous: true }),
            follow,
            since: if is_first {
                options.since
            } else {
                self.cursor.since()
            },
            tail: options.tail.filter(|_| is_first),
            limit: None,
        }
    }

    /// Reads from where it was left until the body ends.
    async fn read_once(&mut self) -> Result<Over, Stop> {
        // Who cannot give anything away needs no place.
        self.has_room().await?;
        let slots = self.streams.slots.clone();
        let _place = slots.take().await;
        if self.life() == Life::Overtaken {
            return Err(Stop::Error(overtaken(&self.source)));
        }
        let turn = Instant::now() + TURN;
        let follow = self.goes_on() && !slots.are_crowded();
        if self.streams.options.tail == Some(0) && self.cursor.is_at_start() {
            self.start_at_end().await?;
        }
        let ask = self.ask(follow);
        let Some(mut body) = self.open(&ask).await? else {
            return Ok(Over::Silent);
        };
        self.patience.was_granted();
        self.rest = None;
        self.cursor.rewind(ask.since.is_some());
        let given_before = self.chunks;
        let mut splitter = Splitter::default();
        loop {
            let piece = match self.next_piece(&mut body, &ask, turn, &slots).await? {
                Next::Piece(piece) => piece,
                Next::End => break,
                Next::Silence => return Ok(Over::Silent),
                Next::Turn => return Ok(Over::Turn),
            };
            match self.give(splitter.take(piece)).await? {
                Given::All => {}
                Given::Enough => return Ok(Over::Limit),
                Given::Strange => return Ok(Over::Strange),
            }
            let is_blocked = tokio::select! {
                biased;
                room = self.has_room() => room.map(|()| false)?,
                () = crowd(&slots) => true,
            };
            // A turn in which nothing new was read would be followed by another such.
            let is_over = Instant::now() >= turn && self.chunks > given_before;
            if is_blocked || slots.are_crowded() && is_over {
                return Ok(Over::Turn);
            }
        }
        // Of a log that goes on, the line under way comes again with its end.
        if self.goes_on() {
            self.rest = Some(splitter.finish());
            return Ok(Over::Body);
        }
        Ok(match self.give(splitter.finish()).await? {
            Given::All => Over::Body,
            Given::Enough => Over::Limit,
            Given::Strange => Over::Strange,
        })
    }

    /// Waits until something can be given away.
    async fn has_room(&self) -> Result<(), Stop> {
        // A gap and the lines behind it.
        let room = self.sender.reserve_many(2).await;
        room.map(drop).map_err(|_| Stop::Unheard)
    }

    /// Begins to read; `None` where a followed log says nothing, not even that it begins.
    async fn open(&mut self, ask: &Ask) -> Result<Option<Body>, Stop> {
        let (client, source) = (self.streams.client.clone(), Arc::clone(&self.source));
        let opened = ask.open(&client, &source);
        let opened = if ask.follow {
            tokio::select! {
                opened = opened => opened,
                () = changed(&mut self.life) => return Ok(None),
                () = tokio::time::sleep(SILENCE) => return Ok(None),
            }
        } else {
            opened.await
        };
        opened.map(Some).map_err(Stop::Error)
    }

    /// The next piece of a body, or that nothing is to be expected of it any more.
    async fn next_piece(
        &mut self,
        body: &mut Body,
        ask: &Ask,
        turn: Instant,
        slots: &Slots,
    ) -> Result<Next, Stop> {
        let follow = ask.follow;
        let mut silent_since = Instant::now();
        loop {
            // From here on the log of that instance is asked for in another way.
            if !ask.previous && matches!(self.life(), Life::Ended { previous: true }) {
                return Ok(Next::Silence);
            }
            let crowded = slots.are_crowded();
            let patience = match (follow, self.life()) {
                (false, _) => UNFOLLOWED_SILENCE,
                (true, Life::Running) => SILENCE,
                (true, Life::Ended { .. } | Life::Overtaken | Life::Gone) => LAST_SILENCE,
            };
            let due = silent_since + patience;
            let look = if crowded {
                due.min(turn.max(Instant::now()))
            } else {
                due.min(Instant::now() + TURN)
            };
            tokio::select! {
                biased;
                piece = client::next_piece(body) => {
                    let piece = piece.map_err(Stop::Error)?;
                    return Ok(piece.map_or(Next::End, Next::Piece));
                }
                () = changed(&mut self.life), if follow => {}
                () = tokio::time::sleep_until(look) => {
                    if crowded && follow {
                        return Ok(Next::Turn);
                    }
                    if Instant::now() >= due {
                        if !self.goes_on() || self.is_mute().await {
                            return Ok(Next::Silence);
                        }
                        silent_since = Instant::now();
                    }
                }
            }
        }
    }

    /// Gives lines away.
    async fn give(&mut self, mut chunk: LogChunk) -> Result<Given, Stop> {
        let last = self.cursor.last_stamp();
        let passed = self.cursor.pass(&mut chunk);
        if passed == Passed::AfterGap {
            self.cursor.accepts_gap = false;
            let next = chunk.get(0).and_then(|line| line.stamp);
            let next = next.map(|stamp| String::from_utf8_lossy(stamp).into_owned());
            self.tell(LogPart::Gap(last, next)).await?;
        }
        let limit = self.streams.options.limit_bytes;
        if let Some(limit) = limit {
            chunk.truncate(limit.saturating_sub(self.given));
            self.given += chunk.len();
        }
        if !chunk.is_empty() {
            self.patience.went_well();
            self.pace.went_well();
            self.chunks += 1;
            self.tell(LogPart::Chunk(chunk)).await?;
        }
        match passed {
            Passed::Words(words) => Err(Stop::Error(said_by_node(&self.source, &words))),
            Passed::Strange => Ok(Given::Strange),
            Passed::New | Passed::AfterGap if limit.is_some_and(|limit| self.given >= limit) => {
                Ok(Given::Enough)
            }
            Passed::New | Passed::AfterGap => Ok(Given::All),
        }
    }

    async fn tell(&self, part: LogPart) -> Result<(), Stop> {
        let sent = self.sender.send((self.number, part)).await;
        sent.map_err(|_| Stop::Unheard)
    }

    /// Notes what there is as read, as `--tail 0` asks.
    async fn start_at_end(&mut self) -> Result<(), Stop> {
        let ask = Ask {
            previous: matches!(self.life(), Life::Ended { previous: true }),
            tail: Some(1),
            limit: Some(LONGEST_END),
            ..Ask::default()
        };
        let end = ask.read(&self.streams.client, &self.source).await;
        let mut splitter = Splitter::default();
        let mut end = [splitter.take(end.map_err(Stop::Error)?), splitter.finish()];
        for chunk in &mut end {
            if let Passed::Words(words) = self.cursor.pass(chunk) {
                return Err(Stop::Error(said_by_node(&self.source, &words)));
            }
        }
        Ok(())
    }

    /// Whether the log of a container that has ended, or of which only what there is now is wanted, was read to its end.
    async fn is_whole(&mut self) -> Result<bool, Stop> {
        if self
            .goal
            .as_ref()
            .is_some_and(|goal| self.cursor.has_reached(goal))
        {
            return Ok(true);
        }
        let end = match self.read_end().await {
            Ok(end) => end,
            Err(error) => return self.suffer(error).await,
        };
        if let Some(end) = &end {
            let chunks = cut(end);
            if self.cursor.is_proven_by(&chunks) {
                return Ok(true);
            }
            if self.life() == Life::Running && self.goal.is_none() {
                self.goal = Cursor::goal_of(&chunks);
            }
        } else if !self.cursor.is_stamped() {
            return Ok(true);
        }
        // What comes to nothing new twice has nothing more.
        let compared = (end, self.chunks);
        if self.compared.as_ref() == Some(&compared) {
            if compared.0.is_some() {
                // The node has thrown away what was read last.
                self.tell(LogPart::Gap(self.cursor.last_stamp(), None)).await?;
            }
            return Ok(true);
        }
        self.compared = Some(compared);
        self.pace.next_start().await;
        Ok(false)
    }

    /// Whether a log that says nothing has more to say. Where that cannot be told, it is asked for anew.
    async fn is_mute(&mut self) -> bool {
        match self.read_end().await {
            Ok(Some(end)) => !self.cursor.is_proven_by(&cut(&end)),
            Ok(None) => self.cursor.is_stamped(),
            Err(_) => true,
        }
    }

    /// The last lines of the log, to be compared with what was read; `None` where there is nothing to compare.
    async fn read_end(&self) -> Result<Option<Bytes>, RequestError> {
        let Some(proof) = self.cursor.proof() else {
            return Ok(None);
        };
        let ask = Ask {
            previous: matches!(self.life(), Life::Ended { previous: true }),
            follow: false,
            since: self.streams.options.since,
            tail: Some(proof.lines),
            limit: Some(proof.bytes),
        };
        ask.read(&self.streams.client, &self.source).await.map(Some)
    }

    /// Waits after a failure; gives up where trying again cannot help. `true` where what was read is all there is.
    async fn suffer(&mut self, error: RequestError) -> Result<bool, Stop> {
        let life = self.life();
        let is_read_in_order = self.patience.is_at_end_of_body();
        if error.kind == RequestErrorKind::NotFound && life != Life::Running && is_read_in_order {
            // There is nobody any more to tell whether it was the end.
            if let Some(rest) = self.rest.take() {
                self.give(rest).await?;
            }
            return Ok(true);
        }
        let situation = Situation {
            follows: self.streams.options.follow,
            runs: life == Life::Running && !self.streams.is_closing.load(Ordering::Relaxed),
        };
        if !self.patience.lasts(error.kind, situation) {
            return Err(Stop::Error(error));
        }
        if self.patience.is_news(error.kind) {
            self.tell(LogPart::Trouble(error.clone())).await?;
        }
        self.pace.after(&error).await;
        Ok(false)
    }
}

fn cut(end: &Bytes) -> [LogChunk; 2] {
    let mut splitter = Splitter::default();
    [splitter.take(end.clone()), splitter.finish()]
}

/// What became of lines that were to be given away.
enum Given {
    All,
    /// All that may be given was.
    Enough,
    /// They do not follow what was read before, and were not given.
    Strange,
}

/// Waits until more is known of a container; for ever where nobody can tell any more.
async fn changed(life: &mut watch::Receiver<Life>) {
    if life.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Waits until others want a place.
async fn crowd(slots: &Slots) {
    while !slots.are_crowded() {
        tokio::time::sleep(LOOK).await;
    }
}

enum Next {
    Piece(Bytes),
    End,
    Silence,
    Turn,
}

fn overtaken(source: &LogSource) -> RequestError {
    let message = format!(
        "container \"{}\" of pod \"{}\" was started again more than once, and the node keeps the logs of the last two instances only",
        source.container, source.pod
    );
    RequestError::new(RequestErrorKind::NotFound, message)
}
