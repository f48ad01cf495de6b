//! Rights: with the RBAC rules of the README everything works; without one of them the answer is the documented one.

use serde_json::{Value, json};

use crate::support::{Kubelet, Namespace, User, failed};

/// The rules that the README states, each with what it is for.
const RULES: [(&str, &str, &str, &str); 6] = [
    ("batch", "jobs", "get", "the Job"),
    ("batch", "jobs", "list", "-l and cronjob/x"),
    ("batch", "cronjobs", "get", "cronjob/x"),
    ("", "pods", "list", "its pods"),
    ("", "events", "list", "events"),
    ("", "pods/log", "get", "log tails"),
];

/// A namespace with a failed Job of a `CronJob` and its log, and a user who has all rules but those whose purpose is in
/// `without`.
async fn world(name: &str, without: &[&str]) -> (Namespace, Kubelet, User) {
    let space = Namespace::new(name).await;
    let kubelet = Kubelet::start(&space.api, &space.name).await;
    let cron_job = json!({"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "tick"},
        "spec": {"schedule": "0 0 1 1 *", "jobTemplate": {"spec": {"template": {"spec": {
            "restartPolicy": "Never", "containers": [{"name": "main", "image": "busybox:1.36"}]}}}}}});
    let cron_job = space.api.create(&space.batch("cronjobs"), &cron_job).await;
    let job = json!({"apiVersion": "batch/v1", "kind": "Job",
        "metadata": {"name": "broken", "labels": {"app": "broken"}, "ownerReferences": [{"apiVersion": "batch/v1",
            "kind": "CronJob", "name": "tick", "uid": cron_job["metadata"]["uid"], "controller": true}]},
        "spec": {"backoffLimit": 0, "template": {"spec": {"restartPolicy": "Never", "nodeName": kubelet.node,
            "containers": [{"name": "main", "image": "busybox:1.36"}]}}}});
    space.api.create(&space.batch("jobs"), &job).await;
    let pod = space.next_pod("broken", &[]).await;
    kubelet.write(&pod, "main", "no route to db\n");
    space.report(&pod, failed(3, "")).await;
    space.until("broken", "Failed").await;
    let rules: Vec<Value> = RULES
        .iter()
        .filter(|(.., purpose)| !without.contains(purpose))
        .map(|(group, resource, verb, _)| json!({"apiGroups": [group], "resources": [resource], "verbs": [verb]}))
        .collect();
    let user = User::with_rules(&space, "dev", &rules).await;
    (space, kubelet, user)
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn with_the_rules_of_the_readme_everything_works() {
    let (space, _kubelet, user) = world("rights-all", &[]).await;
    for words in [
        "describe broken -o json",
        "describe cronjob/tick -o json",
        "describe -l app=broken -o json",
    ] {
        let output = user.cyjob(&space, words).run();
        assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{words}");
        let document = output.json();
        let report = document["items"].get(0).unwrap_or(&document);
        assert_eq!(report["verdict"]["state"], "Failed", "{words}");
        assert_eq!(report["unknown"], json!([]), "{words}");
        assert_eq!(report["logs"][0]["lines"], json!(["no route to db"]), "{words}");
        assert!(!report["events"].as_array().unwrap().is_empty(), "{words}");
    }
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn without_the_job_nothing_can_be_said() {
    let (space, _kubelet, user) = world("rights-no-job", &["the Job"]).await;
    let output = user.cyjob(&space, "describe broken").run();
    output.assert_error(5, &["job/broken", "get", "jobs", "batch", "Role"]);
    let (space, _kubelet, user) = world("rights-no-list", &["-l and cronjob/x"]).await;
    let output = user.cyjob(&space, "describe -l app=broken").run();
    output.assert_error(5, &["app=broken", "list", "jobs"]);
    let output = user.cyjob(&space, "describe cronjob/tick").run();
    output.assert_error(5, &["cronjob/tick", "list", "jobs"]);
    assert_eq!(user.cyjob(&space, "describe broken").run().code, 0);
    let (space, _kubelet, user) = world("rights-no-cron", &["cronjob/x"]).await;
    let output = user.cyjob(&space, "describe cronjob/tick").run();
    output.assert_error(5, &["cronjob/tick", "get", "cronjobs"]);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn each_part_that_is_refused_is_unknown_and_the_rest_is_there() {
    for (purpose, what, key) in [
        ("its pods", "pods", "pods"),
        ("events", "events", "events"),
        ("log tails", "logs of", "logs"),
    ] {
        let name = format!("rights-no-{key}");
        let (space, _kubelet, user) = world(&name, &[purpose]).await;
        let output = user.cyjob(&space, "describe broken -o json").run();
        assert_eq!(output.code, 0, "{}", output.stderr);
        let report = output.json();
        assert_eq!(report["verdict"]["state"], "Failed", "{purpose}");
        assert_eq!(report["verdict"]["reason"], "BackoffLimitExceeded", "{purpose}");
        let unknown = &report["unknown"][0];
        assert!(
            unknown["what"].as_str().unwrap().starts_with(what),
            "{purpose}: {unknown}"
        );
        assert_eq!(unknown["reason"], "Forbidden", "{purpose}: {unknown}");
        let message = unknown["message"].as_str().unwrap();
        assert!(message.contains("verbs: ["), "the rule to ask for: {message}");
        if key != "logs" {
            assert!(report.get(key).is_none(), "absent is unknown: {report:#}");
        }
        let text = user.cyjob(&space, "describe broken").answer();
        assert!(text.contains("unknown: "), "{text}");
    }
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn strangers_are_told_who_they_are_taken_for() {
    let (space, _kubelet, user) = world("rights-strangers", &[]).await;
    let anonymous = User::anonymous(&space);
    let output = anonymous.cyjob(&space, "describe broken").run();
    output.assert_error(5, &["system:anonymous", "jobs"]);
    // An administrator who asks as somebody else has that person's rights.
    let admin = space.cyjob("describe broken -o name --as nobody").run();
    admin.assert_error(5, &["nobody"]);
    let as_user = format!("describe broken -o name --as {}", user.name);
    assert_eq!(space.cyjob(&as_user).answer(), "job.batch/broken\n");
    let in_group = space.cyjob("describe broken -o name --as nobody --as-group system:masters");
    assert_eq!(in_group.answer(), "job.batch/broken\n");
    // And who may not ask as others is refused.
    let output = user.cyjob(&space, "describe broken --as admin").run();
    output.assert_error(5, &["impersonate"]);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_token_that_has_expired_is_refused_with_advice() {
    let space = Namespace::new("rights-expired").await;
    space.create_job("any", json!({})).await;
    let (valid, expired) = (User::token(&space, 600).await, User::token(&space, -600).await);
    let rule = json!({"apiGroups": ["batch"], "resources": ["jobs"], "verbs": ["get"]});
    valid.grant(&space, &[rule]).await;
    assert_eq!(
        valid.cyjob(&space, "describe any -o name").answer(),
        "job.batch/any\n"
    );
    let output = expired.cyjob(&space, "describe any").run();
    output.assert_error(5, &["401", "log in"]);
}
