//! `Version`: cyjob and the server.

use schemars::JsonSchema;
use serde::Serialize;

use super::API_VERSION;
use crate::render::{ServerAnswer, VersionReport};

/// The versions of cyjob and of the API server.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render) struct About<'a> {
    #[schemars(extend("const" = API_VERSION))]
    api_version: &'static str,
    #[schemars(extend("const" = "Version"))]
    kind: &'static str,
    /// The version of cyjob.
    version: &'a str,
    /// The commit that cyjob was built from; absent outside of a checkout.
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<&'a str>,
    /// The server; absent where none was asked or none answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    server: Option<Server<'a>>,
    /// Why the server is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    server_unknown: Option<&'a str>,
}

/// The API server.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct Server<'a> {
    /// The server's version.
    version: &'a str,
    /// Whether cyjob is tested with this version of Kubernetes.
    tested: bool,
}

impl<'a> About<'a> {
    pub(super) fn of(report: &'a VersionReport) -> Self {
        let (server, server_unknown) = match &report.server {
            ServerAnswer::NotAsked => (None, None),
            ServerAnswer::Unknown(why) => (None, Some(&**why)),
            ServerAnswer::Version(version) => {
                let server = Server {
                    version: &version.git_version,
                    tested: version.is_tested(),
                };
                (Some(server), None)
            }
        };
        Self {
            api_version: API_VERSION,
            kind: "Version",
            version: report.version,
            commit: Some(report.commit).filter(|commit| *commit != "unknown"),
            server,
            server_unknown,
        }
    }
}
