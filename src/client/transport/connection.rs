//! How connections are made. kube's parts are assembled by hand, because kube's builder does not offer a
//! choice of the verifier of certificates ([`tls`]), the meaning of a proxy's answer
//! ([`tunnel`](mod@super::tunnel)), redirects ([`redirect`]), and `TCP_NODELAY`.
//!
//! Without `TCP_NODELAY`, each connection after the first costs 40 ms. The request follows the last flight of
//! a resumed TLS handshake, which the server has no reason to acknowledge at once. Nagle's algorithm holds
//! the request back until the server's delayed acknowledgement.

use std::time::Duration;

use http::Uri;
use hyper::rt::{Read, Write};
use hyper_rustls::{FixedServerNameResolver, HttpsConnector, HttpsConnectorBuilder};
use hyper_timeout::TimeoutConnector;
use hyper_util::{
    client::{
        legacy::{
            Client as HttpClient,
            connect::{Connection, HttpConnector, proxy::SocksV5},
        },
        proxy::matcher::Matcher,
    },
    rt::TokioExecutor,
};
use kube::{
    Client, Config,
    client::{Body, ConfigExt as _},
};
use rustls::pki_types::ServerName;
use tower::{BoxError, Service, ServiceBuilder, service_fn};

use super::{redirect, tls, tunnel::tunnel};

/// How long an idle connection is kept. Firewalls and proxies drop idle connections silently, some after a
/// minute, and a request on a dropped connection gets no answer.
const IDLE_TIMEOUT: Duration = Duration::from_secs(15);

/// The most bytes of an answer to read at once. Every body that waits to be read holds up to this many, and
/// there may be hundreds of bodies.
pub(in crate::client) const BUFFER: usize = 32 << 10;

/// A client that connects as `config` says: TLS, proxy, client certificate, impersonation.
pub(super) fn client(config: &Config) -> Result<Client, BoxError> {
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    let proxy = config.proxy_url.as_ref().map(Uri::to_string).unwrap_or_default();
    // The matcher splits the URL into the address and the credentials, in the form that the scheme needs.
    let Some(proxy) = Matcher::builder()
        .all(proxy)
        .build()
        .intercept(&config.cluster_url)
    else {
        return over(tcp, config);
    };
    let (address, authorization) = (proxy.uri().clone(), proxy.basic_auth().cloned());
    match address.scheme_str() {
        Some("socks5") => {
            let socks = SocksV5::new(address, tcp);
            let socks = match proxy.raw_auth() {
                Some((name, password)) => socks.with_auth(name.to_owned(), password.to_owned()),
                None => socks,
            };
            over(socks, config)
        }
        Some("https") => {
            let tls = secured(tcp, config)?;
            over(tunnel(address, authorization, tls), config)
        }
        _ => over(tunnel(address, authorization, tcp), config),
    }
}

/// TLS for https, plain connections for http.
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
        .pool_idle_timeout(IDLE_TIMEOUT)
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
