//! `cyjob list --watch`: the table as it changes, until nobody looks any more.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use tokio::{task::JoinHandle, time::Instant};

use super::Found;
use crate::facts::JobFacts;
use crate::{
    client::Connection,
    commands::{
        jobs,
        pacing::{REDRAW, REFRESH, not_current, sleep_until},
        signals::Signals,
        watchdog::Watchdog,
    },
    job_details::{self, Roll, RollNews, Scope, Surroundings},
    model::{JobList, JobState, JobSummary, inconsistent_list},
    outcome::{Failure, Outcome},
    render::{self, Detail, Document, Item},
    settings::{ListSettings, Session},
    streams::{self, Screen},
};

/// How soon pods and events are read again: after news of Jobs, and while Jobs are under way, whose pods may change without
/// that their status does.
const LOOK_AFTER_NEWS: Duration = Duration::from_secs(1);
const LOOK: Duration = Duration::from_secs(5);

pub(super) async fn run(
    session: &Session,
    settings: &ListSettings,
    connection: &Connection,
    within: Option<&str>,
    found: &Found,
) -> Result<Outcome, Failure> {
    let mut signals = Signals::listen().map_err(Failure::could_not_ask)?;
    let _watchdog = Watchdog::start(None).map_err(Failure::could_not_ask)?;
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
    let mut view = View::new(session, settings, connection, within);
    let mut roll = Roll::start(&connection.client, &scope, &names);
    loop {
        let (next_look, next_show) = (view.next_look, view.next_show);
        tokio::select! {
            biased;
            // The table stays as it was seen last.
            outcome = signals.next() => return Ok(outcome),
            () = streams::unread() => return Ok(Outcome::Done),
            looked = view.looked() => view.surroundings = looked,
            () = sleep_until(next_look) => view.look(roll.jobs().unwrap_or_default()),
            () = sleep_until(next_show) => {
                if !view.show(roll.jobs().unwrap_or_default())? {
                    return Ok(Outcome::Done);
                }
            }
            news = roll.next() => match news {
                RollNews::Changed => view.hear(roll.is_read()),
                RollNews::Gone(gone) => {
                    view.gone.extend(gone);
                    view.hear(roll.is_read());
                }
                RollNews::Trouble(error) => view.trouble(&error.message),
                RollNews::Ended(error) => {
                    view.clear()?;
                    let error = anyhow::Error::new(error).context("the Jobs cannot be watched any longer");
                    return Err(Failure::could_not_ask(error));
                }
            },
        }
    }
}

/// What is known, and what is shown of it.
struct View<'a> {
    session: &'a Session,
    settings: &'a ListSettings,
    connection: &'a Connection,
    within: Option<&'a str>,
    /// `None` before they were read once.
    surroundings: Option<Surroundings>,
    /// A reading of them that is under way.
    looking: Option<JoinHandle<Surroundings>>,
    next_look: Option<Instant>,
    next_show: Option<Instant>,
    looked_at: Option<Instant>,
    screen: Option<Screen>,
    /// What was written of each Job last, by its UID, where lines are appended.
    written: HashMap<String, Shown>,
    has_begun: bool,
    /// Jobs that went since the last showing.
    gone: Vec<JobFacts>,
    /// What was told beside the rows last.
    remarks: Vec<String>,
    /// Why nothing is heard, and since when.
    trouble: Option<(String, Instant)>,
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

impl<'a> View<'a> {
    fn new(
        session: &'a Session,
        settings: &'a ListSettings,
        connection: &'a Connection,
        within: Option<&'a str>,
    ) -> Self {
        let is_screen = session.stdout.is_terminal && settings.format.is_for_people();
        Self {
            session,
            settings,
            connection,
            within,
            surroundings: None,
            looking: None,
            next_look: None,
            next_show: None,
            looked_at: None,
            screen: is_screen.then(Screen::stdout),
            written: HashMap::new(),
            has_begun: false,
            gone: Vec::new(),
            remarks: Vec::new(),
            trouble: None,
        }
    }

