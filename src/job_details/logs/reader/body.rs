//! Reads one body of a log, from where reading stopped to the end of the body.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use kube::client::Body;
use tokio::time::Instant;

use super::{Over, Reader, Stop, life::first_time};
use crate::client;
use crate::facts::{Life, LogChunk, WhyNoLog};
use crate::job_details::logs::{
    LogPart,
    ask::Ask,
    cursor::Passed,
    error::LogError,
    lines::{Splitter, split},
    node,
    slots::Slots,
};
/// How long a followed log may be silent before the reader checks whether its body is stuck. A rotation, or a
/// proxy that dropped the connection, can make it so.
const SILENCE: Duration = Duration::from_mins(1);
/// How long a log may be silent after its container has ended.
const LAST_SILENCE: Duration = Duration::from_secs(5);
/// How long a log may be silent after another instance was started.
const RESTART_SILENCE: Duration = Duration::from_millis(500);
/// How long a log that is not followed may be silent.
const UNFOLLOWED_SILENCE: Duration = Duration::from_mins(1);
/// The greatest number of bytes that are read of a last line.
const LONGEST_END: u64 = 1 << 20;
/// The approximate number of bytes that a runtime writes before each line: a timestamp, the stream, a tag.
const OVERHEAD: u64 = 45;
/// How often a log that cannot pass on its lines checks whether other logs wait.
const LOOK: Duration = Duration::from_millis(200);
/// How long a log has its turn while other logs wait.
const TURN: Duration = Duration::from_secs(2);

impl Reader {
    /// Reads from where reading stopped until the body ends.
    pub(super) async fn read_once(&mut self) -> Result<Over, Stop> {
        // A log that cannot pass on its lines needs no slot.
        self.has_room().await?;
        let slots = self.streams.slots().clone();
        let _place = slots.take().await;
        if self.life() == Life::Overtaken {
            return Err(Stop::Error(LogError::NoLog(WhyNoLog::Overtaken)));
        }
        let turn = Instant::now() + TURN;
        let follow = self.goes_on() && !slots.are_crowded();
        if self.streams.options().tail == Some(0) && self.cursor.is_at_start() {
            let previous = self.life().is_previous();
            if !self.start_at_end(previous).await? {
                return Ok(Over::Strange { previous });
            }
        }
        let ask = self.ask(follow);
        let asked = Instant::now();
        let mut body = match self.open(&ask, turn, &slots).await? {
            ControlFlow::Continue(body) => body,
            ControlFlow::Break(over) => return Ok(over),
        };
        self.rest = None;
        self.patience.was_granted();
        let is_partial = ask.since.is_some() || ask.tail.is_some();
        self.cursor.rewind(is_partial);
        self.jumps.rewind(ask.follow, is_partial, asked);
        let given_before = self.chunks;
        let strange = Over::Strange {
            previous: ask.previous,
        };
        let mut splitter = Splitter::default();
        loop {
            let waits_since = Instant::now();
            let piece = match self.next_piece(&mut body, &ask, turn, &slots).await? {
                Next::Piece(piece) => piece,
                Next::End => break,
                Next::Silence => return Ok(Over::Silent),
                Next::Turn => return Ok(Over::Turn),
            };
            // Not for lines that were passed on before the body started.
            let is_next = self.chunks > given_before && splitter.is_between_lines();
            self.jumps.came(piece.len(), waits_since, is_next, Instant::now());
            match self.give_if_own(splitter.take(piece), ask.previous).await? {
                Given::All => {}
                Given::Enough => return Ok(Over::Limit),
                Given::Strange => return Ok(strange),
            }
            let is_blocked = tokio::select! {
                biased;
                room = self.has_room() => room.map(|()| false)?,
                () = crowd(&slots) => true,
            };
            // A turn without new lines would only lead to another turn without new lines.
            let is_over = Instant::now() >= turn && self.chunks > given_before;
            if is_blocked || slots.are_crowded() && is_over {
                return Ok(Over::Turn);
            }
        }
        // If the log continues, the incomplete line comes again with its end.
        if self.goes_on() {
            self.rest = Some(splitter.finish());
            return Ok(Over::Body);
        }
        Ok(match self.give_if_own(splitter.finish(), ask.previous).await? {
            Given::All => Over::Body,
            Given::Enough => Over::Limit,
            Given::Strange => strange,
        })
    }

    /// Waits until lines can be passed on. The room is not reserved: if several logs share a queue, the
    /// others may take the room, and this log then waits in [`Self::tell`]. If a silent log kept its room,
    /// the others would wait for ever.
    async fn has_room(&self) -> Result<(), Stop> {
        // For a gap and the lines after it.
        let room = self.sender.reserve_many(2).await;
        room.map(drop).map_err(|_| Stop::Unheard)
    }

