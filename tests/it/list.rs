//! `cyjob list`: the true state of many Jobs, whatever may be asked, and a table that holds.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{Cyjob, Recorded, Reply, Request, Server, list, recording};

/// All recordings at once, as of a moment that does not pass.
fn zoo(words: &str) -> Cyjob {
    Cyjob::new("list --utc --now 2026-11-23T22:25:00Z --from tests/fixtures/recordings").words(words)
}

/// Namespaces and names of the rows, from the document.
fn names(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().unwrap();
    items.iter().map(|item| item["name"].as_str().unwrap()).collect()
}

fn zoo_names(words: &str) -> Vec<String> {
    let list = zoo("-n zoo -o json").words(words).run().json();
    names(&list).into_iter().map(str::to_owned).collect()
}

/// An API with these Jobs; `others` answers for pods and events.
fn serve(jobs: Vec<Value>, others: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Server {
    Server::new(move |request| match request.path.rsplit('/').next() {
        Some("jobs") => Reply::json(&list("Job", &jobs, "")),
        Some("pods" | "events") => others(request),
        _ => Reply::status(
            404,
            "NotFound",
            "the server could not find the requested resource",
        ),
    })
}

fn forbidden(what: &str) -> Reply {
    let message = format!("{what} is forbidden: User \"dev\" cannot list resource \"{what}\"");
    Reply::status(403, "Forbidden", &message)
}

#[test]
fn the_table_fits_narrow_and_wide_screens() {
    insta::assert_snapshot!("80", zoo("-n zoo --width 80").answer());
    insta::assert_snapshot!("200", zoo("-A --width 200").answer());
    insta::assert_snapshot!("wide", zoo("-n zoo -o wide").answer());
    insta::assert_snapshot!("40", zoo("-n zoo --width 40 --blocked").answer());
    let colour = zoo("-n zoo --color always --state running,failing,suspended,complete --limit 6");
    insta::assert_snapshot!("colour", colour.answer().replace('\u{1b}', "␛"));
}

#[test]
fn the_documents_say_all() {
    let words = "-n zoo --state failed,blocked,running --limit 12";
    let json = zoo("-o json").words(words);
    let text = json.answer();
    insta::assert_snapshot!("json", text);
    let yaml = zoo("-o yaml").words(words).answer();
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_yaml::from_str::<Value>(&yaml).unwrap(), json);
    let names = zoo("-o name").words(words).answer();
    assert_eq!(names.lines().count(), 12);
    assert!(names.starts_with("job.batch/fail-command\n"), "{names}");
}

/// A list knows less, unfinished pods and few events, and must come to the same.
#[test]
fn every_state_and_reason_is_the_one_that_describe_tells() {
    let list = zoo("-A -o json").run().json();
    let described =
        Cyjob::new("describe --now 2026-11-23T22:25:00Z --from tests/fixtures/recordings -A -o json -l")
            .arg("!no-such-label")
            .run()
            .json();
    let verdicts = described["items"].as_array().unwrap().iter().map(|report| {
        let name = format!("{}/{}", report["job"]["namespace"], report["job"]["name"]);
        (name, report["verdict"].clone())
    });
    let verdicts: BTreeMap<String, Value> = verdicts.collect();
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), verdicts.len());
    assert!(items.len() > 30, "{}", items.len());
    for item in items {
        let verdict = &verdicts[&format!("{}/{}", item["namespace"], item["name"])];
        for key in ["state", "reason", "terminal"] {
            assert_eq!(item[key], verdict[key], "{}: {key}", item["name"]);
        }
        let by_pods = ["Pending", "Running", "Retrying", "Blocked"];
        let is_by_pods = by_pods.iter().any(|state| item["state"] == *state);
        assert_eq!(item["stateFrom"] == "pods", is_by_pods, "{item}");
    }
    assert_eq!(list["unknown"], json!([]));
}

