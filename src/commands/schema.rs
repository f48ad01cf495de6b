//! `cyjob schema`: the JSON Schema of a kind of documents.

use crate::{
    outcome::{Failure, Outcome},
    render::{self, Language},
    streams,
};

pub(super) fn run(kind: Option<&str>) -> Result<Outcome, Failure> {
    let known = |kind: &str| render::schema_kinds().find(|(name, _)| name.eq_ignore_ascii_case(kind));
    let text = if let Some(schema) = kind.and_then(known).and_then(|(kind, _)| render::schema(kind)) {
        format!("{:#}\n", schema.as_value())
    } else {
        let lines = render::schema_kinds().map(|(kind, about)| format!("{kind:20}  {about}\n"));
        lines.collect::<Vec<_>>().concat()
    };
    streams::answer(Language::Json, |out| out.write_all(text.as_bytes()))?;
    Ok(Outcome::Done)
}
