//! Which cluster to ask, and how, from the flags and the environment.
//!
//! This module holds plain values only: it must not read the environment, a file or the clock.

use std::{ffi::OsString, path::PathBuf, time::Duration};

use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;

/// The time limit of one request if `--request-timeout` is not given.
pub const DEFAULT_REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// kubectl's connection flags, and the values of the environment that complete them.
///
/// A flag that is not given is `None`, `false` or empty. An empty text counts as not given, as in kubectl.
/// Paths and the token are never empty.
#[derive(Clone, Debug, Default)]
pub struct ClusterOptions {
    /// `-n`, `--namespace`.
    pub namespace: Option<String>,
    /// `--kubeconfig`: the only file to read; it must exist.
    pub kubeconfig: Option<PathBuf>,
    /// `--context`.
    pub context: Option<String>,
    /// `--cluster`: a cluster entry of the kubeconfig.
    pub cluster: Option<String>,
    /// `--user`: a user entry of the kubeconfig.
    pub user: Option<String>,
    /// `-s`, `--server`: the URL of the API server; a URL without a scheme means `http`.
    pub server: Option<String>,
    /// `--token`.
    pub token: Option<SecretString>,
    /// `--as`.
    pub as_user: Option<String>,
    /// `--as-group`, repeatable.
    pub as_groups: Vec<String>,
    /// `--as-uid`.
    pub as_uid: Option<String>,
    /// `--as-user-extra key=value`, repeatable; see [`parse_user_extra`].
    pub as_user_extra: Vec<(String, String)>,
    /// `--certificate-authority`: a PEM file.
    pub certificate_authority: Option<PathBuf>,
    /// `--client-certificate`: a PEM file.
    pub client_certificate: Option<PathBuf>,
    /// `--client-key`: a PEM file.
    pub client_key: Option<PathBuf>,
    /// `--tls-server-name`: the name to send to the server and to check its certificate against.
    pub tls_server_name: Option<String>,
    /// `--insecure-skip-tls-verify`.
    pub insecure_skip_tls_verify: bool,
    /// `--request-timeout`, see [`parse_request_timeout`]; `None` means [`DEFAULT_REQUEST_TIMEOUT`], zero
    /// means no limit.
    pub request_timeout: Option<Duration>,
    /// `--disable-compression`. cyjob never asks for compression, so the flag only reaches the login command.
    pub disable_compression: bool,
    /// The environment variables.
    pub environment: Environment,
    /// Whether standard input is a terminal, so that a login command may prompt on it.
    pub stdin_is_terminal: bool,
    /// The time of the start, from which the expiry of a token is reckoned.
    pub now: Timestamp,
}

impl ClusterOptions {
    /// The time limit of one request; `None` means no limit.
    pub(super) fn request_limit(&self) -> Option<Duration> {
        limit(self.request_timeout, DEFAULT_REQUEST_TIMEOUT)
    }

    /// The time limit of the login command; `None` means no limit.
    ///
    /// The default is longer than a request's, because a person may have to answer the command.
    pub(super) fn login_limit(&self) -> Option<Duration> {
        limit(self.request_timeout, Duration::from_mins(1))
    }
}

fn limit(asked: Option<Duration>, default: Duration) -> Option<Duration> {
    Some(asked.unwrap_or(default)).filter(|limit| !limit.is_zero())
}

/// The environment variables that decide how to reach a cluster; empty ones count as unset.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// `KUBECONFIG`: a list of files, separated as `PATH` is.
    pub kubeconfig: Option<OsString>,
    /// `HOME`, or `USERPROFILE`.
    pub home: Option<PathBuf>,
    /// `PATH`: where to look up an allowed login command.
    pub path: Option<OsString>,
    /// `KUBERC`: kubectl's preferences, which may forbid login commands.
    pub kuberc: Option<OsString>,
    /// `HTTPS_PROXY`, or `https_proxy`. It may hold a password.
    pub https_proxy: Option<SecretString>,
    /// `HTTP_PROXY`, or `http_proxy`. It may hold a password.
    pub http_proxy: Option<SecretString>,
    /// `NO_PROXY`, or `no_proxy`.
    pub no_proxy: Option<String>,
    /// `KUBERNETES_SERVICE_HOST`, which every container of a cluster has.
    pub service_host: Option<String>,
    /// `KUBERNETES_SERVICE_PORT`.
    pub service_port: Option<String>,
    /// `POD_NAMESPACE`. In a container, kubectl prefers it to the service account's namespace.
    pub pod_namespace: Option<String>,
}

