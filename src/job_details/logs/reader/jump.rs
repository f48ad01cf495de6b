//! Reports lines that may be missing within a body, before it passes on the lines after them.

use std::time::Duration;

use tokio::time::Instant;

use super::{Reader, Stop};
use crate::facts::LogChunk;
use crate::job_details::logs::{
    LogPart,
    ask::Ask,
    cursor::{Held, Jump},
    lines::split,
};

/// The number of bytes of a line that contain its timestamp.
const STAMP: u64 = 64;
/// How often to ask a node that does not answer, and how long to wait in between: while a log is rotated, the
/// node has no answer.
const TRIES: u32 = 3;
const PAUSE: Duration = Duration::from_secs(1);
/// How long an answer may take: it delays the lines.
const PATIENCE: Duration = Duration::from_secs(5);

impl Reader {
    /// Passes lines on, with the gaps between them.
    pub(super) async fn give_lines(&mut self, mut chunk: LogChunk) -> Result<(), Stop> {
        let now = Instant::now();
        if self.jumps.is_look_due(now) {
            let held = self.held_now().await;
            self.jumps.note(held, Instant::now());
        }
        let mut given = 0;
        for jump in self.jumps.find(&chunk, now) {
            let Some(gap) = self.gap_at(&jump).await else {
                continue;
            };
            let lines = chunk.split_to(jump.position - given);
            given = jump.position;
            if !lines.is_empty() {
                self.tell(LogPart::Chunk(lines)).await?;
            }
            self.tell(gap).await?;
        }
        self.tell(LogPart::Chunk(chunk)).await
    }

    /// The gap to report at a jump; `None` if no lines are missing.
    async fn gap_at(&mut self, jump: &Jump) -> Option<LogPart> {
        if self.jumps.is_settled(jump) {
            return None;
        }
        let text = |stamp: &[u8]| String::from_utf8_lossy(stamp).into_owned();
        let held = self.held_patiently().await;
        let (is_told, now) = (held.is_some(), Instant::now());
        self.jumps.note(held, now);
        if is_told {
            let until = self.jumps.missing_until(jump)?;
            return Some(LogPart::Gap(text(&jump.after), Some(text(until))));
        }
        // All later lines come after this line, so the rest of the body has nothing more to report.
        self.jumps.rewind(false, true, now);
        Some(LogPart::Gap(text(&jump.after), None))
    }

    /// The lines that the node has of the log now; `None` if the node does not answer after several attempts.
    async fn held_patiently(&self) -> Option<Held> {
        for _ in 1..TRIES {
            let held = self.held_now().await;
            if held.is_some() {
                return held;
            }
            tokio::time::sleep(PAUSE).await;
        }
        self.held_now().await
    }

    /// The lines that the node has of the log now, requested in the order that [`Held`] needs.
    async fn held_now(&self) -> Option<Held> {
        let at = Instant::now();
        let newest = self.stamp_of(Some(1)).await?;
        let oldest = self.stamp_of(None).await?;
        Some(Held { newest, at, oldest })
    }

    /// The timestamp of the first of the last `tail` lines that the node has, or of all lines.
    async fn stamp_of(&self, tail: Option<u64>) -> Option<Vec<u8>> {
        let ask = Ask {
            previous: self.life().is_previous(),
            tail,
            ..Ask::default()
        };
        let read = ask.read(self.streams.client(), &self.source, STAMP);
        let body = tokio::time::timeout(PATIENCE, read).await;
        let lines = split(body.ok()?.ok()?);
        let mut lines = lines.iter().flat_map(LogChunk::lines);
        lines.next()?.stamp.map(<[u8]>::to_vec)
    }
}
