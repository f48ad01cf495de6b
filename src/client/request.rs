//! Sending a read and judging its answer.

use bytes::Bytes;
use http::{Request, Response, header};
use http_body_util::BodyExt as _;
use kube::{Client, client::Body};
use serde::de::DeserializeOwned;

use super::{RequestError, RequestErrorKind};

/// GETs `path` (path and query, beginning with `/`), accepting the media types of `accept`, and returns the response
/// once its status is 2xx.
///
/// # Errors
///
/// Every other status, and every failure below HTTP, as a [`RequestError`].
pub async fn get(client: &Client, path: &str, accept: &str) -> Result<Response<Body>, RequestError> {
    let request = Request::get(path)
        .header(header::ACCEPT, accept)
        .body(Body::empty())
        .map_err(|error| RequestError {
            kind: RequestErrorKind::Rejected,
            message: error.to_string(),
        })?;
    let response = client.send(request).await.map_err(|error| RequestError {
        kind: RequestErrorKind::Unreachable,
        message: error.to_string(),
    })?;
    if response.status().is_success() {
        return Ok(response);
    }
    Err(RequestError {
        kind: RequestErrorKind::ServerError,
        message: response.status().to_string(),
    })
}

/// GETs `path` and reads the whole body.
pub async fn get_bytes(client: &Client, path: &str, accept: &str) -> Result<Bytes, RequestError> {
    let response = get(client, path, accept).await?;
    read_body(response).await
}

/// GETs `path` and decodes its JSON.
pub async fn get_json<T: DeserializeOwned>(client: &Client, path: &str) -> Result<T, RequestError> {
    let body = get_bytes(client, path, "application/json").await?;
    serde_json::from_slice(&body).map_err(|error| RequestError {
        kind: RequestErrorKind::BadAnswer,
        message: error.to_string(),
    })
}

/// Reads the whole body of a response, within the bounds of the transport policy.
pub async fn read_body(response: Response<Body>) -> Result<Bytes, RequestError> {
    let body = response.into_body().collect().await;
    body.map(http_body_util::Collected::to_bytes)
        .map_err(|error| RequestError {
            kind: RequestErrorKind::Unreachable,
            message: error.to_string(),
        })
}
