//! `describe --watch`, where nothing changes: what a bundle or the examples tell is written once.

use crate::support::Cyjob;

#[test]
fn a_job_that_has_ended_is_described_once() {
    for (format, rest) in [("", ""), ("-o json", ""), ("-o yaml", "---\n"), ("-o name", "")] {
        let words = format!("describe fail-oom --demo --now 2026-11-24T12:00:00Z {format}");
        let once = Cyjob::new(&words).answer();
        let watched = Cyjob::new(&words).words("--watch").answer();
        if format == "-o json" {
            let parse = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
            assert_eq!(parse(&watched), parse(&once));
            assert_eq!(watched.lines().count(), 1, "a document a line");
        } else {
            assert_eq!(watched, format!("{rest}{once}"));
        }
    }
}

#[test]
fn several_jobs_are_each_written_when_their_state_is_known() {
    let output = Cyjob::new("describe fail-oom ok-single --demo -w -o json --exit-status").run();
    assert_eq!(output.code, 1, "{}", output.stderr);
    let lines: Vec<serde_json::Value> = output
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let states: Vec<_> = lines
        .iter()
        .map(|report| report["verdict"]["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["Failed", "Complete"]);
}
