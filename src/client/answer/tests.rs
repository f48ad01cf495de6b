use std::sync::Arc;

use http::HeaderName;

use super::*;

const JOB: &str = "/apis/batch/v1/namespaces/zoo/jobs/nope";

fn exchange() -> Exchange {
    Exchange {
        target: Arc::new(Target {
            context: Some(String::from("prod")),
            server: String::from("https://10.0.0.1:6443"),
            user: Some(String::from("user \"dev\"")),
            proxy: None,
            proxy_of_environment: false,
        }),
        tries: 1,
        limit: None,
        due: None,
        credentials: None,
    }
}

fn judge(
    path: &str,
    status: u16,
    headers: &[(&str, &str)],
    body: &str,
    exchange: Option<&Exchange>,
) -> RequestError {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.insert(HeaderName::try_from(*name).unwrap(), value.parse().unwrap());
    }
    let answer = Answer {
        path,
        exchange,
        status: StatusCode::from_u16(status).unwrap(),
        headers: &map,
    };
    answer.refusal(&Bytes::from(body.to_owned()))
}

/// Judges an exchange that was recorded from a real API server.
fn recorded(path: &str, name: &str) -> RequestError {
    let file = format!(
        "{}/tests/fixtures/recordings/http/{name}.http",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(file).unwrap().replace("\r\n", "\n");
    let (head, body) = text.split_once("\n\n").unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers: Vec<_> = lines.map(|line| line.split_once(": ").unwrap()).collect();
    judge(path, status, &headers, body, Some(&exchange()))
}

#[test]
fn recorded_401_names_context_user_and_server() {
    let error = recorded(JOB, "401-unauthorized");
    assert_eq!(error.kind, Kind::Unauthorized);
    for word in ["\"prod\"", "https://10.0.0.1:6443", "user \"dev\"", "log in"] {
        assert!(error.message.contains(word), "{word} in {}", error.message);
    }
}

#[test]
fn a_401_without_credentials_says_so() {
    let mut exchange = exchange();
    Arc::make_mut(&mut exchange.target).user = None;
    let error = judge(JOB, 401, &[], "", Some(&exchange));
    assert!(error.message.contains("no credentials were sent"), "{error}");
}

#[test]
fn recorded_403_names_the_rule_to_ask_for() {
    let error = recorded("/apis/batch/v1/namespaces/zoo/jobs/fail-exit", "403-forbidden");
    assert_eq!(error.kind, Kind::Forbidden);
    for word in [
        "user \"dev\" may not get jobs.batch \"fail-exit\" in namespace \"zoo\"",
        "User \"limited\" cannot get resource \"jobs\"",
        "a Role in namespace \"zoo\" with the rule apiGroups: [\"batch\"], resources: [\"jobs\"], verbs: [\"get\"]",
    ] {
        assert!(error.message.contains(word), "{word} in {}", error.message);
    }
}

#[test]
fn recorded_404_is_the_object() {
    let error = recorded(JOB, "404-notfound");
    assert_eq!(error.kind, Kind::NotFound);
    assert!(
        error.message.starts_with("jobs.batch \"nope\" not found"),
        "{error}"
    );
    assert!(
        error.message.contains("\"zoo\"") && error.message.contains("\"prod\""),
        "{error}"
    );
}

#[test]
fn recorded_400_quotes_the_server() {
    let error = recorded("/api/v1/namespaces/zoo/pods?labelSelector=,", "400-bad-selector");
    assert_eq!(error.kind, Kind::Rejected);
    assert!(error.message.contains("unable to parse requirement"), "{error}");
}

#[test]
fn a_404_for_the_api_is_not_one_for_the_object() {
    let plain = [("content-type", "text/plain; charset=utf-8")];
    let group = judge(JOB, 404, &plain, "404 page not found\n", Some(&exchange()));
    let status = r#"{"kind":"Status","status":"Failure","message":"the server could not find the requested resource",
        "reason":"NotFound","details":{},"code":404}"#;
    let resource = judge(
        JOB,
        404,
        &[("content-type", "application/json")],
        status,
        Some(&exchange()),
    );
    for error in [group, resource] {
        assert_eq!(error.kind, Kind::ApiMissing);
        assert!(error.message.contains("does not serve jobs.batch/v1"), "{error}");
    }
    let empty = judge("/version", 404, &[], "", None);
    assert_eq!(empty.kind, Kind::ApiMissing);
}

