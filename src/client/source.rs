//! Which of the three sources answers.

use std::path::PathBuf;

use jiff::Timestamp;
use tokio::task::spawn_blocking;

use super::{ClusterOptions, ConnectError, Connection, connect_cluster, offline};

/// Where objects come from.
#[derive(Debug)]
pub enum Source {
    /// A cluster.
    Cluster(Box<ClusterOptions>),
    /// Files and folders; `-` is standard input.
    Files {
        /// What to read.
        paths: Vec<PathBuf>,
        /// The moment to look from; `None` is the newest time stamp in the files.
        moment: Option<Timestamp>,
    },
    /// The embedded examples.
    Demo {
        /// The moment to move them to; `None` is the clock's.
        moment: Option<Timestamp>,
    },
}

/// Why a source cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The cluster.
    #[error(transparent)]
    Cluster(#[from] ConnectError),
    /// The files.
    #[error(transparent)]
    Files(#[from] offline::LoadError),
}

/// Makes the client for a source. `now` is the clock's reading. A cluster is not asked anything yet; files are read whole.
///
/// # Errors
///
/// What stands in the way, with what to do.
pub async fn connect(source: &Source, now: Timestamp) -> Result<Connection, SourceError> {
    Ok(match source {
        Source::Cluster(options) => connect_cluster(options).await?,
        Source::Files { paths, moment } => load(paths.clone(), now, *moment).await?,
        Source::Demo { moment } => offline::demo(moment.unwrap_or(now)),
    })
}

/// On a thread of its own: a pipe that does not end must hold up neither a deadline nor a signal.
async fn load(
    paths: Vec<PathBuf>,
    now: Timestamp,
    moment: Option<Timestamp>,
) -> Result<Connection, offline::LoadError> {
    let loading = spawn_blocking(move || offline::load_files(&paths, std::io::stdin().lock(), now, moment));
    match loading.await {
        Ok(loaded) => loaded,
        Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
    }
}
