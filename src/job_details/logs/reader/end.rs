//! Checks whether a log was read to its end.

use bytes::Bytes;

use super::{Reader, Stop};
use crate::client::RequestError;
use crate::facts::{Life, WhyNoLog};
use crate::job_details::logs::{
    LogPart,
    ask::Ask,
    cursor::{Cursor, Evidence, Jumps},
    error::LogError,
    lines::split,
    node,
};

/// How many times longer than usual the parts of a line may be: runtimes can be configured to write longer
/// parts.
const LONGER_PARTS: u64 = 32;

/// The greatest number of bytes of the end of a log that are compared. They are held in memory for each log
/// that is read.
const MOST_BYTES: u64 = 4 << 20;

const CUT_SHORT: LogError = LogError::NoLog(WhyNoLog::CutShort);

impl Reader {
    /// Whether the log was read to its end. Only for a container that has ended, or if only the current lines
    /// are requested.
    pub(super) async fn is_whole(&mut self) -> Result<bool, Stop> {
        if self
            .goal
            .as_ref()
            .is_some_and(|goal| self.cursor.has_reached(goal))
        {
            return Ok(true);
        }
        let previous = self.life().is_previous();
        let end = match self.read_end(previous).await {
            Ok(end) => end,
            Err(error) => return self.suffer(error.into()).await,
        };
        let lines = end.clone().map(split);
        let evidence = match &lines {
            Some(lines) => self.cursor.evidence(lines),
            None if !self.cursor.is_stamped() => Evidence::Whole,
            None if self.cursor.has_rejoined() => Evidence::Unclear,
            None => Evidence::Nothing,
        };
        if !self.is_end_own(&evidence, previous).await? {
            return Ok(false);
        }
        match evidence {
            Evidence::Whole => return Ok(true),
            Evidence::Words(words) => {
                return self.suffer(node::instead_of_log(&words)).await;
            }
            Evidence::More if self.life() == Life::Running && self.goal.is_none() => {
                self.goal = lines.as_ref().and_then(|lines| Cursor::goal_of(lines));
                return Ok(false);
            }
            Evidence::More => {
                self.is_short = true;
                self.bear(&CUT_SHORT).await?;
            }
            Evidence::Less | Evidence::Nothing
                if previous && !self.may_have_written(self.cursor.last_time()) =>
            {
                self.disown().await?;
            }
            Evidence::Less => {
                // The clock may have been set back.
                self.cursor.read_all_again();
                self.bear(&CUT_SHORT).await?;
            }
            Evidence::Nothing => match self.bear(&CUT_SHORT).await {
                Err(Stop::Error(_)) if self.may_be_rotated() => {
                    self.tell(LogPart::Gap(self.cursor.last_stamp(), None)).await?;
                    return Ok(true);
                }
                borne => borne?,
            },
            Evidence::Unclear => {
                // Two equal answers without new lines in between are the end.
                let compared = (end, self.chunks);
                if self.compared.as_ref() == Some(&compared) {
                    return Ok(true);
                }
                self.compared = Some(compared);
            }
        }
        self.pace.next_start().await;
        Ok(false)
    }

    /// Whether the end that was compared is from this instance's log. An end with the last line that was read
    /// is, unless the instance had ended before that line.
    async fn is_end_own(&mut self, evidence: &Evidence, previous: bool) -> Result<bool, Stop> {
        let last = self.cursor.last_time();
        match evidence {
            Evidence::Whole if !self.cursor.is_at_start() => {
                Ok(self.may_have_written(last) || self.is_own(previous, last).await?)
            }
            Evidence::Whole | Evidence::More | Evidence::Less | Evidence::Nothing | Evidence::Unclear => {
                self.is_own(previous, None).await
            }
            Evidence::Words(_) => Ok(true),
        }
    }

    /// Whether the log is so large that the node may have begun a new file, which is empty.
    fn may_be_rotated(&self) -> bool {
        self.cursor.is_partial() || self.in_file >= Jumps::SMALL
    }

    /// Whether a silent log has more lines. If the answer is unknown, `true`: the log is then requested
    /// again.
    pub(super) async fn is_mute(&mut self) -> bool {
        match self.read_end(self.life().is_previous()).await {
            Ok(Some(end)) => self.cursor.evidence(&split(end)) != Evidence::Whole,
            Ok(None) => self.cursor.is_stamped(),
            Err(_) => true,
        }
    }

    /// The last lines of the log, to compare with what was read; `None` if there is nothing to compare, or
    /// too much.
    async fn read_end(&self, previous: bool) -> Result<Option<Bytes>, RequestError> {
        let Some(proof) = self.cursor.proof() else {
            return Ok(None);
        };
        let options = self.streams.options();
        // Before the first whole line, the requested lines are all there is.
        let lines = options.tail.filter(|_| self.cursor.is_at_start());
        let mut limits = [proof.bytes, proof.bytes * LONGER_PARTS]
            .map(|bytes| bytes.min(MOST_BYTES))
            .to_vec();
        limits.dedup();
        for limit in limits {
            let ask = Ask {
                previous,
                follow: false,
                since: options.since,
                tail: lines.or(Some(proof.lines)),
            };
            let end = ask.read(self.streams.client(), &self.source, limit).await?;
            if (end.len() as u64) < limit {
                return Ok(Some(end));
            }
        }
        Ok(None)
    }
}
