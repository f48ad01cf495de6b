//! Command lines that are lists of words.

use serde_json::{Value, json};

use super::{CANARY, command};

#[test]
fn lists_of_words_are_read_as_one_command_line() {
    let containers = [
        json!({"command": ["run", "--password"], "args": [CANARY]}),
        json!({"command": ["mysql"], "args": ["-h", "db", format!("-p{CANARY}")]}),
        json!({"command": ["sh", "-c", "exec \"$@\"", "--", "sshpass", "-p", CANARY]}),
        json!({"image": "amazon/aws-cli:2", "args": ["configure", "set", "aws_secret_access_key", CANARY]}),
        json!({"image": "docker.io/hashicorp/vault@sha256:00", "args": ["login", CANARY]}),
        json!({"command": ["curl", "-u"], "args": [format!("u:{CANARY}")]}),
        json!({"command": ["sqlplus", format!("scott/{CANARY}@tns")]}),
        json!({"command": ["x"], "args": [format!("--password=a {CANARY}"), format!("TOKEN=a {CANARY}")]}),
        json!({"lifecycle": {"preStop": {"exec": {"command": ["redis-cli", "-a", CANARY]}}}}),
        json!({"command": ["htpasswd", "-cb", "f", "u", CANARY]}),
        json!({"args": ["--auth", format!("Bearer {CANARY}")]}),
        json!({"args": ["--header", format!("X-Api-Key: {CANARY}")]}),
    ];
    for container in containers {
        let shown = command(container).to_string();
        assert!(!shown.contains(CANARY) && shown.contains("*****"), "{shown}");
    }
}

#[test]
fn command_lines_keep_everything_but_the_credential() {
    let words = json!([
        "run",
        "--token",
        "a1",
        "--password=b2,c=d e",
        "API_KEY=c3",
        "--user",
        "me",
        "postgres://me:d4@db:5432/x?ssl=1",
        "--secret",
        "--verbose",
        "https://host/path:x@y",
        "export PASSWORD=from-file && go",
        "--user",
        "me:secret",
        "--auth-enabled",
        "true",
        "--max-tokens",
        "5"
    ]);
    let shown: Value = command(json!({"command": words}));
    assert_eq!(
        shown["command"],
        json!([
            "run",
            "--token",
            "*****",
            "--password=*****",
            "API_KEY=*****",
            "--user",
            "me",
            "postgres://me:*****@db:5432/x?ssl=1",
            "--secret",
            "--verbose",
            "https://host/path:x@y",
            "export PASSWORD=***** && go",
            "--user",
            "me:*****",
            "--auth-enabled",
            "true",
            "--max-tokens",
            "5"
        ])
    );
}
