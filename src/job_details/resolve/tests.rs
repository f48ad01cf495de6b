//! Names that exist, names that do not exist, and requests that the server refuses.

use serde_json::{Value, json};

use super::*;
use crate::job_details::fake::{Answer, Api, recording};

fn refs(names: &[&str]) -> Vec<JobRef> {
    names.iter().map(|name| name.parse().unwrap()).collect()
}

fn named(names: &[(&str, &str)]) -> Answer {
    let object =
        |(namespace, name): &(&str, &str)| json!({"metadata": {"namespace": namespace, "name": name}});
    let items: Vec<_> = names.iter().map(object).collect();
    Answer::list("PartialObjectMetadataList", &items)
}

async fn first(api: &Api, name: &str) -> Result<JobFacts, ResolveError> {
    resolve(&api.client(), "zoo", &refs(&[name])).await.remove(0).job
}

fn run(name: &str, created: &str, owner: &str) -> Value {
    json!({"metadata": {"name": name, "creationTimestamp": created,
        "ownerReferences": [{"apiVersion": "batch/v1", "kind": "CronJob", "name": "c", "uid": owner, "controller": true}]}})
}

#[tokio::test]
async fn a_missing_name_does_not_hide_the_others() {
    let api = Api::new(|path| match path {
        "/apis/batch/v1/namespaces/zoo/jobs/fail-oom" => Answer::json(&recording("fail-oom/job.json")),
        "/apis/batch/v1/namespaces/zoo/jobs/secret" => Answer::forbidden(),
        _ => Answer::not_found(),
    });
    let resolved = resolve(&api.client(), "zoo", &refs(&["nope", "job/fail-oom", "secret"])).await;
    let names: Vec<_> = resolved.iter().map(|one| one.name.to_string()).collect();
    assert_eq!(names, ["job/nope", "job/fail-oom", "job/secret"]);
    assert!(matches!(resolved[0].job, Err(ResolveError::NotFound { .. })));
    assert_eq!(resolved[1].job.as_ref().unwrap().name, "fail-oom");
    let Err(ResolveError::Request(error)) = &resolved[2].job else {
        panic!("a refusal is no missing Job")
    };
    assert_eq!(error.kind, RequestErrorKind::Forbidden);
}

#[tokio::test]
async fn a_job_without_metadata_has_the_name_that_was_asked_for() {
    let api = Api::new(|_| Answer::json(&json!({"kind": "Job"})));
    let job = first(&api, "x").await.unwrap();
    assert_eq!((job.name.as_str(), job.namespace.as_str()), ("x", "zoo"));
}

#[tokio::test]
async fn near_names_namesakes_and_other_namespaces_are_suggested() {
    let api = Api::new(|path| match path {
        "/apis/batch/v1/namespaces/zoo/jobs/fail-oum" => Answer::not_found(),
        "/apis/batch/v1/namespaces/zoo/jobs?limit=500" => {
            named(&[("zoo", "fail-init"), ("zoo", "fail-oom"), ("zoo", "ok")])
        }
        path if path.starts_with("/apis/batch/v1/namespaces/zoo/cronjobs?") => named(&[("zoo", "fail-oum")]),
        path if path.starts_with("/apis/batch/v1/jobs?fieldSelector=metadata.name=fail-oum") => named(&[
            ("zoo", "fail-oum"),
            ("shop", "fail-oum"),
            ("shop", "other"),
            ("a", "fail-oum"),
        ]),
        path => panic!("{path}"),
    });
    let Err(ResolveError::NotFound {
        similar, elsewhere, ..
    }) = first(&api, "fail-oum").await
    else {
        panic!("it does not exist")
    };
    assert_eq!(similar, refs(&["cronjob/fail-oum", "job/fail-oom"]));
    assert_eq!(elsewhere, ["a", "shop"]);
}

#[tokio::test]
async fn where_nothing_may_be_listed_nothing_is_suggested() {
    let refusals: [fn() -> Answer; 3] = [
        Answer::forbidden,
        || Answer::list("JobList", &[]),
        || Answer::text("<html>"),
    ];
    for refusal in refusals {
        let api = Api::new(move |path| {
            if path.ends_with("/x") {
                Answer::not_found()
            } else {
                refusal()
            }
        });
        for name in ["job/x", "cronjob/x"] {
            let error = first(&api, name).await.unwrap_err();
            let ResolveError::NotFound {
                name: missing,
                namespace,
                similar,
                elsewhere,
            } = error
            else {
                panic!("it does not exist")
            };
            assert_eq!((&*missing.to_string(), &*namespace), (name, "zoo"));
            assert!(similar.is_empty() && elsewhere.is_empty());
        }
    }
}

