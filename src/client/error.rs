//! Why a request was not answered as hoped.

/// A request that failed, with a sentence for people and a kind for code that branches.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct RequestError {
    /// What kind of failure.
    pub kind: RequestErrorKind,
    /// One sentence: what failed, why, and what to try.
    pub message: String,
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
    /// The answer is not what the API promises: HTML, truncated, not JSON, too large.
    BadAnswer,
}
