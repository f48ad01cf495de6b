//! Why a request was not answered as hoped, and why there is nobody to ask.

use std::time::Duration;

/// A request that failed, with a sentence for people and a kind for code that branches.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct RequestError {
    /// What kind of failure.
    pub kind: RequestErrorKind,
    /// One sentence: what failed, why, and what to try.
    pub message: String,
    /// How long the server asks to leave it alone.
    pub retry_after: Option<Duration>,
    /// The `continue` token that the server offers with a 410, to go on with what it has now.
    pub next: Option<String>,
}

/// The kinds of failure that callers treat differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestErrorKind {
    /// 401: the server does not know who asks.
    Unauthorized,
    /// 403: the server knows who asks and refuses.
    Forbidden,
    /// 404 for an object, in an API that exists.
    NotFound,
    /// 404 for the API itself: the group, version or resource is not served.
    ApiMissing,
    /// 410: a `continue` token or resource version is too old.
    Gone,
    /// Another 4xx: the server rejects the request as it is, a malformed selector for example.
    Rejected,
    /// 429 or 5xx, after the retries of the transport policy.
    ServerError,
    /// No answer in time.
    Timeout,
    /// The connection failed: refused, reset, no such host, a proxy that refuses.
    Unreachable,
    /// The TLS handshake failed.
    Tls,
    /// The login plugin, token or certificate could not be had.
    Login,
    /// The answer ended before its end.
    Cut,
    /// The answer is not what the API promises: HTML, not JSON, too large.
    BadAnswer,
}

impl RequestError {
    /// An error of `kind` that says `message`.
    pub fn new(kind: RequestErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            retry_after: None,
            next: None,
        }
    }
}

/// Why there is no client for the cluster: nothing was asked of it yet.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ConnectError {
    /// No kubeconfig, no `--server`, and not in a cluster.
    #[error(
        "no cluster is configured: {looked}; give a kubeconfig (--kubeconfig, KUBECONFIG) or an API server (--server), \
         or read files (--from) or the examples (--demo)"
    )]
    NoCluster {
        /// Where was looked, as the end of a sentence.
        looked: String,
    },
    /// A kubeconfig cannot be read: named by a flag and missing, no permission, a folder.
    #[error("cannot read the kubeconfig {file}: {cause}")]
    Unreadable {
        /// Its path.
        file: String,
        /// The operating system's word.
        cause: String,
    },
    /// A kubeconfig is not one. Nothing else is tried instead.
    #[error(
        "the kubeconfig {file} is broken{place}: {cause}; correct the file, or give another with --kubeconfig"
    )]
    Broken {
        /// Its path.
        file: String,
        /// ` at line 3, column 7`, or nothing.
        place: String,
        /// What is wrong there, without the text that stands there.
        cause: String,
    },
    /// A context, cluster or user that no kubeconfig has.
    #[error("{files} has no {kind} {name:?}; {}", known_entries(.known))]
    UnknownEntry {
        /// `context`, `cluster` or `user`.
        kind: &'static str,
        /// The name that was looked for.
        name: String,
        /// The kubeconfig or kubeconfigs that were read.
        files: String,
        /// The names that exist.
        known: Vec<String>,
    },
    /// The kubeconfig or the flags leave something open or contradict each other.
    #[error("{0}")]
    Settings(String),
    /// A certificate, key or token cannot be read.
    #[error("cannot read the {what} of {entry}, {file}: {cause}")]
    CredentialFile {
        /// `client certificate`, `client key`, `token` or `certificate authority`.
        what: &'static str,
        /// The entry that names it, for example `user "dev"`.
        entry: String,
        /// Its path.
        file: String,
        /// What is wrong with it.
        cause: String,
    },
    /// kubectl's preferences forbid the login command.
    #[error("{0}")]
    Denied(String),
    /// The login command failed.
    #[error("{0}")]
    Login(RequestError),
    /// The files of the kubeconfig did not come to an end in time, a pipe without a writer for example.
    #[error(
        "reading the kubeconfig and its files took longer than {} s; is one of them a pipe, or on a lost network share?",
        .limit.as_secs_f64()
    )]
    TimedOut {
        /// The limit.
        limit: Duration,
    },
}

fn known_entries(known: &[String]) -> String {
    if known.is_empty() {
        return String::from("it has none");
    }
    format!("it has {}", known.join(", "))
}
