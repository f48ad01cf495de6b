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

#[test]
fn what_no_file_tells_is_unknown_and_what_a_list_does_not_have_is_not_there() {
    let unknown = |text: String| {
        let run = Cyjob::new("describe fail-exit -nzoo --from - -ojson").stdin(text);
        let report = run.run().json();
        let unknown = report["unknown"].as_array().unwrap().clone();
        let words = |part: &serde_json::Value| {
            let word = |name: &str| part[name].as_str().unwrap().to_owned();
            format!("{} {}: {}", word("what"), word("reason"), word("message"))
        };
        assert!(
            !report["findings"].to_string().contains("pods-gone"),
            "{}",
            report["findings"]
        );
        unknown.iter().map(words).collect::<Vec<_>>()
    };
    let job = recorded("job.json");
    let (no_pods, no_events) = (
        "pods NotFound: the files have no pods",
        "events NotFound: the files have no events",
    );
    assert_eq!(unknown(job.clone()), [no_pods, no_events]);
    assert_eq!(unknown(format!("{job}{}", recorded("events.json"))), [no_pods]);
    let running = job
        .replace("\"failed\":", "\"unheard\":")
        .replace("Failed", "Unheard");
    let empty = "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"items\":[]}";
    assert_eq!(unknown(format!("{running}{empty}")), [no_events]);
    let empty = "{\"kind\":\"EventList\",\"apiVersion\":\"v1\",\"items\":null}";
    assert_eq!(unknown(format!("{job}{empty}")), [no_pods]);
}

#[test]
fn an_empty_list_in_a_file_of_that_name_says_that_there_are_none() {
    let empty = "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[]}";
    let job = recorded("job.json");
    let named = folder(&[("job.json", &job), ("pods.json", empty), ("events.json", empty)]);
    let report = Cyjob::new("describe fail-exit -nzoo -ojson")
        .from(named.path())
        .run()
        .json();
    assert_eq!(report["unknown"].as_array().unwrap().len(), 0, "{report}");
    let other = folder(&[("job.json", &job), ("all.json", empty)]);
    let report = Cyjob::new("describe fail-exit -nzoo -ojson")
        .from(other.path())
        .run()
        .json();
    assert_eq!(report["unknown"].as_array().unwrap().len(), 2, "{report}");
}

#[test]
fn logs_that_are_not_there_are_said_to_be_missing_in_few_words() {
    let text = format!("{}{}", recorded("job.json"), recorded("pods.json"));
    let report = Cyjob::new("describe fail-exit -nzoo --from - -ojson")
        .stdin(text)
        .run()
        .json();
    let unknown = report["unknown"].as_array().unwrap();
    let logs: Vec<_> = unknown
        .iter()
        .filter(|part| part["what"].as_str().unwrap().starts_with("logs"))
        .collect();
    assert_eq!(logs.len(), 3, "{unknown:?}");
    assert!(
        logs.iter()
            .all(|part| part["message"] == "the files have no log of it"),
        "{logs:?}"
    );
}

#[test]
fn objects_of_different_kinds_may_share_a_uid() {
    let text = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: x, uid: \"1\"}\nspec: {selector: {matchLabels: {a: b}}}\n---\n\
        apiVersion: v1\nkind: Pod\nmetadata: {name: x-1, uid: \"1\", labels: {a: b}, ownerReferences: [{kind: Job, name: x, uid: \"1\", controller: true}]}\n";
    let report = Cyjob::new("describe x --from - -ojson").stdin(text).run().json();
    assert_eq!(report["pods"][0]["name"], "x-1");
}

#[test]
fn empty_files_hide_nothing() {
    let folder = folder(&[
        ("job.json", &recorded("job.json")),
        ("empty.yaml", ""),
        ("comments.yaml", "# nothing\n---\n\n# here\n"),
        ("empty.json", ""),
    ]);
    let output = Cyjob::new("describe fail-exit -nzoo -oname")
        .from(folder.path())
        .run();
    assert_eq!(output.code, 0, "{}", output.stderr);
    let alone = Cyjob::new("describe x")
        .from(folder.path().join("empty.yaml"))
        .run();
    alone.assert_error(5, &["holds no Kubernetes object: it is empty"]);
    let comments = Cyjob::new("describe x")
        .from(folder.path().join("comments.yaml"))
        .run();
    comments.assert_error(5, &["holds no Kubernetes object"]);
    let stdin = Cyjob::new("describe x --from -").run();
    stdin.assert_error(
        5,
        &[
            "stdin holds no Kubernetes object",
            "did the command before it fail?",
        ],
    );
}

