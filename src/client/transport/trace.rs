//! What `-v` logs about each request: method, path, status, bytes, milliseconds and attempt. Headers and
//! bodies must not be logged, because they may hold credentials.

use std::fmt::Display;

use http::{Method, StatusCode, Uri};
use tokio::time::{Duration, Instant};
use tracing::Level;

/// One attempt of a request.
pub(super) struct Try {
    method: Method,
    uri: Uri,
    number: u32,
    sent: Instant,
}

/// An answer whose body is being read. Dropping it logs how much of the body arrived.
pub(super) struct Answer {
    request: Try,
    status: StatusCode,
    bytes: u64,
}

impl Try {
    /// An attempt that begins now.
    pub(super) fn begin(method: &Method, uri: &Uri, number: u32) -> Self {
        Self {
            method: method.clone(),
            uri: uri.clone(),
            number,
            sent: Instant::now(),
        }
    }

    /// Logs that the attempt failed, and whether the request is sent again.
    pub(super) fn fail(&self, why: &dyn Display, again_in: Option<Duration>) {
        let took = self.sent.elapsed().as_millis();
        let next = again_in.map_or_else(String::new, |delay| {
            format!("; next try in {} ms", delay.as_millis())
        });
        tracing::info!(
                target: "request",
            "{}: {why}, after {took} ms, try {}{next}",
            self.called(),
            self.number
        );
    }

    /// Takes the head of an answer. The head of a stream is logged at once, because its body may never end.
    pub(super) fn answer(self, status: StatusCode, is_stream: bool) -> Answer {
        if is_stream {
            let took = self.sent.elapsed().as_millis();
            let number = self.number;
            tracing::info!(
                target: "request",
                "{}: {}, stream begins after {took} ms, try {number}",
                self.called(),
                status.as_u16()
            );
        }
        Answer {
            request: self,
            status,
            bytes: 0,
        }
    }

    fn called(&self) -> String {
        let path = self
            .uri
            .path_and_query()
            .map_or_else(|| self.uri.path(), |path| path.as_str());
        format!("{} {path}", self.method)
    }
}

impl Answer {
    /// Counts a part of the body.
    pub(super) fn count(&mut self, bytes: usize) {
        self.bytes += bytes as u64;
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        if !tracing::enabled!(target: "request", Level::INFO) {
            return;
        }
        let Self {
            request,
            status,
            bytes,
        } = self;
        let took = request.sent.elapsed().as_millis();
        let (called, status, number) = (request.called(), status.as_u16(), request.number);
        tracing::info!(target: "request", "{called}: {status}, {bytes} bytes in {took} ms, try {number}");
    }
}
