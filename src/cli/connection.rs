//! Where objects come from: a cluster, with kubectl's flags (kubectl does not parse them for a plugin), or files.

use std::{ffi::OsStr, path::PathBuf, time::Duration};

use clap::{
    Args,
    builder::{OsStringValueParser, TypedValueParser},
};
use jiff::Timestamp;

use crate::client::{parse_request_timeout, parse_user_extra};

/// kubectl's connection flags, with kubectl's names and meaning.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Connection")]
pub struct ConnectionArgs {
    /// Namespace to use [default: the context's namespace]
    #[arg(short, long, global = true, value_name = "NAME")]
    pub namespace: Option<String>,
    /// Path to the kubeconfig file to use
    #[arg(long, global = true, value_name = "FILE", value_parser = maybe_path())]
    pub kubeconfig: Option<PathBuf>,
    /// Name of the kubeconfig context to use
    #[arg(long, global = true, value_name = "NAME")]
    pub context: Option<String>,
    /// Name of the kubeconfig cluster to use
    #[arg(long, global = true, value_name = "NAME")]
    pub cluster: Option<String>,
    /// Name of the kubeconfig user to use
    #[arg(long, global = true, value_name = "NAME")]
    pub user: Option<String>,
    /// Address and port of the Kubernetes API server
    #[arg(short, long, global = true, value_name = "URL")]
    pub server: Option<String>,
    /// Bearer token for authentication to the API server
    #[arg(long, global = true, value_name = "TOKEN", hide_short_help = true)]
    pub token: Option<String>,
    /// Username to impersonate; can be a service account
    #[arg(long = "as", global = true, value_name = "USER", hide_short_help = true)]
    pub as_user: Option<String>,
    /// Group to impersonate; repeatable
    #[arg(
        long = "as-group",
        global = true,
        value_name = "GROUP",
        hide_short_help = true
    )]
    pub as_groups: Vec<String>,
    /// UID to impersonate
    #[arg(long, global = true, value_name = "UID", hide_short_help = true)]
    pub as_uid: Option<String>,
    /// User extra to impersonate; repeatable
    #[arg(long, global = true, value_name = "KEY=VALUE", hide_short_help = true, value_parser = parse_user_extra)]
    pub as_user_extra: Vec<(String, String)>,
    /// Path to a certificate file for the certificate authority
    #[arg(long, global = true, value_name = "FILE", hide_short_help = true, value_parser = maybe_path())]
    pub certificate_authority: Option<PathBuf>,
    /// Path to a client certificate file for TLS
    #[arg(long, global = true, value_name = "FILE", hide_short_help = true, value_parser = maybe_path())]
    pub client_certificate: Option<PathBuf>,
    /// Path to a client key file for TLS
    #[arg(long, global = true, value_name = "FILE", hide_short_help = true, value_parser = maybe_path())]
    pub client_key: Option<PathBuf>,
    /// Server name to expect in the server's certificate [default: the host of the server's URL]
    #[arg(long, global = true, value_name = "NAME", hide_short_help = true)]
    pub tls_server_name: Option<String>,
    /// Do not check the server's certificate for validity; this makes HTTPS connections insecure
    #[arg(long, global = true, hide_short_help = true)]
    pub insecure_skip_tls_verify: bool,
    /// Time limit for a single server request, e.g. 10s or 1m (0: no limit) [default: 30s]
    #[arg(long, global = true, value_name = "DURATION", value_parser = parse_request_timeout)]
    pub request_timeout: Option<Duration>,
    /// Accepted for compatibility with kubectl: cyjob never requests compression
    #[arg(long, global = true, hide_short_help = true)]
    pub disable_compression: bool,
    /// Accepted for compatibility with kubectl: cyjob caches nothing
    #[arg(long, global = true, value_name = "DIR", hide_short_help = true)]
    pub cache_dir: Option<PathBuf>,
}

/// Sources of objects other than a cluster.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Offline sources")]
pub struct SourceArgs {
    /// Read objects from a file, a directory or - (stdin): kubectl output, must-gather, support bundle; repeatable
    #[arg(long, global = true, value_name = "PATH")]
    pub from: Vec<PathBuf>,
    /// Use the built-in example Jobs
    #[arg(long, global = true)]
    pub demo: bool,
    /// Show --from or --demo as of this time (RFC 3339) [default: the newest timestamp in the files]
    #[arg(long, global = true, value_name = "TIME", value_parser = moment)]
    pub now: Option<Timestamp>,
}

impl ConnectionArgs {
    /// The first given flag that needs a cluster. `--namespace` works offline too.
    fn about_a_cluster(&self) -> Option<&'static str> {
        let given = [
            ("--kubeconfig", is_given(self.kubeconfig.as_ref())),
            ("--context", is_given(self.context.as_ref())),
            ("--cluster", is_given(self.cluster.as_ref())),
            ("--user", is_given(self.user.as_ref())),
            ("--server", is_given(self.server.as_ref())),
            ("--token", is_given(self.token.as_ref())),
            ("--as", is_given(self.as_user.as_ref())),
            ("--as-group", !self.as_groups.is_empty()),
            ("--as-uid", is_given(self.as_uid.as_ref())),
            ("--as-user-extra", !self.as_user_extra.is_empty()),
            (
                "--certificate-authority",
                is_given(self.certificate_authority.as_ref()),
            ),
            ("--client-certificate", is_given(self.client_certificate.as_ref())),
            ("--client-key", is_given(self.client_key.as_ref())),
            ("--tls-server-name", is_given(self.tls_server_name.as_ref())),
            ("--insecure-skip-tls-verify", self.insecure_skip_tls_verify),
        ];
        given.iter().find(|(_, given)| *given).map(|(flag, _)| *flag)
    }
}

impl SourceArgs {
    /// Why these flags cannot be combined with each other or with connection flags, if they cannot. clap checks each level
    /// by itself and misses the conflict between a flag before the command and a flag after the command.
    pub(super) fn conflict(&self, connection: &ConnectionArgs) -> Option<String> {
        let offline = match (self.demo, !self.from.is_empty()) {
            (true, true) => return Some("--from and --demo cannot be combined: choose one".to_owned()),
            (true, false) => "--demo",
            (false, true) => "--from",
            (false, false) => {
                let message = "--now needs --from or --demo: a cluster is always shown as of now";
                return self.now.map(|_| message.to_owned());
            }
        };
        let flag = connection.about_a_cluster()?;
        Some(format!(
            "{flag} cannot be combined with {offline}, which contacts no cluster"
        ))
    }
}

/// An empty value, as in `--token "$UNSET"`, counts as not given.
fn is_given(flag: Option<&impl AsRef<OsStr>>) -> bool {
    flag.is_some_and(|value| !value.as_ref().is_empty())
}

/// A path that may be empty: kubectl treats an empty path as not given, clap's own parser refuses an empty path.
fn maybe_path() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}

pub(super) fn moment(text: &str) -> Result<Timestamp, String> {
    text.parse()
        .map_err(|_| "expected a time such as 2026-11-23T18:03:07Z".to_owned())
}
