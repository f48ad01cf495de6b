//! Which logs are shown, and in which order.

use serde_json::json;

use super::world::{again, at, complete, exited, logs, pod, pod_of, put_pods, running, shown};
use crate::support::{Cluster, objects};

/// A Job of two attempts, the first of which failed, each with two containers.
fn attempts() -> Cluster {
    let cluster = complete([
        pod("x-one", 0, &[exited("main", 0, 3), exited("proxy", 1, 0)]),
        pod("x-two", 10, &[exited("main", 10, 0), exited("proxy", 11, 0)]),
    ]);
    for (pod, container, text) in [
        ("x-one", "main", "one main\n"),
        ("x-one", "proxy", "one proxy\n"),
        ("x-two", "main", "two main\n"),
        ("x-two", "proxy", "two proxy\n"),
    ] {
        cluster.logs.write_at(pod, container, at(0), text);
    }
    cluster
}

#[test]
fn all_in_the_order_of_their_start_and_each_choice() {
    let cluster = attempts();
    let all =
        "[x-one/main] one main\n[x-one/proxy] one proxy\n[x-two/main] two main\n[x-two/proxy] two proxy\n";
    for (words, expected) in [
        ("", all),
        ("--all-containers --all-pods=true --tail -1", all),
        ("--prefix=never -c main", "one main\ntwo main\n"),
        (
            "--container-regex ^pro",
            "[x-one/proxy] one proxy\n[x-two/proxy] two proxy\n",
        ),
        (
            "--attempt first",
            "[x-one/main] one main\n[x-one/proxy] one proxy\n",
        ),
        ("--attempt last --prefix=false", "two main\ntwo proxy\n"),
        ("--attempt 2 -c main", "two main\n"),
        ("--failed", "[x-one/main] one main\n[x-one/proxy] one proxy\n"),
        ("--failed -c main --prefix", "[x-one/main] one main\n"),
        ("--pod x-two -c proxy", "two proxy\n"),
    ] {
        assert_eq!(shown(&cluster, words), expected, "{words}");
    }
    let nothing = logs(&cluster, "--attempt 7").run();
    assert_eq!((nothing.code, nothing.stdout.as_str()), (0, ""));
    assert_eq!(nothing.stderr, "note: job/x has no log that matches\n");
    let followed = logs(&cluster, "--attempt 7 -f").run();
    assert_eq!((followed.code, followed.stdout.as_str()), (0, ""));
    let told = followed
        .stderr
        .matches("note: job/x has no log that matches\n")
        .count();
    assert_eq!(told, 1, "{followed:?}");
}

#[test]
fn a_choice_that_can_never_match_is_refused() {
    let cluster = attempts();
    for (words, word) in [
        ("-c nginx", "main, proxy"),
        ("--container-regex ^z", "main, proxy"),
        ("--index 1", "not Indexed"),
        ("--pod x-three", "x-one, x-two"),
    ] {
        logs(&cluster, words).run().assert_error(2, &[word]);
    }
}

#[test]
fn a_choice_that_can_never_match_is_not_followed() {
    let cluster = attempts();
    for (words, word) in [("-f -c nginx", "main, proxy"), ("-f --index 1", "not Indexed")] {
        logs(&cluster, words).run().assert_error(2, &[word]);
    }
}

/// One of several Jobs is enough; what is said of the others depends on whether they go on.
#[test]
fn a_choice_of_several_jobs_matches_one() {
    let cluster = attempts();
    cluster.put("jobs", objects::complete(objects::job("y")));
    put_pods(&cluster, [pod_of("y", "y-one", 5, &[exited("side", 5, 0)])]);
    cluster.logs.write_at("y-one", "side", at(0), "one side\n");
    for (words, line, other) in [
        (
            "y -c side",
            "[y-one/side] one side\n",
            "job x has no container \"side\"",
        ),
        (
            "y --pod y-one",
            "[y-one/side] one side\n",
            "job x has no pod y-one",
        ),
        (
            "y -c proxy --attempt 1",
            "[x-one/proxy] one proxy\n",
            "job y has no container \"proxy\"",
        ),
    ] {
        for follow in ["", "-f"] {
            let output = logs(&cluster, words).words(follow).run();
            assert_eq!(
                (output.code, output.stdout.as_str()),
                (0, line),
                "{words}: {output:?}"
            );
            let note = format!("note: {other}");
            assert_eq!(output.stderr.matches(&note).count(), 1, "{words}: {output:?}");
            assert!(!output.stderr.contains("error"), "{words}: {output:?}");
        }
    }
    for words in [
        "y -c nginx",
        "y --index 1 -f",
        "y --pod z-one",
        "y --pod z-one -f",
    ] {
        let output = logs(&cluster, words).run();
        assert_eq!(
            (output.code, output.stdout.as_str()),
            (2, ""),
            "{words}: {output:?}"
        );
    }
}

