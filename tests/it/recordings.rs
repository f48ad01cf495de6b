//! Every recording: golden output, and beside it what the verdict and the findings must be.

use crate::support::{Cyjob, recording};

/// A recording and what a right report says of it.
struct Case {
    /// Folder, and after the last slash the Job's name.
    folder: &'static str,
    state: &'static str,
    reason: Option<&'static str>,
    /// All findings' rules, in their order.
    rules: &'static [&'static str],
    /// What the verdict's sentence holds.
    words: &'static [&'static str],
}

const fn case(
    folder: &'static str,
    state: &'static str,
    reason: &'static str,
    rules: &'static [&'static str],
    words: &'static [&'static str],
) -> Case {
    let reason = if reason.is_empty() { None } else { Some(reason) };
    Case {
        folder,
        state,
        reason,
        rules,
        words,
    }
}

const EXCEEDED: &str = "BackoffLimitExceeded";
const REACHED: &str = "CompletionsReached";

#[rustfmt::skip]
const CASES: [Case; 34] = [
    case("fail-command", "Failed", EXCEEDED, &["start-error", "backoff-limit-exceeded"], &["exit 128", "StartError", "/no/such/binary"]),
    case("fail-deadline", "Failed", "DeadlineExceeded", &["deadline-exceeded", "pods-gone"], &["activeDeadlineSeconds (20s)", "fail-deadline-6dv5d has been deleted"]),
    case("fail-exit", "Failed", EXCEEDED, &["container-failed", "backoff-limit-exceeded"], &["3 attempts", "\"migrate\" exited 3 each time", "relation orders does not exist"]),
    case("fail-hostile", "Failed", EXCEEDED, &["container-failed", "backoff-limit-exceeded"], &["1 attempt", "exited 1"]),
    case("fail-indexed", "Failed", "FailedIndexes", &["container-failed", "failed-indexes"], &["indexes 3,7 failed", "8/10 completed", "exited 9 each time"]),
    case("fail-init", "Failed", EXCEEDED, &["container-failed", "backoff-limit-exceeded"], &["init container \"fetch\" exited 5 both times"]),
    case("fail-onfailure", "Failed", EXCEEDED, &["backoff-limit-exceeded", "pods-gone"], &["container restarts reached backoffLimit 2", "\"main\" kept failing in its pod fail-onfailure-vw2fp, which has been deleted"]),
    case("fail-oom", "Failed", EXCEEDED, &["oom-killed", "backoff-limit-exceeded"], &["killed for memory", "exit 137", "OOMKilled", "limit 16Mi", "both times"]),
    case("failing-grace", "Failing", "DeadlineExceeded", &["deadline-exceeded"], &["activeDeadlineSeconds (10s)", "1 pod is still terminating"]),
    case("managed-elsewhere", "External", "", &["managed-by"], &["managed by kueue.x-k8s.io/multikueue"]),
    case("nightly/nightly-29924283", "Failed", EXCEEDED, &["container-failed", "backoff-limit-exceeded"], &["exited 1"]),
    case("nightly/nightly-29924285", "Complete", REACHED, &[], &["1/1 completions in 7s"]),
    case("nightly/nightly-29924304", "Failed", EXCEEDED, &["container-failed", "backoff-limit-exceeded"], &["exited 1"]),
    case("nightly/nightly-29924305", "Complete", REACHED, &[], &["1/1 completions in 6s"]),
    case("nightly/nightly-29924306", "Complete", REACHED, &[], &["1/1 completions in 8s"]),
    case("nightly/nightly-29924307", "Failed", EXCEEDED, &["container-failed", "backoff-limit-exceeded"], &["exited 1"]),
    case("nightly/nightly-29924308", "Complete", REACHED, &[], &["1/1 completions in 3s"]),
    case("nightly/nightly-29924309", "Complete", REACHED, &[], &["1/1 completions in 3s"]),
    case("ok-after-retry", "Complete", REACHED, &["container-failed"], &["1/1 completions", "after 2 failed attempts", "exited 7 both times"]),
    case("ok-parallel", "Complete", REACHED, &[], &["12/12 completions"]),
    case("ok-single", "Complete", REACHED, &["ttl"], &["1/1 completions"]),
    case("ok-successpolicy", "Complete", "SuccessPolicy", &["success-policy", "pods-gone"], &["success policy was met with 1/4 indexes"]),
    case("ok-ttl", "Complete", REACHED, &["ttl"], &["1/1 completions"]),
    case("ok-workqueue", "Complete", REACHED, &[], &["3 pods succeeded"]),
    case("retrying-backoff", "Retrying", "", &["container-failed", "next-retry"], &["3 attempts failed so far", "exited 2 each time", "next retry in about 38s"]),
    case("running-hungry", "Running", "", &["warning-event"], &["0/4 completions", "2 pods running"]),
    case("running-indexed", "Running", "", &["container-failed", "failed-indexes"], &["4/20 completions", "3 pods running", "3 failed attempts", "exited 4 each time", "index 2 failed for good: the Job fails once the other indexes end"]),
    case("running-sidecar", "Running", "", &["deadline"], &["0/1 completions", "1 pod running"]),
    case("stuck-config", "Blocked", "CreateContainerConfigError", &["container-config"], &["ConfigMap \"not-there\" does not exist"]),
    case("stuck-image", "Blocked", "ImagePullBackOff", &["image-pull"], &["registry.invalid/team/app:v1.2.3", "no such host"]),
    case("stuck-mount", "Blocked", "FailedMount", &["volume-not-mounted"], &["Secret \"no-such-secret\" does not exist"]),
    case("stuck-quota", "Blocked", "FailedCreate", &["quota-exceeded"], &["quota \"tight\" is exhausted", "pods=0 of 0 used"]),
    case("stuck-unschedulable", "Blocked", "Unschedulable", &["unschedulable"], &["3 pods cannot be scheduled", "Insufficient cpu"]),
    case("suspended", "Suspended", "JobSuspended", &["suspended"], &["queue ml"]),
];

