//! Lines that may be missing within a body: told before the lines behind them.

use std::time::Duration;

use super::{Reader, Stop};
use crate::job_details::logs::{
    LogChunk, LogPart,
    ask::Ask,
    cursor::{Held, Jump},
    lines::split,
};

/// Bytes of a line in which its time stamp is.
const STAMP: u64 = 64;
/// How often the node is asked, if it has no answer, and how long it is waited in between: while a log is rotated there is none.
const TRIES: u32 = 3;
const PAUSE: Duration = Duration::from_secs(1);

impl Reader {
    /// Gives lines away.
    pub(super) async fn give_lines(&mut self, mut chunk: LogChunk) -> Result<(), Stop> {
        let mut given = 0;
        for jump in self.jumps.find(&chunk) {
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

    /// What is to be told of a jump, if lines may be missing there.
    async fn gap_at(&mut self, jump: &Jump) -> Option<LogPart> {
        if self.jumps.is_settled(jump) {
            return None;
        }
        let text = |stamp: &[u8]| String::from_utf8_lossy(stamp).into_owned();
        let until = if let Some(held) = self.held_now().await {
            Some(self.jumps.missing_until(jump, held).map(text)?)
        } else {
            // Whatever comes is after this one, so of the rest of the body there is no more to tell.
            self.jumps.rewind(false);
            None
        };
        Some(LogPart::Gap(text(&jump.after), until))
    }

    /// What the node has of the log now; `None` where it does not say.
    async fn held_now(&self) -> Option<Held> {
        for tries in 1..=TRIES {
            // In this order: see `Held`.
            if let Some(newest) = self.stamp_of(Some(1)).await
                && let Some(oldest) = self.stamp_of(None).await
            {
                return Some(Held { oldest, newest });
            }
            if tries < TRIES {
                tokio::time::sleep(PAUSE).await;
            }
        }
        None
    }

    /// The stamp of the first of the last lines that the node has, or of all.
    async fn stamp_of(&self, tail: Option<u64>) -> Option<Vec<u8>> {
        let ask = Ask {
            previous: self.life().is_previous(),
            tail,
            limit: Some(STAMP),
            ..Ask::default()
        };
        let body = ask.read(self.streams.client(), &self.source).await.ok()?;
        let lines = split(body);
        let mut lines = lines.iter().flat_map(LogChunk::lines);
        lines.next()?.stamp.map(<[u8]>::to_vec)
    }
}