#[test]
fn indexes_and_their_attempts() {
    let cluster = Cluster::new();
    let mut job = objects::complete(objects::job("x"));
    job["spec"]["completionMode"] = "Indexed".into();
    job["spec"]["completions"] = 4.into();
    job["spec"]["parallelism"] = 4.into();
    cluster.put("jobs", job);
    for (number, (name, index, code)) in [
        ("x-0-a", 0, 0),
        ("x-1-a", 1, 1),
        ("x-2-a", 2, 0),
        ("x-3-a", 3, 0),
        ("x-1-b", 1, 0),
    ]
    .into_iter()
    .enumerate()
    {
        let seconds = i64::try_from(number).unwrap();
        let mut pod = pod(name, seconds, &[exited("main", seconds, code)]);
        pod["metadata"]["annotations"] =
            json!({"batch.kubernetes.io/job-completion-index": index.to_string()});
        cluster.put("pods", pod);
        cluster.logs.write_at(name, "main", at(0), format!("{name}\n"));
    }
    for (words, expected) in [
        ("--index 1,3", "x-1-a\nx-3-a\nx-1-b\n"),
        ("--index 0-2 --attempt last", "x-0-a\nx-2-a\nx-1-b\n"),
        ("--index 1 --attempt first", "x-1-a\n"),
        ("--failed", "x-1-a\n"),
    ] {
        assert_eq!(
            shown(&cluster, &format!("--prefix=never {words}")),
            expected,
            "{words}"
        );
    }
    logs(&cluster, "--index 3-9")
        .run()
        .assert_error(2, &["no index 4-9", "0-3"]);
    let json = shown(&cluster, "--index 1 -o json");
    let keys = r#""pod":"x-1-b","container":"main","attempt":2,"index":1,"message":"x-1-b"}"#;
    assert!(json.lines().last().unwrap().ends_with(keys), "{json}");
}

