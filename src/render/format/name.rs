//! One `job.batch/NAME` per line, as kubectl writes names for other commands.

use std::io::{self, Write};

use super::{
    Detail, Document, DocumentKind, Entry, Item, Language, Reader, Stream, Style, Writer, without_argument,
};
use crate::render::sanitize;

pub(super) const NAME: Entry = Entry {
    name: "name",
    about: "job.batch/NAME, for xargs",
    documents: &[DocumentKind::Reports, DocumentKind::Endings, DocumentKind::List],
    reader: Reader::Script,
    language: Language::Text,
    is_brief: true,
    writer: |argument| without_argument(argument, Name),
};

struct Name;

impl Writer for Name {
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

impl Stream for Name {
    fn append(
        &self,
        items: &[Item<'_>],
        _: bool,
        _: Detail,
        _: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        items
            .iter()
            .try_for_each(|item| writeln!(out, "job.batch/{}", sanitize::line(item.name())))
    }
}
