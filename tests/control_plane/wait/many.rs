//! Many Jobs in one wait.

use futures_util::future::join_all;
use serde_json::json;

use super::{assert_end, change};
use crate::support::{Cyjob, Namespace, Relay, failed, succeeded};

/// So many Jobs.
const JOBS: usize = 200;

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn two_hundred_jobs_take_one_watch() {
    let space = Namespace::new("wait-many").await;
    let names: Vec<String> = (0..JOBS).map(|number| format!("part-{number:03}")).collect();
    for some in names.chunks(25) {
        join_all(some.iter().map(async |name| {
            space.create_job(name, json!({"backoffLimit": 0})).await;
            change(&space, name, json!({"metadata": {"labels": {"app": "many"}}})).await;
        }))
        .await;
    }
    let relay = Relay::new(space.kubeconfig.clone(), |_| {});
    let mut run = Cyjob::new("wait -l app=many -n")
        .arg(&space.name)
        .server(&relay.url)
        .start();
    for name in &names {
        run.until(&format!("/{name} "));
    }
    for some in names.chunks(25) {
        join_all(some.iter().map(async |name| {
            let pod = space.next_pod(name, &[]).await;
            let is_bad = name.ends_with("77");
            space
                .report(
                    &pod,
                    if is_bad {
                        failed(3, "no route to db")
                    } else {
                        succeeded()
                    },
                )
                .await;
        }))
        .await;
    }
    let output = run.finish();
    assert_end(&output, 1, &[], &["no route to db"]);
    let count = |state: &str| output.stdout.lines().filter(|line| line.contains(state)).count();
    assert_eq!(
        (count(" Complete "), count(" Failed ")),
        (JOBS - 2, 2),
        "{}",
        output.stdout
    );
    let requests = relay.requests();
    let of_jobs = requests
        .iter()
        .filter(|request| request.path.ends_with("/jobs"))
        .count();
    // What two failed Jobs are made of is read at the end.
    let others = requests.len() - of_jobs;
    assert!(
        of_jobs <= 6 && others <= 12,
        "{of_jobs} and {others}: {requests:#?}"
    );
}
