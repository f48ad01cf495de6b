//! An answer without end: written by a thread of its own, so that a slow reader (`| less`) holds up nothing but the answer, and
//! never grows memory: what cannot be written is not read.

use std::io::{self, Write as _};
use std::thread;

use anyhow::Context as _;
use tokio::sync::{mpsc, oneshot};

use super::{gate::Gate, stderr};
use crate::{
    outcome::{Failure, Outcome},
    render::Language,
};

/// Buffers that wait to be written.
const QUEUE: usize = 2;

/// Where it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stream {
    Stdout,
    Stderr,
}

/// One of the two streams.
pub(crate) struct Pipe {
    stream: Stream,
    sender: mpsc::Sender<Vec<u8>>,
    end: oneshot::Receiver<io::Result<()>>,
}

impl Pipe {
    pub(crate) fn open(stream: Stream, language: Language) -> io::Result<Self> {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let (tell, end) = oneshot::channel();
        thread::Builder::new().spawn(move || {
            let _ = tell.send(write(stream, language, receiver));
        })?;
        Ok(Self { stream, sender, end })
    }

    /// Waits until there is room for a buffer; `None` where nobody reads any more, which [`Self::close`] explains.
    pub(crate) async fn room(&mut self) -> Option<mpsc::Permit<'_, Vec<u8>>> {
        self.sender.reserve().await.ok()
    }

    /// Waits until all is written. That nobody reads it to its end is no error.
    pub(crate) async fn close(self) -> Result<(), Failure> {
        drop(self.sender);
        match self.end.await {
            // Where standard error is closed, nobody wants to know.
            Ok(Err(error)) if self.stream == Stream::Stdout && error.kind() != io::ErrorKind::BrokenPipe => {
                Err(error)
                    .context("cannot write to standard output")
                    .map_err(|error| Failure {
                        outcome: Outcome::CouldNotAsk,
                        error,
                    })
            }
            Ok(_) | Err(_) => Ok(()),
        }
    }
}

fn write(stream: Stream, language: Language, mut receiver: mpsc::Receiver<Vec<u8>>) -> io::Result<()> {
    let mut stdout = Gate::stdout(language, io::stdout());
    while let Some(bytes) = receiver.blocking_recv() {
        match stream {
            Stream::Stdout => {
                stdout.write_all(&bytes)?;
                stdout.flush()?;
            }
            Stream::Stderr => stderr::write_logs(&bytes)?,
        }
    }
    Ok(())
}
