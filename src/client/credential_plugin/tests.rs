use std::time::Instant;

use base64::Engine as _;
use kube::config::NamedExtension;
use serde_json::Value;

use super::*;

const V1: &str = "client.authentication.k8s.io/v1";

/// A login command that runs `script` in a shell.
fn shell(script: &str) -> ExecConfig {
    ExecConfig {
        api_version: Some(V1.to_owned()),
        command: Some(String::from("sh")),
        args: Some(vec![String::from("-c"), script.to_owned()]),
        interactive_mode: Some(ExecInteractiveMode::Never),
        ..ExecConfig::default()
    }
}

fn surroundings() -> Surroundings<'static> {
    Surroundings {
        policy: &PluginPolicy::AllowAll,
        path: None,
        stdin_is_terminal: false,
        limit: Some(Duration::from_secs(20)),
    }
}

fn plugin(exec: &ExecConfig) -> Result<Plugin, ConnectError> {
    Plugin::new("user \"dev\"", exec, &Cluster::default(), &surroundings())
}

async fn run(exec: &ExecConfig) -> Result<Credential, RequestError> {
    plugin(exec).unwrap().run().await
}

async fn failure(exec: &ExecConfig) -> String {
    let error = run(exec).await.err().expect("the command should fail");
    assert_eq!(error.kind, RequestErrorKind::Login);
    error.message
}

fn print(status: &str) -> String {
    format!("echo '{{\"apiVersion\":\"{V1}\",\"kind\":\"ExecCredential\",\"status\":{status}}}'")
}

#[tokio::test]
async fn takes_token_certificate_and_expiry() {
    let script = print(
        r#"{"token":"t0ken","clientCertificateData":"CERT","clientKeyData":"KEY","expirationTimestamp":"2026-11-24T01:02:03Z"}"#,
    );
    let credential = run(&shell(&script)).await.unwrap();
    assert_eq!(credential.token.unwrap().expose_secret(), "t0ken");
    let (certificate, key) = credential.identity.unwrap();
    assert_eq!((certificate.as_str(), key.expose_secret()), ("CERT", "KEY"));
    assert_eq!(credential.expires, "2026-11-24T01:02:03Z".parse().ok());
}

#[tokio::test]
async fn takes_yaml_as_client_go_does() {
    let script = format!("printf 'apiVersion: {V1}\\nkind: ExecCredential\\nstatus:\\n  token: abc\\n'");
    let credential = run(&shell(&script)).await.unwrap();
    assert_eq!(credential.token.unwrap().expose_secret(), "abc");
    assert!(credential.identity.is_none());
}

/// The command returns its environment as the token.
#[tokio::test]
async fn passes_environment_and_cluster() {
    let mut exec = shell(&format!(
        "token=$(printf '%s|%s' \"$STAGE\" \"$KUBERNETES_EXEC_INFO\" | base64 | tr -d '\\n')\n{}",
        print("{\"token\":\"'$token'\"}")
    ));
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    exec.env = Some(vec![[pair("name", "STAGE"), pair("value", "blue")].into()]);
    exec.provide_cluster_info = true;
    let cluster = Cluster {
        server: Some(String::from("https://api:6443")),
        certificate_authority_data: Some(String::from("Q0E=")),
        extensions: Some(vec![NamedExtension {
            name: String::from(CLUSTER_EXTENSION),
            extension: json!({ "audience": "a" }),
        }]),
        ..Cluster::default()
    };
    let plugin = Plugin::new("user", &exec, &cluster, &surroundings()).unwrap();
    let token = plugin.run().await.unwrap().token.unwrap();
    let seen = base64::prelude::BASE64_STANDARD
        .decode(token.expose_secret())
        .unwrap();
    let seen = String::from_utf8(seen).unwrap();
    let (stage, info) = seen.split_once('|').unwrap();
    assert_eq!(stage, "blue");
    let expected = json!({
        "apiVersion": V1,
        "kind": "ExecCredential",
        "spec": {
            "interactive": false,
            "cluster": { "server": "https://api:6443", "certificate-authority-data": "Q0E=", "config": { "audience": "a" } },
        },
    });
    assert_eq!(serde_json::from_str::<Value>(info).unwrap(), expected);
}

#[tokio::test]
async fn failures_name_user_command_and_status() {
    let message = failure(&shell("echo out; exit 3")).await;
    for word in ["\"sh\"", "user \"dev\"", "exit status 3"] {
        assert!(message.contains(word), "{word} in {message}");
    }
    assert!(!message.contains("out"), "{message}");
    let message = failure(&shell("kill -9 $$")).await;
    assert!(message.contains("signal 9"), "{message}");
}

