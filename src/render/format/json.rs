//! A versioned document as JSON. With `--watch`, each item is one line.

use std::io::{self, Write};

use super::{
    Detail, Document, EVERY_DOCUMENT, Entry, Language, Reader, Stream, Style, Writer, jsonl, without_argument,
};
use crate::render::wire;

pub(super) const JSON: Entry = Entry {
    name: "json",
    about: "A versioned document; the README lists its keys",
    documents: EVERY_DOCUMENT,
    reader: Reader::Program,
    language: Language::Json,
    is_brief: false,
    writer: |argument| without_argument(argument, Json),
};

struct Json;

impl Writer for Json {
    fn write(
        &self,
        document: &Document<'_>,
        detail: Detail,
        _: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        wire::document(document, detail.show_env).map_or(Ok(()), |document| wire::write_json(&document, out))
    }

    fn stream(&self) -> Option<&dyn Stream> {
        Some(&jsonl::JsonLines)
    }
}
