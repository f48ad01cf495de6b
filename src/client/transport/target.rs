//! The cluster and the user of a request, for messages.

use std::fmt;

use http::{Uri, uri::Authority};

/// The cluster that a client talks to, as the user configured it.
#[derive(Clone, Debug, Default)]
pub(in crate::client) struct Target {
    /// The context of the kubeconfig, if one was chosen.
    pub(in crate::client) context: Option<String>,
    /// The URL of the API server, without credentials.
    pub(in crate::client) server: String,
    /// The user entry of the kubeconfig, or a description of other credentials; `None` if no credentials are
    /// sent.
    pub(in crate::client) user: Option<String>,
    /// The URL of the proxy, without credentials.
    pub(in crate::client) proxy: Option<String>,
    /// Whether a proxy is the environment's. Otherwise it is that of `proxy-url`, to which `NO_PROXY` does
    /// not apply.
    pub(in crate::client) proxy_of_environment: bool,
}

/// `https://10.0.0.1:6443 (context "prod")`.
impl fmt::Display for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.server)?;
        match &self.context {
            Some(context) => write!(formatter, " (context \"{context}\")"),
            None => Ok(()),
        }
    }
}

/// A URL without user name and password.
pub(in crate::client) fn without_credentials(url: &Uri) -> String {
    let path = url.path().trim_end_matches('/');
    format!(
        "{}://{}{path}",
        url.scheme_str().unwrap_or("http"),
        host_and_port(url)
    )
}

/// Whether a URL names a host, and no port or a numeric one. The `http` crate accepts other ports.
pub(in crate::client) fn has_address(url: &Uri) -> bool {
    let host = url.host().unwrap_or_default();
    !host.is_empty() && (host_and_port(url) == host || url.port_u16().is_some())
}

fn host_and_port(url: &Uri) -> &str {
    let authority = url.authority().map_or("", Authority::as_str);
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_shown_without_credentials() {
        let shown = |url: &'static str| without_credentials(&Uri::from_static(url));
        assert_eq!(
            shown("https://me:hunter2@host:6443/a/b/"),
            "https://host:6443/a/b"
        );
        assert_eq!(shown("https://[::1]:6443"), "https://[::1]:6443");
    }

    #[test]
    fn addresses_need_a_host_and_a_number_for_a_port() {
        let good = |url: &str| url.parse().is_ok_and(|url| has_address(&url));
        for url in [
            "https://a",
            "https://a:1",
            "https://[::1]",
            "https://[::1]:1",
            "http://u:p@a:1/x",
        ] {
            assert!(good(url), "{url}");
        }
        for url in [
            "https://a:b",
            "https://a:",
            "https://a:99999",
            "/path",
            "https://u:p@a:b",
        ] {
            assert!(!good(url), "{url}");
        }
    }
}
