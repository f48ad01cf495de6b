//! Where lines of logs go: to standard output, or into files.

use std::{collections::HashSet, sync::Arc, time::Duration};

use tokio::time::Instant;

use super::{
    endings::{Endings, Incomplete},
    saver::Saver,
};
use crate::facts::{LogChunk, LogLine, LogSource};
use crate::{
    job_details::{LogPart, sleep_until},
    outcome::{Failure, Outcome},
    render::{LogLook, LogPrinter},
    streams::{self, Pipe, Stream, Trouble},
};

/// Bytes that are written at once.
const BUFFER: usize = 256 << 10;
/// How long lines are kept because more may come, which is written with them.
const LINGER: Duration = Duration::from_millis(5);

/// Where lines go, and how the logs ended.
pub(in crate::commands) struct Output {
    printed: Option<Printed>,
    saver: Option<Saver>,
    /// Whether something could not be saved.
    is_unsaved: bool,
    endings: Endings,
    /// Logs of which something came.
    begun: HashSet<usize>,
    trouble: Trouble,
    is_told_unread: bool,
}

/// A stream.
struct Printed {
    printer: LogPrinter,
    buffer: Vec<u8>,
    /// The last byte that was written.
    last: Option<u8>,
    pipe: Pipe,
    /// What makes a workflow's runner take the lines for lines only.
    guard: Option<String>,
    /// So many bytes are in the buffer before anything is printed.
    head: usize,
}

impl Output {
    /// To a stream, if one is given with its look, and into files, if there is who writes them.
    /// `guard` is the word that ends the lines where a workflow's runner reads them.
    pub(in crate::commands) fn new(
        stream: Option<(Stream, LogLook)>,
        guard: Option<String>,
        saver: Option<Saver>,
    ) -> Result<Self, Failure> {
        let printed = stream.map(|(stream, look)| Printed::new(stream, look, guard));
        Ok(Self {
            printed: printed.transpose()?,
            saver,
            is_unsaved: false,
            endings: Endings::default(),
            begun: HashSet::new(),
            trouble: Trouble::default(),
            is_told_unread: false,
        })
    }

    /// Takes in what a reader tells.
    pub(super) fn take(&mut self, number: usize, source: &Arc<LogSource>, part: LogPart) {
        match part {
            LogPart::Chunk(chunk) => {
                self.begun.insert(number);
                self.chunk(number, source, &chunk);
            }
            LogPart::Gap(since, until) => {
                let until = until.map_or_else(String::new, |until| format!(" and before {until}"));
                let message = format!("the node rotated the log; lines after {since}{until} may be missing");
                self.warn(number, source, message);
            }
            LogPart::Foreign(until) => {
                let message = format!(
                    "the lines up to {until} belong to the next instance of the container; the pod's status came too late to tell them apart"
                );
                self.warn(number, source, message);
            }
            LogPart::Unproven => self.note(number, source, Incomplete::Unproven),
            LogPart::ThrownAway => self.note(number, source, Incomplete::ThrownAway),
            LogPart::Trouble(error) => {
                if self.trouble.is_due() {
                    let (pod, container) = (&source.pod, &source.container);
                    streams::tell_line(&format!(
                        "note: the log of {pod}/{container} cannot be read for now, still trying: {error}"
                    ));
                }
            }
            LogPart::End(end) => {
                if let Err(error) = &end {
                    self.endings.fail(source, error, self.begun.contains(&number));
                }
                if let Some(printed) = &mut self.printed {
                    printed.printer.end(number, &mut printed.buffer);
                }
                self.keep(|saver| saver.end(number, source, end.as_ref().err()));
            }
        }
    }

    /// Tells that a log is not what the instance wrote, and notes that for its file.
    fn warn(&mut self, number: usize, source: &LogSource, message: String) {
        let (pod, container) = (&source.pod, &source.container);
        streams::tell_line(&format!("warning: the log of {pod}/{container}: {message}"));
        if let Some(saver) = &mut self.saver {
            saver.note_gap(number, message);
        }
    }

    /// Notes what is no error but may keep the log from being whole.
    fn note(&mut self, number: usize, source: &Arc<LogSource>, why: Incomplete) {
        self.endings.note(source, why);
        self.keep(|saver| saver.note(number, source, why.why()));
    }

    fn chunk(&mut self, number: usize, source: &Arc<LogSource>, chunk: &LogChunk) {
        self.save(number, source, chunk);
        if let Some(printed) = &mut self.printed {
            printed.printer.chunk(number, source, chunk, &mut printed.buffer);
        }
    }

    /// Writes lines into their file only.
    pub(super) fn save(&mut self, number: usize, source: &LogSource, chunk: &LogChunk) {
        self.keep(|saver| saver.chunk(number, source, chunk));
    }

    /// Saves for as long as that goes well: who reads the lines gets them although they cannot be saved.
    fn keep(&mut self, keep: impl FnOnce(&mut Saver) -> Result<(), Failure>) {
        let Some(Err(failure)) = self.saver.as_mut().map(keep) else {
            return;
        };
        streams::tell_error(&failure.error.context("saving the logs stopped"));
        self.is_unsaved = true;
        // The index names what is there, if even that can be written.
        let _ = self
            .saver
            .take()
            .map(|saver| saver.finish("cyjob could not save more of it"));
    }

