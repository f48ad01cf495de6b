//! Login commands: the exec credential plugins of a user entry (`client.authentication.k8s.io/v1`,
//! `v1beta1`).
//!
//! cyjob runs the commands itself. kube 5.0 would run a command up to twice while it builds one client
//! (`auth_layer` for the token, `rustls_client_config` for the certificate, the latter again for an HTTPS
//! proxy), and a third time to learn the expiry (`valid_until` of `Client::try_from`). Each run would block
//! the runtime's thread without a limit. Here a command runs once, as a child process that is killed at a
//! deadline and when the caller stops waiting.
//!
//! The command's standard error is for the user and is shown at once, in every output mode, as in client-go.
//!
//! The command's standard output is secret. A message must not quote any of it except the `kind` and
//! `apiVersion` of the answer.

pub(super) mod kuberc;

use std::{
    ffi::OsStr,
    io::{self, ErrorKind},
    process::{ExitStatus, Stdio},
    time::Duration,
};

use jiff::Timestamp;
use kube::config::{Cluster, ExecConfig, ExecInteractiveMode};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::json;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _},
    process::{Child, Command},
};

use crate::client::{ConnectError, RequestError, RequestErrorKind, excerpt::one_line, yaml};
use kuberc::PluginPolicy;

/// The most bytes of output: more than any credential. A command that prints more is stopped.
const MOST_OUTPUT: u64 = 1 << 20;

/// The extension of a cluster entry that is passed to the command.
const CLUSTER_EXTENSION: &str = "client.authentication.k8s.io/exec";

/// A login command, ready to run.
pub(in crate::client) struct Plugin {
    /// The user entry, in words.
    user: String,
    /// The command, as the kubeconfig names it.
    name: String,
    /// The program to run: `name`, or the file that `name` resolves to.
    program: std::path::PathBuf,
    args: Vec<String>,
    env: Vec<(String, String)>,
    api_version: String,
    exec_info: String,
    /// Whether the command may read from the terminal.
    inherits_stdin: bool,
    /// Whether the command gets a process group of its own, so that processes which it starts can be stopped
    /// with it. The command gets none at a terminal, where Ctrl-C must reach it and it may prompt on
    /// `/dev/tty`.
    leads_group: bool,
    install_hint: String,
    limit: Option<Duration>,
}

/// The credentials that a login command returns.
pub(in crate::client) struct Credential {
    /// The bearer token.
    pub(in crate::client) token: Option<SecretString>,
    /// The client certificate (PEM) and its key (PEM).
    pub(in crate::client) identity: Option<(String, SecretString)>,
    /// When the credentials expire, if the command says so.
    pub(in crate::client) expires: Option<Timestamp>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ExecCredential {
    #[serde(default)]
    api_version: String,
    #[serde(default)]
    kind: String,
    status: Option<Status>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Status {
    expiration_timestamp: Option<String>,
    token: Option<SecretString>,
    client_certificate_data: Option<String>,
    client_key_data: Option<SecretString>,
}

/// What a login command depends on besides the kubeconfig.
pub(super) struct Surroundings<'a> {
    pub(super) policy: &'a PluginPolicy,
    pub(super) path: Option<&'a OsStr>,
    pub(super) stdin_is_terminal: bool,
    pub(super) limit: Option<Duration>,
}

impl Plugin {
    /// Checks the login command of `user` as kubectl does.
    pub(super) fn new(
        user: &str,
        exec: &ExecConfig,
        cluster: &Cluster,
        surroundings: &Surroundings<'_>,
    ) -> Result<Self, ConnectError> {
        let wrong =
            |what: String| ConnectError::Settings(format!("the login command (exec) of {user} {what}"));
        let name = exec
            .command
            .as_ref()
            .ok_or_else(|| wrong(String::from("names no command")))?;
        let api_version = exec.api_version.clone().unwrap_or_default();
        let beta = match api_version.as_str() {
            "client.authentication.k8s.io/v1" => false,
            "client.authentication.k8s.io/v1beta1" => true,
            other => {
                return Err(wrong(format!(
                    "has the apiVersion {other:?}; it must be client.authentication.k8s.io/v1 or v1beta1"
                )));
            }
        };
        let stdin_is_terminal = surroundings.stdin_is_terminal;
        let inherits_stdin = match &exec.interactive_mode {
            Some(ExecInteractiveMode::Never) => false,
            Some(ExecInteractiveMode::IfAvailable) => stdin_is_terminal,
            None if beta => stdin_is_terminal,
            Some(ExecInteractiveMode::Always) if stdin_is_terminal => true,
            Some(ExecInteractiveMode::Always) => {
                return Err(wrong(String::from(
                    "needs a terminal (interactiveMode Always), and standard input is not a terminal",
                )));
            }
            None => return Err(wrong(String::from("has no interactiveMode, which v1 requires"))),
        };
        Ok(Self {
            user: user.to_owned(),
            name: name.clone(),
            program: surroundings.policy.permit(name, surroundings.path)?,
            args: exec.args.clone().unwrap_or_default(),
            env: environment(exec),
            exec_info: exec_info(
                &api_version,
                inherits_stdin,
                exec.provide_cluster_info.then_some(cluster),
            ),
            api_version,
            inherits_stdin,
            leads_group: !stdin_is_terminal,
            install_hint: one_line(exec.install_hint.as_deref().unwrap_or_default(), 300),
            limit: surroundings.limit,
        })
    }

