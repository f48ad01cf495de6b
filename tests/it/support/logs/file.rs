//! The file that a container runtime writes of what a container writes, and how the kubelet reads it.

use std::ops::Range;

use jiff::{SignedDuration, Timestamp};

use super::super::Request;

/// The most that the runtime puts into one record: containerd's `max_container_log_line_size`.
const LONGEST_RECORD: usize = 16 << 10;

/// The records of a log: lines, and parts of such as are too long for one.
pub(crate) enum File {
    /// What was written.
    Written(Vec<Record>),
    /// What is made up as it is read.
    Generated(Generated),
}

/// A record: when it was written, and its bytes, with the line end unless the line goes on in the next one.
pub(crate) struct Record {
    stamp: Timestamp,
    bytes: Vec<u8>,
}

/// A log of many lines, each told by its number, that nobody has to hold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Generated {
    /// When the first lines were written; a thousand of them have the same stamp.
    pub(crate) began: Timestamp,
    /// How many lines.
    pub(crate) lines: usize,
    /// The length of each, with its line end.
    pub(crate) line_len: usize,
}

/// What is asked of a log (`PodLogOptions`).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Asked {
    pub(super) timestamps: bool,
    pub(super) follow: bool,
    pub(super) previous: bool,
    pub(super) tail: Option<usize>,
    pub(super) limit: Option<usize>,
    since: Option<Timestamp>,
}

impl Asked {
    /// By the parameters of a request. An API server passes on whole seconds of `sinceTime` only (`LogLocation` in
    /// `pkg/registry/core/pod/strategy.go` formats it as RFC 3339).
    pub(crate) fn of(request: &Request) -> Self {
        let is = |name| request.parameter(name) == Some("true");
        let number = |name| request.parameter(name).map(|text| text.parse().unwrap());
        let time = request.parameter("sinceTime").map(|text| {
            let time: Timestamp = text.parse().unwrap();
            Timestamp::from_second(time.as_second()).unwrap()
        });
        let seconds = request.parameter("sinceSeconds").map(|text| {
            let seconds = SignedDuration::from_secs(text.parse().unwrap());
            Timestamp::now() - seconds
        });
        Self {
            timestamps: is("timestamps"),
            follow: is("follow"),
            previous: is("previous"),
            tail: number("tailLines"),
            limit: number("limitBytes"),
            since: time.or(seconds),
        }
    }
}

impl File {
    /// An empty one.
    pub(super) fn new() -> Self {
        Self::Written(Vec::new())
    }

    /// The runtime's records of these bytes.
    pub(super) fn write(&mut self, stamp: Timestamp, bytes: &[u8]) {
        let Self::Written(records) = self else {
            panic!("nothing is written after what is generated");
        };
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let (text, end) = line.split_at(line.len() - usize::from(line.ends_with(b"\n")));
            let mut parts: Vec<Vec<u8>> = text.chunks(LONGEST_RECORD).map(<[u8]>::to_vec).collect();
            match parts.last_mut() {
                Some(last) => last.extend_from_slice(end),
                None => parts.push(end.to_vec()),
            }
            records.extend(parts.into_iter().map(|bytes| Record { stamp, bytes }));
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Written(records) => records.len(),
            Self::Generated(generated) => generated.lines,
        }
    }

    /// Appends what is shown of these records, until `piece` has about so many bytes, and returns the number of the next
    /// record. `is_new_line` is whether a line begins there.
    ///
    /// As `ReadLogs` of the kubelet does it: a record before `sinceTime` is left out even if it is part of a line of which
    /// a later one is not, and only the first record of a line gets a stamp, be it left out or not.
    pub(super) fn read(
        &self,
        records: Range<usize>,
        asked: &Asked,
        is_new_line: &mut bool,
        piece: &mut Vec<u8>,
        most: usize,
    ) -> usize {
        let mut stamp = Stamp::default();
        let mut scratch = Vec::new();
        for number in records.clone() {
            if piece.len() >= most {
                return number;
            }
            let (time, bytes) = match self {
                Self::Written(records) => (records[number].stamp, records[number].bytes.as_slice()),
                Self::Generated(generated) => generated.line(number, &mut scratch),
            };
            if asked.since.is_none_or(|since| time >= since) {
                if asked.timestamps && *is_new_line {
                    piece.extend_from_slice(stamp.of(time));
                }
                piece.extend_from_slice(bytes);
            }
            *is_new_line = bytes.ends_with(b"\n");
        }
        records.end
    }
}

/// The text of the last time stamp, which the next line likely has too.
#[derive(Default)]
struct Stamp {
    time: Timestamp,
    text: Vec<u8>,
}

impl Stamp {
    fn of(&mut self, time: Timestamp) -> &[u8] {
        if self.time != time || self.text.is_empty() {
            *self = Self {
                time,
                text: format!("{time:.9} ").into_bytes(),
            };
        }
        &self.text
    }
}

impl Generated {
    /// A line's stamp and bytes: its number, a blank, filler, a line end.
    fn line<'a>(&self, number: usize, scratch: &'a mut Vec<u8>) -> (Timestamp, &'a [u8]) {
        if scratch.is_empty() {
            scratch.resize(self.line_len, b'.');
            scratch[10] = b' ';
            *scratch.last_mut().unwrap() = b'\n';
        }
        let mut rest = number;
        for digit in scratch[..10].iter_mut().rev() {
            *digit = b'0' + u8::try_from(rest % 10).unwrap();
            rest /= 10;
        }
        let since = SignedDuration::from_millis(i64::try_from(number / 1000).unwrap());
        (self.began + since, scratch)
    }

    /// All its bytes, in large pieces.
    pub(crate) fn pieces(self) -> impl Iterator<Item = Vec<u8>> {
        let (file, mut next) = (File::Generated(self), 0);
        std::iter::from_fn(move || {
            let mut piece = Vec::new();
            next = file.read(
                next..self.lines,
                &Asked::default(),
                &mut true,
                &mut piece,
                1 << 18,
            );
            (!piece.is_empty()).then_some(piece)
        })
    }
}
