use std::fs;

use http_body_util::BodyExt as _;
use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::client::offline::{
    object_store::{LogKey, Page, Resource, Selection, StoredObject},
    parse::{Claim, parse},
    status::Refusal,
};

const NOW: &str = "2026-11-24T12:00:00Z";

fn load(text: &str) -> Result<Connection, LoadError> {
    let stdin = [PathBuf::from("-")];
    load_files(&stdin, text.as_bytes(), NOW.parse().unwrap(), None)
}

/// A connection to `objects`.
fn connection(objects: &[Value]) -> Connection {
    load(&json!({"kind": "List", "apiVersion": "v1", "items": objects}).to_string()).unwrap()
}

/// The status and body of the answer.
async fn ask(connection: &Connection, method: &str, path: &str) -> (u16, String) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .body(Body::empty())
        .unwrap();
    let response = connection.client.send(request).await.unwrap();
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

async fn get(connection: &Connection, path: &str) -> (u16, Value) {
    let (status, body) = ask(connection, "GET", path).await;
    (status, serde_json::from_str(&body).unwrap_or(Value::String(body)))
}

fn pod(namespace: &str, name: &str, labels: &Value) -> Value {
    json!({"kind": "Pod", "apiVersion": "v1", "metadata": {"name": name, "namespace": namespace, "uid": format!("{namespace}-{name}"), "labels": labels},
        "spec": {"containers": [{"name": "main"}], "nodeName": "n1"}, "status": {"phase": "Running"}})
}

