//! Against a good API server: the same report as from files, in both encodings, with parts refused, and no request too many.

use serde_json::Value;

use crate::support::{Cyjob, Recorded, Reply, Request, Server};

/// Serves a recording; `refuse` may answer first.
fn serve(
    name: &str,
    protobuf: bool,
    refuse: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static,
) -> Server {
    let recorded = Recorded::new(name);
    let recorded = if protobuf { recorded } else { recorded.only_json() };
    Server::new(move |request| refuse(request).unwrap_or_else(|| recorded.answer(request)))
}

fn describe(server: &Server, name: &str) -> Cyjob {
    Cyjob::new("describe").arg(name).server(&server.url)
}

fn forbidden(what: &str) -> Reply {
    Reply::status(
        403,
        "Forbidden",
        &format!("{what} is forbidden: User \"dev\" cannot list resource \"{what}\""),
    )
}

/// What does not depend on the moment.
fn timeless(mut report: Value) -> Value {
    let fields = report.as_object_mut().unwrap();
    fields.retain(|key, _| !matches!(key.as_str(), "asOf" | "timing" | "findings" | "verdict"));
    report
}

#[test]
fn a_cluster_says_the_same_as_its_files_in_both_encodings() {
    for name in [
        "fail-exit",
        "fail-oom",
        "fail-indexed",
        "fail-init",
        "stuck-image",
        "ok-workqueue",
    ] {
        let files = Cyjob::new("describe -nzoo -ojson")
            .arg(name)
            .from(crate::support::recording(name))
            .run()
            .json();
        for protobuf in [true, false] {
            let server = serve(name, protobuf, |_| None);
            let output = describe(&server, name).arg("-ojson").run();
            assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{name}");
            let report = output.json();
            assert_eq!(report["verdict"]["state"], files["verdict"]["state"], "{name}");
            assert_eq!(report["verdict"]["reason"], files["verdict"]["reason"], "{name}");
            let (report, files) = (timeless(report), timeless(files.clone()));
            for key in files.as_object().unwrap().keys().filter(|key| *key != "events") {
                assert_eq!(report[key], files[key], "{name} {key}, protobuf: {protobuf}");
            }
            assert!(!report["events"].as_array().unwrap().is_empty(), "{name}");
        }
    }
}

#[test]
fn parts_that_are_refused_are_unknown_and_never_empty() {
    let server = serve("fail-oom", true, |request| {
        request.path.ends_with("/events").then(|| forbidden("events"))
    });
    let report = describe(&server, "fail-oom").arg("-ojson").run();
    assert_eq!(report.code, 0);
    let report = report.json();
    assert!(report.get("events").is_none(), "absent is unknown");
    assert_eq!(report["unknown"][0]["what"], "events");
    assert_eq!(report["unknown"][0]["reason"], "Forbidden");
    assert!(
        report["unknown"][0]["message"]
            .as_str()
            .unwrap()
            .contains("verbs: [\"list\"]"),
        "{report}"
    );
    assert_eq!(report["verdict"]["state"], "Failed");
    let text = describe(&server, "fail-oom").answer();
    assert!(text.contains("? events unknown: "), "{text}");
    assert!(text.contains("exit 137"), "the rest is there: {text}");
}

/// A real API server refuses in the encoding that was asked for.
#[test]
fn refusals_in_protobuf_are_understood() {
    let said = b"pods is forbidden: User \"dev\" cannot list resource \"pods\"";
    // Status: message (3), reason (4), code (6); Unknown: raw (2).
    let mut status = vec![0x1a, u8::try_from(said.len()).unwrap()];
    status.extend(said);
    status.extend(b"\x22\x09Forbidden\x30\x93\x03");
    let mut body = b"k8s\0\x0a\x0c\x0a\x02v1\x12\x06Status\x12".to_vec();
    body.push(u8::try_from(status.len()).unwrap());
    body.extend(status);
    let server = serve("fail-oom", true, move |request| {
        let headers = vec![(
            "Content-Type".into(),
            "application/vnd.kubernetes.protobuf".into(),
        )];
        request
            .path
            .ends_with("/pods")
            .then(|| Reply::Whole(403, headers, body.clone()))
    });
    let report = describe(&server, "fail-oom").arg("-ojson").run().json();
    let message = report["unknown"][0]["message"].as_str().unwrap();
    assert!(
        message.contains(": pods is forbidden: User \"dev\" cannot list resource \"pods\"; ask for"),
        "{message}"
    );
}