    /// Runs the command once.
    ///
    /// # Errors
    ///
    /// Kind `Login`, in every case.
    pub(in crate::client) async fn run(&self) -> Result<Credential, RequestError> {
        let mut running = self.spawn().map_err(|error| self.not_started(&error))?;
        let output = match self.limit {
            None => Ok(running.finish().await),
            Some(limit) => tokio::time::timeout(limit, running.finish()).await,
        };
        let output = match output {
            Ok(Ok(output)) => output,
            Ok(Err(error)) => {
                running.stop().await;
                return Err(self.failed(&format!("was stopped: {error}"), ""));
            }
            Err(_) => {
                running.stop().await;
                let seconds = self.limit.unwrap_or_default().as_secs_f64();
                return Err(self.failed(
                    &format!("did not finish within {seconds} s and was stopped"),
                    "log in first, or give it more time with --request-timeout",
                ));
            }
        };
        if !output.status.success() {
            return Err(self.failed(
                &format!("failed with {}", in_words(output.status)),
                "run it by hand to see more",
            ));
        }
        self.read(&output.stdout)
    }

    fn spawn(&self) -> io::Result<Running> {
        let mut command = Command::new(&self.program);
        command
            .args(&self.args)
            .envs(self.env.iter().map(|(name, value)| (name, value)))
            .env("KUBERNETES_EXEC_INFO", &self.exec_info)
            .stdin(if self.inherits_stdin {
                Stdio::inherit()
            } else {
                Stdio::null()
            })
            .stdout(Stdio::piped())
            // Not a pipe: a browser that the command opens inherits standard error, and would fail once cyjob
            // closes the pipe.
            .stderr(Stdio::inherit())
            .kill_on_drop(true);
        #[cfg(unix)]
        if self.leads_group {
            command.process_group(0);
        }
        let child = command.spawn()?;
        let group = child.id().filter(|_| self.leads_group);
        Ok(Running { child, group })
    }

    fn read(&self, stdout: &[u8]) -> Result<Credential, RequestError> {
        // client-go accepts YAML too.
        let answer = serde_json::from_slice(stdout).ok();
        let yaml = || yaml::one(str::from_utf8(stdout).ok()?);
        let Some(ExecCredential {
            api_version,
            kind,
            status,
        }) = answer.or_else(yaml)
        else {
            return Err(self.failed("did not print an ExecCredential", "run it by hand to see what"));
        };
        if kind != "ExecCredential" || api_version != self.api_version {
            return Err(self.failed(
                &format!(
                    "answered with {kind:?} of {api_version:?} instead of an ExecCredential of {}",
                    self.api_version
                ),
                "use the same apiVersion in the user entry and in the command",
            ));
        }
        let status = status.ok_or_else(|| self.failed("gave no credential", "log in first"))?;
        let token = status.token.filter(|token| !token.expose_secret().is_empty());
        let certificate = status.client_certificate_data.filter(|pem| !pem.is_empty());
        let key = status
            .client_key_data
            .filter(|pem| !pem.expose_secret().is_empty());
        let identity = match (certificate, key) {
            (Some(certificate), Some(key)) => Some((certificate, key)),
            (None, None) => None,
            _ => return Err(self.failed("gave only one of client certificate and key", "")),
        };
        if token.is_none() && identity.is_none() {
            return Err(self.failed("gave neither a token nor a certificate", "log in first"));
        }
        let expires = status.expiration_timestamp.map(|text| text.parse());
        let malformed = |_| self.failed("gave an expirationTimestamp that is not RFC 3339", "");
        Ok(Credential {
            token,
            identity,
            expires: expires.transpose().map_err(malformed)?,
        })
    }

