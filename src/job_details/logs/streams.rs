//! Reads several logs, with a limit on how many are open at the same time.

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
    /// Whether to read until the container has ended.
    pub follow: bool,
    /// Only lines written since this moment.
    pub since: Option<Timestamp>,
    /// Only this many of the last lines of each log.
    pub tail: Option<u64>,
    /// The greatest number of bytes of each log, without timestamps.
    pub limit_bytes: Option<u64>,
}

/// What a reader reports about its log.
#[derive(Debug)]
pub enum LogPart {
    /// Lines.
    Chunk(LogChunk),
    /// The log was rotated and lines may be missing: after the first time and, if more lines came, before the
    /// second. Both times are in the server's format.
    Gap(String, Option<String>),
    /// The lines up to this time, in the server's format, turned out to be of the next instance. This
    /// instance's log follows from its beginning.
    Foreign(String),
    /// The log was read to the end of an answer, and the node no longer has it. Whether that was the end of
    /// the log is unknown.
    Unproven,
    /// The node has removed the log, as it may once a later instance has ended.
    ThrownAway,
    /// The log cannot be read at the moment. The reader keeps trying.
    Trouble(LogError),
    /// Reading has ended.
    End(Result<(), LogError>),
}

/// Reads logs, with a limit on how many are open at the same time.
#[derive(Clone)]
pub struct LogStreams {
    client: Client,
    options: LogOptions,
    slots: Slots,
    is_closing: Arc<AtomicBool>,
}

/// The channel for what readers report. Several readers may share one channel; each uses its own number.
pub type LogSender = mpsc::Sender<(usize, LogPart)>;

impl LogStreams {
    /// Opens at most `most` logs at the same time, and at least one.
    pub fn new(client: &Client, options: LogOptions, most: usize) -> Self {
        Self {
            client: client.clone(),
            options,
            slots: Slots::new(most.max(1)),
            is_closing: Arc::default(),
        }
    }

    /// The same slots, for logs to read from their beginnings because the containers started while others
    /// were read.
    #[must_use]
    pub fn from_beginning(mut self) -> Self {
        self.options.tail = None;
        self
    }

    /// Announces that only the ends of the logs are still expected. A node that does not answer is then not
    /// waited for without limit.
    pub fn close(&self) {
        self.is_closing.store(true, Ordering::Relaxed);
    }

    /// Reads a log to its end, and reports under `number`. The caller keeps `life` up to date meanwhile.
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
