//! How a length of time is typed.

use std::time::Duration;

use jiff::SignedDuration;

/// Reads whole seconds, or numbers with units as kubectl and Go take them: `90`, `90s`, `1m30s`, `2h`.
///
/// # Errors
///
/// A sentence for the person who gave the flag.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<u64>().ok().map(Duration::from_secs);
    let friendly = || Duration::try_from(text.parse::<SignedDuration>().ok()?).ok();
    let begins_with_a_digit = text.starts_with(|first: char| first.is_ascii_digit());
    seconds
        .or_else(|| begins_with_a_digit.then(friendly).flatten())
        .ok_or_else(|| String::from("give seconds, or a number with a unit, such as 90, 90s, 5m or 1h30m"))
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
        ] {
            assert!(duration(text).is_err(), "{text:?} should be refused");
        }
    }
}
