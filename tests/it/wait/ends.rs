//! How Jobs end, and how several do.

use serde_json::json;

use super::cluster::{Cluster, line, silent_after, text, watches_jobs};
use super::objects::{complete, exited, failed, job, pod};

#[test]
fn a_job_that_has_ended_is_not_waited_for() {
    let cluster = Cluster::new();
    cluster.put("jobs", complete(job("x")));
    let run = cluster.cyjob("wait x").run();
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    assert!(run.stdout.contains("Complete  zoo/x"), "{run:?}");
    assert_eq!(cluster.requests().len(), 1, "{:?}", cluster.requests());
}

#[test]
fn a_failure_is_told_with_the_cause_that_describe_tells() {
    let cluster = Cluster::new();
    cluster
        .put("jobs", failed(job("x")))
        .put("pods", pod("x", &exited(42)));
    let described = cluster.cyjob("describe x").answer();
    let cause = described.lines().nth(1).unwrap().trim();
    assert!(cause.contains("42"), "{described}");
    let run = cluster.cyjob("wait x").run();
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stdout.contains("Failed  zoo/x"), "{run:?}");
    assert!(run.stderr.contains(cause), "{run:?}");
    assert!(cluster.watches_of("jobs").is_empty(), "nothing is left to watch");
}

#[test]
fn an_end_that_comes_later_is_told_by_the_watch() {
    for (end, code, word) in [
        (complete as fn(_) -> _, 0, "Complete"),
        (failed as fn(_) -> _, 1, "Failed"),
    ] {
        let cluster = Cluster::new();
        cluster.put("jobs", job("x"));
        let mut running = cluster.start("wait x");
        assert!(running.goes_on());
        cluster.change("x", end);
        let run = running.finish();
        assert_eq!(run.code, code, "{run:?}");
        assert!(run.stdout.contains(word), "{run:?}");
    }
}

#[test]
fn of_several_jobs_the_worst_counts() {
    let cluster = Cluster::new();
    cluster
        .put("jobs", complete(job("good")))
        .put("jobs", failed(job("bad")))
        .put("jobs", job("open"));
    let cases = [
        ("wait good bad", 1),
        ("wait good bad open --timeout 0", 124),
        ("wait good missing --timeout 0", 3),
        ("wait --any good open", 0),
        ("wait --any bad open", 1),
        ("wait --any good bad open", 0),
        ("wait --any open --timeout 0", 124),
        ("wait --fail-fast bad open", 1),
        ("wait --fail-fast good open --timeout 0", 124),
        ("wait --all --timeout 0", 124),
        ("wait --all --fail-fast", 1),
        ("wait -l app=report --any", 0),
        ("wait -A --all --timeout 0", 124),
        ("wait -A -l app=report --fail-fast", 1),
        ("wait -l app=none", 3),
        ("wait job/good jobs/good", 0),
    ];
    for (words, code) in cases {
        let run = cluster.cyjob(words).run();
        assert_eq!(run.code, code, "{words}: {run:?}");
    }
}

#[test]
fn many_jobs_of_a_namespace_share_one_watch() {
    let names: Vec<String> = (0..12).map(|number| format!("x{number}")).collect();
    let cluster = Cluster::new();
    for name in &names {
        cluster.put("jobs", job(name));
    }
    cluster.put("jobs", job("other"));
    let running = cluster.start(&format!("wait {}", names.join(" ")));
    cluster.change("other", failed).delete("x0", |job| job);
    for name in &names[1..] {
        cluster.change(name, complete);
    }
    let run = running.finish();
    assert_eq!(run.code, 3, "{run:?}");
    assert_eq!(run.stdout.matches("Complete  zoo/x").count(), 11, "{run:?}");
    assert_eq!(cluster.watches_of("jobs").len(), 1);
}

#[test]
fn a_missing_job_is_told_at_once() {
    let cluster = Cluster::new();
    cluster.put("jobs", job("report"));
    let run = cluster.cyjob("wait reprot report").run();
    run.assert_error(3, &["job/reprot not found", "did you mean job/report?"]);
    assert!(cluster.watches_of("jobs").is_empty());
}

#[test]
fn selected_jobs_are_fixed_at_the_start() {
    let cluster = Cluster::new();
    cluster.put("jobs", job("x"));
    let running = cluster.start("wait -l app=report");
    cluster.put("jobs", job("later"));
    cluster.change("x", complete);
    let run = running.finish();
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!run.stdout.contains("later"), "{run:?}");
}

