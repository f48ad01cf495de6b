//! Who is asked and as whom, for messages.

use std::fmt;

/// The cluster that a client talks to, in the words of the person who configured it.
#[derive(Clone, Debug, Default)]
pub(in crate::client) struct Target {
    /// The context of the kubeconfig, if one was chosen.
    pub(in crate::client) context: Option<String>,
    /// The URL of the API server, without credentials.
    pub(in crate::client) server: String,
    /// The user entry of the kubeconfig, or another name for the credentials; `None` if none are sent.
    pub(in crate::client) user: Option<String>,
    /// The URL of the proxy on the way, without credentials.
    pub(in crate::client) proxy: Option<String>,
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
pub(in crate::client) fn without_credentials(url: &http::Uri) -> String {
    let authority = url.authority().map_or("", |authority| authority.as_str());
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let path = url.path().trim_end_matches('/');
    format!("{}://{host}{path}", url.scheme_str().unwrap_or("http"))
}
