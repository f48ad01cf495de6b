//! In a step of GitHub Actions: no word of a cluster's or of a log is taken for a command of the runner's.

use serde_json::Value;

use crate::support::{Cluster, Cyjob, Output, Recorded, Reply, Request, Server, objects};

/// Whether the runner could act on the line: `TryParseV2` and `TryParse` in `ActionCommand.cs` of actions/runner, without asking
/// whether there is a command of that name.
fn is_command(line: &str) -> bool {
    line.trim_start().starts_with("::") || line.contains("##[")
}

/// Commands at the beginning of lines, behind blanks and within, and so many that a line that is broken begins with one.
fn attack() -> String {
    let many = " ::add-mask::x".repeat(40);
    format!(
        "::add-mask::x\n  ::set-output name=a::b\ntext ##[add-mask]x\n\u{a0}::x::\n{many}\nerror: ##[add-mask]x{many}"
    )
}

/// The recorded Job, with the attack in the place of what its program, its kubelet and its controllers said.
fn hostile(request: &Request) -> Reply {
    if request.path.ends_with("/log") {
        return log(request);
    }
    let reply = Recorded::new("fail-exit").only_json().answer(request);
    let Reply::Whole(code, headers, body) = reply else {
        return reply;
    };
    let attack = attack().replace('\n', "\\n");
    let mut body = String::from_utf8(body).unwrap();
    for said in [
        "migration 0042 failed: relation orders does not exist",
        "Job has reached the specified backoff limit",
        "Created pod: fail-exit-4gg2s",
    ] {
        body = body.replace(said, &attack);
    }
    Reply::Whole(code, headers, body.into_bytes())
}

/// A log that is nothing but the attack, with time stamps if they are asked for.
fn log(request: &Request) -> Reply {
    let is_stamped = request.parameter("timestamps") == Some("true");
    let stamp = if is_stamped {
        "2026-11-23T18:03:23.000000001Z "
    } else {
        ""
    };
    let lines: Vec<String> = attack().lines().map(|line| format!("{stamp}{line}\n")).collect();
    let headers = vec![("Content-Type".to_owned(), "text/plain".to_owned())];
    Reply::Whole(200, headers, lines.concat().into_bytes())
}

