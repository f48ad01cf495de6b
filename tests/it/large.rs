//! Lists of any length: pages, tokens that expire, tokens without end.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::support::{Cyjob, Recorded, Reply, Request, Server, list};

const UID: &str = "f05e836f-3d0d-4083-bb19-aee786411375";

/// A Job of the recording's making, with other counts.
fn job(completions: u64, failed: u64) -> Value {
    let mut job = Recorded::new("fail-exit").job();
    job["spec"]["completions"] = completions.into();
    job["status"]["failed"] = failed.into();
    job
}

fn pod(number: usize, phase: &str, exit_code: i32) -> Value {
    json!({
        "metadata": {"name": format!("fail-exit-{number:05}"), "uid": format!("u{number}"), "creationTimestamp": "2026-11-23T18:02:50Z",
            "ownerReferences": [{"apiVersion": "batch/v1", "kind": "Job", "name": "fail-exit", "uid": UID, "controller": true}]},
        "spec": {"containers": [{"name": "migrate", "image": "busybox:1.36"}], "nodeName": "node1"},
        "status": {"phase": phase, "containerStatuses": [{"name": "migrate", "restartCount": 0, "ready": false, "image": "", "imageID": "",
            "state": {"terminated": {"exitCode": exit_code, "reason": "Error"}}}]},
    })
}

