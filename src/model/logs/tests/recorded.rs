//! Tests of logs from a real cluster.

use std::path::PathBuf;

use super::*;
use crate::client::{Source, connect};
use crate::facts::JobRef;
use crate::job_details::{Options, job_details, resolve};

/// The report of a recorded Job.
async fn recorded(name: &str) -> JobReport {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/recordings");
    let source = Source::Files {
        paths: vec![root.join(name)],
        moment: None,
    };
    let connection = connect(&source, Timestamp::UNIX_EPOCH).await.unwrap();
    let names = [JobRef::Job(name.to_owned())];
    let resolved = resolve(&connection.client, &connection.namespace, &names).await;
    let job = resolved[0].job.clone().unwrap();
    let options = Options {
        as_of: connection.provenance.as_of(Timestamp::UNIX_EPOCH),
        historic: true,
        log_lines: 0,
    };
    JobReport::derive(job_details(&connection.client, job, &options).await)
}

#[tokio::test]
async fn tries_come_in_their_order_and_have_numbers() {
    let report = recorded("ok-after-retry").await;
    let logs = report.logs(&LogChoice::default());
    let tries: Vec<(&str, Option<u32>)> = logs
        .iter()
        .map(|log| (log.source.pod.as_str(), log.source.attempt))
        .collect();
    let expected = [
        ("ok-after-retry-clqqk", Some(1)),
        ("ok-after-retry-prh4b", Some(2)),
        ("ok-after-retry-z7ktg", Some(3)),
    ];
    assert_eq!(tries, expected);
    let source = &logs[0].source;
    assert_eq!(
        (source.job.as_str(), source.namespace.as_str()),
        ("ok-after-retry", "zoo")
    );
    assert_eq!(source.started, Some("2026-11-23T18:02:55Z".parse().unwrap()));
    assert_eq!(
        chosen(&report, &failed_only()),
        ["ok-after-retry-clqqk/main", "ok-after-retry-prh4b/main"]
    );
    let last = of_attempt(AttemptChoice::Last);
    assert_eq!(chosen(&report, &last), ["ok-after-retry-z7ktg/main"]);
    assert_eq!(report.refuses(&last), None);
}

#[tokio::test]
async fn each_index_has_its_own_tries() {
    let report = recorded("fail-indexed").await;
    assert_eq!(report.logs(&LogChoice::default()).len(), 12);
    let two = of_indexes("3,7");
    assert_eq!(
        chosen(&report, &two),
        [
            "fail-indexed-3-mhkw4/shard",
            "fail-indexed-7-sr662/shard",
            "fail-indexed-3-5vp9t/shard",
            "fail-indexed-7-666q9/shard",
        ]
    );
    assert_eq!(chosen(&report, &failed_only()), chosen(&report, &two));
    let last = LogChoice {
        attempt: Some(AttemptChoice::Last),
        ..two
    };
    assert_eq!(
        chosen(&report, &last),
        ["fail-indexed-3-5vp9t/shard", "fail-indexed-7-666q9/shard"]
    );
    assert_eq!(report.logs(&of_attempt(AttemptChoice::First)).len(), 10);
    assert_eq!(report.logs(&of_attempt(AttemptChoice::Number(2))).len(), 2);
}

#[tokio::test]
async fn init_containers_and_sidecars_come_as_they_were_started() {
    let report = recorded("running-sidecar").await;
    let pod = "running-sidecar-6jmbh";
    let expected = [
        format!("{pod}/prepare"),
        format!("{pod}/proxy~"),
        format!("{pod}/main~"),
    ];
    assert_eq!(chosen(&report, &LogChoice::default()), expected);
    assert!(report.may_have_several_logs(&LogChoice::default(), false));
    assert!(!report.may_have_several_logs(&of_containers(&["main"]), false));
    assert_eq!(report.waits_because(), None);
}

#[tokio::test]
async fn containers_that_never_began_have_no_log() {
    let report = recorded("fail-init").await;
    assert_eq!(
        chosen(&report, &LogChoice::default()),
        ["fail-init-k4h5g/fetch", "fail-init-t6dmg/fetch"]
    );
    assert!(report.logs(&of_containers(&["main"])).is_empty());
    assert_eq!(report.log_remarks(&LogChoice::default(), false), [""; 0]);
    let command = recorded("fail-command").await;
    assert!(command.logs(&LogChoice::default()).is_empty());
    let remarks = command.log_remarks(&LogChoice::default(), false);
    assert_eq!(remarks.len(), 1, "{remarks:?}");
    assert!(
        remarks[0].contains("ended without a log: fail-command-")
            && remarks[0].contains("/main (StartError)")
    );
}

#[tokio::test]
async fn pods_that_work_side_by_side_are_no_tries() {
    let report = recorded("ok-parallel").await;
    let logs = report.logs(&LogChoice::default());
    assert!(logs.len() > 1 && logs.iter().all(|log| log.source.attempt.is_none()));
    let refusal = report.refuses(&of_attempt(AttemptChoice::First)).unwrap();
    assert!(
        refusal.contains("no first attempt") && refusal.contains("--pod"),
        "{refusal}"
    );
    assert!(report.logs(&of_attempt(AttemptChoice::First)).is_empty());
}

#[tokio::test]
async fn pods_that_are_gone_are_named() {
    let report = recorded("fail-onfailure").await;
    assert!(report.logs(&LogChoice::default()).is_empty());
    let remarks = report.log_remarks(&LogChoice::default(), false);
    assert_eq!(remarks.len(), 1, "{remarks:?}");
    assert!(
        remarks[0].starts_with("1 pod of this Job has been deleted: fail-onfailure-vw2fp; "),
        "{remarks:?}"
    );
    assert!(remarks[0].contains("restartPolicy: Never"));
    let gone = report.refuses(&of_pod("fail-onfailure-vw2fp")).unwrap();
    assert!(gone.contains("is gone"), "{gone}");
    let unknown = report.refuses(&of_pod("fail-onfailure-zzzzz")).unwrap();
    assert_eq!(
        unknown,
        "job fail-onfailure has no pod fail-onfailure-zzzzz: it has none"
    );
}

#[tokio::test]
async fn what_holds_a_job_up_is_why_no_log_comes() {
    let image = recorded("stuck-image").await.waits_because().unwrap();
    assert!(
        image.starts_with("job stuck-image is Blocked: ") && image.contains("image"),
        "{image}"
    );
    let suspended = recorded("suspended").await.waits_because().unwrap();
    assert!(
        suspended.starts_with("job suspended is Suspended: "),
        "{suspended}"
    );
    let retrying = recorded("retrying-backoff").await.waits_because().unwrap();
    assert!(retrying.contains("next retry"), "{retrying}");
    for over in ["ok-single", "fail-exit", "failing-grace"] {
        assert_eq!(recorded(over).await.waits_because(), None, "{over}");
    }
}