    fn not_started(&self, error: &io::Error) -> RequestError {
        if error.kind() == ErrorKind::NotFound {
            let hint = if self.install_hint.is_empty() {
                "install it, or add its folder to PATH"
            } else {
                &self.install_hint
            };
            return self.failed("is not on this machine", hint);
        }
        self.failed(&format!("cannot be started: {error}"), "")
    }

    fn failed(&self, what: &str, hint: &str) -> RequestError {
        let separator = if hint.is_empty() { "" } else { "; " };
        let (name, user) = (&self.name, &self.user);
        RequestError::new(
            RequestErrorKind::Login,
            format!("the login command {name:?} of {user} {what}{separator}{hint}"),
        )
    }
}

fn environment(exec: &ExecConfig) -> Vec<(String, String)> {
    let pairs = exec.env.iter().flatten();
    let pairs = pairs.filter_map(|pair| {
        Some((
            pair.get("name")?.clone(),
            pair.get("value").cloned().unwrap_or_default(),
        ))
    });
    pairs.filter(|(name, _)| !name.is_empty()).collect()
}

/// The `ExecCredential` that tells the command what is requested.
fn exec_info(api_version: &str, interactive: bool, cluster: Option<&Cluster>) -> String {
    let mut spec = json!({ "interactive": interactive });
    if let Some(cluster) = cluster {
        let mut info = serde_json::Map::new();
        let mut put = |key: &str, value: Option<serde_json::Value>| {
            if let Some(value) = value {
                info.insert(key.to_owned(), value);
            }
        };
        put("server", cluster.server.clone().map(Into::into));
        put("tls-server-name", cluster.tls_server_name.clone().map(Into::into));
        put(
            "insecure-skip-tls-verify",
            cluster.insecure_skip_tls_verify.map(Into::into),
        );
        put(
            "certificate-authority-data",
            cluster.certificate_authority_data.clone().map(Into::into),
        );
        put("proxy-url", cluster.proxy_url.clone().map(Into::into));
        put("disable-compression", cluster.disable_compression.map(Into::into));
        let mut extensions = cluster.extensions.iter().flatten();
        let own = extensions.find(|extension| extension.name == CLUSTER_EXTENSION);
        put("config", own.map(|extension| extension.extension.clone()));
        spec["cluster"] = info.into();
    }
    json!({ "apiVersion": api_version, "kind": "ExecCredential", "spec": spec }).to_string()
}

struct Output {
    status: ExitStatus,
    stdout: Vec<u8>,
}

/// A running login command. Dropping it kills the command.
struct Running {
    child: Child,
    /// The process group that the command leads; `None` after the command has exited. Processes that the
    /// command then leaves running may stay.
    group: Option<u32>,
}

impl Running {
    async fn finish(&mut self) -> io::Result<Output> {
        let stdout = self.child.stdout.take();
        let (stdout, status) = tokio::try_join!(read_bounded(stdout), self.child.wait())?;
        self.group = None;
        Ok(Output { status, stdout })
    }

    /// Kills the command and its process group, and waits until the command is gone. An error means that it
    /// is gone already.
    async fn stop(&mut self) {
        self.kill_group();
        let _already_gone = self.child.kill().await;
    }

    fn kill_group(&mut self) {
        #[cfg(unix)]
        if let Some(group) = self.group.take()
            && let Some(group) = group.try_into().ok().and_then(rustix::process::Pid::from_raw)
        {
            let _already_gone = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill_group();
    }
}

async fn read_bounded(pipe: Option<impl AsyncRead + Unpin>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        pipe.take(MOST_OUTPUT + 1).read_to_end(&mut bytes).await?;
    }
    if bytes.len() as u64 > MOST_OUTPUT {
        return Err(io::Error::other("it printed more than 1 MiB"));
    }
    Ok(bytes)
}

fn in_words(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return format!("signal {signal}");
    }
    status.code().map_or_else(
        || String::from("an unknown status"),
        |code| format!("exit status {code}"),
    )
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
