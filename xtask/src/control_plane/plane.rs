//! One control plane: its folder, its ports, and how its programs are called.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail, ensure};
use kube::config::{KubeConfigOptions, Kubeconfig};
use serde::{Deserialize, Serialize};

use super::{certificates, keeper, keeper::Keeper, programs};

/// The API server that has the controllers.
pub(super) const MAIN: &str = "main";
/// All API servers.
const SERVERS: [&str; 3] = [MAIN, "bare", "fragile"];
/// How long the programs may take to be ready; a busy machine needs a minute.
const PATIENCE: Duration = Duration::from_mins(4);

/// A program of a control plane.
#[derive(Deserialize, Serialize)]
pub(super) struct Program {
    /// Its name here, of which its files `NAME.log` and `NAME.pid` are called.
    pub(super) name: String,
    /// The executable.
    pub(super) path: PathBuf,
    pub(super) arguments: Vec<String>,
}

/// A control plane, by the folder that has all that its programs need.
pub(crate) struct Plane {
    pub(crate) folder: PathBuf,
}

/// The folder of the control plane of that name.
pub(super) fn folder(name: &str) -> Result<PathBuf> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    ensure!(
        !name.is_empty() && name.chars().all(is_plain),
        "\"{name}\": a name has letters, digits and \"-\""
    );
    Ok(programs::cache()?.join("control-planes").join(name))
}

impl Plane {
    /// Makes the folder with certificates, kubeconfigs and the list of programs. What a killed one left in it, or in
    /// the folders beside it, is removed first.
    pub(super) fn prepare(folder: PathBuf) -> Result<Self> {
        let programs = programs::folder()?;
        if let Some(others) = folder.parent() {
            keeper::sweep(others)?;
        }
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        certificates::write(&folder)?;
        let ports = free_ports(2 + SERVERS.len())?;
        let (etcd_port, peer_port) = (ports[0], ports[1]);
        let etcd_url = format!("http://127.0.0.1:{etcd_port}");
        fs::write(folder.join("etcd.url"), &etcd_url)?;
        let plane = Self { folder };
        let mut list = vec![plane.etcd(&programs, &etcd_url, peer_port)];
        for (server, port) in SERVERS.iter().zip(&ports[2..]) {
            let text = plane.administrator(*port);
            fs::write(plane.kubeconfig(server), serde_json::to_vec(&text)?)?;
            list.push(plane.api_server(&programs, server, &etcd_url, *port));
        }
        list.push(plane.controllers(&programs));
        fs::write(plane.folder.join(keeper::PROGRAMS), serde_json::to_vec(&list)?)?;
        Ok(plane)
    }

    /// The kubeconfig of an API server's administrator.
    pub(crate) fn kubeconfig(&self, server: &str) -> PathBuf {
        self.folder.join(format!("{server}.kubeconfig"))
    }

    /// An API server's address.
    pub(crate) fn url(&self, server: &str) -> Result<String> {
        let config = Kubeconfig::read_from(self.kubeconfig(server))?;
        let cluster = config.clusters.into_iter().next().and_then(|entry| entry.cluster);
        cluster.and_then(|cluster| cluster.server).context("no server")
    }

