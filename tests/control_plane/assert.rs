//! `assert` through whole lives of Jobs: never 0 before the controller has written the end, and what it then says.

use serde_json::json;

use crate::support::{Namespace, Output, User, failed, running, succeeded};

fn assert(space: &Namespace, words: &str) -> Output {
    space.cyjob("assert").words(words).run()
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_success_passes_when_it_is_complete_and_not_before() {
    let space = Namespace::new("assert-success").await;
    assert(&space, "two").assert_error(3, &["job/two", "not found"]);
    space.create_job("two", json!({})).await;
    let first = space.next_pod("two", &[]).await;
    assert_eq!(assert(&space, "two").code, 1, "pending");
    space.report(&first, failed(7, "connection refused")).await;
    space.until("two", "Retrying").await;
    let second = space.next_pod("two", &[&first]).await;
    space.report(&second, running()).await;
    space.until("two", "Running").await;
    assert_eq!(
        assert(&space, "two --max-duration 1h --max-failed 1").code,
        1,
        "running"
    );
    space.report(&second, succeeded()).await;
    space.until("two", "Complete").await;
    let kept =
        "two --max-failed 1 --max-restarts 0 --min-succeeded 1 --max-duration 10m --finished-within 10m";
    let output = assert(&space, kept);
    assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{output:?}");
    for (broken, line) in [
        ("--max-failed 0", "expected at most 0, found 1"),
        ("--min-succeeded 2", "expected at least 2, found 1"),
        ("--no-warnings", "container-failed"),
        ("--indexes 0", "not Indexed"),
        ("--expect failed", "expected Failed, found Complete"),
    ] {
        let output = assert(&space, &format!("two {broken}"));
        assert_eq!(output.code, 1, "{broken}: {output:?}");
        assert!(
            output.stdout.contains(line),
            "{line:?} is not in: {}",
            output.stdout
        );
    }
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_failure_that_is_expected_passes_with_its_reason() {
    let space = Namespace::new("assert-failure").await;
    let rule = json!({"action": "FailJob", "onExitCodes": {"operator": "In", "values": [42]}});
    let spec = json!({"podFailurePolicy": {"rules": [rule]}});
    space.create_job("guard", spec).await;
    let pod = space.next_pod("guard", &[]).await;
    let expected = "guard --expect failed --reason PodFailurePolicy";
    assert_eq!(assert(&space, expected).code, 1, "it has not failed yet");
    space.report(&pod, failed(42, "")).await;
    space.until("guard", "Failed").await;
    assert_eq!(assert(&space, expected).code, 0);
    let other = assert(&space, "guard --expect failed --reason BackoffLimitExceeded");
    assert_eq!(other.code, 1);
    assert!(
        other
            .stdout
            .contains("expected BackoffLimitExceeded, found PodFailurePolicy"),
        "{}",
        other.stdout
    );
    let github = assert(&space, "guard -o github");
    assert_eq!(github.code, 1);
    assert!(github.stdout.starts_with("::error title="), "{}", github.stdout);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn indexes_are_judged_one_by_one() {
    let space = Namespace::new("assert-indexes").await;
    let spec =
        json!({"completionMode": "Indexed", "completions": 3, "parallelism": 3, "backoffLimitPerIndex": 0});
    space.create_job("train", spec).await;
    for index in 0..3 {
        let pod = space.pod_of_index("train", index).await;
        let end = if index == 1 { failed(9, "") } else { succeeded() };
        space.report(&pod, end).await;
    }
    space.until("train", "Failed").await;
    let expected = "train --expect failed --reason FailedIndexes --indexes";
    assert_eq!(assert(&space, &format!("{expected} 0,2")).code, 0);
    let all = assert(&space, &format!("{expected} 0-2"));
    assert_eq!(all.code, 1);
    assert!(
        all.stdout
            .contains("expected 0-2, found 0,2 (1 has not succeeded)"),
        "{}",
        all.stdout
    );
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn with_the_right_to_get_jobs_alone_the_verdict_can_be_had() {
    let space = Namespace::new("assert-rights").await;
    space.create_job("one", json!({})).await;
    let pod = space.next_pod("one", &[]).await;
    space.report(&pod, succeeded()).await;
    space.until("one", "Complete").await;
    let rule = json!({"apiGroups": ["batch"], "resources": ["jobs"], "verbs": ["get"]});
    let user = User::with_rules(&space, "ci", &[rule]).await;
    let verdict = user.cyjob(&space, "assert one --max-failed 0 --max-duration 10m");
    verdict.answer();
    for needs in ["--max-restarts 0", "--no-warnings"] {
        let output = user.cyjob(&space, "assert one").words(needs).run();
        assert_eq!(output.code, 5, "{output:?}");
        assert!(
            output
                .stdout
                .contains("unknown: pods could not be read (Forbidden)"),
            "{}",
            output.stdout
        );
    }
    let nobody = user.cyjob(&space, "assert -l app=x").run();
    nobody.assert_error(5, &["cannot list"]);
}
