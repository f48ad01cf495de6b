//! Random, legal histories of the Jobs of one name, delivered with the faults of a watch. The oracle looks at
//! the histories alone.

use proptest::prelude::*;

use super::*;
use crate::facts::Condition;

/// What may happen to the Job of one name.
#[derive(Clone, Copy, Debug)]
enum Step {
    Create,
    Work,
    DecideSuccess,
    DecideFailure,
    Complete,
    Fail,
    AskForDeletion,
    Remove,
}

/// How the watch delivers what happened since the last delivery.
#[derive(Clone, Copy, Debug)]
enum Delivery {
    InOrder,
    Twice,
    Backwards,
    Never,
    OnlyTheLast,
    AsList,
}

#[derive(Clone, Debug)]
enum Message {
    Applied(JobFacts),
    Deleted(JobFacts),
    Listed(Option<JobFacts>),
}

/// A cluster with at most one Job, whose name is always the same.
#[derive(Default)]
struct Cluster {
    version: u64,
    born: u64,
    job: Option<JobFacts>,
}

impl Cluster {
    /// Takes a step if Kubernetes allows it. Returns what a perfect watch reports.
    fn take(&mut self, step: Step) -> Option<Message> {
        let job = self.job.clone();
        let holds = |kind: &str| {
            let conditions = job.iter().flat_map(|job| &job.status.conditions);
            conditions.into_iter().any(|condition| condition.kind == kind)
        };
        let is_decided = ["SuccessCriteriaMet", "FailureTarget"]
            .iter()
            .any(|kind| holds(kind));
        let is_over = job.as_ref().is_some_and(|job| job.status.is_terminal());
        let mut next = match (step, job.clone()) {
            (Step::Create, None) => {
                self.born += 1;
                new_job(&format!("uid-{}", self.born))
            }
            (Step::Remove, Some(job)) => job,
            (Step::Work, Some(mut job)) if !is_over => {
                job.status.ready = Some(job.status.ready.unwrap_or(0) ^ 1);
                job
            }
            (Step::DecideSuccess, Some(job)) if !is_decided && !is_over => with(job, "SuccessCriteriaMet"),
            (Step::DecideFailure, Some(job)) if !is_decided && !is_over => with(job, "FailureTarget"),
            (Step::Complete, Some(job)) if !is_over && !holds("FailureTarget") => with(job, "Complete"),
            (Step::Fail, Some(job)) if !is_over && !holds("SuccessCriteriaMet") => with(job, "Failed"),
            (Step::AskForDeletion, Some(mut job)) if job.deletion_timestamp.is_none() => {
                job.deletion_timestamp = Some(jiff::Timestamp::UNIX_EPOCH);
                job
            }
            _ => return None,
        };
        self.version += 1;
        next.resource_version = self.version.to_string();
        if let Step::Remove = step {
            self.job = None;
            return Some(Message::Deleted(next));
        }
        self.job = Some(next.clone());
        Some(Message::Applied(next))
    }
}

fn new_job(uid: &str) -> JobFacts {
    JobFacts {
        name: "x".to_owned(),
        namespace: "shop".to_owned(),
        uid: uid.to_owned(),
        ..JobFacts::default()
    }
}

fn with(mut job: JobFacts, kind: &str) -> JobFacts {
    job.status.conditions.push(Condition {
        kind: kind.to_owned(),
        status: "True".to_owned(),
        ..Condition::default()
    });
    job
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => Just(Step::Create),
        3 => Just(Step::Work),
        1 => Just(Step::DecideSuccess),
        1 => Just(Step::DecideFailure),
        2 => Just(Step::Complete),
        2 => Just(Step::Fail),
        1 => Just(Step::AskForDeletion),
        2 => Just(Step::Remove),
    ]
}

fn delivery() -> impl Strategy<Value = Delivery> {
    prop_oneof![
        4 => Just(Delivery::InOrder),
        1 => Just(Delivery::Twice),
        1 => Just(Delivery::Backwards),
        1 => Just(Delivery::Never),
        1 => Just(Delivery::OnlyTheLast),
        1 => Just(Delivery::AsList),
    ]
}

