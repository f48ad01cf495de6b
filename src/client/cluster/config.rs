//! Turns a choice into kube's `Config`. This module reads the certificates and keys itself, so that an error
//! can say which entry names which file. kube must have nothing left to run, read, or look up in the
//! environment.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::{HeaderValue, Uri, header, uri::Scheme};
use kube::{Config, config::AuthInfo};
use rustls::pki_types::{CertificateDer, pem::PemObject as _};

use super::{choice::Choice, proxy};
use crate::client::{
    ClusterOptions, ConnectError,
    credential_plugin::{Plugin, Surroundings, kuberc},
    transport::{CONNECT_TIMEOUT, Credentials, Renewal, Target, has_address, without_credentials},
};

/// kube's configuration, and what that configuration cannot hold.
pub(super) struct Prepared {
    /// The configuration, without a login command or a token file.
    pub(super) config: Config,
    /// Where the credentials come from.
    pub(super) renewal: Renewal,
    /// The cluster and the user, for messages.
    pub(super) target: Target,
    /// Notes for the user.
    pub(super) notes: Vec<String>,
}

/// Prepares the connection to `choice`.
pub(super) async fn prepare(mut choice: Choice, options: &ClusterOptions) -> Result<Prepared, ConnectError> {
    let server = parse_server(choice.cluster.server.as_deref().unwrap_or_default())?;
    let mut config = Config::new(server.clone());
    config.default_namespace.clone_from(&choice.namespace);
    config.default_retry = false;
    config.connect_timeout = Some(CONNECT_TIMEOUT);
    config.accept_invalid_certs = choice.cluster.insecure_skip_tls_verify.unwrap_or(false);
    config.tls_server_name.clone_from(&choice.cluster.tls_server_name);
    config.disable_compression = choice.cluster.disable_compression.unwrap_or(false);
    config.proxy_url = proxy::choose(&server, choice.cluster.proxy_url.as_deref(), &options.environment)?;
    if config.proxy_url.is_some() {
        config.cluster_url = with_port(&server);
    }
    let agent = HeaderValue::from_static(concat!("cyjob/", env!("CARGO_PKG_VERSION")));
    config.headers.push((header::USER_AGENT, agent));
    read_authority(&mut config, &mut choice).await?;
    // As in kubectl, credentials are sent over TLS only.
    if server.scheme() != Some(&Scheme::HTTPS) {
        drop_credentials(&mut choice);
    }
    let renewal = renewal(&mut choice, options).await?;
    let sends_none = matches!(renewal, Renewal::Never) && has_no_credentials(&choice.user);
    let target = Target {
        context: choice.context,
        server: without_credentials(&server),
        user: choice.user_name.filter(|_| !sends_none),
        proxy: config.proxy_url.as_ref().map(without_credentials),
        proxy_of_environment: choice.cluster.proxy_url.is_none(),
    };
    config.auth_info = choice.user;
    Ok(Prepared {
        config,
        renewal,
        target,
        notes: choice.notes,
    })
}

/// Parses the server's address. An address without a scheme means plain HTTP, as in kubectl.
fn parse_server(text: &str) -> Result<Uri, ConnectError> {
    let bad = |why: &str| {
        ConnectError::Settings(format!(
            "the server's address {why}; give it as https://HOST:PORT"
        ))
    };
    let url = if text.contains("://") {
        text.to_owned()
    } else {
        format!("http://{text}")
    };
    let url: Uri = url.parse().map_err(|_| bad("is not a URL"))?;
    if !has_address(&url) {
        return Err(bad("names no host, or a port that is no number"));
    }
    match url.scheme_str() {
        Some("https" | "http") => Ok(url),
        _ => Err(bad("is neither http nor https")),
    }
}

/// Adds the port to a URL. For a URL without a port, hyper-util's tunnel always takes 443, and its SOCKS
/// takes none.
fn with_port(url: &Uri) -> Uri {
    let standard = if url.scheme() == Some(&Scheme::HTTPS) {
        443
    } else {
        80
    };
    let port = url.port_u16().unwrap_or(standard);
    let mut parts = url.clone().into_parts();
    parts.authority = format!("{}:{port}", url.host().unwrap_or_default()).parse().ok();
    Uri::from_parts(parts).unwrap_or_else(|_| url.clone())
}

async fn read_authority(config: &mut Config, choice: &mut Choice) -> Result<(), ConnectError> {
    const WHAT: &str = "certificate authority";
    let entry = &choice.cluster_name;
    let cluster = &mut choice.cluster;
    let (pem, file) = match (
        &cluster.certificate_authority_data,
        &cluster.certificate_authority,
    ) {
        (Some(data), _) => (
            decode(WHAT, entry, data)?,
            String::from("certificate-authority-data"),
        ),
        (None, Some(file)) => {
            // `transport::tls` rereads the file each minute, because the authority of a service account may
            // rotate.
            config.root_cert_file = Some(file.into());
            (read(WHAT, entry, file).await?, file.clone())
        }
        (None, None) if config.accept_invalid_certs => {
            // The system's authorities are not used then, and reading them takes longer than most requests.
            config.root_cert = Some(Vec::new());
            return Ok(());
        }
        (None, None) => return Ok(()),
    };
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    let certificates = certificates.ok().filter(|found| !found.is_empty());
    let certificates =
        certificates.ok_or_else(|| unusable(WHAT, entry, &file, "it holds no PEM certificate"))?;
    config.root_cert = Some(
        certificates
            .into_iter()
            .map(|certificate| certificate.to_vec())
            .collect(),
    );
    // A login command gets the authority as data, not as a file.
    cluster.certificate_authority_data = Some(BASE64_STANDARD.encode(&pem));
    Ok(())
}

