//! Logs as files of a folder: one for each, which has its name only once nothing more is written to it, and an index of them.

use std::{
    collections::{BTreeMap, HashSet, btree_map::Entry},
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use anyhow::anyhow;

use crate::facts::{LogChunk, LogSource, Uid};
use crate::{
    job_details::LogError,
    model::counted,
    outcome::{Failure, Outcome},
    render::{self, LogForm, LogLook, LogPrinter, SavedLog},
};

/// The index.
const INDEX: &str = "index.json";
/// What a file is called until then.
const PART: &str = "part";

/// Writes logs into a folder.
pub(in crate::commands) struct Saver {
    folder: PathBuf,
    look: LogLook,
    open: BTreeMap<usize, Open>,
    /// Names of files that are open or saved.
    names: HashSet<String>,
    saved: Vec<SavedLog>,
}

/// A file that is being written.
struct Open {
    name: String,
    part: PathBuf,
    source: LogSource,
    printer: LogPrinter,
    problem: Option<String>,
}

impl Open {
    /// Opened for each piece: a Job may have more containers than a process may have open files.
    fn append(&self, bytes: &[u8]) -> Result<(), Failure> {
        let written = OpenOptions::new()
            .append(true)
            .open(&self.part)
            .and_then(|mut file| file.write_all(bytes));
        written.map_err(|error| cannot("write", &self.part, error))
    }

    /// What was saved, and why it is not all.
    fn close(self, problem: Option<String>) -> SavedLog {
        SavedLog {
            bytes: fs::metadata(&self.part).map_or(0, |metadata| metadata.len()),
            file: self.name,
            source: self.source,
            problem: problem.or(self.problem),
        }
    }
}

impl Saver {
    /// Into this folder, which is made if it is not there.
    pub(in crate::commands) fn new(folder: &Path, look: LogLook) -> Result<Self, Failure> {
        fs::create_dir_all(folder).map_err(|error| cannot("make the folder", folder, error))?;
        Ok(Self {
            folder: folder.to_owned(),
            look,
            open: BTreeMap::new(),
            names: HashSet::new(),
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
        let open = self.open(number, source)?;
        open.printer.chunk(number, source, chunk, &mut bytes);
        open.append(&bytes)
    }

    /// The file of a log, which is begun if it was not.
    fn open(&mut self, number: usize, source: &LogSource) -> Result<&mut Open, Failure> {
        match self.open.entry(number) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(place) => {
                let mut name = file_name(source, None, self.look.form);
                if !self.names.insert(name.clone()) {
                    name = file_name(source, Some(&source.pod_uid), self.look.form);
                }
                let part = self.folder.join(format!("{name}.{PART}"));
                create(&part).map_err(|error| cannot("write", &part, error))?;
                Ok(place.insert(Open {
                    name,
                    part,
                    source: source.clone(),
                    printer: LogPrinter::new(self.look.clone()),
                    problem: None,
                }))
            }
        }
    }

    /// Notes why a log may not be whole, of which perhaps nothing came.
    pub(super) fn note(&mut self, number: usize, source: &LogSource, why: &str) -> Result<(), Failure> {
        self.open(number, source)?.problem = Some(why.to_owned());
        Ok(())
    }

    /// Notes that lines are missing.
    pub(super) fn note_gap(&mut self, number: usize, message: String) {
        if let Some(open) = self.open.get_mut(&number) {
            open.problem = Some(message);
        }
    }

    /// A log has ended: in order, or with an error.
    pub(super) fn end(
        &mut self,
        number: usize,
        source: &LogSource,
        error: Option<&LogError>,
    ) -> Result<(), Failure> {
        let mut rest = Vec::new();
        let open = self.open(number, source)?;
        open.printer.end(number, &mut rest);
        open.append(&rest)?;
        self.settle(number, error.map(ToString::to_string))
    }

    /// Gives a file its name.
    fn settle(&mut self, number: usize, problem: Option<String>) -> Result<(), Failure> {
        let Some(open) = self.open.remove(&number) else {
            return Ok(());
        };
        let part = open.part.clone();
        let log = open.close(problem);
        self.rename(&part, &log.file)?;
        self.saved.push(log);
        Ok(())
    }

    fn rename(&self, part: &Path, file: &str) -> Result<(), Failure> {
        let path = self.folder.join(file);
        fs::rename(part, &path).map_err(|error| cannot("write", &path, error))
    }

    /// Writes the index, with why the logs that have not ended are not whole; gives a sentence on what was saved.
    pub(super) fn finish(mut self, why: &str) -> Result<String, Failure> {
        let mut unsettled = Vec::new();
        for open in std::mem::take(&mut self.open).into_values() {
            let part = open.part.clone();
            let log = open.close(Some(why.to_owned()));
            unsettled.push((part, log.file.clone()));
            self.saved.push(log);
        }
        self.saved.sort_by(|a, b| a.file.cmp(&b.file));
        let part = self.folder.join(format!("{INDEX}.{PART}"));
        let mut index = Vec::new();
        let written =
            render::write_saved_logs(&self.saved, &mut index).and_then(|()| fs::write(&part, index));
        // Where the disk is too full for the index, which says what is not whole, nothing that is not gets its name.
        written.map_err(|error| cannot("write", &part, error))?;
        // One file that is lost takes no other with it, nor the index.
        let renamed = unsettled.iter().map(|(part, file)| self.rename(part, file));
        let renamed = renamed.fold(Ok(()), Result::and);
        self.rename(&part, INDEX)?;
        renamed?;
        let bytes: u64 = self.saved.iter().map(|log| log.bytes).sum();
        let (logs, bytes) = (counted(self.saved.len() as u64, "log"), counted(bytes, "byte"));
        Ok(format!("saved {logs}, {bytes}, in {}", self.folder.display()))
    }
}

/// Makes an empty file. What was left there, perhaps a link to elsewhere, is not written to.
fn create(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map(drop)
}

/// Characters of a pod's UID that tell it from others of its name.
const UID_LENGTH: usize = 8;

/// The name of a log's file, with the pod's UID if another pod of that name, which is gone, had the name without. Whatever an object calls
/// itself, the file stays in the folder.
fn file_name(source: &LogSource, uid: Option<&Uid>, form: LogForm) -> String {
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
    let uid = uid.map_or_else(String::new, |uid| {
        let part: String = uid.to_string().chars().take(UID_LENGTH).collect();
        format!(".uid-{}", word(&part))
    });
    let ending = match form {
        LogForm::Json => "jsonl",
        LogForm::Text => "log",
    };
    format!("{namespace}.{pod}.{container}{restart}{uid}.{ending}")
}

fn cannot(what: &str, path: &Path, error: io::Error) -> Failure {
    Failure {
        outcome: Outcome::CouldNotAsk,
        error: anyhow!(error).context(format!("cannot {what} {}", path.display())),
    }
}
