//! A block of lines on a terminal, drawn again in its place as the lines change.

//!
//! There is one block at most. What is written to standard error meanwhile comes above the block.

use std::{
    io,
    sync::{Mutex, MutexGuard, PoisonError},
};

use console::{Term, measure_text_width};

/// The block that is drawn and can be drawn over.
static BLOCK: Mutex<Option<Block>> = Mutex::new(None);

struct Block {
    terminal: Term,
    lines: Vec<String>,
}

/// Where the block is drawn. Dropped, it leaves the block where it is.
pub(crate) struct Screen {
    /// Buffered: one write a drawing does not flicker.
    terminal: Term,
}

impl Screen {
    pub(crate) fn stdout() -> Self {
        Self::on(Term::buffered_stdout())
    }

    pub(crate) fn stderr() -> Self {
        Self::on(Term::buffered_stderr())
    }

    fn on(terminal: Term) -> Self {
        Self { terminal }
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
        let mut drawn = block();
        if let Some(before) = drawn.take() {
            before.erase()?;
        }
        let next = Block {
            terminal: self.terminal.clone(),
            lines: lines.into_iter().map(str::to_owned).collect(),
        };
        next.draw()?;
        *drawn = Some(next);
        self.terminal.flush()
    }

    /// Takes the block off the terminal.
    pub(crate) fn clear(&mut self) -> io::Result<()> {
        if let Some(before) = block().take() {
            before.erase()?;
        }
        self.terminal.flush()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        *block() = None;
    }
}

/// Writes lines to standard error, above a block on the same terminal.
pub(super) fn above_the_block(write: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
    let drawn = block();
    let Some(block) = drawn.as_ref().filter(|_| console::user_attended_stderr()) else {
        return write();
    };
    block.erase()?;
    block.terminal.flush()?;
    write()?;
    block.draw()?;
    block.terminal.flush()
}

fn block() -> MutexGuard<'static, Option<Block>> {
    // A thread that panicked while it drew has left a block that can be drawn over all the same.
    BLOCK.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Block {
    fn draw(&self) -> io::Result<()> {
        self.lines
            .iter()
            .try_for_each(|line| self.terminal.write_line(line))
    }

    fn erase(&self) -> io::Result<()> {
        if self.lines.is_empty() {
            return Ok(());
        }
        let (_, columns) = self.terminal.size();
        let widths: Vec<usize> = self.lines.iter().map(|line| measure_text_width(line)).collect();
        self.terminal.move_cursor_up(rows_of(&widths, columns.into()))?;
        self.terminal.clear_to_end_of_screen()
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
