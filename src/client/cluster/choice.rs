//! Chooses one cluster, user and namespace: the entries of the kubeconfig, overridden by the flags.
//!
//! The rules are those of client-go's `DirectClientConfig`, with two deliberate differences. First, `--token`
//! replaces every other credential of the user. kubectl would still send a client certificate, which the
//! server then prefers. Second, a context that names a missing cluster is an error that says so. kubectl
//! reports an empty configuration.

use std::collections::HashMap;

use kube::config::{AuthInfo, Cluster, Context};

use super::kubeconfig::Loaded;
use crate::client::{ClusterOptions, ConnectError};

/// The chosen cluster and user, before any file that they name is read.
#[derive(Default)]
pub(super) struct Choice {
    /// The context's name; `None` if no context was chosen.
    pub(super) context: Option<String>,
    /// The user entry, in words: `user "dev"`, or another name for the credentials; `None` if there are no
    /// credentials.
    pub(super) user_name: Option<String>,
    /// The cluster entry, in words, for errors about its files.
    pub(super) cluster_name: String,
    /// The cluster, with the flags applied.
    pub(super) cluster: Cluster,
    /// The credentials, with the flags applied.
    pub(super) user: AuthInfo,
    /// The namespace to use if a request names none.
    pub(super) namespace: String,
    /// Notes for the user.
    pub(super) notes: Vec<String>,
}

/// Chooses from the kubeconfig and the flags.
pub(super) fn choose(loaded: &Loaded, options: &ClusterOptions) -> Result<Choice, ConnectError> {
    let context_name = given(options.context.as_ref()).or(loaded.merged.current_context.as_ref());
    let context = match context_name {
        Some(name) => find_context(loaded, name)?,
        None => Context::default(),
    };
    let mut notes = Vec::new();
    let (cluster_name, mut cluster) = find_cluster(loaded, options, &context)?;
    let (user_name, mut user) = find_user(loaded, options, &context, &mut notes)?;
    override_cluster(&mut cluster, options)?;
    override_user(&mut user, options)?;
    if cluster.server.is_none() {
        return Err(no_server(loaded, context_name, &cluster_name));
    }
    let namespace = given(options.namespace.as_ref()).cloned().or(context.namespace);
    Ok(Choice {
        context: context_name.cloned(),
        user_name: who(options, user_name),
        cluster_name: if cluster_name.is_empty() {
            String::from("the command line")
        } else {
            format!("cluster {cluster_name:?}")
        },
        cluster,
        user,
        namespace: namespace.unwrap_or_else(|| String::from("default")),
        notes,
    })
}

/// The flag's value; `None` if the flag is absent or empty.
pub(super) fn given(flag: Option<&String>) -> Option<&String> {
    flag.filter(|text| !text.is_empty())
}

/// The user whose credentials are sent. `--token` replaces the credentials of the user entry.
fn who(options: &ClusterOptions, user_name: Option<String>) -> Option<String> {
    if options.token.is_some() {
        return Some(String::from("the holder of --token"));
    }
    if let Some(name) = user_name {
        return Some(format!("user {name:?}"));
    }
    let has_certificate = options.client_certificate.is_some();
    has_certificate.then(|| String::from("the holder of --client-certificate"))
}

fn find_context(loaded: &Loaded, name: &str) -> Result<Context, ConnectError> {
    loaded.check("context", name)?;
    let contexts = &loaded.merged.contexts;
    let found = contexts.iter().find(|named| named.name == name);
    let Some(named) = found else {
        let known = contexts.iter().map(|named| named.name.clone()).collect();
        return Err(unknown(loaded, "context", name, known));
    };
    Ok(named.context.clone().unwrap_or_default())
}

fn find_cluster(
    loaded: &Loaded,
    options: &ClusterOptions,
    context: &Context,
) -> Result<(String, Cluster), ConnectError> {
    let flag = given(options.cluster.as_ref());
    let name = flag.unwrap_or(&context.cluster);
    loaded.check("cluster", name)?;
    let clusters = &loaded.merged.clusters;
    if let Some(named) = clusters.iter().find(|named| named.name == *name) {
        return Ok((name.clone(), named.cluster.clone().unwrap_or_default()));
    }
    // With `--server`, the cluster entry may be missing.
    if flag.is_none() && (name.is_empty() || given(options.server.as_ref()).is_some()) {
        return Ok((name.clone(), Cluster::default()));
    }
    let known = clusters.iter().map(|named| named.name.clone()).collect();
    Err(unknown(loaded, "cluster", name, known))
}

