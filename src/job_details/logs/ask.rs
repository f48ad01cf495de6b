//! One request for a log.

use bytes::Bytes;
use jiff::Timestamp;
use kube::{Client, client::Body};

use crate::client::{self, RequestError};
use crate::facts::LogSource;
use crate::job_details::path::{path, push_parameter};

/// What to ask for (`PodLogOptions` in k8s.io/api/core/v1). Time stamps always, because without them no log can be gone on with.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ask {
    /// That of the instance before.
    pub(super) previous: bool,
    /// Until the container has ended.
    pub(super) follow: bool,
    /// Lines from then on. The API server leaves fractions of a second out.
    pub(super) since: Option<Timestamp>,
    /// The last lines.
    pub(super) tail: Option<u64>,
    /// The most bytes, time stamps included.
    pub(super) limit: Option<u64>,
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
        if let Some(limit) = self.limit {
            push_parameter(&mut path, "limitBytes", &limit.to_string());
        }
        path
    }

    /// The log as it comes.
    pub(super) async fn open(&self, client: &Client, source: &LogSource) -> Result<Body, RequestError> {
        let response = client::get_stream(client, &self.path(source), ACCEPT).await?;
        Ok(response.into_body())
    }

    /// The log as a whole, for an end of it.
    pub(super) async fn read(&self, client: &Client, source: &LogSource) -> Result<Bytes, RequestError> {
        client::get_bytes(client, &self.path(source), ACCEPT).await
    }
}

/// What kubectl accepts, too: a log is text, a refusal JSON.
pub(super) const ACCEPT: &str = "application/json, */*";

/// The path of a container's log.
pub(super) fn of_pod(namespace: &str, pod: &str, container: &str) -> String {
    path(
        &["api", "v1", "namespaces", namespace, "pods", pod, "log"],
        &[("container", container)],
    )
}
