//! `cyjob version`.

use clap::Args;

use super::format::FormatParser;
use crate::render::{DocumentKind, Format};

/// What `version` takes.
#[derive(Args, Debug)]
pub struct VersionArgs {
    /// Do not ask the server
    #[arg(long)]
    pub client: bool,
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "text", value_parser = FormatParser(DocumentKind::Version))]
    pub output: Format,
}

pub(super) const EXAMPLES: &str = "Examples:
  cyjob version                cyjob, its commit, the server, and whether the two are tested together
  cyjob version --client       without a server
  cyjob version -o json        for a bug report";
