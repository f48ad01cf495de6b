//! The limits of `--from`. A bundle comes from elsewhere and may be broken or hostile: every limit turns
//! exhaustion (memory, time, endless folders) into one clear error.

use std::time::Duration;

use crate::client::yaml;

/// The limits of one load. The program uses [`Bounds::default`]; tests use smaller ones.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Bytes of one file or of stdin. 5,000 pods as `kubectl get -o json` prints them are about 95 MB.
    pub(crate) file_bytes: u64,
    /// Bytes of one YAML text. The parser needs about 30 times as much memory while it works.
    pub(crate) yaml_bytes: u64,
    /// Bytes of all files that are parsed. Logs do not count, because they are read on request.
    pub(crate) total_bytes: u64,
    /// Files and folders in one folder, all levels together.
    pub(crate) files: usize,
    /// Levels of nested folders.
    pub(crate) folder_depth: usize,
    /// How many times its own size a YAML text may become through aliases.
    pub(crate) yaml_growth: usize,
    /// Time for one YAML text. The parser takes quadratic time for some hostile texts.
    pub(crate) yaml_time: Duration,
}

/// Bytes at the end of a log from which an answer is made.
pub(crate) const LOG_BYTES: u64 = 64 * MIB;

/// Bytes at the end of a log in which to look for the newest timestamp.
pub(crate) const LOG_END_BYTES: u64 = 64 * 1024;

const MIB: u64 = 1024 * 1024;

impl Default for Bounds {
    fn default() -> Self {
        Self {
            file_bytes: 128 * MIB,
            yaml_bytes: 16 * MIB,
            total_bytes: 512 * MIB,
            files: 100_000,
            folder_depth: 32,
            yaml_growth: yaml::GROWTH,
            yaml_time: Duration::from_secs(30),
        }
    }
}
