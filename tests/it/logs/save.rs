//! Logs that are saved, and what is printed beside that.

use std::{fs, path::Path};

use serde_json::Value;
use tempfile::TempDir;

use super::world::{at, complete, exited, logs, pod, pod_of, put_pods, running};
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
            .matches("no more of the logs is saved: cannot write")
            .count();
        assert_eq!(told, 1, "{words}: {output:?}");
        assert!(index(folder.path())["items"].is_array());
    }
}

/// The run ends with an error of its own after something was printed, and before.
#[test]
fn commands_are_resumed_however_it_ends() {
    let cluster = Cluster::new();
    cluster
        .put("jobs", objects::job("x"))
        .put("jobs", objects::job("y"));
    cluster.logs.write_at("a", "extra", at(0), "one\n");
    put_pods(&cluster, [pod("a", 0, &[running("extra", 0)])]);
    // What a webhook has put beside the containers of the template.
    let follow = || logs(&cluster, "y -f -c extra").env("GITHUB_ACTIONS", "true");
    let mut run = follow().start();
    run.until_printed("one\n");
    put_pods(&cluster, [pod_of("y", "b", 0, &[running("main", 0)])]);
    let output = run.finish();
    assert_eq!(output.code, 2, "{output:?}");
    assert_eq!(guarded(&output.stdout), "[a/extra] one\n", "{output:?}");
    cluster.logs.end("a", "extra");
    let output = logs(&cluster, "-f -c other").env("GITHUB_ACTIONS", "true").run();
    assert_eq!((output.code, output.stdout.as_str()), (2, ""), "{output:?}");
}
