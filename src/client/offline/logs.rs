//! `pods/NAME/log`: where logs are, and which of their lines to return.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    fs,
    io::{self, Read as _, Seek as _, SeekFrom},
    path::PathBuf,
};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::{
    bounds::{LOG_BYTES, LOG_END_BYTES},
    kinds::POD,
    layout::LogName,
    object_store::{LogKey, ObjectStore},
    query::Query,
    status::Refusal,
    time::stamped,
};

/// Where a log's bytes are.
#[derive(Debug)]
pub(crate) enum Log {
    /// In a file of this many bytes, which is read on request.
    File(PathBuf, u64),
    /// In memory.
    Text(String),
}

/// All logs.
#[derive(Debug, Default)]
pub(crate) struct LogFiles(BTreeMap<LogName, Log>);

impl LogFiles {
    /// Adds a log. Of two files with the same name (must-gather writes a second one after a failure), the
    /// larger stays.
    pub(crate) fn insert(&mut self, name: LogName, log: Log) {
        match self.0.get(&name) {
            Some(known) if known.len() > log.len() => {}
            Some(_) | None => drop(self.0.insert(name, log)),
        }
    }

    /// The newest timestamp of each log, read from the end of the log.
    pub(crate) fn newest_stamps(&self) -> impl Iterator<Item = Timestamp> {
        self.0.values().filter_map(|log| {
            let end = log.read(LOG_END_BYTES).ok()?;
            end.split(|&byte| byte == b'\n')
                .filter_map(|line| Some(stamped(line)?.0))
                .max()
        })
    }

    /// The bytes of a log from which an answer is made; `None` if there is no such log.
    pub(crate) fn read(&self, log: &LogKey<'_>) -> io::Result<Option<Vec<u8>>> {
        let suffix = if log.previous { "-previous" } else { "" };
        let find = |stem: &str| self.find(log.namespace, log.pod, stem);
        let of_pod = || log.is_only_container.then(|| find(suffix)).flatten();
        let found = find(&format!("{}{suffix}", log.container)).or_else(of_pod);
        let bytes = found.map(|log| log.read(LOG_BYTES)).transpose()?;
        Ok(bytes.map(Cow::into_owned))
    }

    fn find(&self, namespace: &str, pod: &str, stem: &str) -> Option<&Log> {
        [Some(namespace), None].into_iter().find_map(|namespace| {
            self.0.get(&LogName {
                namespace: namespace.map(str::to_owned),
                pod: pod.to_owned(),
                stem: stem.to_owned(),
            })
        })
    }
}

impl Log {
    fn len(&self) -> u64 {
        match self {
            Self::File(_, bytes) => *bytes,
            Self::Text(text) => text.len() as u64,
        }
    }

    /// At most the last `limit` bytes of a file, or the whole text in memory.
    fn read(&self, limit: u64) -> io::Result<Cow<'_, [u8]>> {
        match self {
            Self::Text(text) => Ok(Cow::Borrowed(text.as_bytes())),
            Self::File(path, bytes) => {
                let mut file = fs::File::open(path)?;
                file.seek(SeekFrom::Start(bytes.saturating_sub(limit)))?;
                let mut end = Vec::new();
                file.take(limit).read_to_end(&mut end)?;
                Ok(Cow::Owned(end))
            }
        }
    }
}

/// A log's lines, and whether more may follow. If so, the answer stays open.
pub(crate) struct LogAnswer {
    /// The requested bytes.
    pub(crate) text: Vec<u8>,
    /// Whether the container is running and `follow` was requested.
    pub(crate) open: bool,
}

/// Answers for the pod `pod`. `sinceSeconds` counts back from `moment`.
pub(crate) async fn answer(
    store: &impl ObjectStore,
    pod: &Value,
    query: &Query,
    moment: Option<Timestamp>,
) -> Result<LogAnswer, Refusal> {
    let name = pod["metadata"]["name"].as_str().unwrap_or_default();
    let namespace = pod["metadata"]["namespace"].as_str().unwrap_or_default();
    let container = chosen_container(pod, name, query.get("container"))?;
    let previous = query.flag("previous");
    let lines = Lines::asked(query, moment)?;

    let is_only_container =
        containers(pod, "containers").count() == 1 && containers(pod, "initContainers").count() == 0;
    let log = LogKey {
        namespace,
        pod: name,
        container,
        previous,
        is_only_container,
    };
    let Some(bytes) = store.log(&log).await? else {
        return Err(no_log(pod, name, container, previous));
    };
    Ok(LogAnswer {
        text: lines.of(&bytes),
        open: query.flag("follow") && !previous && !state(pod, container, "state", "running").is_null(),
    })
}

