//! Asks the API server which Kubernetes it is.

use kube::Client;

use super::{RequestError, get_json};
use crate::facts::ServerVersion;

/// Asks the server for its version. The server answers even people who have no right.
///
/// # Errors
///
/// Why there is no answer.
pub async fn server_version(client: &Client) -> Result<ServerVersion, RequestError> {
    get_json(client, "/version").await
}
