//! `cyjob list`: what became of all Jobs.

mod watch;

use super::{jobs, start};
use crate::facts::{Inconsistency, JobFacts};
use crate::{
    client::Connection,
    job_details::{self, JobsListed, Scope},
    model::{Basis, JobList, JobSummary, inconsistent_list},
    outcome::{Failure, Outcome},
    render::{self, Detail, Document},
    settings::{ListSettings, Session},
    streams,
};

/// The Jobs to choose from.
struct Found {
    jobs: Vec<JobFacts>,
    /// The worst of what happened to those that are not there.
    missing: Outcome,
    /// See [`JobsListed::inconsistent`].
    inconsistent: Option<Inconsistency>,
}

pub(super) async fn run(session: &Session, settings: &ListSettings) -> Result<Outcome, Failure> {
    let connection = start::connect(session).await?;
    let arguments = &settings.arguments;
    let within = (!arguments.all_namespaces).then(|| start::namespace(&connection, session));
    let found = find(&connection, session, settings, within).await?;
    if arguments.watch {
        let watched = watch::run(session, settings, &connection, within, &found).await?;
        return Ok(found.missing.or_worse(watched));
    }
    let surroundings = job_details::surroundings(&connection.client, within, &found.jobs, None).await;
    let as_of = connection.provenance.as_of(session.clock.now());
    let jobs = found.jobs.into_iter();
    let historic = connection.provenance.is_historic();
    let summaries = jobs.map(|job| JobSummary::derive(&surroundings.snapshot(job, as_of, historic)));
    let of_jobs = found.inconsistent.map(|why| inconsistent_list("jobs", why));
    let of_pods = surroundings
        .inconsistent
        .map(|why| inconsistent_list("pods", why));
    let list = JobList {
        unknown: surroundings.unknown().cloned().collect(),
        notes: of_jobs.into_iter().chain(of_pods).collect(),
        ..JobList::choose(summaries.collect(), &settings.choice, as_of)
    };
    if !settings.format.tells_what_is_unknown() {
        for remark in remarks(&list, within, found.missing) {
            streams::tell(&remark);
        }
    }
    if !settings.format.is_for_people() || !list.jobs.is_empty() {
        let document = Document::List(&list, settings.layout);
        streams::answer(settings.format.language(), |out| {
            settings
                .format
                .write(&document, Detail::default(), &session.stdout.style, out)
        })?;
    }
    let verdict = if arguments.exit_status {
        verdict(&list)
    } else {
        Outcome::Done
    };
    Ok(found.missing.or_worse(verdict))
}

async fn find(
    connection: &Connection,
    session: &Session,
    settings: &ListSettings,
    within: Option<&str>,
) -> Result<Found, Failure> {
    let (client, arguments) = (&connection.client, &settings.arguments);
    let listed = if arguments.names.is_empty() {
        let scope = Scope {
            namespace: within,
            labels: arguments.selector.as_deref(),
            fields: arguments.field_selector.as_deref(),
        };
        let what = || format!("Jobs{}", jobs::place(within));
        let listed = job_details::list_jobs(client, &scope).await;
        listed.map_err(|error| jobs::cannot_list(&what(), error))?
    } else {
        JobsListed {
            unreadable: match within {
                Some(namespace) => job_details::resolve(client, namespace, &arguments.names).await,
                None => job_details::resolve_anywhere(client, &arguments.names).await,
            },
            ..JobsListed::default()
        }
    };
    let named = jobs::Found::of(listed.unreadable);
    start::tell_missing(session, &named);
    let missing = named.worst();
    let mut jobs = listed.jobs;
    jobs.extend(named.jobs);
    Ok(Found {
        jobs,
        missing,
        inconsistent: listed.inconsistent,
    })
}

/// What the answer does not say: that there is nothing, and what the states rest on.
fn remarks(list: &JobList, within: Option<&str>, missing: Outcome) -> Vec<String> {
    let place = jobs::place(within);
    let mut remarks = Vec::new();
    match list.of {
        0 if missing == Outcome::Done => remarks.push(format!("No Jobs{place}")),
        0 => {}
        of if list.fitting() == 0 => remarks.push(render::none_of(of, &place)),
        _ => {}
    }
    let doubtful = |job: &JobSummary| job.basis == Basis::JobAlone;
    if let Some(job) = list.jobs.iter().find(|job| doubtful(job)) {
        let pods = list.unknown.iter().find(|unknown| unknown.what == "pods");
        let why = pods.map_or_else(
            || format!("job/{} has no UID, so its pods cannot be identified", job.name),
            |pods| pods.why.to_string(),
        );
        remarks.push(format!(
            "note: states marked ? are based on the Job alone, because its pods are unknown: {why}"
        ));
    }
    remarks.extend(list.notes.iter().map(|note| format!("note: {note}")));
    remarks
}

/// What the list comes to where that was asked for. Where no Job fits, none succeeded; and of a list that may be
/// incomplete nobody can say that all have.
fn verdict(list: &JobList) -> Outcome {
    if list.fitting() == 0 {
        Outcome::NotFound
    } else if !list.is_complete() {
        Outcome::NotComplete
    } else if list.notes.is_empty() {
        Outcome::Done
    } else {
        Outcome::CouldNotAsk
    }
}
