//! Standard error, where sentences come between logs, which may have stopped within a line.

use std::{
    io::{self, Write as _},
    sync::{Mutex, PoisonError},
};

use super::{gate::StderrGate, screen::above_the_block};

/// What was written so far.
static WRITTEN: Mutex<Written> = Mutex::new(Written {
    gate: StderrGate::new(),
    is_within: false,
});

struct Written {
    gate: StderrGate,
    /// Whether logs have stopped within a line.
    is_within: bool,
}

/// Writes whole lines that are harmless to a terminal.
pub(super) fn write_lines(lines: &str) -> io::Result<()> {
    above_the_block(|| write(lines.as_bytes(), true))
}

/// Writes what comes next of logs.
pub(super) fn write_logs(bytes: &[u8]) -> io::Result<()> {
    write(bytes, false)
}

/// Writes a line that is a command to the runner of a workflow.
pub(super) fn write_command(line: &[u8]) -> io::Result<()> {
    io::stderr().lock().write_all(line)
}

fn write(bytes: &[u8], begins_line: bool) -> io::Result<()> {
    let mut written = WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
    let mut out = io::stderr().lock();
    if begins_line && written.is_within {
        written.gate.write(b"\n", &mut out)?;
    }
    if let Some(last) = bytes.last() {
        written.is_within = *last != b'\n';
    }
    written.gate.write(bytes, &mut out)
}
