//! The cluster in which cyjob itself runs, with the service account that every container is given.
//!
//! As in kubectl, this cluster is used only if neither a kubeconfig nor `--server` names a cluster. `--token`
//! and `--certificate-authority` replace the service account's token and authority.

use std::path::Path;

use kube::config::{AuthInfo, Cluster};

use super::choice::{Choice, given, override_impersonation};
use crate::client::{ClusterOptions, ConnectError};

/// Where the kubelet puts the service account's token, CA certificate and namespace.
pub(super) const SERVICE_ACCOUNT: &str = "/var/run/secrets/kubernetes.io/serviceaccount";

/// Whether cyjob runs in a container of a cluster, with a token in the folder `account`.
pub(super) async fn is_here(options: &ClusterOptions, account: &Path) -> bool {
    let environment = &options.environment;
    let token = tokio::fs::metadata(account.join("token")).await;
    environment.service_host.is_some()
        && environment.service_port.is_some()
        && token.is_ok_and(|file| !file.is_dir())
}

/// Chooses the cluster in which cyjob runs.
pub(super) async fn choose(options: &ClusterOptions, account: &Path) -> Result<Choice, ConnectError> {
    let file = |name| Some(account.join(name).to_string_lossy().into_owned());
    let environment = &options.environment;
    let host = environment.service_host.as_deref().unwrap_or_default();
    let port = environment.service_port.as_deref().unwrap_or_default();
    let host = if host.contains(':') {
        format!("[{host}]")
    } else {
        host.to_owned()
    };
    let authority = options.certificate_authority.as_ref();
    let token = options.token.clone();
    let mut user = AuthInfo {
        token_file: if token.is_some() { None } else { file("token") },
        token,
        ..AuthInfo::default()
    };
    override_impersonation(&mut user, options)?;
    Ok(Choice {
        context: None,
        user_name: Some(String::from("the service account of this pod")),
        cluster_name: String::from("the cluster around this pod"),
        cluster: Cluster {
            server: Some(format!("https://{host}:{port}")),
            certificate_authority: authority.map_or_else(
                || file("ca.crt"),
                |file| Some(file.to_string_lossy().into_owned()),
            ),
            ..Cluster::default()
        },
        user,
        namespace: namespace(options, account).await,
        notes: Vec::new(),
    })
}

async fn namespace(options: &ClusterOptions, account: &Path) -> String {
    let named = given(options.namespace.as_ref()).or(options.environment.pod_namespace.as_ref());
    if let Some(name) = named {
        return name.clone();
    }
    let file = tokio::fs::read_to_string(account.join("namespace"))
        .await
        .unwrap_or_default();
    match file.trim() {
        "" => String::from("default"),
        name => name.to_owned(),
    }
}
