//! The two streams: the answer goes to standard output, everything else to standard error.
//!
//! Nobody else prints.

mod gate;
mod pipe;
mod screen;
mod stderr;
mod trace;
mod trouble;
mod workflow;

pub(crate) use gate::guard;
pub(crate) use pipe::{Pipe, Stream};
pub(crate) use screen::Screen;
pub(crate) use trace::start_tracing;
pub(crate) use trouble::Trouble;
pub use workflow::{resume_commands, stop_commands};

use std::{
    io::{self, BufWriter, Write},
    time::Duration,
};

use anyhow::Context as _;
#[cfg(unix)]
use rustix::event::{PollFd, PollFlags, Timespec};

use gate::Gate;

use crate::{
    outcome::{Failure, Outcome},
    render::{Language, sanitize},
};

/// Writes the answer. That nobody reads it to its end (`| head`) is no error.
pub(crate) fn answer(
    language: Language,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    answer_while_read(language, write).map(|_| ())
}

/// Writes a part of an answer that goes on; `false` where nobody reads it any more.
pub(crate) fn answer_while_read(
    language: Language,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<bool, Failure> {
    let mut out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    let written = write(&mut Gate::stdout(language, &mut out)).and_then(|()| out.flush());
    match written {
        // Dropping the writer would try the rest again.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            drop(out.into_parts());
            Ok(false)
        }
        other => other
            .map(|()| true)
            .context("cannot write to standard output")
            .map_err(|error| Failure {
                outcome: Outcome::CouldNotAsk,
                error,
            }),
    }
}

/// Ends when nobody reads standard output any more: a pipe whose reader has gone. Where that cannot be seen it never does,
/// and the next write tells.
pub(crate) async fn unread() {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        #[cfg(unix)]
        {
            let stdout = io::stdout();
            let mut asked = [PollFd::new(&stdout, PollFlags::empty())];
            let answered = rustix::event::poll(&mut asked, Some(&Timespec::default()));
            if answered.is_ok() && asked[0].revents().contains(PollFlags::ERR) {
                return;
            }
        }
    }
}

/// Tells the person something that is not part of the answer. It may hold a cluster's words, so it is made harmless;
/// where standard error is closed, nobody wants to know.
pub fn tell(text: &str) {
    text.lines().for_each(tell_line);
}

/// Tells something in one line, whatever a cluster's words in it hold.
pub(crate) fn tell_line(line: &str) {
    let _ = stderr::write_lines(&format!("{}\n", sanitize::line(line)));
}

/// Tells what was rendered for standard error, and so is harmless and may be coloured.
pub(crate) fn tell_rendered(text: &str) {
    let _ = stderr::write_lines(text);
}

/// Has the runner of a workflow take commands for commands again.
pub(crate) fn tell_resumption(token: &str) {
    let mut line = Vec::new();
    let _ = resume_commands(token, &mut line).and_then(|()| stderr::write_command(&line));
}

/// Tells the person of an error and its causes.
pub fn tell_error(error: &anyhow::Error) {
    tell(&format!("error: {error:#}"));
}
