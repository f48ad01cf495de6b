//! `cyjob version`: which cyjob this is, whatever the server says.

use serde_json::json;

use crate::support::{Cyjob, Reply, Server};

fn answering(minor: &'static str) -> Server {
    Server::new(move |request| {
        assert_eq!(request.path, "/version");
        Reply::json(&json!({"major": "1", "minor": minor, "gitVersion": format!("v1.{minor}.2")}))
    })
}

/// `cyjob 0.1.0 (commit …)`, whatever the commit.
fn assert_own(line: &str) {
    let start = format!("cyjob {} (commit ", env!("CARGO_PKG_VERSION"));
    assert!(line.starts_with(&start) && line.ends_with(')'), "{line}");
}

#[test]
fn a_tested_server_is_told_from_another() {
    for (minor, words) in [("36", "(tested; "), ("12", "(not tested; ")] {
        let server = answering(minor);
        let answer = Cyjob::new("version").server(&server.url).answer();
        let lines: Vec<&str> = answer.lines().collect();
        assert_own(lines[0]);
        assert!(
            lines[1].starts_with(&format!("server v1.{minor}.2 {words}")),
            "{answer}"
        );
        assert!(lines[1].ends_with("Kubernetes 1.34 to 1.37)"), "{answer}");
        let report = Cyjob::new("version -o json").server(&server.url).run().json();
        assert_eq!(report["kind"], "Version");
        assert_eq!(report["server"]["tested"], minor == "36", "{report}");
    }
}

#[test]
fn a_server_that_does_not_answer_is_unknown_and_no_error() {
    let server = Server::new(|_| Reply::status(403, "Forbidden", "a \u{1b}[31mtest"));
    let output = Cyjob::new("version").server(&server.url).run();
    assert_eq!((output.code, &*output.stderr), (0, ""), "{output:?}");
    let second = output.stdout.lines().nth(1).unwrap();
    assert!(
        second.starts_with("server unknown: ") && !second.contains('\u{1b}'),
        "{second}"
    );
    for words in [
        "version -o json --kubeconfig /no/such/file",
        "version -o json --server http://127.0.0.1:1",
    ] {
        let output = Cyjob::new(words).run();
        assert_eq!(output.code, 0, "{output:?}");
        let report = output.json();
        assert!(
            report["serverUnknown"].is_string() && report["server"].is_null(),
            "{report}"
        );
    }
}

#[test]
fn no_server_is_asked_where_none_is_wanted() {
    for words in ["version --client", "version --demo"] {
        let server = Server::new(|request| panic!("asked for {}", request.path));
        let mut run = Cyjob::new(words);
        if words.ends_with("--client") {
            run = run.server(&server.url);
        }
        let answer = run.answer();
        assert_eq!(answer.lines().count(), 1, "{answer}");
        assert_own(answer.trim_end());
        assert!(server.requests().is_empty());
    }
}

#[test]
fn a_format_for_jobs_is_refused() {
    Cyjob::new("version -o junit")
        .run()
        .assert_usage("text, json, yaml");
}
