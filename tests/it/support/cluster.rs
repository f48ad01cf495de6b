//! A small API server with Jobs that change: lists, watches from a version on, logs, and faults where a test wants them.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard,
        mpsc::{self, Sender},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{Cyjob, Logs, Piece, Reply, Request, Running, Server};

/// The cluster of one test, with namespace `zoo`.
pub(crate) struct Cluster {
    /// What the containers of its pods write.
    pub(crate) logs: Logs,
    state: Arc<Mutex<State>>,
    server: Server,
}

#[derive(Default)]
struct State {
    version: u64,
    /// By resource, namespace and name.
    objects: BTreeMap<(String, String, String), Value>,
    history: Vec<Change>,
    watches: Vec<(Selection, Sender<Piece>)>,
}

/// What happened to an object at a version.
#[derive(Clone)]
struct Change {
    version: u64,
    resource: String,
    old: Option<Value>,
    new: Option<Value>,
}

impl Cluster {
    /// One that is as it should be.
    pub(crate) fn new() -> Self {
        Self::with_faults(|_| None)
    }

    /// One whose answers come from `fault` where that has any.
    pub(crate) fn with_faults(fault: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static) -> Self {
        let (state, logs) = (Arc::new(Mutex::new(State::default())), Logs::default());
        let (shown, node) = (Arc::clone(&state), logs.clone());
        let server = Server::new(move |request| {
            fault(request).unwrap_or_else(|| shown.lock().unwrap().answer(request, &node))
        });
        Self { logs, state, server }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Creates an object, or changes it.
    pub(crate) fn put(&self, resource: &str, object: Value) -> &Self {
        self.state().put(resource, object);
        self
    }

    /// Changes a Job of `zoo`, which is told to those who watch.
    pub(crate) fn change(&self, name: &str, change: impl FnOnce(Value) -> Value) -> &Self {
        let key = ("jobs".to_owned(), "zoo".to_owned(), name.to_owned());
        let job = self.state().objects[&key].clone();
        self.put("jobs", change(job))
    }

    /// Deletes a Job of `zoo`; `last` is what its last state has beyond what was told.
    pub(crate) fn delete(&self, name: &str, last: impl FnOnce(Value) -> Value) -> &Self {
        self.state().delete("jobs", name, last);
        self
    }

    /// Deletes a pod of `zoo`; its last state is the one that was told.
    #[allow(dead_code, reason = "a control plane deletes pods by itself")]
    pub(crate) fn delete_pod(&self, name: &str) -> &Self {
        self.state().delete("pods", name, |pod| pod);
        self
    }

    /// Breaks the connections of all who watch.
    pub(crate) fn cut(&self) {
        for (_, watch) in self.state().watches.drain(..) {
            let _ = watch.send(Piece::Break);
        }
    }

    /// `cyjob` with these words, about this cluster.
    pub(crate) fn cyjob(&self, words: &str) -> Cyjob {
        Cyjob::new(words).server(&self.server.url)
    }

    /// Begins to run it, and returns once it watches Jobs.
    pub(crate) fn start(&self, words: &str) -> Running {
        let running = self.cyjob(words).start();
        self.until_watched("jobs", 1);
        running
    }

    /// Waits until so many watches of a resource were asked for.
    pub(crate) fn until_watched(&self, resource: &str, times: usize) {
        let start = Instant::now();
        while self.watches_of(resource).len() < times {
            assert!(
                start.elapsed() < Duration::from_secs(30),
                "nobody watches {resource}"
            );
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// When the watches of a resource were asked for.
    pub(crate) fn watches_of(&self, resource: &str) -> Vec<Instant> {
        let requests = self.server.requests();
        let watches = requests
            .iter()
            .filter(|request| is_watch(request) && request.path.ends_with(resource));
        watches.map(|request| request.at).collect()
    }

    /// Waits until so many requests for logs came.
    #[allow(dead_code, reason = "for the tests that go on while it runs")]
    pub(crate) fn until_logs(&self, times: usize) {
        let start = Instant::now();
        while self.logs_asked() < times {
            assert!(start.elapsed() < Duration::from_secs(30), "nobody reads logs");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// How many requests for logs came.
    #[allow(dead_code, reason = "as above")]
    pub(crate) fn logs_asked(&self) -> usize {
        let is_log = |request: &&Request| request.path.ends_with("/log");
        self.requests().iter().filter(is_log).count()
    }

    /// All requests so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.server.requests()
    }
}

pub(crate) fn is_watch(request: &Request) -> bool {
    request.parameter("watch") == Some("true")
}

/// Whether a request watches Jobs.
pub(crate) fn watches_jobs(request: &Request) -> bool {
    is_watch(request) && request.path.ends_with("/jobs")
}

/// Whether a request lists Jobs.
pub(crate) fn lists_jobs(request: &Request) -> bool {
    !is_watch(request) && request.path.ends_with("/jobs")
}

/// A watch that says these pieces and then ends in order.
pub(crate) fn stream(pieces: impl IntoIterator<Item = Piece>) -> Reply {
    let pieces: Vec<Piece> = pieces.into_iter().collect();
    Reply::stream("application/json", pieces)
}

/// A watch that says these pieces and then nothing any more.
pub(crate) fn silent_after(pieces: impl IntoIterator<Item = Piece>) -> Reply {
    let (sender, receiver) = mpsc::channel();
    pieces.into_iter().for_each(|piece| sender.send(piece).unwrap());
    // As good as for ever.
    thread::spawn(move || {
        thread::sleep(Duration::from_hours(1));
        drop(sender);
    });
    Reply::stream("application/json", receiver)
}

/// A line of a watch.
pub(crate) fn line(kind: &str, object: &Value) -> String {
    format!("{}\n", json!({"type": kind, "object": object}))
}

/// Nothing, for ever, where that is so.
pub(crate) fn without_answer(is_so: bool) -> Option<Reply> {
    is_so.then_some(Reply::Silence)
}

/// A piece of a stream.
pub(crate) fn text(text: impl Into<String>) -> Piece {
    Piece::Data(text.into().into_bytes())
}

impl State {
    fn put(&mut self, resource: &str, mut object: Value) {
        self.version += 1;
        object["metadata"]["resourceVersion"] = self.version.to_string().into();
        let old = self.objects.insert(key(resource, &object), object.clone());
        self.tell(Change {
            version: self.version,
            resource: resource.to_owned(),
            old,
            new: Some(object),
        });
    }

    fn delete(&mut self, resource: &str, name: &str, last: impl FnOnce(Value) -> Value) {
        self.version += 1;
        let key = (resource.to_owned(), "zoo".to_owned(), name.to_owned());
        let old = last(self.objects.remove(&key).unwrap());
        self.tell(Change {
            version: self.version,
            resource: resource.to_owned(),
            old: Some(old),
            new: None,
        });
    }

    fn tell(&mut self, change: Change) {
        self.watches.retain(|(selection, watch)| {
            let line = selection.line(&change);
            line.is_none_or(|line| watch.send(text(line)).is_ok())
        });
        self.history.push(change);
    }

    fn answer(&mut self, request: &Request, logs: &Logs) -> Reply {
        let words: Vec<&str> = request.path.trim_matches('/').split('/').collect();
        let (["api", "v1", words @ ..] | ["apis", "batch", "v1", words @ ..]) = words.as_slice() else {
            return Reply::Whole(404, Vec::new(), b"404 page not found\n".to_vec());
        };
        let (namespace, resource, name) = match *words {
            ["namespaces", namespace, resource] => (Some(namespace), resource, None),
            ["namespaces", namespace, resource, name] => (Some(namespace), resource, Some(name)),
            [resource] => (None, resource, None),
            ["namespaces", namespace, "pods", pod, "log"] => return self.log(namespace, pod, request, logs),
            _ => {
                return Reply::status(
                    404,
                    "NotFound",
                    "the server could not find the requested resource",
                );
            }
        };
        if let (Some(namespace), Some(name)) = (namespace, name) {
            let key = (resource.to_owned(), namespace.to_owned(), name.to_owned());
            return match self.objects.get(&key) {
                Some(object) => Reply::json(object),
                None => Reply::status(404, "NotFound", &format!("{resource} \"{name}\" not found")),
            };
        }
        let selection = Selection {
            resource: resource.to_owned(),
            namespace: namespace.map(ToOwned::to_owned),
            fields: terms(request, "fieldSelector"),
            labels: terms(request, "labelSelector"),
        };
        if is_watch(request) {
            return self.watch(selection, request.parameter("resourceVersion"));
        }
        let of_resource = self.objects.iter().filter(|((kind, ..), _)| kind == resource);
        let items: Vec<&Value> = of_resource
            .map(|(_, object)| object)
            .filter(|object| selection.matches(object))
            .collect();
        Reply::json(&json!({"kind": "AnyList", "apiVersion": "v1",
            "metadata": {"resourceVersion": self.version.to_string()}, "items": items}))
    }

    /// What the pod's node has, whose refusals the API server puts into a `Status` (`GenericHttpResponseChecker`).
    fn log(&self, namespace: &str, pod: &str, request: &Request, logs: &Logs) -> Reply {
        let key = ("pods".to_owned(), namespace.to_owned(), pod.to_owned());
        if !self.objects.contains_key(&key) {
            return Reply::status(404, "NotFound", &format!("pods \"{pod}\" not found"));
        }
        let container = request
            .parameter("container")
            .expect("the container is always named");
        let reply = logs.answer(pod, container, request);
        let Reply::Whole(code, headers, words) = reply else {
            return reply;
        };
        let words = String::from_utf8(words).unwrap();
        match code {
            // The node has begun to answer before it failed.
            200 => Reply::Whole(200, headers, words.into_bytes()),
            400 => Reply::status(400, "BadRequest", &words),
            404 => Reply::status(404, "NotFound", &words),
            code => Reply::status(
                code,
                "InternalError",
                &format!("Internal error occurred: {words}"),
            ),
        }
    }

    fn watch(&mut self, selection: Selection, since: Option<&str>) -> Reply {
        let since: u64 = since.unwrap().parse().unwrap();
        let (sender, receiver) = mpsc::channel();
        for change in self.history.iter().filter(|change| change.version > since) {
            if let Some(line) = selection.line(change) {
                sender.send(text(line)).unwrap();
            }
        }
        self.watches.push((selection, sender));
        Reply::stream("application/json", receiver)
    }
}

/// What a list or watch is of.
struct Selection {
    resource: String,
    namespace: Option<String>,
    fields: Vec<(String, String)>,
    labels: Vec<(String, String)>,
}

impl Selection {
    fn matches(&self, object: &Value) -> bool {
        let is_there = |namespace: &String| object["metadata"]["namespace"] == namespace.as_str();
        let mut fields = self.fields.iter();
        let mut labels = self.labels.iter();
        self.namespace.as_ref().is_none_or(is_there)
            && fields.all(|(path, value)| {
                let pointer = format!("/{}", path.replace('.', "/"));
                object
                    .pointer(&pointer)
                    .is_some_and(|have| have == value.as_str())
            })
            && labels.all(|(name, value)| object["metadata"]["labels"][name] == value.as_str())
    }

    /// What who watches the selection hears of a change: an object that leaves it is as good as deleted to him.
    fn line(&self, change: &Change) -> Option<String> {
        if change.resource != self.resource {
            return None;
        }
        let old = change.old.as_ref().filter(|object| self.matches(object));
        let new = change.new.as_ref().filter(|object| self.matches(object));
        let (kind, object) = match (old, new) {
            (None, Some(new)) => ("ADDED", new),
            (Some(_), Some(new)) => ("MODIFIED", new),
            (Some(old), None) => ("DELETED", old),
            (None, None) => return None,
        };
        let mut object = object.clone();
        object["metadata"]["resourceVersion"] = change.version.to_string().into();
        Some(line(kind, &object))
    }
}

/// `a=b,c=d`
fn terms(request: &Request, parameter: &str) -> Vec<(String, String)> {
    let selector = request.parameter(parameter).unwrap_or_default();
    let terms = selector.split(',').filter_map(|term| term.split_once('='));
    terms
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}

fn key(resource: &str, object: &Value) -> (String, String, String) {
    let text = |field: &str| object["metadata"][field].as_str().unwrap().to_owned();
    (resource.to_owned(), text("namespace"), text("name"))
}
