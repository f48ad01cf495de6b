//! Logs by way of a real API server, which forwards to the kubelet that the tests play.

mod node;
mod silence;

use serde_json::json;

use crate::support::{Kubelet, Namespace};

/// A namespace with a Job of one pod on a node of its own.
async fn world(name: &str) -> (Namespace, Kubelet, String) {
    let space = Namespace::new(name).await;
    let kubelet = Kubelet::start(&space.api, &space.name).await;
    let spec = json!({"backoffLimit": 0, "template": {"spec": {"nodeName": kubelet.node}}});
    space.create_job("one", spec).await;
    let pod = space.next_pod("one", &[]).await;
    (space, kubelet, pod)
}
