//! The answer of `version` for people: one line for cyjob and one for the server.

use std::io::{self, Write};

use crate::render::{ServerAnswer, Style, VersionReport, sanitize};

pub(in crate::render) fn write(report: &VersionReport, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "cyjob {} (commit {})", report.version, report.commit)?;
    let (first, last) = (report.tested.start(), report.tested.end());
    match &report.server {
        ServerAnswer::NotAsked => Ok(()),
        ServerAnswer::Unknown(why) => writeln!(out, "server unknown: {}", sanitize::line(why)),
        ServerAnswer::Version(version) => {
            let words = if version.is_tested() {
                "tested"
            } else {
                "not tested"
            };
            let name = sanitize::line(&version.git_version);
            writeln!(
                out,
                "server {name} ({words}; cyjob is tested with Kubernetes 1.{first} to 1.{last})"
            )
        }
    }
}