#[test]
fn filters_choose() {
    let states = |words: &str| -> Vec<String> {
        let list = zoo("-n zoo -o json").words(words).run().json();
        let items = list["items"].as_array().unwrap();
        let mut states: Vec<String> = items
            .iter()
            .map(|item| item["state"].as_str().unwrap().to_owned())
            .collect();
        states.sort();
        states.dedup();
        states
    };
    assert_eq!(states("--failed"), ["Failed", "Failing"]);
    assert_eq!(states("--finished"), ["Complete", "Failed"]);
    assert_eq!(states("--blocked --state RETRYING"), ["Blocked", "Retrying"]);
    assert_eq!(states("--state suspended,complete"), ["Complete", "Suspended"]);
    let active = states("--active");
    assert!(active.contains(&"Running".to_owned()), "{active:?}");
    assert!(
        !active
            .iter()
            .any(|state| ["Complete", "Failed", "Suspended"].contains(&&**state))
    );
    let runs = zoo_names("--owner cronjob/nightly");
    assert!(
        runs.len() > 3 && runs.iter().all(|name| name.starts_with("nightly-")),
        "{runs:?}"
    );
    assert!(zoo_names("--owner cronjob/other").is_empty());
    assert_eq!(
        zoo_names("--owner cj/nightly --sort-by age --limit 1"),
        ["nightly-29924544"]
    );
    let late = zoo_names("--finished --since 2m");
    assert!(
        !late.is_empty() && late.len() < zoo_names("--finished").len(),
        "{late:?}"
    );
    let selected = zoo("-n zoo -o json --field-selector metadata.name=fail-oom")
        .run()
        .json();
    assert_eq!(names(&selected), ["fail-oom"]);
    let whole = zoo_names("--field-selector status.successful=12");
    assert_eq!(whole, ["ok-parallel"], "a Job's only field of its own");
    let labelled = zoo("-n zoo -o json -l app=no-such").run();
    assert_eq!((labelled.code, names(&labelled.json()).len()), (0, 0));
}

#[test]
fn orders_sort() {
    let first = |order: &str| zoo_names(&format!("--limit 1 --sort-by {order}")).remove(0);
    assert_eq!(first("name"), "fail-command");
    assert_eq!(first("failed"), "fail-indexed");
    assert_eq!(first("state"), "fail-command");
    let (longest, shortest) = (first("duration"), first("duration --reverse"));
    assert_ne!(longest, shortest);
    let mut forth = zoo_names("--sort-by age");
    forth.reverse();
    assert_eq!(forth, zoo_names("--sort-by age --reverse"));
}

#[test]
fn words_of_kubectl_mean_what_they_do_there() {
    let all = zoo("-n zoo -o name").answer();
    for command in ["get jobs", "get", "ls", "list job"] {
        let output = Cyjob::new(command)
            .words("-n zoo -o name --from tests/fixtures/recordings")
            .run();
        assert_eq!(
            (output.code, output.stdout.as_str()),
            (0, all.as_str()),
            "{command}"
        );
    }
    let some = zoo("-n zoo -o name job/fail-oom cronjob/nightly ok-single").answer();
    assert_eq!(
        some,
        "job.batch/fail-oom\njob.batch/nightly-29924544\njob.batch/ok-single\n"
    );
    zoo("-n zoo cronjobs").run().assert_usage("--owner cronjobs/NAME");
    let everywhere = zoo("-n other fail-oom -A --no-headers").answer();
    assert!(
        everywhere.starts_with("zoo") && everywhere.contains("fail-oom"),
        "{everywhere}"
    );
    zoo("-n zoo fail-oom -l a=b")
        .run()
        .assert_usage("cannot be used with");
    zoo("--state Done").run().assert_usage("possible values");
    zoo("--owner report").run().assert_usage("KIND/NAME");
    zoo("--since yesterday").run().assert_usage("7d");
    zoo("-l )(").run().assert_error(2, &["cannot list"]);
}

#[test]
fn a_missing_name_hides_no_other() {
    let output = zoo("-n zoo -o name fail-oom fail-oops").run();
    assert_eq!(output.code, 3);
    assert_eq!(output.stdout, "job.batch/fail-oom\n");
    assert!(
        output.stderr.contains("job/fail-oops not found"),
        "{}",
        output.stderr
    );
}

