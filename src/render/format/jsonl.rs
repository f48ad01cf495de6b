//! JSON Lines: each Job is one object on its own line.

use std::io::{self, Write};

use super::{ALL, Detail, Document, Entry, Item, Language, Reader, Stream, Style, Writer, without_argument};
use crate::render::wire;

pub(super) const JSONL: Entry = Entry {
    name: "jsonl",
    about: "One JSON object per Job and line",
    documents: ALL,
    reader: Reader::Script,
    language: Language::Json,
    is_brief: false,
    writer: |argument| without_argument(argument, JsonLines),
};

pub(super) struct JsonLines;

impl Writer for JsonLines {
    fn write(
        &self,
        document: &Document<'_>,
        detail: Detail,
        style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.append(&document.items(), true, detail, style, out)
    }

    fn stream(&self) -> Option<&dyn Stream> {
        Some(self)
    }
}

impl Stream for JsonLines {
    fn append(
        &self,
        items: &[Item<'_>],
        _: bool,
        detail: Detail,
        _: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut items = items.iter();
        items.try_for_each(|item| wire::write_json_line(&wire::item(item, detail.show_env), out))
    }
}