#[test]
fn what_is_no_object_gets_advice() {
    let table = "NAME   STATUS   COMPLETIONS\nx   Failed   0/1\n";
    let run = Cyjob::new("describe x --from -").stdin(table).run();
    run.assert_error(5, &["kubectl's table", "-o yaml"]);
    let run = Cyjob::new("describe x --from -")
        .stdin(&b"\x1f\x8b\x08rest"[..])
        .run();
    run.assert_error(5, &["unpack it first"]);
    // In a folder such a file hides no other, and what it should have held is unknown.
    let folder = folder(&[
        ("job.json", &recorded("job.json")),
        ("pods.yaml", table),
        ("events.yaml", "NAMESPACE   LAST SEEN\nzoo   1m\n"),
    ]);
    let output = Cyjob::new("describe fail-exit -n zoo -o json")
        .from(folder.path())
        .run();
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert_eq!(
        output.stderr.matches("add -o yaml to that command").count(),
        2,
        "{}",
        output.stderr
    );
    let report = output.json();
    assert_eq!(report["verdict"]["state"], "Failed");
    for part in ["pods", "events"] {
        assert!(report.get(part).is_none(), "{part}");
    }
}

#[cfg(unix)]
#[test]
fn names_of_files_cannot_forge_lines() {
    let folder = folder(&[
        ("job.json", &recorded("job.json")),
        ("a\nerror: forged\u{1b}[2J.txt", "x"),
        ("side\nerror: forged.txt", "apiVersion: [\n"),
    ]);
    let output = Cyjob::new("describe fail-exit -nzoo -oname -v")
        .from(folder.path())
        .run();
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert!(!output.stderr.contains("\nerror"), "{}", output.stderr);
    assert!(!output.stderr.contains('\u{1b}'), "{}", output.stderr);
    let side = output.stderr.lines().find(|line| line.contains("side")).unwrap();
    assert_eq!(side.matches("forged").count(), 1, "the path once: {side}");
}

#[test]
fn a_field_of_the_wrong_type_names_file_and_field_and_hides_no_other_job() {
    let bad = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: bad, labels: {a: b}}\n\
        spec: {template: {spec: {containers: [{name: c, env: [{name: A, value: 4711}]}]}}}\n";
    let good = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: good, labels: {a: b}}\nspec: {}\n";
    let folder = folder(&[("bad.yaml", bad), ("good.yaml", good)]);
    let words = [
        "job/bad",
        "spec.template.spec.containers[0].env[0].value must be a string",
        "bad.yaml",
    ];
    let run = |words: &str| Cyjob::new(words).from(folder.path()).run();
    run("describe bad").assert_error(5, &words);
    assert!(!run("describe bad").stderr.contains("4711"));
    let all = run("describe -l a=b -o name");
    assert_eq!(
        (all.code, all.stdout.as_str()),
        (5, "job.batch/good\n"),
        "{}",
        all.stderr
    );
    for word in words {
        assert!(all.stderr.contains(word), "{word} in {}", all.stderr);
    }
    assert_eq!(run("describe good -o name").code, 0);
}

#[test]
fn one_file_that_is_too_large_leaves_unknown_what_it_may_hold_and_hides_nothing_else() {
    let events = format!(
        "apiVersion: v1\nkind: EventList\nitems: []\n{}",
        "#".repeat(17 << 20)
    );
    let (job, pods) = (recorded("job.json"), recorded("pods.json"));
    let with = |namespace: &str| {
        let path = format!("namespaces/{namespace}/core/events.yaml");
        let folder = folder(&[
            ("namespaces/zoo/batch/jobs.yaml", &job),
            ("namespaces/zoo/core/pods.yaml", &pods),
            ("namespaces/zoo/core/events.json", &recorded("events.json")),
            (&path, &events),
        ]);
        Cyjob::new("describe fail-exit -nzoo -ojson --log-lines 0")
            .from(folder.path())
            .run()
    };
    let own = with("zoo");
    assert!(
        own.stderr
            .contains("events.yaml was not read: it is 18 MiB of YAML"),
        "{}",
        own.stderr
    );
    let unknown = own.json()["unknown"].clone();
    assert_eq!(unknown.as_array().unwrap().len(), 1, "{unknown}");
    assert_eq!(
        (unknown[0]["what"].as_str(), unknown[0]["reason"].as_str()),
        (Some("events"), Some("ServerError"))
    );
    // That of another namespace holds nothing of this Job.
    let other = with("shop");
    assert!(other.stderr.contains("was not read"), "{}", other.stderr);
    assert_eq!(
        other.json()["unknown"].as_array().unwrap().len(),
        0,
        "{}",
        other.stdout
    );
}