#[test]
fn no_jobs_is_said_beside_the_answer_and_a_document_is_one_all_the_same() {
    let server = serve(Vec::new(), |_| panic!("there is nothing to ask for"));
    let ask = |words: &str| Cyjob::new("list").words(words).server(&server.url).run();
    let output = ask("");
    assert_eq!((output.code, output.stdout.as_str()), (0, ""));
    assert_eq!(output.stderr, "No Jobs in namespace \"zoo\"\n");
    assert_eq!(ask("-A").stderr, "No Jobs\n");
    let output = ask("-o json");
    assert_eq!((output.code, output.stderr.as_str()), (0, ""));
    assert_eq!(
        (&output.json()["kind"], &output.json()["items"]),
        (&json!("JobList"), &json!([]))
    );
    assert_eq!(ask("--exit-status").code, 3, "nothing succeeded");
    let output = zoo("-n zoo --owner cronjob/x").run();
    assert_eq!((output.code, output.stdout.as_str()), (0, ""));
    assert!(
        output
            .stderr
            .contains("\nNo Job in namespace \"zoo\" matches the filters (36 Jobs in all)"),
        "{}",
        output.stderr
    );
}

#[test]
fn the_exit_status_is_that_of_all_that_fit() {
    let code = |words: &str| zoo("-n zoo --exit-status -o name").words(words).run().code;
    assert_eq!(code(""), 1);
    assert_eq!(code("--state complete"), 0);
    assert_eq!(
        code("--state complete,failed --sort-by name --reverse --limit 1"),
        1,
        "beyond the limit"
    );
    assert_eq!(code("ok-single ok-ttl"), 0);
    assert_eq!(code("ok-single fail-oops"), 3);
    assert_eq!(code("ok-single fail-oom"), 1);
    assert_eq!(code("--owner cronjob/typo"), 3, "nothing that fits has succeeded");
}

#[test]
fn bad_numbers_and_times_are_refused_with_what_to_do() {
    zoo("--limit 0").run().assert_usage("at least 1");
    zoo("--since -5m").run().assert_usage("such as 90, 90s, 5m");
}

#[test]
fn who_is_named_twice_has_one_row() {
    let names = zoo("-n zoo -o name ok-single job/ok-single").answer();
    assert_eq!(names, "job.batch/ok-single\n");
}

#[test]
fn without_rights_to_pods_the_state_says_that_it_is_the_jobs_alone() {
    let [running, failing, done] =
        ["running-sidecar", "failing-grace", "ok-single"].map(|name| Recorded::new(name).job());
    let server = serve(vec![running, failing, done], |request| {
        forbidden(request.path.rsplit('/').next().unwrap())
    });
    let output = Cyjob::new("list").server(&server.url).run();
    assert_eq!(output.code, 0);
    let lines: Vec<&str> = output.stdout.lines().collect();
    assert!(
        lines[1].contains("Failing  "),
        "its condition says so: {}",
        output.stdout
    );
    assert!(lines[2].contains("Complete  "), "it has ended: {}", output.stdout);
    assert!(lines[3].contains("Running?"), "{}", output.stdout);
    assert_eq!(output.stderr.lines().count(), 1, "{}", output.stderr);
    assert!(
        output
            .stderr
            .contains("states marked ? are based on the Job alone"),
        "{}",
        output.stderr
    );
    assert!(output.stderr.contains("pods is forbidden"), "{}", output.stderr);
    let output = Cyjob::new("list -o json").server(&server.url).run();
    assert_eq!((output.code, output.stderr.as_str()), (0, ""));
    let list = output.json();
    assert_eq!(list["items"][2]["stateFrom"], "job");
    assert_eq!(list["items"][2]["terminal"], false);
    assert!(list["items"][2].get("nodes").is_none(), "absent is unknown");
    assert_eq!(list["unknown"][0]["what"], "pods");
    assert_eq!(list["unknown"][0]["reason"], "Forbidden");
}

