//! An answer that changes, on a terminal: drawn anew in place.

use std::io::{self, Write as _};

use console::Term;

/// Standard output as a screen.
pub(crate) struct Screen {
    terminal: Term,
    /// Lines that are drawn and can be drawn over.
    drawn: usize,
}

impl Screen {
    pub(crate) fn new() -> Self {
        Self {
            // One write for each drawing, so that nothing flickers.
            terminal: Term::buffered_stdout(),
            drawn: 0,
        }
    }

    /// Draws lines that fit the width over those drawn before. What does not fit the height is left out, which is said.
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

    /// Takes off what is drawn.
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
