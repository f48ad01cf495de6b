//! Each format with each command that has it, and what is said of those it has not.

use serde_json::{Value, json};

use crate::assert::assert_valid;
use crate::support::{
    Cyjob, Output,
    objects::{exited, failed, job, pod},
    recording,
};

const ZOO: &str = "tests/fixtures/recordings";

fn zoo(words: &str) -> Cyjob {
    Cyjob::new("-n zoo --utc --from").arg(ZOO).words(words)
}

/// The same Jobs with each command whose answer is on Jobs.
const COMMANDS: [&str; 3] = [
    "describe fail-exit ok-single",
    "wait fail-exit ok-single",
    "list fail-exit ok-single",
];

fn lines(output: &Output) -> Vec<Value> {
    let lines = output.stdout.lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_format_that_a_command_has_not_is_refused_with_those_it_has() {
    for command in ["describe x", "wait x", "list"] {
        let usage = Cyjob::new(command).words("-o xml").run();
        usage.assert_usage("[possible values: text, wide, json, yaml, jsonl, name, junit, github, markdown]");
    }
    Cyjob::new("assert x -o name")
        .run()
        .assert_usage("[possible values: text, wide, json, yaml, jsonl, junit, github, markdown]");
    Cyjob::new("logs x -o junit")
        .run()
        .assert_usage("[possible values: text, json]");
    Cyjob::new("describe x -o josn").run().assert_usage("'json'");
    Cyjob::new("describe x -o json=.verdict")
        .run()
        .assert_usage("the format takes no argument");
}

#[test]
fn a_document_with_an_end_is_refused_where_a_watch_has_none() {
    for command in ["describe x -w", "list -w"] {
        for format in ["junit", "github", "markdown"] {
            let usage = Cyjob::new(command).words("-o").arg(format).run();
            usage.assert_usage("use text, wide, json, yaml, jsonl, name");
        }
    }
}

#[test]
fn json_lines_are_the_items_of_the_document() {
    for command in [
        "describe fail-exit ok-single",
        "wait fail-exit ok-single",
        "assert fail-exit ok-single",
    ] {
        let items = zoo(command).words("-o json").run().json()["items"].take();
        let lines = lines(&zoo(command).words("-o jsonl").run());
        assert_eq!(Value::Array(lines), items, "{command}");
    }
    let list = zoo("list fail-exit ok-single -o json").run().json();
    let lines = lines(&zoo("list fail-exit ok-single -o jsonl").run());
    assert_eq!(lines.len(), 2);
    for (mut line, item) in lines.into_iter().zip(list["items"].as_array().unwrap()) {
        let members = line.as_object_mut().unwrap();
        let head = ["apiVersion", "kind", "asOf"].map(|key| members.remove(key).unwrap());
        assert_eq!(
            head,
            [json!("cyjob.dev/v1"), json!("JobSummary"), list["asOf"].clone()]
        );
        assert_eq!(&line, item);
    }
}

#[test]
fn junit_has_a_case_for_each_job_and_the_cause_in_a_failure() {
    for command in COMMANDS {
        let xml = zoo(command).words("-o junit").run().stdout;
        assert_valid(&xml);
        assert!(xml.contains("<testsuite name=\"zoo\""), "{xml}");
        assert!(
            xml.contains("tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\""),
            "{xml}"
        );
        let failure = "<testcase name=\"fail-exit\" classname=\"zoo\" time=\"36\">\n      \
                       <failure type=\"Failed\" message=\"Failed (BackoffLimitExceeded): 3 attempts";
        assert!(xml.contains(failure), "{command}: {xml}");
        assert!(
            xml.contains("<testcase name=\"ok-single\" classname=\"zoo\" time=\"11\"/>"),
            "{xml}"
        );
    }
    let open = zoo("describe running-sidecar -o junit").answer();
    assert_valid(&open);
    assert!(open.contains("<skipped message=\"Running"), "{open}");
    let expected = zoo("wait fail-exit --for failed -o junit").answer();
    assert!(expected.contains("failures=\"0\""), "{expected}");
    let late = zoo("wait running-sidecar --timeout 0 -o junit").run();
    assert_eq!(late.code, 124);
    assert!(
        late.stdout.contains("<failure type=\"Running\""),
        "{}",
        late.stdout
    );
}

#[test]
fn github_has_an_annotation_for_each_job() {
    for command in COMMANDS {
        let output = zoo(command).words("-o github").run();
        let lines: Vec<&str> = output.stdout.lines().collect();
        let [failed, complete] = lines.as_slice() else {
            panic!("{command}: {output:?}")
        };
        assert!(failed.starts_with("::error title=zoo/fail-exit%3A Failed::Failed (BackoffLimitExceeded)"));
        assert!(complete.starts_with("::notice title=zoo/ok-single%3A Complete::Complete"));
    }
}

#[test]
fn wide_is_text_with_nothing_left_out() {
    let report = zoo("describe fail-exit -o wide").answer();
    assert_eq!(
        zoo("wait fail-exit -o wide --log-lines").run().code,
        2,
        "wait has no --log-lines"
    );
    let waited = zoo("wait fail-exit -o wide").run();
    assert_eq!((waited.code, waited.stdout), (1, report));
    let asserted = zoo("assert ok-single -o wide").answer();
    assert_eq!(asserted, zoo("assert ok-single").answer());
}

#[test]
fn a_ci_server_is_told_of_jobs_and_servers_that_are_missing() {
    for command in ["describe", "wait", "assert"] {
        let junit = zoo(command).words("nope ok-single -o junit").run();
        assert_eq!(junit.code, 3, "{junit:?}");
        assert!(
            junit
                .stdout
                .contains("<error type=\"found\" message=\"job/nope not found"),
            "{junit:?}"
        );
        assert_valid(&junit.stdout);
    }
    for command in ["describe x", "wait x", "assert x", "list"] {
        let run = |format| {
            Cyjob::new(command)
                .words("--from /nonexistent -o")
                .arg(format)
                .run()
        };
        let (junit, github) = (run("junit"), run("github"));
        assert_eq!((junit.code, github.code), (5, 5));
        assert!(
            junit
                .stdout
                .contains("<error type=\"found\" message=\"/nonexistent"),
            "{junit:?}"
        );
        assert!(
            github.stdout.starts_with("::error title=cyjob::/nonexistent"),
            "{github:?}"
        );
        assert_eq!(run("json").stdout, "");
    }
}

/// The answers in JSON lines have a test of their own, as has what a watch writes.
#[test]
fn each_command_has_a_golden_answer_in_each_format() {
    const FORMATS: [&str; 7] = ["name", "wide", "json", "yaml", "junit", "github", "markdown"];
    for (command, code, formats) in [
        ("describe", 0, &FORMATS[..]),
        ("list", 0, &FORMATS),
        ("assert", 1, &FORMATS[1..]),
    ] {
        for format in formats {
            let output = zoo(command).words("fail-exit ok-single -o").arg(format).run();
            assert_eq!(output.code, code, "{command} -o {format}: {output:?}");
            insta::with_settings!({snapshot_suffix => format!("{command}-{format}"), omit_expression => true}, {
                insta::assert_snapshot!("answer", output.stdout);
            });
            if command == "describe" {
                let waited = zoo("wait fail-exit ok-single -o").arg(format).run();
                assert_eq!((waited.code, waited.stdout), (1, output.stdout), "{format}");
            }
        }
        let document = |format| zoo(command).words("fail-exit ok-single -o").arg(format).run();
        let yaml: Value = serde_yaml::from_str(&document("yaml").stdout).unwrap();
        assert_eq!(yaml, document("json").json(), "{command}");
    }
}

#[test]
fn markdown_of_one_job_has_no_table_of_jobs() {
    let one = zoo("describe fail-exit -o markdown").answer();
    assert!(
        one.starts_with("### ✖ Failed `zoo/fail-exit`\n\nFailed (BackoffLimitExceeded): "),
        "{one}"
    );
    let missing = zoo("describe no-such-job -o markdown").run();
    assert_eq!(missing.code, 3);
    assert!(
        missing.stdout.contains("### ✖ `job/no-such-job`"),
        "{}",
        missing.stdout
    );
}

#[test]
fn markdown_says_what_could_not_be_read() {
    let recorded = recording("fail-exit").join("job.json");
    let report = Cyjob::new("describe fail-exit -n zoo -o markdown")
        .from(recorded)
        .answer();
    assert!(report.contains("\n? "), "{report}");
}

#[test]
fn markdown_lists_ten_pods_and_no_word_of_a_cluster_is_markdown() {
    let pods = (0..12).map(|number| {
        let mut pod = pod("one", &exited(3));
        pod["metadata"]["name"] = format!("one-{number}").into();
        pod["metadata"]["uid"] = format!("uid-{number}").into();
        pod["spec"]["nodeName"] = "@me|#7 <b>[x](y)".into();
        pod["status"]["containerStatuses"][0]["state"]["terminated"]["message"] = "**bold** @all".into();
        pod
    });
    let items: Vec<Value> = pods.chain([failed(job("one"))]).collect();
    let list = json!({"kind": "List", "apiVersion": "v1", "items": items});
    let run = Cyjob::new("describe one -n zoo -o markdown --from -").stdin(list.to_string());
    let report = run.answer();
    let node = "@<!-- -->me\\|\\#<!-- -->7 &lt;b&gt;\\[x\\](y)";
    let rows = (0..12)
        .filter(|number| report.contains(&format!("| `one-{number}` | Failed | exit 3 | {node} | 0s |\n")));
    assert_eq!(rows.count(), 10, "{report}");
    assert!(report.contains("|\n\n2 more pods did not succeed\n"), "{report}");
    assert!(report.contains("\\*\\*bold\\*\\* @<!-- -->all"), "{report}");
    let indexed = zoo("describe fail-indexed -o markdown").answer();
    assert!(
        indexed.contains("| `fail-indexed-3-mhkw4` | 3 | Failed | exit 9 | node1 | 0s |"),
        "{indexed}"
    );
    assert!(
        indexed.contains("\n1 more log of failed attempts: cyjob logs fail-indexed"),
        "{indexed}"
    );
}
