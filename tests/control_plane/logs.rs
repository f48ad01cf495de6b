//! Logs by way of a real API server, which forwards to the kubelet: silent ones, and the streams that the tests' kubelet
//! can serve.

use std::time::{Duration, Instant};

use http::Request;
use http_body_util::BodyExt as _;
use kube::client::Body;
use serde_json::json;

use crate::support::{Kubelet, Namespace, failed, running};

/// A namespace with a Job of one pod on a node of its own.
async fn world(name: &str) -> (Namespace, Kubelet, String) {
    let space = Namespace::new(name).await;
    let kubelet = Kubelet::start(&space.api, &space.name).await;
    let spec = json!({"backoffLimit": 0, "template": {"spec": {"nodeName": kubelet.node}}});
    space.create_job("one", spec).await;
    let pod = space.next_pod("one", &[]).await;
    (space, kubelet, pod)
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_log_that_never_comes_holds_nothing_else_up() {
    let (space, kubelet, pod) = world("log-silence").await;
    kubelet.mute(&pod, "main");
    space.report(&pod, failed(3, "no route to db")).await;
    let failed = |words: &str| {
        space
            .cyjob("describe one -o json --request-timeout 2s")
            .words(words)
            .run()
    };
    while failed("--log-lines 0").json()["verdict"]["state"] != "Failed" {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let start = Instant::now();
    let output = failed("");
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
    assert_eq!(output.code, 0, "{}", output.stderr);
    let report = output.json();
    assert!(
        report["verdict"]["message"]
            .as_str()
            .unwrap()
            .contains("no route to db"),
        "{report:#}"
    );
    assert_eq!(report["unknown"][0]["what"], format!("logs of {pod}/main"));
    assert_eq!(report["unknown"][0]["reason"], "Timeout");
}

/// Not of `cyjob` yet: what a follower of logs will meet.
#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_followed_log_comes_piece_by_piece_until_its_end_or_a_cut() {
    let (space, kubelet, pod) = world("log-follow").await;
    kubelet.write(&pod, "main", "one\n");
    space.report(&pod, running()).await;
    let path = space.path(&format!("pods/{pod}/log?follow=true"));
    let follow = async || {
        let request = Request::get(&path).body(Body::empty()).unwrap();
        space.api.client.send(request).await.unwrap().into_body()
    };
    let next = async |body: &mut Body| {
        let frame = body.frame().await?.ok()?;
        frame
            .into_data()
            .ok()
            .map(|data| String::from_utf8(data.to_vec()).unwrap())
    };
    let (mut cut, mut whole) = (follow().await, follow().await);
    assert_eq!(next(&mut cut).await.as_deref(), Some("one\n"));
    assert_eq!(next(&mut whole).await.as_deref(), Some("one\n"));
    kubelet.cut(&pod, "main");
    assert_eq!(next(&mut cut).await, None);
    let mut whole = follow().await;
    assert_eq!(next(&mut whole).await.as_deref(), Some("one\n"));
    kubelet.write(&pod, "main", "two\n");
    assert_eq!(next(&mut whole).await.as_deref(), Some("two\n"));
    kubelet.end(&pod, "main");
    assert_eq!(next(&mut whole).await, None);
}