    /// Prints one line only.
    pub(super) fn print(&mut self, number: usize, source: &LogSource, line: &LogLine<'_>) {
        if let Some(printed) = &mut self.printed {
            printed.printer.line(number, source, line, &mut printed.buffer);
        }
    }

    /// Waits for something, and writes what is there meanwhile, if that takes long; `None` where nobody wants to know any more.
    pub(super) async fn meanwhile<T>(&mut self, waited_for: impl Future<Output = T>) -> Option<T> {
        let mut waited_for = std::pin::pin!(waited_for);
        tokio::select! {
            biased;
            came = &mut waited_for => return Some(came),
            () = tokio::time::sleep(LINGER), if self.holds() => {}
        }
        if !self.flush().await {
            return None;
        }
        Some(waited_for.await)
    }

    /// Writes what is there if it is much; `false` where nobody wants to know any more.
    pub(super) async fn spill(&mut self) -> bool {
        !self.is_full() || self.flush().await
    }

    /// Whether so much is there that it is to be written before more is taken in.
    pub(super) fn is_full(&self) -> bool {
        let is_much = |printed: &Printed| printed.buffer.len() >= BUFFER;
        self.printed.as_ref().is_some_and(is_much)
    }

    /// Whether something is there to be written.
    pub(super) fn holds(&self) -> bool {
        self.printed
            .as_ref()
            .is_some_and(|printed| printed.buffer.len() > printed.head)
    }

    /// Writes what is there; `false` where nobody wants to know any more: who does not read ends no saving.
    pub(super) async fn flush(&mut self) -> bool {
        let is_read = match &mut self.printed {
            Some(printed) => printed.flush().await,
            None => true,
        };
        if !is_read && self.saver.is_some() && !std::mem::replace(&mut self.is_told_unread, true) {
            streams::tell_line("note: standard output is closed; the logs are still saved");
        }
        is_read || self.saver.is_some()
    }

    /// Whether lines go anywhere.
    pub(in crate::commands) fn is_wanted(&self) -> bool {
        self.printed.is_some() || self.saver.is_some()
    }

    /// Whether files are written: then it goes on although nobody reads.
    pub(super) fn saves(&self) -> bool {
        self.saver.is_some()
    }

    /// Ends the files, writes the rest, waiting for who reads it no longer than that, and says what all came to.
    pub(in crate::commands) async fn close_within(
        mut self,
        patience: Option<Duration>,
    ) -> Result<Outcome, Failure> {
        let saved = self
            .saver
            .map(|saver| saver.finish("cyjob ended before the log did"));
        match saved {
            Some(Ok(what)) => streams::tell_line(&what),
            Some(Err(failure)) => {
                streams::tell_error(&failure.error);
                self.is_unsaved = true;
            }
            None => {}
        }
        let printed = match self.printed {
            Some(printed) => {
                let due = patience.map(|patience| Instant::now() + patience);
                tokio::select! {
                    biased;
                    closed = printed.close() => closed,
                    () = sleep_until(due) => Ok(()),
                }
            }
            None => Ok(()),
        };
        self.endings.tell();
        let outcome = if self.is_unsaved {
            Outcome::CouldNotAsk
        } else {
            self.endings.outcome()
        };
        printed.map(|()| outcome)
    }
}

impl Printed {
    fn new(stream: Stream, look: LogLook, guard: Option<String>) -> Result<Self, Failure> {
        let mut buffer = Vec::new();
        if let Some(token) = &guard {
            streams::stop_commands(token, &mut buffer).map_err(Failure::could_not_ask)?;
        }
        Ok(Self {
            pipe: Pipe::open(stream, look.language()).map_err(Failure::could_not_ask)?,
            printer: LogPrinter::new(look),
            head: buffer.len(),
            buffer,
            last: None,
            guard,
        })
    }

    /// Writes what is there; `false` where nobody reads it. May be dropped at any time without losing anything: the buffer
    /// is given away only where there is room for it.
    async fn flush(&mut self) -> bool {
        if self.buffer.is_empty() {
            return true;
        }
        let Some(room) = self.pipe.room().await else {
            self.buffer.clear();
            // A reader such as `head` may have handed the first lines on: the runner reads standard error, too.
            if let Some(token) = self.guard.take().filter(|_| self.last.is_some()) {
                streams::tell_resumption(&token);
            }
            return false;
        };
        let next = Vec::with_capacity(BUFFER + BUFFER / 4);
        let bytes = std::mem::replace(&mut self.buffer, next);
        self.last = bytes.last().copied();
        self.head = 0;
        room.send(bytes);
        true
    }

    async fn close(mut self) -> Result<(), Failure> {
        self.printer.close(&mut self.buffer);
        if self.last.is_none() && self.buffer.len() == self.head {
            self.buffer.clear();
        } else if let Some(token) = &self.guard {
            // A log may have ended within a line.
            if self
                .buffer
                .last()
                .or(self.last.as_ref())
                .is_some_and(|last| *last != b'\n')
            {
                self.buffer.push(b'\n');
            }
            streams::resume_commands(token, &mut self.buffer).map_err(Failure::could_not_ask)?;
        }
        self.flush().await;
        self.pipe.close().await
    }
}
