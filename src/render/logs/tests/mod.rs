//! The output for logs, however their lines arrive.

mod any_bytes;
mod many;
mod search;
mod terminal;
mod turns;

use super::*;
use crate::facts::{LogLine, LogSource};

/// Text on a pipe.
fn piped() -> LogLook {
    LogLook::default()
}

/// Text on a terminal with colours.
fn on_terminal() -> LogLook {
    LogLook {
        harmless: true,
        color: true,
        ..piped()
    }
}

fn json() -> LogLook {
    LogLook {
        form: LogForm::Json,
        ..piped()
    }
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap()
}

fn source(pod: &str) -> LogSource {
    LogSource {
        job: "load".to_owned(),
        namespace: "data".to_owned(),
        pod: pod.to_owned(),
        container: "main".into(),
        ..LogSource::default()
    }
}

/// A whole line.
fn whole(text: &[u8]) -> LogLine<'_> {
    LogLine {
        stamp: Some(b"2026-11-23T18:02:57.421816770Z"),
        text,
        begins: true,
        ends: true,
    }
}

fn begins(text: &[u8]) -> LogLine<'_> {
    LogLine {
        ends: false,
        ..whole(text)
    }
}

fn goes_on(text: &[u8]) -> LogLine<'_> {
    LogLine {
        stamp: None,
        begins: false,
        ..begins(text)
    }
}

fn ends(text: &[u8]) -> LogLine<'_> {
    LogLine {
        ends: true,
        ..goes_on(text)
    }
}

/// The output for lines of the logs `pod-0`, `pod-1` and so on. No log ends.
fn printed(look: LogLook, lines: &[(usize, LogLine<'_>)]) -> String {
    let mut printer = LogPrinter::new(look);
    let mut out = Vec::new();
    for (id, line) in lines {
        printer.line(*id, &source(&format!("pod-{id}")), line, &mut out);
    }
    String::from_utf8(out).unwrap()
}

/// The output for whole lines of one log.
fn of_lines(look: LogLook, lines: &[&str]) -> String {
    let lines: Vec<_> = lines.iter().map(|text| (0, whole(text.as_bytes()))).collect();
    printed(look, &lines)
}

/// The output for one log with these bytes, up to its end. Lines are cut into pieces at `cuts`.
fn of_bytes(look: LogLook, bytes: &[u8], cuts: &[usize]) -> Vec<u8> {
    let mut printer = LogPrinter::new(look);
    let mut out = Vec::new();
    let mut from = 0;
    for (position, text) in bytes.split_inclusive(|&byte| byte == b'\n').enumerate() {
        let stamp = format!("2026-11-23T18:02:57.{position:09}Z");
        let has_end = text.ends_with(b"\n");
        let text = text.strip_suffix(b"\n").unwrap_or(text);
        let mut places: Vec<usize> = cuts.iter().filter_map(|cut| cut.checked_sub(from)).collect();
        places.retain(|place| *place <= text.len());
        places.extend([0, text.len()]);
        places.sort_unstable();
        let last = places.len() - 2;
        for (piece, place) in places.windows(2).enumerate() {
            let line = LogLine {
                stamp: (piece == 0).then_some(stamp.as_bytes()),
                text: &text[place[0]..place[1]],
                begins: piece == 0,
                ends: piece == last && has_end,
            };
            printer.line(0, &source("pod-0"), &line, &mut out);
        }
        from += text.len() + 1;
    }
    printer.end(0, &mut out);
    out
}
