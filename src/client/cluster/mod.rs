//! Connects to a live cluster as kubectl does: with its kubeconfig, flags, environment and login commands.
//!
//! [`kubeconfig`] reads, [`choice`] or [`in_cluster`] chooses, [`config`] prepares. The transport policy does
//! the rest.

mod choice;
mod config;
mod entries;
mod in_cluster;
mod kubeconfig;
mod proxy;

use std::{path::Path, sync::Arc, time::Duration};

use super::{
    ClusterOptions, ConnectError, Connection, Provenance,
    transport::{self, Login, Transport},
};

/// The time limit for reading the kubeconfig and its files if requests have no limit.
const LONGEST_READING: Duration = Duration::from_secs(30);

/// Connects to the cluster that `options` name: reads the kubeconfig, runs the login command if there is one,
/// and builds a client under the transport policy. The API server gets no request.
///
/// The time is limited by `--request-timeout` or 30 s for the files, and by `--request-timeout` or 60 s for
/// the login command.
///
/// # Errors
///
/// A [`ConnectError`]: why the cluster cannot be used, and what to do.
pub(super) async fn connect_cluster(options: &ClusterOptions) -> Result<Connection, ConnectError> {
    let limit = options.request_limit().unwrap_or(LONGEST_READING);
    let prepared = tokio::time::timeout(limit, prepare(options, Path::new(in_cluster::SERVICE_ACCOUNT)));
    let prepared = prepared.await.map_err(|_| ConnectError::TimedOut { limit })??;
    let namespace = prepared.config.default_namespace.clone();
    tracing::info!(target: "decision", "the default namespace is \"{namespace}\"");
    let login = Login::open(prepared.config, prepared.renewal, options.now).await?;
    let transport = Transport::new(login, Arc::new(prepared.target), options.request_limit());
    Ok(Connection {
        client: transport::client(transport, &namespace),
        namespace,
        provenance: Provenance {
            notes: prepared.notes,
            ..Provenance::default()
        },
    })
}

async fn prepare(options: &ClusterOptions, service_account: &Path) -> Result<config::Prepared, ConnectError> {
    let loaded = kubeconfig::load(options).await?;
    let has_server = choice::given(options.server.as_ref()).is_some();
    if !loaded.is_empty() || options.kubeconfig.is_some() || has_server {
        tracing::info!(target: "decision", "the cluster is that of the kubeconfig and the flags");
        return config::prepare(choice::choose(&loaded, options)?, options).await;
    }
    let names_entry = [&options.context, &options.cluster, &options.user]
        .iter()
        .any(|flag| choice::given(flag.as_ref()).is_some());
    if !names_entry && in_cluster::is_here(options, service_account).await {
        tracing::info!(target: "decision", "no kubeconfig: the cluster is that of this pod's service account");
        return config::prepare(in_cluster::choose(options, service_account).await?, options).await;
    }
    Err(ConnectError::NoCluster {
        looked: where_looked(&loaded, names_entry),
    })
}

fn where_looked(loaded: &kubeconfig::Loaded, names_entry: bool) -> String {
    let mut places = Vec::new();
    if !loaded.missing.is_empty() {
        places.push(format!("there is no {}", kubeconfig::list(&loaded.missing)));
    }
    if !loaded.files.is_empty() {
        places.push(format!("{} is empty", kubeconfig::list(&loaded.files)));
    }
    if places.is_empty() {
        places.push(String::from(
            "KUBECONFIG names no file, and there is no home folder",
        ));
    }
    if !names_entry {
        places.push(String::from("and cyjob does not run in a pod"));
    }
    places.join(", ")
}
