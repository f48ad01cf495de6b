//! Which Jobs a command is about: the same arguments for every command that takes names.

use clap::Args;

use crate::facts::{JobRef, JobRefError};

/// Which Jobs the command is about.
#[derive(Args, Debug, Default)]
pub struct SelectionArgs {
    /// NAME or job/NAME, or cronjob/NAME for its newest Job; 'job NAME' works too, as in kubectl
    #[arg(value_name = "NAME")]
    words: Vec<String>,
    /// The Jobs that `words` name.
    #[arg(skip)]
    pub names: Vec<JobRef>,
    /// Select Jobs by label, e.g. 'app=report,tier in (a,b)'
    #[arg(short = 'l', long, value_name = "SELECTOR", conflicts_with = "words")]
    pub selector: Option<String>,
    /// Search all namespaces (ignores --namespace); a NAME must then be unique
    #[arg(short = 'A', long)]
    pub all_namespaces: bool,
    /// Whether `--all` selects every Job; `describe --all` is about pods, so `wait` sets this.
    #[arg(skip)]
    pub all: bool,
}

impl SelectionArgs {
    /// Reads all words at once: `cronjob x` is one name in two words, which clap cannot parse word by word.
    pub(super) fn read_names(&mut self) -> Result<(), JobRefError> {
        self.names = JobRef::read(&self.words)?;
        Ok(())
    }

    /// Whether no Job is selected.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.selector.is_none() && !self.all
    }

    /// Whether the selection can match several Jobs, even if it matches one now.
    pub fn is_list(&self) -> bool {
        self.names.len() != 1
    }
}