/// What the client receives of `happened`, which ends in the state `now`.
fn deliver(delivery: Delivery, happened: &[Message], now: Option<&JobFacts>) -> Vec<Message> {
    match delivery {
        Delivery::InOrder => happened.to_vec(),
        Delivery::Twice => [happened, happened].concat(),
        Delivery::Backwards => happened.iter().rev().cloned().collect(),
        Delivery::Never => Vec::new(),
        Delivery::OnlyTheLast => happened.last().cloned().into_iter().collect(),
        Delivery::AsList => vec![Message::Listed(now.cloned())],
    }
}

/// The expected knowledge of the Job with one UID after all deliveries.
#[derive(Debug, PartialEq, Eq)]
enum End {
    Complete,
    Failed,
    Gone,
    Open,
}

/// The expected end, from the history alone: an end that was delivered counts, and a Job that no longer
/// exists is gone.
fn oracle(uid: &str, served: &[Message], last: Option<&JobFacts>) -> End {
    let mut states = served.iter().filter_map(|message| match message {
        Message::Applied(job) | Message::Deleted(job) | Message::Listed(Some(job)) => Some(job),
        Message::Listed(None) => None,
    });
    let end = states.find_map(|job| (job.uid == uid).then(|| end_of(job))?);
    let exists = last.is_some_and(|job| job.uid == uid);
    end.unwrap_or(if exists { End::Open } else { End::Gone })
}

fn end_of(job: &JobFacts) -> Option<End> {
    let last = job.status.conditions.last()?;
    match last.kind.as_str() {
        "Complete" => Some(End::Complete),
        "Failed" => Some(End::Failed),
        _ => None,
    }
}

fn known(pin: &Pin) -> End {
    let end = pin.job.as_ref().and_then(end_of);
    end.unwrap_or(if pin.gone.is_some() { End::Gone } else { End::Open })
}

fn tell(pins: &mut Pins, message: Message, scope: &JobScope) {
    let seen = |job: JobFacts| Seen::Job(Box::new(job));
    match message {
        Message::Applied(job) => drop(pins.applied(seen(job))),
        Message::Deleted(job) => drop(pins.deleted(seen(job), scope)),
        Message::Listed(job) => {
            let (_, absent) = pins.listed(job.iter().cloned().map(seen).collect(), scope);
            for absent in absent {
                tell_of_absent(pins, absent, job.as_ref(), scope);
            }
        }
    }
}

/// Tells which Job has the name of a Job that a list lacks.
fn tell_of_absent(pins: &mut Pins, absent: JobFacts, now: Option<&JobFacts>, scope: &JobScope) {
    if let Some(job) = now.cloned() {
        pins.applied(Seen::from(job));
    }
    pins.deleted(Seen::from(absent), scope);
}

fn by_name() -> JobScope {
    JobScope::Name {
        namespace: "shop".to_owned(),
        name: "x".to_owned(),
    }
}