impl Case {
    fn name(&self) -> &'static str {
        self.folder.rsplit('/').next().unwrap_or(self.folder)
    }

    /// A run on the recording, with nothing left to the machine.
    fn describe(&self) -> Cyjob {
        let namespace = if self.name() == "stuck-quota" {
            "zoo-quota"
        } else {
            "zoo"
        };
        Cyjob::new("describe --color never --utc -n")
            .arg(namespace)
            .arg(self.name())
            .from(recording(self.folder))
    }
}

#[test]
fn verdicts_and_findings_are_right() {
    for case in &CASES {
        let output = case.describe().arg("-ojson").run();
        assert_eq!(output.code, 0, "{}: {}", case.folder, output.stderr);
        let report = output.json();
        let verdict = &report["verdict"];
        assert_eq!(verdict["state"], case.state, "{}", case.folder);
        assert_eq!(verdict["reason"].as_str(), case.reason, "{}", case.folder);
        let is_terminal = matches!(case.state, "Complete" | "Failed");
        assert_eq!(verdict["terminal"], is_terminal, "{}", case.folder);
        let findings = report["findings"].as_array().unwrap();
        let rules: Vec<_> = findings
            .iter()
            .map(|finding| finding["rule"].as_str().unwrap())
            .collect();
        assert_eq!(rules, case.rules, "{}", case.folder);
        let message = verdict["message"].as_str().unwrap();
        for word in case.words {
            assert!(
                message.contains(word),
                "{}: {word:?} is not in {message:?}",
                case.folder
            );
        }
        let has_error = findings.iter().any(|finding| finding["severity"] == "error");
        let explains = matches!(case.state, "Failed" | "Failing" | "Blocked" | "Retrying");
        assert_eq!(
            has_error, explains,
            "{}: errors explain a failure, and only that",
            case.folder
        );
    }
}

/// Kueue's words, the cause in a log, every finding: a live view never says less than a report.
#[test]
fn a_live_view_tells_at_once_what_a_report_tells() {
    for case in &CASES {
        let report = case.describe().arg("-ojson").run().json();
        let mut live = case.describe().words("-o json --watch").start();
        live.until_printed("\n");
        let printed = live.printed();
        let first: serde_json::Value = serde_json::from_str(printed.lines().next().unwrap()).unwrap();
        assert_eq!(first, report, "{}", case.folder);
    }
}

#[test]
fn the_exit_code_is_the_verdict_where_asked_for() {
    for case in &CASES {
        let expected = i32::from(case.state != "Complete");
        assert_eq!(
            case.describe().arg("--exit-status").run().code,
            expected,
            "{}",
            case.folder
        );
        assert_eq!(case.describe().run().code, 0, "{}", case.folder);
    }
}

#[test]
fn golden_text() {
    for case in &CASES {
        insta::with_settings!({snapshot_suffix => case.name(), omit_expression => true}, {
            insta::assert_snapshot!("text", case.describe().arg("--width=100").answer());
        });
    }
}

#[test]
fn golden_json() {
    for case in &CASES {
        insta::with_settings!({snapshot_suffix => case.name(), omit_expression => true}, {
            insta::assert_snapshot!("json", case.describe().arg("-ojson").answer());
        });
    }
}

#[test]
fn golden_wide_colour_and_ascii() {
    let of = |name: &str| CASES.iter().find(|case| case.folder == name).unwrap().describe();
    insta::assert_snapshot!(
        "wide",
        of("running-sidecar").arg("-owide").arg("--width=160").answer()
    );
    let colour = Cyjob::new("describe fail-oom -n zoo --color always --utc").from(recording("fail-oom"));
    insta::assert_snapshot!("colour", colour.answer().replace('\u{1b}', "␛"));
    let ascii = of("fail-hostile").env("LC_ALL", "C").answer();
    assert!(ascii.is_ascii(), "{ascii}");
    insta::assert_snapshot!("ascii", ascii);
}

#[test]
fn every_line_fits_at_every_width() {
    for case in &CASES {
        for width in [40, 60, 80, 120] {
            let output = case.describe().arg(format!("--width={width}")).run();
            for line in output.stdout.lines() {
                let columns = unicode_width::UnicodeWidthStr::width(line);
                assert!(
                    columns <= width,
                    "{} at {width}: {columns} columns: {line}",
                    case.folder
                );
                assert!(
                    !line.ends_with(' '),
                    "{}: blanks at the end of {line:?}",
                    case.folder
                );
            }
        }
    }
}

#[test]
fn nothing_in_text_moves_the_cursor_and_json_is_faithful() {
    let text = CASES[3].describe().answer();
    let is_hostile = |character: char| {
        character != '\n' && (character.is_control() || ('\u{202a}'..='\u{202e}').contains(&character))
    };
    assert!(!text.contains(is_hostile), "{text:?}");
    // Documents neither, and they say what the cluster says.
    for format in ["json", "yaml", "jsonl"] {
        let document = CASES[3].describe().arg(format!("-o{format}")).answer();
        assert!(!document.contains(is_hostile), "{format}: {document:?}");
    }
    let report = CASES[3].describe().arg("-ojson").run().json();
    let yaml = CASES[3].describe().arg("-oyaml").answer();
    assert_eq!(serde_yaml::from_str::<serde_json::Value>(&yaml).unwrap(), report);
    let words = report["pods"][0]["containers"][0]["message"].as_str().unwrap();
    assert!(
        words.contains('\u{1b}') && words.contains('\u{202e}'),
        "{words:?}"
    );
}
