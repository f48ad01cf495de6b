//! A block of lines on a terminal, drawn again in its place as the lines change.

use std::io::{self, Write as _};

use console::Term;

/// Where the block is drawn.
pub(crate) struct Screen {
    /// Buffered: one write a drawing does not flicker.
    terminal: Term,
    /// Lines that are drawn and can be drawn over.
    drawn: usize,
}

impl Screen {
    pub(crate) fn stdout() -> Self {
        Self::on(Term::buffered_stdout())
    }

    pub(crate) fn stderr() -> Self {
        Self::on(Term::buffered_stderr())
    }

    fn on(terminal: Term) -> Self {
        Self { terminal, drawn: 0 }
    }

    /// Draws lines that fit the width over those drawn before. Lines beyond the terminal's height are counted, not drawn.
    pub(crate) fn draw(&mut self, text: &str) -> io::Result<()> {
        let (rows, _) = self.terminal.size();
        let room = usize::from(rows).saturating_sub(1).max(1);
        let lines: Vec<&str> = text.lines().collect();
        self.rewind()?;
        if lines.len() <= room {
            self.terminal.write_all(text.as_bytes())?;
            self.drawn = lines.len();
        } else {
            for line in &lines[..room - 1] {
                self.terminal.write_line(line)?;
            }
            let rest = lines.len() - (room - 1);
            self.terminal
                .write_line(&format!("… {rest} more lines; a taller terminal shows them"))?;
            self.drawn = room;
        }
        self.terminal.flush()
    }

    /// Takes the block off the terminal.
    pub(crate) fn clear(&mut self) -> io::Result<()> {
        self.rewind()?;
        self.drawn = 0;
        self.terminal.flush()
    }

    fn rewind(&mut self) -> io::Result<()> {
        if self.drawn > 0 {
            self.terminal.move_cursor_up(self.drawn)?;
            self.terminal.clear_to_end_of_screen()?;
        }
        Ok(())
    }
}
