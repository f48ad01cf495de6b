//! The three sources of objects: a cluster, files, and the embedded demonstration.

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
        /// The files and folders to read.
        paths: Vec<PathBuf>,
        /// The moment to report as of; `None` means the newest timestamp in the files.
        moment: Option<Timestamp>,
    },
    /// The embedded examples.
    Demo {
        /// The moment to which the examples are moved; `None` means the clock's reading.
        moment: Option<Timestamp>,
    },
}

/// Why a source cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The cluster cannot be used.
    #[error(transparent)]
    Cluster(#[from] ConnectError),
    /// The files cannot be used.
    #[error(transparent)]
    Files(#[from] offline::LoadError),
}

/// Makes the client for a source. `now` is the clock's reading. Files are read completely; a cluster gets no
/// request yet.
///
/// # Errors
///
/// Why the source cannot be used, and what to do.
pub async fn connect(source: &Source, now: Timestamp) -> Result<Connection, SourceError> {
    Ok(match source {
        Source::Cluster(options) => connect_cluster(options).await?,
        Source::Files { paths, moment } => load(paths.clone(), now, *moment).await?,
        Source::Demo { moment } => offline::demo(moment.unwrap_or(now)),
    })
}

/// Loads files on a separate thread: a pipe that does not end must block neither a deadline nor a signal.
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
