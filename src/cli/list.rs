//! `cyjob list`.

use clap::{
    Args, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use jiff::SignedDuration;

use super::{duration::signed_duration, format::FormatParser};
use crate::facts::{JobRef, JobRefError, OwnerRef};
use crate::model::JobState;
use crate::render::{DocumentKind, Format};

/// Arguments of `list`.
#[derive(Args, Debug)]
pub struct ListArgs {
    /// Only these Jobs: NAME or job/NAME, or cronjob/NAME for its newest Job; 'jobs' alone lists all, as in kubectl
    #[arg(value_name = "NAME")]
    words: Vec<String>,
    /// The Jobs that `words` name; empty means all.
    #[arg(skip)]
    pub names: Vec<JobRef>,
    /// Select Jobs by label, e.g. 'app=report,tier in (a,b)'
    #[arg(short = 'l', long, value_name = "SELECTOR", conflicts_with = "words")]
    pub selector: Option<String>,
    /// Select Jobs by field, e.g. 'metadata.name!=import'
    #[arg(long, value_name = "SELECTOR", conflicts_with = "words")]
    pub field_selector: Option<String>,
    /// List Jobs in all namespaces (ignores --namespace); a NAME must then be unique
    #[arg(short = 'A', long)]
    pub all_namespaces: bool,
    /// Sort order
    #[arg(long, value_enum, value_name = "ORDER", default_value_t = SortBy::Name)]
    pub sort_by: SortBy,
    /// Reverse the order
    #[arg(long)]
    pub reverse: bool,
    /// Show at most N Jobs
    #[arg(long, value_name = "N", value_parser = limit, allow_negative_numbers = true)]
    pub limit: Option<usize>,
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "text", value_parser = FormatParser(DocumentKind::List))]
    pub output: Format,
    /// Print neither the column headers nor the summary lines below the table
    #[arg(long)]
    pub no_headers: bool,
    /// Keep updating as Jobs change: in place on a terminal, otherwise one line per change
    #[arg(short, long, conflicts_with = "exit_status")]
    pub watch: bool,
    /// Exit with 0 only if every matching Job is Complete, with 3 if no Job matches
    #[arg(long)]
    pub exit_status: bool,
    // Last, because clap puts all arguments after a heading below that heading.
    /// Filters.
    #[command(flatten)]
    pub filter: FilterArgs,
}

/// Which Jobs to show. A Job matches if it is in any of the given states.
#[derive(Args, Debug)]
#[command(next_help_heading = "Filters")]
pub struct FilterArgs {
    /// Only Jobs in these states; comma-separated, upper or lower case
    #[arg(long, value_name = "STATE", value_delimiter = ',', ignore_case = true, value_parser = state())]
    pub state: Vec<JobState>,
    /// Only Failed and Failing Jobs
    #[arg(long)]
    pub failed: bool,
    /// Only active Jobs: Pending, Running, Retrying, Blocked, Completing, Failing
    #[arg(long)]
    pub active: bool,
    /// Only Blocked Jobs
    #[arg(long)]
    pub blocked: bool,
    /// Only Complete and Failed Jobs
    #[arg(long)]
    pub finished: bool,
    /// Only Jobs that are unfinished or ended within this time, e.g. 30m, 12h or 7d
    #[arg(long, value_name = "DURATION", value_parser = signed_duration, allow_hyphen_values = true)]
    pub since: Option<SignedDuration>,
    /// Only Jobs with this owner, e.g. cronjob/report
    #[arg(long, value_name = "KIND/NAME")]
    pub owner: Option<OwnerRef>,
}

/// Sort orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SortBy {
    /// Namespace, then name
    Name,
    /// Newest first
    Age,
    /// Longest duration first
    Duration,
    /// Most urgent first: Failed, Failing, Blocked, …
    State,
    /// Most failed pods first
    Failed,
}

impl ListArgs {
    /// Why these flags cannot be combined, if they cannot.
    pub(super) fn conflict(&self) -> Option<String> {
        self.output
            .refuses_to_go_on(DocumentKind::List)
            .filter(|_| self.watch)
    }

    /// Reads all words at once: `cronjob x` is one name in two words, and `jobs` alone means all, as in kubectl.
    pub(super) fn read_names(&mut self) -> Result<(), JobRefError> {
        self.names = JobRef::read_or_all(&self.words)?;
        Ok(())
    }
}

impl FilterArgs {
    /// The states to show; empty means all.
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
        JobState::ALL.into_iter().find(named).ok_or("unknown state")
    })
}

fn limit(text: &str) -> Result<usize, &'static str> {
    let limit = text.parse().ok().filter(|limit| *limit > 0);
    limit.ok_or("expected a whole number, at least 1")
}

pub(super) const EXAMPLES: &str = "Examples:
  cyjob list -n shop                            the true state of every Job
  cyjob list -A --failed --since 12h            what failed last night?
  cyjob list --blocked --state retrying         what needs help?
  cyjob list --owner cronjob/report --sort-by age --limit 5
  cyjob list -l app=report -o json | jq -r '.items[] | \"\\(.name) \\(.state)\"'
  cyjob list -o name --failed | xargs -r cyjob describe
  cyjob list --demo                             without a cluster

Exit codes: 0 done, 2 usage error, 3 not found, 5 could not read from the cluster or --from,
130 interrupted. With --exit-status: 1 if a matching Job is not Complete.";
