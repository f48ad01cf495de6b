//! Tests that each kind of credential is masked and each kind of innocent value is shown. A case stands for
//! its kind; the files in `tests/fixtures/masks` hold more cases.

mod commands;
mod names;
mod shapes;
mod texts;

use serde_json::{Value, json};

use super::{MASK, text, value, walk};

/// The credential in the test cases.
const CANARY: &str = "c4n4ryPW";

/// Asserts that no text shows the canary, that each text shows a mask, and that masking a text twice changes
/// nothing more.
fn assert_masked(texts: &[&str]) {
    let leaks: Vec<String> = texts
        .iter()
        .map(|given| (given, text(given)))
        .filter(|(_, shown)| shown.contains(CANARY) || !shown.contains(MASK) || text(shown) != *shown)
        .map(|(given, shown)| format!("{given}\n    {shown}"))
        .collect();
    assert!(leaks.is_empty(), "\n{}", leaks.join("\n"));
}

/// Asserts that texts are shown unchanged.
fn assert_shown(texts: &[&str]) {
    for given in texts {
        assert_eq!(text(given), *given);
    }
}

/// The cases of a file in `tests/fixtures/masks`. The first line of the file explains the file.
fn cases(file: &str) -> impl Iterator<Item = String> {
    let lines = file.lines().skip(1);
    let cases = lines.filter(|line| !line.is_empty() && !line.starts_with("## "));
    cases.map(|line| line.replace('⏎', "\n").replace('⇥', "\t"))
}

/// The container, masked.
fn command(container: Value) -> Value {
    let mut container = container;
    walk(&mut container, false);
    container
}

/// With quadratic work, these lengths would take hours.
#[test]
fn the_work_grows_with_the_length() {
    #[rustfmt::skip]
    let units = [
        "a://", "a:b@", "u:p@tcp(", "@tcp(", "@unix(", "u/p@//", "u:p@h:1/", "token=", "token=\"", "token='$", "token=1,", "token=$(", "token=[", "token: |\n",
        "<token>", "<token", "token:", "auth:", "auth: ", "x token: ", "password(", "password '", "password ", "by '", "name=token value=", "-u a:",
        "token: basic ", "basic ", "bearer+", "bearer a", "PRIVATE KEY-----", "PRIVATE KEY", "Private-Lines:", "sk-", "sk-1", "ghp_", "eyJ", "eyJa.",
        "mysql ", "-x mysql ", "mysql -p", "set token ", "echo x|", "'", "\"", "\\\"", "'a ", "<<< ", "`", "$(", "((", "[", "a,", "aa=", "YWJj", "=", "\\", "\\\n",
        " ", "\n", "-", "a:a@", "token;", "http://h/hooks/", "jdbc:oracle:thin:", "a_live_", "0123456789abcdef", "*", "é",
    ];
    for unit in units {
        for head in ["token: ", ""] {
            let given = head.to_owned() + &unit.repeat(50_000 / unit.len());
            assert!(text(&given).len() <= 3 * given.len(), "{unit}");
        }
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_survived(given in "[a-z:/@=&;,|<>()\\[\"'\\\\ $\n-]{0,20}(token|password|-u|://|mysql|name)[a-z:/@=&;,|<>()\\[\"'\\\\ ${}\né-]{0,20}") {
        let _ = text(&given);
    }
}

#[test]
fn values_are_masked_by_name_or_by_what_is_in_them_and_shown_if_asked_for() {
    let container = json!({
        "env": [
            {"name": "DB_PASSWORD", "value": CANARY},
            {"name": "NOTE", "value": format!("--password {CANARY}")},
            {"name": "MODE", "value": "fast"},
        ],
        "command": ["run", "--password"],
        "args": [CANARY, "--verbose"],
    });
    let shown = command(container.clone());
    assert_eq!(shown["env"][0]["value"], MASK);
    assert_eq!(shown["env"][1]["value"], format!("--password {MASK}"));
    assert_eq!(shown["env"][2]["value"], "fast");
    assert_eq!(shown["args"], json!([MASK, "--verbose"]));
    let mut whole = container.clone();
    walk(&mut whole, true);
    assert_eq!(whole, container);
}