fn of_namespace() -> JobScope {
    JobScope::All {
        namespace: Some("shop".to_owned()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_delivered_the_end_is_the_one_that_was_served(
        before in prop::collection::vec(step(), 0..4),
        parts in prop::collection::vec((prop::collection::vec(step(), 1..5), delivery()), 0..5),
        is_by_name in any::<bool>(),
    ) {
        let scope = if is_by_name { by_name() } else { of_namespace() };
        let mut cluster = Cluster::default();
        cluster.take(Step::Create);
        for step in before {
            cluster.take(step);
        }
        if cluster.job.is_none() {
            cluster.take(Step::Create);
        }
        let pinned = cluster.job.clone().unwrap();
        let mut pins = Pins::of(vec![pinned.clone()]);
        let mut served = vec![Message::Applied(pinned.clone())];
        for (steps, delivery) in parts {
            let happened: Vec<Message> = steps.into_iter().filter_map(|step| cluster.take(step)).collect();
            for message in deliver(delivery, &happened, cluster.job.as_ref()) {
                served.push(message.clone());
                tell(&mut pins, message, &scope);
            }
            // After every delivery, the pin is complete only if a complete state was delivered.
            if let Some(End::Complete) = pins.all()[0].job.as_ref().and_then(end_of) {
                prop_assert_eq!(oracle(&pinned.uid, &served, None), End::Complete);
            }
        }
        // The watcher reads the list again at intervals.
        let last = Message::Listed(cluster.job.clone());
        served.push(last.clone());
        tell(&mut pins, last, &scope);
        prop_assert_eq!(pins.all().len(), 1);
        prop_assert_eq!(known(&pins.all()[0]), oracle(&pinned.uid, &served, cluster.job.as_ref()));
    }
}

#[test]
fn a_job_that_is_to_come_is_the_first_of_its_name() {
    let mut pins = Pins::default();
    pins.want(Wanted::Name {
        namespace: "shop".to_owned(),
        name: "x".to_owned(),
    });
    assert_eq!(pins.listed(Vec::new(), &by_name()), (Vec::new(), Vec::new()));
    assert!(!pins.all()[0].is_over(), "what is not there yet was not deleted");
    tell(&mut pins, Message::Applied(new_job("first")), &by_name());
    tell(&mut pins, Message::Applied(new_job("second")), &by_name());
    let pin = &pins.all()[0];
    assert_eq!(pin.job.as_ref().unwrap().uid, "first");
    assert_eq!(pin.gone, Some(Gone::Replaced));
}

#[test]
fn who_loses_a_label_is_not_gone() {
    let scope = JobScope::Labels {
        namespace: Some("shop".to_owned()),
        selector: "app=report".to_owned(),
    };
    let mut pins = Pins::of(vec![new_job("first")]);
    tell(&mut pins, Message::Deleted(new_job("first")), &scope);
    tell(&mut pins, Message::Listed(None), &scope);
    assert_eq!(pins.all()[0].gone, None);
    tell(&mut pins, Message::Listed(None), &by_name());
    assert_eq!(pins.all()[0].gone, Some(Gone::Deleted));
}

/// An empty list may be a mistake.
#[test]
fn what_a_list_lacks_is_asked_for_once_and_not_gone() {
    let mut pins = Pins::of(vec![new_job("first")]);
    let (told, absent) = pins.listed(Vec::new(), &by_name());
    assert_eq!((told, absent), (Vec::new(), vec![new_job("first")]));
    assert_eq!(pins.listed(Vec::new(), &by_name()), (Vec::new(), Vec::new()));
    assert_eq!(pins.all()[0].gone, None);
    tell(&mut pins, Message::Applied(new_job("first")), &by_name());
    let (_, absent) = pins.listed(Vec::new(), &by_name());
    assert_eq!(absent, [new_job("first")], "it was there in between");
}

#[test]
fn an_object_from_a_file_may_have_no_uid() {
    let mut pins = Pins::of(vec![new_job("")]);
    tell(
        &mut pins,
        Message::Listed(Some(with(new_job(""), "Complete"))),
        &by_name(),
    );
    assert_eq!(known(&pins.all()[0]), End::Complete);
}

#[test]
fn a_job_that_cannot_be_read_ends_its_wait_and_no_other() {
    let mut other = new_job("other");
    other.name = "y".to_owned();
    let mut pins = Pins::of(vec![new_job("first"), other]);
    let unreadable = Seen::Unreadable {
        job: Box::new(new_job("first")),
        why: "spec is text".to_owned(),
    };
    assert_eq!(pins.applied(unreadable), Some(0));
    assert_eq!(
        pins.all()[0].gone,
        Some(Gone::Unreadable("spec is text".to_owned()))
    );
    assert!(!pins.all()[1].is_over());
}

#[test]
fn a_list_is_believed_whatever_its_version() {
    let at = |version: &str, condition: Option<&str>| {
        let job = JobFacts {
            resource_version: version.to_owned(),
            ..new_job("first")
        };
        condition.map_or(job.clone(), |kind| with(job, kind))
    };
    let mut pins = Pins::of(vec![at("900", None)]);
    let older = at("100", Some("Complete"));
    tell(&mut pins, Message::Applied(older.clone()), &by_name());
    assert_eq!(known(&pins.all()[0]), End::Open, "an event may be an old one");
    // As after etcd was restored from a backup.
    tell(&mut pins, Message::Listed(Some(older)), &by_name());
    assert_eq!(known(&pins.all()[0]), End::Complete);
}
