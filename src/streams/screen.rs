//! A block of lines on a terminal, drawn again in its place as the lines change.

use std::io;

use console::{Term, measure_text_width};

/// Where the block is drawn.
pub(crate) struct Screen {
    /// Buffered: one write a drawing does not flicker.
    terminal: Term,
    /// Columns of each line that is drawn and can be drawn over.
    drawn: Vec<usize>,
}

impl Screen {
    pub(crate) fn stdout() -> Self {
        Self::on(Term::buffered_stdout())
    }

    pub(crate) fn stderr() -> Self {
        Self::on(Term::buffered_stderr())
    }

    fn on(terminal: Term) -> Self {
        Self {
            terminal,
            drawn: Vec::new(),
        }
    }

    /// Draws lines that fit the width over those drawn before. Lines beyond the terminal's height are counted, not drawn.
    pub(crate) fn draw(&mut self, text: &str) -> io::Result<()> {
        let (rows, _) = self.terminal.size();
        let room = usize::from(rows).saturating_sub(1).max(1);
        let mut lines: Vec<&str> = text.lines().collect();
        let rest = lines.len() - (room - 1).min(lines.len());
        let more = format!("… {rest} more lines; a taller terminal shows them");
        if lines.len() > room {
            lines.truncate(room - 1);
            lines.push(&more);
        }
        self.rewind()?;
        for line in &lines {
            self.terminal.write_line(line)?;
        }
        self.drawn = lines.iter().map(|line| measure_text_width(line)).collect();
        self.terminal.flush()
    }

    /// Takes the block off the terminal.
    pub(crate) fn clear(&mut self) -> io::Result<()> {
        self.rewind()?;
        self.drawn.clear();
        self.terminal.flush()
    }

    fn rewind(&mut self) -> io::Result<()> {
        if !self.drawn.is_empty() {
            let (_, columns) = self.terminal.size();
            self.terminal
                .move_cursor_up(rows_of(&self.drawn, columns.into()))?;
            self.terminal.clear_to_end_of_screen()?;
        }
        Ok(())
    }
}

/// The rows that lines take on a terminal that may be narrower than when they were drawn: terminals wrap them anew.
fn rows_of(widths: &[usize], columns: usize) -> usize {
    let rows = widths.iter().map(|width| width.div_ceil(columns.max(1)).max(1));
    rows.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_takes_as_many_rows_as_a_narrower_terminal_wraps_it_into() {
        let widths = [0, 40, 80, 81];
        assert_eq!(rows_of(&widths, 120), 4);
        assert_eq!(rows_of(&widths, 80), 5);
        assert_eq!(rows_of(&widths, 40), 1 + 1 + 2 + 3);
        assert_eq!(rows_of(&[], 80), 0);
    }
}
