//! Tables. comfy-table lays them out. Colours are added afterwards, from the tones that all text has.

use comfy_table::{ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, TableStyle};
use textwrap::core::display_width;

use super::page::{Page, Part, folded};
use crate::render::style::Tone;

/// Separates cells and rows in the layout. Cleaned text never holds this character.
const SEPARATOR: char = '\u{1f}';

/// The blanks between columns.
const GAP: usize = 2;

/// The most characters of a cell without `-o wide`.
const LONGEST_TEXT: usize = 400;

/// The most bytes of a cell for the layout. The time to break a cell into lines grows with the square of its
/// length.
const LONGEST_CELL: usize = 4_000;

/// The least width at which broken text is still readable.
const LEAST_TEXT: usize = 12;

/// The indent of a table within a report.
const INDENT: &str = "  ";

/// A table that is being built.
pub(super) struct Table {
    indent: &'static str,
    has_titles: bool,
    columns: Vec<Column>,
    rows: Vec<Vec<Part<'static>>>,
}

#[derive(Clone, Copy)]
struct Column {
    title: &'static str,
    kind: Kind,
}

/// What happens to a column if there is not enough room.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Nothing: the column holds numbers, short words, or names, which people copy.
    Fixed,
    /// The column is left out, and a line below the table names it. The column with the highest number goes
    /// first.
    Optional(u8),
    /// The text is broken into lines.
    Text,
}

impl Default for Table {
    /// A table within a report.
    fn default() -> Self {
        Self {
            indent: INDENT,
            has_titles: true,
            columns: Vec::new(),
            rows: Vec::new(),
        }
    }
}

impl Table {
    /// A table that fills the page.
    pub(super) fn of_page(has_titles: bool) -> Self {
        Self {
            indent: "",
            has_titles,
            ..Self::default()
        }
    }

    /// A column of words that are never wrapped.
    pub(super) fn column(self, title: &'static str) -> Self {
        self.with(title, Kind::Fixed)
    }

    /// A column that is left out on a narrow terminal, highest number first.
    pub(super) fn optional_column(self, title: &'static str, first_to_go: u8) -> Self {
        self.with(title, Kind::Optional(first_to_go))
    }

    /// A column of text that is wrapped on a narrow terminal.
    pub(super) fn text_column(self, title: &'static str) -> Self {
        self.with(title, Kind::Text)
    }

    fn with(mut self, title: &'static str, kind: Kind) -> Self {
        self.columns.push(Column { title, kind });
        self
    }

    /// A row with a cell for each column.
    pub(super) fn row(&mut self, cells: Vec<Part<'static>>) {
        self.rows.push(cells);
    }

    /// Writes the table. Columns without content are left out; columns without room are left out and named.
    /// If even the fixed columns do not fit, or a text is very long, each row becomes a paragraph.
    pub(super) fn write(&self, page: &mut Page<'_>) {
        let cells: Vec<Vec<String>> = self.rows.iter().map(|row| self.clean_row(page, row)).collect();
        let Some((lines, left_out)) = self.lines(page, &cells) else {
            return self.write_records(page, &cells);
        };
        for line in lines {
            page.push_line(&line);
        }
        if !left_out.is_empty() {
            let text = format!(
                "columns hidden: {}; use -o wide or a larger --width",
                left_out.join(", ")
            );
            page.paragraph(&[(Tone::Plain, self.indent)], Tone::Faint, &text);
        }
    }

    /// Writes one paragraph per row: the first cell, which is a name, then the other cells with their titles.
    fn write_records(&self, page: &mut Page<'_>, cells: &[Vec<String>]) {
        for (row, cells) in self.rows.iter().zip(cells) {
            let mut parts = self.columns.iter().zip(row).zip(cells);
            if let Some(((_, (tone, _)), name)) = parts.next() {
                page.paragraph(&[(Tone::Plain, self.indent)], *tone, name);
            }
            let parts: Vec<Part<'_>> = parts
                .filter(|(_, cell)| !cell.is_empty())
                .map(|((column, (tone, _)), cell)| {
                    let cell = cell.replace('\n', "; ");
                    (*tone, format!("{} {cell}", column.title.to_lowercase()).into())
                })
                .collect();
            for line in lines_of(&parts, page.style.width) {
                page.flow("    ", 6, line);
            }
        }
    }

    /// The painted lines, and the titles of the columns that were left out; `None` if no table fits.
    fn lines(&self, page: &Page<'_>, cells: &[Vec<String>]) -> Option<(Vec<String>, Vec<&'static str>)> {
        let room = page.style.width - self.indent.len();
        let mut columns: Vec<(usize, usize)> = (0..self.columns.len())
            .map(|column| (column, self.content_width(column, cells)))
            .filter(|(_, width)| *width > 0)
            .collect();
        let mut left_out = Vec::new();
        while total(&columns) > room
            && !page.detail.wide
            && let Some(position) = self.first_to_go(&columns)
        {
            let (column, _) = columns.remove(position);
            left_out.push(self.columns[column].title);
        }
        let least = columns.iter().map(|(column, width)| {
            GAP + match self.columns[*column].kind {
                Kind::Fixed | Kind::Optional(_) => *width,
                Kind::Text => LEAST_TEXT.min(*width),
            }
        });
        let is_endless = cells.iter().flatten().any(|cell| cell.len() > LONGEST_CELL);
        if least.sum::<usize>() > room || is_endless {
            return None;
        }
        let has_text = columns
            .iter()
            .any(|(column, _)| self.columns[*column].kind == Kind::Text);
        let mut lines = if has_text {
            let layout = self.layout(&columns, cells, room);
            let tones = |row: usize, position: usize| match row.checked_sub(1) {
                None => Tone::Faint,
                Some(row) => self.rows[row][columns[position].0].0,
            };
            paint(page, self.indent, layout.lines(), tones)
        } else {
            self.whole_lines(page, &columns, cells)
        };
        if !self.has_titles {
            lines.remove(0);
        }
        Some((lines, left_out))
    }

