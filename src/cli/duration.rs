//! Durations on the command line.

use std::time::Duration;

use jiff::{SignedDuration, Span, SpanRelativeTo};

/// Parses whole seconds, numbers with units as kubectl and Go do, and days of 24 hours: `90`, `90s`, `1m30s`, `7d`.
///
/// # Errors
///
/// A sentence for the person who gave the flag.
pub(super) fn duration(text: &str) -> Result<Duration, &'static str> {
    let seconds = text.parse::<u64>().ok().map(Duration::from_secs);
    let begins_with_a_digit = text.starts_with(|first: char| first.is_ascii_digit());
    let with_units = || {
        let span: Span = text.parse().ok()?;
        let length = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
        Duration::try_from(length).ok()
    };
    seconds
        .or_else(|| begins_with_a_digit.then(with_units).flatten())
        .ok_or("expected seconds or a number with a unit, such as 90, 90s, 5m, 1h30m or 7d")
}

/// The same as a signed duration, to compare with the difference of two timestamps.
pub(super) fn signed_duration(text: &str) -> Result<SignedDuration, &'static str> {
    SignedDuration::try_from(duration(text)?).map_err(|_| "this duration is too long")
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn reads_what_people_type_and_nothing_else() {
        let seconds = |text| duration(text).map(|length| length.as_secs_f64());
        for (text, length) in [
            ("0", 0.0),
            ("90", 90.0),
            ("90s", 90.0),
            ("1m30s", 90.0),
            ("2h", 7200.0),
            ("500ms", 0.5),
            ("7d", 604_800.0),
            ("2w", 1_209_600.0),
        ] {
            assert_eq!(seconds(text), Ok(length), "{text}");
        }
        for text in [
            "",
            "-1",
            "-5s",
            "soon",
            "5x",
            "5s ago",
            "99999999999999999999",
            "PT10S",
            "1 month",
            "99999999999d",
        ] {
            assert!(duration(text).is_err(), "{text:?} should be refused");
        }
    }
}
