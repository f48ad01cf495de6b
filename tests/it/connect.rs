//! The ways to a cluster: kubeconfigs, flags over them, TLS, logins, proxies.

mod proxies;
mod redirects;
mod tls;

use std::fs;
use std::path::Path;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use tempfile::TempDir;

use crate::support::{Authority, Cyjob, Identity, Recorded, Reply, Request, Server};

pub(super) fn answering() -> impl Fn(&Request) -> Reply + Send + Sync + 'static {
    let recorded = Recorded::new("fail-exit");
    move |request| recorded.answer(request)
}

pub(super) fn describe() -> Cyjob {
    Cyjob::new("describe fail-exit -o name")
}

/// A run that must have reached the server.
pub(super) fn assert_reached(run: Cyjob) {
    let output = run.run();
    assert_eq!(
        (output.code, output.stdout.as_str()),
        (0, "job.batch/fail-exit\n"),
        "{}",
        output.stderr
    );
}

/// A server with TLS for `name`, and its authority.
pub(super) fn tls(name: &str, years: std::ops::Range<i32>) -> (Server, Authority) {
    let authority = Authority::new();
    let config = authority.server(&authority.issue(name, years), false);
    (Server::new_tls(config, answering()), authority)
}

/// A kubeconfig with these fields of the cluster and of the user.
pub(super) fn kubeconfig(cluster: &str, user: &str) -> String {
    format!(
        "{{current-context: k, clusters: [{{name: c, cluster: {{{cluster}}}}}], users: [{{name: u, user: {{{user}}}}}],
        contexts: [{{name: k, context: {{cluster: c, user: u, namespace: zoo}}}}]}}"
    )
}

pub(super) fn trusting(server: &Server, authority: &Authority) -> String {
    let data = BASE64_STANDARD.encode(authority.certificate());
    format!("server: \"{}\", certificate-authority-data: {data}", server.url)
}

pub(super) fn write(folder: &Path, name: &str, text: &str) -> std::path::PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn of_several_kubeconfigs_the_first_value_wins() {
    let (right, wrong) = (Server::new(answering()), "http://127.0.0.1:1");
    let folder = TempDir::new().unwrap();
    let first = write(
        folder.path(),
        "first",
        &format!(
            "{{clusters: [{{name: c, cluster: {{server: \"{}\"}}}}], current-context: k}}",
            right.url
        ),
    );
    let second = write(
        folder.path(),
        "second",
        &format!(
            "{{clusters: [{{name: c, cluster: {{server: \"{wrong}\"}}}}], current-context: other,
            contexts: [{{name: k, context: {{cluster: c, namespace: zoo}}}}]}}"
        ),
    );
    let list = std::env::join_paths([&first, &second]).unwrap();
    assert_reached(describe().env("KUBECONFIG", &list));
    // One that is named explicitly is the only one.
    let run = describe()
        .env("KUBECONFIG", &list)
        .arg("--kubeconfig")
        .arg(&second);
    run.run().assert_error(5, &["other"]);
}

#[test]
fn one_broken_kubeconfig_of_several_is_an_error() {
    let server = Server::new(answering());
    let folder = TempDir::new().unwrap();
    let good = write(
        folder.path(),
        "good",
        &kubeconfig(&format!("server: \"{}\"", server.url), ""),
    );
    let broken = write(folder.path(), "broken", "a: [");
    let list = std::env::join_paths([&good, &broken]).unwrap();
    describe()
        .env("KUBECONFIG", &list)
        .run()
        .assert_error(5, &["broken", "line"]);
    assert!(server.requests().is_empty());
}

#[test]
fn flags_override_what_the_context_says() {
    let server = Server::new(answering());
    let text = format!(
        "{{current-context: nowhere, clusters: [{{name: here, cluster: {{server: \"{}\"}}}}, {{name: there, cluster: {{server: \"http://127.0.0.1:1\"}}}}],
        users: [{{name: me, user: {{}}}}], contexts: [{{name: k, context: {{cluster: there, user: me, namespace: other}}}}]}}",
        server.url
    );
    let with = |words: &str| describe().kubeconfig(&text).words(words);
    assert_reached(with("--context k --cluster here -n zoo"));
    assert_reached(with("--context k -s").arg(&server.url).words("-n zoo"));
    with("").run().assert_error(5, &["\"nowhere\"", "k"]);
    with("--context k --cluster nope")
        .run()
        .assert_error(5, &["\"nope\"", "here"]);
    with("--context k --user nope")
        .run()
        .assert_error(5, &["\"nope\"", "me"]);
    with("--context k --cluster here").run();
    let last = server.requests().pop().unwrap();
    assert!(
        last.path.contains("/namespaces/other/"),
        "the context's namespace: {}",
        last.path
    );
}

