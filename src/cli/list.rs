//! `cyjob list`.

use clap::{
    Args, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use jiff::SignedDuration;

use super::duration::signed_duration;
use crate::facts::{JobRef, JobRefError, OwnerRef};
use crate::model::JobState;

/// Arguments of `list`.
#[derive(Args, Debug)]
pub struct ListArgs {
    /// Only these: x, job/x, or cronjob/x for its newest run; `jobs` by itself is all, as for kubectl
    #[arg(value_name = "NAME")]
    words: Vec<String>,
    /// What the words name; none is all.
    #[arg(skip)]
    pub names: Vec<JobRef>,
    /// Only Jobs with these labels, as in `app=report,tier in (a,b)`
    #[arg(short = 'l', long, value_name = "SELECTOR", conflicts_with = "words")]
    pub selector: Option<String>,
    /// Only Jobs with these fields, as in `metadata.name!=import`
    #[arg(long, value_name = "SELECTOR", conflicts_with = "words")]
    pub field_selector: Option<String>,
    /// In all namespaces, whatever --namespace says; of a NAME there may then be only one
    #[arg(short = 'A', long)]
    pub all_namespaces: bool,
    /// What comes first: names in order, the newest, the longest, what wants attention, most failed pods
    #[arg(long, value_enum, value_name = "ORDER", default_value_t = SortBy::Name)]
    pub sort_by: SortBy,
    /// Turn the order around
    #[arg(long)]
    pub reverse: bool,
    /// The first so many only
    #[arg(long, value_name = "N", value_parser = limit)]
    pub limit: Option<usize>,
    /// Form of the answer
    #[arg(short, long, value_enum, value_name = "FORMAT", default_value_t = ListFormat::Table)]
    pub output: ListFormat,
    /// Leave out the titles of the columns, and what stands below the table
    #[arg(long)]
    pub no_headers: bool,
    /// Go on as Jobs come, change and go: in place on a terminal, else a line for each change
    #[arg(short, long, conflicts_with = "exit_status")]
    pub watch: bool,
    /// Exit with the verdict: 0 only if every Job that fits is Complete; 3 if none fits
    #[arg(long)]
    pub exit_status: bool,
    // Last, because what follows a heading stands below it.
    /// Which of them.
    #[command(flatten)]
    pub filter: FilterArgs,
}

/// Which Jobs to show; of several states each is enough.
#[derive(Args, Debug)]
#[command(next_help_heading = "Filters")]
pub struct FilterArgs {
    /// Only Jobs in these states, in any case, separated by commas
    #[arg(long, value_name = "STATE", value_delimiter = ',', ignore_case = true, value_parser = state())]
    pub state: Vec<JobState>,
    /// Only Failed and Failing
    #[arg(long)]
    pub failed: bool,
    /// Only what is under way: Pending, Running, Retrying, Blocked, Completing, Failing
    #[arg(long)]
    pub active: bool,
    /// Only Blocked
    #[arg(long)]
    pub blocked: bool,
    /// Only what has ended: Complete and Failed
    #[arg(long)]
    pub finished: bool,
    /// Only Jobs that have not ended, or ended within this time, as 30m, 12h or 7d
    #[arg(long, value_name = "DURATION", value_parser = signed_duration, allow_hyphen_values = true)]
    pub since: Option<SignedDuration>,
    /// Only Jobs of this owner, as cronjob/report
    #[arg(long, value_name = "KIND/NAME")]
    pub owner: Option<OwnerRef>,
}

/// Orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SortBy {
    /// By namespace and name
    Name,
    /// The newest first
    Age,
    /// The longest first
    Duration,
    /// What wants attention first: Failed, Failing, Blocked, …
    State,
    /// Most failed pods first
    Failed,
}

/// Forms of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// A table that fits the terminal
    Table,
    /// The table with images, nodes, owner and queue
    Wide,
    /// A versioned document, see the README
    Json,
    /// The same as YAML
    Yaml,
    /// job.batch/NAME
    Name,
}

impl ListArgs {
    /// As for kubectl, `jobs` alone is no name, and words may name Jobs only together.
    pub(super) fn read_names(&mut self) -> Result<(), JobRefError> {
        self.names = JobRef::read_or_all(&self.words)?;
        Ok(())
    }
}

impl FilterArgs {
    /// The states that are asked for; none is all.
    pub fn states(&self) -> Vec<JobState> {
        const FAILED: &[JobState] = &[JobState::Failed, JobState::Failing];
        const ACTIVE: &[JobState] = &[
            JobState::Pending,
            JobState::Running,
            JobState::Retrying,
            JobState::Blocked,
            JobState::Completing,
            JobState::Failing,
        ];
        const FINISHED: &[JobState] = &[JobState::Complete, JobState::Failed];
        let groups = [
            (self.failed, FAILED),
            (self.active, ACTIVE),
            (self.blocked, &[JobState::Blocked][..]),
            (self.finished, FINISHED),
        ];
        let asked = groups.into_iter().filter(|(is_asked, _)| *is_asked);
        let of_groups = asked.flat_map(|(_, states)| states).copied();
        self.state.iter().copied().chain(of_groups).collect()
    }
}

fn state() -> impl TypedValueParser<Value = JobState> {
    PossibleValuesParser::new(JobState::ALL.map(JobState::as_str)).try_map(|name| {
        let named = |state: &JobState| state.as_str().eq_ignore_ascii_case(&name);
        JobState::ALL.into_iter().find(named).ok_or("no such state")
    })
}

fn limit(text: &str) -> Result<usize, &'static str> {
    let limit = text.parse().ok().filter(|limit| *limit > 0);
    limit.ok_or("give a whole number, at least 1")
}

pub(super) const EXAMPLES: &str = "Examples:
  cyjob list -n shop                            what became of all Jobs
  cyjob list -A --failed --since 12h            what failed last night
  cyjob list --blocked --state retrying         what needs help
  cyjob list --owner cronjob/report --sort-by age --limit 5
  cyjob list -l app=report -o json | jq -r '.items[] | \"\\(.name) \\(.state)\"'
  cyjob list -o name --failed | xargs -r cyjob describe
  cyjob list --demo                             without a cluster

Exit codes: 0 done, 2 usage, 3 not found, 5 could not ask; with --exit-status 1 if a Job that fits is not
Complete. With -w 130 after Ctrl-C";
