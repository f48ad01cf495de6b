//! Lists of several pages with the server's own `continue` tokens, also those that expire, in both encodings.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{Fragile, Namespace, Relay, failed, succeeded};

/// Three pages.
const PODS: usize = 1_050;

/// A Job with many pods, of which each 100th failed.
async fn large_job(space: &Namespace) {
    let spec = json!({"completions": PODS, "parallelism": PODS, "suspend": true});
    let job = space.create_job("large", spec).await;
    let template = &job["spec"]["template"];
    let pod = |number: usize| {
        json!({"apiVersion": "v1", "kind": "Pod", "spec": template["spec"], "metadata": {
            "name": format!("large-{number:04}"), "labels": template["metadata"]["labels"],
            "ownerReferences": [{"apiVersion": "batch/v1", "kind": "Job", "name": "large", "controller": true,
                "uid": job["metadata"]["uid"]}]}})
    };
    let numbers: Vec<usize> = (0..PODS).collect();
    for some in numbers.chunks(50) {
        join_all(some.iter().map(async |number| {
            let object = pod(*number);
            space.api.create(&space.path("pods"), &object).await;
            let status = if number % 100 == 0 {
                failed(4, "odd")
            } else {
                succeeded()
            };
            space.report(&format!("large-{number:04}"), status).await;
        }))
        .await;
    }
}

/// The report by way of a relay.
fn describe(space: &Namespace, relay: &Relay) -> Value {
    let output = space
        .cyjob("describe large -o json --log-lines 0")
        .arg("-s")
        .arg(&relay.url)
        .run();
    assert_eq!(output.code, 0, "{}", output.stderr);
    output.json()
}

fn pages(relay: &Relay) -> usize {
    let requests = relay.requests();
    requests
        .iter()
        .filter(|request| request.path.ends_with("/pods"))
        .count()
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn all_pages_are_read_and_both_encodings_say_the_same() {
    let space = Namespace::on("bare", "pages").await;
    large_job(&space).await;
    let protobuf = Relay::new(space.kubeconfig.clone(), |_| {});
    let json = Relay::new(space.kubeconfig.clone(), |request| {
        for (name, value) in &mut request.headers {
            if name == "accept" {
                "application/json".clone_into(value);
            }
        }
    });
    let (first, second) = (describe(&space, &protobuf), describe(&space, &json));
    assert_eq!((pages(&protobuf), pages(&json)), (3, 3));
    for report in [&first, &second] {
        assert_eq!(report["counts"]["pods"]["succeeded"], PODS - PODS.div_ceil(100));
        assert_eq!(report["counts"]["pods"]["failed"], PODS.div_ceil(100));
    }
    assert_eq!(first["pods"], second["pods"]);
}

/// Reads the Job through a server that loses its memory before the second page, the first `times` times.
async fn with_expired_tokens(name: &str, times: usize) -> (Value, usize) {
    let (fragile, _turn) = Fragile::mine().await;
    let space = Namespace::on("fragile", name).await;
    large_job(&space).await;
    let expired = AtomicUsize::new(0);
    let relay = Relay::new(space.kubeconfig.clone(), move |request| {
        let is_second_page = request.path.ends_with("/pods") && request.parameter("continue").is_some();
        if is_second_page && expired.fetch_add(1, Ordering::Relaxed) < times {
            fragile.forget_history();
        }
    });
    (describe(&space, &relay), pages(&relay))
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_list_whose_token_expires_is_begun_anew() {
    let (report, pages) = with_expired_tokens("expired-once", 1).await;
    assert_eq!(report["pods"].as_array().unwrap().len(), PODS);
    assert_eq!(report["notes"], json!([]), "all of one moment");
    assert!(pages >= 5, "{pages} requests");
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn one_that_expires_again_goes_on_and_says_so() {
    let (report, _) = with_expired_tokens("expired-twice", 2).await;
    assert_eq!(report["pods"].as_array().unwrap().len(), PODS);
    let notes = report["findings"].to_string() + &report["notes"].to_string();
    assert!(notes.contains("several moments"), "{notes}");
}