#[tokio::test]
async fn what_it_prints_stays_secret() {
    let wrong = [
        "echo hunter2".to_owned(),
        "echo '{\"token\":\"hunter2\"}'".to_owned(),
        print(r#"{"token":"","x":"hunter2"}"#),
        print(r#"{"clientKeyData":"hunter2"}"#),
        print(r#"{"token":"hunter2","expirationTimestamp":"soon"}"#),
        print("null"),
        String::from("true"),
        format!("{} | sed s:/v1:/v1beta1:", print(r#"{"token":"hunter2"}"#)),
    ];
    for script in wrong {
        let message = failure(&shell(&script)).await;
        assert!(!message.contains("hunter2"), "{message}");
    }
}

#[tokio::test]
async fn a_missing_command_gives_the_hint() {
    let mut exec = shell("");
    exec.command = Some(String::from("no-such-login-command"));
    exec.install_hint = Some(String::from("brew install\n\u{1b}[1mlogin"));
    let message = failure(&exec).await;
    assert!(
        message.contains("is not on this machine; brew install [1mlogin"),
        "{message}"
    );
}

#[tokio::test]
async fn an_endless_output_is_stopped() {
    let message = failure(&shell("exec yes")).await;
    assert!(message.contains("more than 1 MiB"), "{message}");
}

#[tokio::test]
async fn a_command_that_hangs_is_killed_at_the_deadline() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pid");
    let exec = shell(&format!("echo $$ > {}; exec sleep 1000", file.display()));
    let mut surroundings = surroundings();
    surroundings.limit = Some(Duration::from_secs(1));
    let plugin = Plugin::new("user \"dev\"", &exec, &Cluster::default(), &surroundings).unwrap();
    let start = Instant::now();
    let error = plugin.run().await.err().unwrap();
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert!(error.message.contains("did not finish within 1 s"), "{error}");
    assert!(is_gone(&file));
}

#[tokio::test]
async fn what_a_command_started_is_killed_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pid");
    let exec = shell(&format!("sleep 1000 & echo $! > {}; wait", file.display()));
    let mut surroundings = surroundings();
    surroundings.limit = Some(Duration::from_secs(1));
    let plugin = Plugin::new("user \"dev\"", &exec, &Cluster::default(), &surroundings).unwrap();
    assert!(plugin.run().await.is_err());
    assert!(is_gone_soon(&file).await);
}

#[tokio::test]
async fn what_a_command_that_ended_well_left_running_stays() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pid");
    let script = print(r#"{"token":"abc"}"#);
    let exec = shell(&format!(
        "sleep 5 > /dev/null & echo $! > {}; {script}",
        file.display()
    ));
    assert!(run(&exec).await.is_ok());
    assert!(!is_gone(&file));
}

#[tokio::test]
async fn a_command_that_nobody_waits_for_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pid");
    let exec = shell(&format!(
        "echo $$ > {}.new; mv {0}.new {0}; exec sleep 1000",
        file.display()
    ));
    let plugin = plugin(&exec).unwrap();
    tokio::select! {
        _ = plugin.run() => panic!("it should not end"),
        () = async { while !file.exists() { tokio::time::sleep(Duration::from_millis(5)).await } } => {}
    }
    assert!(is_gone_soon(&file).await);
}

/// The signal is sent at once. A moment later the process is gone, or is a zombie that waits to be reaped.
async fn is_gone_soon(file: &std::path::Path) -> bool {
    for _ in 0..400 {
        if is_gone(file) {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    false
}

/// Whether the process whose ID is in `file` has ended.
fn is_gone(file: &std::path::Path) -> bool {
    let pid = std::fs::read_to_string(file).unwrap();
    let status = std::process::Command::new("ps")
        .args(["-o", "stat=", "-p", pid.trim()])
        .output()
        .unwrap();
    let state = String::from_utf8(status.stdout).unwrap();
    state.trim().is_empty() || state.starts_with('Z')
}

#[test]
fn refuses_entries_that_kubectl_refuses() {
    let with = |change: fn(&mut ExecConfig)| {
        let mut exec = shell("");
        change(&mut exec);
        plugin(&exec)
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    };
    assert!(with(|exec| exec.command = None).contains("names no command"));
    assert!(with(|exec| exec.api_version = None).contains("apiVersion"));
    assert!(
        with(|exec| exec.api_version = Some(String::from("client.authentication.k8s.io/v1alpha1")))
            .contains("v1alpha1")
    );
    assert!(with(|exec| exec.interactive_mode = None).contains("interactiveMode"));
    assert!(with(|exec| exec.interactive_mode = Some(ExecInteractiveMode::Always)).contains("terminal"));
}

#[test]
fn only_a_terminal_is_handed_on() {
    let mut exec = shell("");
    let mut inherits = |mode: Option<ExecInteractiveMode>, version: &str, stdin_is_terminal| {
        exec.interactive_mode = mode;
        exec.api_version = Some(version.to_owned());
        let surroundings = Surroundings {
            stdin_is_terminal,
            ..surroundings()
        };
        let plugin = Plugin::new("user", &exec, &Cluster::default(), &surroundings).unwrap();
        (plugin.inherits_stdin, plugin.leads_group)
    };
    assert_eq!(
        inherits(Some(ExecInteractiveMode::Never), V1, true),
        (false, false)
    );
    assert_eq!(
        inherits(Some(ExecInteractiveMode::IfAvailable), V1, true),
        (true, false)
    );
    assert_eq!(
        inherits(Some(ExecInteractiveMode::IfAvailable), V1, false),
        (false, true)
    );
    assert_eq!(
        inherits(Some(ExecInteractiveMode::Always), V1, true),
        (true, false)
    );
    assert_eq!(
        inherits(None, "client.authentication.k8s.io/v1beta1", true),
        (true, false)
    );
}

#[test]
fn obeys_the_policy() {
    let surroundings = Surroundings {
        policy: &PluginPolicy::DenyAll,
        ..surroundings()
    };
    let error = Plugin::new("user", &shell("touch marker"), &Cluster::default(), &surroundings)
        .err()
        .unwrap();
    assert!(matches!(error, ConnectError::Denied(_)), "{error}");
}
