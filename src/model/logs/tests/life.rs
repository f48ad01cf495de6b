//! Tests of what is known of instances.

use super::*;

/// The log of instance `restart` of container `main` in pod `a`.
fn source(restart: u32) -> LogSource {
    LogSource {
        pod: "a".to_owned(),
        pod_uid: "a".into(),
        container: "main".into(),
        restart,
        ..LogSource::default()
    }
}

fn of(phase: &str, main: ContainerFacts) -> JobReport {
    report(job("OnFailure"), vec![pod("a", phase, vec![main])])
}

const fn ended_at(previous: bool, finished: Option<Timestamp>) -> Life {
    Life::Ended { previous, finished }
}

const ENDED: Option<Life> = Some(ended_at(false, None));
const BEFORE: Option<Life> = Some(ended_at(true, None));

#[test]
fn an_instance_runs_ends_and_is_overtaken() {
    let lives = |report: &JobReport| [0, 1, 2, 3].map(|restart| report.life(&source(restart)));
    let first = of("Running", container("main", running(1)));
    assert_eq!(lives(&first)[..2], [Some(Life::Running), None]);
    let end = of("Running", container("main", terminated(1, 1)));
    assert_eq!(lives(&end)[..2], [ENDED, None]);
    let waits = of(
        "Running",
        restarted("main", waiting("CrashLoopBackOff"), 0, ended(1, "Error", 1)),
    );
    assert_eq!(lives(&waits)[..2], [BEFORE, None]);
    let third = of("Running", restarted("main", running(9), 2, ended(1, "Error", 5)));
    let overtaken = Some(Life::Overtaken);
    assert_eq!(lives(&third), [overtaken, BEFORE, Some(Life::Running), None]);
    let waits = of(
        "Running",
        restarted("main", waiting("CrashLoopBackOff"), 2, ended(1, "Error", 5)),
    );
    assert_eq!(lives(&waits), [overtaken, overtaken, BEFORE, None]);
}

#[test]
fn an_end_has_a_time() {
    let end = || Termination {
        finished: ApiTime::from_second(9),
        ..ended(1, "Error", 5)
    };
    let at_nine = Timestamp::from_second(9).ok();
    let now = of("Running", container("main", ContainerState::Terminated(end())));
    assert_eq!(now.life(&source(0)), Some(ended_at(false, at_nine)));
    let before = of("Running", restarted("main", running(10), 1, end()));
    assert_eq!(before.life(&source(0)), Some(ended_at(true, at_nine)));
}

#[test]
fn nothing_runs_in_a_pod_that_has_ended() {
    let lost = of("Failed", container("main", running(1)));
    assert_eq!(lost.life(&source(0)), ENDED);
    assert_eq!(chosen(&lost, &LogChoice::default()), ["a/main"]);
    let forgotten = of("Failed", container("main", waiting("ContainerCreating")));
    assert_eq!(forgotten.life(&source(0)), ENDED);
    let unclear = of("Running", container("main", waiting("ContainerCreating")));
    assert_eq!(unclear.life(&source(0)), None);
}

#[test]
fn a_pod_that_is_not_there_is_gone_and_a_namesake_is_another() {
    assert_eq!(
        report(job("Never"), Vec::new()).life(&source(0)),
        Some(Life::Gone)
    );
    let mut namesake = pod("a", "Running", vec![container("main", running(1))]);
    namesake.uid = "other".into();
    assert_eq!(
        report(job("Never"), vec![namesake]).life(&source(0)),
        Some(Life::Gone)
    );
}

#[test]
fn of_pods_that_are_unknown_nothing_is_known() {
    let mut unread = report(job("Never"), Vec::new()).snapshot;
    unread.depth = Depth::List;
    assert_eq!(JobReport::derive(unread.clone()).life(&source(0)), None);
    unread.pods = Err(crate::facts::Unknown {
        what: "pods".to_owned(),
        why: crate::facts::WhyUnknown::NotYetRead,
    });
    let unread = JobReport::derive(unread);
    assert_eq!(unread.life(&source(0)), None);
    assert!(unread.logs(&LogChoice::default()).is_empty());
    assert_eq!(unread.refuses(&of_containers(&["nowhere"])), None);
}
