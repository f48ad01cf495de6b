//! Logs of Jobs that go on: those that are there and those that come, each read until its container has ended.

use std::{collections::HashMap, sync::Arc};

use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::{
    job_details::{Life, LogPart, LogSource, LogStreams, Text, Uid},
    model::{JobReport, LogChoice, MeantLog},
};

/// Parts that wait to be taken, of all logs together.
const QUEUE: usize = 64;

/// One instance of one container.
type Key = (Uid, Text, u32);

/// The logs of Jobs that go on.
pub(in crate::commands) struct Live {
    streams: LogStreams,
    choice: LogChoice,
    logs: Vec<Log>,
    by_instance: HashMap<Key, usize>,
    /// Logs that have not ended.
    open: usize,
    sender: mpsc::Sender<(usize, LogPart)>,
    receiver: mpsc::Receiver<(usize, LogPart)>,
    tasks: JoinSet<()>,
}

struct Log {
    source: Arc<LogSource>,
    life: watch::Sender<Life>,
    is_open: bool,
}

impl Live {
    pub(in crate::commands) fn new(streams: LogStreams, choice: LogChoice) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        Self {
            streams,
            choice,
            logs: Vec::new(),
            by_instance: HashMap::new(),
            open: 0,
            sender,
            receiver,
            tasks: JoinSet::new(),
        }
    }

    /// Takes in what is known of a Job now: begins to read what is new, and tells the readers what became of their containers.
    pub(in crate::commands) fn learn(&mut self, report: &JobReport) {
        let job = &report.snapshot.job;
        for log in &self.logs {
            let is_own = log.source.job == job.name && log.source.namespace == job.namespace;
            if let Some(life) = report.life(&log.source).filter(|_| log.is_open && is_own) {
                log.life.send_if_modified(|known| advance(known, life));
            }
        }
        for meant in report.logs(&self.choice) {
            self.begin(meant);
        }
        while self.tasks.try_join_next().is_some() {}
    }

    fn begin(&mut self, meant: MeantLog) {
        let source = meant.source;
        let key = (source.pod_uid.clone(), source.container.clone(), source.restart);
        if self.by_instance.contains_key(&key) {
            return;
        }
        let number = self.logs.len();
        self.by_instance.insert(key, number);
        let log = Log {
            source: Arc::new(source),
            life: watch::Sender::new(meant.life),
            is_open: true,
        };
        let reading = self.streams.clone().read(
            number,
            Arc::clone(&log.source),
            log.life.subscribe(),
            self.sender.clone(),
        );
        self.tasks.spawn(reading);
        self.logs.push(log);
        self.open += 1;
    }

    /// Waits for what a log tells; for ever where none is open. May be dropped at any time without losing anything.
    pub(in crate::commands) async fn next(&mut self) -> (usize, Arc<LogSource>, LogPart) {
        let Some((number, part)) = self.receiver.recv().await else {
            // The sender that is held here keeps the channel open.
            return std::future::pending().await;
        };
        self.told(number, part)
    }

    /// What a log has told already.
    pub(in crate::commands) fn try_next(&mut self) -> Option<(usize, Arc<LogSource>, LogPart)> {
        let (number, part) = self.receiver.try_recv().ok()?;
        Some(self.told(number, part))
    }

    fn told(&mut self, number: usize, part: LogPart) -> (usize, Arc<LogSource>, LogPart) {
        let log = &mut self.logs[number];
        if let LogPart::End(_) = part {
            log.is_open = false;
            self.open -= 1;
        }
        (number, Arc::clone(&log.source), part)
    }

    /// Whether every log that was begun has ended.
    pub(in crate::commands) fn is_drained(&self) -> bool {
        self.open == 0
    }
}

/// Takes a state in, unless it is an older one: what has ended does not run again.
fn advance(known: &mut Life, life: Life) -> bool {
    let is_news = *known != life && life != Life::Running;
    if is_news {
        *known = life;
    }
    is_news
}
