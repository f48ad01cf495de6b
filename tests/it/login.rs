//! Who is asking: tokens, login commands, impersonation.

use std::fs;

use tempfile::TempDir;

use crate::connect::{answering, assert_reached, describe, kubeconfig, tls, trusting, write};
use crate::support::{Authority, Cyjob, Reply, Server};

#[cfg(unix)]
#[test]
fn a_login_command_gives_the_token_once() {
    let (server, authority) = tls("127.0.0.1", 2020..2100);
    let folder = TempDir::new().unwrap();
    let script = format!(
        "#!/bin/sh\necho run >> {0}/runs\necho '{{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":{{\"token\":\"from-login\"}}}}'\n",
        folder.path().display()
    );
    let login = write(folder.path(), "login", &script);
    fs::set_permissions(&login, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let exec = |command: &str| {
        let exec = format!(
            "exec: {{apiVersion: client.authentication.k8s.io/v1, command: \"{command}\", interactiveMode: Never, installHint: get it from IT}}"
        );
        describe().kubeconfig(&kubeconfig(&trusting(&server, &authority), &exec))
    };
    assert_reached(exec(login.to_str().unwrap()));
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.header("authorization") == Some("Bearer from-login"))
    );
    assert_eq!(
        fs::read_to_string(folder.path().join("runs")).unwrap(),
        "run\n",
        "one login for all requests"
    );
    exec("/no/such/login")
        .run()
        .assert_error(5, &["/no/such/login", "get it from IT"]);
    exec("false")
        .run()
        .assert_error(5, &["\"false\"", "exit status 1"]);
}

#[cfg(unix)]
#[test]
fn what_a_login_command_says_reaches_the_person_in_every_mode() {
    let script = "echo open https://login.example >&2; echo token expired >&2; exit 3";
    let exec = format!(
        "exec: {{apiVersion: client.authentication.k8s.io/v1, command: sh, args: [-c, \"{script}\"], interactiveMode: Never}}"
    );
    let run = describe().kubeconfig(&kubeconfig("server: \"https://127.0.0.1:1\"", &exec));
    run.run().assert_error(
        5,
        &[
            "open https://login.example\ntoken expired\n",
            "\"sh\" of user \"u\" failed with exit status 3",
        ],
    );
}

#[test]
fn tokens_and_impersonation_are_sent_over_tls_only() {
    let (server, authority) = tls("127.0.0.1", 2020..2100);
    let text = kubeconfig(&trusting(&server, &authority), "token: of-the-file");
    assert_reached(describe().kubeconfig(&text));
    assert_reached(describe().kubeconfig(&text).words(
        "--token of-the-flag --as jane --as-group dev --as-group ops --as-uid 7 --as-user-extra reason=test",
    ));
    let requests = server.requests();
    assert_eq!(
        requests.first().unwrap().header("authorization"),
        Some("Bearer of-the-file")
    );
    let last = requests.last().unwrap();
    assert_eq!(last.header("authorization"), Some("Bearer of-the-flag"));
    assert_eq!(last.header("impersonate-user"), Some("jane"));
    assert_eq!(last.header("impersonate-uid"), Some("7"));
    assert_eq!(last.header("impersonate-extra-reason"), Some("test"));
    let groups: Vec<_> = last
        .headers
        .iter()
        .filter(|(name, _)| name == "impersonate-group")
        .collect();
    assert_eq!(groups.len(), 2, "{groups:?}");
    let open = Server::new(answering());
    let output = describe()
        .kubeconfig(&kubeconfig(&format!("server: \"{}\"", open.url), "token: secret"))
        .run();
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert!(
        open.requests()
            .iter()
            .all(|request| request.header("authorization").is_none())
    );
    assert!(!output.stderr.contains("secret"), "{}", output.stderr);
}

#[test]
fn a_token_is_trimmed_and_one_that_cannot_be_sent_is_an_error() {
    let (server, authority) = tls("127.0.0.1", 2020..2100);
    let with = |user: &str| describe().kubeconfig(&kubeconfig(&trusting(&server, &authority), user));
    let sent = || {
        server
            .requests()
            .pop()
            .and_then(|request| request.header("authorization").map(str::to_owned))
    };
    assert_reached(with("token: \"abc\\n\""));
    assert_eq!(sent().as_deref(), Some("Bearer abc"));
    for user in ["token: \"a\\nb\"", "token: \"a\\u0007\"", "token: \" \\n\""] {
        with(user)
            .run()
            .assert_error(5, &["the token of user \"u\"", "control character"]);
    }
    with("")
        .arg("--token=a\nb")
        .run()
        .assert_error(5, &["the token of the holder of --token"]);
    // Basic authentication and impersonation are sent encoded, or refused.
    assert_reached(with("username: \"a\\nb\", password: \"c\\nd\""));
    for words in ["--as=a\nb", "--as=a --as-group=b\n", "--as=a --as-uid=b\u{7}"] {
        let run = words.split(' ').fold(with(""), Cyjob::arg);
        run.run().assert_error(5, &["credentials"]);
    }
}

#[test]
fn a_token_file_comes_before_the_token_beside_it() {
    let (server, authority) = tls("127.0.0.1", 2020..2100);
    let folder = TempDir::new().unwrap();
    let file = write(folder.path(), "token", "of-the-file\n");
    let with = |user: &str| describe().kubeconfig(&kubeconfig(&trusting(&server, &authority), user));
    let sent = || {
        server
            .requests()
            .pop()
            .unwrap()
            .header("authorization")
            .map(str::to_owned)
    };
    assert_reached(with(&format!("token: inline, tokenFile: \"{}\"", file.display())));
    assert_eq!(sent().as_deref(), Some("Bearer of-the-file"));
    assert_reached(with("token: inline, tokenFile: /no/such/file"));
    assert_eq!(sent().as_deref(), Some("Bearer inline"));
    with("tokenFile: /no/such/file")
        .run()
        .assert_error(5, &["/no/such/file", "user \"u\""]);
    with("token: inline, username: me, password: x")
        .run()
        .assert_error(5, &["user \"u\" has a token and a username"]);
}

#[test]
fn a_token_or_password_that_a_server_echoes_is_not_shown() {
    let authority = Authority::new();
    let config = authority.server(&authority.issue("127.0.0.1", 2020..2100), false);
    let server = Server::new_tls(config, |request| {
        let sent = request.header("authorization").unwrap_or_default();
        Reply::status(403, "Forbidden", &format!("Authorization: {sent} is not enough"))
    });
    for (user, scheme, packed) in [
        ("token: hunter2-token", "Bearer", "hunter2-token"),
        (
            "username: me, password: hunter2-password",
            "Basic",
            "bWU6aHVudGVyMi1wYXNzd29yZA==",
        ),
    ] {
        let run = describe()
            .kubeconfig(&kubeconfig(&trusting(&server, &authority), user))
            .run();
        run.assert_error(5, &[&format!("Authorization: {scheme} *** is not enough")]);
        assert!(!run.stderr.contains(packed), "{}", run.stderr);
    }
}
