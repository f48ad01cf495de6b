//! How much `--from` is willing to read. A bundle comes from elsewhere and may be broken or hostile: every
//! bound turns exhaustion (memory, time, endless folders) into one clear error.

use std::time::Duration;

use crate::client::yaml;

/// The bounds of one load. [`Bounds::default`] is what the program uses; tests use smaller ones.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Bytes of one file or of stdin. 5,000 pods as `kubectl get -o json` prints them are about 95 MB.
    pub(crate) file_bytes: u64,
    /// Bytes of one YAML text: its parser needs some 30 times as much memory while it works.
    pub(crate) yaml_bytes: u64,
    /// Bytes of all files that are parsed. Logs do not count: they are read when somebody asks for them.
    pub(crate) total_bytes: u64,
    /// Files of one folder, all levels together.
    pub(crate) files: usize,
    /// Levels of folders in folders.
    pub(crate) folder_depth: usize,
    /// How much larger than its text a YAML document may become by its aliases.
    pub(crate) yaml_growth: usize,
    /// Time for one YAML text. The parser takes quadratic time for some hostile texts.
    pub(crate) yaml_time: Duration,
}

/// Bytes at the end of a log that an answer is made from.
pub(crate) const LOG_BYTES: u64 = 64 * MIB;

/// Bytes at the end of a log in which the newest time stamp is looked for.
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
