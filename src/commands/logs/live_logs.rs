//! Logs of Jobs that go on: those that are there and those that come, each read until its container has ended.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::facts::{JobFacts, Life, LogSource, Text, Uid};
use crate::{
    job_details::{LogPart, LogStreams},
    model::{JobReport, LogChoice, MeantLog},
};

/// Parts that wait to be taken, of all logs together.
const QUEUE: usize = 64;

/// One instance of one container.
type Key = (Uid, Text, u32);

/// The logs of Jobs that go on.
pub(in crate::commands) struct LiveLogs {
    streams: LogStreams,
    choice: LogChoice,
    logs: Vec<Log>,
    by_instance: HashMap<Key, usize>,
    /// Namespaces and names of the Jobs whose pods are known.
    jobs: HashSet<(String, String)>,
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

impl LiveLogs {
    pub(in crate::commands) fn new(streams: LogStreams, choice: LogChoice) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        Self {
            streams,
            choice,
            logs: Vec::new(),
            by_instance: HashMap::new(),
            jobs: HashSet::new(),
            open: 0,
            sender,
            receiver,
            tasks: JoinSet::new(),
        }
    }

    /// Takes in what is known of a Job now: begins to read what is new, and tells the readers what became of their containers.
    pub(in crate::commands) fn learn(&mut self, report: &JobReport) {
        let job = &report.snapshot.job;
        for log in self.open_of(job) {
            if let Some(life) = report.life(&log.source) {
                log.advance(life);
            }
        }
        let name = (job.namespace.clone(), job.name.clone());
        let is_known = self.jobs.contains(&name);
        if report.snapshot.pods.is_ok() {
            self.jobs.insert(name);
        }
        for meant in report.logs(&self.choice) {
            self.begin(meant, is_known);
        }
        while self.tasks.try_join_next().is_some() {}
    }

    /// Takes in the last that is known of a Job that is over. If its pods cannot be read, nobody will tell when its containers end:
    /// then each log is over that is shown to have no more.
    pub(in crate::commands) fn learn_last(&mut self, report: &JobReport) {
        self.learn(report);
        if report.snapshot.pods.is_err() {
            let open = self.open_of(&report.snapshot.job);
            for log in open.filter(|log| *log.life.borrow() == Life::Running) {
                log.advance(Life::Ended {
                    previous: false,
                    finished: None,
                });
            }
        }
    }

    /// The logs of a Job that have not ended.
    fn open_of(&self, job: &JobFacts) -> impl Iterator<Item = &Log> {
        let is_own = |log: &&Log| log.source.job == job.name && log.source.namespace == job.namespace;
        self.logs.iter().filter(|log| log.is_open).filter(is_own)
    }

    /// What comes later is read from its beginning.
    fn begin(&mut self, meant: MeantLog, is_later: bool) {
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
        let mut streams = self.streams.clone();
        if is_later {
            streams = streams.from_beginning();
        }
        let reading = streams.read(
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

    /// Notes that the Jobs are over: nothing more is to be expected but the ends of the logs.
    pub(in crate::commands) fn close(&self) {
        self.streams.close();
    }

    /// Whether a log of the Job was begun.
    pub(super) fn has_logs_of(&self, job: &JobFacts) -> bool {
        let mut sources = self.logs.iter().map(|log| &log.source);
        sources.any(|source| source.job == job.name && source.namespace == job.namespace)
    }

    /// Whether every log that was begun has ended.
    pub(in crate::commands) fn is_drained(&self) -> bool {
        self.open == 0
    }
}

impl Log {
    /// Takes in what became of its container, unless that is older: what has ended does not run again.
    fn advance(&self, life: Life) {
        self.life.send_if_modified(|known| {
            let is_news = *known != life && life != Life::Running;
            if is_news {
                *known = life;
            }
            is_news
        });
    }
}
