//! Which proxy to use: `proxy-url` of the cluster entry, else what the environment says by Go's rules.
//!
//! kube's own choice is not used: it matches `NO_PROXY` against the address of the proxy instead of the server's, applies
//! it to `proxy-url` too, and knows no `HTTP_PROXY`. Go's rules (`golang.org/x/net/http/httpproxy`): `proxy-url` is
//! unconditional; the variable goes by the server's scheme; `localhost` and loopback addresses are never proxied;
//! an entry of `NO_PROXY` is `*`, an address, a CIDR block, or a domain, with a port if it has one.

use std::net::IpAddr;

use http::{Uri, uri::Scheme};
use secrecy::ExposeSecret as _;

use crate::client::{ConnectError, Environment, transport::has_address};

/// The proxy for `server`.
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

/// Reads the address of a proxy; its text stays out of the error, for it may hold a password.
fn parse(text: &str, setting: &str) -> Result<Uri, ConnectError> {
    let bad = |why: &str| {
        ConnectError::Settings(format!(
            "{setting} {why}; give http://HOST:PORT, https://… or socks5://…"
        ))
    };
    // Go lets a bare host be an HTTP proxy. Its two names of SOCKS 5 both leave the look-up of names to the proxy.
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

fn is_proxied(server: &Uri, no_proxy: &str) -> bool {
    let host = server.host().unwrap_or_default().to_ascii_lowercase();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let standard = if server.scheme() == Some(&Scheme::HTTPS) {
        443
    } else {
        80
    };
    let port = server.port_u16().unwrap_or(standard);
    let address: Option<IpAddr> = host.parse().ok();
    if host == "localhost" || address.is_some_and(|address| address.to_canonical().is_loopback()) {
        return false;
    }
    let mut entries = no_proxy.split(',').map(|entry| entry.trim().to_ascii_lowercase());
    !entries.any(|entry| excludes(&entry, host, port, address))
}

fn excludes(entry: &str, host: &str, port: u16, address: Option<IpAddr>) -> bool {
    if entry.is_empty() || entry == "*" {
        return entry == "*";
    }
    if let Some((network, bits)) = parse_network(entry) {
        return address.is_some_and(|address| contains(network, bits, address));
    }
    let (name, entry_port) = split_port(entry);
    if entry_port.is_some_and(|entry_port| entry_port.parse() != Ok(port)) {
        return false;
    }
    if let Ok(entry_address) = name.parse::<IpAddr>() {
        return address.is_some_and(|address| address.to_canonical() == entry_address.to_canonical());
    }
    // `.a.b` and `*.a.b` are the names below a.b, `a.b` is that name too.
    let name = name
        .strip_prefix('*')
        .filter(|rest| rest.starts_with('.'))
        .unwrap_or(name);
    match name.strip_prefix('.') {
        Some(_) => host.ends_with(name),
        None => {
            !name.is_empty()
                && (host == name || host.strip_suffix(name).is_some_and(|rest| rest.ends_with('.')))
        }
    }
}

fn parse_network(entry: &str) -> Option<(IpAddr, u32)> {
    let (network, bits) = entry.split_once('/')?;
    let network: IpAddr = network.parse().ok()?;
    let most = if network.is_ipv4() { 32 } else { 128 };
    Some((network, bits.parse().ok().filter(|bits| *bits <= most)?))
}

fn contains(network: IpAddr, bits: u32, address: IpAddr) -> bool {
    match (network, address.to_canonical()) {
        (IpAddr::V4(network), IpAddr::V4(address)) => {
            (network.to_bits() ^ address.to_bits())
                .checked_shr(32 - bits)
                .unwrap_or(0)
                == 0
        }
        (IpAddr::V6(network), IpAddr::V6(address)) => {
            (network.to_bits() ^ address.to_bits())
                .checked_shr(128 - bits)
                .unwrap_or(0)
                == 0
        }
        _ => false,
    }
}

/// Splits `host:port` and `[v6]:port`; a bare IPv6 address has no port.
fn split_port(entry: &str) -> (&str, Option<&str>) {
    if let Some(rest) = entry.strip_prefix('[') {
        let (name, after) = rest.split_once(']').unwrap_or((rest, ""));
        return (name, after.strip_prefix(':'));
    }
    match entry.split_once(':') {
        Some((name, port)) if !port.contains(':') => (name, Some(port)),
        _ => (entry, None),
    }
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
            ("https://example.com", ".example.com", true),
            ("https://api.example.com", ".example.com", false),
            ("https://api.example.com", "*.example.com", false),
            ("https://example.com", "*.example.com", true),
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