#[test]
fn a_job_that_loses_its_label_is_still_waited_for() {
    let cluster = Cluster::new();
    cluster.put("jobs", job("x"));
    let mut running = cluster.start("wait -l app=report");
    cluster.change("x", |mut job| {
        job["metadata"]["labels"] = json!({});
        job
    });
    cluster.until_watched("jobs", 2);
    assert!(running.goes_on(), "it is not deleted");
    cluster.change("x", complete);
    let run = running.finish();
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn a_cron_job_means_its_newest_run() {
    let cluster = Cluster::new();
    let cron_job = json!({"kind": "CronJob", "apiVersion": "batch/v1",
        "metadata": {"name": "nightly", "namespace": "zoo", "uid": "uid-nightly"}, "spec": {"schedule": "0 0 * * *"}});
    let run_of = |name: &str, created: &str| {
        let mut run = job(name);
        run["metadata"]["creationTimestamp"] = created.into();
        run["metadata"]["ownerReferences"] = json!([{"apiVersion": "batch/v1", "kind": "CronJob", "name": "nightly", "uid": "uid-nightly", "controller": true}]);
        run
    };
    cluster.put("cronjobs", cron_job);
    let none = cluster.cyjob("wait cronjob/nightly").run();
    none.assert_error(3, &["cronjob/nightly", "has no Job"]);

    let waiting = cluster.start("wait cronjob/nightly --wait-for-creation");
    cluster.put("jobs", job("other"));
    cluster.put("jobs", failed(run_of("nightly-1", "2025-11-23T18:00:00Z")));
    let first = waiting.finish();
    assert_eq!(first.code, 1, "{first:?}");
    assert!(first.stdout.contains("nightly-1"), "{first:?}");

    cluster.put("jobs", complete(run_of("nightly-2", "2025-11-24T18:00:00Z")));
    let newest = cluster.cyjob("wait cronjob/nightly").run();
    assert_eq!(newest.code, 0, "{newest:?}");
    assert!(newest.stdout.contains("nightly-2"), "{newest:?}");
}

#[test]
fn a_job_that_is_to_come_is_waited_for_if_asked() {
    let cluster = Cluster::new();
    let waiting = cluster.start("wait x --wait-for-creation");
    cluster.put("jobs", job("x"));
    cluster.change("x", complete);
    let run = waiting.finish();
    assert_eq!(run.code, 0, "{run:?}");

    let waiting = cluster.start("wait -l app=new --wait-for-creation=20s");
    let mut new = job("new");
    new["metadata"]["labels"]["app"] = "new".into();
    cluster.put("jobs", complete(new));
    let run = waiting.finish();
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn a_job_that_never_comes_is_told_by_its_name() {
    let cluster = Cluster::new();
    cluster.put("jobs", complete(job("x")));
    let late = cluster.cyjob("wait x y --wait-for-creation=300ms").run();
    assert_eq!(late.code, 3, "{late:?}");
    assert!(
        late.stderr
            .contains("error: job/y in namespace \"zoo\" was not created"),
        "{late:?}"
    );
    let none = cluster.cyjob("wait -l app=none --wait-for-creation=300ms").run();
    none.assert_error(3, &["a Job with these labels was not created"]);
    let timeout = cluster.cyjob("wait y --wait-for-creation --timeout 2s").run();
    timeout.assert_error(
        124,
        &[
            "job/y in namespace \"zoo\" does not exist yet",
            "timed out after 2s",
        ],
    );
}

#[test]
fn a_deleted_job_ends_with_3_unless_it_had_ended() {
    let cases: [(fn(_) -> _, i32, &str); 3] = [
        (|job| job, 3, "deleted before it ended"),
        (complete, 0, "Complete"),
        (failed, 1, "Failed"),
    ];
    for (last, code, word) in cases {
        let cluster = Cluster::new();
        cluster.put("jobs", job("x"));
        let running = cluster.start("wait x");
        cluster.delete("x", last);
        let run = running.finish();
        assert_eq!(run.code, code, "{run:?}");
        assert!(run.stdout.contains(word), "{run:?}");
    }
}

#[test]
fn a_namesake_ends_the_wait_whatever_became_of_it() {
    let mut namesake = complete(job("x"));
    namesake["metadata"]["uid"] = "another".into();
    namesake["metadata"]["resourceVersion"] = "9".into();
    let added = line("ADDED", &namesake);
    let cluster = Cluster::with_faults(move |request| {
        watches_jobs(request).then(|| silent_after([text(added.clone())]))
    });
    cluster.put("jobs", job("x"));
    let run = cluster.cyjob("wait x").run();
    assert_eq!(run.code, 3, "{run:?}");
    assert!(
        run.stdout.contains("replaced by another Job of that name"),
        "{run:?}"
    );
}