#[test]
fn without_pods_the_state_still_stands() {
    for (name, state) in [
        ("fail-oom", "Failed"),
        ("ok-workqueue", "Complete"),
        ("running-sidecar", "Running"),
    ] {
        let server = serve(name, true, |request| {
            request.path.ends_with("/pods").then(|| forbidden("pods"))
        });
        let report = describe(&server, name).arg("-ojson").run().json();
        assert_eq!(report["verdict"]["state"], state);
        assert!(report.get("pods").is_none(), "absent is unknown");
        assert!(report["counts"].get("pods").is_none() && report["counts"].get("restarts").is_none());
        assert_eq!(report["unknown"][0]["what"], "pods");
    }
}

#[test]
fn each_way_to_fail_has_its_word() {
    type Fault = (fn() -> Reply, &'static str);
    let faults: [Fault; 5] = [
        (
            || {
                Reply::status(
                    404,
                    "NotFound",
                    "the server could not find the requested resource",
                )
            },
            "NotFound",
        ),
        (
            || Reply::status(500, "InternalError", "etcd is gone"),
            "ServerError",
        ),
        (
            || Reply::status(401, "Unauthorized", "Unauthorized"),
            "Unauthorized",
        ),
        (
            || {
                Reply::Raw(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\n{\"ki"
                        .to_vec(),
                )
            },
            "BadAnswer",
        ),
        (|| Reply::Silence, "Timeout"),
    ];
    for (fault, word) in faults {
        let server = serve("fail-oom", true, move |request| {
            request.path.ends_with("/events").then(fault)
        });
        let output = describe(&server, "fail-oom")
            .arg("-ojson")
            .arg("--request-timeout=1s")
            .run();
        assert_eq!(output.code, 0, "{word}: {}", output.stderr);
        let report = output.json();
        // A cut body may be told as a connection that was lost.
        let reason = report["unknown"][0]["reason"].as_str().unwrap();
        assert!(
            reason == word || (word == "BadAnswer" && reason == "Unreachable"),
            "{reason}, not {word}"
        );
    }
}

#[test]
fn few_requests_are_made_and_none_of_them_writes() {
    let server = serve("fail-oom", true, |_| None);
    assert_eq!(describe(&server, "fail-oom").run().code, 0);
    let requests = server.requests();
    assert!(
        requests.iter().all(|request| request.method == "GET"),
        "{requests:?}"
    );
    let count = |part: &str| {
        requests
            .iter()
            .filter(|request| request.path.contains(part))
            .count()
    };
    assert_eq!((count("/jobs/"), count("/log")), (1, 2), "{requests:?}");
    assert!(requests.len() <= 7, "{requests:?}");
    let agent = requests[0].header("user-agent").unwrap();
    assert!(agent.starts_with("cyjob/"), "{agent}");
}

#[test]
fn logs_are_asked_for_with_a_bound() {
    let server = serve("fail-oom", true, |_| None);
    assert_eq!(describe(&server, "fail-oom").arg("--log-lines=3").run().code, 0);
    for request in server
        .requests()
        .iter()
        .filter(|request| request.path.ends_with("/log"))
    {
        assert_eq!(request.parameter("tailLines"), Some("3"));
        assert!(request.parameter("limitBytes").is_some(), "{request:?}");
    }
    let none = serve("fail-oom", true, |_| None);
    assert_eq!(describe(&none, "fail-oom").arg("--log-lines=0").run().code, 0);
    assert!(
        none.requests()
            .iter()
            .all(|request| !request.path.ends_with("/log"))
    );
}
