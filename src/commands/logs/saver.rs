//! Logs as files of a folder: one for each, which has its name only once it is whole, and an index of them.

use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use anyhow::anyhow;

use crate::{
    client::RequestError,
    job_details::{LogChunk, LogSource},
    model::counted,
    outcome::{Failure, Outcome},
    render::{self, LogForm, LogLook, LogPrinter, SavedLog},
};

/// The index.
const INDEX: &str = "index.json";
/// What a file is called until it is whole.
const PART: &str = "part";

/// Writes logs into a folder.
pub(in crate::commands) struct Saver {
    folder: PathBuf,
    printer: LogPrinter,
    is_json: bool,
    open: BTreeMap<usize, Open>,
    saved: Vec<SavedLog>,
}

/// A file that is being written.
struct Open {
    part: PathBuf,
    source: LogSource,
}

impl Saver {
    /// Into this folder, which is made if it is not there.
    pub(in crate::commands) fn new(folder: &Path, look: LogLook) -> Result<Self, Failure> {
        fs::create_dir_all(folder).map_err(|error| cannot("make the folder", folder, error))?;
        Ok(Self {
            folder: folder.to_owned(),
            is_json: look.form == LogForm::Json,
            printer: LogPrinter::new(look),
            open: BTreeMap::new(),
            saved: Vec::new(),
        })
    }

    pub(super) fn chunk(
        &mut self,
        number: usize,
        source: &LogSource,
        chunk: &LogChunk,
    ) -> Result<(), Failure> {
        let mut bytes = Vec::new();
        self.printer.chunk(number, source, chunk, &mut bytes);
        self.append(number, source, &bytes)
    }

    /// Opened for each piece: a Job may have more containers than a process may have open files.
    fn append(&mut self, number: usize, source: &LogSource, bytes: &[u8]) -> Result<(), Failure> {
        let is_new = !self.open.contains_key(&number);
        let open = self.open.entry(number).or_insert_with(|| Open {
            part: self
                .folder
                .join(format!("{}.{PART}", file_name(source, self.is_json))),
            source: source.clone(),
        });
        let mut options = OpenOptions::new();
        let options = options.create(true).write(true).append(!is_new).truncate(is_new);
        let written = options
            .open(&open.part)
            .and_then(|mut file| file.write_all(bytes));
        written.map_err(|error| cannot("write", &open.part, error))
    }

    /// A log has ended: in order, or with an error.
    pub(super) fn end(
        &mut self,
        number: usize,
        source: &LogSource,
        error: Option<&RequestError>,
    ) -> Result<(), Failure> {
        let mut rest = Vec::new();
        self.printer.end(number, &mut rest);
        self.append(number, source, &rest)?;
        self.settle(number, error.map(|error| error.message.clone()))
    }

    /// Gives a file its name.
    fn settle(&mut self, number: usize, problem: Option<String>) -> Result<(), Failure> {
        let Some(Open { part, source }) = self.open.remove(&number) else {
            return Ok(());
        };
        let file = file_name(&source, self.is_json);
        let path = self.folder.join(&file);
        let bytes = fs::metadata(&part).map_or(0, |metadata| metadata.len());
        fs::rename(&part, &path).map_err(|error| cannot("write", &path, error))?;
        self.saved.push(SavedLog {
            file,
            source,
            bytes,
            problem,
        });
        Ok(())
    }

    /// Writes the index; gives a sentence on what was saved.
    pub(super) fn finish(mut self) -> Result<String, Failure> {
        let open: Vec<usize> = self.open.keys().copied().collect();
        for number in open {
            self.settle(number, Some("cyjob ended before the log did".to_owned()))?;
        }
        self.saved.sort_by(|a, b| a.file.cmp(&b.file));
        let path = self.folder.join(INDEX);
        let part = self.folder.join(format!("{INDEX}.{PART}"));
        let mut index = Vec::new();
        let written = render::write_saved_logs(&self.saved, &mut index)
            .and_then(|()| fs::write(&part, index))
            .and_then(|()| fs::rename(&part, &path));
        written.map_err(|error| cannot("write", &path, error))?;
        let bytes: u64 = self.saved.iter().map(|log| log.bytes).sum();
        let (logs, bytes) = (counted(self.saved.len() as u64, "log"), counted(bytes, "byte"));
        Ok(format!("saved {logs}, {bytes}, in {}", self.folder.display()))
    }
}

/// The name of a log's file. Whatever an object calls itself, it stays in the folder.
fn file_name(source: &LogSource, is_json: bool) -> String {
    let word = |text: &str| -> String {
        let harmless = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
        text.chars()
            .map(|character| if harmless(character) { character } else { '_' })
            .collect()
    };
    let (namespace, pod, container) = (
        word(&source.namespace),
        word(&source.pod),
        word(&source.container),
    );
    let restart = match source.restart {
        0 => String::new(),
        restart => format!(".restart-{restart}"),
    };
    let ending = if is_json { "jsonl" } else { "log" };
    format!("{namespace}.{pod}.{container}{restart}.{ending}")
}

fn cannot(what: &str, path: &Path, error: io::Error) -> Failure {
    Failure {
        outcome: Outcome::CouldNotAsk,
        error: anyhow!(error).context(format!("cannot {what} {}", path.display())),
    }
}