/// A document without the moments at which it was made.
fn without_moments(mut document: Value) -> Value {
    match &mut document {
        Value::Object(members) => {
            members.retain(|key, _| key != "asOf");
            members
                .values_mut()
                .for_each(|member| *member = without_moments(member.take()));
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| *item = without_moments(item.take())),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    document
}

fn run(words: &str, server: &Server) -> Output {
    Cyjob::new(words)
        .env("GITHUB_ACTIONS", "true")
        .server(&server.url)
        .run()
}

#[test]
fn no_line_for_people_is_a_command() {
    let server = Server::new(hostile);
    for words in [
        "describe fail-exit",
        "describe fail-exit -o wide",
        "wait fail-exit",
        "assert fail-exit",
    ] {
        for width in ["40", "57", "80", "1000"] {
            let output = run(&format!("{words} --width {width}"), &server);
            let mut lines = output.stdout.lines().chain(output.stderr.lines());
            assert_eq!(
                lines.clone().find(|line| is_command(line)),
                None,
                "{words} {width}"
            );
            let is_shown = lines.any(|line| line.contains("add-mask"));
            assert!(is_shown, "{words}: {output:?}");
        }
    }
}

#[test]
fn the_words_of_a_server_that_refuses_are_no_commands() {
    let server = Server::new(|_| Reply::status(403, "Forbidden", &attack()));
    for words in ["describe x", "wait x", "list", "assert x"] {
        let output = run(words, &server);
        assert_eq!((output.code, output.stdout.as_str()), (5, ""), "{output:?}");
        assert!(output.stderr.contains("##\\[add-mask]x"), "{}", output.stderr);
        assert!(!output.stderr.lines().any(is_command), "{}", output.stderr);
    }
}

#[test]
fn a_command_is_shown_with_a_backslash_and_documents_stay_faithful() {
    let server = Server::new(hostile);
    let text = run("describe fail-exit", &server).stdout;
    assert!(text.contains("text ##\\[add-mask]x"), "{text}");
    let report = run("describe fail-exit -o json", &server).json();
    assert_eq!(report["logs"][0]["lines"][0], "::add-mask::x");
    assert_eq!(report["logs"][0]["lines"][2], "text ##[add-mask]x");
    for words in [
        "describe fail-exit",
        "describe fail-exit ok-single",
        "wait fail-exit",
        "assert fail-exit",
    ] {
        let json = run(&format!("{words} -o json"), &server);
        let yaml = run(&format!("{words} -o yaml"), &server);
        let read: Value = serde_yaml::from_str(&yaml.stdout).unwrap();
        assert_eq!(without_moments(read), without_moments(json.json()), "{words}");
        for document in [json.stdout, yaml.stdout] {
            assert!(document.contains("##\\u005badd-mask]"), "{words}: {document}");
            assert_eq!(document.lines().find(|line| is_command(line)), None, "{words}");
        }
    }
    // The commands of our own are some.
    let annotations = run("assert fail-exit -o github", &server).stdout;
    assert!(
        annotations.starts_with("::error title=zoo/fail-exit"),
        "{annotations}"
    );
    assert_eq!(annotations.lines().count(), 1, "{annotations}");
}

/// Names, XML and the documents, with and without a runner.
#[test]
fn every_format_says_the_same_with_and_without_a_runner_and_has_no_command_in_it() {
    let server = Server::new(hostile);
    for words in ["describe fail-exit", "wait fail-exit", "assert fail-exit", "list"] {
        for format in ["json", "yaml", "jsonl", "junit", "markdown", "name"] {
            if (words, format) == ("assert fail-exit", "name") {
                continue;
            }
            let words = format!("{words} -o {format}");
            let within = run(&words, &server);
            assert_eq!(
                within.stdout.lines().find(|line| is_command(line)),
                None,
                "{words}"
            );
            let outside = Cyjob::new(&words).server(&server.url).run();
            assert_eq!(within.code, outside.code, "{words}");
            let read = |text: &str| match format {
                "junit" => text.replace("&#91;", "[").replace("&#58;", ":"),
                "markdown" => text.replace("\\[", "[").replace("\\:", ":"),
                "name" => text.to_owned(),
                _ => text.replace("\\u005b", "["),
            };
            let without_times = |text: &str| -> String {
                read(text)
                    .chars()
                    .filter(|character| !character.is_ascii_digit())
                    .collect()
            };
            assert_eq!(
                without_times(&within.stdout),
                without_times(&outside.stdout),
                "{words}"
            );
        }
    }
    let junit = run("assert fail-exit -o junit", &server).stdout;
    assert!(junit.contains("##&#91;add-mask]x"), "{junit}");
    uppsala::parse(&junit).unwrap();
}

/// Outside of a runner nothing is changed.
#[test]
fn without_a_runner_the_words_stay_as_they_are() {
    let server = Server::new(hostile);
    let text = Cyjob::new("describe fail-exit").server(&server.url).answer();
    assert!(text.contains("text ##[add-mask]x"), "{text}");
}

/// The terminal or the runner is gone, and what comes after in the log is another step's.
#[test]
#[cfg(target_os = "linux")]
fn commands_are_resumed_after_every_signal() {
    use rustix::process::Signal;
    for (signal, code) in [(Signal::HUP, 129), (Signal::TERM, 143), (Signal::INT, 130)] {
        let cluster = Cluster::new();
        cluster
            .put("jobs", objects::job("x"))
            .put("pods", objects::pod("x", &objects::running()));
        cluster.logs.write("x-abcde", "main", "::add-mask::x\n");
        let mut run = cluster
            .cyjob("logs x -f --prefix=never")
            .env("GITHUB_ACTIONS", "true")
            .start();
        run.until_printed("::add-mask::x");
        run.signal(signal);
        let output = run.finish();
        assert_eq!(output.code, code, "{output:?}");
        let first = output.stdout.lines().next().unwrap();
        let token = first.strip_prefix("::stop-commands::").unwrap();
        assert_eq!(
            output.stdout.lines().last(),
            Some(&*format!("::{token}::")),
            "{output:?}"
        );
    }
}

/// The reader has gone on with the first lines, or the words are for a program and not for the runner.
#[test]
fn commands_are_resumed_where_the_reader_goes_and_raw_lines_stand_alone() {
    let server = Server::new(|request| {
        let many = "::add-mask::x\n".repeat(100_000);
        if request.path.ends_with("/log") {
            return Reply::Whole(200, Vec::new(), many.into_bytes());
        }
        hostile(request)
    });
    let (mut read, stdout) = std::io::pipe().unwrap();
    let unread = Cyjob::new("logs fail-exit --prefix=never")
        .env("GITHUB_ACTIONS", "true")
        .server(&server.url)
        .stdout(stdout.into())
        .start();
    let mut first = [0; 80];
    std::io::Read::read_exact(&mut read, &mut first).unwrap();
    drop(read);
    let first = String::from_utf8_lossy(&first).into_owned();
    let token = first
        .lines()
        .next()
        .unwrap()
        .strip_prefix("::stop-commands::")
        .unwrap();
    let output = unread.finish();
    assert_eq!(
        output.stderr.matches(&format!("::{token}::\n")).count(),
        1,
        "{}",
        output.stderr
    );
    let raw = run("logs fail-exit --prefix=never --raw --tail 1", &server);
    assert!(
        raw.stdout.lines().all(|line| line == "::add-mask::x"),
        "{}",
        raw.stdout.len()
    );
}

#[test]
fn printed_logs_stand_between_two_lines_that_stop_and_resume_commands() {
    let server = Server::new(hostile);
    let words = "logs fail-exit --prefix=never";
    let output = run(words, &server);
    let plain = Cyjob::new(words).server(&server.url).run().stdout;
    assert!(
        plain.starts_with("::add-mask::x\n  ::set-output"),
        "a pipe gets what was written: {plain}"
    );
    let (first, rest) = output.stdout.split_once('\n').unwrap();
    let token = first.strip_prefix("::stop-commands::").unwrap();
    assert_eq!(token.len(), 32, "{first}");
    let logs = rest.strip_suffix(&format!("::{token}::\n")).unwrap();
    assert!(!logs.contains(token));
    assert_eq!(logs.trim_end_matches('\n'), plain.trim_end_matches('\n'));
    assert!(!output.stderr.lines().any(is_command), "{}", output.stderr);
    let again = run(words, &server).stdout;
    assert!(!again.contains(token), "no log can know the token");
}

/// Nor are those that a runner does not read, or that a program does.
#[test]
fn logs_in_a_file_or_as_json_are_logs_alone() {
    let server = Server::new(hostile);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    let file = std::fs::File::create(&path).unwrap();
    let output = Cyjob::new("logs fail-exit --prefix=never")
        .env("GITHUB_ACTIONS", "true")
        .server(&server.url)
        .stdout(file.into())
        .run();
    assert_eq!(output.code, 0, "{}", output.stderr);
    let written = std::fs::read_to_string(path).unwrap();
    assert_eq!(written, format!("{0}\n{0}\n{0}\n", attack()));
    let json = run("logs fail-exit -o json", &server).stdout;
    assert_eq!(json.lines().find(|line| is_command(line)), None);
    for line in json.lines() {
        assert!(serde_json::from_str::<Value>(line).unwrap()["message"].is_string());
    }
    assert!(json.contains(r"text ##\u005badd-mask]x"), "{json}");
}

#[test]
fn logs_that_wait_prints_are_no_commands() {
    let server = Server::new(hostile);
    for words in ["wait fail-exit --logs=all", "wait fail-exit --logs"] {
        let output = run(words, &server);
        assert!(output.stderr.contains("##\\[add-mask]x"), "{output:?}");
        let mut lines = output.stdout.lines().chain(output.stderr.lines());
        assert_eq!(lines.find(|line| is_command(line)), None, "{words}");
    }
}
