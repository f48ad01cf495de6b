//! The signals that end a wait, and the one that tells of a terminal's new size.

use std::io;

use crate::outcome::Outcome;

/// SIGINT, SIGTERM and SIGWINCH, from now on.
pub(super) struct Signals {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
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
            _ = self.resize.recv() => None,
        }
        #[cfg(not(unix))]
        Some(self.next().await)
    }
}
