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

/// Seconds in which lines were written, so many that it takes longer to read them slowly than a file lasts at least.
const MANY: [i64; 10] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

fn shown(seconds: impl IntoIterator<Item = i64>) -> String {
    seconds
        .into_iter()
        .map(|second| second.to_string() + "\n")
        .collect()
}

fn assert_nothing_is_missing(told: &Told) {
    assert!(!told.output.stderr.contains("warning"), "{:?}", told.output);
    assert_eq!((told.is_complete, &told.message), (true, &None));
}

#[test]
fn a_file_that_was_left_out_is_told() {
    let cluster = written(&[&MANY, &[12, 19], &[21, 22]]);
    cluster.logs.answer_with("a", "main", [Answer::Behind(2)]);
    let told = follow(&cluster, 22, || {});
    assert_eq!(told.output.stdout, shown(MANY.into_iter().chain([21, 22])));
    let (after, before) = (time(9), time(21));
    let message = format!("the node rotated the log; lines after {after} and before {before} may be missing");
    let stderr = &told.output.stderr;
    let warning = format!("warning: the log of a/main: {message}\n");
    assert_eq!(stderr.matches("warning").count(), 1, "{stderr}");
    assert!(stderr.contains(&warning), "{stderr}");
    assert_eq!((told.is_complete, told.message), (false, Some(message)));
}

/// The newest file may have been empty, so that it was waited for the line behind those that are missing.
#[test]
fn a_file_that_was_left_out_before_a_quiet_time_is_told() {
    let cluster = written(&[&MANY, &[12, 19], &[]]);
    cluster.logs.answer_with("a", "main", [Answer::Behind(2)]);
    let told = follow(&cluster, 9, || {
        thread::sleep(Duration::from_millis(1300));
        write(&cluster, 60);
    });
    assert_eq!(told.output.stdout, shown(MANY.into_iter().chain([60])));
    let range = format!("after {} and before {} may", time(9), time(60));
    assert!(told.output.stderr.contains(&range), "{:?}", told.output);
    assert!(!told.is_complete);
}

/// Where the node has gone on since, nobody can tell where the file behind a jump began: one warning is for all of them.
#[test]
fn jumps_in_files_that_were_rotated_are_told_once() {
    let old: Vec<i64> = MANY.into_iter().chain([20, 30]).collect();
    let cluster = written(&[&old, &[40]]);
    cluster.logs.answer_with("a", "main", [Answer::Behind(1)]);
    let told = follow(&cluster, 40, || {});
    assert_eq!(told.output.stdout, shown(old.into_iter().chain([40])));
    let stderr = &told.output.stderr;
    assert_eq!(stderr.matches("warning").count(), 1, "{stderr}");
    let range = format!("after {} and before {} may", time(9), time(40));
    assert!(stderr.contains(&range), "{stderr}");
}

/// However many there were and however slowly they come: the node is asked once.
#[test]
fn quiet_times_of_a_log_that_is_caught_up_with_are_no_loss() {
    let seconds: Vec<i64> = MANY.into_iter().map(|number| number * 10).collect();
    for (answer, asked) in [(Answer::Behind(0), 3), (Answer::Whole, 1)] {
        let cluster = written(&[&seconds]);
        cluster.logs.answer_with("a", "main", [answer]);
        let told = follow(&cluster, 90, || {});
        assert_eq!(told.output.stdout, shown(seconds.iter().copied()));
        assert_nothing_is_missing(&told);
        assert_eq!(told.asked, asked);
    }
}

#[test]
fn a_quiet_time_that_was_waited_for_is_no_loss_and_costs_nothing() {
    let cluster = written(&[&[0]]);
    let told = follow(&cluster, 0, || {
        thread::sleep(Duration::from_millis(1300));
        cluster.logs.rotate("a", "main", false);
        write(&cluster, 60);
    });
    assert_eq!(told.output.stdout, "0\n60\n");
    assert_nothing_is_missing(&told);
    assert_eq!(told.asked, 1);
}

/// A large log may have been rotated before its node looked out for that, which then leaves out a file while it is quiet.
#[test]
fn the_first_quiet_time_of_a_large_log_is_looked_into() {
    for is_rotated in [false, true] {
        let cluster = written(&[&[]]);
        let lines = "some text of this log\n".repeat(60_000);
        cluster.logs.write_at("a", "main", at(0), lines);
        write(&cluster, 1);
        let told = follow(&cluster, 1, || {
            thread::sleep(Duration::from_millis(1300));
            if is_rotated {
                cluster.logs.rotate("a", "main", false);
            }
            write(&cluster, 60);
            thread::sleep(Duration::from_millis(1300));
            write(&cluster, 90);
        });
        assert!(told.output.stdout.ends_with("log\n1\n60\n90\n"));
        assert_eq!(told.asked, 3);
        let range = format!("after {} and before {} may", time(1), time(60));
        let stderr = &told.output.stderr;
        assert_eq!(stderr.contains(&range), is_rotated, "{stderr}");
        assert_eq!(told.is_complete, !is_rotated);
    }
}

/// It is known how long ago a line was written when it comes: the node was asked once.
#[test]
fn a_quiet_time_after_lines_that_were_read_as_they_came_is_no_loss() {
    let cluster = written(&[&[0]]);
    let told = follow(&cluster, 0, || {
        for number in 1..10 {
            thread::sleep(Duration::from_millis(300));
            let line = format!("and {number}\n");
            cluster.logs.write_at("a", "main", at(number * 300), line);
        }
        thread::sleep(Duration::from_millis(300));
        cluster.logs.rotate("a", "main", false);
        write(&cluster, 60);
    });
    assert!(told.output.stdout.ends_with("and 9\n60\n"), "{:?}", told.output);
    assert_nothing_is_missing(&told);
    assert_eq!(told.asked, 3);
}

/// As in the moment in which it rotates a log. In the end lines may be missing.
#[test]
fn a_node_that_does_not_tell_is_asked_again() {
    // Once before the jump.
    for (times, is_told) in [(3, false), (4, true)] {
        let seconds: Vec<i64> = MANY.into_iter().chain([20, 30]).collect();
        let cluster = written(&[&seconds]);
        let refusal = Answer::Refused(400, "no".into());
        let answers = iter::once(Answer::Behind(0)).chain(iter::repeat_n(refusal, times));
        cluster.logs.answer_with("a", "main", answers);
        let told = follow(&cluster, 30, || {});
        assert_eq!(told.output.stdout, shown(seconds));
        let stderr = &told.output.stderr;
        let warning = format!("lines after {} may be missing\n", time(9));
        assert_eq!(stderr.contains(&warning), is_told, "{stderr}");
        assert_eq!(
            stderr.matches("warning").count(),
            usize::from(is_told),
            "{stderr}"
        );
        assert_eq!(told.is_complete, !is_told);
    }
}
