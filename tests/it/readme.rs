//! The README and the page on logs tell the truth: their examples on the built-in Jobs work, and print what is shown.

use std::borrow::Cow;

use cyjob::model::{Rule, Topic};
use regex::Regex;
use serde_json::Value;

use crate::support::Cyjob;

const README: &str = include_str!("../../README.md");

/// The pages, and how many commands each shows with what they print.
const PAGES: [(&str, usize); 2] = [(README, 8), (include_str!("../../docs/logs.md"), 7)];

/// How a command ends of which all is shown: both streams and the exit code.
const WITH_CODE: &str = "; echo \"exit code $?\"";

/// The commands of a page that need no cluster and go well, without comments and pipes.
fn commands(page: &str) -> Vec<String> {
    let lines = page
        .lines()
        .filter(|line| line.starts_with("    ") && line.contains("--demo") && !line.ends_with(WITH_CODE));
    let commands = lines.map(|line| {
        let command = line.trim().replace("cargo run --release --", "cyjob");
        let command = command.split(['|', '#']).next().unwrap();
        command
            .trim()
            .strip_prefix("cyjob ")
            .unwrap_or_else(|| panic!("{line}"))
            .replace('\'', "")
    });
    commands.collect()
}

#[test]
fn commands_on_the_examples_work() {
    for (page, _) in PAGES {
        let (commands, page) = (commands(page), timeless(page));
        assert!(commands.len() >= 3, "{commands:?}");
        for command in commands {
            let output = Cyjob::new(&command).run();
            assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{command}");
            let first = timeless(output.stdout.lines().next().unwrap());
            // Ages pass; the state and the name do not.
            let shown = first.split("  ").take(2).collect::<Vec<_>>().join("  ");
            assert!(
                page.contains(&shown),
                "{command} prints {shown:?}, which the page does not show"
            );
        }
    }
}

/// A text without its moments, `2026-11-24 05:20:46 UTC` and `2026-11-24T05:20:46.5Z`, which pass.
fn timeless(text: &str) -> Cow<'_, str> {
    let moment = r"\d{4}-\d\d-\d\d(T[\d:.]+Z| [\d:]{8} UTC)";
    Regex::new(moment).unwrap().replace_all(text, "(then)")
}

/// Every line that a page shows under a command is one that it prints, in that order.
#[test]
fn samples_are_what_is_printed() {
    for (page, expected) in PAGES {
        let mut lines = page.lines().peekable();
        let mut samples = 0;
        while let Some(line) = lines.next() {
            let with_code = line.strip_suffix(WITH_CODE);
            let is_command = line.starts_with("    ") && with_code.unwrap_or(line).ends_with("--demo");
            if !is_command || lines.peek() != Some(&"") {
                continue;
            }
            let printed = printed(with_code.unwrap_or(line), with_code.is_some());
            let mut printed = printed.lines();
            while let Some(shown) = lines.next_if(|line| line.is_empty() || line.starts_with("    ")) {
                let shown = timeless(shown.strip_prefix("    ").unwrap_or_default());
                let is_printed = shown.is_empty() || shown == "…" || printed.any(|line| line == shown);
                assert!(is_printed, "{line} does not print: {shown}");
            }
            samples += 1;
        }
        assert_eq!(samples, expected);
    }
}

/// What a command of a page prints, without moments: its answer, or both streams and the exit code.
fn printed(command: &str, with_code: bool) -> String {
    let words = command
        .split_once("cyjob ")
        .or_else(|| command.split_once("-- "))
        .unwrap()
        .1;
    let run = Cyjob::new(&words.replace('\'', "")).words("--width 100");
    let printed = if with_code {
        let output = run.run();
        format!("{}{}exit code {}\n", output.stdout, output.stderr, output.code)
    } else {
        run.answer()
    };
    timeless(&printed).into_owned()
}

/// The table of the rules, made from the rules.
fn table_of_rules() -> String {
    let rows = Topic::ALL.map(|topic| {
        let rules = Rule::all().iter().filter(|rule| rule.topic == topic);
        let rows: Vec<String> = rules
            .map(|rule| format!("| `{}` | {} |\n", rule.name, rule.summary))
            .collect();
        format!("| **{}** | |\n{}", topic.title(), rows.concat())
    });
    format!("| rule | meaning |\n|-|-|\n{}", rows.concat())
}

#[test]
fn its_table_of_findings_is_that_of_the_rules() {
    let (before, section) = README.split_once("\n## Findings\n").unwrap();
    let (section, after) = section.split_once("\n## ").unwrap();
    let (text, _) = section.split_once("| rule | meaning |").unwrap();
    let table = table_of_rules();
    if std::env::var_os("CYJOB_UPDATE").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
        std::fs::write(path, format!("{before}\n## Findings\n{text}{table}\n## {after}")).unwrap();
    }
    assert!(
        section == format!("{text}{table}"),
        "the table of rules is stale: CYJOB_UPDATE=1 cargo test --test it readme"
    );
}

#[test]
fn the_facts_of_a_finding_are_those_that_it_shows() {
    let shown = README
        .lines()
        .find(|line| line.starts_with("    {\"container\""))
        .unwrap();
    let shown: Value = serde_json::from_str(shown).unwrap();
    let report = Cyjob::new("describe fail-oom --demo -o json").run().json();
    assert_eq!(report["findings"][0]["facts"], shown);
}

#[test]
fn help_examples_on_the_demo_work_as_they_stand() {
    for help in [
        "--help",
        "describe --help",
        "list --help",
        "wait --help",
        "assert --help",
        "logs --help",
    ] {
        let text = Cyjob::new(help).answer();
        let examples = text
            .lines()
            .filter(|line| line.trim().starts_with("cyjob ") && line.contains("--demo"));
        let mut count = 0;
        for line in examples {
            count += 1;
            let command = line.trim().split("   ").next().unwrap();
            let output = Cyjob::new(command.strip_prefix("cyjob ").unwrap()).run();
            assert_eq!(output.code, 0, "{command}: {}", output.stderr);
        }
        assert!(count > 0, "{help} has examples");
    }
}