fn drop_credentials(choice: &mut Choice) {
    let user = std::mem::take(&mut choice.user);
    if !has_no_credentials(&user) || user.token_file.is_some() || user.exec.is_some() {
        choice.notes.push(String::from(
            "the server's address is http, not https: no credentials are sent, as with kubectl",
        ));
    }
    choice.user = AuthInfo {
        impersonate: user.impersonate,
        impersonate_uid: user.impersonate_uid,
        impersonate_groups: user.impersonate_groups,
        impersonate_user_extra: user.impersonate_user_extra,
        ..AuthInfo::default()
    };
}

fn has_no_credentials(user: &AuthInfo) -> bool {
    user.token.is_none()
        && user.username.is_none()
        && user.client_certificate.is_none()
        && user.client_certificate_data.is_none()
}

/// Moves the token, the password or the login command of the user entry to a [`Renewal`], and reads the
/// client certificate and key.
async fn renewal(choice: &mut Choice, options: &ClusterOptions) -> Result<Renewal, ConnectError> {
    let entry = choice.user_name.clone();
    let entry = entry.unwrap_or_else(|| String::from("the command line"));
    let user = &mut choice.user;
    let token_file = user.token_file.take();
    let exec = user.exec.take();
    read_identity(user, &entry).await?;
    use_provider(user, &entry)?;
    let token = user.token.take();
    if let Some(name) = user.username.take() {
        if token.is_some() || token_file.is_some() {
            return Err(ConnectError::Settings(format!(
                "{entry} has a token and a username; remove one"
            )));
        }
        let password = user.password.take().unwrap_or_default();
        let basic = Credentials::basic(&name, &password);
        return Ok(basic.map_or(Renewal::Never, Renewal::Fixed));
    }
    // As in client-go, the token file comes before the token of the same entry. The token is used if the file
    // cannot be read.
    if let Some(file) = token_file {
        match read("token", &entry, &file).await {
            Ok(_) => {
                let file = file.into();
                return Ok(Renewal::TokenFile { entry, file });
            }
            Err(error) if token.is_none() => return Err(error),
            Err(_) => {}
        }
    }
    if let Some(token) = token {
        return Credentials::bearer(&token).map(Renewal::Fixed).ok_or_else(|| {
            ConnectError::Settings(format!(
                "the token of {entry} is empty or contains a control character"
            ))
        });
    }
    match exec {
        // As in kubectl, a certificate of the entry comes before the login command.
        Some(exec) if user.client_certificate_data.is_none() => {
            let surroundings = Surroundings {
                policy: &kuberc::read_policy(&options.environment).await?,
                path: options.environment.path.as_deref(),
                stdin_is_terminal: options.stdin_is_terminal,
                limit: options.login_limit(),
            };
            let plugin = Plugin::new(&entry, &exec, &choice.cluster, &surroundings)?;
            Ok(Renewal::Plugin(Box::new(plugin)))
        }
        _ => Ok(Renewal::Never),
    }
}

async fn read_identity(user: &mut AuthInfo, entry: &str) -> Result<(), ConnectError> {
    if user.client_certificate_data.is_none()
        && let Some(file) = user.client_certificate.take()
    {
        let pem = read("client certificate", entry, &file).await?;
        user.client_certificate_data = Some(BASE64_STANDARD.encode(pem));
    }
    if user.client_key_data.is_none()
        && let Some(file) = user.client_key.take()
    {
        let pem = read("client key", entry, &file).await?;
        user.client_key_data = Some(BASE64_STANDARD.encode(pem).into());
    }
    user.client_certificate = None;
    user.client_key = None;
    match (&user.client_certificate_data, &user.client_key_data) {
        (Some(_), None) => Err(ConnectError::Settings(format!(
            "{entry} has a client certificate without its key"
        ))),
        // A key without a certificate is ignored.
        (None, Some(_)) => {
            user.client_key_data = None;
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Of the old in-tree auth providers, kubectl only keeps `oidc`. Its ID token is used until the token
/// expires.
fn use_provider(user: &mut AuthInfo, entry: &str) -> Result<(), ConnectError> {
    let Some(provider) = user.auth_provider.take() else {
        return Ok(());
    };
    if provider.name == "oidc"
        && let Some(token) = provider.config.get("id-token")
    {
        user.token = Some(token.clone().into());
        return Ok(());
    }
    Err(ConnectError::Settings(format!(
        "{entry} logs in with the auth-provider {:?}, which is not supported; use its login command (exec) instead",
        provider.name
    )))
}

async fn read(what: &'static str, entry: &str, file: &str) -> Result<Vec<u8>, ConnectError> {
    let bytes = tokio::fs::read(file).await;
    bytes.map_err(|error| unusable(what, entry, file, &error.to_string()))
}

fn decode(what: &'static str, entry: &str, data: &str) -> Result<Vec<u8>, ConnectError> {
    let packed: String = data.split_ascii_whitespace().collect();
    let bytes = BASE64_STANDARD.decode(packed);
    bytes.map_err(|_| unusable(what, entry, "which is in the kubeconfig", "it is not base64"))
}

fn unusable(what: &'static str, entry: &str, file: &str, cause: &str) -> ConnectError {
    ConnectError::CredentialFile {
        what,
        entry: entry.to_owned(),
        file: file.to_owned(),
        cause: cause.to_owned(),
    }
}