#[test]
fn a_log_that_the_kubelet_does_not_have_is_no_missing_api() {
    let log = "/api/v1/namespaces/zoo/pods/x/log?container=main";
    let status = r#"{"kind":"Status","status":"Failure","message":"the server could not find the requested resource ( pods/log x)",
        "reason":"NotFound","details":{"name":"x","kind":"pods/log"},"code":404}"#;
    let json = [("content-type", "application/json")];
    let error = judge(log, 404, &json, status, Some(&exchange()));
    assert_eq!(error.kind, Kind::NotFound);
    assert!(error.message.contains("no longer has this log"), "{error}");
    let gateway = judge(log, 404, &[], "no route", Some(&exchange()));
    assert_eq!(
        gateway.kind,
        Kind::ApiMissing,
        "nobody who knows of logs said that"
    );
}

#[test]
fn only_a_status_of_the_api_server_says_that_an_object_is_missing() {
    let json = [("content-type", "application/json")];
    for body in [
        r#"{"message":"no Route matched with those values"}"#,
        r#"{"kind":"Status","message":"no Route matched with those values","reason":"Unknown","code":404}"#,
        r#"{"kind":"Error","message":"no Route matched with those values","reason":"NotFound"}"#,
    ] {
        let error = judge(JOB, 404, &json, body, Some(&exchange()));
        assert_eq!(error.kind, Kind::ApiMissing, "{body}");
    }
    let body = r#"{"message":"no Route matched with those values"}"#;
    let error = judge(JOB, 404, &json, body, Some(&exchange()));
    assert!(error.message.contains("no Route matched"), "{error}");
}

#[test]
fn a_403_of_something_else_asks_for_no_role() {
    let error = judge(JOB, 403, &[], "Blocked by ACME WebFilter", Some(&exchange()));
    assert_eq!(error.kind, Kind::Forbidden);
    assert!(error.message.contains("Blocked by ACME WebFilter"), "{error}");
    assert!(error.message.contains("not as an API server does"), "{error}");
    assert!(!error.message.contains("Role"), "{error}");
}

#[test]
fn what_is_compressed_is_not_quoted() {
    let headers = [("content-encoding", "gzip"), ("content-type", "application/json")];
    for status in [400, 403, 404, 500] {
        let error = judge(JOB, status, &headers, "\u{1f}PK-packed", Some(&exchange()));
        assert!(!error.message.contains("PK-packed"), "{error}");
        assert!(!error.message.ends_with([' ', ':']), "{error}");
    }
}

#[test]
fn each_status_has_its_kind() {
    let cases = [
        (302, Kind::BadAnswer),
        (400, Kind::Rejected),
        (406, Kind::Rejected),
        (407, Kind::Unreachable),
        (409, Kind::Rejected),
        (410, Kind::Gone),
        (422, Kind::Rejected),
        (429, Kind::ServerError),
        (500, Kind::ServerError),
        (503, Kind::ServerError),
    ];
    for (status, kind) in cases {
        for exchange in [None, Some(&exchange())] {
            let error = judge(JOB, status, &[], "", exchange);
            assert_eq!(error.kind, kind, "{status}");
            assert!(!error.message.ends_with([' ', ':']), "{error}");
        }
    }
}