fn names(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["metadata"]["name"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn lists_are_selected_by_labels_as_the_api_server_does() {
    let pods = [
        pod("zoo", "a", &json!({"app": "x", "tier": "front"})),
        pod("zoo", "b", &json!({"app": "x"})),
        pod("zoo", "c", &json!({"app": "y", "tier": "back"})),
        pod("shop", "d", &json!({"app": "x"})),
    ];
    let connection = connection(&pods);
    for (selector, expected) in [
        ("", &["a", "b", "c"][..]),
        ("app=x", &["a", "b"]),
        ("app==x", &["a", "b"]),
        ("app!=x", &["c"]),
        ("app=x,tier=front", &["a"]),
        ("tier", &["a", "c"]),
        ("!tier", &["b"]),
        ("tier in (front, back)", &["a", "c"]),
        ("tier notin (front)", &["b", "c"]),
        ("app=none", &[]),
    ] {
        let encoded = percent_encoding::utf8_percent_encode(selector, percent_encoding::NON_ALPHANUMERIC);
        let (status, list) = get(
            &connection,
            &format!("/api/v1/namespaces/zoo/pods?labelSelector={encoded}"),
        )
        .await;
        assert_eq!((status, names(&list)), (200, expected.to_vec()), "{selector}");
    }
    let (_, everywhere) = get(&connection, "/api/v1/pods").await;
    assert_eq!(everywhere["items"].as_array().unwrap().len(), 4);
    let (status, refusal) = get(&connection, "/api/v1/namespaces/zoo/pods?labelSelector=%3D%3D").await;
    assert_eq!((status, refusal["reason"].as_str()), (400, Some("BadRequest")));
}

#[tokio::test]
async fn fields_are_selected_where_the_api_server_can() {
    let connection = connection(&[pod("zoo", "a", &json!({})), pod("zoo", "b", &json!({}))]);
    let (_, list) = get(
        &connection,
        "/api/v1/namespaces/zoo/pods?fieldSelector=metadata.name%3Da",
    )
    .await;
    assert_eq!(names(&list), ["a"]);
    let (_, list) = get(
        &connection,
        "/api/v1/namespaces/zoo/pods?fieldSelector=status.phase!%3DRunning",
    )
    .await;
    assert_eq!(names(&list), [""; 0]);
    let (status, _) = get(
        &connection,
        "/api/v1/namespaces/zoo/pods?fieldSelector=spec.nonsense%3Da",
    )
    .await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn what_is_not_there_is_refused_as_the_api_server_does() {
    let connection = connection(&[pod("zoo", "a", &json!({}))]);
    let (status, refusal) = get(&connection, "/apis/batch/v1/namespaces/zoo/jobs/nope").await;
    assert_eq!((status, refusal["kind"].as_str()), (404, Some("Status")));
    assert_eq!(
        (refusal["reason"].as_str(), refusal["details"]["name"].as_str()),
        (Some("NotFound"), Some("nope"))
    );
    let (status, empty) = get(&connection, "/apis/batch/v1/namespaces/zoo/jobs").await;
    assert_eq!((status, names(&empty)), (200, vec![]));
    for path in [
        "/apis/kueue.x-k8s.io/v1beta1/namespaces/zoo/workloads",
        "/nonsense",
        "/apis/apps/v1/deployments",
    ] {
        assert_eq!(
            ask(&connection, "GET", path).await,
            (404, "404 page not found\n".to_owned()),
            "{path}"
        );
    }
    for method in ["POST", "PATCH", "DELETE", "PUT"] {
        assert_eq!(
            ask(&connection, method, "/api/v1/namespaces/zoo/pods").await.0,
            405,
            "{method}"
        );
    }
}

#[tokio::test]
async fn a_token_that_was_not_given_out_is_refused() {
    let connection = connection(&[pod("zoo", "a", &json!({}))]);
    for token in ["nonsense", "-1", "99999999999999999999"] {
        let (status, _) = get(&connection, &format!("/api/v1/pods?limit=1&continue={token}")).await;
        assert_eq!(status, 400, "{token}");
    }
}

#[tokio::test]
async fn of_two_copies_the_newer_stays_wherever_it_was_read() {
    let copy = |version: &str, phase: &str| {
        let mut pod = pod("zoo", "a", &json!({}));
        pod["metadata"]["resourceVersion"] = version.into();
        pod["status"]["phase"] = phase.into();
        pod
    };
    for objects in [
        [copy("9", "Failed"), copy("10", "Succeeded")],
        [copy("10", "Succeeded"), copy("9", "Failed")],
    ] {
        let (_, list) = get(&connection(&objects), "/api/v1/pods").await;
        assert_eq!(list["items"].as_array().unwrap().len(), 1);
        assert_eq!(list["items"][0]["status"]["phase"], "Succeeded");
    }
}

#[tokio::test]
async fn events_of_the_newer_api_are_brought_to_the_core_form() {
    let event = json!({"kind": "Event", "apiVersion": "events.k8s.io/v1", "metadata": {"name": "e", "namespace": "zoo"}, "reason": "FailedCreate",
        "note": "words", "regarding": {"kind": "Job", "name": "x", "uid": "u"}, "type": "Warning",
        "deprecatedCount": 3, "deprecatedLastTimestamp": "2026-11-24T11:00:00Z"});
    let connection = connection(&[event]);
    let (_, list) = get(
        &connection,
        "/api/v1/namespaces/zoo/events?fieldSelector=involvedObject.uid%3Du",
    )
    .await;
    assert_eq!(list["items"][0]["message"], "words");
    assert_eq!(list["items"][0]["involvedObject"]["name"], "x");
    assert_eq!(list["items"][0]["count"], 3);
}

#[tokio::test]
async fn logs_are_cut_as_asked_and_missing_ones_are_missing() {
    let folder = TempDir::new().unwrap();
    fs::write(
        folder.path().join("pods.json"),
        pod("zoo", "a", &json!({})).to_string(),
    )
    .unwrap();
    fs::create_dir(folder.path().join("logs")).unwrap();
    fs::write(folder.path().join("logs/a.main.log"), "one\ntwo\nthree\n").unwrap();
    let connection = load_files(
        &[folder.path().to_owned()],
        std::io::empty(),
        NOW.parse().unwrap(),
        None,
    )
    .unwrap();
    let log = async |query: &str| {
        ask(
            &connection,
            "GET",
            &format!("/api/v1/namespaces/zoo/pods/a/log?{query}"),
        )
        .await
    };
    assert_eq!(log("container=main").await, (200, "one\ntwo\nthree\n".to_owned()));
    assert_eq!(log("tailLines=2").await.1, "two\nthree\n");
    assert_eq!(log("tailLines=0").await.1, "");
    assert_eq!(log("container=other").await.0, 400);
    assert_ne!(log("container=main&previous=true").await.0, 200);
}

fn moment(connection: &Connection) -> Option<String> {
    let AsOf::Past(moment) = connection.provenance.time else {
        panic!("a bundle tells of the past");
    };
    moment.map(|moment| moment.to_string())
}

#[tokio::test]
async fn a_bundle_speaks_of_its_newest_credible_moment() {
    let with = |time: &str| {
        let mut pod = pod("zoo", "a", &json!({}));
        pod["status"]["startTime"] = time.into();
        moment(&connection(&[pod]))
    };
    assert_eq!(
        with("2026-11-20T00:00:00Z").as_deref(),
        Some("2026-11-20T00:00:00Z")
    );
    // An impossible time counts if there is no other.
    assert!(with("3026-11-20T00:00:00Z").is_some());
    let mut two = [pod("zoo", "a", &json!({})), pod("zoo", "b", &json!({}))];
    two[0]["status"]["startTime"] = "2026-11-20T00:00:00Z".into();
    two[1]["status"]["startTime"] = "3026-11-20T00:00:00Z".into();
    assert_eq!(moment(&connection(&two)).as_deref(), Some("2026-11-20T00:00:00Z"));
    let asked = load_files(
        &[PathBuf::from("-")],
        two[0].to_string().as_bytes(),
        NOW.parse().unwrap(),
        "2026-01-01T00:00:00Z".parse().ok(),
    );
    assert_eq!(moment(&asked.unwrap()).as_deref(), Some("2026-01-01T00:00:00Z"));
}

#[tokio::test]
async fn each_example_looks_as_if_it_were_now() {
    let now: Timestamp = NOW.parse().unwrap();
    let connection = demo(now);
    let mut count = 0;
    for (name, about) in demo_names() {
        assert!(!about.is_empty(), "{name}");
        if let Some(name) = name.strip_prefix("cronjob/") {
            assert_eq!(
                get(
                    &connection,
                    &format!("/apis/batch/v1/namespaces/zoo/cronjobs/{name}")
                )
                .await
                .0,
                200
            );
            continue;
        }
        let (status, job) = get(&connection, &format!("/apis/batch/v1/namespaces/zoo/jobs/{name}")).await;
        assert_eq!(status, 200, "{name}");
        let created: Timestamp = job["metadata"]["creationTimestamp"]
            .as_str()
            .unwrap()
            .parse()
            .unwrap();
        let age = now.duration_since(created).as_hours();
        assert!(created <= now && age < 24, "{name} was created {age} hours ago");
        count += 1;
    }
    assert!(count >= 8, "{count} examples");
}

#[cfg(unix)]
#[tokio::test]
async fn links_that_leave_the_folder_are_not_followed() {
    use std::os::unix::fs::symlink;
    let (inside, outside) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    fs::write(
        inside.path().join("a.json"),
        pod("zoo", "a", &json!({})).to_string(),
    )
    .unwrap();
    fs::write(
        outside.path().join("b.json"),
        pod("zoo", "b", &json!({})).to_string(),
    )
    .unwrap();
    symlink(outside.path(), inside.path().join("out")).unwrap();
    symlink(outside.path().join("b.json"), inside.path().join("b.json")).unwrap();
    symlink(inside.path(), inside.path().join("loop")).unwrap();
    let connection = load_files(
        &[inside.path().to_owned()],
        std::io::empty(),
        NOW.parse().unwrap(),
        None,
    )
    .unwrap();
    let (_, list) = get(&connection, "/api/v1/pods").await;
    assert_eq!(names(&list), ["a"]);
}

#[test]
fn bounds_turn_exhaustion_into_errors() {
    let small = Bounds {
        file_bytes: 100,
        ..Bounds::default()
    };
    let mut loader = Loader::new(NOW.parse().unwrap(), &small);
    let text = pod("zoo", "a", &json!({})).to_string();
    let error = loader
        .load(&PathBuf::from("-"), &mut text.as_bytes())
        .unwrap_err();
    assert!(error.to_string().contains("stdin"), "{error}");
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(load(&deep).is_err());
    let yaml = format!("a: {}", "[".repeat(20_000));
    assert!(load(&yaml).is_err());
}

#[test]
fn nothing_that_holds_an_object_is_an_error() {
    for text in ["", "\n\n", "{}", "[]", "words"] {
        assert!(load(text).is_err(), "{text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for claim in [Claim::Json, Claim::Yaml, Claim::Nothing] {
            let _ = parse(bytes.clone(), claim, &Bounds::default());
        }
    }

    #[test]
    fn pages_of_any_size_give_each_object_once(limit in 1_usize..12, count in 0_usize..20) {
        let pods: Vec<Value> = (0..count).map(|number| pod("zoo", &format!("p{number:02}"), &json!({}))).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let seen = runtime.block_on(async {
            let mut all = pods.clone();
            // Files without any object are refused.
            all.push(pod("other", "x", &json!({})));
            let connection = connection(&all);
            let mut seen = Vec::new();
            let mut token = String::new();
            loop {
                let (_, list) = get(&connection, &format!("/api/v1/namespaces/zoo/pods?limit={limit}&continue={token}")).await;
                seen.extend(names(&list).into_iter().map(str::to_owned));
                match list["metadata"]["continue"].as_str() {
                    Some(next) if !next.is_empty() => next.clone_into(&mut token),
                    _ => break seen,
                }
            }
        });
        let expected: Vec<String> = (0..count).map(|number| format!("p{number:02}")).collect();
        prop_assert_eq!(seen, expected);
    }
}

/// A store other than [`memory_store`]: endlessly many pods, each with a log.
struct Endless;

impl ObjectStore for Endless {
    async fn get(&self, _: &Resource, namespace: &str, name: &str) -> Result<Option<StoredObject>, Refusal> {
        let json = pod(namespace, name, &json!({})).to_string().into();
        Ok((name != "none").then_some(StoredObject { json, file: None }))
    }

    async fn list(&self, _: &Resource, _: Option<&str>, selection: &Selection) -> Result<Page, Refusal> {
        let start = selection.start.as_deref().unwrap_or("p");
        Ok(Page {
            items: vec![pod("zoo", start, &json!({})).to_string().into(); selection.limit],
            next: Some(format!("{start}p")),
            version: "7".to_owned(),
        })
    }

    async fn log(&self, log: &LogKey<'_>) -> Result<Option<Vec<u8>>, Refusal> {
        let line = format!("{} of {}\n", log.container, log.pod);
        Ok((!log.previous).then(|| line.into_bytes()))
    }
}

#[tokio::test]
async fn any_store_can_answer() {
    let connection = connect(Endless, "zoo".to_owned(), Provenance::default());
    let (_, page) = get(&connection, "/api/v1/pods?limit=2&continue=pp").await;
    assert_eq!(names(&page), ["pp", "pp"]);
    assert_eq!(
        page["metadata"],
        json!({"resourceVersion": "7", "continue": "ppp"})
    );
    let path = "/api/v1/namespaces/zoo/pods";
    assert_eq!(get(&connection, &format!("{path}/a")).await.1["kind"], "Pod");
    assert_eq!(ask(&connection, "GET", &format!("{path}/none")).await.0, 404);
    let log = ask(&connection, "GET", &format!("{path}/a/log")).await;
    assert_eq!(log, (200, "main of a\n".to_owned()));
    assert_eq!(
        ask(&connection, "GET", &format!("{path}/a/log?previous=true"))
            .await
            .0,
        400
    );
}
