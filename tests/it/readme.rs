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
