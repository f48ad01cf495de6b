//! The body of an answer, piece by piece.

use std::{thread, time::Duration};

use super::super::{Piece, server::Pieces};
use super::{Asked, Instance, Logs};

/// The time from one piece to the next where they come slowly.
const SLOW: Duration = Duration::from_millis(300);
/// About how many bytes a piece has: large, so that a log of gigabytes takes seconds.
const PIECE: usize = 256 << 10;

/// Somebody who reads the log of an instance.
pub(super) struct Reading {
    logs: Logs,
    key: (String, String),
    asked: Asked,
    instance: usize,
    file: usize,
    record: usize,
    is_new_line: bool,
    cuts: usize,
    /// About how many bytes a piece has.
    piece: usize,
}

impl Reading {
    /// From where `tailLines` leads to: it counts records, and those of the newest file only.
    pub(super) fn new(logs: Logs, key: (String, String), instance: &Instance, asked: Asked) -> Self {
        let newest = instance.files.last().unwrap().file.len();
        Self {
            logs,
            key,
            asked,
            instance: instance.number,
            file: instance.files.len() - 1,
            record: asked.tail.map_or(0, |tail| newest.saturating_sub(tail)),
            is_new_line: true,
            cuts: instance.cuts,
            piece: PIECE,
        }
    }

    /// Has it read line by line, from the beginning of the file before so many rotations.
    pub(super) fn go_back(&mut self, files: usize) {
        (self.file, self.record, self.piece) = (self.file - files, 0, 1);
    }

    /// What it reads, until it has so many bytes.
    pub(super) fn limited(self, limit: Option<usize>) -> Pieces {
        match limit {
            Some(limit) => ended_after(Box::new(self), limit),
            None => Box::new(self),
        }
    }
}

impl Iterator for Reading {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let logs = self.logs.clone();
        let mut containers = logs.lock();
        loop {
            // Thrown away: it had ended long before.
            let instance = containers[&self.key].numbered(self.instance)?;
            if instance.cuts > self.cuts {
                return Some(Piece::Break);
            }
            let file = &instance.files[self.file];
            let mut piece = Vec::new();
            self.record = file.file.read(
                self.record..file.file.len(),
                &self.asked,
                &mut self.is_new_line,
                &mut piece,
                self.piece,
            );
            if !piece.is_empty() {
                return Some(Piece::Data(piece));
            }
            if !self.asked.follow {
                return None;
            }
            // As the kubelet does it, which leaves out what is between (`ReadLogs`).
            let newest = instance.files.len() - 1;
            if self.file < newest && !file.is_mute {
                (self.file, self.record) = (newest, 0);
                continue;
            }
            if instance.has_ended {
                return None;
            }
            containers = logs.node.news.wait(containers).unwrap();
        }
    }
}

/// The same, each piece some time after the one before.
pub(super) fn slowly(pieces: Pieces) -> Pieces {
    Box::new(pieces.inspect(|_| thread::sleep(SLOW)))
}

/// The same, ended in order after so many bytes.
pub(super) fn ended_after(pieces: Pieces, bytes: usize) -> Pieces {
    Box::new(Cut {
        pieces,
        left: bytes,
        breaks: false,
    })
}

/// The same, broken after so many bytes.
pub(super) fn broken_after(pieces: Pieces, bytes: usize) -> Pieces {
    Box::new(Cut {
        pieces,
        left: bytes,
        breaks: true,
    })
}

struct Cut {
    pieces: Pieces,
    left: usize,
    breaks: bool,
}

impl Iterator for Cut {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        if self.left == 0 {
            return self.breaks.then_some(Piece::Break);
        }
        let mut piece = self.pieces.next()?;
        if let Piece::Data(bytes) = &mut piece {
            bytes.truncate(self.left);
            self.left -= bytes.len();
        }
        Some(piece)
    }
}
