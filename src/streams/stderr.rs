//! Standard error, where sentences come between logs, which may have stopped within a line.

use std::{
    io::{self, Write as _},
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

use super::screen::above_the_block;
use crate::render::Inert;

/// Whether logs have stopped within a line. It is looked at and changed while standard error is locked.
static IS_WITHIN: AtomicBool = AtomicBool::new(false);

/// Writes whole lines that are harmless.
pub(super) fn write_lines(lines: &str) -> io::Result<()> {
    above_the_block(|| {
        let mut out = io::stderr().lock();
        if IS_WITHIN.swap(false, Relaxed) {
            out.write_all(b"\n")?;
        }
        out.write_all(lines.as_bytes())
    })
}

/// Writes what comes next of logs, whose words are never commands of a workflow. What goes on with a line behind a sentence begins one.
pub(super) fn write_logs(bytes: &[u8], inert: &mut Inert) -> io::Result<()> {
    let mut out = io::stderr().lock();
    if !IS_WITHIN.load(Relaxed) {
        inert.begin_line();
    }
    let text = inert.pass(&String::from_utf8_lossy(bytes));
    if !text.is_empty() {
        IS_WITHIN.store(!text.ends_with('\n'), Relaxed);
    }
    out.write_all(text.as_bytes())
}
