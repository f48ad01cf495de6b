//! The kubelet, played by the tests: its log endpoint, to which a real API server forwards.

use std::{
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use serde_json::json;

use super::{
    Api,
    shared::{Authority, Logs, Reply, Request, Server},
};

/// A node whose kubelet serves logs from memory: what its [`Logs`] hold.
pub(crate) struct Kubelet {
    /// The node's name.
    pub(crate) node: String,
    logs: Logs,
    is_dead: Arc<AtomicBool>,
    _server: Server,
}

impl Kubelet {
    /// Makes a node of that name.
    pub(crate) async fn start(api: &Api, node: &str) -> Self {
        let (logs, is_dead) = (Logs::default(), Arc::new(AtomicBool::new(false)));
        let authority = Authority::new();
        let config = authority.server(&authority.issue("127.0.0.1", 2000..2100), false);
        let (shown, dead) = (logs.clone(), Arc::clone(&is_dead));
        let server = Server::new_tls(config, move |request| {
            if dead.load(Ordering::SeqCst) {
                return Reply::Raw(Vec::new());
            }
            answer(request, &shown)
        });
        let port: u16 = server.url.rsplit_once(':').unwrap().1.parse().unwrap();
        let object = json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": node}});
        api.create("/api/v1/nodes", &object).await;
        let status = json!({"status": {
            "addresses": [{"type": "InternalIP", "address": "127.0.0.1"}],
            "daemonEndpoints": {"kubeletEndpoint": {"Port": port}},
            "conditions": [{"type": "Ready", "status": "True"}],
        }});
        api.patch(&format!("/api/v1/nodes/{node}/status"), &status).await;
        Self {
            node: node.to_owned(),
            logs,
            is_dead,
            _server: server,
        }
    }

    /// Breaks all connections of those who follow logs, and every new one, until [`Self::revive`].
    pub(crate) fn die(&self) {
        self.is_dead.store(true, Ordering::SeqCst);
        self.logs.cut_all();
    }

    /// Serves again; containers have gone on meanwhile.
    pub(crate) fn revive(&self) {
        self.is_dead.store(false, Ordering::SeqCst);
    }
}

impl Deref for Kubelet {
    type Target = Logs;

    fn deref(&self) -> &Logs {
        &self.logs
    }
}

/// `/containerLogs/NAMESPACE/POD/CONTAINER`
fn answer(request: &Request, logs: &Logs) -> Reply {
    let words: Vec<&str> = request.path.trim_matches('/').split('/').collect();
    let ["containerLogs", _, pod, container] = *words else {
        return Reply::Whole(404, Vec::new(), b"404 page not found\n".to_vec());
    };
    logs.answer(pod, container, request)
}