fn find_user(
    loaded: &Loaded,
    options: &ClusterOptions,
    context: &Context,
    notes: &mut Vec<String>,
) -> Result<(Option<String>, AuthInfo), ConnectError> {
    let flag = given(options.user.as_ref());
    let Some(name) = flag.or(context.user.as_ref()) else {
        return Ok((None, AuthInfo::default()));
    };
    loaded.check("user", name)?;
    let users = &loaded.merged.auth_infos;
    if let Some(named) = users.iter().find(|named| named.name == *name) {
        return Ok((Some(name.clone()), named.auth_info.clone().unwrap_or_default()));
    }
    if flag.is_some() {
        let known = users.iter().map(|named| named.name.clone()).collect();
        return Err(unknown(loaded, "user", name, known));
    }
    notes.push(format!(
        "{} has no user {name:?}, which the context names: asking without its credentials",
        loaded.names()
    ));
    Ok((None, AuthInfo::default()))
}

fn unknown(loaded: &Loaded, kind: &'static str, name: &str, known: Vec<String>) -> ConnectError {
    ConnectError::UnknownEntry {
        kind,
        name: name.to_owned(),
        files: loaded.names(),
        known,
    }
}

fn no_server(loaded: &Loaded, context: Option<&String>, cluster: &str) -> ConnectError {
    let files = loaded.names();
    if context.is_some() || !cluster.is_empty() {
        return ConnectError::Settings(format!(
            "{files} gives no server for cluster {cluster:?}; add one, or name it with --server"
        ));
    }
    let names: Vec<_> = loaded
        .merged
        .contexts
        .iter()
        .map(|named| named.name.as_str())
        .collect();
    let known = if names.is_empty() {
        String::from("it has no context; name an API server with --server")
    } else {
        format!("choose one with --context: {}", names.join(", "))
    };
    ConnectError::Settings(format!("{files} has no current context; {known}"))
}

fn override_cluster(cluster: &mut Cluster, options: &ClusterOptions) -> Result<(), ConnectError> {
    if let Some(server) = given(options.server.as_ref()) {
        cluster.server = Some(server.clone());
        // The server name of the entry does not apply to another server.
        cluster.tls_server_name = None;
    }
    if let Some(name) = given(options.tls_server_name.as_ref()) {
        cluster.tls_server_name = Some(name.clone());
    }
    let authority = options.certificate_authority.as_ref();
    if options.insecure_skip_tls_verify || authority.is_some() {
        cluster.insecure_skip_tls_verify = Some(options.insecure_skip_tls_verify);
        cluster.certificate_authority = authority.map(|file| file.to_string_lossy().into_owned());
        cluster.certificate_authority_data = None;
    }
    if options.disable_compression {
        cluster.disable_compression = Some(true);
    }
    let has_authority =
        cluster.certificate_authority.is_some() || cluster.certificate_authority_data.is_some();
    if has_authority && cluster.insecure_skip_tls_verify == Some(true) {
        return Err(ConnectError::Settings(String::from(
            "certificate-authority and insecure-skip-tls-verify cannot be combined; remove one",
        )));
    }
    Ok(())
}

fn override_user(user: &mut AuthInfo, options: &ClusterOptions) -> Result<(), ConnectError> {
    if let Some(token) = &options.token {
        *user = AuthInfo {
            token: Some(token.clone()),
            impersonate: user.impersonate.take(),
            impersonate_uid: user.impersonate_uid.take(),
            impersonate_groups: user.impersonate_groups.take(),
            impersonate_user_extra: user.impersonate_user_extra.take(),
            ..AuthInfo::default()
        };
    }
    if let Some(file) = &options.client_certificate {
        user.client_certificate = Some(file.to_string_lossy().into_owned());
        user.client_certificate_data = None;
    }
    if let Some(file) = &options.client_key {
        user.client_key = Some(file.to_string_lossy().into_owned());
        user.client_key_data = None;
    }
    override_impersonation(user, options)
}

/// Applies the impersonation flags. Each flag replaces its value in the user entry.
pub(super) fn override_impersonation(
    user: &mut AuthInfo,
    options: &ClusterOptions,
) -> Result<(), ConnectError> {
    if let Some(name) = given(options.as_user.as_ref()) {
        user.impersonate = Some(name.clone());
    }
    if let Some(uid) = given(options.as_uid.as_ref()) {
        user.impersonate_uid = Some(uid.clone());
    }
    if !options.as_groups.is_empty() {
        user.impersonate_groups = Some(options.as_groups.clone());
    }
    if !options.as_user_extra.is_empty() {
        let mut extra: HashMap<String, Vec<String>> = HashMap::new();
        for (key, value) in &options.as_user_extra {
            extra.entry(key.clone()).or_default().push(value.clone());
        }
        user.impersonate_user_extra = Some(extra);
    }
    let more = user.impersonate_uid.is_some()
        || user
            .impersonate_groups
            .as_ref()
            .is_some_and(|groups| !groups.is_empty())
        || user
            .impersonate_user_extra
            .as_ref()
            .is_some_and(|extra| !extra.is_empty());
    if more && user.impersonate.is_none() {
        return Err(ConnectError::Settings(String::from(
            "--as-group, --as-uid and --as-user-extra need --as, the user to impersonate",
        )));
    }
    Ok(())
}
