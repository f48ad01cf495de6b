//! `--from`: what people have lying around.

use std::fs;

use tempfile::TempDir;

use crate::support::{Cyjob, recording};

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn recorded(file: &str) -> String {
    fs::read_to_string(recording("fail-exit").join(file)).unwrap()
}

#[test]
fn standard_input_takes_a_list_of_mixed_kinds() {
    let items: Vec<String> = ["job.json", "pods.json", "events.json"].map(recorded).into();
    let list = format!(
        "{{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[{}]}}",
        items.join(",")
    );
    let report = Cyjob::new("describe fail-exit -nzoo --from - -ojson")
        .stdin(list)
        .run()
        .json();
    assert_eq!(report["pods"].as_array().unwrap().len(), 3);
    // Two documents of YAML, and one object a line.
    let yaml: Vec<String> = items
        .iter()
        .map(|text| serde_yaml::to_string(&serde_json::from_str::<serde_json::Value>(text).unwrap()).unwrap())
        .collect();
    let lines: Vec<String> = items
        .iter()
        .map(|text| {
            serde_json::from_str::<serde_json::Value>(text)
                .unwrap()
                .to_string()
        })
        .collect();
    for text in [yaml.join("---\n"), lines.join("\n")] {
        let again = Cyjob::new("describe fail-exit -nzoo --from - -ojson")
            .stdin(text)
            .run()
            .json();
        assert_eq!(again["pods"], report["pods"]);
        assert_eq!(again["verdict"], report["verdict"]);
    }
}

#[test]
fn broken_files_name_file_line_and_column() {
    let cases = [
        (
            "cut.json",
            "{\"kind\":\"Job\",\n\"apiVersion\":\"batch/v1\"",
            &["cut.json", "line 2"][..],
        ),
        (
            "tab.yaml",
            "kind: Job\napiVersion: batch/v1\n\tx: [",
            &["tab.yaml", "line 3"][..],
        ),
        ("utf16.yaml", "k\u{0}i\u{0}n\u{0}d\u{0}", &["utf16.yaml"][..]),
    ];
    for (name, text, words) in cases {
        let folder = folder(&[(name, text)]);
        Cyjob::new("describe x")
            .from(folder.path().join(name))
            .run()
            .assert_error(5, words);
        let output = Cyjob::new("describe x").from(folder.path()).run();
        output.assert_error(5, words);
    }
    Cyjob::new("describe x --from /no/such/path")
        .run()
        .assert_error(5, &["/no/such/path"]);
}

#[test]
fn what_is_not_understood_is_counted_in_one_note_and_named_when_asked() {
    let folder = folder(&[
        ("job.json", &recorded("job.json")),
        (
            "configmap.yaml",
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n",
        ),
        ("README.txt", "words"),
        ("image.png", "\u{1}\u{2}"),
    ]);
    let run = |words: &str| Cyjob::new(words).from(folder.path()).run();
    let quiet = run("describe fail-exit -nzoo");
    assert_eq!(quiet.code, 0);
    assert_eq!(quiet.stderr.lines().count(), 1, "{}", quiet.stderr);
    assert!(quiet.stderr.contains("skipped 3 files"), "{}", quiet.stderr);
    let verbose = run("describe fail-exit -nzoo -v");
    for name in ["configmap.yaml", "README.txt", "image.png"] {
        assert!(verbose.stderr.contains(name), "{}", verbose.stderr);
    }
}

#[test]
fn must_gather_is_read_logs_included() {
    let mut files = vec![
        ("namespaces/zoo/batch/jobs/fail-exit.yaml", recorded("job.json")),
        ("namespaces/zoo/core/pods.yaml", recorded("pods.json")),
        ("namespaces/zoo/core/events.yaml", recorded("events.json")),
    ];
    let logs = ["4gg2s", "5gpp5", "8hhbm"].map(|pod| {
        let path = format!("namespaces/zoo/pods/fail-exit-{pod}/migrate/migrate/logs/current.log");
        (path, recorded(&format!("logs/fail-exit-{pod}.migrate.log")))
    });
    files.extend(logs.iter().map(|(path, log)| (path.as_str(), log.clone())));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let folder = folder(&files);
    // The whole bundle, and one namespace of it.
    for part in ["", "namespaces/zoo"] {
        let run = Cyjob::new("describe fail-exit -nzoo -ojson").from(folder.path().join(part));
        let report = run.run().json();
        assert_eq!(report["verdict"]["state"], "Failed");
        assert_eq!(report["logs"][0]["lines"][0], "applying migration 0042");
    }
}

#[test]
fn aliases_do_not_explode() {
    let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(",");
        bomb = format!("{bomb}a{level}: &a{level} [{aliases}]\n");
    }
    let folder = folder(&[("bomb.yaml", &bomb)]);
    Cyjob::new("describe x")
        .from(folder.path().join("bomb.yaml"))
        .run()
        .assert_error(5, &["bomb.yaml"]);
}

#[test]
fn a_job_of_another_namespace_is_pointed_at() {
    let output = Cyjob::new("describe stuck-quota -n zoo")
        .from(recording("stuck-quota"))
        .run();
    output.assert_error(3, &["not found in namespace \"zoo\"", "add -n zoo-quota"]);
}

#[cfg(target_os = "linux")]
#[test]
fn what_the_system_refuses_is_said_once() {
    let output = Cyjob::new("describe x --from /proc/self/mem").run();
    assert_eq!(output.code, 5);
    assert_eq!(output.stderr.matches("os error").count(), 1, "{}", output.stderr);
}
