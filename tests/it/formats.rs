//! The formats, several Jobs, colours, and what is masked.

use std::io::Read as _;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::{Cyjob, recording};

const ZOO: &str = "tests/fixtures/recordings";

/// A run on all recordings at once.
fn zoo(words: &str) -> Cyjob {
    Cyjob::new("-n zoo --from").arg(ZOO).words(words)
}

#[test]
fn yaml_says_the_same_as_json() {
    let json = zoo("describe fail-exit -o json").run().json();
    let yaml = zoo("describe fail-exit -o yaml").answer();
    assert_eq!(serde_yaml::from_str::<Value>(&yaml).unwrap(), json);
    assert!(
        yaml.starts_with("apiVersion: cyjob.dev/v1\nkind: JobReport\n"),
        "{yaml}"
    );
}

#[test]
fn the_promised_keys_are_there() {
    let report = zoo("describe fail-oom -o json").run().json();
    let text = |pointer: &str| {
        report
            .pointer(pointer)
            .unwrap_or_else(|| panic!("{pointer}"))
            .clone()
    };
    assert_eq!(text("/apiVersion"), "cyjob.dev/v1");
    assert_eq!(text("/kind"), "JobReport");
    assert_eq!(text("/job/name"), "fail-oom");
    assert_eq!(text("/job/namespace"), "zoo");
    assert!(text("/job/uid").is_string());
    for key in ["state", "reason", "message", "since", "terminal"] {
        text(&format!("/verdict/{key}"));
    }
    assert_eq!(text("/counts/failed"), 2);
    assert_eq!(text("/counts/succeeded"), 0);
    assert_eq!(text("/conditions/0/type"), "FailureTarget");
    assert_eq!(text("/conditions/1/type"), "Failed");
    for key in ["rule", "severity", "subject", "message", "hint"] {
        text(&format!("/findings/0/{key}"));
    }
    assert_eq!(text("/pods/0/name"), "fail-oom-lx7rd");
    assert_eq!(text("/pods/0/phase"), "Failed");
    assert_eq!(text("/pods/0/node"), "node1");
    let container = text("/pods/0/containers/0");
    let expected = [
        ("name", "main"),
        ("kind", "main"),
        ("state", "terminated"),
        ("reason", "OOMKilled"),
    ];
    for (key, value) in expected {
        assert_eq!(container[key], value);
    }
    assert_eq!(container["exitCode"], 137);
    assert_eq!(container["restarts"], 0);
    assert!(text("/events").as_array().unwrap().len() > 2);
    assert_eq!(text("/unknown"), Value::Array(Vec::new()));
    let indexed = zoo("describe fail-indexed -o json").run().json();
    assert_eq!(indexed["indexes"]["failed"], "3,7");
    assert_eq!(indexed["indexes"]["completedCount"], 8);
    assert_eq!(indexed["pods"][0]["index"], 3);
}

#[test]
fn several_jobs_are_one_list_in_the_order_asked_for() {
    let output = zoo("describe job/ok-single jobs.batch/fail-oom fail-exit -o json").run();
    let list = output.json();
    assert_eq!(
        (&list["apiVersion"], &list["kind"]),
        (&"cyjob.dev/v1".into(), &"JobReportList".into())
    );
    let names: Vec<_> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| &item["job"]["name"])
        .collect();
    assert_eq!(names, ["ok-single", "fail-oom", "fail-exit"]);
    let names = zoo("describe ok-single fail-oom -o name").answer();
    assert_eq!(names, "job.batch/ok-single\njob.batch/fail-oom\n");
}

#[test]
fn a_missing_job_does_not_hide_the_others() {
    for format in ["json", "yaml", "name", "wide"] {
        let output = zoo("describe ok-single nope fail-oom -o").arg(format).run();
        assert_eq!(output.code, 3, "{format}");
        assert!(
            output.stderr.contains("job/nope not found in namespace \"zoo\""),
            "{}",
            output.stderr
        );
        assert!(
            output.stdout.contains("ok-single") && output.stdout.contains("fail-oom"),
            "{format}"
        );
    }
    // One that is left of two is still a list: scripts do not know how many are missing.
    let list = zoo("describe ok-single nope -o json").run().json();
    assert_eq!(list["kind"], "JobReportList");
}