/// Serves the Job and answers pod lists with `pods`.
fn serve(job: Value, pods: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Server {
    Server::new(move |request| match request.path.rsplit('/').next() {
        Some("fail-exit") => Reply::json(&job),
        Some("pods") => pods(request),
        Some("events") => Reply::json(&list("Event", &[], "")),
        _ => Reply::status(
            404,
            "NotFound",
            "the server could not find the requested resource",
        ),
    })
}

fn describe(server: &Server) -> Cyjob {
    Cyjob::new("describe fail-exit --color never --width 100").server(&server.url)
}

#[test]
fn five_thousand_pods_are_all_counted_and_similar_failures_are_one_finding() {
    let server = serve(job(5000, 4812), |request| {
        assert_eq!(request.parameter("limit"), Some("500"));
        let page: usize = request
            .parameter("continue")
            .map_or(0, |token| token.parse().unwrap());
        let pods: Vec<Value> = (page * 500..(page + 1) * 500)
            .map(|number| {
                if number < 4812 {
                    pod(number, "Failed", 1)
                } else {
                    pod(number, "Succeeded", 0)
                }
            })
            .collect();
        Reply::json(&list(
            "Pod",
            &pods,
            &if page < 9 {
                (page + 1).to_string()
            } else {
                String::new()
            },
        ))
    });
    let text = describe(&server).answer();
    assert!(
        text.contains("\"migrate\" exited 1 in 4,812 pods, e.g. fail-exit-"),
        "{text}"
    );
    assert!(
        text.contains("4,804 Failed") || text.contains("4,800 Failed"),
        "{text}"
    );
    assert!(
        text.lines().count() < 80,
        "a person reads this: {}",
        text.lines().count()
    );
    let report = describe(&server).arg("-ojson").run().json();
    assert_eq!(report["pods"].as_array().unwrap().len(), 5000);
    assert_eq!(report["counts"]["pods"]["failed"], 4812);
    assert_eq!(report["counts"]["pods"]["succeeded"], 188);
    let all = describe(&server).arg("--all").answer();
    assert_eq!(
        all.lines()
            .filter(|line| line.starts_with("  fail-exit-"))
            .count(),
        5000
    );
}

#[test]
fn tokens_without_end_are_an_error_and_not_a_loop() {
    let server = serve(job(1, 1), |_| {
        Reply::json(&list("Pod", &[pod(1, "Failed", 1)], "again"))
    });
    let output = describe(&server).arg("-ojson").run();
    assert_eq!(output.code, 0);
    let report = output.json();
    assert!(report.get("pods").is_none());
    assert_eq!(report["unknown"][0]["what"], "pods");
    assert_eq!(report["unknown"][0]["reason"], "BadAnswer");
    assert!(
        server.requests().len() < 50,
        "{} requests",
        server.requests().len()
    );
}

#[test]
fn an_expired_token_begins_the_list_anew_once() {
    let expired = AtomicUsize::new(0);
    let server = serve(job(1, 2), move |request| match request.parameter("continue") {
        None => Reply::json(&list("Pod", &[pod(1, "Failed", 1)], "second")),
        Some("second") if expired.fetch_add(1, Ordering::SeqCst) == 0 => {
            Reply::status(410, "Expired", "The provided continue parameter is too old")
        }
        Some(_) => Reply::json(&list("Pod", &[pod(2, "Failed", 1)], "")),
    });
    let report = describe(&server).arg("-ojson").run().json();
    assert_eq!(report["pods"].as_array().unwrap().len(), 2);
    assert_eq!(report["notes"], json!([]));
}

#[test]
fn a_list_that_keeps_expiring_goes_on_and_says_that_it_is_no_snapshot() {
    let server = serve(job(1, 2), |request| match request.parameter("continue") {
        None => Reply::json(&list("Pod", &[pod(1, "Failed", 1)], "second")),
        Some("second") => {
            let body = json!({"kind": "Status", "apiVersion": "v1", "metadata": {"continue": "inconsistent"}, "status": "Failure",
                "message": "The provided continue parameter is too old", "reason": "Expired", "code": 410});
            Reply::Whole(
                410,
                vec![("Content-Type".into(), "application/json".into())],
                body.to_string().into_bytes(),
            )
        }
        Some(_) => Reply::json(&list("Pod", &[pod(2, "Failed", 1)], "")),
    });
    let report = describe(&server).arg("-ojson").run().json();
    assert_eq!(report["pods"].as_array().unwrap().len(), 2);
    assert_eq!(report["notes"].as_array().unwrap().len(), 1, "{report}");
}

#[test]
fn ten_megabytes_of_annotations_are_cut_for_people_and_whole_for_programs() {
    let mut large = job(1, 1);
    large["metadata"]["annotations"]["note"] = Value::String("x".repeat(10_000_000));
    let server = serve(large, |_| Reply::json(&list("Pod", &[], "")));
    let text = describe(&server).run();
    assert_eq!(text.code, 0, "{}", text.stderr);
    assert!(text.stdout.len() < 10_000, "{} bytes", text.stdout.len());
    let report = describe(&server).arg("-ojson").run().json();
    assert_eq!(
        report["job"]["annotations"]["note"].as_str().unwrap().len(),
        10_000_000
    );
}

/// Ten thousand Jobs in pages, of which each hundredth has a pod that cannot be scheduled.
#[test]
fn of_ten_thousand_jobs_no_row_is_lost_and_few_requests_are_made() {
    const JOBS: usize = 10_000;
    let uid = |number: usize| format!("uid-{number}");
    let job = move |number: usize| {
        let condition =
            json!([{"type": "Complete", "status": "True", "lastTransitionTime": "2026-11-23T18:03:00Z"}]);
        let is_done = !number.is_multiple_of(100);
        json!({"metadata": {"name": format!("job-{number:05}"), "namespace": "zoo", "uid": uid(number),
            "creationTimestamp": "2026-11-23T18:00:00Z"},
        "spec": {"parallelism": 1, "completions": 1, "template": {"spec": {"containers": [{"name": "main", "image": "x"}]}}},
        "status": if is_done {
            json!({"succeeded": 1, "startTime": "2026-11-23T18:00:00Z", "completionTime": "2026-11-23T18:03:00Z", "conditions": condition})
        } else {
            json!({"active": 1, "ready": 0, "startTime": "2026-11-23T18:00:00Z"})
        }})
    };
    let pod = move |number: usize| {
        json!({"metadata": {"name": format!("pod-{number}"), "uid": format!("pod-{number}"), "namespace": "zoo",
                "ownerReferences": [{"controller": true, "uid": uid(number)}]},
            "status": {"phase": "Pending", "conditions": [
                {"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": "no room"}]}})
    };
    let server = Server::new(move |request| {
        let page: usize = request
            .parameter("continue")
            .map_or(0, |token| token.parse().unwrap());
        match request.path.rsplit('/').next() {
            Some("jobs") => {
                let jobs: Vec<Value> = (page * 500..(page + 1) * 500).map(job).collect();
                let next = if (page + 1) * 500 < JOBS {
                    (page + 1).to_string()
                } else {
                    String::new()
                };
                Reply::json(&list("Job", &jobs, &next))
            }
            Some("pods") => {
                let pods: Vec<Value> = (0..JOBS).step_by(100).map(pod).collect();
                Reply::json(&list("Pod", &pods, ""))
            }
            _ => panic!("{request:?}"),
        }
    });
    let text = Cyjob::new("list --width 100").server(&server.url).answer();
    assert_eq!(text.lines().count(), JOBS + 1);
    let blocked = text
        .lines()
        .filter(|line| line.contains("Blocked   Unschedulable"));
    assert_eq!(blocked.count(), JOBS / 100);
    let requests = server.requests();
    assert_eq!(
        requests.len(),
        JOBS / 500 + 1,
        "pages of Jobs, and one list of pods"
    );
    let pods = requests.last().unwrap();
    assert_eq!(
        pods.parameter("labelSelector"),
        Some("job-name"),
        "too many to name"
    );
    let fields = pods.parameter("fieldSelector");
    assert_eq!(fields, Some("status.phase!=Succeeded,status.phase!=Failed"));
    let list = Cyjob::new("list -o json").server(&server.url).run().json();
    assert_eq!(list["items"].as_array().unwrap().len(), JOBS);
}
