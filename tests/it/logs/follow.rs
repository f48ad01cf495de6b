//! Logs as they come, until the Job has ended.

use std::io::Read as _;

use super::world::{again, at, exited, logs, pod, put_pods, running};
use crate::support::{Cluster, Output, Reply, Running, objects};

/// Job `x`, which runs, with a pod `a` that does.
fn cluster() -> Cluster {
    let cluster = Cluster::new();
    let mut job = objects::job("x");
    job["spec"]["backoffLimit"] = 6.into();
    cluster.put("jobs", job);
    put_pods(&cluster, [pod("a", 0, &[running("main", 0)])]);
    cluster
}

/// The output of a run once container `main` of pod `a`, which was started again, has ended well, and the Job with it.
fn ended_after_restart(cluster: &Cluster, run: Running) -> Output {
    cluster.logs.end("a", "main");
    put_pods(cluster, [pod("a", 0, &[again(exited("main", 5, 0), 1)])]);
    cluster.change("x", objects::complete);
    let output = run.finish();
    assert_eq!(output.code, 0, "{output:?}");
    output
}

#[test]
fn retries_join_and_the_end_is_that_of_the_job() {
    let cluster = cluster();
    cluster.logs.write_at("a", "main", at(0), "one\n");
    let mut run = logs(&cluster, "-f").start();
    run.until_printed("[a/main] one\n");
    cluster.logs.write_at("a", "main", at(1000), "two\n");
    run.until_printed("[a/main] two\n");
    cluster.logs.end("a", "main");
    put_pods(&cluster, [pod("a", 0, &[exited("main", 0, 1)])]);
    cluster.logs.write_at("b", "main", at(2000), "three\n");
    put_pods(&cluster, [pod("b", 2, &[running("main", 2)])]);
    run.until_printed("[b/main] three\n");
    cluster.logs.write_at("b", "main", at(2500), "last");
    cluster.logs.end("b", "main");
    put_pods(&cluster, [pod("b", 2, &[exited("main", 2, 0)])]);
    cluster.change("x", objects::complete);
    let output = run.finish();
    assert_eq!(output.code, 0, "{output:?}");
    let expected = "[a/main] one\n[a/main] two\n[b/main] three\n[b/main] last\n";
    assert_eq!(output.stdout, expected, "{output:?}");
    assert!(output.stderr.contains("Complete"), "{output:?}");
}

#[test]
fn restarts_join() {
    let cluster = cluster();
    cluster.logs.write_at("a", "main", at(0), "one\n");
    let mut run = logs(&cluster, "-f --prefix").start();
    run.until_printed("[a/main] one\n");
    cluster.logs.write_at("a", "main", at(500), "last of one\n");
    cluster.logs.restart("a", "main");
    cluster.logs.write_at("a", "main", at(5000), "two\n");
    put_pods(&cluster, [pod("a", 0, &[again(running("main", 5), 1)])]);
    run.until_printed("[a/main restart 1] two\n");
    let output = ended_after_restart(&cluster, run);
    assert_eq!(
        output.stdout, "[a/main] one\n[a/main] last of one\n[a/main restart 1] two\n",
        "{output:?}"
    );
}

/// What a new instance writes before anybody knows that it is one is not the old one's.
#[test]
fn a_restart_that_is_learned_of_late_is_told_apart() {
    let cluster = cluster();
    cluster.logs.write_at("a", "main", at(0), "one\n");
    let mut run = logs(&cluster, "-f --prefix").start();
    run.until_printed("[a/main] one\n");
    cluster.logs.restart("a", "main");
    cluster.logs.write_at("a", "main", at(5000), "two\n");
    cluster.until_logs(2);
    put_pods(&cluster, [pod("a", 0, &[again(running("main", 5), 1)])]);
    run.until_printed("two\n");
    let output = ended_after_restart(&cluster, run);
    assert_eq!(
        output.stdout, "[a/main] one\n[a/main restart 1] two\n",
        "{output:?}"
    );
}

