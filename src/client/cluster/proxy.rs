//! Chooses the proxy: the `proxy-url` of the cluster entry, otherwise the environment's proxy by Go's rules.
//!
//! kube's own choice is not used. It matches `NO_PROXY` against the address of the proxy instead of the
//! server's, applies `NO_PROXY` to `proxy-url` too, and ignores `HTTP_PROXY`. Go's rules
//! (`golang.org/x/net/http/httpproxy`): `proxy-url` always applies. The server's scheme decides which
//! variable applies. `localhost` and loopback addresses are never proxied. An entry of `NO_PROXY` is `*`, an
//! address, a CIDR block, or a domain, with an optional port. hyper-util's matcher compares the entries. In
//! one respect it is more generous than Go: `.a.b` also means `a.b`.

use std::net::IpAddr;

use http::{Uri, uri::Scheme};
use hyper_util::client::proxy::matcher::Matcher;
use secrecy::ExposeSecret as _;

use crate::client::{ConnectError, Environment, transport::has_address};

/// The proxy for `server`; `None` for a direct connection.
pub(super) fn choose(
    server: &Uri,
    proxy_url: Option<&str>,
    environment: &Environment,
) -> Result<Option<Uri>, ConnectError> {
    if let Some(url) = proxy_url {
        return parse(url, "proxy-url").map(Some);
    }
    let (value, name) = if server.scheme() == Some(&Scheme::HTTPS) {
        (&environment.https_proxy, "HTTPS_PROXY")
    } else {
        (&environment.http_proxy, "HTTP_PROXY")
    };
    match value {
        Some(value) if is_proxied(server, environment.no_proxy.as_deref().unwrap_or_default()) => {
            parse(value.expose_secret(), name).map(Some)
        }
        _ => Ok(None),
    }
}

/// Parses the address of a proxy. The error does not quote the text, which may hold a password.
fn parse(text: &str, setting: &str) -> Result<Uri, ConnectError> {
    let bad = |why: &str| {
        ConnectError::Settings(format!(
            "{setting} {why}; give http://HOST:PORT, https://… or socks5://…"
        ))
    };
    // In Go, a bare host is an HTTP proxy, and both names of SOCKS 5 leave name resolution to the proxy.
    let text = match text.split_once("://") {
        None => format!("http://{text}"),
        Some(("socks5h", rest)) => format!("socks5://{rest}"),
        Some(_) => text.to_owned(),
    };
    let url: Uri = text.parse().map_err(|_| bad("is not a URL"))?;
    if !has_address(&url) {
        return Err(bad("names no host, or a port that is no number"));
    }
    match url.scheme_str() {
        Some("http" | "https" | "socks5") => Ok(url),
        _ => Err(bad("has a scheme that is not supported")),
    }
}

/// Applies Go's rules where they differ from those of the matcher, which are curl's.
fn is_proxied(server: &Uri, no_proxy: &str) -> bool {
    let host = server.host().unwrap_or_default();
    let address: Option<IpAddr> = host.trim_start_matches('[').trim_end_matches(']').parse().ok();
    let is_loopback = address.is_some_and(|address| address.to_canonical().is_loopback());
    if is_loopback || host.eq_ignore_ascii_case("localhost") {
        return false;
    }
    let standard = if server.scheme() == Some(&Scheme::HTTPS) {
        443
    } else {
        80
    };
    let port = server.port_u16().unwrap_or(standard);
    let entries: Vec<&str> = no_proxy
        .split(',')
        .filter_map(|entry| of_port(entry.trim(), port))
        // `*.a.b` means `.a.b`.
        .map(|entry| {
            entry
                .strip_prefix("*")
                .filter(|rest| rest.starts_with('.'))
                .unwrap_or(entry)
        })
        .collect();
    let matcher = Matcher::builder().all("http://any").no(entries.join(","));
    !entries.contains(&"*") && matcher.build().intercept(server).is_some()
}

