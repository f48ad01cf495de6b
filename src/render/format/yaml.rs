//! A versioned document as YAML. With `--watch`, each item is one document.

use std::io::{self, Write};

use super::{
    Detail, Document, EVERY_DOCUMENT, Entry, Item, Language, Reader, Stream, Style, Writer, without_argument,
};
use crate::render::wire;

pub(super) const YAML: Entry = Entry {
    name: "yaml",
    about: "The JSON document as YAML",
    documents: EVERY_DOCUMENT,
    reader: Reader::Program,
    language: Language::Json,
    is_brief: false,
    writer: |argument| without_argument(argument, Yaml),
};

struct Yaml;

impl Writer for Yaml {
    fn write(
        &self,
        document: &Document<'_>,
        detail: Detail,
        _: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        wire::document(document, detail.show_env).map_or(Ok(()), |document| wire::write_yaml(&document, out))
    }

    fn stream(&self) -> Option<&dyn Stream> {
        Some(self)
    }
}

impl Stream for Yaml {
    fn append(
        &self,
        items: &[Item<'_>],
        _: bool,
        detail: Detail,
        _: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        items.iter().try_for_each(|item| {
            writeln!(out, "---")?;
            wire::write_yaml(&wire::item(item, detail.show_env), out)
        })
    }
}
