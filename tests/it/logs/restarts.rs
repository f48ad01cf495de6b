//! A container is started again while nobody tells: what each instance wrote comes once and under its own name.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use serde_json::Value;
use tempfile::TempDir;

use super::world::{again, at, exited, pod, put_pods, running};
use crate::support::{Answer, Cluster, Cyjob, Output, Piece, Reply, Running, cluster::is_watch, objects};

/// How long a watch of pods says nothing.
const SILENCE: Duration = Duration::from_secs(3);

/// Job `x` under `OnFailure`, whose pod `a` runs. Each watch of pods is silent and then breaks, as long as nobody is to be told.
fn cluster(is_told: &Arc<AtomicBool>) -> Cluster {
    let is_told = Arc::clone(is_told);
    let cluster = Cluster::with_faults(move |request| {
        let is_silent =
            is_watch(request) && request.path.ends_with("/pods") && !is_told.load(Ordering::SeqCst);
        is_silent.then(|| {
            let pieces = std::iter::once_with(|| {
                thread::sleep(SILENCE);
                Piece::Break
            });
            Reply::Stream("application/json", Box::new(pieces))
        })
    });
    let mut job = objects::job("x");
    job["spec"]["backoffLimit"] = 6.into();
    job["spec"]["template"]["spec"]["restartPolicy"] = "OnFailure".into();
    cluster.put("jobs", job);
    put_pods(&cluster, [pod("a", 0, &[running("main", 0)])]);
    cluster
}

/// The first instance fails after two seconds, and the next one writes.
fn restart(cluster: &Cluster) {
    cluster.logs.write_at("a", "main", at(1500), "last of one\n");
    cluster.logs.restart("a", "main");
    cluster.logs.write_at("a", "main", at(3000), "two\n");
    let mut status = again(running("main", 3), 1);
    status["lastState"]["terminated"]["finishedAt"] = at(1000).to_string().into();
    put_pods(cluster, [pod("a", 0, &[status])]);
}

/// The next one ends well, and the Job with it.
fn end(cluster: &Cluster) {
    cluster.logs.end("a", "main");
    put_pods(cluster, [pod("a", 0, &[again(exited("main", 3, 0), 1)])]);
    cluster.change("x", objects::complete);
}

/// What the files have, and that the index says that this is all.
fn assert_saved(folder: &TempDir) {
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("zoo.a.main.log"), "one\nlast of one\n");
    assert_eq!(read("zoo.a.main.restart-1.log"), "two\n");
    let index: Value = serde_json::from_str(&read("index.json")).unwrap();
    let items = index["items"].as_array().unwrap();
    assert_eq!(items.len(), 2, "{index:#}");
    assert!(items.iter().all(|item| item["complete"] == true), "{index:#}");
}

fn follow(cluster: &Cluster, words: &str, folder: &TempDir) -> Cyjob {
    let saving = cluster.cyjob("logs x -f --timeout 60s --save").arg(folder.path());
    saving.words(words)
}

fn assert_all_said(output: &Output) {
    assert_eq!((output.code, output.stdout.as_str()), (0, LINES), "{output:?}");
    for word in ["rotated", "may be missing", "next instance"] {
        assert!(!output.stderr.contains(word), "{output:?}");
    }
}

const LINES: &str = "[a/main] one\n[a/main] last of one\n[a/main restart 1] two\n";

/// While the first instance runs, its log cannot be read; then that of the next one is the one to be had, and the watch of pods is
/// late.
fn unreadable_until_restart(run: impl FnOnce(&Cluster) -> Running) -> Output {
    let (is_told, is_refused) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(true)));
    let cluster = cluster(&is_told);
    cluster.logs.write_at("a", "main", at(0), "one\n");
    let refusing = Arc::clone(&is_refused);
    let answers = std::iter::repeat_with(move || {
        if refusing.load(Ordering::SeqCst) {
            Answer::Refused(503, "no route to host".to_owned())
        } else {
            Answer::Whole
        }
    });
    cluster.logs.answer_with("a", "main", answers);
    let run = run(&cluster);
    cluster.until_logs(2);
    restart(&cluster);
    is_refused.store(false, Ordering::SeqCst);
    // The log is read before the watch tells.
    cluster.until_logs(cluster.logs_asked() + 1);
    thread::sleep(SILENCE);
    is_told.store(true, Ordering::SeqCst);
    end(&cluster);
    run.finish()
}

#[test]
fn a_log_that_could_not_be_read_before_the_restart_is_not_the_next_ones() {
    let folder = TempDir::new().unwrap();
    let output = unreadable_until_restart(|cluster| follow(cluster, "--prefix", &folder).start());
    assert_all_said(&output);
    assert_saved(&folder);
}

#[test]
fn it_is_not_in_json_either() {
    let folder = TempDir::new().unwrap();
    let output = unreadable_until_restart(|cluster| follow(cluster, "-o json", &folder).start());
    let lines = output.stdout.lines();
    let lines: Vec<Value> = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<_> = lines
        .iter()
        .map(|line| (line["restart"].as_u64(), line["message"].as_str().unwrap()))
        .collect();
    assert_eq!(
        told,
        [(None, "one"), (None, "last of one"), (Some(1), "two")],
        "{output:?}"
    );
}

#[test]
fn nor_is_it_where_a_wait_saves_it() {
    let folder = TempDir::new().unwrap();
    let output = unreadable_until_restart(|cluster| {
        let wait = cluster.cyjob("wait x --timeout 60s --save").arg(folder.path());
        wait.start()
    });
    assert_eq!(output.code, 0, "{output:?}");
    assert_saved(&folder);
}

/// What follows an answer that is over is the next instance's log, which looks like one that was rotated, and nobody tells for
/// longer than such a log is doubted.
#[test]
fn the_next_instance_is_no_rotated_log() {
    let is_told = Arc::new(AtomicBool::new(false));
    let cluster = cluster(&is_told);
    cluster.logs.write_at("a", "main", at(0), "one\n");
    let folder = TempDir::new().unwrap();
    let mut run = follow(&cluster, "--prefix", &folder).start();
    run.until_printed("[a/main] one\n");
    // The last line comes with the log of the previous instance only.
    cluster.logs.answer_with("a", "main", [Answer::EndedAfter(0)]);
    cluster.logs.cut("a", "main");
    cluster.until_logs(2);
    restart(&cluster);
    run.until_printed("[a/main] last of one\n");
    is_told.store(true, Ordering::SeqCst);
    run.until_printed("[a/main restart 1] two\n");
    end(&cluster);
    assert_all_said(&run.finish());
    assert_saved(&folder);
}
