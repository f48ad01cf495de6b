//! Text for people: a report, a table, or one line per awaited Job.

use std::io::{self, Write};

use super::{
    ALL, Detail, Document, EVERY_DOCUMENT, Entry, Item, Language, Reader, Stream, Style, Writer,
    without_argument,
};
use crate::render::text;

pub(super) const TEXT: Entry = Entry {
    name: "text",
    about: "A report, a table or one line per Job, for people",
    documents: EVERY_DOCUMENT,
    reader: Reader::Person,
    language: Language::Text,
    is_brief: true,
    writer: |argument| without_argument(argument, Text { wide: false }),
};

pub(super) const WIDE: Entry = Entry {
    name: "wide",
    about: "Text with every detail",
    documents: ALL,
    reader: Reader::Person,
    language: Language::Text,
    is_brief: false,
    writer: |argument| without_argument(argument, Text { wide: true }),
};

pub(super) struct Text {
    pub(super) wide: bool,
}

impl Text {
    fn detail(&self, detail: Detail) -> Detail {
        Detail {
            wide: self.wide,
            ..detail
        }
    }
}

impl Writer for Text {
    fn write(
        &self,
        document: &Document<'_>,
        detail: Detail,
        style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let detail = self.detail(detail);
        match document {
            Document::Endings(reports) if !self.wide => reports.jobs.iter().try_for_each(|job| {
                let line = text::wait::verdict(job.report, job.ending, style);
                out.write_all(line.as_bytes())
            }),
            Document::Reports(reports) | Document::Endings(reports) => {
                text::write(reports.iter(), detail, style, out)
            }
            Document::List(list, layout) => text::write_list(list, *layout, detail, style, out),
            Document::Assertions(answer) => text::write_assertions(answer.reports, detail, style, out),
            Document::Version(report) => text::write_version(report, style, out),
        }
    }

    fn stream(&self) -> Option<&dyn Stream> {
        Some(self)
    }
}

impl Stream for Text {
    fn append(
        &self,
        items: &[Item<'_>],
        is_first: bool,
        detail: Detail,
        style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let detail = self.detail(detail);
        let mut is_first = is_first;
        for item in items {
            match item {
                Item::Report(report) => {
                    if !is_first {
                        text::separator(style, out)?;
                    }
                    text::write(std::iter::once(*report), detail, style, out)?;
                }
                Item::Job(job, _, layout) => {
                    text::append_to_list(job, is_first, *layout, detail, style, out)?;
                }
                Item::Assertions(report) => {
                    if !is_first {
                        writeln!(out)?;
                    }
                    text::write_assertions(std::slice::from_ref(report), detail, style, out)?;
                }
            }
            is_first = false;
        }
        Ok(())
    }
}
