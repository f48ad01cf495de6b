//! What the tests' kubelet serves, seen through a real API server: it has to be what a real kubelet would serve, faults too, or
//! the tests that build on it prove nothing.

use http::Request;
use http_body_util::BodyExt as _;
use jiff::Timestamp;
use kube::client::Body;
use serde_json::{Value, json};

use super::world;
use crate::support::{
    Answer, Generated, Namespace, again, container, failed, pod, restarted, running, state, waiting,
};

/// The body of the answer to a request for the log of `main`, as it comes.
async fn body(space: &Namespace, pod: &str, query: &str) -> Body {
    let path = space.path(&format!("pods/{pod}/log?{query}"));
    let request = Request::get(path).body(Body::empty()).unwrap();
    space.api.client.send(request).await.unwrap().into_body()
}

/// The whole of it.
async fn log(space: &Namespace, pod: &str, query: &str) -> String {
    let whole = body(space, pod, query).await.collect().await.unwrap();
    String::from_utf8(whole.to_bytes().to_vec()).unwrap()
}

/// What comes next; `None` at the end, in order or not.
async fn next(body: &mut Body) -> Option<String> {
    let data = body.frame().await?.ok()?.into_data().ok()?;
    Some(String::from_utf8(data.to_vec()).unwrap())
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_followed_log_comes_piece_by_piece_until_its_end_or_a_cut() {
    let (space, kubelet, pod) = world("log-follow").await;
    kubelet.write(&pod, "main", "one\n");
    space.report(&pod, running()).await;
    let follow = async || body(&space, &pod, "follow=true").await;
    let (mut cut, mut whole) = (follow().await, follow().await);
    assert_eq!(next(&mut cut).await.as_deref(), Some("one\n"));
    assert_eq!(next(&mut whole).await.as_deref(), Some("one\n"));
    kubelet.cut(&pod, "main");
    assert_eq!(next(&mut cut).await, None);
    let mut whole = follow().await;
    assert_eq!(next(&mut whole).await.as_deref(), Some("one\n"));
    kubelet.write(&pod, "main", "two\n");
    assert_eq!(next(&mut whole).await.as_deref(), Some("two\n"));
    kubelet.end(&pod, "main");
    assert_eq!(next(&mut whole).await, None);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn what_is_asked_for_is_what_comes() {
    let (space, kubelet, pod) = world("log-asked").await;
    let at = |time: &str| time.parse::<Timestamp>().unwrap();
    for (time, text) in [
        ("2026-11-25T10:00:00.25Z", "one\n"),
        ("2026-11-25T10:00:00.75Z", "two\n\n"),
        ("2026-11-25T10:00:01Z", "three"),
    ] {
        kubelet.write_at(&pod, "main", at(time), text);
    }
    space.report(&pod, running()).await;
    let stamped = "2026-11-25T10:00:00.250000000Z one\n2026-11-25T10:00:00.750000000Z two\n\
        2026-11-25T10:00:00.750000000Z \n2026-11-25T10:00:01.000000000Z three";
    for (query, expected) in [
        ("", "one\ntwo\n\nthree"),
        ("timestamps=true", stamped),
        ("tailLines=2", "\nthree"),
        ("tailLines=0", ""),
        ("limitBytes=5", "one\nt"),
        ("timestamps=true&limitBytes=33", &stamped[..33]),
        ("sinceTime=2026-11-25T10:00:01Z", "three"),
        // The fraction is lost on the way.
        ("sinceTime=2026-11-25T10:00:00.5Z", "one\ntwo\n\nthree"),
        ("sinceTime=2026-11-25T10:00:02Z", ""),
    ] {
        assert_eq!(log(&space, &pod, query).await, expected, "{query}");
    }
    // A line of which the beginning is older than what is asked for has no stamp: its later records have none of their own.
    let (begin, end) = ("b".repeat(16 << 10), "e");
    kubelet.restart(&pod, "main");
    kubelet.write_at(&pod, "main", at("2026-11-25T10:00:02Z"), &begin);
    kubelet.write_at(&pod, "main", at("2026-11-25T10:00:03Z"), format!("{end}\nx\n"));
    let query = "timestamps=true&sinceTime=2026-11-25T10:00:03Z";
    assert_eq!(
        log(&space, &pod, query).await,
        "e\n2026-11-25T10:00:03.000000000Z x\n"
    );
    assert_eq!(log(&space, &pod, "tailLines=2").await, "e\nx\n");
    assert_eq!(log(&space, &pod, "previous=true&tailLines=1").await, "three");
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn only_a_follower_sees_more_than_the_newest_file() {
    let (space, kubelet, pod) = world("log-rotation").await;
    kubelet.write(&pod, "main", "one\n");
    space.report(&pod, running()).await;
    let mut lucky = body(&space, &pod, "follow=true").await;
    assert_eq!(next(&mut lucky).await.as_deref(), Some("one\n"));
    kubelet.rotate(&pod, "main", false);
    assert_eq!(log(&space, &pod, "").await, "");
    kubelet.write(&pod, "main", "two\n");
    assert_eq!(next(&mut lucky).await.as_deref(), Some("two\n"));
    kubelet.rotate(&pod, "main", true);
    kubelet.write(&pod, "main", "three\n");
    assert_eq!(log(&space, &pod, "tailLines=9").await, "three\n");
    kubelet.end(&pod, "main");
    assert_eq!(next(&mut lucky).await, None, "it never heard of the third file");
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn an_api_server_ends_the_answer_in_order_when_the_kubelet_breaks_it() {
    let (space, kubelet, pod) = world("log-faults").await;
    kubelet.write(&pod, "main", "one\ntwo\n");
    space.report(&pod, failed(1, "")).await;
    let watcher = "failed to create fsnotify watcher: too many open files";
    let lost = "unable to retrieve container logs for containerd://main-0";
    kubelet.answer_with(
        &pod,
        "main",
        [
            Answer::BrokenAfter(6),
            Answer::EndedAfter(6),
            Answer::Spoiled(watcher.into()),
            Answer::Refused(200, lost.into()),
            Answer::Refused(400, "container \"main\" in pod \"x\" is terminated".into()),
        ],
    );
    assert_eq!(log(&space, &pod, "").await, "one\ntw");
    assert_eq!(log(&space, &pod, "").await, "one\ntw");
    assert_eq!(log(&space, &pod, "").await, format!("one\ntwo\n{watcher}"));
    assert_eq!(log(&space, &pod, "").await, lost);
    let status: Value = serde_json::from_str(&log(&space, &pod, "").await).unwrap();
    assert_eq!(
        (&status["code"], &status["reason"]),
        (&400.into(), &"BadRequest".into())
    );
    assert_eq!(log(&space, &pod, "").await, "one\ntwo\n");
    let status: Value = serde_json::from_str(&log(&space, &pod, "previous=true").await).unwrap();
    assert_eq!(
        status["message"],
        format!("previous terminated container \"main\" in pod \"{pod}\" not found")
    );
    kubelet.die();
    let status: Value = serde_json::from_str(&log(&space, &pod, "").await).unwrap();
    assert_eq!(status["code"], 500, "{status:#}");
    kubelet.revive();
    assert_eq!(log(&space, &pod, "").await, "one\ntwo\n");
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_pod_has_more_than_one_state() {
    let space = Namespace::new("log-statuses").await;
    let busy = |name: &str| json!({"name": name, "image": "busybox:1.36"});
    let mut sidecar = busy("proxy");
    sidecar["restartPolicy"] = "Always".into();
    let spec = json!({"template": {"spec": {"restartPolicy": "OnFailure",
        "initContainers": [busy("fetch"), sidecar], "containers": [busy("main")]}}});
    space.create_job("one", spec).await;
    let name = space.next_pod("one", &[]).await;
    space
        .report(&name, waiting("ImagePullBackOff", "no such image"))
        .await;
    space.until("one", "Blocked").await;
    let init = [
        container("fetch", &state::exited(0, "")),
        container("proxy", &state::running()),
    ];
    let looping = state::waiting("CrashLoopBackOff", "back-off 10s restarting failed container");
    let main = again(container("main", &looping), 2, 7);
    space.report(&name, pod("Running", &init, &[main])).await;
    let report = space
        .describe_until("one", |report| {
            report["pods"][0]["containers"][2]["restarts"] == 2
        })
        .await;
    let containers = &report["pods"][0]["containers"];
    assert_eq!(containers[0]["name"], "fetch", "{report:#}");
    assert_eq!(containers[1]["kind"], "sidecar", "{report:#}");
    space.report(&name, restarted(3, 7)).await;
    space
        .describe_until("one", |report| {
            report["pods"][0]["containers"][2]["restarts"] == 3
        })
        .await;
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_large_log_is_made_as_it_is_read() {
    let (space, kubelet, pod) = world("log-large").await;
    let generated = Generated {
        began: Timestamp::from_second(1_700_000_000).unwrap(),
        lines: 500_000,
        line_len: 100,
    };
    kubelet.generate(&pod, "main", generated);
    space.report(&pod, failed(1, "")).await;
    let (mut body, mut expected) = (body(&space, &pod, "").await, Vec::new());
    let mut pieces = generated.pieces();
    while let Some(piece) = body.frame().await {
        let piece = piece.unwrap().into_data().unwrap();
        while expected.len() < piece.len() {
            expected.extend(pieces.next().unwrap());
        }
        assert!(expected.starts_with(&piece));
        expected.drain(..piece.len());
    }
    assert_eq!((expected.len(), pieces.count()), (0, 0));
    assert_eq!(
        log(&space, &pod, "tailLines=1&timestamps=true").await,
        format!("2023-11-14T22:13:20.499000000Z 0000499999 {}\n", ".".repeat(88))
    );
}