/// An entry without its port; `None` if the entry is for another port. A bare IPv6 address has no port.
fn of_port(entry: &str, port: u16) -> Option<&str> {
    let (name, entry_port) = match entry.rsplit_once(':') {
        Some((name, entry_port)) if !name.contains(':') || name.ends_with(']') => (name, entry_port),
        _ => return Some(entry.trim_start_matches('[').trim_end_matches(']')),
    };
    let name = name.trim_start_matches('[').trim_end_matches(']');
    (entry_port.parse() == Ok(port)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxied(server: &str, no_proxy: &str) -> bool {
        is_proxied(&server.parse().unwrap(), no_proxy)
    }

    #[test]
    fn matches_no_proxy_against_the_server() {
        let cases = [
            ("https://api.example.com", "example.com", false),
            ("https://example.com", "example.com", false),
            ("https://notexample.com", "example.com", true),
            ("https://api.example.com", ".example.com", false),
            ("https://api.example.com", "*.example.com", false),
            ("https://API.Example.com", " EXAMPLE.com ", false),
            ("https://example.com:6443", "example.com:6443", false),
            ("https://example.com:6443", "example.com:443", true),
            ("https://example.com", "example.com:443", false),
            ("https://10.1.2.3:6443", "10.1.0.0/16", false),
            ("https://10.2.2.3:6443", "10.1.0.0/16", true),
            ("https://10.2.2.3:6443", "0.0.0.0/0", false),
            ("https://10.1.2.3:6443", "10.1.2.3", false),
            ("https://10.1.2.3:6443", "10.1.2.3:443", true),
            ("https://10.1.2.3:6443", "10.1.2.3/32", false),
            ("https://10.1.2.3:6443", "10.1.2.3/33", true),
            ("https://[2001:db8::1]:6443", "2001:db8::/32", false),
            ("https://[2001:db8::1]:6443", "2001:db8::1", false),
            ("https://[2001:db8::1]:6443", "[2001:db8::1]:6443", false),
            ("https://[2001:db9::1]:6443", "2001:db8::/32", true),
            ("https://example.com", "other, ,*", false),
            ("https://10.1.2.3", "*", false),
            ("https://example.com", "", true),
            ("https://example.com", ",,", true),
            ("https://localhost:6443", "", false),
            ("https://127.0.0.1:6443", "", false),
            ("https://127.9.9.9", "", false),
            ("https://[::1]:6443", "", false),
        ];
        for (server, no_proxy, expected) in cases {
            assert_eq!(
                proxied(server, no_proxy),
                expected,
                "{server} with NO_PROXY={no_proxy}"
            );
        }
    }

    #[test]
    fn goes_by_the_scheme_and_lets_proxy_url_win() {
        let environment = Environment {
            https_proxy: Some("http://secure:1".into()),
            http_proxy: Some("plain:2".into()),
            no_proxy: Some(String::from("excluded.example")),
            ..Environment::default()
        };
        let choose = |server: &str, own: Option<&str>| {
            let chosen = choose(&server.parse().unwrap(), own, &environment).unwrap();
            chosen.map(|url| url.to_string())
        };
        assert_eq!(
            choose("https://api.example", None).as_deref(),
            Some("http://secure:1/")
        );
        assert_eq!(
            choose("http://api.example", None).as_deref(),
            Some("http://plain:2/")
        );
        assert_eq!(choose("https://excluded.example", None), None);
        let own = Some("socks5h://own:3");
        assert_eq!(
            choose("https://excluded.example", own).as_deref(),
            Some("socks5://own:3/")
        );
        assert_eq!(
            choose("https://127.0.0.1", own).as_deref(),
            Some("socks5://own:3/")
        );
    }

    #[test]
    fn refuses_what_is_no_proxy_without_quoting_it() {
        for bad in [
            "ftp://me:hunter2@host",
            "http://me:hunter2@host:port",
            "http://",
            "http:// hunter2",
        ] {
            let error = choose(&Uri::from_static("https://a"), Some(bad), &Environment::default());
            let message = error.unwrap_err().to_string();
            assert!(message.starts_with("proxy-url "), "{message}");
            assert!(!message.contains("hunter2"), "{message}");
        }
    }
}
