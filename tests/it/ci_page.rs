//! The CI page tells the truth: its steps run as they stand, on a Job that succeeded and on one that failed.

#![cfg(unix)]

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Cyjob, recording};

const PAGE: &str = include_str!("../../docs/ci.md");

/// The fenced blocks of that language.
fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    let parts = PAGE.split(fence.as_str()).skip(1);
    parts.map(|part| part.split_once("```").unwrap().0).collect()
}

/// All steps of the page as shell scripts, each with what it is from.
fn scripts() -> Vec<(&'static str, String)> {
    let mut scripts: Vec<(&str, String)> = blocks("sh")
        .into_iter()
        .map(|block| ("shell", block.to_owned()))
        .collect();
    for block in blocks("yaml") {
        let document: Value = serde_yaml::from_str(block).unwrap();
        let texts = |steps: &Value, key: &str| -> Vec<String> {
            let steps = steps.as_array().into_iter().flatten();
            let texts = steps.filter_map(|step| step[key].as_str().or(step.as_str()));
            texts.map(str::to_owned).collect()
        };
        let github = texts(&document["jobs"]["migrate"]["steps"], "run");
        scripts.extend(github.into_iter().map(|step| ("github", step)));
        // GitLab runs the lines of a script as one.
        let gitlab = texts(&document["migrate"]["script"], "");
        scripts.extend((!gitlab.is_empty()).then(|| ("gitlab", gitlab.join("\n"))));
        let tekton = texts(&document["spec"]["steps"], "script");
        scripts.extend(tekton.into_iter().map(|step| ("tekton", step)));
    }
    let jenkins = blocks("groovy").into_iter().flat_map(str::lines);
    let steps = jenkins.filter_map(|line| line.trim().strip_prefix("sh '")?.strip_suffix('\''));
    scripts.extend(steps.map(|step| ("jenkins", step.to_owned())));
    scripts
}

/// Copies a recorded Job under another name into a folder.
fn record(folder: &Path, job: &str, name: &str) {
    fs::create_dir(folder).unwrap();
    for file in ["job.json", "pods.json", "events.json"] {
        let text = fs::read_to_string(recording(job).join(file)).unwrap();
        let renamed = text.replace(job, name).replace("\"zoo\"", "\"shop\"");
        fs::write(folder.join(file), renamed).unwrap();
    }
}

/// A folder with programs: `cyjob`, for which a recorded Job is the Job of the page, and a `kubectl` that does nothing but
/// tell the name of what it creates.
fn programs(job: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    let world = folder.path().join("world");
    record(&world, job, "migrate");
    let (binary, world) = (env!("CARGO_BIN_EXE_cyjob"), world.display());
    let cyjob = format!("exec '{binary}' \"$@\" --from '{world}'");
    let kubectl = "case $1 in create) echo job.batch/migrate ;; esac".to_owned();
    for (name, script) in [("cyjob", cyjob), ("kubectl", kubectl)] {
        let path = folder.path().join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    folder
}

/// Runs a script as CI servers do, which end at the first command that fails.
fn run(script: &str, programs: &Path) -> i32 {
    let path = std::env::var("PATH").unwrap();
    let status = Command::new("sh")
        .args(["-ec", script])
        .current_dir(programs)
        .env("PATH", format!("{}:{path}", programs.display()))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.unwrap().code().unwrap()
}

#[test]
fn its_steps_pass_where_the_job_succeeded_and_fail_where_it_failed() {
    let has_jq = Command::new("jq").arg("--version").output().is_ok();
    let (good, bad) = (programs("ok-single"), programs("fail-exit"));
    let scripts = scripts();
    for from in ["shell", "github", "gitlab", "tekton", "jenkins"] {
        assert!(scripts.iter().any(|(of, _)| *of == from), "{from}");
    }
    for (from, script) in &scripts {
        if script.contains("jq ") && !has_jq {
            continue;
        }
        assert_eq!(run(script, good.path()), 0, "{from}: {script}");
        let tells = script.contains("cyjob") && !script.contains("|| true");
        assert_eq!(run(script, bad.path()), i32::from(tells), "{from}: {script}");
    }
}

#[test]
fn its_jq_reads_the_document_of_one_job_and_of_several() {
    if Command::new("jq").arg("--version").output().is_err() {
        return;
    }
    let scripts = scripts();
    let (_, script) = scripts.iter().find(|(_, script)| script.contains("jq ")).unwrap();
    let folder = programs("fail-exit");
    record(&folder.path().join("world/another"), "ok-single", "another");
    let of_one = [
        "Failed: 3 attempts",
        "complete: expected Complete, found Failed",
        "max-failed: expected 0, found 3",
    ];
    let of_two = [of_one[0], "Complete: 1/1", of_one[1], of_one[2]];
    for (jobs, expected) in [
        ("assert migrate", &of_one[..]),
        ("assert migrate another", &of_two),
    ] {
        let script = script.replace("assert migrate", jobs);
        assert_eq!(
            run(&format!("exec > answer\n{script}"), folder.path()),
            1,
            "{script}"
        );
        let answer = fs::read_to_string(folder.path().join("answer")).unwrap();
        let lines: Vec<&str> = answer.lines().collect();
        assert_eq!(lines.len(), expected.len(), "{answer}");
        for (line, start) in lines.iter().zip(expected) {
            assert!(line.starts_with(start), "{answer}");
        }
    }
}

#[test]
fn the_report_is_there_however_the_step_ended() {
    for job in ["ok-single", "fail-exit"] {
        let folder = programs(job);
        for (from, script) in scripts()
            .iter()
            .filter(|(_, script)| script.contains("cyjob.xml"))
        {
            let report = folder.path().join("cyjob.xml");
            let _ = fs::remove_file(&report);
            run(script, folder.path());
            let written = fs::read_to_string(&report).unwrap();
            assert!(
                written.contains("<testsuite name=\"shop/migrate\""),
                "{from}: {written}"
            );
        }
    }
}

#[test]
fn its_examples_without_a_cluster_work() {
    let examples = PAGE
        .lines()
        .filter_map(|line| line.strip_prefix("    cyjob ")?.strip_suffix(" --demo"));
    let mut count = 0;
    for example in examples {
        count += 1;
        Cyjob::new(example).arg("--demo").answer();
    }
    assert!(count > 1);
}

#[test]
fn every_flag_of_assert_is_explained() {
    let help = Cyjob::new("assert --help").answer();
    let (_, assertions) = help.split_once("Assertions:").unwrap();
    let (assertions, _) = assertions.split_once("Connection:").unwrap();
    let flags = assertions
        .split_whitespace()
        .filter(|word| word.starts_with("--"));
    for flag in flags {
        assert!(
            PAGE.contains(&format!("`{flag}")) || PAGE.contains(&format!("{flag} ")),
            "{flag}"
        );
    }
}
