use std::{convert::Infallible, sync::Arc};

use http::StatusCode;
use serde_json::Value;

use super::{super::transport::Credentials, *};

/// A client that answers every request with `status`, `headers` and `body`.
fn client(status: u16, headers: &'static [(&'static str, &'static str)], body: &'static [u8]) -> Client {
    let service = tower::service_fn(move |_: Request<Body>| async move {
        let mut response = Response::new(Body::from(body.to_vec()));
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        for (name, value) in headers {
            response.headers_mut().insert(*name, value.parse().unwrap());
        }
        Ok::<_, Infallible>(response)
    });
    Client::new(service, "default")
}

const JSON: &[(&str, &str)] = &[("content-type", "application/json")];

async fn refusal(
    status: u16,
    headers: &'static [(&'static str, &'static str)],
    body: &'static [u8],
) -> RequestError {
    get_json::<Vec<u32>>(&client(status, headers, body), "/api/v1/x")
        .await
        .unwrap_err()
}

#[tokio::test]
async fn decodes_json_of_an_in_process_api() {
    let value: Value = get_json(&client(200, JSON, b"{\"a\":1}"), "/x").await.unwrap();
    assert_eq!(value["a"], 1);
    let bytes = get_start(&client(200, &[], b"log line\n"), "/x", "text/plain", 100)
        .await
        .unwrap();
    assert_eq!(&bytes[..], b"log line\n");
}

#[tokio::test]
async fn says_what_is_wrong_with_an_answer_without_quoting_it() {
    let cases: &[(&'static [u8], &str)] = &[
        (b"", "cut off after 0 bytes"),
        (b"[1, 2", "cut off after 5 bytes"),
        (b"hunter2", "not JSON"),
        (b"[1] hunter2", "not JSON"),
        (b"[\"hunter2\"]", "not the requested object"),
        (b"{\"a\":1}", "not the requested object"),
        (b"[4294967296]", "not the requested object"),
        (b"\xff\xfe\x00", "not JSON"),
    ];
    for (body, expected) in cases {
        let error = refusal(200, JSON, body).await;
        assert_eq!(error.kind, RequestErrorKind::BadAnswer, "{expected}");
        assert!(error.message.contains(expected), "{expected} in {error}");
        assert!(!error.message.contains("hunter2"), "{error}");
    }
}

#[tokio::test]
async fn refuses_other_media_types_and_encodings() {
    let html = refusal(200, &[("content-type", "text/html")], b"<title>Portal</title>").await;
    assert_eq!(html.kind, RequestErrorKind::BadAnswer);
    assert!(html.message.contains("Portal"), "{html}");
    let text = refusal(200, &[("content-type", "text/plain")], b"[1]").await;
    assert!(text.message.contains("text/plain"), "{text}");
    let zipped = refusal(200, &[("content-encoding", "gzip")], b"\x1f\x8b").await;
    assert!(zipped.message.contains("gzip"), "{zipped}");
}

#[tokio::test]
async fn a_refusal_keeps_its_kind() {
    let status = br#"{"kind":"Status","message":"pods \"p\" not found","reason":"NotFound","details":{"name":"p"},"code":404}"#;
    let error = refusal(404, JSON, status).await;
    assert_eq!(error.kind, RequestErrorKind::NotFound);
    assert!(error.message.contains("pods \"p\" not found"), "{error}");
}

#[test]
fn a_watch_that_echoes_the_token_is_quoted_without_it() {
    let mut extensions = Extensions::new();
    extensions.insert(Exchange {
        target: Arc::default(),
        tries: 1,
        limit: None,
        due: None,
        credentials: Credentials::bearer(&"hunter2".into()),
    });
    let status = br#"{"kind":"Status","message":"no: Bearer hunter2","reason":"Unauthorized","code":401}"#;
    let error = refusal_in_watch(&extensions, &Bytes::from_static(status));
    assert_eq!(error.kind, RequestErrorKind::Unauthorized);
    assert!(error.message.ends_with("no: Bearer ***"), "{error}");
}

#[tokio::test]
async fn a_body_is_read_up_to_its_bound() {
    let body = || Body::from(vec![0_u8; 1000]);
    assert_eq!(
        collect(body(), 1000).await.map(|bytes| bytes.len()).ok(),
        Some(1000)
    );
    let error = collect(body(), 999).await.unwrap_err();
    assert_eq!(error.kind, RequestErrorKind::BadAnswer);
}

/// A server may ignore `limitBytes` and send without end.
#[tokio::test]
async fn no_more_is_read_than_was_asked_for() {
    let service = tower::service_fn(|_: Request<Body>| async {
        let piece = || Ok::<_, Infallible>(http_body::Frame::data(Bytes::from_static(b"abc")));
        let pieces = futures_util::stream::repeat_with(piece);
        Ok::<_, Infallible>(Response::new(http_body_util::StreamBody::new(pieces)))
    });
    let endless = Client::new(service, "default");
    let short = client(200, &[], b"abc");
    for most in [0_u8, 1, 3, 10] {
        let start = get_start(&endless, "/x", "text/plain", most.into())
            .await
            .unwrap();
        assert_eq!(&start[..], &b"abcabcabcabc"[..most.into()]);
        let all = get_start(&short, "/x", "text/plain", most.into()).await.unwrap();
        assert_eq!(&all[..], &b"abc"[..usize::from(most).min(3)]);
    }
}

#[tokio::test]
async fn a_path_that_cannot_be_sent_is_an_error() {
    let error = get(&client(200, JSON, b""), "/with space", "*/*")
        .await
        .err()
        .unwrap();
    assert_eq!(error.kind, RequestErrorKind::Rejected);
}