/// The requested container, or the only main one. Messages as in `pkg/registry/core/pod/strategy.go` of
/// kubernetes/kubernetes.
fn chosen_container<'a>(pod: &'a Value, name: &str, asked: Option<&str>) -> Result<&'a str, Refusal> {
    let main: Vec<_> = containers(pod, "containers").collect();
    let init: Vec<_> = containers(pod, "initContainers").collect();
    if let Some(asked) = asked {
        let mut all = main
            .into_iter()
            .chain(init)
            .chain(containers(pod, "ephemeralContainers"));
        let found = all.find(|&container| container == asked);
        return found
            .ok_or_else(|| Refusal::bad_request(format!("container {asked} is not valid for pod {name}")));
    }
    if let [only] = main.as_slice() {
        return Ok(only);
    }
    let mut message = format!(
        "a container name must be specified for pod {name}, choose one of: [{}]",
        main.join(" ")
    );
    if !init.is_empty() {
        message = format!("{message} or one of the init containers: [{}]", init.join(" "));
    }
    Err(Refusal::bad_request(message))
}

fn containers<'a>(pod: &'a Value, list: &str) -> impl Iterator<Item = &'a str> {
    let containers = pod["spec"][list].as_array().into_iter().flatten();
    containers.filter_map(|container| container["name"].as_str())
}

/// Why there is no log, in the kubelet's words if the kubelet would have none either.
fn no_log(pod: &Value, name: &str, container: &str, previous: bool) -> Refusal {
    if previous && state(pod, container, "lastState", "terminated").is_null() {
        return Refusal::bad_request(format!(
            "previous terminated container \"{container}\" in pod \"{name}\" not found"
        ));
    }
    let waiting = state(pod, container, "state", "waiting");
    if !previous && !waiting.is_null() {
        let reason = waiting["reason"].as_str().unwrap_or_default();
        let message = format!("container \"{container}\" in pod \"{name}\" is waiting to start: {reason}");
        return Refusal::bad_request(message);
    }
    // Short, and the same for all logs: the message is shown beside the container's name, perhaps many times.
    Refusal::missing(POD, name, "the files have no log of it".to_owned())
}

fn state<'a>(pod: &'a Value, container: &str, which: &str, word: &str) -> &'a Value {
    let lists = [
        "containerStatuses",
        "initContainerStatuses",
        "ephemeralContainerStatuses",
    ];
    let mut statuses = lists
        .iter()
        .filter_map(|list| pod["status"][list].as_array())
        .flatten();
    let status = statuses.find(|status| status["name"].as_str() == Some(container));
    status.map_or(&Value::Null, |status| &status[which][word])
}

/// Which lines of a log to return.
struct Lines {
    tail: Option<usize>,
    since: Option<Timestamp>,
    bytes: Option<usize>,
    with_stamps: bool,
}

impl Lines {
    fn asked(query: &Query, moment: Option<Timestamp>) -> Result<Self, Refusal> {
        let seconds: Option<u32> = query.parsed("sinceSeconds")?;
        let before = |(moment, seconds)| {
            Timestamp::saturating_sub(moment, SignedDuration::from_secs(i64::from(seconds)))
        };
        let ago = moment.zip(seconds).and_then(|pair| before(pair).ok());
        Ok(Self {
            tail: query.parsed("tailLines")?,
            since: query.parsed("sinceTime")?.or(ago),
            bytes: query.parsed("limitBytes")?,
            with_stamps: query.flag("timestamps"),
        })
    }

    /// The requested lines. Timestamps are removed only if the log's first line has one: then they are the
    /// kubelet's and not the program's. A log without timestamps cannot be filtered by time.
    fn of(&self, log: &[u8]) -> Vec<u8> {
        let has_stamps = stamped(log).is_some();
        let mut time = None;
        let mut lines: Vec<&[u8]> = Vec::new();
        for line in log.split_inclusive(|&byte| byte == b'\n') {
            let stamp = stamped(line).filter(|_| has_stamps);
            // A line without a timestamp belongs to the line before it.
            time = stamp.map(|(time, _)| time).or(time);
            if self
                .since
                .is_some_and(|since| time.is_some_and(|time| time < since))
            {
                continue;
            }
            lines.push(stamp.map_or(line, |(_, rest)| if self.with_stamps { line } else { rest }));
        }
        let from = self.tail.map_or(0, |tail| lines.len().saturating_sub(tail));
        let mut text = lines[from..].concat();
        text.truncate(self.bytes.unwrap_or(usize::MAX));
        text
    }
}
