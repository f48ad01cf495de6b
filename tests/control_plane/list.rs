//! `cyjob list` on real Jobs: true states of those under way, pages in both encodings, and rights taken away one by one.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{Kubelet, Namespace, Relay, User, failed, now, running, succeeded};

fn listed(space: &Namespace, words: &str) -> Value {
    let output = space.cyjob("list -o json").words(words).run();
    assert_eq!((output.code, output.stderr.as_str()), (0, ""));
    output.json()
}

/// `NAME STATE REASON` of each row.
fn rows(list: &Value) -> Vec<String> {
    let items = list["items"].as_array().unwrap().iter();
    let text = |item: &Value, key: &str| item[key].as_str().unwrap_or("-").to_owned();
    items
        .map(|item| {
            format!(
                "{} {} {}",
                text(item, "name"),
                text(item, "state"),
                text(item, "reason")
            )
        })
        .collect()
}

/// The status of a pod whose image cannot be pulled.
fn pulling() -> Value {
    let waiting =
        json!({"waiting": {"reason": "ImagePullBackOff", "message": "Back-off pulling image \"x\""}});
    json!({"phase": "Pending", "startTime": now(), "containerStatuses": [
        {"name": "main", "image": "x", "imageID": "", "restartCount": 0, "ready": false, "state": waiting}]})
}

/// The status of a pod that no node has room for.
fn unschedulable() -> Value {
    json!({"phase": "Pending", "conditions": [{"type": "PodScheduled", "status": "False", "reason": "Unschedulable",
        "message": "0/3 nodes are available", "lastTransitionTime": now()}]})
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn what_kubectl_calls_running_has_its_true_state() {
    let space = Namespace::new("list-states").await;
    for name in ["done", "runs", "pulls", "waits", "lost", "paused"] {
        let suspend = name == "paused";
        space
            .create_job(name, json!({"suspend": suspend, "backoffLimit": 0}))
            .await;
    }
    for (name, status) in [
        ("done", succeeded()),
        ("runs", running()),
        ("pulls", pulling()),
        ("waits", unschedulable()),
        ("lost", failed(3, "")),
    ] {
        let pod = space.next_pod(name, &[]).await;
        space.report(&pod, status).await;
    }
    space.until("done", "Complete").await;
    space.until("lost", "Failed").await;
    space.until("pulls", "Blocked").await;
    space
        .describe_until("paused", |report| report["verdict"]["reason"] == "JobSuspended")
        .await;
    // From here on nobody gets a pod.
    let quota = json!({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "tight"},
        "spec": {"hard": {"pods": "0"}}});
    space.api.create(&space.path("resourcequotas"), &quota).await;
    space.refuses_pods().await;
    space.create_job("poor", json!({})).await;
    space.until("poor", "Blocked").await;
    let list = listed(&space, "");
    assert_eq!(
        rows(&list),
        [
            "done Complete CompletionsReached",
            "lost Failed BackoffLimitExceeded",
            "paused Suspended JobSuspended",
            "poor Blocked FailedCreate",
            "pulls Blocked ImagePullBackOff",
            "runs Running -",
            "waits Blocked Unschedulable",
        ]
    );
    let poor = &list["items"][3]["message"];
    assert!(
        poor.as_str().unwrap().contains("quota \"tight\" is exhausted"),
        "{poor}"
    );
    assert_eq!(
        rows(&listed(&space, "poor job/runs")),
        ["poor Blocked FailedCreate", "runs Running -"]
    );
    assert_eq!(
        rows(&listed(&space, "--field-selector metadata.name=runs")),
        ["runs Running -"]
    );
    assert_eq!(
        rows(&listed(&space, "--field-selector status.successful=1")).len(),
        1
    );
    let text = space.cyjob("list --blocked --no-headers").answer();
    assert_eq!(text.lines().count(), 3, "{text}");
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn an_attempt_after_a_refusal_is_no_refusal() {
    let space = Namespace::new("list-overcome").await;
    let quota = |pods: &str| {
        json!({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "tight"},
        "spec": {"hard": {"pods": pods}}})
    };
    space.api.create(&space.path("resourcequotas"), &quota("0")).await;
    space.create_job("patient", json!({})).await;
    space.until("patient", "Blocked").await;
    space
        .api
        .patch(&space.path("resourcequotas/tight"), &quota("5"))
        .await;
    let pod = space.next_pod("patient", &[]).await;
    space.report(&pod, failed(3, "")).await;
    space
        .describe_until("patient", |report| {
            report["verdict"]["state"] == "Retrying" && report["counts"]["failed"] == 1
        })
        .await;
    assert_eq!(rows(&listed(&space, "")), ["patient Retrying -"]);
}

