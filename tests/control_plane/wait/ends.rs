//! Jobs that end: the verdict is the exit code, and the cause is told.

use serde_json::{Value, json};

use super::{assert_end, wait, wait_until};
use crate::support::{Kubelet, Namespace, failed, running, succeeded};

/// The spec of a Job whose pods the test's kubelet has, so that they are gone only when it says so.
fn on_node(kubelet: &Kubelet, spec: Value) -> Value {
    let mut whole = spec;
    whole["template"] = json!({"spec": {"nodeName": kubelet.node, "terminationGracePeriodSeconds": 900}});
    whole
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn complete_is_0() {
    let space = Namespace::new("wait-complete").await;
    space.create_job("one", json!({})).await;
    let mut run = wait_until(&space, "one", "/one Pending: ");
    let pod = space.next_pod("one", &[]).await;
    space.report(&pod, running()).await;
    run.until("/one Running: ");
    space.report(&pod, succeeded()).await;
    let output = run.finish();
    let name = format!("{}/one", space.name);
    assert_end(&output, 0, &["Complete", &name], &[]);
    assert_eq!(output.stdout.lines().count(), 1, "a line a Job: {output:?}");
    assert!(!output.stderr.contains("error"), "{output:?}");

    // One that has ended is not waited for.
    for words in [
        "one",
        "one --timeout 0",
        "--all",
        "one --early",
        "one --for started",
    ] {
        assert_end(&wait(&space, words).finish(), 0, &["Complete"], &[]);
    }
    let report = wait(&space, "job/one -o json").finish().json();
    assert_eq!(report["kind"], "JobReport", "{report:#}");
    assert_eq!(report["verdict"]["state"], "Complete");
    assert_eq!(
        report["pods"][0]["name"],
        pod.as_str(),
        "the whole report: {report:#}"
    );
    assert_end(&wait(&space, "one --for failed").finish(), 1, &["Complete"], &[]);
    assert_end(
        &wait(&space, "one --for suspended").finish(),
        1,
        &["Complete"],
        &[],
    );
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn complete_after_retries_is_0() {
    let space = Namespace::new("wait-retries").await;
    let kubelet = Kubelet::start(&space.api, &space.name).await;
    space.create_job("two", on_node(&kubelet, json!({}))).await;
    let mut run = wait_until(&space, "two --propagate-exit-code", "/two Pending: ");
    let first = space.next_pod("two", &[]).await;
    kubelet.write(&first, "main", "no route to db\n");
    space.report(&first, failed(7, "")).await;
    run.until("/two Retrying: ");
    let second = space.next_pod("two", &[&first]).await;
    assert!(run.goes_on());
    space.report(&second, succeeded()).await;
    assert_end(&run.finish(), 0, &["Complete"], &["exited 7"]);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn all_indexes_count() {
    let space = Namespace::new("wait-indexed").await;
    let spec =
        json!({"completionMode": "Indexed", "completions": 2, "parallelism": 2, "backoffLimitPerIndex": 0});
    space.create_job("good", spec.clone()).await;
    space.create_job("bad", spec).await;
    let mut good = wait_until(&space, "good", "/good Pending: ");
    let mut bad = wait_until(&space, "bad", "/bad Pending: ");
    for job in ["good", "bad"] {
        let zero = space.pod_of_index(job, 0).await;
        space.report(&zero, succeeded()).await;
    }
    let (of_good, of_bad) = (
        space.pod_of_index("good", 1).await,
        space.pod_of_index("bad", 1).await,
    );
    for (pod, run, job) in [(&of_good, &mut good, "good"), (&of_bad, &mut bad, "bad")] {
        space.report(pod, running()).await;
        run.until(&format!("/{job} Running: "));
    }
    space.report(&of_good, succeeded()).await;
    space.report(&of_bad, failed(9, "no such shard")).await;
    assert_end(&good.finish(), 0, &["Complete"], &[]);
    let told = ["index 1", "exited 9", "no such shard"];
    assert_end(&bad.finish(), 1, &["Failed", "FailedIndexes"], &told);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_success_policy_ends_it_and_early_does_not_wait_for_the_pods() {
    let space = Namespace::new("wait-success").await;
    let kubelet = Kubelet::start(&space.api, &space.name).await;
    let spec = json!({"completionMode": "Indexed", "completions": 2, "parallelism": 2,
        "successPolicy": {"rules": [{"succeededIndexes": "0"}]}});
    space.create_job("leader", on_node(&kubelet, spec)).await;
    let mut patient = wait_until(&space, "leader", "/leader Pending: ");
    let mut early = wait_until(&space, "leader --early", "/leader Pending: ");
    let (leader, follower) = (
        space.pod_of_index("leader", 0).await,
        space.pod_of_index("leader", 1).await,
    );
    for pod in [&leader, &follower] {
        space.report(pod, running()).await;
    }
    patient.until("/leader Running: ");
    assert!(early.goes_on());
    space.report(&leader, succeeded()).await;
    assert_end(&early.finish(), 0, &["leader"], &[]);
    patient.until("/leader Completing: ");
    assert!(patient.goes_on());
    let looked = wait(&space, "leader --timeout 0").finish();
    assert_end(&looked, 124, &["Completing"], &["timed out after 0s"]);
    space.report(&follower, failed(143, "")).await;
    assert_end(&patient.finish(), 0, &["Complete", "SuccessPolicy"], &[]);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn the_back_off_limit_is_1_with_its_cause() {
    let space = Namespace::new("wait-backoff").await;
    let kubelet = Kubelet::start(&space.api, &space.name).await;
    space
        .create_job("limit", on_node(&kubelet, json!({"backoffLimit": 0})))
        .await;
    let runs = [
        "limit",
        "limit -o json",
        "limit --for failed",
        "limit --propagate-exit-code",
    ];
    let [told, json, wanted, code] = runs.map(|words| wait_until(&space, words, "/limit Pending: "));
    let pod = space.next_pod("limit", &[]).await;
    kubelet.write(&pod, "main", "starting\nno route to db\n");
    space.report(&pod, failed(3, "")).await;
    let cause = ["exited 3", "no route to db", "backoff-limit-exceeded"];
    assert_end(&told.finish(), 1, &["Failed", "BackoffLimitExceeded"], &cause);
    let json = json.finish();
    assert_end(&json, 1, &[], &cause);
    assert_eq!(json.json()["verdict"]["reason"], "BackoffLimitExceeded");
    let wanted = wanted.finish();
    assert_end(&wanted, 0, &["Failed"], &[]);
    assert!(
        !wanted.stderr.contains("backoff-limit-exceeded"),
        "as it was meant to be: {wanted:?}"
    );
    assert_end(&code.finish(), 3, &["Failed"], &cause);
    let main = wait(&space, "limit --propagate-exit-code -c main").finish();
    assert_end(&main, 3, &["Failed"], &[]);
    wait(&space, "limit --propagate-exit-code -c other")
        .finish()
        .assert_error(2, &["other", "main"]);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_deadline_is_1_and_early_does_not_wait_for_the_pod() {
    let space = Namespace::new("wait-deadline").await;
    let kubelet = Kubelet::start(&space.api, &space.name).await;
    space
        .create_job("late", on_node(&kubelet, json!({"activeDeadlineSeconds": 8})))
        .await;
    let mut patient = wait_until(&space, "late", "/late Pending: ");
    let early = wait_until(&space, "late --early", "/late Pending: ");
    let pod = space.next_pod("late", &[]).await;
    kubelet.write(&pod, "main", "at work\n");
    space.report(&pod, running()).await;
    assert_end(
        &early.finish(),
        1,
        &["Failing", "DeadlineExceeded"],
        &["longer than activeDeadlineSeconds (8s)"],
    );
    patient.until("/late Failing: ");
    assert!(patient.goes_on());
    space.report(&pod, failed(143, "")).await;
    assert_end(
        &patient.finish(),
        1,
        &["Failed", "DeadlineExceeded"],
        &["longer than activeDeadlineSeconds (8s)"],
    );
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_pod_failure_policy_is_1_and_names_the_rule() {
    let space = Namespace::new("wait-policy").await;
    let rule = json!({"action": "FailJob", "onExitCodes": {"operator": "In", "values": [42]}});
    space
        .create_job("strict", json!({"podFailurePolicy": {"rules": [rule]}}))
        .await;
    let run = wait_until(&space, "strict --propagate-exit-code", "/strict Pending: ");
    let pod = space.next_pod("strict", &[]).await;
    space.report(&pod, failed(42, "bad input")).await;
    let told = ["bad input", "rules[0]"];
    assert_end(&run.finish(), 42, &["Failed", "PodFailurePolicy"], &told);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn of_several_jobs_the_worst_counts_and_fail_fast_and_any_end_sooner() {
    let space = Namespace::new("wait-several").await;
    for name in ["good", "bad", "slow"] {
        space.create_job(name, json!({"backoffLimit": 0})).await;
    }
    let all = "good bad slow";
    let mut runs = ["", "--fail-fast", "--any"].map(|words| wait(&space, &format!("{all} {words}")));
    for run in &mut runs {
        for name in ["good", "bad", "slow"] {
            run.until(&format!("/{name} Pending: "));
        }
    }
    let [mut whole, mut fast, any] = runs;
    let good = space.next_pod("good", &[]).await;
    space.report(&good, succeeded()).await;
    assert_end(&any.finish(), 0, &["Complete", "/good"], &[]);
    fast.until("/good Complete");
    let bad = space.next_pod("bad", &[]).await;
    space.report(&bad, failed(3, "no route to db")).await;
    assert_end(&fast.finish(), 1, &["/bad"], &["no route to db"]);
    whole.until("/bad Failed");
    assert!(whole.goes_on());
    let slow = space.next_pod("slow", &[]).await;
    space.report(&slow, succeeded()).await;
    assert_end(
        &whole.finish(),
        1,
        &["/good", "/bad", "/slow"],
        &["no route to db"],
    );
}
