//! `-o name`: what xargs and kubectl take.

use std::io::{self, Write};

use crate::model::JobReport;

/// One line a Job. A name that came from a file may be anything, so it is made harmless like all text.
pub(super) fn write(reports: &[JobReport], out: &mut dyn Write) -> io::Result<()> {
    for report in reports {
        writeln!(
            out,
            "job.batch/{}",
            super::sanitize::line(&report.snapshot.job.name)
        )?;
    }
    Ok(())
}