/// Three pages of Jobs, in both encodings.
#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn all_pages_are_read_and_both_encodings_say_the_same() {
    const JOBS: usize = 1_050;
    let space = Namespace::on("bare", "list-pages").await;
    let numbers: Vec<usize> = (0..JOBS).collect();
    for some in numbers.chunks(50) {
        join_all(some.iter().map(async |number| {
            let name = format!("job-{number:04}");
            let indexed = json!({"completionMode": "Indexed", "completions": 3, "parallelism": 2, "backoffLimitPerIndex": 1});
            let spec = if number % 2 == 0 { json!({}) } else { indexed };
            space.create_job(&name, spec).await;
            let status = match number % 4 {
                0 => json!({"active": 1, "ready": 0, "startTime": now()}),
                1 => json!({"active": 1, "succeeded": 1, "completedIndexes": "0", "failedIndexes": "2", "failed": 1,
                    "startTime": now(), "ready": 1, "terminating": 0, "uncountedTerminatedPods": {"succeeded": ["u"]}}),
                _ => json!({}),
            };
            let path = space.batch(&format!("jobs/{name}/status"));
            space.api.patch(&path, &json!({"status": status})).await;
        }))
        .await;
    }
    let list = |accept_json: bool| {
        let relay = Relay::new(space.kubeconfig.clone(), move |request| {
            for (name, value) in &mut request.headers {
                if name == "accept" && accept_json {
                    "application/json".clone_into(value);
                }
            }
        });
        let output = space.cyjob("list -o json").arg("-s").arg(&relay.url).run();
        assert_eq!(output.code, 0, "{}", output.stderr);
        let mut list = output.json();
        // The moment passes.
        list["asOf"].take();
        for item in list["items"].as_array_mut().unwrap() {
            item["ageSeconds"].take();
            item["durationSeconds"].take();
        }
        let of_jobs = relay.requests();
        let pages = of_jobs.iter().filter(|request| request.path.ends_with("/jobs"));
        (list, pages.count())
    };
    let ((protobuf, pages), (json, json_pages)) = (list(false), list(true));
    assert_eq!((pages, json_pages), (3, 3));
    assert_eq!(protobuf["items"].as_array().unwrap().len(), JOBS);
    assert_eq!(protobuf, json);
}

/// The rules that the README states for a list.
const RULES: [(&str, &str); 3] = [("batch", "jobs"), ("", "pods"), ("", "events")];

async fn without(name: &str, missing: &str) -> (Namespace, User) {
    let space = Namespace::new(name).await;
    let quota = json!({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "tight"},
        "spec": {"hard": {"pods": "1"}}});
    space.api.create(&space.path("resourcequotas"), &quota).await;
    let kubelet = Kubelet::start(&space.api, &space.name).await;
    let spec = json!({"template": {"spec": {"nodeName": kubelet.node}}});
    space.create_job("first", spec).await;
    let pod = space.next_pod("first", &[]).await;
    space.report(&pod, pulling()).await;
    space.until("first", "Blocked").await;
    space.create_job("second", json!({})).await;
    space.until("second", "Blocked").await;
    let granted = RULES.iter().filter(|(_, resource)| *resource != missing);
    let rules: Vec<Value> = granted
        .map(|(group, resource)| json!({"apiGroups": [group], "resources": [resource], "verbs": ["list"]}))
        .collect();
    let user = User::with_rules(&space, "lister", &rules).await;
    (space, user)
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn each_right_that_is_missing_makes_the_state_less_sure_and_says_so() {
    let (space, user) = without("list-all", "none").await;
    let output = user.cyjob(&space, "list -o json").run();
    assert_eq!((output.code, output.stderr.as_str()), (0, ""));
    let list = output.json();
    assert_eq!(
        rows(&list),
        ["first Blocked ImagePullBackOff", "second Blocked FailedCreate"]
    );
    assert_eq!(
        (&list["unknown"], &list["items"][0]["nodes"]),
        (&json!([]), &json!(1))
    );

    let (space, user) = without("list-no-events", "events").await;
    let list = user.cyjob(&space, "list -o json").run().json();
    assert_eq!(
        rows(&list),
        ["first Blocked ImagePullBackOff", "second Pending -"]
    );
    assert_eq!(list["unknown"][0]["what"], "events");
    assert_eq!(user.cyjob(&space, "list").run().stderr, "");

    let (space, user) = without("list-no-pods", "pods").await;
    let list = user.cyjob(&space, "list -o json").run().json();
    assert_eq!(rows(&list), ["first Pending -", "second Blocked FailedCreate"]);
    assert_eq!(
        (&list["unknown"][0]["what"], &list["items"][0]["stateFrom"]),
        (&json!("pods"), &json!("job"))
    );
    let output = user.cyjob(&space, "list").run();
    assert!(output.stdout.contains("Pending?"), "{}", output.stdout);
    assert!(
        output.stderr.contains("on the Job alone") && output.stderr.contains("pods"),
        "{}",
        output.stderr
    );

    let (space, user) = without("list-no-jobs", "jobs").await;
    user.cyjob(&space, "list")
        .run()
        .assert_error(5, &["cannot list", "jobs"]);
}
