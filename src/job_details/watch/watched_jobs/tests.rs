use serde_json::json;

use super::*;
use crate::job_details::fake::{Answer, Api};

/// The API of a cluster that has Job `c` only.
fn api() -> Api {
    let c = json!({"kind": "Job", "metadata": {"name": "c", "namespace": "shop", "uid": "3", "resourceVersion": "30"}});
    Api::new(move |path| {
        if path.ends_with("/jobs/c") {
            Answer::json(&c)
        } else {
            Answer::not_found()
        }
    })
}

fn watched() -> WatchedJobs {
    let (sender, receiver) = mpsc::channel(8);
    WatchedJobs {
        parts: vec![Part::default()],
        selects: false,
        later: None,
        client: api().client(),
        sender,
        receiver,
        tasks: JoinSet::new(),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "that is what a list has")]
fn seen(name: &str, uid: &str, version: u32) -> Row {
    let job = JobFacts {
        name: name.to_owned(),
        namespace: "shop".to_owned(),
        uid: uid.to_owned(),
        resource_version: version.to_string(),
        ..JobFacts::default()
    };
    Row::Ok(job)
}

/// The known Jobs, as `name:UID:version`.
fn names(watched: &WatchedJobs) -> Vec<String> {
    let jobs = watched.jobs().unwrap().into_iter();
    jobs.map(|job| format!("{}:{}:{}", job.name, job.uid, job.resource_version))
        .collect()
}

#[tokio::test]
async fn nothing_is_known_before_the_first_list() {
    let mut watched = watched();
    assert!(watched.jobs().is_none());
    watched.take(0, Change::Listed(Vec::new()));
    assert_eq!(watched.jobs().unwrap(), []);
}

/// Job `a` and the earlier Job `c` are gone. A list that is short by mistake removes no row.
#[tokio::test]
async fn a_row_is_taken_away_once_its_job_is_known_to_be_gone() {
    let mut watched = watched();
    watched.take(
        0,
        Change::Listed(vec![seen("a", "1", 10), seen("b", "2", 20), seen("c", "2", 21)]),
    );
    let news = watched.take(0, Change::Listed(vec![seen("b", "2", 20)]));
    assert!(matches!(news, ListNews::Changed));
    assert_eq!(names(&watched), ["a:1:10", "b:2:20", "c:2:21"]);
    let mut gone = Vec::new();
    while gone.len() < 2 {
        if let ListNews::Gone(jobs) = watched.next().await {
            gone.extend(jobs.into_iter().map(|job| job.name));
        }
    }
    assert_eq!(gone, ["a", "c"]);
    assert_eq!(names(&watched), ["b:2:20", "c:3:30"]);
    watched.take(0, Change::Listed(Vec::new()));
    assert_eq!(names(&watched), ["b:2:20", "c:3:30"]);
    let ListNews::Gone(jobs) = watched.next().await else {
        panic!("b is not there");
    };
    assert_eq!(jobs[0].name, "b");
    assert!(matches!(watched.next().await, ListNews::Changed));
    assert_eq!(names(&watched), ["c:3:30"]);
}

#[tokio::test]
async fn a_namesake_in_a_list_tells_that_the_job_is_gone() {
    let mut watched = watched();
    watched.take(0, Change::Listed(vec![seen("a", "1", 10)]));
    let news = watched.take(0, Change::Listed(vec![seen("a", "2", 20)]));
    assert!(matches!(news, ListNews::Gone(gone) if gone[0].uid == "1"));
    assert_eq!(names(&watched), ["a:2:20"]);
}

#[tokio::test]
async fn who_goes_late_takes_no_namesake_along() {
    let mut watched = watched();
    watched.take(0, Change::Listed(vec![seen("a", "1", 10)]));
    watched.take(0, Change::Applied(seen("a", "2", 20)));
    watched.take(0, Change::Deleted(seen("a", "1", 19)));
    assert_eq!(names(&watched), ["a:2:20"]);
    watched.take(0, Change::Deleted(seen("a", "2", 21)));
    assert_eq!(watched.jobs().unwrap(), []);
}

/// A server may replay old events of a watch.
#[tokio::test]
async fn an_event_of_earlier_times_changes_nothing_and_a_list_does() {
    let mut watched = watched();
    watched.take(0, Change::Listed(vec![seen("a", "2", 20)]));
    for old in [seen("a", "2", 19), seen("a", "1", 9)] {
        watched.take(0, Change::Applied(old));
        assert_eq!(names(&watched), ["a:2:20"]);
    }
    watched.take(0, Change::Deleted(seen("a", "2", 21)));
    watched.take(0, Change::Applied(seen("a", "2", 20)));
    assert_eq!(watched.jobs().unwrap(), [], "it was deleted later");
    watched.take(0, Change::Applied(seen("a", "3", 30)));
    assert_eq!(names(&watched), ["a:3:30"]);
    // As after etcd was restored from a backup.
    watched.take(0, Change::Listed(vec![seen("a", "3", 25)]));
    assert_eq!(names(&watched), ["a:3:25"]);
}
