//! Logs that are read, a bounded number at the same time.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use jiff::Timestamp;
use kube::Client;
use tokio::sync::{mpsc, watch};

use super::{
    error::LogError,
    reader::{Reader, Stop},
    slots::Slots,
};
use crate::facts::{Life, LogChunk, LogSource};

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
    /// Lines up to this time, as the server wrote it, were given that turned out to be of the next instance. What comes now is this
    /// one's log from its beginning.
    Foreign(String),
    /// It was read to where an answer ended, and its node has it no more: whether that is its end nobody can tell.
    Unproven,
    /// Its node has thrown it away, as it may with an instance after which another has ended.
    ThrownAway,
    /// It cannot be read for now; the reader goes on trying.
    Trouble(LogError),
    /// Nothing more comes.
    End(Result<(), LogError>),
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
        let told = sender.clone();
        let mut reader = Reader::new(self, number, source, life, sender);
        let end = match reader.run().await {
            Ok(()) => Ok(()),
            Err(Stop::Error(error)) => Err(error),
            Err(Stop::Unheard) => return,
        };
        let _ = told.send((number, LogPart::End(end))).await;
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    pub(super) fn options(&self) -> &LogOptions {
        &self.options
    }

    pub(super) fn slots(&self) -> &Slots {
        &self.slots
    }

    pub(super) fn is_closing(&self) -> bool {
        self.is_closing.load(Ordering::Relaxed)
    }
}
