//! `cyjob help`: commands, rules, and what to do with a wrong topic.

use cyjob::model::Rule;

use crate::support::Cyjob;

#[test]
fn each_rule_has_cause_advice_and_sources() {
    for rule in Rule::all() {
        let text = Cyjob::new("help --width 100").arg(rule.name).answer();
        assert!(text.starts_with(&format!("{}: ", rule.name)), "{text}");
        for part in ["\nCause\n", "\nWhat to do\n", "\nSources\n  https://"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(
            text.lines()
                .all(|line| line.chars().count() <= 100 || line.contains("https://")),
            "{text}"
        );
    }
}

#[test]
fn all_rules_are_listed_once() {
    let text = Cyjob::new("help rules --width 100").answer();
    for rule in Rule::all() {
        let lines = text
            .lines()
            .filter(|line| line.split_whitespace().next() == Some(rule.name));
        assert_eq!(lines.count(), 1, "{}: {text}", rule.name);
    }
    insta::assert_snapshot!("rules", text);
}

#[test]
fn a_rule_reads_well() {
    insta::assert_snapshot!("rule", Cyjob::new("help oom-killed --width 80").answer());
}

#[test]
fn a_command_has_the_help_of_its_flag() {
    let flag = Cyjob::new("wait --help").answer();
    assert_eq!(Cyjob::new("help wait").answer(), flag);
    assert_eq!(Cyjob::new("help").answer(), Cyjob::new("--help").answer());
    assert!(Cyjob::new("help explain").answer().contains("cyjob describe"));
}

#[test]
fn a_wrong_topic_is_told_what_is_near() {
    for (topic, hint) in [
        ("oom-kiled", "did you mean oom-killed?"),
        ("wiat", "did you mean wait?"),
        ("nothing-like-it", "cyjob help rules"),
    ] {
        Cyjob::new("help")
            .arg(topic)
            .run()
            .assert_error(2, &[topic, hint]);
    }
}
