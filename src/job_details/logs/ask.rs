//! One request for a log.

use bytes::Bytes;
use jiff::Timestamp;
use kube::{Client, client::Body};

use crate::client::{self, RequestError};
use crate::facts::LogSource;
use crate::job_details::path::{path, push_parameter};

/// The parameters of a request for a log (`PodLogOptions` in k8s.io/api/core/v1). Every request asks for
/// timestamps: without them, reading cannot be resumed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ask {
    /// Whether to request the log of the previous instance.
    pub(super) previous: bool,
    /// Whether the answer continues until the container ends.
    pub(super) follow: bool,
    /// Only lines written since this moment. The API server drops fractions of a second.
    pub(super) since: Option<Timestamp>,
    /// Only this many of the last lines.
    pub(super) tail: Option<u64>,
}

impl Ask {
    fn path(&self, source: &LogSource) -> String {
        let mut path = of_pod(&source.namespace, &source.pod, &source.container);
        push_parameter(&mut path, "timestamps", "true");
        if self.previous {
            push_parameter(&mut path, "previous", "true");
        }
        if self.follow {
            push_parameter(&mut path, "follow", "true");
        }
        if let Some(since) = self.since {
            push_parameter(&mut path, "sinceTime", &since.to_string());
        }
        if let Some(tail) = self.tail {
            push_parameter(&mut path, "tailLines", &tail.to_string());
        }
        path
    }

    /// Requests the log and returns its stream.
    pub(super) async fn open(&self, client: &Client, source: &LogSource) -> Result<Body, RequestError> {
        let response = client::get_stream(client, &self.path(source), ACCEPT).await?;
        Ok(response.into_body())
    }

    /// Reads the first `most` bytes of the answer, including timestamps.
    pub(super) async fn read(
        &self,
        client: &Client,
        source: &LogSource,
        most: u64,
    ) -> Result<Bytes, RequestError> {
        let mut path = self.path(source);
        push_parameter(&mut path, "limitBytes", &most.to_string());
        client::get_start(client, &path, ACCEPT, most).await
    }
}

/// The same as kubectl's: a log is text, an error is JSON.
pub(super) const ACCEPT: &str = "application/json, */*";

/// The path of a container's log.
pub(super) fn of_pod(namespace: &str, pod: &str, container: &str) -> String {
    path(
        &["api", "v1", "namespaces", namespace, "pods", pod, "log"],
        &[("container", container)],
    )
}
