//! An API server that is slow, dies in mid-request, or refuses for load.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use serde_json::json;

use crate::support::{Api, Fragile, Namespace, User};

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_slow_server_is_waited_for_and_a_dead_one_reported() {
    let (fragile, _turn) = Fragile::mine().await;
    let space = Namespace::on("fragile", "slow").await;
    space.create_job("patient", json!({})).await;

    fragile.freeze();
    let answer = thread::spawn({
        let run = space.cyjob("describe patient -o name");
        move || run.run()
    });
    thread::sleep(Duration::from_secs(2));
    fragile.go_on();
    let output = answer.join().unwrap();
    assert_eq!(
        (output.code, output.stdout.as_str()),
        (0, "job.batch/patient\n"),
        "{output:?}"
    );

    fragile.freeze();
    let start = Instant::now();
    let output = space.cyjob("describe patient --request-timeout 1s").run();
    let took = start.elapsed();
    fragile.go_on();
    output.assert_error(5, &["within 1 s", "--request-timeout"]);
    assert!(took < Duration::from_secs(10), "{took:?}");

    // Three tries take about as long as it takes to come back.
    fragile.freeze();
    let answer = thread::spawn({
        let run = space.cyjob("describe patient");
        move || run.run()
    });
    thread::sleep(Duration::from_secs(1));
    fragile.kill();
    let output = answer.join().unwrap();
    if output.code == 0 {
        assert!(
            output.stdout.contains("patient") && output.stderr.is_empty(),
            "{output:?}"
        );
    } else {
        output.assert_error(5, &["127.0.0.1"]);
    }

    fragile.until_ready().await;
    assert_eq!(
        space.cyjob("describe patient -o name").answer(),
        "job.batch/patient\n"
    );
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_server_that_refuses_for_load_is_named() {
    let space = Namespace::on("bare", "load").await;
    space.create_job("queued", json!({})).await;
    let user = User::with_certificate(&format!("flood-{}", space.name));
    user.grant(
        &space,
        &[json!({"apiGroups": ["batch"], "resources": ["jobs"], "verbs": ["get"]})],
    )
    .await;
    assert_eq!(user.cyjob(&space, "describe queued -o name").run().code, 0);
    let group = "/apis/flowcontrol.apiserver.k8s.io/v1";
    let level = json!({"apiVersion": "flowcontrol.apiserver.k8s.io/v1", "kind": "PriorityLevelConfiguration",
        "metadata": {"name": space.name}, "spec": {"type": "Limited", "limited": {
            "nominalConcurrencyShares": 0, "lendablePercent": 0, "borrowingLimitPercent": 0,
            "limitResponse": {"type": "Reject"}}}});
    space
        .api
        .create(&format!("{group}/prioritylevelconfigurations"), &level)
        .await;
    let schema = json!({"apiVersion": "flowcontrol.apiserver.k8s.io/v1", "kind": "FlowSchema",
        "metadata": {"name": space.name}, "spec": {"matchingPrecedence": 2,
            "priorityLevelConfiguration": {"name": space.name},
            "rules": [{"subjects": [{"kind": "User", "user": {"name": user.name}}], "resourceRules": [
                {"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"], "namespaces": ["*"], "clusterScope": true}]}]}});
    space.api.create(&format!("{group}/flowschemas"), &schema).await;
    let crowd = Crowd::gather(&user, &space);
    let start = Instant::now();
    loop {
        assert!(start.elapsed() < Duration::from_secs(40), "nothing was refused");
        let output = user.cyjob(&space, "describe queued -o json").run();
        if output.code != 0 {
            output.assert_error(5, &["429", "is overloaded"]);
            break;
        }
        let report = output.json();
        assert_eq!(report["job"]["name"], "queued");
        let unknown = report["unknown"].to_string();
        if unknown.contains("429") {
            assert!(unknown.contains("is overloaded"), "{unknown}");
            break;
        }
    }
    drop(crowd);
}

/// Others who ask as the same user, without a pause: one request at a time is let through, so that most are refused.
struct Crowd {
    is_over: Arc<AtomicBool>,
}

impl Crowd {
    fn gather(user: &User, space: &Namespace) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let config = user.write("crowd", &user.kubeconfig(space, &json!({})).to_string());
        let (path, over) = (space.batch("jobs/queued"), Arc::clone(&is_over));
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                let api = Api::of(&config).await;
                let ask = async || {
                    while !over.load(Ordering::Relaxed) {
                        let _ = api.ask(http::Method::GET, &path, "application/json", None).await;
                    }
                };
                join_all((0..8).map(|_| ask())).await;
            });
        });
        Self { is_over }
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
    }
}