#[test]
fn trouble_tells_tries_and_what_the_server_asks_to_wait() {
    let mut thrice = exchange();
    thrice.tries = 3;
    let error = judge(JOB, 503, &[], "upstream connect error", Some(&thrice));
    assert!(
        error.message.contains("gave up after 3 attempts")
            && error.message.contains("upstream connect error"),
        "{error}"
    );
    let wait = |value| judge(JOB, 429, &[("retry-after", value)], "", Some(&exchange())).message;
    assert!(wait("3600").contains("asks to wait 3600 s"));
    assert!(wait("18446744073709551615").contains("longer than a day"));
    for value in ["0", "-1", "soon"] {
        assert!(!wait(value).contains("asks to wait"), "{value}");
    }
}

#[test]
fn pages_are_told_from_answers_at_every_status() {
    let page = "<html><head><title>Sign in to\n ACME</title></head><body>secret</body></html>";
    for status in [401, 403, 404] {
        let error = judge(
            JOB,
            status,
            &[("content-type", "text/html; charset=utf-8")],
            page,
            Some(&exchange()),
        );
        assert_eq!(error.kind, Kind::BadAnswer, "{status}");
        assert!(
            error.message.contains("Sign in to ACME") && error.message.contains("something in between"),
            "{error}"
        );
        assert!(!error.message.contains("secret"), "{error}");
    }
}

#[test]
fn a_page_of_a_load_balancer_is_a_server_error() {
    let page = "<html><head><title>502 Bad Gateway</title></head><body>secret</body></html>";
    let html = |status, retry_after: &'static str| {
        let headers = [("content-type", "text/html"), ("retry-after", retry_after)];
        judge(JOB, status, &headers, page, Some(&exchange()))
    };
    for status in [429, 500, 502, 503, 504] {
        let error = html(status, "7");
        assert_eq!(error.kind, Kind::ServerError, "{status}");
        assert_eq!(error.retry_after.map(|wait| wait.as_secs()), Some(7), "{status}");
        assert!(error.message.contains("titled \"502 Bad Gateway\""), "{error}");
        assert!(!error.message.contains("secret"), "{error}");
    }
}

#[test]
fn an_answer_that_echoes_the_token_is_quoted_without_it() {
    let mut sent = exchange();
    sent.credentials = super::super::transport::Credentials::bearer(&"hunter2.token".into());
    let status = r#"{"kind":"Status","message":"no: Bearer hunter2.token","reason":"Forbidden","code":403}"#;
    let json = ("content-type", "application/json");
    let page = "<title>Bearer hunter2.token</title>";
    let errors = [
        judge(JOB, 403, &[json], status, Some(&sent)),
        judge(JOB, 500, &[], "Bearer hunter2.token", Some(&sent)),
        judge(JOB, 401, &[("content-type", "text/html")], page, Some(&sent)),
        judge(
            JOB,
            302,
            &[("location", "https://a/hunter2.token")],
            "",
            Some(&sent),
        ),
    ];
    for error in errors {
        assert!(error.message.contains("***"), "{error}");
        assert!(!error.message.contains("hunter2"), "{error}");
    }
}

#[test]
fn redirects_are_shown_without_their_query() {
    let headers = [("location", "https://login.example/start?session=hunter2")];
    let error = judge(JOB, 302, &headers, "", Some(&exchange()));
    assert!(error.message.contains("https://login.example/start;"), "{error}");
    assert!(!error.message.contains("hunter2"), "{error}");
}

#[test]
fn plain_http_to_a_tls_port_is_named() {
    let error = judge(
        JOB,
        400,
        &[],
        "Client sent an HTTP request to an HTTPS server.\n",
        Some(&exchange()),
    );
    assert_eq!(error.kind, Kind::Tls);
    assert!(error.message.contains("https://"), "{error}");
}

#[test]
fn a_long_or_binary_body_is_not_poured_out() {
    let error = judge(JOB, 500, &[], &"\u{1b}[31mred ".repeat(10_000), None);
    assert!(error.message.len() < 500, "{}", error.message.len());
    assert!(!error.message.contains('\u{1b}'));
}
