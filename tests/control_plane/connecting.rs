//! The ways to a real cluster: tokens, certificates, login commands, several files, proxies, from within a pod.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use serde_json::json;
use tempfile::TempDir;

use crate::support::{Cyjob, Namespace, Plane, User};

const FOUND: &str = "job.batch/here\n";

/// A namespace with the Job `here`, and its service account, which may read it.
async fn world(name: &str) -> (Namespace, User) {
    let space = Namespace::new(name).await;
    space.create_job("here", json!({"suspend": true})).await;
    let user = User::token(&space, 600).await;
    let rule = json!({"apiGroups": ["batch"], "resources": ["jobs"], "verbs": ["get"]});
    user.grant(&space, &[rule]).await;
    (space, user)
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_token_and_a_certificate() {
    let (space, by_token) = world("way-token").await;
    assert_eq!(by_token.cyjob(&space, "describe here -o name").answer(), FOUND);
    let rule = json!({"apiGroups": ["batch"], "resources": ["jobs"], "verbs": ["get"]});
    let other = Namespace::new("way-certificate").await;
    other.create_job("here", json!({"suspend": true})).await;
    let by_certificate = User::with_rules(&other, "dev", &[rule]).await;
    assert_eq!(
        by_certificate.cyjob(&other, "describe here -o name").answer(),
        FOUND
    );
    // Everything by flags.
    let plane = Plane::given();
    let flags = Cyjob::new("describe here -o name -s")
        .arg(plane.url("main"))
        .arg("--certificate-authority")
        .arg(plane.file("ca.crt"))
        .arg("--token")
        .arg(by_token.entry["token"].as_str().unwrap())
        .arg("-n")
        .arg(&space.name);
    assert_eq!(flags.answer(), FOUND);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_login_command() {
    let (space, user) = world("way-login").await;
    let credential = json!({"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
        "status": {"token": user.entry["token"]}});
    let file = user.write("credential.json", &credential.to_string());
    let mut login = User::anonymous(&space);
    login.entry = json!({"exec": {"apiVersion": "client.authentication.k8s.io/v1", "interactiveMode": "Never",
            "command": "cat", "args": [file]}});
    assert_eq!(login.cyjob(&space, "describe here -o name").answer(), FOUND);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn several_files_and_other_contexts() {
    let (space, user) = world("way-files").await;
    let whole = user.kubeconfig(&space, &json!({}));
    let part = |keys: &[&str]| {
        let fields = whole
            .as_object()
            .unwrap()
            .iter()
            .filter(|(key, _)| keys.contains(&key.as_str()));
        let fields: serde_json::Map<_, _> = fields.map(|(key, value)| (key.clone(), value.clone())).collect();
        serde_json::Value::Object(fields).to_string()
    };
    let files = [
        user.write("clusters", &part(&["apiVersion", "kind", "clusters"])),
        user.write("missing", ""),
        user.write(
            "rest",
            &part(&["apiVersion", "kind", "users", "contexts", "current-context"]),
        ),
    ];
    fs::remove_file(&files[1]).unwrap();
    let list = std::env::join_paths(&files).unwrap();
    let run = |words: &str| Cyjob::new(words).env("KUBECONFIG", &list);
    assert_eq!(run("describe here -o name").answer(), FOUND);
    run("describe here -n default")
        .run()
        .assert_error(5, &["default", "jobs"]);
    run("describe here --context other")
        .run()
        .assert_error(5, &["other", "test"]);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn through_a_proxy() {
    let (space, user) = world("way-proxy").await;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("http://{}", listener.local_addr().unwrap());
    let tunnels = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&tunnels);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            count.fetch_add(1, Ordering::Relaxed);
            thread::spawn(move || tunnel(stream));
        }
    });
    let config = user.kubeconfig(&space, &json!({"proxy-url": proxy})).to_string();
    let run = Cyjob::new("describe here -o name").env("KUBECONFIG", user.write("proxied", &config));
    assert_eq!(run.answer(), FOUND);
    assert!(tunnels.load(Ordering::Relaxed) > 0, "it went around the proxy");
}

/// `CONNECT HOST:PORT`, then bytes both ways.
fn tunnel(client: TcpStream) {
    let mut reader = BufReader::new(client.try_clone().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let target = line.split(' ').nth(1).unwrap().to_owned();
    while line.trim() != "" {
        line.clear();
        reader.read_line(&mut line).unwrap();
    }
    let mut server = TcpStream::connect(target).unwrap();
    let (mut to_client, mut from_server) = (client, server.try_clone().unwrap());
    to_client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
    thread::spawn(move || std::io::copy(&mut from_server, &mut to_client));
    let _ = std::io::copy(&mut reader, &mut server);
}

/// A pod's service account lies at a fixed place, so the run gets a file system of its own.
#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
#[cfg(target_os = "linux")]
async fn from_within_a_pod() {
    let (space, user) = world("way-pod").await;
    let account = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(account.path().join(name), text).unwrap();
    write("token", user.entry["token"].as_str().unwrap());
    write("ca.crt", &Plane::given().read("ca.crt"));
    write("namespace", &space.name);
    let url = Plane::given().url("main");
    let (host, port) = url.trim_start_matches("https://").split_once(':').unwrap();
    let script = "mount -t tmpfs none /run && mkdir -p /run/secrets/kubernetes.io/serviceaccount && \
        cp \"$1\"/* /run/secrets/kubernetes.io/serviceaccount/ && exec \"$2\" describe here -o name";
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"])
        .arg(account.path())
        .arg(env!("CARGO_BIN_EXE_cyjob"))
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("HOME", account.path())
        .env("KUBERNETES_SERVICE_HOST", host)
        .env("KUBERNETES_SERVICE_PORT", port)
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(String::from_utf8_lossy(&output.stdout), FOUND, "{error}");
}
