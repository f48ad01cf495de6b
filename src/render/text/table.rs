//! Tables. comfy-table lays them out; colours are put on afterwards, with the one palette that all text has.

use comfy_table::{ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, TableStyle};

use super::page::{Page, Part};
use crate::render::style::Tone;

/// Stands between cells and between rows while the layout is made, and cannot be in a cleaned text.
const SEPARATOR: char = '\u{1f}';

/// Columns that a table is indented by.
const INDENT: &str = "  ";

/// A table in the making.
#[derive(Default)]
pub(super) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Part<'static>>>,
}

#[derive(Clone, Copy)]
struct Column {
    title: &'static str,
    /// Whether its text may be broken into lines. Numbers and short words may not.
    wraps: bool,
}

impl Table {
    /// A column of short words, which are never broken.
    pub(super) fn column(mut self, title: &'static str) -> Self {
        self.columns.push(Column { title, wraps: false });
        self
    }

    /// A column of text that is broken into lines where there is not enough room.
    pub(super) fn text_column(mut self, title: &'static str) -> Self {
        self.columns.push(Column { title, wraps: true });
        self
    }

    /// A row with a cell for each column.
    pub(super) fn row(&mut self, cells: Vec<Part<'static>>) {
        self.rows.push(cells);
    }

    /// The table's lines, painted. Columns without any content are left out.
    pub(super) fn lines(&self, page: &Page<'_>) -> Vec<String> {
        let shown: Vec<usize> = (0..self.columns.len())
            .filter(|&column| self.rows.iter().any(|row| !row[column].1.is_empty()))
            .collect();
        let heads = || shown.iter().map(|&column| self.columns[column].title.to_owned());
        let cells = |row: &[Part<'_>]| -> Vec<String> {
            let clean = |column: &usize| clean_lines(page, &row[*column].1);
            shown.iter().map(clean).collect()
        };
        let mut layout = comfy_table::Table::new();
        layout
            .load_style(STYLE)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(page.style.width - INDENT.len()).unwrap_or(u16::MAX))
            .add_row(heads().collect::<Vec<_>>())
            .add_rows(self.rows.iter().map(|row| cells(row)));
        for (position, &column) in shown.iter().enumerate() {
            if let Some(layout) = layout.column_mut(position) {
                layout.set_padding((0, 1));
                if !self.columns[column].wraps {
                    layout.set_constraint(ColumnConstraint::ContentWidth);
                }
            }
        }
        let tones = |row: usize, position: usize| match row.checked_sub(1) {
            None => Tone::Faint,
            Some(row) => self.rows[row][shown[position]].0,
        };
        paint(page, layout.lines(), tones)
    }
}

/// Nothing is drawn; separators mark where cells and rows end.
const STYLE: TableStyle = TableStyle::new()
    .content_lines(ContentLineStyle::none().junction(SEPARATOR))
    .row_separator(LineStyle::none().fill(SEPARATOR).junction(SEPARATOR));

/// A cell's text, made harmless line by line.
fn clean_lines(page: &Page<'_>, text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| page.clean(line)).collect();
    lines.join("\n")
}

/// Takes the separators out again and puts the tones' colours on.
fn paint(
    page: &Page<'_>,
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
        let mut text = String::from(INDENT);
        for (position, cell) in line.split(SEPARATOR).enumerate() {
            let word = cell.trim_end_matches(' ');
            text.push_str(&page.style.paint(tone(row, position), word));
            // One more for the separator.
            text.push_str(&" ".repeat(cell.len() - word.len() + 1));
        }
        painted.push(text);
    }
    painted
}