#[test]
fn a_server_may_be_named_without_any_kubeconfig() {
    let server = Server::new(answering());
    assert_reached(describe().words("-n zoo -s").arg(&server.url));
    describe().words("-s ::::").run().assert_error(5, &["not a URL"]);
    describe()
        .words("-s ftp://a")
        .run()
        .assert_error(5, &["neither http nor https"]);
}

#[test]
fn certificates_are_checked_and_say_what_is_wrong() {
    let (server, authority) = tls("127.0.0.1", 2020..2100);
    assert_reached(describe().kubeconfig(&kubeconfig(&trusting(&server, &authority), "")));
    let folder = TempDir::new().unwrap();
    let file = write(folder.path(), "ca.pem", &authority.certificate());
    let plain = kubeconfig(&format!("server: \"{}\"", server.url), "");
    assert_reached(
        describe()
            .kubeconfig(&plain)
            .arg("--certificate-authority")
            .arg(&file),
    );
    assert_reached(describe().kubeconfig(&plain).arg("--insecure-skip-tls-verify"));
    let (other, _) = tls("127.0.0.1", 2020..2100);
    let distrusted = describe().kubeconfig(&kubeconfig(&trusting(&other, &authority), ""));
    distrusted.run().assert_error(5, &["certificate", &other.url]);
    let (expired, authority) = tls("127.0.0.1", 2020..2021);
    let run = describe().kubeconfig(&kubeconfig(&trusting(&expired, &authority), ""));
    run.run().assert_error(5, &["expired", &expired.url]);
}

#[test]
fn another_name_in_the_certificate_can_be_expected() {
    let (server, authority) = tls("kube.example", 2020..2100);
    let run = || describe().kubeconfig(&kubeconfig(&trusting(&server, &authority), ""));
    run()
        .run()
        .assert_error(5, &["certificate", "kube.example", "tls-server-name"]);
    assert_reached(run().arg("--tls-server-name=kube.example"));
}

#[test]
fn client_certificates_are_shown() {
    let authority = Authority::new();
    let config = authority.server(&authority.issue("127.0.0.1", 2020..2100), true);
    let server = Server::new_tls(config, answering());
    let Identity { certificate, key, .. } = authority.issue("me", 2020..2100);
    let folder = TempDir::new().unwrap();
    write(folder.path(), "me.pem", &certificate);
    write(folder.path(), "me.key", &key);
    // Paths are relative to the kubeconfig.
    let text = kubeconfig(
        &trusting(&server, &authority),
        "client-certificate: me.pem, client-key: me.key",
    );
    let file = write(folder.path(), "config", &text);
    assert_reached(describe().arg("--kubeconfig").arg(file));
    let without = describe().kubeconfig(&kubeconfig(&trusting(&server, &authority), ""));
    without.run().assert_error(5, &[&server.url]);
    let missing = kubeconfig(
        &trusting(&server, &authority),
        "client-certificate: /no/such.pem, client-key: /no/such.key",
    );
    describe()
        .kubeconfig(&missing)
        .run()
        .assert_error(5, &["/no/such."]);
}

#[test]
fn flags_with_nothing_in_them_are_none() {
    let (server, authority) = tls("127.0.0.1", 2020..2100);
    let text = kubeconfig(&trusting(&server, &authority), "token: of-the-file");
    let flags = [
        "--token=",
        "--kubeconfig=",
        "--certificate-authority=",
        "--client-certificate=",
        "--client-key=",
        "--request-timeout=",
    ];
    let run = flags.iter().fold(describe().kubeconfig(&text), Cyjob::arg);
    assert_reached(run);
    assert_eq!(
        server.requests().pop().unwrap().header("authorization"),
        Some("Bearer of-the-file")
    );
    let run = flags
        .iter()
        .fold(Cyjob::new("describe fail-exit --demo"), Cyjob::arg);
    assert_eq!(run.run().code, 0);
}

#[test]
fn a_limit_beyond_every_clock_is_none() {
    let server = Server::new(answering());
    assert_reached(
        describe()
            .server(&server.url)
            .arg("--request-timeout=9223372036854775807"),
    );
}

