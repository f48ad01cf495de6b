//! Why a request failed, and why there is no client for the cluster.

use std::time::Duration;

/// A request that failed: a message for people, and a kind for code that branches.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct RequestError {
    /// The kind of failure.
    pub kind: RequestErrorKind,
    /// One sentence: what failed, why, and what to try.
    pub message: String,
    /// How long the server asks to wait before the next attempt.
    pub retry_after: Option<Duration>,
    /// The `continue` token that the server offers with a 410, to continue the list from the current data.
    pub next: Option<String>,
}

/// The kinds of failure that callers treat differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestErrorKind {
    /// 401: the server does not accept the credentials, or asks for some.
    Unauthorized,
    /// 403: the server, or a proxy in between, refuses the request.
    Forbidden,
    /// 404 for an object, in an API that exists.
    NotFound,
    /// 404 for the API itself: the group, version or resource is not served.
    ApiMissing,
    /// 410: a `continue` token or resource version is too old.
    Gone,
    /// Another 4xx: the server rejects the request itself, for example a malformed selector.
    Rejected,
    /// 429 or 5xx, after the retries of the transport policy.
    ServerError,
    /// There was no complete answer in time.
    Timeout,
    /// The connection failed: refused, reset, no such host, a proxy that refuses.
    Unreachable,
    /// The TLS handshake failed.
    Tls,
    /// There are no usable credentials: the login command failed, or a token or certificate cannot be used.
    Login,
    /// The answer was cut off.
    Cut,
    /// The answer is not what the API promises: it is HTML, not JSON, or too large.
    BadAnswer,
}

impl RequestError {
    /// An error of `kind` with `message`.
    pub fn new(kind: RequestErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            retry_after: None,
            next: None,
        }
    }
}

/// Why there is no client for the cluster. The cluster got no request yet.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ConnectError {
    /// No kubeconfig, no `--server`, and not in a cluster.
    #[error(
        "no cluster is configured: {looked}; give a kubeconfig (--kubeconfig, KUBECONFIG) or an API server (--server), \
         or read files (--from) or the examples (--demo)"
    )]
    NoCluster {
        /// The places that were searched, as a clause.
        looked: String,
    },
    /// A kubeconfig cannot be read: a flag names a missing file, a permission is missing, or the file is a
    /// folder.
    #[error("cannot read the kubeconfig {file}: {cause}")]
    Unreadable {
        /// The kubeconfig's path.
        file: String,
        /// The operating system's error.
        cause: String,
    },
    /// A kubeconfig is malformed. No other file is tried instead.
    #[error(
        "the kubeconfig {file} is broken{place}: {cause}; correct the file, or give another with --kubeconfig"
    )]
    Broken {
        /// The kubeconfig's path.
        file: String,
        /// ` at line 3, column 7`, or nothing.
        place: String,
        /// What is wrong there, without a quotation of the text.
        cause: String,
    },
    /// A context, cluster or user that no kubeconfig defines.
    #[error("{files} has no {kind} {name:?}; {}", known_entries(.known))]
    UnknownEntry {
        /// `context`, `cluster` or `user`.
        kind: &'static str,
        /// The name that was looked for.
        name: String,
        /// The kubeconfig files that were read.
        files: String,
        /// The names that exist.
        known: Vec<String>,
    },
    /// The kubeconfig or the flags are incomplete or contradict each other.
    #[error("{0}")]
    Settings(String),
    /// A certificate, key or token cannot be read.
    #[error("cannot read the {what} of {entry}, {file}: {cause}")]
    CredentialFile {
        /// `client certificate`, `client key`, `token` or `certificate authority`.
        what: &'static str,
        /// The entry that names the file, for example `user "dev"`.
        entry: String,
        /// The file's path, or the field that holds the data.
        file: String,
        /// What is wrong with the file or the data.
        cause: String,
    },
    /// kubectl's preferences forbid the login command, or cannot be read.
    #[error("{0}")]
    Denied(String),
    /// The login command failed.
    #[error("{0}")]
    Login(RequestError),
    /// Reading the kubeconfig and its files did not end in time, for example because of a pipe without a
    /// writer.
    #[error(
        "reading the kubeconfig and its files took longer than {} s; is one of them a pipe, or on a lost network share?",
        .limit.as_secs_f64()
    )]
    TimedOut {
        /// The time limit.
        limit: Duration,
    },
}

fn known_entries(known: &[String]) -> String {
    if known.is_empty() {
        return String::from("it has none");
    }
    format!("it has {}", known.join(", "))
}
