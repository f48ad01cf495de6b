//! The output formats. Each format is one file here and one line in [`FORMATS`].
//!
//! A format only decides how an answer is written. Which Jobs, words and numbers an answer has is decided
//! before.

mod github;
mod json;
mod jsonl;
mod junit;
mod markdown;
mod name;
mod text;
mod yaml;

use std::{
    fmt,
    io::{self, Write},
    sync::Arc,
};

use super::{Detail, Document, DocumentKind, Item, Language, Style};

/// The formats, in the order in which help and errors name them.
const FORMATS: [&Entry; 9] = [
    &text::TEXT,
    &text::WIDE,
    &json::JSON,
    &yaml::YAML,
    &jsonl::JSONL,
    &name::NAME,
    &junit::JUNIT,
    &github::GITHUB,
    &markdown::MARKDOWN,
];

/// A format, before it is chosen and its argument is parsed.
struct Entry {
    name: &'static str,
    /// One line of help.
    about: &'static str,
    /// The documents that the format can write.
    documents: &'static [DocumentKind],
    reader: Reader,
    language: Language,
    /// Whether `wait` writes one line per Job in this format, so that no report has to be gathered.
    is_brief: bool,
    /// Makes a writer from the text after `=`.
    writer: fn(Option<&str>) -> Made,
}

/// A writer, or what is wrong with the format's argument.
type Made = Result<Arc<dyn Writer>, String>;

/// Who reads an answer, and where.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// A person.
    Person,
    /// A program that parses a whole document. The document also says what could not be read.
    Program,
    /// A program that reads lines; each line is one Job.
    Script,
    /// The runner of a CI server, which reads the log of the step.
    Runner,
    /// A CI server, which reads a file. The log of the step does not show the answer.
    Server,
}

impl Reader {
    fn is_of_ci(self) -> bool {
        match self {
            Self::Runner | Self::Server => true,
            Self::Person | Self::Program | Self::Script => false,
        }
    }
}

/// Writes answers in one format.
trait Writer: Send + Sync {
    /// Writes a whole answer.
    fn write(
        &self,
        document: &Document<'_>,
        detail: Detail,
        style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()>;

    /// Writes answers item by item in the same format; `None` if readers of the format need a whole document.
    fn stream(&self) -> Option<&dyn Stream> {
        None
    }
}

/// Writes an answer item by item in one format.
trait Stream {
    /// Writes the next items. `is_first` is set for the first items of an answer.
    fn append(
        &self,
        items: &[Item<'_>],
        is_first: bool,
        detail: Detail,
        style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()>;
}

/// A chosen format with its argument.
#[derive(Clone)]
pub struct Format {
    entry: &'static Entry,
    writer: Arc<dyn Writer>,
}

impl Format {
    /// The names of the formats for this kind of document, each with a line of help.
    pub fn all(kind: DocumentKind) -> impl Iterator<Item = (&'static str, &'static str)> {
        let having = FORMATS
            .iter()
            .filter(move |entry| entry.documents.contains(&kind));
        having.map(|entry| (entry.name, entry.about))
    }

    /// Parses `NAME` or `NAME=ARGUMENT`. Returns `None` for a name that [`Self::all`] does not have.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the argument.
    pub fn read(text: &str, kind: DocumentKind) -> Result<Option<Self>, String> {
        let (name, argument) = match text.split_once('=') {
            Some((name, argument)) => (name, Some(argument)),
            None => (text, None),
        };
        let mut having = FORMATS.iter().filter(|entry| entry.documents.contains(&kind));
        let Some(entry) = having.find(|entry| entry.name == name) else {
            return Ok(None);
        };
        let writer = (entry.writer)(argument)?;
        Ok(Some(Self { entry, writer }))
    }

    /// Why the format cannot write this kind of document item by item, with the formats that can; `None` if
    /// it can.
    pub fn refuses_to_go_on(&self, kind: DocumentKind) -> Option<String> {
        if !self.entry.reader.is_of_ci() {
            return None;
        }
        let names = FORMATS
            .iter()
            .filter(|entry| entry.documents.contains(&kind) && !entry.reader.is_of_ci());
        let names: Vec<&str> = names.map(|entry| entry.name).collect();
        Some(format!(
            "-o {} does not work with --watch: use {}",
            self.entry.name,
            names.join(", ")
        ))
    }

    /// Writes a whole answer.
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`.
    pub fn write(
        &self,
        document: &Document<'_>,
        detail: Detail,
        style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.writer.write(document, detail, style, out)
    }

    /// Writes the next items of an answer; `is_first` is set for the first items. See
    /// [`Self::refuses_to_go_on`].
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`.
    pub fn append(
        &self,
        items: &[Item<'_>],
        is_first: bool,
        detail: Detail,
        style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let stream = self.writer.stream();
        stream.map_or(Ok(()), |stream| {
            stream.append(items, is_first, detail, style, out)
        })
    }

    /// The language of the answer.
    pub fn language(&self) -> Language {
        self.entry.language
    }

    /// Whether the answer is text for people, which a terminal may redraw in place.
    pub fn is_for_people(&self) -> bool {
        self.entry.reader == Reader::Person
    }

    /// Whether the answer itself says what could not be read, and that there are no Jobs.
    pub fn tells_what_is_unknown(&self) -> bool {
        self.entry.reader == Reader::Program
    }

    /// Whether a CI server reads the answer.
    pub fn is_for_ci(&self) -> bool {
        self.entry.reader.is_of_ci()
    }

    /// Whether the answer is meant for a file, so that the log of the step does not show it.
    pub fn is_for_a_file(&self) -> bool {
        self.entry.reader == Reader::Server
    }

    /// Whether the answer of `wait` has one line per Job.
    pub fn is_brief(&self) -> bool {
        self.entry.is_brief
    }
}

impl Default for Format {
    fn default() -> Self {
        Self {
            entry: &text::TEXT,
            writer: Arc::new(text::Text { wide: false }),
        }
    }
}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.entry.name)
    }
}

/// Makes the writer of a format that takes no argument.
fn without_argument(argument: Option<&str>, writer: impl Writer + 'static) -> Made {
    match argument {
        None => Ok(Arc::new(writer)),
        Some(argument) => Err(format!("the format takes no argument: omit \"={argument}\"")),
    }
}

/// Every kind of document.
const EVERY_DOCUMENT: &[DocumentKind] = &[
    DocumentKind::Reports,
    DocumentKind::Endings,
    DocumentKind::List,
    DocumentKind::Assertions,
    DocumentKind::Version,
];

/// The documents about Jobs.
const ALL: &[DocumentKind] = &[
    DocumentKind::Reports,
    DocumentKind::Endings,
    DocumentKind::List,
    DocumentKind::Assertions,
];
