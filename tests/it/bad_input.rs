//! What goes wrong: each gets one clear error, the contract's exit code, and nothing on standard output.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::{Authority, Cyjob, Recorded, Reply, Request, Server, list};

fn describe() -> Cyjob {
    Cyjob::new("describe fail-exit")
}

/// A server that answers everything so.
fn always(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Server {
    Server::new(answer)
}

fn json_reply(status: u16, body: &str) -> Reply {
    Reply::Whole(
        status,
        vec![("Content-Type".into(), "application/json".into())],
        body.as_bytes().to_vec(),
    )
}

#[test]
fn no_kubeconfig() {
    describe()
        .run()
        .assert_error(5, &["kubeconfig", "--kubeconfig", "--demo"]);
}

#[test]
fn kubeconfig_that_must_exist() {
    describe()
        .arg("--kubeconfig=/no/such/file")
        .run()
        .assert_error(5, &["/no/such/file"]);
    // In the variable, a missing file of several is skipped; none of them existing is as if there were no file.
    describe()
        .env("KUBECONFIG", "/no/such/a:/no/such/b")
        .run()
        .assert_error(5, &["/no/such/a"]);
}

#[test]
fn broken_kubeconfig_names_file_and_place_and_never_falls_back() {
    for (text, words) in [
        ("a: [", &["config", "line"][..]),
        ("just words", &["config"][..]),
        ("clusters: 3", &["config", "line 1", "sequence"][..]),
        ("\u{0}", &["config"][..]),
    ] {
        let run = describe()
            .kubeconfig(text)
            .env("KUBERNETES_SERVICE_HOST", "127.0.0.1")
            .env("KUBERNETES_SERVICE_PORT", "1");
        run.run().assert_error(5, words);
    }
}

#[test]
fn a_list_of_kubeconfigs_skips_what_is_missing() {
    let server = always(|_| {
        json_reply(
            401,
            r#"{"kind":"Status","message":"Unauthorized","reason":"Unauthorized","code":401}"#,
        )
    });
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("real");
    let text = format!(
        "{{current-context: k, clusters: [{{name: c, cluster: {{server: \"{}\"}}}}], users: [], contexts: [{{name: k, context: {{cluster: c}}}}]}}",
        server.url
    );
    std::fs::write(&file, text).unwrap();
    let list = std::env::join_paths(["/no/such/file".as_ref(), file.as_path()]).unwrap();
    describe()
        .env("KUBECONFIG", &list)
        .run()
        .assert_error(5, &["401"]);
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn unknown_context_lists_those_that_exist() {
    let run = describe().server("http://127.0.0.1:1").arg("--context=prod");
    run.run().assert_error(5, &["\"prod\"", "test"]);
}

#[test]
fn refused_connection_names_context_and_server() {
    describe()
        .server("http://127.0.0.1:1")
        .run()
        .assert_error(5, &["http://127.0.0.1:1", "context \"test\"", "refused"]);
}

#[test]
fn a_name_that_nobody_knows() {
    let run = describe()
        .server("https://no-such-host.invalid:6443")
        .arg("--request-timeout=5s");
    run.run().assert_error(5, &["no-such-host.invalid"]);
}

#[test]
fn tls_where_there_is_none() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut connection in listener.incoming().flatten() {
            let mut hello = [0; 64];
            let _ = std::io::Read::read(&mut connection, &mut hello);
            let _ = std::io::Write::write_all(&mut connection, b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    describe().server(&url).run().assert_error(5, &["TLS", &url]);
}

#[test]
fn a_server_whose_certificate_nobody_vouches_for() {
    let authority = Authority::new();
    let config = authority.server(&authority.issue("127.0.0.1", 2020..2100), false);
    let server = Server::new_tls(config, |_| Reply::status(500, "InternalError", "not to be asked"));
    let run = describe().server(&server.url).run();
    run.assert_error(5, &["certificate", &server.url, "certificate-authority"]);
    assert!(server.requests().is_empty());
}

#[test]
fn refused_login() {
    let body = r#"{"kind":"Status","apiVersion":"v1","status":"Failure","message":"Unauthorized","reason":"Unauthorized","code":401}"#;
    let server = always(move |_| json_reply(401, body));
    describe()
        .server(&server.url)
        .run()
        .assert_error(5, &["401", "context \"test\""]);
}

#[test]
fn missing_rights_name_the_rule_to_ask_for() {
    let server = always(|_| {
        Reply::status(
            403,
            "Forbidden",
            "jobs.batch \"fail-exit\" is forbidden: User \"dev\" cannot get it",
        )
    });
    describe().server(&server.url).run().assert_error(
        5,
        &[
            "get",
            "jobs",
            "zoo",
            "User \"dev\" cannot get it",
            r#"apiGroups: ["batch"], resources: ["jobs"], verbs: ["get"]"#,
        ],
    );
}

#[test]
fn a_missing_job_suggests_near_names_and_other_namespaces() {
    let job = |namespace: &str, name: &str| json!({"metadata": {"name": name, "namespace": namespace}});
    let server = always(move |request| match request.path.as_str() {
        "/apis/batch/v1/namespaces/zoo/jobs" => {
            Reply::json(&list("Job", &[job("zoo", "fail-exit2"), job("zoo", "ok")], ""))
        }
        "/apis/batch/v1/jobs" => Reply::json(&list("Job", &[job("shop", "fail-exit")], "")),
        "/apis/batch/v1/namespaces/zoo/cronjobs" => Reply::json(&list("CronJob", &[], "")),
        _ => Reply::Whole(
            404,
            vec![("Content-Type".into(), "application/json".into())],
            json!({"kind": "Status", "message": "jobs.batch \"fail-exit\" not found", "reason": "NotFound",
                "details": {"name": "fail-exit"}, "code": 404})
            .to_string()
            .into_bytes(),
        ),
    });
    describe().server(&server.url).run().assert_error(
        3,
        &[
            "job/fail-exit not found in namespace \"zoo\"",
            "did you mean job/fail-exit2",
            "shop",
            "-n shop",
        ],
    );
}

#[test]
fn a_server_without_jobs_is_no_missing_job() {
    let plain = |_: &Request| {
        Reply::Whole(
            404,
            vec![("Content-Type".into(), "text/plain".into())],
            b"404 page not found\n".to_vec(),
        )
    };
    describe()
        .server(&always(plain).url)
        .run()
        .assert_error(5, &["does not serve jobs.batch/v1"]);
    let status = |_: &Request| {
        Reply::status(
            404,
            "NotFound",
            "the server could not find the requested resource",
        )
    };
    describe()
        .server(&always(status).url)
        .run()
        .assert_error(5, &["does not serve jobs.batch/v1"]);
}

#[test]
fn bodies_that_are_no_answer() {
    let html = "<html><head><title>Sign in</title></head></html>";
    let cases: Vec<(Reply, &[&str])> = vec![
        (json_reply(200, "{\"kind\":\"Job\",\"metadata\":"), &["cut off"]),
        (json_reply(200, "hello"), &["not JSON"]),
        (json_reply(200, "[]"), &["not the requested object"]),
        (json_reply(200, "{}"), &["not the requested object"]),
        (
            json_reply(200, r#"{"kind":"Pod"}"#),
            &["not the requested object"],
        ),
        (json_reply(200, ""), &["cut off"]),
        (
            json_reply(200, &format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000))),
            &["not"],
        ),
        (
            Reply::Whole(
                200,
                vec![("Content-Type".into(), "text/html".into())],
                html.into(),
            ),
            &["HTML page", "Sign in", "proxy"],
        ),
        (
            Reply::Whole(
                302,
                vec![("Location".into(), "https://login.invalid/x?session=1".into())],
                Vec::new(),
            ),
            &["https://login.invalid/x"],
        ),
        (
            Reply::Raw([b"HTTP/1.1 200 OK\r\nX: ", &b"x".repeat(100_000)[..], b"\r\n\r\n"].concat()),
            &["more headers than 32 KiB"],
        ),
        (
            Reply::Raw([b"HTTP/1.1 200 OK\r\n", &b"X: y\r\n".repeat(1000)[..], b"\r\n"].concat()),
            &["more headers than"],
        ),
        (Reply::Raw(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec()), &["127.0.0.1"]),
        (Reply::Raw(Vec::new()), &["127.0.0.1"]),
    ];
    for (reply, words) in cases {
        let reply = std::sync::Mutex::new(Some(reply));
        let server = always(move |_| {
            let mut reply = reply.lock().unwrap();
            match &*reply {
                Some(Reply::Whole(status, headers, body)) => {
                    Reply::Whole(*status, headers.clone(), body.clone())
                }
                Some(Reply::Raw(bytes)) => Reply::Raw(bytes.clone()),
                _ => reply.take().unwrap(),
            }
        });
        describe().server(&server.url).run().assert_error(5, words);
    }
}

#[test]
fn a_server_that_hangs_is_left() {
    let server = always(|_| Reply::Silence);
    let start = Instant::now();
    describe()
        .server(&server.url)
        .arg("--request-timeout=1s")
        .run()
        .assert_error(5, &["within 1 s", "--request-timeout"]);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn throttling_is_waited_for_only_where_that_is_sane() {
    // What the server asks for, and how many tries are made.
    let cases = [
        ("1", 3),
        ("0", 3),
        ("-1", 3),
        ("Mon, 23 Nov 2020 18:30:04 GMT", 3),
        ("3600", 1),
        ("18446744073709551615", 1),
    ];
    for (wait, tries) in cases {
        let server = always(move |_| {
            Reply::status(429, "TooManyRequests", "too many requests").with_header("Retry-After", wait)
        });
        let start = Instant::now();
        describe()
            .server(&server.url)
            .run()
            .assert_error(5, &["too many requests"]);
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "{wait}: {:?}",
            start.elapsed()
        );
        let requests = server.requests().len();
        assert_eq!(requests, tries, "Retry-After: {wait}");
    }
}

#[test]
fn a_passing_fault_is_not_seen() {
    let recorded = Recorded::new("fail-exit");
    let seen = std::sync::atomic::AtomicBool::new(false);
    let server = always(move |request| {
        if seen.swap(true, std::sync::atomic::Ordering::SeqCst) {
            recorded.answer(request)
        } else {
            Reply::status(503, "ServiceUnavailable", "apiserver is starting")
        }
    });
    let output = describe().server(&server.url).run();
    assert_eq!((output.code, output.stderr.as_str()), (0, ""));
}

#[cfg(unix)]
#[test]
fn a_login_plugin_that_sleeps_for_ever_is_left() {
    let text = "{current-context: k, clusters: [{name: c, cluster: {server: \"https://127.0.0.1:1\"}}],
        users: [{name: dev, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: sleep, args: ['3600'], interactiveMode: Never}}}],
        contexts: [{name: k, context: {cluster: c, user: dev}}]}";
    let start = Instant::now();
    describe()
        .kubeconfig(text)
        .arg("--request-timeout=1s")
        .run()
        .assert_error(5, &["\"sleep\"", "dev"]);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn words_that_make_no_sense() {
    Cyjob::new("describe")
        .run()
        .assert_usage("Usage: cyjob describe [OPTIONS] [NAME]...");
    let unknown = Cyjob::new("describe x --no-such-flag").run();
    unknown.assert_usage("--no-such-flag");
    assert!(
        !unknown.stderr.contains("-- --no-such-flag"),
        "{}",
        unknown.stderr
    );
    Cyjob::new("describe x --output=nonsense --demo")
        .run()
        .assert_usage("nonsense");
    Cyjob::new("describe x --namespac=a")
        .run()
        .assert_usage("--namespace");
    Cyjob::new("descripe x").run().assert_usage("describe");
    Cyjob::new("describe pod/x --demo").run().assert_usage("pod");
    Cyjob::new("describe X_Y --demo").run().assert_usage("X_Y");
    Cyjob::new("describe x --width=3 --demo")
        .run()
        .assert_usage("expected a whole number from 40 to 1000");
    Cyjob::new("describe x --log-lines=-1 --demo")
        .run()
        .assert_usage("expected a whole number from 0 to 1000");
    Cyjob::new("describe x --request-timeout=soon --demo")
        .run()
        .assert_usage("soon");
    Cyjob::new("describe x --now 2026-01-01T00:00:00Z")
        .run()
        .assert_usage("--from");
    Cyjob::new("describe x --demo --as jane")
        .run()
        .assert_usage("--as");
    Cyjob::new("describe x --from a --demo")
        .run()
        .assert_usage("--from");
    Cyjob::new("describe x --from a --context b")
        .run()
        .assert_usage("--context");
    Cyjob::new("describe x -l a=b --demo")
        .run()
        .assert_usage("--selector");
    Cyjob::new("describe -A").run().assert_usage("NAME");
}
