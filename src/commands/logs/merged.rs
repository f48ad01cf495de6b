//! Logs as they are now, all lines by their time.
//!
//! A log is begun when the time of its container's start has come, so that no more are open than ran at the same time.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::mpsc;

use super::{Output, readers::Readers};
use crate::facts::LogChunk;
use crate::job_details::LogPart;

/// How much earlier than the start that is told of a container its first line may be: starts are whole seconds, and are noted after
/// the fact.
const SLACK: SignedDuration = SignedDuration::from_secs(5);

/// A log that has more, by the time of what comes next of it.
type Next = Reverse<(Option<Timestamp>, usize)>;

/// Shows the lines of all logs by their time; those of one stay in their order.
pub(super) async fn show(readers: &mut Readers, output: &mut Output) {
    let mut open: HashMap<usize, Log> = HashMap::new();
    let started = (0..readers.len()).map(|number| {
        let started = readers.source(number).started;
        let first = started.and_then(|started| started.checked_sub(SLACK).ok());
        Reverse((first, number))
    });
    let mut queue: BinaryHeap<Next> = started.collect();
    while let Some(Reverse((time, number))) = queue.pop() {
        let Some(log) = open.get_mut(&number) else {
            let mut log = Log::of(readers.begin(number), time);
            let Some(has_more) = log.fill(number, readers, output).await else {
                return;
            };
            if has_more {
                queue.push(Reverse((log.time, number)));
                open.insert(number, log);
            }
            continue;
        };
        // As long as no other log is earlier, its lines follow one another.
        let until = queue.peek().map(|Reverse((time, _))| *time);
        loop {
            log.show_line(number, readers, output);
            if !output.spill().await {
                return;
            }
            let Some(has_more) = log.fill(number, readers, output).await else {
                return;
            };
            if !has_more {
                open.remove(&number);
                break;
            }
            if !log.is_inside_line && until.is_some_and(|until| log.time > until) {
                queue.push(Reverse((log.time, number)));
                break;
            }
        }
    }
}

/// A log that is read.
struct Log {
    parts: mpsc::Receiver<(usize, LogPart)>,
    chunk: LogChunk,
    position: usize,
    /// Of the line at the position; that of the one before where it has none.
    time: Option<Timestamp>,
    /// Whether the line before goes on.
    is_inside_line: bool,
}

impl Log {
    fn of(parts: mpsc::Receiver<(usize, LogPart)>, time: Option<Timestamp>) -> Self {
        Self {
            parts,
            chunk: LogChunk::default(),
            position: 0,
            time,
            is_inside_line: false,
        }
    }

    /// Waits until there is a line; `false` where no more come, `None` where nobody reads any more.
    async fn fill(&mut self, number: usize, readers: &Readers, output: &mut Output) -> Option<bool> {
        while self.chunk.get(self.position).is_none() {
            match output.meanwhile(self.parts.recv()).await? {
                Some((_, LogPart::Chunk(chunk))) => {
                    output.save(number, readers.source(number), &chunk);
                    self.chunk = chunk;
                    self.position = 0;
                }
                Some((_, part)) => {
                    output.take(number, readers.source(number), part);
                }
                None => return Some(false),
            }
        }
        let time = self.chunk.get(self.position).and_then(|line| line.time());
        self.time = time.or(self.time);
        Some(true)
    }

    /// Shows the line at the position.
    fn show_line(&mut self, number: usize, readers: &Readers, output: &mut Output) {
        if let Some(line) = self.chunk.get(self.position) {
            self.is_inside_line = !line.ends;
            self.position += 1;
            output.print(number, readers.source(number), &line);
        }
    }
}
