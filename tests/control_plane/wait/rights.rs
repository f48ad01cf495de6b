//! Rights: with the rules of the README a wait ends well; what is missing of them is told, and never changes a verdict.

use serde_json::{Value, json};

use super::{assert_end, wait_until};
use crate::support::{Kubelet, Namespace, Running, User, failed, succeeded};

/// All that a wait needs, by what it is for.
const RULES: [(&str, &str, &[&str]); 4] = [
    ("batch", "jobs", &["get", "list", "watch"]),
    ("", "pods", &["list", "watch"]),
    ("", "events", &["list"]),
    ("", "pods/log", &["get"]),
];

/// The rules but those for `without`.
fn rules(without: &[&str]) -> Vec<Value> {
    let rules = RULES
        .iter()
        .filter(|(_, resource, _)| !without.contains(resource));
    rules
        .map(
            |(group, resource, verbs)| json!({"apiGroups": [group], "resources": [resource], "verbs": verbs}),
        )
        .collect()
}

/// A namespace with the Job `broken` and a user who may do what these rules say.
async fn world(name: &str, rules: &[Value]) -> (Namespace, Kubelet, User) {
    let space = Namespace::new(name).await;
    let kubelet = Kubelet::start(&space.api, &space.name).await;
    let spec = json!({"backoffLimit": 0, "template": {"spec": {"nodeName": kubelet.node}}});
    space.create_job("broken", spec).await;
    let user = User::with_rules(&space, "dev", rules).await;
    (space, kubelet, user)
}

fn wait_as(user: &User, space: &Namespace, words: &str) -> Running {
    user.cyjob(space, "wait").words(words).start()
}

/// The Job fails.
async fn fail(space: &Namespace, kubelet: &Kubelet) {
    let pod = space.next_pod("broken", &[]).await;
    kubelet.write(&pod, "main", "no route to db\n");
    space.report(&pod, failed(3, "")).await;
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn with_the_rules_of_the_readme_the_cause_is_told() {
    let (space, kubelet, user) = world("wait-rights-all", &rules(&[])).await;
    let mut run = wait_as(&user, &space, "broken");
    run.until("/broken Pending: ");
    fail(&space, &kubelet).await;
    let output = run.finish();
    assert_end(
        &output,
        1,
        &["BackoffLimitExceeded"],
        &["exited 3", "no route to db"],
    );
    assert!(!output.stderr.contains("unknown"), "{output:?}");
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn without_the_rest_the_verdict_is_the_same_and_what_is_unknown_is_said() {
    for (number, resource) in ["pods", "events", "pods/log"].into_iter().enumerate() {
        let name = format!("wait-rights-{number}");
        let (space, kubelet, user) = world(&name, &rules(&[resource])).await;
        let mut run = wait_as(&user, &space, "broken");
        run.until("/broken ");
        fail(&space, &kubelet).await;
        let told = ["unknown: ", "verbs: ["];
        assert_end(&run.finish(), 1, &["Failed", "BackoffLimitExceeded"], &told);
    }
    let all = ["pods", "events", "pods/log"];
    let (space, _kubelet, user) = world("wait-rights-jobs", &rules(&all)).await;
    let mut run = wait_as(&user, &space, "broken --fail-if-blocked=1s");
    run.until("/broken ");
    let pod = space.next_pod("broken", &[]).await;
    space.report(&pod, succeeded()).await;
    assert_end(&run.finish(), 0, &["Complete"], &[]);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn without_one_of_the_verbs_on_jobs_it_is_5() {
    for verb in ["get", "list", "watch"] {
        let verbs: Vec<&str> = ["get", "list", "watch"]
            .into_iter()
            .filter(|other| *other != verb)
            .collect();
        let rule = json!({"apiGroups": ["batch"], "resources": ["jobs"], "verbs": verbs});
        let (space, _kubelet, user) = world(&format!("wait-rights-no-{verb}"), &[rule]).await;
        let output = wait_as(&user, &space, "broken").finish();
        assert_end(&output, 5, &[], &["error: ", "may not", verb, "jobs"]);
    }
    // By labels nothing is asked for by name.
    let rule = json!({"apiGroups": ["batch"], "resources": ["jobs"], "verbs": ["list", "watch"]});
    let (space, _kubelet, user) = world("wait-rights-list", &[rule]).await;
    let mut run = wait_as(&user, &space, "--all");
    run.until("/broken ");
    let pod = space.next_pod("broken", &[]).await;
    space.report(&pod, succeeded()).await;
    assert_end(&run.finish(), 0, &["Complete"], &[]);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn rights_that_are_taken_away_in_mid_wait_are_5() {
    let (space, _kubelet, user) = world("wait-rights-lost", &rules(&[])).await;
    let mut run = wait_as(&user, &space, "broken");
    run.until("/broken Pending: ");
    let bindings = format!(
        "/apis/rbac.authorization.k8s.io/v1/namespaces/{}/rolebindings",
        space.name
    );
    space.api.delete(&format!("{bindings}/cyjob"), &json!({})).await;
    // A watch that was allowed goes on to its own end.
    assert_end(&run.finish(), 5, &[], &["cannot keep waiting", "may not", "jobs"]);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_token_that_expires_in_mid_wait_is_5() {
    let space = Namespace::new("wait-rights-expired").await;
    space.create_job("slow", json!({})).await;
    // The API server bears with clocks that are wrong by a minute.
    let user = User::token(&space, 15 - 60).await;
    user.grant(&space, &rules(&[])).await;
    let mut run = wait_as(&user, &space, "slow");
    run.until("/slow Pending: ");
    assert_end(&run.finish(), 5, &[], &["401", "log in"]);
    // Nobody else is touched.
    let _others = wait_until(&space, "slow", "/slow Pending: ");
}