#[test]
fn the_worst_outcome_counts() {
    let code = |words: &str| zoo(words).run().code;
    assert_eq!(code("describe ok-single ok-ttl --exit-status"), 0);
    assert_eq!(code("describe ok-single fail-oom --exit-status"), 1);
    assert_eq!(code("describe ok-single nope --exit-status"), 3);
    assert_eq!(code("describe fail-oom nope --exit-status"), 3);
}

#[test]
fn jobs_are_found_by_label_in_one_namespace_or_in_all() {
    let list = zoo("describe -l app=train -o json").run().json();
    assert_eq!(list["kind"], "JobReportList");
    assert_eq!(list["items"][0]["job"]["name"], "running-hungry");
    let everywhere = Cyjob::new("describe -A -l !no-such-label -o name")
        .from(ZOO)
        .run();
    assert_eq!(everywhere.code, 0, "{}", everywhere.stderr);
    assert!(everywhere.stdout.lines().count() >= 34, "{}", everywhere.stdout);
    assert!(
        everywhere.stdout.contains("job.batch/stuck-quota\n"),
        "{}",
        everywhere.stdout
    );
    zoo("describe -l app=nothing")
        .run()
        .assert_error(3, &["no Job has labels app=nothing in namespace \"zoo\""]);
    for malformed in ["===", "app in (x"] {
        zoo("describe -l")
            .arg(malformed)
            .run()
            .assert_error(2, &[malformed]);
    }
}

#[test]
fn a_kind_and_names_are_taken_as_kubectl_takes_them() {
    let names = |words: &str| zoo(words).words("-o name").answer();
    assert_eq!(names("describe job fail-oom"), "job.batch/fail-oom\n");
    assert_eq!(
        names("describe jobs ok-single fail-oom"),
        "job.batch/ok-single\njob.batch/fail-oom\n"
    );
    assert_eq!(
        names("describe cronjob nightly"),
        names("describe cronjob/nightly")
    );
    // One Job is one document, whatever the form of its name.
    assert_eq!(
        zoo("describe job fail-oom -o json").run().json()["kind"],
        "JobReport"
    );
    zoo("describe job").run().assert_error(3, &["job/job not found"]);
    zoo("describe job FAIL").run().assert_usage("FAIL");
}

#[test]
fn a_cronjob_leads_to_its_newest_run() {
    let report = zoo("describe cronjob/nightly -o json").run().json();
    assert_eq!(report["job"]["name"], "nightly-29924544");
    assert_eq!(report["job"]["owner"]["kind"], "CronJob");
    zoo("describe cronjob/nope")
        .run()
        .assert_error(3, &["cronjob/nope not found"]);
}

#[test]
fn credentials_are_masked_unless_asked_for() {
    for format in ["json", "yaml", "wide"] {
        let masked = zoo("describe ok-single -o").arg(format).answer();
        assert!(
            masked.contains("DB_PASSWORD") && !masked.contains("hunter2"),
            "{format}: {masked}"
        );
        let shown = zoo("describe ok-single --show-env -o").arg(format).answer();
        assert!(shown.contains("hunter2"), "{format}: {shown}");
        assert!(!shown.contains("last-applied-configuration"), "{format}");
    }
    let text = zoo("describe ok-single").answer();
    assert!(
        text.contains("DB_PASSWORD=*****") && !text.contains("hunter2"),
        "{text}"
    );
}

#[test]
fn colour_is_for_terminals_and_those_who_ask() {
    let is_coloured = |run: Cyjob| run.answer().contains('\u{1b}');
    assert!(!is_coloured(zoo("describe ok-single")));
    assert!(is_coloured(zoo("describe ok-single --color always")));
    assert!(is_coloured(
        zoo("describe ok-single --color always").env("NO_COLOR", "1")
    ));
    assert!(is_coloured(zoo("describe ok-single").env("CLICOLOR_FORCE", "1")));
    assert!(!is_coloured(
        zoo("describe ok-single")
            .env("CLICOLOR_FORCE", "1")
            .env("NO_COLOR", "1")
    ));
    assert!(!is_coloured(zoo("describe ok-single -o json --color always")));
}