    /// Notes that Jobs have changed. Nothing is looked for before all were read.
    fn hear(&mut self, is_read: bool) {
        self.trouble = None;
        if !is_read {
            return;
        }
        let now = Instant::now();
        let look = self.looked_at.map_or(now, |at| now.max(at + LOOK_AFTER_NEWS));
        if self.looking.is_none() {
            self.next_look = Some(self.next_look.map_or(look, |due| due.min(look)));
        }
        if self.surroundings.is_some() {
            self.next_show = Some(self.next_show.map_or(now + REFRESH, |due| due.min(now + REFRESH)));
        }
    }

    /// Begins to read pods and events.
    fn look(&mut self, jobs: Vec<JobFacts>) {
        self.next_look = None;
        let client = self.connection.client.clone();
        let within = self.within.map(str::to_owned);
        self.looking = Some(tokio::spawn(async move {
            job_details::surroundings(&client, within.as_deref(), &jobs).await
        }));
    }

    /// Waits until they were read.
    async fn looked(&mut self) -> Option<Surroundings> {
        let Some(looking) = &mut self.looking else {
            return std::future::pending().await;
        };
        let looked = looking.await.ok();
        let now = Instant::now();
        self.looking = None;
        self.looked_at = Some(now);
        self.next_look = Some(now + LOOK);
        self.next_show = Some(now);
        looked.or(self.surroundings.take())
    }

    /// Shows the Jobs; `false` where nobody reads them any more.
    fn show(&mut self, jobs: Vec<JobFacts>) -> Result<bool, Failure> {
        self.next_show = self.screen.is_some().then(|| Instant::now() + REDRAW);
        let as_of = jobs::moment(self.connection, self.session);
        let nothing = Surroundings::of(Ok(Vec::new()), Ok(Vec::new()));
        let surroundings = self.surroundings.as_ref().unwrap_or(&nothing);
        let summary = |job: JobFacts| JobSummary::derive(&surroundings.snapshot(job, as_of, false));
        let summaries: Vec<JobSummary> = jobs.into_iter().map(summary).collect();
        let gone = std::mem::take(&mut self.gone).into_iter().map(|job| {
            let summary = summary(job);
            JobSummary {
                is_deleted: true,
                ..summary
            }
        });
        let gone: Vec<JobSummary> = gone.collect();
        // Where lines are appended, a Job that leaves the choice has a last one.
        let others = if self.screen.is_none() {
            summaries.clone()
        } else {
            Vec::new()
        };
        let list = JobList {
            unknown: surroundings.unknown().cloned().collect(),
            notes: surroundings
                .inconsistent
                .map(|why| inconsistent_list("pods", why))
                .into_iter()
                .collect(),
            ..JobList::choose(summaries, &self.settings.choice, as_of)
        };
        let remarks = super::remarks(&list, self.within, Outcome::Done);
        let Some(screen) = &mut self.screen else {
            if self.remarks != remarks {
                for remark in &remarks {
                    streams::tell(remark);
                }
                self.remarks = remarks;
            }
            return self.append(list, others, gone);
        };
        let trouble = self.trouble.iter();
        let trouble = trouble.map(|(why, since)| not_current(*since, why));
        let below: Vec<String> = remarks.into_iter().chain(trouble).collect();
        let mut table = Vec::new();
        let ListSettings {
            format,
            layout,
            style,
            ..
        } = self.settings;
        format
            .write(
                &Document::List(&list, *layout),
                Detail::default(),
                style,
                &mut table,
            )
            .map_err(Failure::could_not_ask)?;
        table.extend(render::remarks(&below, style).into_bytes());
        let text = String::from_utf8_lossy(&table);
        screen.draw(&text).map_err(Failure::could_not_ask)?;
        Ok(true)
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
        streams::answer_while_read(|out| {
            settings
                .format
                .append(&items, is_first, Detail::default(), &settings.style, out)
        })
    }

    /// Tells of trouble once.
    fn trouble(&mut self, message: &str) {
        if self.trouble.is_none() {
            if self.screen.is_none() {
                streams::tell(&format!("still watching: {message}"));
            }
            self.trouble = Some((message.to_owned(), Instant::now()));
        }
    }

    /// Takes off what would be drawn over.
    fn clear(&mut self) -> Result<(), Failure> {
        match &mut self.screen {
            Some(screen) => screen.clear().map_err(Failure::could_not_ask),
            None => Ok(()),
        }
    }
}