impl Environment {
    /// Reads the variables with `lookup`, for example `std::env::var_os`.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<OsString>) -> Self {
        let first = |names: &[&str]| {
            let mut values = names.iter().filter_map(|name| lookup(name));
            values.find(|value| !value.is_empty())
        };
        let text = |names: &[&str]| first(names).and_then(|value| value.into_string().ok());
        Self {
            kubeconfig: first(&["KUBECONFIG"]),
            home: first(&["HOME", "USERPROFILE"]).map(PathBuf::from),
            path: first(&["PATH"]),
            kuberc: first(&["KUBERC"]),
            https_proxy: text(&["HTTPS_PROXY", "https_proxy"]).map(SecretString::from),
            http_proxy: text(&["HTTP_PROXY", "http_proxy"]).map(SecretString::from),
            no_proxy: text(&["NO_PROXY", "no_proxy"]),
            service_host: text(&["KUBERNETES_SERVICE_HOST"]),
            service_port: text(&["KUBERNETES_SERVICE_PORT"]),
            pod_namespace: text(&["POD_NAMESPACE"]),
        }
    }
}

/// Parses `--request-timeout` as kubectl does: whole seconds, or a number with a unit (`10s`, `1m30s`, `2h`).
/// Zero means no limit; an empty text means the default.
///
/// # Errors
///
/// The expected form, in one sentence for the user.
pub fn parse_request_timeout(text: &str) -> Result<Duration, String> {
    if text.is_empty() {
        return Ok(DEFAULT_REQUEST_TIMEOUT);
    }
    let seconds = text.parse::<u64>().ok().map(Duration::from_secs);
    let friendly = || Duration::try_from(text.parse::<SignedDuration>().ok()?).ok();
    let written_with_unit = text.starts_with(|first: char| first.is_ascii_digit());
    seconds
        .or_else(|| written_with_unit.then(friendly).flatten())
        .ok_or_else(|| {
            String::from("expected seconds or a number with a unit, such as 30, 10s, 1m or 2h (0: no limit)")
        })
}

/// Parses `--as-user-extra`: `key=value`.
///
/// # Errors
///
/// The expected form, in one sentence for the user.
pub fn parse_user_extra(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err(String::from("expected KEY=VALUE")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_timeouts_as_kubectl_does() {
        let seconds = |text| parse_request_timeout(text).map(|limit| limit.as_secs_f64());
        assert_eq!(seconds("10"), Ok(10.0));
        assert_eq!(seconds("10s"), Ok(10.0));
        assert_eq!(seconds("1m"), Ok(60.0));
        assert_eq!(seconds("2h"), Ok(7200.0));
        assert_eq!(seconds("1m30s"), Ok(90.0));
        assert_eq!(seconds("500ms"), Ok(0.5));
        assert_eq!(seconds("0"), Ok(0.0));
        assert_eq!(seconds("0s"), Ok(0.0));
        assert_eq!(seconds(""), Ok(30.0));
        for bad in [
            "-1",
            "-5s",
            "abc",
            "10x",
            "5s ago",
            "99999999999999999999",
            "PT10S",
            "1.5",
        ] {
            assert!(parse_request_timeout(bad).is_err(), "{bad:?} should be refused");
        }
    }

    #[test]
    fn zero_lifts_the_limit_and_absence_keeps_the_default() {
        let with = |request_timeout| ClusterOptions {
            request_timeout,
            ..ClusterOptions::default()
        };
        assert_eq!(with(None).request_limit(), Some(Duration::from_secs(30)));
        assert_eq!(with(None).login_limit(), Some(Duration::from_mins(1)));
        assert_eq!(with(Some(Duration::ZERO)).request_limit(), None);
        assert_eq!(with(Some(Duration::ZERO)).login_limit(), None);
        let five = with(Some(Duration::from_secs(5)));
        assert_eq!(five.request_limit(), five.login_limit());
    }

    #[test]
    fn reads_both_cases_of_the_proxy_variables_and_hides_their_passwords() {
        let environment = Environment::from_lookup(|name| {
            let value = match name {
                "HTTPS_PROXY" | "KUBECONFIG" => "",
                "https_proxy" => "http://me:hunter2@proxy:3128",
                "NO_PROXY" => "a",
                "no_proxy" => "b",
                _ => return None,
            };
            Some(value.into())
        });
        assert!(environment.https_proxy.is_some());
        assert!(environment.http_proxy.is_none());
        assert_eq!(environment.no_proxy.as_deref(), Some("a"));
        assert_eq!(environment.kubeconfig, None);
        let options = ClusterOptions {
            environment,
            token: Some("hunter3".into()),
            ..ClusterOptions::default()
        };
        assert!(!format!("{options:?}").contains("hunter"));
    }

    #[test]
    fn reads_extras() {
        assert_eq!(
            parse_user_extra("a=b=c"),
            Ok((String::from("a"), String::from("b=c")))
        );
        assert!(parse_user_extra("a").is_err());
        assert!(parse_user_extra("=b").is_err());
    }
}
