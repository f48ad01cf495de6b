//! Logs that are there, each with a reader of its own.

use std::sync::Arc;

use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::facts::{Life, LogSource};
use crate::job_details::{LogPart, LogStreams};
use crate::model::MeantLog;

/// The logs, each with a reader of its own once it is begun.
pub(super) struct Readers {
    streams: LogStreams,
    logs: Vec<(Arc<LogSource>, watch::Sender<Life>)>,
    queue: usize,
    tasks: JoinSet<()>,
}

impl Readers {
    pub(super) fn new(streams: LogStreams, logs: Vec<MeantLog>, queue: usize) -> Self {
        let logs = logs
            .into_iter()
            .map(|log| (Arc::new(log.source), watch::Sender::new(log.life)));
        Self {
            streams,
            logs: logs.collect(),
            queue,
            tasks: JoinSet::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.logs.len()
    }

    pub(super) fn source(&self, number: usize) -> &Arc<LogSource> {
        &self.logs[number].0
    }

    /// Begins to read a log; what it tells comes here.
    pub(super) fn begin(&mut self, number: usize) -> mpsc::Receiver<(usize, LogPart)> {
        let (sender, receiver) = mpsc::channel(self.queue);
        let (source, life) = &self.logs[number];
        let reading = self
            .streams
            .clone()
            .read(number, Arc::clone(source), life.subscribe(), sender);
        self.tasks.spawn(reading);
        while self.tasks.try_join_next().is_some() {}
        receiver
    }
}
