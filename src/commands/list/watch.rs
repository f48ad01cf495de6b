//! `cyjob list --watch`: the table as it changes, until nobody looks any more.

use std::collections::{HashMap, HashSet};

use super::Found;
use crate::facts::JobFacts;
use crate::{
    client::{Connection, RequestError},
    commands::{
        live::{self, Canvas, Limit, Limits, Remarks, Stop},
        start,
    },
    job_details::{JobListFollower, Scope},
    model::{JobList, JobState, JobSummary, inconsistent_list},
    outcome::{Failure, Outcome},
    render::{Detail, Document, Item},
    settings::{ListSettings, Session},
    streams,
};

pub(super) async fn run(
    session: &Session,
    settings: &ListSettings,
    connection: &Connection,
    within: Option<&str>,
    found: &Found,
) -> Result<Outcome, Failure> {
    let mut limits = Limits::start(None)?;
    let arguments = &settings.arguments;
    let are_named = !arguments.names.is_empty();
    if are_named && found.jobs.is_empty() {
        return Ok(found.missing);
    }
    let meant = found.jobs.iter().filter(|_| are_named);
    let names: Vec<_> = meant
        .map(|job| (job.namespace.clone(), job.name.clone()))
        .collect();
    let scope = Scope {
        namespace: within,
        labels: arguments.selector.as_deref(),
        fields: arguments.field_selector.as_deref(),
    };
    let mut follower = JobListFollower::start(&connection.client, &scope, &names);
    let mut view = View {
        session,
        settings,
        connection,
        within,
        canvas: Canvas::of(session, settings.format.is_for_people()),
        written: HashMap::new(),
        has_begun: false,
        remarks: Vec::new(),
    };
    match live::run(&mut follower, &mut view, &mut limits).await? {
        // The table stays as it was seen last.
        Stop::Limit(Limit::Signal(outcome)) => Ok(outcome),
        Stop::Done | Stop::Limit(Limit::TimedOut(_)) | Stop::Unread => Ok(Outcome::Done),
        Stop::Lost(error) => {
            view.canvas.clear()?;
            Err(Failure::could_not_ask(live::lost(error, "watching")))
        }
    }
}

/// Where the list is shown, and what was written of it.
struct View<'a> {
    session: &'a Session,
    settings: &'a ListSettings,
    connection: &'a Connection,
    within: Option<&'a str>,
    canvas: Canvas,
    /// What was written of each Job last, by its UID, where lines are appended.
    written: HashMap<String, Shown>,
    has_begun: bool,
    /// What was told beside the rows last.
    remarks: Vec<String>,
}

/// What makes a further line worth while.
#[derive(Clone, PartialEq, Eq)]
struct Shown {
    state: JobState,
    reason: Option<String>,
    counts: [i32; 3],
}

impl Shown {
    fn of(job: &JobSummary) -> Self {
        Self {
            state: job.verdict.state,
            reason: job.verdict.reason.clone(),
            counts: [job.counts.succeeded, job.counts.failed, job.counts.active],
        }
    }
}

impl live::View<JobListFollower> for View<'_> {
    fn learn(&mut self, _follower: &JobListFollower, _positions: &[usize]) {
        self.canvas.all_is_well();
    }

    fn trouble(&mut self, error: &RequestError) {
        self.canvas.trouble(&error.message);
    }

    fn draw(&mut self, follower: &mut JobListFollower) -> Result<bool, Failure> {
        let as_of = start::moment(self.connection, self.session);
        let surroundings = follower.surroundings();
        let summary = |job: JobFacts| JobSummary::derive(&surroundings.snapshot(job, as_of, false));
        let all: Vec<JobSummary> = follower.jobs().into_iter().map(summary).collect();
        let gone: Vec<JobSummary> = follower.take_gone().into_iter().map(summary).collect();
        // Where lines are appended, a Job that leaves the choice has a last one.
        let others = if self.canvas.is_screen() {
            Vec::new()
        } else {
            all.clone()
        };
        let inconsistent = surroundings.inconsistent;
        let list = JobList {
            unknown: surroundings.unknown().cloned().collect(),
            notes: inconsistent
                .map(|why| inconsistent_list("pods", why))
                .into_iter()
                .collect(),
            ..JobList::choose(all, &self.settings.choice, as_of)
        };
        let remarks = super::remarks(&list, self.within, Outcome::Done);
        if self.canvas.is_screen() {
            self.draw_table(&list, remarks)?;
            return Ok(true);
        }
        if self.remarks != remarks {
            for remark in &remarks {
                streams::tell(remark);
            }
            self.remarks = remarks;
        }
        self.append(list, others, gone)
    }

    fn shows_seconds(&self) -> bool {
        self.canvas.is_screen()
    }

    fn is_done(&self, _follower: &JobListFollower) -> bool {
        false
    }
}

impl View<'_> {
    fn draw_table(&mut self, list: &JobList, remarks: Vec<String>) -> Result<(), Failure> {
        let mut table = Vec::new();
        let ListSettings { format, layout, .. } = self.settings;
        let document = Document::List(list, *layout);
        let style = self.session.stdout.current_style();
        format
            .write(&document, Detail::default(), &style, &mut table)
            .map_err(Failure::could_not_ask)?;
        self.canvas.draw(self.session, &table, remarks, Remarks::Below)
    }

    /// Writes a line for each Job that is not as it was written last. Those that were written and are gone, or no longer among
    /// those asked for, have a last one.
    fn append(
        &mut self,
        list: JobList,
        others: Vec<JobSummary>,
        gone: Vec<JobSummary>,
    ) -> Result<bool, Failure> {
        let settings = self.settings;
        let chosen: HashSet<&str> = list.jobs.iter().map(|job| &*job.uid).collect();
        let gone = gone.into_iter().map(|job| JobSummary {
            is_deleted: true,
            ..job
        });
        let left = others
            .into_iter()
            .filter(|job| !chosen.contains(&*job.uid))
            .chain(gone);
        let mut news: Vec<JobSummary> = left
            .filter(|job| self.written.remove(&job.uid).is_some())
            .collect();
        self.written.retain(|uid, _| chosen.contains(&**uid));
        for job in list.jobs {
            let shown = Shown::of(&job);
            if self.written.get(&job.uid) != Some(&shown) {
                self.written.insert(job.uid.clone(), shown);
                news.push(job);
            }
        }
        let item = |job| Item::Job(job, list.as_of, settings.layout);
        let items: Vec<Item<'_>> = news.iter().map(item).collect();
        let is_first = !self.has_begun;
        self.has_begun |= !items.is_empty();
        let style = &self.session.stdout.style;
        streams::answer_while_read(settings.format.language(), |out| {
            settings
                .format
                .append(&items, is_first, Detail::default(), style, out)
        })
    }
}