#[test]
fn without_rights_to_events_the_document_says_so_and_the_table_is_silent() {
    let server = serve(vec![Recorded::new("stuck-quota").job()], |request| {
        if request.path.ends_with("/events") {
            forbidden("events")
        } else {
            Reply::json(&list("Pod", &[], ""))
        }
    });
    let output = Cyjob::new("list -A").server(&server.url).run();
    assert_eq!((output.code, output.stderr.as_str()), (0, ""));
    assert!(output.stdout.contains("Pending  "), "{}", output.stdout);
    let list = Cyjob::new("list -A -o json").server(&server.url).run().json();
    assert_eq!(list["unknown"][0]["what"], "events");
    assert_eq!(list["items"][0]["stateFrom"], "pods");
}

#[test]
fn jobs_that_cannot_be_listed_are_an_error() {
    let server = Server::new(|_| forbidden("jobs"));
    let output = Cyjob::new("list").server(&server.url).run();
    output.assert_error(5, &["cannot list Jobs in namespace \"zoo\"", "jobs is forbidden"]);
}

/// A pod that fails after the quota let it be created is between two attempts, however the refusal before it is told.
#[test]
fn a_refusal_that_was_overcome_blocks_nothing() {
    let mut job = Recorded::new("stuck-quota").job();
    job["status"] = json!({"failed": 1, "startTime": "2026-11-23T18:00:00Z"});
    let event = |reason: &str, kind: &str, last: &str| {
        json!({"metadata": {"name": reason, "uid": reason, "namespace": "zoo"}, "type": kind, "reason": reason, "message": reason,
            "lastTimestamp": last, "firstTimestamp": last, "involvedObject": {"kind": "Job", "uid": job["metadata"]["uid"]}})
    };
    let refused = event("FailedCreate", "Warning", "2026-11-23T18:01:00Z");
    let created = event("SuccessfulCreate", "Normal", "2026-11-23T18:02:00Z");
    let server = serve(vec![job.clone()], move |request| {
        let selector = request.parameter("fieldSelector").unwrap_or_default();
        match request.path.rsplit('/').next() {
            Some("events") if selector.contains("SuccessfulCreate") => {
                Reply::json(&list("Event", std::slice::from_ref(&created), ""))
            }
            Some("events") => Reply::json(&list("Event", std::slice::from_ref(&refused), "")),
            _ => Reply::json(&list("Pod", &[], "")),
        }
    });
    let listed = Cyjob::new("list -o json").server(&server.url).run().json();
    assert_eq!(listed["items"][0]["state"], "Retrying", "{listed:#}");
}

#[test]
fn hostile_names_neither_break_a_line_nor_move_the_cursor() {
    let mut job = Recorded::new("fail-exit").job();
    job["metadata"]["name"] = "evil\u{1b}[2J\nfake  Complete".into();
    job["status"]["conditions"][1]["reason"] = "\u{1b}]0;title\u{7}\u{202e}".into();
    let server = serve(vec![job], |_| panic!("it has ended"));
    for words in ["list", "list -o wide", "list -o name"] {
        let output = Cyjob::new(words).server(&server.url).run();
        assert_eq!(output.code, 0, "{}", output.stderr);
        assert!(
            !output.stdout.contains(['\u{1b}', '\u{7}', '\u{202e}']),
            "{:?}",
            output.stdout
        );
        let rows = if words.ends_with("name") { 1 } else { 2 };
        assert_eq!(output.stdout.lines().count(), rows, "{}", output.stdout);
    }
}

#[test]
fn scripts_get_rows_without_titles() {
    let text = zoo("-n zoo --no-headers --state failing").answer();
    assert_eq!(text.lines().count(), 1);
    assert!(text.starts_with("failing-grace"), "{text}");
    let folder = recording("fail-oom");
    let bundle = Cyjob::new("list --no-headers").from(folder).answer();
    assert!(
        bundle.starts_with("fail-oom  Failed  BackoffLimitExceeded"),
        "{bundle}"
    );
}
