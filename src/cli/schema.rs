//! `cyjob schema`.

use clap::{Args, builder::PossibleValuesParser};

use crate::render;

/// What `schema` takes.
#[derive(Args, Debug)]
pub struct SchemaArgs {
    /// Kind of document; omit to list the kinds
    #[arg(value_name = "KIND", ignore_case = true, value_parser = PossibleValuesParser::new(render::schema_kinds().map(|(kind, _)| kind)))]
    pub kind: Option<String>,
}

pub(super) const EXAMPLES: &str = "Examples:
  cyjob schema                 the kinds of documents
  cyjob schema JobReport       the JSON Schema of describe -o json";
