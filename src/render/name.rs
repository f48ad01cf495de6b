//! `-o name`: what xargs and kubectl take.

use std::io::{self, Write};

/// One line a Job. A name that came from a file may be anything, so it is made harmless like all text.
pub(super) fn write<'a>(names: impl Iterator<Item = &'a str>, out: &mut dyn Write) -> io::Result<()> {
    for name in names {
        writeln!(out, "job.batch/{}", super::sanitize::line(name))?;
    }
    Ok(())
}
