//! Which Jobs are meant, the same for every command that takes them by name.

use clap::Args;

use crate::facts::{JobRef, JobRefError};

/// Which Jobs are meant.
#[derive(Args, Debug, Default)]
pub struct SelectionArgs {
    /// x, job/x, or cronjob/x for its newest run; `job x` and `cronjob x` as for kubectl
    #[arg(value_name = "NAME")]
    words: Vec<String>,
    /// What the words name.
    #[arg(skip)]
    pub names: Vec<JobRef>,
    /// All Jobs with these labels, as in `app=report,tier in (a,b)`
    #[arg(short = 'l', long, value_name = "SELECTOR", conflicts_with = "words")]
    pub selector: Option<String>,
    /// In all namespaces, whatever --namespace says; of a NAME there may then be only one
    #[arg(short = 'A', long)]
    pub all_namespaces: bool,
    /// All Jobs, of the commands where `--all` means them and not, as for describe, pods.
    #[arg(skip)]
    pub all: bool,
}

impl SelectionArgs {
    /// Words may name Jobs only together (`cronjob x y`), so clap cannot read them one by one.
    pub(super) fn read_names(&mut self) -> Result<(), JobRefError> {
        self.names = JobRef::read(&self.words)?;
        Ok(())
    }

    /// Whether no Job is meant.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.selector.is_none() && !self.all
    }

    /// Whether possibly several Jobs are meant, however many there come to be.
    pub fn is_list(&self) -> bool {
        self.names.len() != 1
    }
}
