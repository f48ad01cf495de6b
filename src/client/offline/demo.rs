//! `--demo`: embedded recordings of a real cluster, moved in time so that they look current.

use std::io::Read as _;

use flate2::read::DeflateDecoder;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::{
    layout::LogName,
    logs::Log,
    memory_store::MemoryStore,
    objects::{Object, Sorted},
    parse,
    time::{Newest, shift, shift_log, stamped},
};

mod table;

use table::RECORDINGS;

/// The namespace of all objects of the demonstration.
pub(crate) const NAMESPACE: &str = "zoo";

/// One Job, or a CronJob with its Jobs, as recorded.
struct Recording {
    /// The Job's name, or `cronjob/` with the CronJob's name, as the user types it.
    name: &'static str,
    /// How many seconds before now the recording's newest timestamp is put. Recordings of running Jobs have
    /// few seconds, so that countdowns are live.
    ago: i64,
    /// What the recording shows.
    about: &'static str,
    /// The Jobs. A CronJob may have several.
    jobs: &'static [JobRecording],
    /// The CronJob's own object.
    cron_job: Option<Compressed>,
}

/// One folder of a recording, with one Job.
struct JobRecording {
    /// The files with objects.
    objects: [Compressed; 3],
    /// The logs: `POD.CONTAINER` and the text.
    logs: &'static [(&'static str, Compressed)],
}

/// A text as RFC 1951 compresses it.
type Compressed = &'static [u8];

/// The names in the demonstration, each with a sentence about what it shows, sorted by name.
pub fn demo_names() -> impl Iterator<Item = (&'static str, &'static str)> + Clone {
    RECORDINGS
        .iter()
        .map(|recording| (recording.name, recording.about))
}

/// A store with all recordings, as of `now`.
pub(crate) fn store(now: Timestamp) -> MemoryStore {
    let mut store = MemoryStore::new(now);
    for recording in RECORDINGS {
        recording.load(&mut store, now);
    }
    store
}

impl Recording {
    fn load(&self, store: &mut MemoryStore, now: Timestamp) {
        let mut objects: Vec<Value> = self
            .jobs
            .iter()
            .flat_map(|job| job.objects)
            .flat_map(values)
            .collect();
        if let Some(cron_job) = self.cron_job {
            let cron_job = values(cron_job).into_iter().next().unwrap_or_default();
            objects.push(owning(cron_job, &objects));
        }
        let mut objects = sorted(objects);
        let logs = self.jobs.iter().flat_map(|job| job.logs);
        let logs: Vec<(&str, String)> = logs.map(|(file, log)| (*file, text(log))).collect();

        let mut newest = Newest::new(Timestamp::MAX);
        for object in &objects {
            newest.see_object(&object.value);
        }
        let stamps = logs
            .iter()
            .flat_map(|(_, log)| log.lines())
            .filter_map(|line| Some(stamped(line.as_bytes())?.0));
        stamps.for_each(|stamp| newest.see(stamp));
        // Whole seconds: most timestamps have no fraction, and the order of those with a fraction must not
        // change.
        let seconds = newest
            .get()
            .map_or(0, |newest| now.as_second() - self.ago - newest.as_second());
        let by = SignedDuration::from_secs(seconds);

        for object in &mut objects {
            shift(&mut object.value, by);
            settle(object);
            store.insert(object, None);
        }
        for (file, log) in &logs {
            if let Some((pod, container)) = file.rsplit_once('.') {
                let name = LogName {
                    pod: pod.to_owned(),
                    stem: container.to_owned(),
                    namespace: Some(NAMESPACE.to_owned()),
                };
                store.logs.insert(name, Log::Text(shift_log(log, by)));
            }
        }
    }
}

/// Moves an object into the demonstration's namespace, so that every name works without `-n`.
fn settle(object: &mut Object) {
    NAMESPACE.clone_into(&mut object.namespace);
    for path in ["/metadata/namespace", "/involvedObject/namespace"] {
        if let Some(namespace) = object.value.pointer_mut(path) {
            *namespace = NAMESPACE.into();
        }
    }
}

fn values(compressed: Compressed) -> Vec<Value> {
    // The embedded objects parse: a test loads them all.
    parse::json(&text(compressed)).unwrap_or_default()
}

fn text(compressed: Compressed) -> String {
    let mut text = String::new();
    // A reader of memory does not fail, and what `build.rs` compressed is whole.
    let _ = DeflateDecoder::new(compressed).read_to_string(&mut text);
    text
}

fn sorted(values: Vec<Value>) -> Vec<Object> {
    let mut sorted = Sorted::default();
    for value in values {
        sorted.add(value, Some(("batch/v1", "CronJob")));
    }
    sorted.kept
}

/// Makes the CronJob the owner of these Jobs. The CronJob was recorded after it had been deleted and applied
/// again. With the owner's UID in the Jobs, and with the Jobs' times, it becomes the CronJob that created
/// them.
fn owning(mut cron_job: Value, runs: &[Value]) -> Value {
    let jobs = || runs.iter().filter(|run| run["kind"] == "Job");
    let latest = |path: &str| jobs().filter_map(|job| job.pointer(path)?.as_str()).max();
    let first = jobs()
        .filter_map(|job| job["metadata"]["creationTimestamp"].as_str())
        .min();
    for (path, value) in [
        ("/metadata/uid", latest("/metadata/ownerReferences/0/uid")),
        ("/metadata/creationTimestamp", first),
        (
            "/status/lastScheduleTime",
            latest("/metadata/annotations/batch.kubernetes.io~1cronjob-scheduled-timestamp"),
        ),
        ("/status/lastSuccessfulTime", latest("/status/completionTime")),
    ] {
        if let (Some(field), Some(value)) = (cron_job.pointer_mut(path), value) {
            *field = value.into();
        }
    }
    if let Some(metadata) = cron_job.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.remove("managedFields");
    }
    cron_job
}
