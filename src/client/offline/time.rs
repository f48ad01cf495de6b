//! Timestamps in objects and logs: finds the newest one of the past, and moves all of them.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// Finds the newest timestamp.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Newest {
    credible_until: Timestamp,
    credible: Option<Timestamp>,
    any: Option<Timestamp>,
}

impl Newest {
    /// Timestamps more than a day after `now` come from a wrong clock, and count only if there is no other.
    pub(crate) fn new(now: Timestamp) -> Self {
        Self {
            credible_until: now
                .saturating_add(SignedDuration::from_hours(24))
                .unwrap_or(Timestamp::MAX),
            credible: None,
            any: None,
        }
    }

    /// Takes a timestamp into account.
    pub(crate) fn see(&mut self, stamp: Timestamp) {
        self.any = self.any.max(Some(stamp));
        if stamp <= self.credible_until {
            self.credible = self.credible.max(Some(stamp));
        }
    }

    /// Takes the past times of an object into account: when it was created and written, its status, and an
    /// event's times. Leaves out `deletionTimestamp`, which is a grace period in the future, `spec`, and
    /// annotations.
    pub(crate) fn see_object(&mut self, object: &Value) {
        if let Some(metadata) = object.get("metadata") {
            self.see_field(metadata, "creationTimestamp");
            let managed = metadata.get("managedFields").and_then(Value::as_array);
            managed
                .into_iter()
                .flatten()
                .for_each(|entry| self.see_field(entry, "time"));
        }
        for name in ["eventTime", "firstTimestamp", "lastTimestamp", "timestamp"] {
            self.see_field(object, name);
        }
        if let Some(series) = object.get("series") {
            self.see_field(series, "lastObservedTime");
        }
        if let Some(status) = object.get("status") {
            self.see_status(status);
        }
    }

    /// The newest timestamp seen.
    pub(crate) fn get(self) -> Option<Timestamp> {
        self.credible.or(self.any)
    }

    /// Not every time in a status is in the past: Kueue's `requeueAt` is in the future.
    fn see_status(&mut self, value: &Value) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    let is_time =
                        name.ends_with("Time") || matches!(name.as_str(), "startedAt" | "finishedAt");
                    match value.as_str().filter(|_| is_time).and_then(parse) {
                        Some(stamp) => self.see(stamp),
                        None => self.see_status(value),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.see_status(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn see_field(&mut self, value: &Value, name: &str) {
        if let Some(stamp) = value.get(name).and_then(Value::as_str).and_then(parse) {
            self.see(stamp);
        }
    }
}

/// Moves every text of `value` that is entirely a timestamp, in any field.
pub(crate) fn shift(value: &mut Value, by: SignedDuration) {
    match value {
        Value::String(text) => {
            if let Some(moved) = shifted(text, by) {
                *text = moved;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| shift(item, by)),
        Value::Object(fields) => fields.values_mut().for_each(|value| shift(value, by)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Moves the timestamps at the start of a log's lines.
pub(crate) fn shift_log(log: &str, by: SignedDuration) -> String {
    let mut moved = String::with_capacity(log.len());
    for line in log.split_inclusive('\n') {
        let head = stamped(line.as_bytes()).and_then(|(_, rest)| {
            let (head, rest) = line.split_at(line.len() - rest.len());
            Some((shifted(head.trim_end(), by)?, rest))
        });
        match head {
            Some((stamp, rest)) => moved.extend([&stamp, " ", rest]),
            None => moved.push_str(line),
        }
    }
    moved
}

/// The timestamp that the kubelet puts before a log line, and the rest of the line. With `timestamps=true`,
/// the fraction always has nine digits. Programs write timestamps too, but hardly ever in this form.
pub(crate) fn stamped(line: &[u8]) -> Option<(Timestamp, &[u8])> {
    let end = line
        .iter()
        .position(|&byte| byte == b' ' || byte == b'\n')
        .unwrap_or(line.len());
    let head = std::str::from_utf8(line.get(..end)?).ok()?;
    let nine_digits = head.len() > 29
        && head.as_bytes()[19] == b'.'
        && head.as_bytes()[20..29].iter().all(u8::is_ascii_digit)
        && !head.as_bytes()[29].is_ascii_digit();
    let stamp = nine_digits.then(|| parse(head)).flatten()?;
    let rest = &line[end..];
    Some((stamp, rest.strip_prefix(b" ").unwrap_or(rest)))
}

/// Parses a time as the API writes it: RFC 3339 with `T` and an offset.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let shape =
        (20..=35).contains(&bytes.len()) && bytes[4] == b'-' && bytes[10] == b'T' && bytes[13] == b':';
    shape.then(|| text.parse().ok()).flatten()
}

fn shifted(text: &str, by: SignedDuration) -> Option<String> {
    let moved = parse(text)?.checked_add(by).ok()?;
    let digits = text
        .get(20..)
        .filter(|_| text.as_bytes()[19] == b'.')
        .map_or(0, |fraction| {
            fraction.bytes().take_while(u8::is_ascii_digit).count()
        });
    Some(format!("{moved:.digits$}"))
}