#[test]
fn a_file_that_a_flag_names_is_of_the_command_line() {
    let run = describe().words("-s https://127.0.0.1:1 --certificate-authority /no/such/ca");
    run.run().assert_error(5, &["of the command line, /no/such/ca"]);
}

#[test]
fn proxies_are_asked_unless_the_server_is_excepted() {
    let proxy = Server::new(answering());
    let text = kubeconfig("server: \"http://kube.invalid:6443\"", "");
    let by_file = kubeconfig(
        &format!(
            "server: \"http://kube.invalid:6443\", proxy-url: \"{}\"",
            proxy.url
        ),
        "",
    );
    // The proxy is asked to connect, and answers what no proxy would.
    for (run, advice) in [
        (
            describe().kubeconfig(&text).env("HTTP_PROXY", &proxy.url),
            "NO_PROXY",
        ),
        (describe().kubeconfig(&by_file), "check proxy-url"),
    ] {
        let before = proxy.requests().len();
        run.run().assert_error(5, &[advice]);
        assert!(proxy.requests().len() > before, "the proxy was not asked");
    }
    let before = proxy.requests().len();
    let excepted = describe()
        .kubeconfig(&text)
        .env("HTTP_PROXY", &proxy.url)
        .env("NO_PROXY", ".invalid");
    excepted
        .arg("--request-timeout=5s")
        .run()
        .assert_error(5, &["kube.invalid"]);
    assert_eq!(proxy.requests().len(), before);
    let wrong = describe().kubeconfig(&kubeconfig(
        "server: \"https://a\", proxy-url: \"nonsense://x\"",
        "",
    ));
    wrong.run().assert_error(5, &["proxy"]);
}

#[test]
fn ipv6_addresses_work() {
    let Ok(listener) = std::net::TcpListener::bind("[::1]:0") else {
        // A machine without IPv6 cannot tell.
        return;
    };
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || drop(listener.accept()));
    let run = describe()
        .server(&format!("http://[::1]:{port}"))
        .arg("--request-timeout=5s");
    run.run().assert_error(5, &[&format!("http://[::1]:{port}")]);
}

#[test]
fn help_names_the_flags_that_have_no_effect() {
    let help = Cyjob::new("describe --help").run().stdout;
    for flag in ["--cache-dir", "--disable-compression"] {
        let text = help
            .split(flag)
            .nth(1)
            .unwrap_or_else(|| panic!("{flag} is not in the help"));
        let text: String = text.split_whitespace().take(14).collect::<Vec<_>>().join(" ");
        assert!(
            text.contains("Accepted for compatibility with kubectl"),
            "{flag}: {text}"
        );
    }
    let server = Server::new(answering());
    assert_reached(
        describe()
            .server(&server.url)
            .words("--cache-dir /x --disable-compression"),
    );
}

#[test]
fn an_entry_that_is_not_used_may_be_as_it_likes() {
    let server = Server::new(answering());
    let with = |context: &str, more: &str| {
        let text = format!(
            "current-context: {context}\nclusters:\n- {{name: c, cluster: {{server: \"{}\"}}}}\n\
             contexts:\n- {{name: k, context: {{cluster: c, user: u, namespace: zoo}}}}\n- {{name: b, context: {{}}}}\n\
             - {{name: l, context: {{cluster: c, user: bad}}}}\n\
             users:\n- {{name: u, user: {{}}}}\n{more}",
            server.url
        );
        describe().kubeconfig(&text)
    };
    for unused in [
        "",
        "- {user: {token: abc}}\n",
        "- {name: bad, user: {token: [hunter2]}}\n",
        "- {name: bad, user: {auth-provider: {name: x, config: null}}}\n",
        "- {name: bad, user: {exec: {command: x, provideClusterInfo: null, interactiveMode: '', env: [{name: A, value: null}]}}}\n",
        "- {name: bad, user: {as-user-extra: {k: null}}}\n",
    ] {
        assert_reached(with("k", unused));
    }
    let used = with("l", "- {name: bad, user: {token: [hunter2]}}\n").run();
    used.assert_error(5, &["broken at user \"bad\": user.token must be a string"]);
    assert!(!used.stderr.contains("hunter2"), "{}", used.stderr);
    with("b", "").run().assert_error(5, &["gives no server"]);
}

#[test]
fn the_place_in_a_kubeconfig_is_told_once() {
    let output = describe().kubeconfig("a: b: c\n").run();
    output.assert_error(5, &["at line 1, column 5"]);
    assert_eq!(output.stderr.matches("line 1").count(), 1, "{}", output.stderr);
}