#[test]
fn log_lines_are_as_many_as_asked_for() {
    let lines = |n: &str| {
        let report = zoo("describe fail-exit -o json --log-lines").arg(n).run().json();
        let logs = report["logs"].as_array().unwrap().clone();
        logs.first()
            .map_or(0, |tail| tail["lines"].as_array().unwrap().len())
    };
    assert_eq!((lines("0"), lines("1"), lines("100")), (0, 1, 2));
    zoo("describe fail-exit --log-lines=-1")
        .run()
        .assert_usage("log-lines");
}

#[test]
fn pods_are_capped_until_all_are_asked_for() {
    let some = zoo("describe running-indexed").answer();
    let all = zoo("describe running-indexed --all").answer();
    let pods = |text: &str| {
        text.lines()
            .filter(|line| line.starts_with("  running-indexed-"))
            .count()
    };
    let report = zoo("describe running-indexed -o json").run().json();
    assert_eq!(pods(&all), report["pods"].as_array().unwrap().len());
    assert!(pods(&some) <= pods(&all));
}

#[test]
fn times_are_local_or_utc() {
    let local = zoo("describe ok-single").env("TZ", "America/New_York").answer();
    let utc = zoo("describe ok-single --utc")
        .env("TZ", "America/New_York")
        .answer();
    assert!(local.contains(" EST ") && !local.contains(" UTC "), "{local}");
    assert!(utc.contains(" UTC ") && !utc.contains(" EST "), "{utc}");
}

#[test]
fn another_moment_changes_ages_and_countdowns() {
    let at = |time: &str| zoo("describe ok-ttl --utc --now").arg(time).answer();
    assert!(at("2026-11-23T18:04:00Z").contains("as of 2026-11-23 18:04:00 UTC"));
    assert!(
        at("2026-11-24T18:04:00Z").contains("23h ago"),
        "{}",
        at("2026-11-24T18:04:00Z")
    );
    zoo("describe ok-ttl --now yesterday")
        .run()
        .assert_usage("2026-11-23T18:03:07Z");
}

#[test]
fn a_reader_who_goes_away_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cyjob"))
        .args(["describe", "-A", "-l", "!none", "-o", "json", "--from"])
        .arg(recording("."))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut first).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        !stderr.contains("error") && !stderr.contains("panicked"),
        "{stderr}"
    );
}

#[test]
fn the_demo_needs_nothing() {
    let list = Cyjob::new("describe --demo").run();
    assert_eq!(list.code, 0);
    assert!(
        list.stdout.lines().count() > 8 && list.stdout.contains("fail-oom"),
        "{}",
        list.stdout
    );
    for name in list
        .stdout
        .lines()
        .skip(2)
        .map(|line| line.split_whitespace().next().unwrap())
    {
        let name = if name == "nightly" {
            "cronjob/nightly"
        } else {
            name
        };
        let report = Cyjob::new("describe --demo -o json").arg(name).run().json();
        assert_eq!(report["kind"], "JobReport", "{name}");
    }
    let unknown = Cyjob::new("describe --demo fail-oum").run();
    unknown.assert_error(
        3,
        &[
            "fail-oum",
            "did you mean job/fail-oom",
            "the examples are",
            "stuck-image",
        ],
    );
    let several = Cyjob::new("describe --demo nope fail-oum other-one --width 80").run();
    assert_eq!(
        several.stderr.matches("the examples are").count(),
        1,
        "{}",
        several.stderr
    );
    assert!(
        several.stderr.lines().all(|line| line.len() <= 80),
        "{}",
        several.stderr
    );
    let text = Cyjob::new("describe fail-oom --demo").answer();
    assert!(
        text.starts_with("✖ Failed  zoo/fail-oom  BackoffLimitExceeded, "),
        "{text}"
    );
    assert!(!text.contains("as of"), "it looks as if it were now: {text}");
}
