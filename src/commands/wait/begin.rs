//! Which Jobs are waited for: fixed here, once, by their UIDs.

use anyhow::anyhow;

use super::logs::lines_of_failures;
use crate::facts::{JobFacts, JobRef};
use crate::{
    cli::{GoalChoice, LogsChoice},
    client::Connection,
    commands::{
        jobs::{By, Found},
        start,
    },
    job_details::{FollowedPods, Follower, Following, ResolveError, Resolved, Wanted},
    outcome::{Failure, Outcome},
    settings::{Progress, Session, WaitSettings},
};

/// What a wait begins with.
pub(super) struct Begun {
    pub(super) connection: Connection,
    following: Following,
}

impl Begun {
    /// Begins to follow.
    pub(super) fn follow(&self) -> Follower {
        Follower::start(&self.connection.client, self.following.clone())
    }
}

/// How it begins.
pub(super) enum Beginning {
    Begun(Box<Begun>),
    /// A Job that is meant is not there, which was told: no waiting makes that good.
    Refused(Found),
}

pub(super) async fn begin(session: &Session, settings: &WaitSettings) -> Result<Beginning, Failure> {
    let arguments = &settings.arguments;
    let connection = start::connect(session).await?;
    let sought = start::sought(&connection, session, &arguments.selection);
    let found = sought.resolve(&connection.client).await?;
    let mut following = Following::default();
    if let By::Labels(labels) = &sought.by {
        match (found.is_empty(), arguments.wait_for_creation.is_some()) {
            (true, false) => return Err(sought.nothing(labels)),
            (is_empty, _) => following.awaits_labels = is_empty,
        }
        following.labels = Some((sought.within.clone(), labels.clone()));
    }
    let mut settled = Vec::new();
    for resolved in found {
        match resolved.job {
            Err(error) if arguments.wait_for_creation.is_some() => match to_come(&error) {
                Some(wanted) if following.wanted.contains(&wanted) => {}
                Some(wanted) => following.wanted.push(wanted),
                None => settled.push(Resolved {
                    name: resolved.name,
                    job: Err(error),
                }),
            },
            job => settled.push(Resolved { job, ..resolved }),
        }
    }
    let found = Found::of(settled);
    start::tell_missing(session, &found);
    if !found.missing.is_empty() {
        return Ok(Beginning::Refused(found));
    }
    let jobs = found.jobs;
    if let Some(container) = &arguments.container {
        jobs.iter().try_for_each(|job| check_container(job, container))?;
    }
    following.jobs = jobs;
    following.log_lines = lines_of_failures(settings);
    // Logs of what failed are read while its pods are there.
    let needs_pods = arguments.fail_if_blocked.is_some()
        || arguments.propagate_exit_code
        || arguments.logs.is_some()
        || arguments.goal == GoalChoice::Started;
    let reads_logs = arguments.logs == Some(LogsChoice::All) || arguments.save.is_some();
    following.pods = match settings.progress {
        _ if reads_logs => FollowedPods::Kept,
        _ if needs_pods => FollowedPods::Needed,
        Progress::None => FollowedPods::Unwatched,
        Progress::Live | Progress::Lines => FollowedPods::WatchedIfFew,
    };
    Ok(Beginning::Begun(Box::new(Begun {
        connection,
        following,
    })))
}

/// What may still come of a name that leads to no Job.
fn to_come(error: &ResolveError) -> Option<Wanted> {
    match error {
        ResolveError::NotFound {
            name: JobRef::Job(name),
            namespace,
            ..
        } => Some(Wanted::Name {
            namespace: namespace.clone(),
            name: name.clone(),
        }),
        ResolveError::NoRuns(cron_job) => Some(Wanted::RunOf(Box::new(cron_job.clone()))),
        ResolveError::NotFound { .. }
        | ResolveError::Nowhere(_)
        | ResolveError::Ambiguous { .. }
        | ResolveError::Request(_) => None,
    }
}

fn check_container(job: &JobFacts, container: &str) -> Result<(), Failure> {
    let names = job.containers();
    if names.contains(&container) {
        return Ok(());
    }
    let error = anyhow!(
        "job/{} has no container \"{container}\"; it has {}",
        job.name,
        names.join(", ")
    );
    Err(Failure {
        outcome: Outcome::Usage,
        error,
    })
}
