//! Logs as a node keeps and serves them: by instance of a container, in files of records, whole or with faults.

mod file;
mod reading;

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Condvar, Mutex, MutexGuard},
};

use jiff::Timestamp;

pub(crate) use file::{Asked, Generated};

use self::{file::File, reading::Reading};
use super::{Piece, Reply, Request};

/// The logs of a node's containers. A clone is the same node.
#[derive(Clone, Default)]
pub(crate) struct Logs {
    node: Arc<Node>,
}

#[derive(Default)]
struct Node {
    /// By pod and container.
    containers: Mutex<HashMap<(String, String), Container>>,
    /// Tells those who follow that something has changed.
    news: Condvar,
}

/// A container's instances, of which the last two are kept, and how the next requests for its log are answered.
#[derive(Default)]
struct Container {
    instances: VecDeque<Instance>,
    started: usize,
    answers: Option<Box<dyn Iterator<Item = Answer> + Send>>,
}

/// What one instance wrote.
struct Instance {
    number: usize,
    /// The files, oldest first: only the newest can be read from its beginning.
    files: Vec<LogFile>,
    has_ended: bool,
    /// How often the connections of those who follow it were broken.
    cuts: usize,
}

/// A file, and whether those who follow it do not notice that the next one has taken its place.
struct LogFile {
    file: File,
    is_mute: bool,
}

/// How a request is answered.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// As it should be.
    Whole,
    /// The connection breaks after so many bytes of the body, if it has so many.
    BrokenAfter(usize),
    /// The body ends in order after so many bytes: what an API server makes of a kubelet's broken connection.
    EndedAfter(usize),
    /// With a status and the kubelet's words.
    Refused(u16, String),
    /// With what there is, then with an error as text in the body: the kubelet has begun to answer when it meets it.
    Spoiled(String),
    /// Line by line, slowly, as to somebody who has followed since so many rotations ago and notices them at the end of his file.
    Behind(usize),
    /// Not at all, for ever.
    Never,
}

impl Logs {
    /// A container writes, now.
    pub(crate) fn write(&self, pod: &str, container: &str, bytes: impl AsRef<[u8]>) {
        self.write_at(pod, container, Timestamp::now(), bytes);
    }

    /// A container writes, at that time.
    pub(crate) fn write_at(&self, pod: &str, container: &str, time: Timestamp, bytes: impl AsRef<[u8]>) {
        self.change(pod, container, |log| {
            let file = log.instance().files.last_mut().unwrap();
            file.file.write(time, bytes.as_ref());
        });
    }

    /// A container has written so many lines of that length, from then on.
    pub(crate) fn generate(&self, pod: &str, container: &str, generated: Generated) {
        self.change(pod, container, |log| {
            log.instance().files.last_mut().unwrap().file = File::Generated(generated);
        });
    }

    /// A container has ended, and so do the streams of those who follow it.
    pub(crate) fn end(&self, pod: &str, container: &str) {
        self.change(pod, container, |log| log.instance().has_ended = true);
    }

    /// A container is started again. What the instance before the last one wrote is thrown away.
    pub(crate) fn restart(&self, pod: &str, container: &str) {
        self.change(pod, container, |log| {
            log.instance().has_ended = true;
            log.start();
        });
    }

    /// A container's log goes on in a new file. Those who follow go over to it, or, if `mute`, do not notice and hear nothing
    /// until the container ends (kubernetes/kubernetes#115701).
    pub(crate) fn rotate(&self, pod: &str, container: &str, mute: bool) {
        self.change(pod, container, |log| {
            let files = &mut log.instance().files;
            files.last_mut().unwrap().is_mute = mute;
            files.push(LogFile::new());
        });
    }

    /// The connections of those who follow a container break.
    pub(crate) fn cut(&self, pod: &str, container: &str) {
        self.change(pod, container, |log| log.instance().cuts += 1);
    }