#[tokio::test]
async fn an_api_that_is_not_served_is_no_missing_job() {
    let api = Api::new(|_| Answer::api_missing());
    let Err(ResolveError::Request(error)) = first(&api, "x").await else {
        panic!("nothing is known of the Job")
    };
    assert_eq!(error.kind, RequestErrorKind::ApiMissing);
    assert_eq!(api.asked().len(), 1);
}

#[tokio::test]
async fn the_newest_run_of_a_recorded_cronjob_is_found() {
    let api = Api::new(|path| {
        if path.contains("/cronjobs/") {
            let mut cron_job = recording("nightly/cronjob.json");
            cron_job["kind"] = "CronJob".into();
            Answer::json(&cron_job)
        } else {
            Answer::json(&recording("nightly/jobs.json"))
        }
    });
    assert_eq!(first(&api, "cj/nightly").await.unwrap().name, "nightly-29924544");
}

#[tokio::test]
async fn runs_are_told_by_the_owner_and_the_newest_by_creation_then_name() {
    let api = Api::new(|path| match path {
        path if path.contains("/cronjobs/") => {
            Answer::json(&json!({"kind": "CronJob", "metadata": {"name": "c", "uid": "owner"}}))
        }
        path if path.contains("continue=2") => {
            let runs = [
                run("c-b", "2026-01-01T00:00:02Z", "owner"),
                run("c-a", "2026-01-01T00:00:02Z", "owner"),
            ];
            Answer::list("JobList", &runs)
        }
        _ => {
            let runs = [
                run("c-z", "2026-01-01T00:00:01Z", "owner"),
                run(
                    "c-namesake",
                    "2026-01-01T00:00:09Z",
                    "an earlier cronjob of that name",
                ),
                json!({"metadata": {"name": "c-manual", "creationTimestamp": "2026-01-01T00:00:09Z"}}),
            ];
            Answer::page("JobList", &runs, "2")
        }
    });
    assert_eq!(first(&api, "cronjob/c").await.unwrap().name, "c-b");
}

#[tokio::test]
async fn the_runs_of_a_cronjob_without_uid_are_told_by_its_name() {
    let api = Api::new(|path| {
        if path.contains("/cronjobs/") {
            Answer::json(&json!({"kind": "CronJob", "metadata": {"name": "c"}}))
        } else {
            Answer::list("JobList", &[run("c-1", "2026-01-01T00:00:01Z", "")])
        }
    });
    assert_eq!(first(&api, "cronjob/c").await.unwrap().name, "c-1");
}

#[tokio::test]
async fn a_cronjob_without_runs_says_when_it_runs() {
    let api = Api::new(|path| {
        if path.contains("/cronjobs/") {
            Answer::json(
                &json!({"kind": "CronJob", "metadata": {"uid": "owner"}, "status": {"lastScheduleTime": "2026-01-01T00:00:00Z"},
        "spec": {"schedule": "0 3 * * *", "suspend": true, "timeZone": "Europe/Berlin"}}),
            )
        } else {
            Answer::list("JobList", &[run("other", "2026-01-01T00:00:01Z", "someone else")])
        }
    });
    let Err(ResolveError::NoRuns(cron_job)) = first(&api, "cronjob/c").await else {
        panic!("it has no runs")
    };
    let expected = CronJobFacts {
        name: "c".to_owned(),
        namespace: "zoo".to_owned(),
        uid: "owner".to_owned(),
        schedule: "0 3 * * *".to_owned(),
        time_zone: Some("Europe/Berlin".to_owned()),
        suspend: true,
        last_schedule: "2026-01-01T00:00:00Z".parse().ok(),
    };
    assert_eq!(cron_job, expected);
}

#[tokio::test]
async fn selected_jobs_are_sorted_over_all_pages() {
    let job = |namespace: &str, name: &str| json!({"metadata": {"namespace": namespace, "name": name}});
    let api = Api::new(move |path| {
        if path.contains("continue=2") {
            Answer::list("JobList", &[job("a", "x")])
        } else {
            Answer::page("JobList", &[job("b", "y"), job("b", "x")], "2")
        }
    });
    let jobs = select(&api.client(), None, "app in (a, b)").await.unwrap();
    let jobs: Vec<_> = jobs.into_iter().map(|found| found.job.unwrap()).collect();
    let names: Vec<_> = jobs
        .iter()
        .map(|job| format!("{}/{}", job.namespace, job.name))
        .collect();
    assert_eq!(names, ["a/x", "b/x", "b/y"]);
    assert_eq!(
        api.asked()[0],
        "/apis/batch/v1/jobs?labelSelector=app in (a, b)&limit=500"
    );
    select(&api.client(), Some("zoo"), "app").await.unwrap();
    assert!(api.asked()[2].starts_with("/apis/batch/v1/namespaces/zoo/jobs?labelSelector=app&"));
}