#[test]
fn an_instance_before_is_shown_where_it_is_asked_for() {
    let cluster = complete([pod("p", 0, &[again(exited("main", 5, 0), 1)])]);
    cluster.logs.write_at("p", "main", at(0), "before\n");
    cluster.logs.restart("p", "main");
    cluster.logs.write_at("p", "main", at(5000), "after\n");
    let output = logs(&cluster, "").run();
    assert_eq!(
        (output.code, output.stdout.as_str()),
        (0, "after\n"),
        "{output:?}"
    );
    assert!(output.stderr.contains("--previous"), "{output:?}");
    assert_eq!(
        shown(&cluster, "-p"),
        "[p/main] before\n[p/main restart 1] after\n"
    );
    let json = shown(&cluster, "-p -o json");
    assert!(
        json.lines()
            .next()
            .unwrap()
            .contains(r#""container":"main","attempt":1,"message":"before"}"#)
            && json.contains(r#""restart":1,"message":"after"}"#),
        "{json}"
    );
}

#[test]
fn what_the_node_threw_away_is_told() {
    let cluster = complete([pod("p", 0, &[again(exited("main", 5, 0), 4)])]);
    cluster.logs.restart("p", "main");
    cluster.logs.write_at("p", "main", at(5000), "after\n");
    let output = logs(&cluster, "-p").run();
    assert_eq!(output.code, 0, "{output:?}");
    assert!(output.stderr.contains("3 earlier instances"), "{output:?}");
}

#[test]
fn several_jobs_are_told_apart() {
    let cluster = attempts();
    cluster.put("jobs", objects::complete(objects::job("y")));
    put_pods(&cluster, [pod_of("y", "y-one", 5, &[exited("main", 5, 0)])]);
    cluster.logs.write_at("y-one", "main", at(0), "y\n");
    let words = "-c main --prefix=never";
    let output = cluster.cyjob("logs x y").words(words).run();
    assert_eq!(
        (output.code, output.stdout.as_str()),
        (0, "one main\ny\ntwo main\n"),
        "{output:?}"
    );
    let output = cluster.cyjob("logs -l app=report").words(words).run();
    assert_eq!(output.stdout, "one main\ny\ntwo main\n", "{output:?}");
    let output = cluster.cyjob("logs y -o json").run();
    assert!(
        output
            .stdout
            .contains(r#""job":"y","namespace":"zoo","pod":"y-one""#),
        "{output:?}"
    );
    let output = cluster.cyjob("logs x z").words(words).run();
    assert_eq!(
        (output.code, output.stdout.as_str()),
        (3, "one main\ntwo main\n"),
        "{output:?}"
    );
    assert!(
        output.stderr.contains("\"z\"") || output.stderr.contains("/z"),
        "{output:?}"
    );
    cluster.cyjob("logs z").run().assert_error(3, &["z"]);
}

#[test]
fn by_time_where_that_is_asked_for() {
    let cluster = complete([
        pod("a", 0, &[exited("main", 0, 0)]),
        pod("b", 1, &[exited("main", 1, 0)]),
    ]);
    for (pod, time, text) in [
        ("a", 0, "1\n"),
        ("a", 3000, "4\n"),
        ("a", 3000, "5\n"),
        ("a", 9000, "8"),
        ("b", 1000, "2\n"),
        ("b", 2000, "3\n"),
        ("b", 3500, "6\n"),
        ("b", 4000, "7\n"),
    ] {
        cluster.logs.write_at(pod, "main", at(time), text);
    }
    assert_eq!(
        shown(&cluster, "--merge --prefix=never"),
        "1\n2\n3\n4\n5\n6\n7\n8"
    );
    assert_eq!(shown(&cluster, "--merge --prefix=never --tail 1"), "7\n8");
    assert_eq!(shown(&cluster, "--prefix=never"), "1\n4\n5\n8\n2\n3\n6\n7\n");
}

#[test]
fn a_job_without_pods_has_nothing_to_show() {
    let cluster = complete([]);
    let output = logs(&cluster, "").run();
    assert_eq!((output.code, output.stdout.as_str()), (0, ""), "{output:?}");
    // Nothing of a pod that waits is an error either.
    let waits = json!({"name": "main", "image": "app:1", "restartCount": 0,
        "state": {"waiting": {"reason": "ImagePullBackOff", "message": "no such image"}}});
    let mut waiting = pod("p", 0, &[waits]);
    waiting["status"]["phase"] = "Pending".into();
    let cluster = Cluster::new();
    cluster.put("jobs", objects::job("x")).put("pods", waiting);
    let output = logs(&cluster, "").run();
    assert_eq!((output.code, output.stdout.as_str()), (0, ""), "{output:?}");
    assert!(output.stderr.contains("p (ImagePullBackOff)"), "{output:?}");
}

#[test]
fn pods_that_are_gone_are_named() {
    let cluster = Cluster::new();
    cluster.put("jobs", objects::failed(objects::job("x")));
    cluster.put(
        "events",
        json!({"kind": "Event", "apiVersion": "v1", "metadata": {"name": "x.1", "namespace": "zoo", "uid": "e1",
            "creationTimestamp": super::world::START},
            "involvedObject": {"kind": "Job", "name": "x", "namespace": "zoo", "uid": "uid-x"},
            "type": "Normal", "reason": "SuccessfulCreate", "message": "Created pod: x-gone1", "count": 1,
            "firstTimestamp": super::world::START, "lastTimestamp": super::world::START}),
    );
    let output = logs(&cluster, "").run();
    assert_eq!((output.code, output.stdout.as_str()), (0, ""), "{output:?}");
    assert!(output.stderr.contains("x-gone1"), "{output:?}");
}

#[test]
fn the_log_of_a_running_container_ends_where_it_is() {
    let cluster = Cluster::new();
    cluster.put("jobs", objects::job("x"));
    put_pods(&cluster, [pod("p", 0, &[running("main", 0)])]);
    cluster.logs.write_at("p", "main", at(0), "one\ntwo");
    assert_eq!(shown(&cluster, ""), "one\ntwo");
}
