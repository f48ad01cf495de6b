//! `assert`: golden output in every format, exit codes, and words of a cluster that are up to no good. What each assertion
//! means is tested beside it, in `src/model/assertions/tests.rs`.

use serde_json::{Value, json};
use uppsala::{Document, Element, XsdValidator};

use crate::support::{Cyjob, Output, Recorded, Reply, Request, Server, list, recording};

const ZOO: &str = "tests/fixtures/recordings";

/// The two schemas that are in common use, see `tests/fixtures/junit`.
const SCHEMAS: [(&str, &str); 2] = [
    ("ant", include_str!("../fixtures/junit/ant.xsd")),
    ("jenkins", include_str!("../fixtures/junit/jenkins-xunit.xsd")),
];

/// A run on all recordings at once.
fn zoo(words: &str) -> Cyjob {
    Cyjob::new("-n zoo --utc --from").arg(ZOO).words(words)
}

/// A run on three of them, one of each kind of end, with every kind of limit.
fn golden(words: &str) -> String {
    let limits = "--max-failed 2 --max-restarts 0 --max-duration 30s --min-succeeded 1 --indexes 0-9 --no-warnings --finished-within 1h";
    let jobs = "fail-indexed ok-after-retry ok-successpolicy";
    let output = zoo("assert").words(jobs).words(limits).words(words).run();
    assert_eq!(output.code, 1, "{}", output.stderr);
    output.stdout
}