    /// Starts to read. A node starts its answer only when the log has lines, so a followed log may be over
    /// before its body starts.
    async fn open(
        &mut self,
        ask: &Ask,
        turn: Instant,
        slots: &Slots,
    ) -> Result<ControlFlow<Over, Body>, Stop> {
        let (client, source) = (self.streams.client().clone(), Arc::clone(&self.source));
        let opened = ask.open(&client, &source);
        let opened = if ask.follow {
            tokio::select! {
                opened = opened => opened,
                () = self.life.changed() => return Ok(ControlFlow::Break(Over::Silent)),
                () = tokio::time::sleep(SILENCE) => return Ok(ControlFlow::Break(Over::Silent)),
                () = over(turn, slots) => return Ok(ControlFlow::Break(Over::Turn)),
            }
        } else {
            opened.await
        };
        opened.map(ControlFlow::Continue).map_err(Stop::from)
    }

    /// The next piece of a body, or why no more pieces are expected.
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
            let crowded = slots.are_crowded();
            let patience = match (follow, self.life()) {
                (false, _) => UNFOLLOWED_SILENCE,
                (true, Life::Running) => SILENCE,
                // The remaining pieces may be of the next instance.
                (true, Life::Ended { previous: true, .. }) if !ask.previous => RESTART_SILENCE,
                (true, Life::Ended { .. } | Life::Overtaken | Life::Gone) => LAST_SILENCE,
            };
            let due = silent_since + patience;
            let look = if crowded && follow {
                due.min(turn.max(Instant::now()))
            } else {
                due.min(Instant::now() + TURN)
            };
            tokio::select! {
                biased;
                piece = client::next_piece(body) => {
                    let piece = piece.map_err(Stop::from)?;
                    return Ok(piece.map_or(Next::End, Next::Piece));
                }
                () = self.life.changed(), if follow => {}
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

    /// Passes lines on. The first lines are passed on only when they are certainly of this instance.
    async fn give_if_own(&mut self, chunk: LogChunk, previous: bool) -> Result<Given, Stop> {
        let is_first = self.cursor.is_at_start() && !chunk.is_empty();
        if is_first && !self.is_own(previous, first_time(&chunk)).await? {
            return Ok(Given::Strange);
        }
        self.give(chunk).await
    }

    /// Passes lines on.
    pub(super) async fn give(&mut self, mut chunk: LogChunk) -> Result<Given, Stop> {
        let last = self.cursor.last_stamp();
        let passed = self.cursor.pass(&mut chunk);
        if passed == Passed::AfterGap {
            self.cursor.accepts_gap = false;
            self.jumps.forget_last();
            let next = chunk.get(0).and_then(|line| line.stamp);
            let next = next.map(|stamp| String::from_utf8_lossy(stamp).into_owned());
            self.tell(LogPart::Gap(last, next)).await?;
        }
        let limit = self.streams.options().limit_bytes;
        if let Some(limit) = limit {
            chunk.truncate(limit.saturating_sub(self.given));
            self.given += chunk.len();
        }
        if !chunk.is_empty() {
            self.patience.lines_came();
            self.is_short = false;
            self.pace.went_well();
            self.chunks += 1;
            self.in_file += chunk.len() + chunk.lines().len() as u64 * OVERHEAD;
            self.give_lines(chunk).await?;
        }
        match passed {
            Passed::Words(words) => Err(Stop::Error(node::instead_of_log(&words))),
            Passed::Strange => Ok(Given::Strange),
            Passed::New | Passed::AfterGap if limit.is_some_and(|limit| self.given >= limit) => {
                Ok(Given::Enough)
            }
            Passed::New | Passed::AfterGap => Ok(Given::All),
        }
    }

    pub(super) async fn tell(&self, part: LogPart) -> Result<(), Stop> {
        let sent = self.sender.send((self.number, part)).await;
        sent.map_err(|_| Stop::Unheard)
    }

    /// Marks the existing lines as read, as `--tail 0` asks; `false` if they are of another instance.
    async fn start_at_end(&mut self, previous: bool) -> Result<bool, Stop> {
        let ask = Ask {
            previous,
            tail: Some(1),
            ..Ask::default()
        };
        let end = ask.read(self.streams.client(), &self.source, LONGEST_END).await;
        let mut end = split(end.map_err(Stop::from)?);
        let first = end.iter().find_map(first_time);
        if first.is_some() && !self.is_own(previous, first).await? {
            return Ok(false);
        }
        self.cursor.rewind(true);
        for chunk in &mut end {
            if let Passed::Words(words) = self.cursor.pass(chunk) {
                return Err(Stop::Error(node::instead_of_log(&words)));
            }
        }
        Ok(true)
    }
}

/// What happened to lines that were to be passed on.
pub(super) enum Given {
    All,
    /// Everything that the byte limit allows was passed on.
    Enough,
    /// The lines do not follow what was read before, and were not passed on.
    Strange,
}

/// Waits until the turn is over and other logs wait for a slot.
async fn over(turn: Instant, slots: &Slots) {
    tokio::time::sleep_until(turn).await;
    crowd(slots).await;
}

/// Waits until other logs wait for a slot.
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
