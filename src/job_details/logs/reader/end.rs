//! Whether a log was read to its end.

use bytes::Bytes;

use super::{Reader, Stop};
use crate::client::RequestError;
use crate::job_details::logs::{LogChunk, LogPart, ask::Ask, cursor::Cursor, lines::Splitter, source::Life};

impl Reader {
    /// Whether the log of a container that has ended, or of which only what there is now is wanted, was read to its end.
    pub(super) async fn is_whole(&mut self) -> Result<bool, Stop> {
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
    pub(super) async fn is_mute(&mut self) -> bool {
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
            since: self.streams.options().since,
            tail: Some(proof.lines),
            limit: Some(proof.bytes),
        };
        ask.read(self.streams.client(), &self.source).await.map(Some)
    }
}

fn cut(end: &Bytes) -> [LogChunk; 2] {
    let mut splitter = Splitter::default();
    [splitter.take(end.clone()), splitter.finish()]
}
