//! Asks the API server for its Kubernetes version.

use kube::Client;

use super::{RequestError, get_json};
use crate::facts::ServerVersion;

/// Asks the API server for its version. The API server answers even users without permissions.
///
/// # Errors
///
/// A [`RequestError`] if there is no usable answer.
pub async fn server_version(client: &Client) -> Result<ServerVersion, RequestError> {
    get_json(client, "/version").await
}