    /// The same of all containers.
    pub(crate) fn cut_all(&self) {
        for container in self.node.containers.lock().unwrap().values_mut() {
            container.instance().cuts += 1;
        }
        self.node.news.notify_all();
    }

    /// Who asks for the log of a container from now on gets no answer.
    pub(crate) fn mute(&self, pod: &str, container: &str) {
        self.answer_with(pod, container, std::iter::repeat(Answer::Never));
    }

    /// How the next requests for the log of a container are answered; those after them as they should be.
    pub(crate) fn answer_with(
        &self,
        pod: &str,
        container: &str,
        answers: impl IntoIterator<Item = Answer, IntoIter: Send + 'static>,
    ) {
        let answers = Box::new(answers.into_iter());
        self.change(pod, container, |log| log.answers = Some(answers));
    }

    /// Answers a request for the log of a container.
    pub(crate) fn answer(&self, pod: &str, container: &str, request: &Request) -> Reply {
        let asked = Asked::of(request);
        let key = (pod.to_owned(), container.to_owned());
        let mut containers = self.lock();
        let Some(log) = containers.get_mut(&key) else {
            let words =
                format!("container \"{container}\" in pod \"{pod}\" is waiting to start: ContainerCreating");
            return refused(400, &words);
        };
        let answer = log.answers.as_mut().and_then(Iterator::next);
        let Some(instance) = log.asked_for(&asked) else {
            let words = format!("previous terminated container \"{container}\" in pod \"{pod}\" not found");
            return refused(400, &words);
        };
        let mut reading = Reading::new(self.clone(), key, instance, asked);
        if let Some(Answer::Behind(files)) = answer {
            reading.go_back(files);
        }
        let whole = reading.limited(asked.limit);
        let stream = |pieces| Reply::Stream("text/plain", pieces);
        match answer.unwrap_or(Answer::Whole) {
            Answer::Whole => stream(whole),
            Answer::Behind(_) => stream(reading::slowly(whole)),
            Answer::EndedAfter(bytes) => stream(reading::ended_after(whole, bytes)),
            Answer::BrokenAfter(bytes) => stream(reading::broken_after(whole, bytes)),
            Answer::Spoiled(words) => stream(Box::new(whole.chain([Piece::Data(words.into_bytes())]))),
            Answer::Refused(status, words) => refused(status, &words),
            Answer::Never => Reply::Silence,
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(String, String), Container>> {
        self.node.containers.lock().unwrap()
    }

    fn change(&self, pod: &str, container: &str, change: impl FnOnce(&mut Container)) {
        let key = (pod.to_owned(), container.to_owned());
        change(self.lock().entry(key).or_default());
        self.node.news.notify_all();
    }
}

impl Container {
    /// The instance that runs, or ran last.
    fn instance(&mut self) -> &mut Instance {
        if self.instances.is_empty() {
            self.start();
        }
        self.instances.back_mut().unwrap()
    }

    fn start(&mut self) {
        self.instances.push_back(Instance {
            number: self.started,
            files: vec![LogFile::new()],
            has_ended: false,
            cuts: 0,
        });
        self.started += 1;
        if self.instances.len() > 2 {
            self.instances.pop_front();
        }
    }

    fn asked_for(&mut self, asked: &Asked) -> Option<&Instance> {
        self.instance();
        let back = if asked.previous { 2 } else { 1 };
        self.instances
            .len()
            .checked_sub(back)
            .map(|at| &self.instances[at])
    }

    fn numbered(&self, number: usize) -> Option<&Instance> {
        self.instances.iter().find(|instance| instance.number == number)
    }
}

impl LogFile {
    fn new() -> Self {
        Self {
            file: File::new(),
            is_mute: false,
        }
    }
}

fn refused(status: u16, words: &str) -> Reply {
    let headers = vec![("Content-Type".into(), "text/plain".into())];
    Reply::Whole(status, headers, words.as_bytes().to_vec())
}
