//! How connections are made: kube's parts, put together by hand for what kube's builder does not let one choose: the
//! verifier of certificates ([`tls`]), what a proxy's answer means ([`tunnel`](mod@super::tunnel)), redirects
//! ([`redirect`]), and `TCP_NODELAY`.
//!
//! Without that last each connection after the first costs 40 ms. The request follows the last flight of a resumed TLS handshake,
//! which the server has no reason to acknowledge at once, and Nagle's algorithm holds it back until the server's delayed
//! acknowledgement.

use std::time::Duration;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::{HeaderValue, Uri};
use hyper::rt::{Read, Write};
use hyper_rustls::{FixedServerNameResolver, HttpsConnector, HttpsConnectorBuilder};
use hyper_timeout::TimeoutConnector;
use hyper_util::{
    client::legacy::{
        Client as HttpClient,
        connect::{Connection, HttpConnector, proxy::SocksV5},
    },
    rt::TokioExecutor,
};
use kube::{
    Client, Config,
    client::{Body, ConfigExt as _},
};
use percent_encoding::percent_decode_str;
use rustls::pki_types::ServerName;
use tower::{BoxError, Service, ServiceBuilder, service_fn};

use super::{redirect, tls, tunnel::tunnel};

/// How long a connection that nobody uses is trusted. What stands in between drops silent ones without a word, some after a
/// minute, and a request on one of those would wait in vain.
const REST: Duration = Duration::from_secs(15);

/// Bytes of an answer that are read at once, at most. A body that waits to be taken in keeps as much, and there may be hundreds.
pub(super) const BUFFER: usize = 32 << 10;

/// A client that connects as `config` says: TLS, proxy, client certificate, impersonation.
pub(super) fn client(config: &Config) -> Result<Client, BoxError> {
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    let Some(proxy) = config.proxy_url.clone() else {
        return over(tcp, config);
    };
    let authorization = user_of(&proxy).and_then(basic);
    match proxy.scheme_str() {
        Some("socks5") => over(socks(proxy, tcp), config),
        Some("https") => {
            let tls = secured(tcp, config)?;
            over(tunnel(proxy, authorization, tls), config)
        }
        _ => over(tunnel(proxy, authorization, tcp), config),
    }
}

/// A way through a SOCKS 5 proxy, with the name and password of its URL (RFC 1929).
fn socks<C>(proxy: Uri, connector: C) -> SocksV5<C> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let user = user_of(&proxy).map(|user| user.split_once(':').unwrap_or((user, "")));
    let user = user.map(|(name, password)| (decoded(name), decoded(password)));
    let socks = SocksV5::new(proxy, connector);
    match user {
        Some((name, password)) => socks.with_auth(name, password),
        None => socks,
    }
}

/// `USER:PASSWORD` of a URL, both percent-encoded.
fn user_of(url: &Uri) -> Option<&str> {
    let (user, _) = url.authority()?.as_str().rsplit_once('@')?;
    Some(user)
}

/// The name and password of an HTTP proxy as it expects them.
fn basic(user: &str) -> Option<HeaderValue> {
    let decoded: Vec<u8> = percent_decode_str(user).collect();
    let mut value = HeaderValue::try_from(format!("Basic {}", BASE64_STANDARD.encode(decoded))).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// TLS over connections for https, the connections themselves for http.
fn secured<C>(connector: C, config: &Config) -> Result<HttpsConnector<C>, BoxError> {
    let builder = HttpsConnectorBuilder::new()
        .with_tls_config(tls::client_config(config)?)
        .https_or_http();
    let builder = match config.tls_server_name.clone() {
        Some(name) => {
            builder.with_server_name_resolver(FixedServerNameResolver::new(ServerName::try_from(name)?))
        }
        None => builder,
    };
    Ok(builder.enable_http1().wrap_connector(connector))
}

fn over<C>(connector: C, config: &Config) -> Result<Client, BoxError>
where
    C: Service<Uri> + Clone + Send + Sync + 'static,
    C::Response: Connection + Read + Write + Send + Unpin + 'static,
    C::Future: Send + 'static,
    C::Error: Into<BoxError>,
{
    let mut connector = TimeoutConnector::new(secured(connector, config)?);
    connector.set_connect_timeout(config.connect_timeout);
    let http = HttpClient::builder(TokioExecutor::new())
        .pool_idle_timeout(REST)
        .http1_max_buf_size(BUFFER)
        .build::<_, Body>(connector);
    let http = service_fn(move |request| redirect::follow(http.clone(), request));
    let service = ServiceBuilder::new()
        .layer(config.base_uri_layer())
        .layer(config.extra_headers_layer()?)
        .map_err(BoxError::from)
        .service(http);
    Ok(Client::new(service, config.default_namespace.clone()))
}
