//! Where the objects come from: kubectl's flags, because kubectl parses none for a plugin, and files.

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
    /// Namespace [default: the context's]
    #[arg(short, long, global = true, value_name = "NAME")]
    pub namespace: Option<String>,
    /// The kubeconfig file to use, and no other
    #[arg(long, global = true, value_name = "FILE", value_parser = maybe_path())]
    pub kubeconfig: Option<PathBuf>,
    /// Context of the kubeconfig
    #[arg(long, global = true, value_name = "NAME")]
    pub context: Option<String>,
    /// Cluster of the kubeconfig
    #[arg(long, global = true, value_name = "NAME")]
    pub cluster: Option<String>,
    /// User of the kubeconfig
    #[arg(long, global = true, value_name = "NAME")]
    pub user: Option<String>,
    /// Address of the API server
    #[arg(short, long, global = true, value_name = "URL")]
    pub server: Option<String>,
    /// Bearer token
    #[arg(long, global = true, value_name = "TOKEN", hide_short_help = true)]
    pub token: Option<String>,
    /// User to impersonate
    #[arg(long = "as", global = true, value_name = "USER", hide_short_help = true)]
    pub as_user: Option<String>,
    /// Group to impersonate, repeatable
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
    /// Extra attribute to impersonate, repeatable
    #[arg(long, global = true, value_name = "KEY=VALUE", hide_short_help = true, value_parser = parse_user_extra)]
    pub as_user_extra: Vec<(String, String)>,
    /// File of the certificate authority
    #[arg(long, global = true, value_name = "FILE", hide_short_help = true, value_parser = maybe_path())]
    pub certificate_authority: Option<PathBuf>,
    /// File of the client certificate
    #[arg(long, global = true, value_name = "FILE", hide_short_help = true, value_parser = maybe_path())]
    pub client_certificate: Option<PathBuf>,
    /// File of the client certificate's key
    #[arg(long, global = true, value_name = "FILE", hide_short_help = true, value_parser = maybe_path())]
    pub client_key: Option<PathBuf>,
    /// Name to expect in the server's certificate
    #[arg(long, global = true, value_name = "NAME", hide_short_help = true)]
    pub tls_server_name: Option<String>,
    /// Do not check the server's certificate: the connection is not safe
    #[arg(long, global = true, hide_short_help = true)]
    pub insecure_skip_tls_verify: bool,
    /// How long a single request may take, as `10s` or `1m`; 0 is without limit [default: 30s]
    #[arg(long, global = true, value_name = "DURATION", value_parser = parse_request_timeout)]
    pub request_timeout: Option<Duration>,
    /// Accepted for kubectl's sake: cyjob never asks for compressed answers
    #[arg(long, global = true, hide_short_help = true)]
    pub disable_compression: bool,
    /// Accepted for kubectl's sake and unused: cyjob caches nothing
    #[arg(long, global = true, value_name = "FOLDER", hide_short_help = true)]
    pub cache_dir: Option<PathBuf>,
}

/// Sources of objects other than a cluster.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Sources without a cluster")]
pub struct SourceArgs {
    /// Read objects from a file, a folder or `-`: what kubectl wrote, must-gather, support bundles; repeatable
    #[arg(long, global = true, value_name = "PATH")]
    pub from: Vec<PathBuf>,
    /// Use the built-in example Jobs
    #[arg(long, global = true)]
    pub demo: bool,
    /// The moment to look at --from or --demo from (RFC 3339) [default: the newest time stamp in the files]
    #[arg(long, global = true, value_name = "TIME", value_parser = moment)]
    pub now: Option<Timestamp>,
}

impl ConnectionArgs {
    /// A flag that only makes sense where a cluster is asked, if one was given. The namespace is not one of them.
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
    /// Why these flags do not go together with each other or with those of the connection. clap cannot tell: it checks each
    /// level by itself, and these may stand before the command or behind it.
    pub(super) fn conflict(&self, connection: &ConnectionArgs) -> Option<String> {
        let offline = match (self.demo, !self.from.is_empty()) {
            (true, true) => return Some("--from and --demo are two sources; give one".to_owned()),
            (true, false) => "--demo",
            (false, true) => "--from",
            (false, false) => {
                let message =
                    "--now is the moment to look at --from or --demo from; a cluster is looked at as it is";
                return self.now.map(|_| message.to_owned());
            }
        };
        let flag = connection.about_a_cluster()?;
        Some(format!("{offline} asks no cluster, so {flag} has nothing to do"))
    }
}

/// A flag with nothing in it, as `--token "$UNSET"`, is none.
fn is_given(flag: Option<&impl AsRef<OsStr>>) -> bool {
    flag.is_some_and(|value| !value.as_ref().is_empty())
}

/// A path that may be empty, which clap's own parser of paths refuses and kubectl takes for none.
fn maybe_path() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}

pub(super) fn moment(text: &str) -> Result<Timestamp, String> {
    text.parse()
        .map_err(|_| "expected a time such as 2026-11-23T18:03:07Z".to_owned())
}
