//! Files, folders and stdin → a [`MemoryStore`]. Decides what is an error, what is skipped, and what the
//! notes say.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde_json::Value;

use super::{
    Skipped,
    bounds::Bounds,
    error::{LoadError, shown},
    kinds::Kind,
    layout::{self, Role},
    logs::Log,
    memory_store::{MemoryStore, Unread},
    mistaken::mistaken,
    objects::Sorted,
    parse::{self, Claim, ParseError},
    walk::{self, Found, unreadable},
};

/// Loads what `--from` names.
pub(crate) struct Loader<'a> {
    bounds: &'a Bounds,
    read: u64,
    /// The objects and logs that were found.
    pub(crate) store: MemoryStore,
    /// The files that were left out.
    pub(crate) skipped: Vec<Skipped>,
    /// Notes for the user, one sentence each.
    pub(crate) notes: Vec<String>,
}

impl<'a> Loader<'a> {
    pub(crate) fn new(now: Timestamp, bounds: &'a Bounds) -> Self {
        Self {
            bounds,
            read: 0,
            store: MemoryStore::new(now),
            skipped: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Loads one argument of `--from`.
    pub(crate) fn load(&mut self, path: &Path, stdin: &mut dyn Read) -> Result<(), LoadError> {
        if path == Path::new("-") {
            return self.named(Path::new("stdin"), &[], stdin);
        }
        let metadata = fs::metadata(path).map_err(|source| {
            if source.kind() == io::ErrorKind::NotFound {
                LoadError::Missing {
                    path: path.to_owned(),
                }
            } else {
                unreadable(path, source)
            }
        })?;
        if metadata.is_dir() {
            self.folder(path)
        } else if metadata.is_file() {
            let file = File::open(path).map_err(|source| unreadable(path, source))?;
            let names: Vec<_> = path.iter().filter_map(|name| name.to_str()).collect();
            self.named(path, &names, &mut { file })
        } else {
            Err(LoadError::NotRegular {
                path: path.to_owned(),
            })
        }
    }

    /// Adds a note about the skipped files, and takes the newest timestamps of the logs into account.
    pub(crate) fn finish(&mut self) {
        let stamps: Vec<_> = self.store.logs.newest_stamps().collect();
        for stamp in stamps {
            self.store.see(stamp);
        }
        match self.skipped.len() {
            0 => {}
            1 => self
                .notes
                .push("skipped 1 file that holds no objects cyjob reads (-v names it)".to_owned()),
            n => self.notes.push(format!(
                "skipped {n} files that hold no objects cyjob reads (-v lists them)"
            )),
        }
    }

    /// Loads a file that the user names, or stdin. The file must hold objects.
    fn named(&mut self, path: &Path, names: &[&str], reader: &mut dyn Read) -> Result<(), LoadError> {
        let claim = layout::claim(names.last().copied().unwrap_or_default());
        let bytes = self.read(path, reader)?;
        if let Some(advice) = mistaken(&bytes) {
            return Err(nothing(path, &format!(": {advice}")));
        }
        let is_empty = bytes.trim_ascii().is_empty();
        let values = self.parse(path, bytes, claim)?;
        let sorted = sort(values, names);
        if !sorted.any {
            let is_stdin = names.is_empty();
            return Err(nothing(
                path,
                match (is_empty, is_stdin) {
                    (true, true) => ": it is empty; did the command before it fail?",
                    (true, false) => ": it is empty",
                    (false, _) => "",
                },
            ));
        }
        if sorted.kept.is_empty() && sorted.nameless > 0 {
            return Err(nothing(path, " that has a metadata.name"));
        }
        self.keep(path, &sorted);
        Ok(())
    }

    fn folder(&mut self, root: &Path) -> Result<(), LoadError> {
        let walk = walk::walk(root, self.bounds)?;
        let looked_at = walk.files.len();
        self.skipped.extend(walk.skipped);
        let mut any = false;
        let unread_before = self.store.unread.len();
        for found in walk.files {
            any |= self.found(found)?;
        }
        match walk.links_out.as_slice() {
            [] => {}
            [link] => self.notes.push(format!(
                "did not follow {}, a link out of the folder",
                shown(link)
            )),
            [link, others @ ..] => {
                let (link, others) = (shown(link), others.len());
                self.notes.push(format!(
                    "did not follow {link} and {others} other links out of the folder"
                ));
            }
        }
        let counted = match looked_at {
            1 => " (it has one file)".to_owned(),
            n => format!(" (it has {n} files)"),
        };
        let unread = self.store.unread.get(unread_before);
        let unread = unread.map_or_else(String::new, |unread| format!("; {}", unread.message));
        any.then_some(())
            .ok_or_else(|| nothing(root, &format!("{counted}{unread}")))
    }

    /// Loads a file of a folder, and returns whether it holds any object.
    fn found(&mut self, found: Found) -> Result<bool, LoadError> {
        let Found { path, names, bundle } = found;
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let (claim, side_material) = match layout::role(&names, bundle) {
            Role::Log(name) => {
                let bytes = fs::metadata(&path)
                    .map_err(|source| unreadable(&path, source))?
                    .len();
                self.store.logs.insert(name, Log::File(path, bytes));
                return Ok(false);
            }
            Role::Objects { claim, side_material } => (claim, side_material),
        };
        let values = match self.values(&path, claim) {
            Ok(values) => values,
            // One file that exceeds a limit, or is not what its name says, must not hide a bundle. The
            // objects that it may hold are unknown.
            Err(error @ (LoadError::TooMuch { .. } | LoadError::NoObjects { .. })) => {
                let message = format!("{} was not read: it {}", shown(&path), error.reason());
                self.notes.push(message.clone());
                self.store.unread.push(Unread {
                    kind: layout::implied_kind(&names).and_then(|(group, kind)| Kind::of_api(group, kind)),
                    namespace: layout::namespace(&names).map(str::to_owned),
                    message,
                });
                return Ok(false);
            }
            // Diagnostic output, and a file that claims no format, may have any contents.
            Err(error) if side_material || claim == Claim::Nothing => {
                self.skip(path, &error.reason());
                return Ok(false);
            }
            Err(error) => return Err(error),
        };
        let sorted = sort(values, &names);
        let any = sorted.any;
        self.keep(&path, &sorted);
        Ok(any)
    }

    /// The values of a file of a folder; none if the file neither claims nor seems to hold any.
    fn values(&mut self, path: &Path, claim: Claim) -> Result<Vec<Value>, LoadError> {
        let mut file = File::open(path).map_err(|source| unreadable(path, source))?;
        if claim == Claim::Nothing && !mentions_api_version(&mut file) {
            return Ok(Vec::new());
        }
        let bytes = self.read(path, &mut file)?;
        match mistaken(&bytes).filter(|_| claim != Claim::Nothing) {
            Some(advice) => Err(nothing(path, &format!(": {advice}"))),
            None => self.parse(path, bytes, claim),
        }
    }

    /// Stores the objects of a file, or skips the file if it has none.
    fn keep(&mut self, path: &Path, sorted: &Sorted) {
        if !sorted.any {
            self.skip(path.to_owned(), "no Kubernetes object");
        } else if sorted.kept.is_empty() && sorted.nameless > 0 {
            self.skip(path.to_owned(), "objects without metadata.name");
        } else if sorted.kept.is_empty() && !sorted.other_kinds.is_empty() {
            self.skip(
                path.to_owned(),
                &format!("only {}", sorted.other_kinds.join(", ")),
            );
        }
        for kind in &sorted.listed {
            self.store.list(kind);
        }
        let file = shown(path).into();
        for object in &sorted.kept {
            self.store.insert(object, Some(&file));
        }
    }

    fn skip(&mut self, path: PathBuf, reason: &str) {
        let reason = reason.to_owned();
        self.skipped.push(Skipped { path, reason });
    }

    /// Reads to the end, within the limits for one file and for all files.
    fn read(&self, path: &Path, reader: &mut dyn Read) -> Result<Vec<u8>, LoadError> {
        let limit = self.bounds.file_bytes;
        let mut bytes = Vec::new();
        let read = reader.take(limit + 1).read_to_end(&mut bytes);
        let read = read.map_err(|source| unreadable(path, source))? as u64;
        let too_much = |bound| {
            Err(LoadError::TooMuch {
                path: path.to_owned(),
                bound,
            })
        };
        if read > limit {
            return too_much(format!(
                "is larger than {}, the limit for one file",
                parse::megabytes(limit)
            ));
        }
        let total = self.bounds.total_bytes;
        if self.read + read > total {
            return too_much(format!(
                "goes beyond {}, the limit for all files; read fewer files",
                parse::megabytes(total)
            ));
        }
        Ok(bytes)
    }

    fn parse(&mut self, path: &Path, bytes: Vec<u8>, claim: Claim) -> Result<Vec<Value>, LoadError> {
        self.read += bytes.len() as u64;
        let path = || path.to_owned();
        parse::parse(bytes, claim, self.bounds).map_err(|error| match error {
            ParseError::NotText { line, column, reason } => LoadError::NotText {
                path: path(),
                line,
                column,
                reason,
            },
            ParseError::Syntax {
                line,
                column,
                format,
                reason,
            } => LoadError::Syntax {
                path: path(),
                line,
                column,
                format,
                reason,
            },
            ParseError::TooMuch(bound) => LoadError::TooMuch { path: path(), bound },
        })
    }
}

fn sort(values: Vec<Value>, names: &[&str]) -> Sorted {
    let mut sorted = Sorted::default();
    let implied = layout::implied_kind(names);
    for value in values {
        sorted.add(value, implied);
    }
    sorted
}

fn nothing(path: &Path, detail: &str) -> LoadError {
    LoadError::NoObjects {
        path: path.to_owned(),
        detail: detail.to_owned(),
    }
}

/// Whether the start of a file without a known ending looks like an object. The file is rewound.
fn mentions_api_version(file: &mut File) -> bool {
    let mut head = Vec::new();
    let read = file
        .take(4096)
        .read_to_end(&mut head)
        .and_then(|_| io::Seek::rewind(file));
    read.is_ok() && head.windows(10).any(|word| word == b"apiVersion") && !head.contains(&0)
}