    /// The address of etcd, which needs no credentials.
    pub(crate) fn etcd_url(&self) -> Result<String> {
        let file = self.folder.join("etcd.url");
        fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))
    }

    /// The version of Kubernetes, as the API server calls itself.
    pub(crate) fn version(&self) -> Result<String> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let answer: serde_json::Value =
            serde_json::from_str(&runtime.block_on(get(&self.kubeconfig(MAIN), "/version"))?)?;
        Ok(answer["gitVersion"].as_str().unwrap_or("unknown").to_owned())
    }

    fn file(&self, name: &str) -> String {
        self.folder.join(name).to_string_lossy().into_owned()
    }

    fn etcd(&self, programs: &Path, url: &str, peer_port: u16) -> Program {
        Program {
            name: "etcd".into(),
            path: programs.join("etcd"),
            arguments: vec![
                format!("--data-dir={}", self.file("etcd")),
                format!("--listen-client-urls={url}"),
                format!("--advertise-client-urls={url}"),
                format!("--listen-peer-urls=http://127.0.0.1:{peer_port}"),
                // Nothing here outlives the process, so nothing has to reach the disk.
                "--unsafe-no-fsync".into(),
                "--log-level=warn".into(),
            ],
        }
    }

    fn api_server(&self, programs: &Path, server: &str, etcd_url: &str, port: u16) -> Program {
        let mut arguments = vec![
            format!("--etcd-servers={etcd_url}"),
            format!("--etcd-prefix=/{server}"),
            "--bind-address=127.0.0.1".into(),
            format!("--secure-port={port}"),
            format!("--cert-dir={}", self.file(server)),
            format!("--tls-cert-file={}", self.file("serving.crt")),
            format!("--tls-private-key-file={}", self.file("serving.key")),
            format!("--client-ca-file={}", self.file("client-ca.crt")),
            "--authorization-mode=RBAC".into(),
            "--service-account-issuer=https://kubernetes.default.svc".into(),
            format!("--service-account-key-file={}", self.file("service-account.pub")),
            format!(
                "--service-account-signing-key-file={}",
                self.file("service-account.key")
            ),
            "--service-cluster-ip-range=10.0.0.0/24".into(),
            "--endpoint-reconciler-type=none".into(),
        ];
        if server != MAIN {
            // No controller makes service accounts there.
            arguments.push("--disable-admission-plugins=ServiceAccount".into());
        }
        Program {
            name: server.into(),
            path: programs.join("kube-apiserver"),
            arguments,
        }
    }

    fn controllers(&self, programs: &Path) -> Program {
        Program {
            name: "controllers".into(),
            path: programs.join("kube-controller-manager"),
            arguments: vec![
                format!("--kubeconfig={}", self.kubeconfig(MAIN).display()),
                "--leader-elect=false".into(),
                "--secure-port=0".into(),
                format!(
                    "--service-account-private-key-file={}",
                    self.file("service-account.key")
                ),
                format!("--root-ca-file={}", self.file("ca.crt")),
                // The short names are understood by all versions. Without node controllers nodes need no heartbeat.
                "--controllers=job,cronjob,ttl-after-finished,garbagecollector,namespace,serviceaccount,resourcequota"
                    .into(),
                "--kube-api-qps=500".into(),
                "--kube-api-burst=1000".into(),
                "--concurrent-job-syncs=20".into(),
            ],
        }
    }

    fn administrator(&self, port: u16) -> serde_json::Value {
        serde_json::json!({
            "apiVersion": "v1", "kind": "Config", "current-context": "test",
            "clusters": [{"name": "test", "cluster": {
                "server": format!("https://127.0.0.1:{port}"), "certificate-authority": self.file("ca.crt")}}],
            "users": [{"name": "admin", "user": {
                "client-certificate": self.file("admin.crt"), "client-key": self.file("admin.key")}}],
            "contexts": [{"name": "test", "context": {
                "cluster": "test", "user": "admin", "namespace": "default"}}],
        })
    }

    /// Waits until all API servers are ready and the controllers work.
    pub(super) fn wait_until_ready(&self, mut keeper: Keeper) -> Result<Keeper> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let start = Instant::now();
        for server in SERVERS {
            let config = self.kubeconfig(server);
            let path = if server == MAIN {
                // The first thing that the controllers do.
                "/api/v1/namespaces/default/serviceaccounts/default"
            } else {
                "/readyz"
            };
            while let Err(error) = runtime.block_on(get(&config, path)) {
                if keeper.has_ended()? || start.elapsed() > PATIENCE {
                    let logs = self.last_words();
                    keeper.end()?;
                    bail!("the API server \"{server}\" does not get ready: {error:#}\n{logs}");
                }
                thread::sleep(Duration::from_millis(100));
            }
        }
        Ok(keeper)
    }

    /// The ends of the programs' logs.
    fn last_words(&self) -> String {
        let programs = ["etcd"].into_iter().chain(SERVERS).chain(["controllers"]);
        let tails = programs.map(|name| {
            let log = fs::read_to_string(self.folder.join(format!("{name}.log"))).unwrap_or_default();
            let lines: Vec<&str> = log.lines().collect();
            format!("{name}:\n{}\n", lines[lines.len().saturating_sub(5)..].join("\n"))
        });
        tails.collect()
    }
}

async fn get(kubeconfig: &Path, path: &str) -> Result<String> {
    let config = Kubeconfig::read_from(kubeconfig)?;
    let mut config = kube::Config::from_custom_kubeconfig(config, &KubeConfigOptions::default()).await?;
    config.default_retry = false;
    let request = http::Request::get(path).body(Vec::new())?;
    Ok(kube::Client::try_from(config)?.request_text(request).await?)
}

/// Ports that nobody listens on, below those from which the system takes ports for outgoing connections.
fn free_ports(count: usize) -> Result<Vec<u16>> {
    let first = 20_000 + u16::try_from(std::process::id() % 10_000)?;
    let mut held = Vec::new();
    for port in (first..32_000).chain(20_000..first) {
        if let Ok(listener) = TcpListener::bind(("127.0.0.1", port)) {
            held.push((port, listener));
            if held.len() == count {
                return Ok(held.into_iter().map(|(port, _)| port).collect());
            }
        }
    }
    bail!("there are not {count} free ports between 20000 and 32000")
}
