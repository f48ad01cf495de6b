//! What `-v` tells of each request: method, path, status, bytes, milliseconds and the try. Headers and bodies are never
//! told: they may hold credentials.

use std::fmt::Display;

use http::{Method, StatusCode, Uri};
use tokio::time::{Duration, Instant};
use tracing::Level;

/// One try of a request.
pub(super) struct Try {
    method: Method,
    uri: Uri,
    number: u32,
    sent: Instant,
}

/// An answer whose body is being read. Dropped, it tells how much of the body came.
pub(super) struct Answer {
    request: Try,
    status: StatusCode,
    bytes: u64,
}

impl Try {
    /// A try that begins now.
    pub(super) fn begin(method: &Method, uri: &Uri, number: u32) -> Self {
        Self {
            method: method.clone(),
            uri: uri.clone(),
            number,
            sent: Instant::now(),
        }
    }

    /// Tells that nothing usable came, and whether the request is sent again.
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

    /// The head of an answer has come. A stream's head is told at once, because its body may take for ever.
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
