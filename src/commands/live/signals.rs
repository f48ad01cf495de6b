//! The signals that end a wait, and the one that tells of a terminal's new size.

use std::io;

use crate::outcome::Outcome;

/// SIGINT, SIGTERM, SIGHUP and SIGWINCH, from now on.
pub(super) struct Signals {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    /// `None` where the signal is ignored, as under `nohup`.
    #[cfg(unix)]
    hang_up: Option<tokio::signal::unix::Signal>,
    #[cfg(unix)]
    resize: tokio::signal::unix::Signal,
}

impl Signals {
    /// Begins to listen: from here on the signals do not end the process by themselves.
    #[cfg(unix)]
    pub(super) fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hang_up: if is_hang_up_ignored() {
                None
            } else {
                Some(signal(SignalKind::hangup())?)
            },
            resize: signal(SignalKind::window_change())?,
        })
    }

    #[cfg(not(unix))]
    pub(super) fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    /// The next signal that ends the run.
    #[cfg(unix)]
    pub(super) async fn next(&mut self) -> Outcome {
        tokio::select! {
            _ = self.interrupt.recv() => Outcome::Interrupted,
            _ = self.terminate.recv() => Outcome::Terminated,
            () = next_of(&mut self.hang_up) => Outcome::HungUp,
        }
    }

    #[cfg(not(unix))]
    pub(super) async fn next(&mut self) -> Outcome {
        // Where Ctrl-C cannot be listened for, Ctrl-C ends the process by itself.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        Outcome::Interrupted
    }

    /// The next signal that ends the run, or `None` when the terminal has another size.
    pub(super) async fn next_or_resize(&mut self) -> Option<Outcome> {
        #[cfg(unix)]
        tokio::select! {
            biased;
            _ = self.interrupt.recv() => Some(Outcome::Interrupted),
            _ = self.terminate.recv() => Some(Outcome::Terminated),
            () = next_of(&mut self.hang_up) => Some(Outcome::HungUp),
            _ = self.resize.recv() => None,
        }
        #[cfg(not(unix))]
        Some(self.next().await)
    }
}

#[cfg(unix)]
async fn next_of(signal: &mut Option<tokio::signal::unix::Signal>) {
    match signal {
        Some(signal) => {
            signal.recv().await;
        }
        None => std::future::pending().await,
    }
}

/// Whether the process was started with SIGHUP ignored, which listening would undo. Only Linux tells; elsewhere the signal is
/// left alone.
#[cfg(unix)]
fn is_hang_up_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    // SIGHUP is 1, the lowest bit.
    ignored.is_none_or(|mask| mask & 1 == 1)
}