#[test]
fn the_verdict_is_told_and_is_the_exit_code_where_that_is_asked_for() {
    for (words, end, code) in [
        ("-f", "failed", 0),
        ("-f --exit-status", "failed", 1),
        ("-f --exit-status", "complete", 0),
        ("-f --exit-status", "deleted", 3),
    ] {
        let cluster = cluster();
        cluster.logs.write_at("a", "main", at(0), "one\n");
        let mut run = logs(&cluster, words).start();
        run.until_printed("one\n");
        cluster.logs.end("a", "main");
        put_pods(
            &cluster,
            [pod("a", 0, &[exited("main", 0, i32::from(end == "failed"))])],
        );
        match end {
            "failed" => cluster.change("x", objects::failed),
            "complete" => cluster.change("x", objects::complete),
            _ => cluster.delete("x", |job| job),
        };
        let output = run.finish();
        assert_eq!(output.code, code, "{words} {end}: {output:?}");
        assert!(output.stdout.ends_with("one\n"), "{words} {end}: {output:?}");
        let told = match end {
            "failed" => "Failed",
            "complete" => "Complete",
            _ => "deleted",
        };
        assert!(output.stderr.contains(told), "{words} {end}: {output:?}");
    }
}

#[test]
fn why_nothing_comes_is_said_once() {
    let cluster = Cluster::new();
    let mut job = objects::job("x");
    job["status"] = serde_json::json!({"active": 1, "startTime": super::world::START});
    cluster.put("jobs", job);
    cluster.put("pods", objects::pod("x", &objects::waiting("ImagePullBackOff")));
    let mut run = logs(&cluster, "-f").start();
    run.until("cannot pull");
    cluster.logs.write_at("x-abcde", "main", at(0), "at last\n");
    cluster.put("pods", objects::pod("x", &objects::running()));
    run.until_printed("at last\n");
    cluster.logs.end("x-abcde", "main");
    let mut ended = objects::exited(0);
    ended["phase"] = "Succeeded".into();
    cluster.put("pods", objects::pod("x", &ended));
    cluster.change("x", objects::complete);
    let output = run.finish();
    assert_eq!(output.code, 0, "{output:?}");
    assert_eq!(output.stderr.matches("cannot pull").count(), 1, "{output:?}");
}

#[test]
fn tail_0_is_what_comes_from_now_on() {
    let cluster = cluster();
    cluster.logs.write_at("a", "main", at(0), "old\n");
    let mut run = logs(&cluster, "-f --tail 0 -v").start();
    run.until("/pods/a/log?container=main&timestamps=true&follow=true");
    cluster.logs.write_at("a", "main", at(100), "new\n");
    run.until_printed("new\n");
    cluster.logs.end("a", "main");
    put_pods(&cluster, [pod("a", 0, &[exited("main", 0, 0)])]);
    cluster.change("x", objects::complete);
    let output = run.finish();
    assert_eq!(
        (output.code, output.stdout.as_str()),
        (0, "[a/main] new\n"),
        "{output:?}"
    );
}

#[test]
fn pods_that_come_later_are_read_from_their_beginnings() {
    let cluster = cluster();
    cluster.logs.write_at("a", "main", at(0), "old\n");
    cluster.logs.write_at("a", "main", at(500), "one\n");
    let mut run = logs(&cluster, "-f --tail 1 --prefix").start();
    run.until_printed("one\n");
    cluster.logs.end("a", "main");
    cluster.logs.write_at("b", "main", at(2000), "two\nthree\n");
    cluster.logs.end("b", "main");
    put_pods(
        &cluster,
        [
            pod("a", 0, &[exited("main", 0, 1)]),
            pod("b", 2, &[exited("main", 2, 0)]),
        ],
    );
    run.until_printed("three\n");
    cluster.change("x", objects::complete);
    let output = run.finish();
    assert_eq!(output.code, 0, "{output:?}");
    assert_eq!(
        output.stdout, "[a/main] one\n[b/main] two\n[b/main] three\n",
        "{output:?}"
    );
}

/// As `head` does when it has what it wants.
#[test]
fn a_reader_that_goes_away_while_nothing_comes_ends_it() {
    let cluster = cluster();
    cluster.logs.write_at("a", "main", at(0), "one\n");
    let (mut reader, writer) = std::io::pipe().unwrap();
    let mut run = logs(&cluster, "-f").stdout(writer.into()).start();
    reader.read_exact(&mut [0; 3]).unwrap();
    assert!(run.goes_on());
    drop(reader);
    let output = run.finish();
    assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{output:?}");
}

#[test]
fn a_rotation_loses_nothing_that_was_followed() {
    let cluster = cluster();
    cluster.logs.write_at("a", "main", at(0), "one\n");
    let mut run = logs(&cluster, "-f --prefix=never").start();
    run.until_printed("one\n");
    cluster.logs.rotate("a", "main", false);
    cluster.logs.write_at("a", "main", at(1000), "two\n");
    run.until_printed("two\n");
    cluster.logs.rotate("a", "main", true);
    // Whoever follows does not hear of these until he asks anew, when the container has ended.
    cluster.logs.write_at("a", "main", at(2000), "three\nfour\n");
    cluster.logs.end("a", "main");
    put_pods(&cluster, [pod("a", 0, &[exited("main", 0, 0)])]);
    cluster.change("x", objects::complete);
    let output = run.finish();
    assert_eq!(output.code, 0, "{output:?}");
    assert_eq!(output.stdout, "one\ntwo\nthree\nfour\n", "{output:?}");
}

