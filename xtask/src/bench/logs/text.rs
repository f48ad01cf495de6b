//! What a container has written: lines of one length, so many each second, from the beginning of a year.

use std::ops::Range;

/// The length of a line as the container wrote it.
pub(super) const LINE: usize = 120;
/// The lines of a second, which with their times are somewhat more than 64 KiB.
const PER_SECOND: usize = 512;
/// The day on which all of it was written, and where the time of day is in a line.
const DAY: &str = "2026-01-01T";
const TIME: Range<usize> = DAY.len()..DAY.len() + "00:00:00".len();

/// The lines of one second: those of any other, but for their times.
#[derive(Clone)]
pub(super) struct Second {
    text: Vec<u8>,
    is_stamped: bool,
}

impl Second {
    /// With or without the times that the kubelet puts before the lines.
    pub(super) fn new(is_stamped: bool) -> Self {
        let line = |number: usize| {
            let stamp = if is_stamped {
                format!("{DAY}00:00:00.{number:03}456789Z ")
            } else {
                String::new()
            };
            let text =
                format!("level=info shard={number:03} msg=\"rows written\" table=orders.eu rows=4096 lag=");
            format!("{stamp}{text:.<width$}\n", width = LINE - 1)
        };
        let text = (0..PER_SECOND).map(line).collect::<String>().into_bytes();
        Self { text, is_stamped }
    }

    /// The first of the lines with these numbers that were written in one second, and the number of the line after them.
    pub(super) fn first_of(&mut self, lines: Range<usize>) -> (&[u8], usize) {
        let second = lines.start / PER_SECOND;
        let begin = second * PER_SECOND;
        let end = lines.end.min(begin + PER_SECOND);
        let length = self.text.len() / PER_SECOND;
        let text = &mut self.text[(lines.start - begin) * length..(end - begin) * length];
        if self.is_stamped {
            let time = format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
            for line in text.chunks_exact_mut(length) {
                line[TIME].copy_from_slice(time.as_bytes());
            }
        }
        (text, end)
    }
}

/// The number of the first line that was written at this time or later.
pub(super) fn since(time: &str) -> Option<usize> {
    let time = time.strip_prefix(DAY)?.strip_suffix('Z')?;
    let parts: Vec<usize> = time.split(':').map(str::parse).collect::<Result<_, _>>().ok()?;
    let seconds = parts.iter().fold(0, |seconds, part| seconds * 60 + part);
    Some(seconds * PER_SECOND)
}