fn assert_golden(name: &str, text: &str) {
    insta::with_settings!({omit_expression => true}, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn golden_text() {
    assert_golden("assert_text", &golden("--width 100"));
    assert_golden("assert_colour", &golden("--width 100 --color always"));
    let ascii = zoo("assert fail-indexed suspended --max-duration 1h")
        .env("LC_ALL", "C")
        .run();
    assert!(ascii.stdout.is_ascii(), "{}", ascii.stdout);
    assert_golden("assert_ascii", &ascii.stdout);
}

#[test]
fn golden_documents() {
    let json = golden("-o json");
    assert_golden("assert_json", &json);
    let yaml: Value = serde_yaml::from_str(&golden("-o yaml")).unwrap();
    assert_eq!(yaml, serde_json::from_str::<Value>(&json).unwrap());
    let one = zoo("assert ok-single -o json").run().json();
    assert_eq!(
        (&one["kind"], &one["passed"]),
        (&"AssertionReport".into(), &true.into())
    );
    let keys: Vec<&String> = one["assertions"][0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["actual", "expected", "name", "passed"]);
}

#[test]
fn golden_forms_for_ci_servers() {
    let junit = golden("-o junit");
    assert_valid(&junit);
    assert_golden("assert_junit", &junit);
    assert_golden("assert_github", &golden("-o github"));
}

/// What the schemas say against the document.
fn faults(document: &Document<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, schema) in SCHEMAS {
        let validator = XsdValidator::from_schema(&uppsala::parse(schema).unwrap()).unwrap();
        let found = validator.validate(document);
        faults.extend(found.iter().map(|fault| format!("{name}: {fault}")));
    }
    faults
}

/// Asserts that the document is well-formed and valid by both schemas. The validator does not look into what Ant's declares inside
/// of a test case, hence what follows.
pub(crate) fn assert_valid(xml: &str) {
    let document = uppsala::parse(xml).unwrap_or_else(|error| panic!("{error}: {xml}"));
    assert_eq!(faults(&document), Vec::<String>::new(), "{xml}");
    for case in document.get_elements_by_tag_name("testcase") {
        let element = document.element(case).unwrap();
        assert_eq!(attributes(element), ["name", "classname", "time"], "{xml}");
        let children = document.children(case);
        for fault in children.iter().filter_map(|child| document.element(*child)) {
            let expected: &[&str] = match &*fault.name.local_name {
                "failure" | "error" => &["type", "message"],
                "skipped" => &["message"],
                other => panic!("{other}: {xml}"),
            };
            assert_eq!(attributes(fault), expected, "{xml}");
        }
    }
}

fn attributes(element: &Element<'_>) -> Vec<String> {
    let names = element
        .attributes
        .iter()
        .map(|attribute| attribute.name.local_name.to_string());
    names.collect()
}

/// Otherwise the tests above assert nothing.
#[test]
fn the_schemas_refuse_what_is_not_junit() {
    let good = zoo("assert ok-single -o junit").run().stdout;
    for (part, other) in [
        ("<testcase ", "<case "),
        (" failures=", " broken="),
        (" id=\"0\"", " id=\"x\""),
        ("timestamp=\"", "timestamp=\"x"),
        ("classname=", "class="),
    ] {
        assert!(good.contains(part), "{part}");
        let spoilt = good.replace(part, other);
        assert_ne!(
            faults(&uppsala::parse(&spoilt).unwrap()),
            Vec::<String>::new(),
            "{spoilt}"
        );
    }
}

#[test]
fn the_exit_code_is_the_worst_of_all_jobs() {
    let code = |words: &str| zoo("assert").words(words).run().code;
    for (words, expected) in [
        ("ok-single", 0),
        ("ok-single ok-parallel --max-failed 0", 0),
        ("ok-single ok-after-retry --max-failed 1", 1),
        ("ok-single fail-oom", 1),
        ("running-sidecar", 1),
        ("failing-grace --expect failed", 1),
        ("fail-oom --expect failed --reason BackoffLimitExceeded", 0),
        ("fail-oom ok-single --expect failed", 1),
        ("ok-single nope", 3),
        ("fail-oom nope", 3),
        ("cronjob/nightly", 1),
        ("-l app=train", 1),
        ("-l app=nothing", 3),
    ] {
        assert_eq!(code(words), expected, "{words}");
    }
}

#[test]
fn jobs_that_are_not_there_are_told_where_only_the_answer_is_read() {
    for (format, words) in [
        ("junit", "<error type=\"found\" message=\"job/nope not found"),
        ("github", "::error title=job/nope::job/nope not found"),
    ] {
        for others in ["", "ok-single"] {
            let output = zoo("assert nope -o").arg(format).words(others).run();
            assert_eq!(output.code, 3, "{output:?}");
            assert!(output.stdout.contains(words), "{}", output.stdout);
            assert!(
                output.stderr.contains("error: job/nope not found"),
                "{}",
                output.stderr
            );
        }
    }
    zoo("assert nope").run().assert_error(3, &["job/nope not found"]);
    let list = zoo("assert nope ok-single -o json").run().json();
    assert_eq!(list["kind"], "AssertionReportList");
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}

#[test]
fn junit_goes_to_a_file_so_people_are_told_too() {
    let output = zoo("assert fail-exit -o junit --max-failed 0").run();
    let text = zoo("assert fail-exit --max-failed 0").run();
    assert_eq!(output.stderr, format!("{}{}", text.stderr, text.stdout));
    for format in ["json", "yaml", "github"] {
        let output = zoo("assert fail-exit -o").arg(format).run();
        assert_eq!(output.stderr, text.stderr, "{format}");
    }
}

#[test]
fn every_assertion_is_one_line_however_narrow_the_terminal() {
    let wide = zoo("assert fail-indexed --indexes 0-9 --width 1000").run().stdout;
    let narrow = zoo("assert fail-indexed --indexes 0-9 --width 40").run().stdout;
    let lines = |text: &str| -> Vec<String> {
        let signed = text.lines().filter(|line| line.contains("expected "));
        signed.map(str::to_owned).collect()
    };
    assert_eq!(lines(&narrow), lines(&wide));
    assert_eq!(lines(&wide).len(), 2);
}

#[test]
fn a_bad_command_line_is_refused_with_what_to_do() {
    for (words, message) in [
        ("", "no Job given: use NAME or -l SELECTOR"),
        ("--demo", "no Job given: use NAME or -l SELECTOR"),
        ("x --max-duration soon", "such as 90, 90s, 5m, 1h30m or 7d"),
        ("x --finished-within -5m", "such as 90, 90s, 5m, 1h30m or 7d"),
        ("x --max-duration 500ms", "whole seconds"),
        ("x --max-failed -1", "a whole number, such as 0 or 3"),
        ("x --max-restarts none", "a whole number, such as 0 or 3"),
        ("x --min-succeeded 1.5", "a whole number, such as 0 or 3"),
        ("x --indexes 9-0", "such as 0-9 or 1,3-5"),
        ("x --reason Evicted", "add --expect failed"),
        ("x --expect complete --reason Evicted", "add --expect failed"),
        ("x --expect failed --no-warnings", "never holds for a failed Job"),
        ("x --expect running", "complete, failed"),
        ("x -o name", "junit"),
    ] {
        Cyjob::new("assert").words(words).run().assert_usage(message);
    }
    for empty in ["--reason", "--indexes"] {
        let run = Cyjob::new("assert x --expect failed").arg(empty).arg("");
        run.run().assert_usage(empty);
    }
}

/// A recording on a server; `refuse` may answer first.
fn serve(name: &str, refuse: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static) -> Server {
    let recorded = Recorded::new(name);
    Server::new(move |request| refuse(request).unwrap_or_else(|| recorded.answer(request)))
}

fn forbidden(request: &Request, what: &str) -> Option<Reply> {
    let is_it = request.path.ends_with(what);
    is_it.then(|| Reply::status(403, "Forbidden", &format!("{what} is forbidden: User \"ci\"")))
}

#[test]
fn without_a_right_only_what_rests_on_it_does_not_pass() {
    let assert = |server: &Server, words: &str| -> Output {
        let run = Cyjob::new("assert ok-after-retry").words(words);
        run.server(&server.url).run()
    };
    for (what, needs, spared) in [
        ("/pods", "--max-restarts 0", "--max-failed 2 --min-succeeded 1"),
        ("/events", "--no-warnings", "--max-failed 2 --max-restarts 0"),
    ] {
        let server = serve("ok-after-retry", move |request| forbidden(request, what));
        let spared = assert(&server, spared);
        assert_eq!((spared.code, spared.stderr.as_str()), (0, ""), "{spared:?}");
        assert!(
            !spared.stdout.contains('?'),
            "no word on what does not matter: {spared:?}"
        );
        let output = assert(&server, needs);
        if what == "/events" {
            // Two failed pods are a warning in themselves, whatever the events would say.
            assert_eq!(output.code, 1, "{output:?}");
            continue;
        }
        assert_eq!(output.code, 5, "{output:?}");
        let line = "? max-restarts  expected at most 0, unknown: pods could not be read (Forbidden)";
        assert!(output.stdout.contains(line), "{}", output.stdout);
        assert!(output.stdout.contains("? pods unknown: "), "{}", output.stdout);
        let xml = assert(&server, &format!("{needs} -o junit")).stdout;
        assert_valid(&xml);
        assert!(xml.contains("<error type=\"max-restarts\""), "{xml}");
        assert!(xml.contains("failures=\"0\" errors=\"1\""), "{xml}");
    }
    let server = serve("ok-single", |request| forbidden(request, "/events"));
    let output = Cyjob::new("assert ok-single --no-warnings")
        .server(&server.url)
        .run();
    assert_eq!(output.code, 5, "{output:?}");
    let server = serve("ok-single", |request| forbidden(request, "/ok-single"));
    let output = Cyjob::new("assert ok-single").server(&server.url).run();
    output.assert_error(5, &["cannot read job/ok-single", "forbidden"]);
}

#[test]
fn nothing_is_written_and_no_log_is_asked_for() {
    let server = serve("fail-oom", |_| None);
    let output = Cyjob::new("assert fail-oom").server(&server.url).run();
    assert_eq!(output.code, 1, "{output:?}");
    for request in server.requests() {
        assert_eq!(request.method, "GET");
        assert!(!request.path.ends_with("/log"), "{request:?}");
    }
}

#[test]
fn five_thousand_pods_are_all_seen() {
    let mut job = Recorded::new("ok-parallel").job();
    job["status"]["succeeded"] = 5000.into();
    let (name, uid) = (job["metadata"]["name"].clone(), job["metadata"]["uid"].clone());
    let pod = move |number: usize| {
        json!({"metadata": {"name": format!("p{number}"), "uid": format!("u{number}"),
            "ownerReferences": [{"apiVersion": "batch/v1", "kind": "Job", "name": name, "uid": uid, "controller": true}]},
            "status": {"phase": "Succeeded", "containerStatuses": [{"name": "main", "restartCount": i32::from(number == 4999)}]}})
    };
    let server = Server::new(move |request| match request.path.rsplit('/').next() {
        Some("ok-parallel") => Reply::json(&job),
        Some("pods") => {
            let page: usize = request
                .parameter("continue")
                .map_or(0, |token| token.parse().unwrap());
            let pods: Vec<Value> = (page * 500..(page + 1) * 500).map(&pod).collect();
            let next = if page < 9 {
                (page + 1).to_string()
            } else {
                String::new()
            };
            Reply::json(&list("Pod", &pods, &next))
        }
        _ => Reply::json(&list("Event", &[], "")),
    });
    let assert = |words: &str| {
        Cyjob::new("assert ok-parallel")
            .words(words)
            .server(&server.url)
            .run()
    };
    assert_eq!(assert("--min-succeeded 5000 --max-restarts 1").code, 0);
    let output = assert("--min-succeeded 5001 --max-restarts 0");
    assert_eq!(output.code, 1);
    assert!(
        output.stdout.contains("expected at least 5,001, found 5,000"),
        "{}",
        output.stdout
    );
    assert!(
        output.stdout.contains("expected at most 0, found 1"),
        "{}",
        output.stdout
    );
}

/// Every trick in one string: commands of CI servers, ends of elements, controls, and what XML cannot hold.
const TRICKS: &str = "::add-mask::x\n::stop-commands::y\r\n##[group]z%0A%25,a:b]]></failure><script>&amp;\"'\u{1b}[2J\u{0}\u{9b}\u{202e}\u{85}\u{2028}\u{fffe}\u{ffff}é";

#[test]
fn words_of_a_cluster_are_words_in_every_format() {
    let job = json!({"kind": "Job", "apiVersion": "batch/v1",
        "metadata": {"name": TRICKS, "namespace": TRICKS, "uid": "u", "labels": {"app": "evil"}},
        "spec": {"selector": {"matchLabels": {"of": "x"}}},
        "status": {"failed": 1, "conditions": [{"type": "Failed", "status": "True", "reason": TRICKS, "message": TRICKS}]}});
    let input = json!({"kind": "List", "apiVersion": "v1", "items": [job]}).to_string();
    let assert = |words: &str| {
        let run = Cyjob::new("assert -A -l app=evil --expect failed --reason x --from -");
        let output = run.words(words).stdin(input.clone()).run();
        assert_eq!(output.code, 1, "{output:?}");
        output
    };
    let is_obeyed = |character: char| {
        character != '\n' && (character.is_control() || matches!(character, '\u{202e}' | '\u{2028}'))
    };
    let github = assert("-o github").stdout;
    assert_eq!(github.lines().count(), 1, "{github}");
    assert!(!github.contains(is_obeyed), "{github:?}");
    let (properties, message) = github
        .strip_prefix("::error title=")
        .unwrap()
        .split_once("::")
        .unwrap();
    assert!(!properties.contains([':', ',']), "{properties}");
    // A percent sign of theirs is one, not the beginning of an escape.
    assert!(properties.contains("%250A%2525%2Ca%3Ab"), "{properties}");
    assert!(message.contains("z%250A%2525,a:b]]>"), "{message}");
    assert!(
        message.starts_with("Failed (::add-mask::x^J::stop-commands::"),
        "{message}"
    );
    let junit = assert("-o junit").stdout;
    assert_valid(&junit);
    assert!(!junit.contains(is_obeyed), "{junit:?}");
    assert!(!junit.contains(['\u{fffe}', '\u{ffff}']), "{junit:?}");
    assert!(
        junit.contains("]]&gt;&lt;/failure&gt;&lt;script&gt;&amp;amp;&quot;"),
        "{junit}"
    );
    for format in ["", "-o markdown"] {
        let text = assert(format).stdout;
        assert!(!text.contains(is_obeyed), "{text:?}");
        assert!(format.is_empty() || !text.contains("<script>"), "{text:?}");
    }
    let report = assert("-o json").json();
    let faithful = &report["items"][0];
    assert_eq!(faithful["job"]["name"], TRICKS);
    assert_eq!(faithful["assertions"][1]["actual"], TRICKS);
}

#[test]
fn the_hostile_recording_is_harmless_in_every_format() {
    for format in ["", "-o json", "-o yaml", "-o junit", "-o github", "-o markdown"] {
        let run = Cyjob::new("assert fail-hostile -n zoo --max-failed 0 --no-warnings");
        let output = run.words(format).from(recording("fail-hostile")).run();
        assert_eq!(output.code, 1, "{output:?}");
        for text in [&output.stdout, &output.stderr] {
            let harmful = |character: char| matches!(character, '\u{1b}' | '\u{7}' | '\r' | '\0');
            assert!(!text.contains(harmful), "{format}: {text:?}");
        }
        if format == "-o junit" {
            assert_valid(&output.stdout);
        }
    }
}

#[test]
fn a_list_for_programs_says_who_is_missing_and_that_not_all_passed() {
    let output = Cyjob::new("assert ok-single nosuch --demo -o json").run();
    assert_eq!(output.code, 3);
    let list = output.json();
    assert_eq!(
        (&list["passed"], &list["items"][0]["passed"]),
        (&false.into(), &true.into())
    );
    assert_eq!(list["missing"][0]["name"], "job/nosuch");
    let none = Cyjob::new("assert nosuch nobody --demo -o json").run().json();
    assert_eq!(
        (&none["passed"], &none["items"]),
        (&false.into(), &serde_json::json!([]))
    );
}

#[test]
fn ci_servers_are_told_in_their_own_form_that_nothing_could_be_asked() {
    for (words, code) in [
        ("assert -l app=typo --demo", 3),
        ("assert x --from /nonexistent", 5),
    ] {
        let junit = Cyjob::new(words).words("-o junit").run();
        assert_eq!(junit.code, code, "{junit:?}");
        assert!(junit.stdout.contains("<error"), "{}", junit.stdout);
        let github = Cyjob::new(words).words("-o github").run();
        assert!(github.stdout.starts_with("::error title="), "{}", github.stdout);
    }
}
