//! Tests of selecting and sorting.

use super::*;
use crate::facts::Owner;
use crate::model::{Basis, Counts, Verdict};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

fn job(name: &str, state: JobState) -> JobSummary {
    let terminal = matches!(state, JobState::Complete | JobState::Failed);
    JobSummary {
        is_deleted: false,
        namespace: "zoo".to_owned(),
        name: name.to_owned(),
        uid: String::new(),
        verdict: Verdict {
            state,
            reason: None,
            message: String::new(),
            since: None,
            terminal,
        },
        basis: Basis::Job,
        counts: Counts::default(),
        created: None,
        age: None,
        started: None,
        ended: None,
        duration: None,
        owner: None,
        queue: None,
        images: Vec::new(),
        nodes: None,
    }
}

fn names(list: &JobList) -> Vec<&str> {
    list.jobs.iter().map(|job| &*job.name).collect()
}

fn sorted(jobs: Vec<JobSummary>, order: Order, reverse: bool) -> Vec<String> {
    let choice = Choice {
        order,
        reverse,
        ..Choice::default()
    };
    let list = JobList::choose(jobs, &choice, at(0));
    names(&list).into_iter().map(str::to_owned).collect()
}

#[test]
fn what_somebody_looks_for_comes_first_and_what_is_unknown_last() {
    let jobs = || {
        let mut old = job("old", JobState::Complete);
        (old.created, old.duration) = (Some(at(-900)), Some(SignedDuration::from_secs(5)));
        let mut new = job("new", JobState::Failed);
        (new.created, new.duration) = (Some(at(-10)), Some(SignedDuration::from_secs(50)));
        new.counts.failed = 7;
        vec![job("bare", JobState::Blocked), old, new]
    };
    assert_eq!(sorted(jobs(), Order::Name, false), ["bare", "new", "old"]);
    assert_eq!(sorted(jobs(), Order::Name, true), ["old", "new", "bare"]);
    assert_eq!(sorted(jobs(), Order::Age, false), ["new", "old", "bare"]);
    assert_eq!(sorted(jobs(), Order::Duration, false), ["new", "old", "bare"]);
    assert_eq!(sorted(jobs(), Order::State, false), ["new", "bare", "old"]);
    assert_eq!(sorted(jobs(), Order::Failed, false), ["new", "bare", "old"]);
}

#[test]
fn since_keeps_what_has_not_ended_and_what_ended_of_late() {
    let ended = |name: &str, end: i64| JobSummary {
        created: Some(at(-90_000)),
        ended: Some(at(end)),
        ..job(name, JobState::Failed)
    };
    let stuck = JobSummary {
        created: Some(at(-90_000)),
        ..job("stuck", JobState::Blocked)
    };
    let endless = JobSummary {
        created: Some(at(-90_000)),
        ..job("no-end", JobState::Complete)
    };
    let jobs = vec![
        stuck,
        ended("late", -100),
        ended("edge", -3600),
        ended("early", -3601),
        endless,
    ];
    let choice = Choice {
        since: Some(SignedDuration::from_hours(1)),
        ..Choice::default()
    };
    let list = JobList::choose(jobs, &choice, at(0));
    assert_eq!(names(&list), ["edge", "late", "stuck"]);
    assert_eq!((list.of, list.fitting()), (5, 3));
}

#[test]
fn a_limit_cuts_the_rows_and_not_the_numbers() {
    let jobs = vec![
        job("a", JobState::Complete),
        job("b", JobState::Failed),
        job("c", JobState::Complete),
        job("d", JobState::Pending),
    ];
    let choice = Choice {
        states: vec![JobState::Complete, JobState::Failed],
        limit: Some(1),
        ..Choice::default()
    };
    let list = JobList::choose(jobs, &choice, at(0));
    assert_eq!(names(&list), ["a"]);
    assert_eq!(list.tally, [(JobState::Failed, 1), (JobState::Complete, 2)]);
    assert!(!list.is_complete(), "one beyond the limit failed");
}

#[test]
fn owners_are_told_by_kind_and_name() {
    let owned = |name: &str, kind: &str, owner: &str| JobSummary {
        owner: Some(Owner {
            kind: kind.to_owned(),
            name: owner.to_owned(),
            ..Owner::default()
        }),
        ..job(name, JobState::Complete)
    };
    let jobs = vec![
        owned("a", "CronJob", "report"),
        owned("b", "CronJob", "import"),
        owned("c", "JobSet", "report"),
        job("d", JobState::Complete),
    ];
    for (word, expected) in [
        ("cronjob/report", "a"),
        ("cj/import", "b"),
        ("CronJobs.batch/report", "a"),
        ("jobsets.jobset.x-k8s.io/report", "c"),
    ] {
        let choice = Choice {
            owner: Some(word.parse().unwrap()),
            ..Choice::default()
        };
        let list = JobList::choose(jobs.clone(), &choice, at(0));
        assert_eq!(names(&list), [expected], "{word}");
    }
    for word in ["report", "/report", "cronjob/", ""] {
        assert!(word.parse::<OwnerRef>().is_err(), "{word}");
    }
}
