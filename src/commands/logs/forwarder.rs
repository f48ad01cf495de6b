//! From logs that go on to where their lines go.

use super::{LiveLogs, Output};

/// Parts of logs that are taken before it is looked whether there is something else to do.
const AT_ONCE: usize = 64;

/// Logs that go on, and where their lines go.
pub(in crate::commands) struct Forwarder {
    pub(in crate::commands) live: LiveLogs,
    pub(in crate::commands) output: Output,
}

impl Forwarder {
    /// Takes in what logs tell, or writes what is there; `false` where nobody wants to know any more. May be dropped at any time
    /// without losing anything: who reads slowly holds nothing else up.
    pub(in crate::commands) async fn step(&mut self) -> bool {
        tokio::select! {
            biased;
            is_read = self.output.flush(), if self.output.holds() => is_read,
            (number, source, part) = self.live.next(), if !self.output.is_full() => {
                self.output.take(number, &source, part);
                self.take_more();
                true
            }
        }
    }

    /// Takes in what logs have told already.
    fn take_more(&mut self) {
        for _ in 1..AT_ONCE {
            if self.output.is_full() {
                return;
            }
            let Some((number, source, part)) = self.live.try_next() else {
                return;
            };
            self.output.take(number, &source, part);
        }
    }
}
