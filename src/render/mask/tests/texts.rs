//! Masking by the form of a text that names a credential, in the languages of configurations.

use serde_json::json;

use super::{CANARY, MASK, cases, command, text, value};

#[test]
fn credentials_are_masked_and_the_rest_stays() {
    let cases = [
        (
            "postgres://me:d4@db:5432/x?ssl=1",
            "postgres://me:*****@db:5432/x?ssl=1",
        ),
        ("postgres://u:pa/ss@h/db", "postgres://u:*****@h/db"),
        ("https://t0ken@github.com/x", "https://*****@github.com/x"),
        ("http://a:b@h,http://c:d@h", "http://*****@h,http://*****@h"),
        ("u:d:4@tcp(h:3306)/db", "u:*****@tcp(h:3306)/db"),
        (
            "see http://a/ or amqps://u:p@h",
            "see http://a/ or amqps://u:*****@h",
        ),
        (
            "jdbc:postgresql://h/db?user=u&password=x&ssl=1",
            "jdbc:postgresql://h/db?user=u&password=*****&ssl=1",
        ),
        (
            "Server=h;User Id=u;Password=a,b;Timeout=3",
            "Server=h;User Id=u;Password=*****;Timeout=3",
        ),
        ("AccountName=x;AccountKey=abc==", "AccountName=x;AccountKey=*****"),
        (
            "--conf a=b --password x --verbose",
            "--conf a=b --password ***** --verbose",
        ),
        ("export DB_PASSWORD=x; run", "export DB_PASSWORD=*****; run"),
        (
            "curl -u admin:x -H \"Authorization: Bearer x\" h",
            "curl -u admin:***** -H \"Authorization: *****\" h",
        ),
        ("Authorization: Basic abc", "Authorization: *****"),
        ("--set=db.password=x,a.b=c", "--set=db.password=*****,a.b=c"),
        ("{\"token\":\"x y\",\"a\":1}", "{\"token\":\"*****\",\"a\":1}"),
        (
            "{\\\"password\\\": \\\"x\\\"}",
            "{\\\"password\\\": \\\"*****\\\"}",
        ),
        (
            "-Dspring.datasource.password=x",
            "-Dspring.datasource.password=*****",
        ),
        ("password: 'x'\nname: y", "password: '*****'\nname: y"),
        (
            "jdbc:oracle:thin:scott/x@//h:1521/d",
            "jdbc:oracle:thin:scott/*****@//h:1521/d",
        ),
        (
            "<add key=\"Password\" value=\"x\"/>",
            "<add key=\"Password\" value=\"*****\"/>",
        ),
        ("machine h login u password x", "machine h login u password *****"),
        ("run --password \\\n  x --go", "run --password \\\n  ***** --go"),
        ("run --password=$'x' --go", "run --password=$'*****' --go"),
        ("h/?key=abc&b=c", "h/?key=*****&b=c"),
        ("token: |\n  abc\n  def\nb: c", "token: |\n  *****\nb: c"),
        (
            "{\"password\":\"a\\\"b\",\"c\":1}",
            "{\"password\":\"*****\",\"c\":1}",
        ),
    ];
    for (given, shown) in cases {
        assert_eq!(text(given), shown);
        assert_eq!(text(shown), shown, "masking twice is masking once");
    }
}

/// Each text is also tested within a script.
#[test]
fn texts_with_credentials_are_masked() {
    let leaks: Vec<String> = cases(include_str!("../../../../tests/fixtures/masks/masked.txt"))
        .flat_map(|given| {
            let script = command(json!({"command": ["sh", "-c", format!("set -e\n{given}")]}));
            let script = script["command"][2].as_str().unwrap_or_default().to_owned();
            [(given.clone(), text(&given)), (given, script)]
        })
        .filter(|(_, shown)| shown.contains(CANARY) || !shown.contains(MASK) || text(shown) != *shown)
        .map(|(given, shown)| format!("{given}\n    {shown}"))
        .collect();
    assert!(leaks.is_empty(), "\n{}", leaks.join("\n"));
}

/// Each text without quotes is also tested as a list of words.
#[test]
fn texts_without_credentials_are_shown() {
    for given in cases(include_str!("../../../../tests/fixtures/masks/shown.txt")) {
        assert_eq!(text(&given), given);
        if !given.contains(['"', '\'', '(', '`']) {
            let words: Vec<&str> = given.split(' ').collect();
            let shown = command(json!({"command": words}));
            assert_eq!(shown["command"], json!(words));
        }
    }
}

#[test]
fn variables_with_credentials_are_masked() {
    for given in cases(include_str!("../../../../tests/fixtures/masks/variables.txt")) {
        let (name, literal) = given.split_once('=').unwrap();
        let shown = value(name, literal);
        assert!(
            !shown.contains(CANARY) && shown.contains(MASK),
            "{given}: {shown}"
        );
    }
}

#[test]
fn variables_that_prove_their_innocence_are_shown() {
    for given in cases(include_str!("../../../../tests/fixtures/masks/innocent.txt")) {
        let (name, literal) = given.split_once('=').unwrap();
        assert_eq!(value(name, literal), literal, "{name}");
    }
}
