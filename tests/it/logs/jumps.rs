//! Files that a follower's node leaves out, because they were rotated while he was slow: what may be missing is told.

use std::{fs, iter, thread, time::Duration};

use serde_json::Value;
use tempfile::TempDir;

use super::world::{at, exited, logs, pod, put_pods, running};
use crate::support::{Answer, Cluster, Output, objects};

/// Job `x`, which runs, with a pod `a` that has written lines of these seconds, in files that were rotated after each of the groups.
fn written(files: &[&[i64]]) -> Cluster {
    let cluster = Cluster::new();
    cluster.put("jobs", objects::job("x"));
    put_pods(&cluster, [pod("a", 0, &[running("main", 0)])]);
    for (number, seconds) in files.iter().enumerate() {
        if number > 0 {
            cluster.logs.rotate("a", "main", false);
        }
        for second in *seconds {
            write(&cluster, *second);
        }
    }
    cluster
}

fn write(cluster: &Cluster, second: i64) {
    cluster
        .logs
        .write_at("a", "main", at(second * 1000), format!("{second}\n"));
}

/// What was told of a log that was followed, and of its file: whether it is complete, and why not.
struct Told {
    output: Output,
    is_complete: bool,
    message: Option<String>,
    /// How often the log was asked for while it was followed.
    asked: usize,
}

/// Follows until a line came, does that, and goes on to the end of the Job.
fn follow(cluster: &Cluster, last: i64, then: impl FnOnce()) -> Told {
    let folder = TempDir::new().unwrap();
    let mut run = logs(cluster, "-f --prefix=never --save")
        .arg(folder.path())
        .start();
    run.until_printed(&format!("{last}\n"));
    then();
    thread::sleep(Duration::from_millis(300));
    let asked = cluster.logs_asked();
    cluster.logs.end("a", "main");
    put_pods(cluster, [pod("a", 0, &[exited("main", 0, 0)])]);
    cluster.change("x", objects::complete);
    let output = run.finish();
    assert_eq!(output.code, 0, "{output:?}");
    let index: Value = serde_json::from_slice(&fs::read(folder.path().join("index.json")).unwrap()).unwrap();
    let item = &index["items"][0];
    Told {
        output,
        is_complete: item["complete"].as_bool().unwrap(),
        message: item["message"].as_str().map(str::to_owned),
        asked,
    }
}

fn time(second: i64) -> String {
    format!("{:.9}", at(second * 1000))
}

#[test]
fn a_file_that_was_left_out_is_told() {
    let cluster = written(&[&[0, 1], &[5, 9], &[11, 12]]);
    cluster.logs.answer_with("a", "main", [Answer::Behind(2)]);
    let told = follow(&cluster, 12, || {});
    assert_eq!(told.output.stdout, "0\n1\n11\n12\n", "{:?}", told.output);
    let message = format!(
        "it was rotated, and lines after {} and before {} may be missing",
        time(1),
        time(11)
    );
    let stderr = &told.output.stderr;
    let warning = format!("warning: the log of a/main: {message}\n");
    assert_eq!(stderr.matches("warning").count(), 1, "{stderr}");
    assert!(stderr.contains(&warning), "{stderr}");
    assert_eq!((told.is_complete, told.message), (false, Some(message)));
}

/// Where the node has gone on since, nobody can tell where the file behind a jump begins: one warning is for all of them.
#[test]
fn jumps_in_files_that_were_rotated_are_told_once() {
    let cluster = written(&[&[0], &[10, 20, 30], &[40]]);
    cluster.logs.answer_with("a", "main", [Answer::Behind(1)]);
    let told = follow(&cluster, 40, || {});
    assert_eq!(told.output.stdout, "10\n20\n30\n40\n", "{:?}", told.output);
    let stderr = &told.output.stderr;
    assert_eq!(stderr.matches("warning").count(), 1, "{stderr}");
    let range = format!("after {} and before {} may", time(10), time(40));
    assert!(stderr.contains(&range), "{stderr}");
    assert!(!told.is_complete);
}

/// However many quiet times there were: the node is asked once.
#[test]
fn quiet_times_of_a_log_that_is_caught_up_with_are_no_loss() {
    let cluster = written(&[&[0, 10, 20, 30, 40, 50]]);
    let told = follow(&cluster, 50, || {});
    assert_eq!(told.output.stdout, "0\n10\n20\n30\n40\n50\n", "{:?}", told.output);
    assert!(!told.output.stderr.contains("warning"), "{:?}", told.output);
    assert_eq!((told.is_complete, told.message), (true, None));
    assert_eq!(told.asked, 3, "the log, its newest line and its oldest");
}

#[test]
fn a_quiet_time_that_was_waited_for_is_no_loss_and_costs_nothing() {
    let cluster = written(&[&[0]]);
    let told = follow(&cluster, 0, || {
        thread::sleep(Duration::from_millis(1300));
        cluster.logs.rotate("a", "main", false);
        write(&cluster, 60);
    });
    assert_eq!(told.output.stdout, "0\n60\n", "{:?}", told.output);
    assert!(!told.output.stderr.contains("warning"), "{:?}", told.output);
    assert_eq!((told.is_complete, told.message), (true, None));
    assert_eq!(told.asked, 1);
}

/// A node that does not tell, as in the moment in which it rotates, is asked again, and in the end lines may be missing.
#[test]
fn a_node_that_does_not_tell_is_asked_again() {
    for (times, is_told) in [(2, false), (3, true)] {
        let cluster = written(&[&[0, 10, 20]]);
        let refusal = Answer::Refused(400, "no".into());
        let answers = iter::once(Answer::Whole).chain(iter::repeat_n(refusal, times));
        cluster.logs.answer_with("a", "main", answers);
        let told = follow(&cluster, 20, || {});
        assert_eq!(told.output.stdout, "0\n10\n20\n", "{:?}", told.output);
        let stderr = &told.output.stderr;
        let warning = format!("lines after {} may be missing\n", time(0));
        assert_eq!(stderr.contains(&warning), is_told, "{stderr}");
        assert_eq!(stderr.contains("warning"), is_told, "{stderr}");
        assert_eq!(told.is_complete, !is_told);
    }
}
