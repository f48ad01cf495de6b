//! The README tells the truth: its examples on the built-in Jobs work, and print what it shows.

use crate::support::Cyjob;

const README: &str = include_str!("../../README.md");

/// The commands of the README that need no cluster, without comments and pipes.
fn commands() -> Vec<String> {
    let lines = README
        .lines()
        .filter(|line| line.starts_with("    ") && line.contains("--demo"));
    let commands = lines.map(|line| {
        let command = line.trim().replace("cargo run --release --", "cyjob");
        let command = command.split(['|', '#']).next().unwrap();
        command
            .trim()
            .strip_prefix("cyjob ")
            .unwrap_or_else(|| panic!("{line}"))
            .to_owned()
    });
    commands.collect()
}

#[test]
fn its_commands_on_the_examples_work() {
    let commands = commands();
    assert!(commands.len() >= 3, "{commands:?}");
    for command in commands {
        let output = Cyjob::new(&command).run();
        assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{command}");
        let first = output.stdout.lines().next().unwrap();
        // Ages pass; the state and the name do not.
        let shown = first.split("  ").take(2).collect::<Vec<_>>().join("  ");
        assert!(
            README.contains(&shown),
            "{command} prints {shown:?}, which the README does not show"
        );
    }
}

/// A line without its moment, `2026-11-24 05:20:46 UTC`, which passes.
fn timeless(line: &str) -> String {
    match line.split_once(" UTC") {
        Some((before, after)) => format!("{}{after}", &before[..before.len() - "2026-11-24 05:20:46".len()]),
        None => line.to_owned(),
    }
}

/// Every line that the README shows under a command is one that it prints, in that order.
#[test]
fn its_samples_are_what_is_printed() {
    let mut lines = README.lines().peekable();
    let mut samples = 0;
    while let Some(line) = lines.next() {
        let is_command = line.starts_with("    ") && line.ends_with("--demo") && lines.peek() == Some(&"");
        let Some((_, job)) = line.split_once("describe ").filter(|_| is_command) else {
            continue;
        };
        let job = job.strip_suffix(" --demo").unwrap();
        let printed = Cyjob::new("describe --demo --width 100").arg(job).answer();
        let mut printed = printed.lines().map(timeless);
        while let Some(shown) = lines.next_if(|line| line.is_empty() || line.starts_with("    ")) {
            let shown = timeless(shown.strip_prefix("    ").unwrap_or_default());
            let is_printed = shown.is_empty() || shown == "…" || printed.any(|line| line == shown);
            assert!(is_printed, "{job} does not print: {shown}");
        }
        samples += 1;
    }
    assert_eq!(samples, 3);
}

#[test]
fn every_rule_is_listed() {
    let output = Cyjob::new("describe -A -l !none -o json --from tests/fixtures/recordings")
        .run()
        .json();
    for item in output["items"].as_array().unwrap() {
        for finding in item["findings"].as_array().unwrap() {
            let rule = finding["rule"].as_str().unwrap();
            assert!(
                README.contains(&format!("`{rule}`")),
                "the README does not list the rule {rule}"
            );
        }
    }
}

#[test]
fn help_examples_on_the_demo_work_as_they_stand() {
    for help in ["--help", "describe --help"] {
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
