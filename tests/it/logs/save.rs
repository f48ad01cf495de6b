//! Logs that are saved, and what is printed beside that.

use std::{fs, path::Path};

use serde_json::Value;
use tempfile::TempDir;

use super::world::{at, complete, exited, logs, pod, put_pods, running};
use crate::support::{Cluster, objects};

/// Makes it impossible to write the log of that pod.
fn block(folder: &Path, pod: &str) {
    fs::create_dir(folder.join(format!("zoo.{pod}.main.log.part"))).unwrap();
}

fn index(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("index.json")).unwrap()).unwrap()
}

/// Asserts that workflow commands are stopped first and resumed at the end, and returns what is between.
fn guarded(stdout: &str) -> &str {
    let (first, rest) = stdout.split_once('\n').unwrap();
    let token = first.strip_prefix("::stop-commands::").expect(stdout);
    rest.strip_suffix(&format!("::{token}::\n")).expect(stdout)
}

#[test]
fn what_cannot_be_saved_is_printed_all_the_same() {
    for words in ["", "-f", "--merge"] {
        let names = ["a", "b", "c"];
        let cluster = complete(
            (0..)
                .zip(names)
                .map(|(seconds, name)| pod(name, seconds, &[exited("main", seconds, 0)])),
        );
        for (second, name) in (0..).zip(names) {
            let line = format!("line of {name}\n");
            cluster.logs.write_at(name, "main", at(second * 1000), line);
            cluster.logs.end(name, "main");
        }
        let folder = TempDir::new().unwrap();
        block(folder.path(), "b");
        let output = logs(&cluster, words)
            .arg("--save")
            .arg(folder.path())
            .env("GITHUB_ACTIONS", "true")
            .run();
        assert_eq!(output.code, 5, "{words}: {output:?}");
        let mut lines: Vec<&str> = guarded(&output.stdout).lines().collect();
        lines.sort_unstable();
        let expected = names.map(|name| format!("[{name}/main] line of {name}"));
        assert_eq!(lines, expected, "{words}: {output:?}");
        let told = output
            .stderr
            .matches("saving the logs stopped: cannot write")
            .count();
        assert_eq!(told, 1, "{words}: {output:?}");
        assert!(index(folder.path())["items"].is_array());
    }
}

/// It is ended within a line, and nothing can be meant.
#[cfg(unix)]
#[test]
fn commands_are_resumed_however_it_ends() {
    let cluster = Cluster::new();
    cluster.put("jobs", objects::job("x"));
    cluster.logs.write_at("a", "main", at(0), "one\ntwo");
    put_pods(&cluster, [pod("a", 0, &[running("main", 0)])]);
    let follow = |words: &str| {
        let words = format!("logs x -f {words}");
        cluster.cyjob(&words).env("GITHUB_ACTIONS", "true").start()
    };
    let mut run = follow("--timeout 50s");
    run.until_printed("one\n");
    run.signal(rustix::process::Signal::TERM);
    let output = run.finish();
    assert_eq!(output.code, 143, "{output:?}");
    assert!(guarded(&output.stdout).starts_with("one\n"), "{output:?}");
    let output = follow("-c other --timeout 50s").finish();
    assert_eq!((output.code, output.stdout.as_str()), (2, ""), "{output:?}");
}

/// Who reads goes away; the files are written to their ends.
#[test]
fn it_is_told_that_only_files_are_written() {
    let cluster = Cluster::new();
    cluster.put("jobs", objects::job("x"));
    cluster.logs.write_at("a", "main", at(0), "one\n");
    put_pods(&cluster, [pod("a", 0, &[running("main", 0)])]);
    let folder = TempDir::new().unwrap();
    let (read, stdout) = std::io::pipe().unwrap();
    drop(read);
    let mut run = cluster
        .cyjob("logs x -f --timeout 50s --save")
        .arg(folder.path())
        .stdout(stdout.into())
        .start();
    // That nobody reads shows in a write after the first.
    for second in 1..20 {
        cluster.until_logs(1);
        cluster.logs.write_at("a", "main", at(second * 1000), "more\n");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    run.until("note: standard output is closed; the logs are still saved\n");
    cluster.logs.end("a", "main");
    put_pods(&cluster, [pod("a", 0, &[exited("main", 0, 0)])]);
    cluster.change("x", objects::complete);
    let output = run.finish();
    assert_eq!(output.code, 0, "{output:?}");
    let saved = fs::read_to_string(folder.path().join("zoo.a.main.log")).unwrap();
    assert_eq!(saved, format!("one\n{}", "more\n".repeat(19)), "{output:?}");
}

/// Where the index cannot be written, which says what is whole, nothing that is not looks as if it were.
#[cfg(unix)]
#[test]
fn without_an_index_a_log_that_was_cut_has_no_name() {
    let cluster = complete([
        pod("a", 0, &[exited("main", 0, 0)]),
        pod("b", 1, &[running("main", 1)]),
    ]);
    cluster.put("jobs", objects::job("x"));
    cluster.logs.write_at("a", "main", at(0), "one\n");
    cluster.logs.end("a", "main");
    cluster.logs.write_at("b", "main", at(1000), "two\n");
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("index.json.part")).unwrap();
    let mut run = cluster
        .cyjob("logs x -f --timeout 50s --save")
        .arg(folder.path())
        .start();
    run.until_printed("two\n");
    while !folder.path().join("zoo.a.main.log").exists() && run.goes_on() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    run.signal(rustix::process::Signal::TERM);
    let output = run.finish();
    assert_eq!(output.code, 143, "{output:?}");
    assert!(output.stderr.contains("index.json"), "{output:?}");
    let saved = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(saved("zoo.a.main.log"), "one\n");
    assert_eq!(saved("zoo.b.main.log.part"), "two\n");
}

/// Lines that a rotation took away before they were read are missing in the file, and the index says so.
#[test]
fn the_index_says_what_a_rotation_took() {
    let cluster = Cluster::new();
    cluster.put("jobs", objects::job("x"));
    let names = ["a", "b"];
    put_pods(&cluster, names.map(|name| pod(name, 0, &[running("main", 0)])));
    for name in names {
        cluster
            .logs
            .write_at(name, "main", at(0), format!("one of {name}\n"));
    }
    let folder = TempDir::new().unwrap();
    let mut run = logs(&cluster, "-f --save").arg(folder.path()).start();
    for name in names {
        run.until_printed(&format!("one of {name}\n"));
    }
    // Of two rotations in a row, a follower who is cut sees only the last file.
    cluster.logs.rotate("a", "main", true);
    cluster.logs.write_at("a", "main", at(9000), "lost\n");
    cluster.logs.rotate("a", "main", true);
    cluster.logs.write_at("a", "main", at(20_000), "three\n");
    cluster.logs.cut("a", "main");
    run.until_printed("three\n");
    for name in names {
        cluster.logs.end(name, "main");
    }
    put_pods(&cluster, names.map(|name| pod(name, 0, &[exited("main", 0, 0)])));
    cluster.change("x", objects::complete);
    let output = run.finish();
    assert_eq!(output.code, 0, "{output:?}");
    let index = index(folder.path());
    let items = index["items"].as_array().unwrap();
    let complete: Vec<&Value> = items.iter().map(|item| &item["complete"]).collect();
    assert_eq!(complete, [false, true], "{index:#}");
    let message = items[0]["message"].as_str().unwrap_or_default();
    assert!(
        message.contains("rotated") && message.contains("may be missing"),
        "{index:#}"
    );
    assert_eq!(items[1]["message"], Value::Null, "{index:#}");
}