    /// The position of the column to leave out first, if any may be left out.
    fn first_to_go(&self, columns: &[(usize, usize)]) -> Option<usize> {
        let ranks = columns.iter().enumerate().filter_map(|(position, (column, _))| {
            match self.columns[*column].kind {
                Kind::Optional(rank) => Some((rank, position)),
                Kind::Fixed | Kind::Text => None,
            }
        });
        ranks.max().map(|(_, position)| position)
    }

    /// The painted lines of a table without broken cells. Such a table needs no layout, and may have ten
    /// thousand rows.
    fn whole_lines(&self, page: &Page<'_>, columns: &[(usize, usize)], cells: &[Vec<String>]) -> Vec<String> {
        let titles = self.columns.iter().map(|column| (Tone::Faint, column.title));
        let titles: Vec<_> = titles.collect();
        let mut lines = vec![self.whole_line(page, columns, &titles)];
        for (row, cells) in self.rows.iter().zip(cells) {
            let tones = row.iter().map(|(tone, _)| *tone);
            let parts: Vec<_> = tones.zip(cells.iter().map(String::as_str)).collect();
            lines.push(self.whole_line(page, columns, &parts));
        }
        lines
    }

    fn whole_line(&self, page: &Page<'_>, columns: &[(usize, usize)], parts: &[(Tone, &str)]) -> String {
        let mut line = self.indent.to_owned();
        for (column, width) in columns {
            let (tone, text) = parts[*column];
            line.push_str(&page.style.paint(tone, text));
            line.push_str(&" ".repeat(width - display_width(text) + GAP));
        }
        line
    }

    /// The cells of a row, made harmless. Only cells of text columns keep their line ends.
    fn clean_row(&self, page: &Page<'_>, row: &[Part<'_>]) -> Vec<String> {
        let cells = row.iter().zip(&self.columns);
        let cells = cells.map(|((_, text), column)| {
            let text = page.excerpt(text, LONGEST_TEXT);
            match column.kind {
                Kind::Fixed | Kind::Optional(_) => page.clean(&folded(&text)),
                Kind::Text => {
                    let lines = text.lines().map(|line| page.clean(line));
                    lines.collect::<Vec<_>>().join("\n")
                }
            }
        });
        cells.collect()
    }

    /// The widest line of a column, including its title; 0 for a column without content.
    fn content_width(&self, column: usize, cells: &[Vec<String>]) -> usize {
        let lines = cells.iter().flat_map(|row| row[column].lines());
        match lines.map(display_width).max() {
            None | Some(0) => 0,
            Some(width) => width.max(self.columns[column].title.len()),
        }
    }

    fn layout(&self, columns: &[(usize, usize)], cells: &[Vec<String>], room: usize) -> comfy_table::Table {
        let pick = |row: &Vec<String>| -> Vec<String> {
            columns.iter().map(|(column, _)| row[*column].clone()).collect()
        };
        let titles: Vec<&str> = columns
            .iter()
            .map(|(column, _)| self.columns[*column].title)
            .collect();
        let mut layout = comfy_table::Table::new();
        layout
            .load_style(STYLE)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(room).unwrap_or(u16::MAX))
            .add_row(titles)
            .add_rows(cells.iter().map(pick));
        for (position, (column, _)) in columns.iter().enumerate() {
            let kind = self.columns[*column].kind;
            if let Some(layout) = layout.column_mut(position) {
                layout.set_padding((0, 1));
                if kind != Kind::Text {
                    layout.set_constraint(ColumnConstraint::ContentWidth);
                }
            }
        }
        layout
    }
}

/// The width of all columns and their gaps.
fn total(columns: &[(usize, usize)]) -> usize {
    columns.iter().map(|(_, width)| width + GAP).sum()
}

/// Splits parts into as few lines as possible, without breaking a part. A part that is longer than a line has
/// its own line.
fn lines_of<'a>(parts: &'a [Part<'a>], width: usize) -> Vec<&'a [Part<'a>]> {
    let mut lines = Vec::new();
    let (mut start, mut used) = (0, 4);
    for (position, (_, text)) in parts.iter().enumerate() {
        let columns = display_width(text) + GAP;
        if position > start && used + columns > width + GAP {
            lines.push(&parts[start..position]);
            (start, used) = (position, 4);
        }
        used += columns;
    }
    lines.extend((start < parts.len()).then(|| &parts[start..]));
    lines
}

/// A style that draws nothing. Separators mark the ends of cells and rows.
const STYLE: TableStyle = TableStyle::new()
    .content_lines(ContentLineStyle::none().junction(SEPARATOR))
    .row_separator(LineStyle::none().fill(SEPARATOR).junction(SEPARATOR));

/// Removes the separators and adds the colours of the tones.
fn paint(
    page: &Page<'_>,
    indent: &str,
    lines: impl Iterator<Item = String>,
    tone: impl Fn(usize, usize) -> Tone,
) -> Vec<String> {
    let mut painted = Vec::new();
    let mut row = 0;
    for line in lines {
        if line.starts_with(SEPARATOR) && line.trim_matches(SEPARATOR).is_empty() {
            row += 1;
            continue;
        }
        let mut text = String::from(indent);
        for (position, cell) in line.split(SEPARATOR).enumerate() {
            let word = cell.trim_end_matches(' ');
            text.push_str(&page.style.paint(tone(row, position), word));
            // One more blank for the separator.
            text.push_str(&" ".repeat(cell.len() - word.len() + 1));
        }
        painted.push(text);
    }
    painted
}