#[test]
fn a_rotation_that_nobody_followed_is_told() {
    let cluster = cluster();
    cluster.logs.write_at("a", "main", at(0), "one\n");
    let mut run = logs(&cluster, "-f --prefix=never").start();
    run.until_printed("one\n");
    cluster.logs.write_at("a", "main", at(1000), "two\n");
    run.until_printed("two\n");
    // Of two rotations in a row, a follower who is cut sees only the last file.
    cluster.logs.rotate("a", "main", true);
    cluster.logs.write_at("a", "main", at(9000), "lost\n");
    cluster.logs.rotate("a", "main", true);
    cluster.logs.write_at("a", "main", at(20_000), "three\n");
    cluster.logs.cut("a", "main");
    run.until_printed("three\n");
    cluster.logs.end("a", "main");
    put_pods(&cluster, [pod("a", 0, &[exited("main", 0, 0)])]);
    cluster.change("x", objects::complete);
    let output = run.finish();
    assert_eq!(output.code, 0, "{output:?}");
    assert_eq!(output.stdout, "one\ntwo\nthree\n", "{output:?}");
    assert!(output.stderr.contains("rotated"), "{output:?}");
}

#[test]
fn many_logs_take_turns_at_few_streams() {
    let cluster = Cluster::new();
    cluster.put("jobs", objects::job("x"));
    let names: Vec<String> = (0..12).map(|number| format!("p-{number:02}")).collect();
    for name in &names {
        cluster
            .logs
            .write_at(name, "main", at(0), format!("{name} begins\n"));
    }
    put_pods(
        &cluster,
        names.iter().map(|name| pod(name, 0, &[running("main", 0)])),
    );
    let mut run = cluster
        .cyjob("logs x -f --max-streams 3 --prefix=never --timeout 50s")
        .start();
    for name in &names {
        run.until_printed(&format!("{name} begins\n"));
    }
    for name in &names {
        cluster
            .logs
            .write_at(name, "main", at(3000), format!("{name} ends\n"));
        cluster.logs.end(name, "main");
        put_pods(&cluster, [pod(name, 0, &[exited("main", 0, 0)])]);
    }
    cluster.change("x", objects::complete);
    let output = run.finish();
    assert_eq!(output.code, 0, "{output:?}");
    for name in &names {
        let lines: Vec<&str> = output
            .stdout
            .lines()
            .filter(|line| line.starts_with(name.as_str()))
            .collect();
        assert_eq!(
            lines,
            [format!("{name} begins"), format!("{name} ends")],
            "{output:?}"
        );
    }
}

/// A kubelet does not say that a log begins before there is something of it.
#[test]
fn logs_that_say_nothing_keep_no_stream_from_others() {
    let cluster = Cluster::with_faults(|request| {
        let is_silent = request.path.contains("/silent-") && request.parameter("follow").is_some();
        is_silent.then_some(Reply::Silence)
    });
    cluster.put("jobs", objects::job("x"));
    for name in ["silent-1", "silent-2", "talks"] {
        cluster.logs.write_at(name, "main", at(0), "");
        put_pods(&cluster, [pod(name, 0, &[running("main", 0)])]);
    }
    let mut run = logs(&cluster, "-f --max-streams 2 --prefix=never").start();
    cluster.until_logs(2);
    cluster.logs.write_at("talks", "main", at(1000), "a word\n");
    run.until_printed("a word\n");
    assert!(run.goes_on());
}

#[test]
fn jobs_that_have_not_ended_when_the_time_is_over_are_named() {
    let cluster = Cluster::new();
    cluster
        .put("jobs", objects::job("x"))
        .put("jobs", objects::complete(objects::job("y")));
    cluster.logs.write_at("a", "main", at(0), "one\n");
    put_pods(&cluster, [pod("a", 0, &[running("main", 0)])]);
    let output = cluster.cyjob("logs x y -f --timeout 2s").run();
    assert_eq!(output.code, 124, "{output:?}");
    let error = "error: timed out after 2s: job/x has not ended\n";
    assert!(output.stderr.contains(error), "{output:?}");
    assert!(output.stderr.contains("Running  zoo/x"), "{output:?}");
    assert!(!output.stderr.contains("zoo/y"), "{output:?}");
}
