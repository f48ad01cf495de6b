//! What comes later joins, and the end is that of the Job.

use std::time::Duration;

use serde_json::json;

use super::{ended, follow};
use crate::support::{
    Kubelet, Namespace, again, container, failed, pod, restarted, running, state, succeeded,
};

/// A spec for pods of that kubelet, which are gone only when it says so.
fn on_node(kubelet: &Kubelet, spec: serde_json::Value) -> serde_json::Value {
    let mut whole = spec;
    whole["template"]["spec"]["nodeName"] = kubelet.node.clone().into();
    whole["template"]["spec"]["terminationGracePeriodSeconds"] = 900.into();
    whole
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn retries_join_until_one_succeeds() {
    let space = Namespace::new("logs-retries").await;
    let kubelet = Kubelet::start(&space.api, &space.name).await;
    space.create_job("one", on_node(&kubelet, json!({}))).await;
    let mut run = follow(&space, "one --exit-status");
    let first = space.next_pod("one", &[]).await;
    kubelet.write(&first, "main", "one\n");
    space.report(&first, running()).await;
    run.until_printed(&format!("[{first}/main] one\n"));
    kubelet.write(&first, "main", "no route to db\n");
    kubelet.end(&first, "main");
    space.report(&first, failed(7, "")).await;
    let second = space.next_pod("one", &[&first]).await;
    kubelet.write(&second, "main", "two\n");
    space.report(&second, running()).await;
    run.until_printed(&format!("[{second}/main] two\n"));
    kubelet.write(&second, "main", "done\n");
    kubelet.end(&second, "main");
    space.report(&second, succeeded()).await;
    let expected = format!(
        "[{first}/main] one\n[{first}/main] no route to db\n[{second}/main] two\n[{second}/main] done\n"
    );
    ended(run, 0, &expected, &["Complete"]);

    // Afterwards the same, but for those that follow.
    let output = space.cyjob("logs one").run();
    assert_eq!((output.code, output.stdout), (0, expected), "{}", output.stderr);
    let output = space.cyjob("logs one --failed --prefix=never").run();
    assert_eq!(output.stdout, "one\nno route to db\n", "{}", output.stderr);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn restarts_join_and_containers_of_all_kinds() {
    let space = Namespace::new("logs-restarts").await;
    let kubelet = Kubelet::start(&space.api, &space.name).await;
    let busy = |name: &str| json!({"name": name, "image": "busybox:1.36"});
    let mut sidecar = busy("proxy");
    sidecar["restartPolicy"] = "Always".into();
    let spec = json!({"template": {"spec": {"restartPolicy": "OnFailure",
        "initContainers": [busy("fetch"), sidecar], "containers": [busy("main")]}}});
    space.create_job("one", on_node(&kubelet, spec)).await;
    let mut run = follow(&space, "one");
    let name = space.next_pod("one", &[]).await;
    kubelet.write(&name, "fetch", "fetched\n");
    kubelet.end(&name, "fetch");
    kubelet.write(&name, "proxy", "ready\n");
    kubelet.write(&name, "main", "one\n");
    let fetch = container("fetch", &state::exited(0, ""));
    let proxy = container("proxy", &state::running());
    let main = container("main", &state::running());
    space
        .report(&name, pod("Running", &[fetch.clone(), proxy.clone()], &[main]))
        .await;
    run.until_printed(&format!("[{name}/fetch] fetched\n"));
    run.until_printed(&format!("[{name}/proxy] ready\n"));
    run.until_printed(&format!("[{name}/main] one\n"));
    kubelet.write(&name, "main", "no route to db\n");
    kubelet.restart(&name, "main");
    kubelet.write(&name, "main", "two\n");
    let main = again(container("main", &state::running()), 1, 7);
    space
        .report(&name, pod("Running", &[fetch.clone(), proxy], &[main]))
        .await;
    run.until_printed(&format!("[{name}/main restart 1] two\n"));
    for container in ["main", "proxy"] {
        kubelet.end(&name, container);
    }
    let proxy = container("proxy", &state::exited(0, ""));
    let main = again(container("main", &state::exited(0, "")), 1, 7);
    space
        .report(&name, pod("Succeeded", &[fetch, proxy], &[main]))
        .await;
    let output = run.finish();
    assert_eq!(output.code, 0, "{output:?}");
    let of = |part: &str| -> Vec<&str> { output.stdout.lines().filter(|line| line.contains(part)).collect() };
    assert_eq!(of("/proxy]").len(), 1, "{output:?}");
    assert_eq!(
        of("/main"),
        [
            format!("[{name}/main] one"),
            format!("[{name}/main] no route to db"),
            format!("[{name}/main restart 1] two")
        ],
        "{output:?}"
    );

    let output = space.cyjob("logs one -p --prefix=never").run();
    assert_eq!(
        (output.code, output.stdout.as_str()),
        (0, "fetched\nready\none\nno route to db\ntwo\n"),
        "{output:?}"
    );
}

/// Of more restarts than the node keeps logs of, those that were followed are whole.
#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_crash_loop_is_followed_through_all_its_restarts() {
    let space = Namespace::new("logs-loop").await;
    let kubelet = Kubelet::start(&space.api, &space.name).await;
    let spec = json!({"template": {"spec": {"restartPolicy": "OnFailure"}}});
    space.create_job("one", on_node(&kubelet, spec)).await;
    let mut run = follow(&space, "one --prefix=never");
    let name = space.next_pod("one", &[]).await;
    let mut expected = String::new();
    for times in 0..4 {
        if times > 0 {
            kubelet.restart(&name, "main");
        }
        let line = format!("instance {times}\n");
        kubelet.write(&name, "main", &line);
        let status = if times == 0 {
            running()
        } else {
            restarted(times, 7)
        };
        space.report(&name, status).await;
        run.until_printed(&line);
        expected += &line;
    }
    kubelet.end(&name, "main");
    let main = again(container("main", &state::exited(0, "")), 3, 7);
    space.report(&name, pod("Succeeded", &[], &[main])).await;
    ended(run, 0, &expected, &["Complete"]);
    let output = space.cyjob("logs one -p --prefix=never").run();
    assert_eq!(output.stdout, "instance 2\ninstance 3\n", "{output:?}");
    assert!(output.stderr.contains("2 earlier instances"), "{output:?}");
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn it_ends_with_the_job_however_that_ends() {
    let space = Namespace::new("logs-ends").await;
    let kubelet = Kubelet::start(&space.api, &space.name).await;
    let begin = async |job: &str, spec| {
        space.create_job(job, on_node(&kubelet, spec)).await;
        let mut run = follow(&space, &format!("{job} --exit-status"));
        let name = space.next_pod(job, &[]).await;
        kubelet.write(&name, "main", "one\n");
        space.report(&name, running()).await;
        run.until_printed("one\n");
        (run, name)
    };
    let end = |name: &str| {
        kubelet.write(name, "main", "last");
        kubelet.end(name, "main");
    };

    let (run, name) = begin("fails", json!({"backoffLimit": 0})).await;
    end(&name);
    space.report(&name, failed(3, "")).await;
    ended(
        run,
        1,
        "one\nlast",
        &["Failed", "BackoffLimitExceeded", "exited 3"],
    );

    let (run, name) = begin("late", json!({"backoffLimit": 0, "activeDeadlineSeconds": 3})).await;
    space
        .describe_until("late", |report| report["verdict"]["reason"] == "DeadlineExceeded")
        .await;
    end(&name);
    space.report(&name, failed(143, "")).await;
    space
        .api
        .delete(
            &space.path(&format!("pods/{name}")),
            &json!({"gracePeriodSeconds": 0}),
        )
        .await;
    ended(run, 1, "one\nlast", &["Failed", "DeadlineExceeded"]);

    let (run, name) = begin("quick", json!({"backoffLimit": 0, "ttlSecondsAfterFinished": 0})).await;
    end(&name);
    // What was not read when the pod is deleted is lost, and a busy machine reads late.
    tokio::time::sleep(Duration::from_millis(500)).await;
    space.report(&name, succeeded()).await;
    ended(run, 0, "one\nlast", &["Complete"]);

    let (run, name) = begin("deleted", json!({"backoffLimit": 0})).await;
    space
        .api
        .delete(
            &space.batch("jobs/deleted"),
            &json!({"propagationPolicy": "Background"}),
        )
        .await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    end(&name);
    space.report(&name, failed(143, "")).await;
    ended(run, 3, "one\nlast", &["deleted"]);
}
