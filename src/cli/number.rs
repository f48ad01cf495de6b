//! Numbers on the command line.

use std::ops::RangeInclusive;

/// A parser for whole numbers in a range. Unlike clap's own, the parser says what is expected of any wrong value.
pub(super) fn number(range: RangeInclusive<u16>) -> impl Fn(&str) -> Result<u16, String> + Clone {
    move |text| {
        let number = text.parse().ok().filter(|number| range.contains(number));
        number.ok_or_else(|| {
            format!(
                "expected a whole number from {} to {}",
                range.start(),
                range.end()
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn says_what_is_expected() {
        let read = number(1..=1000);
        assert_eq!(read("1000"), Ok(1000));
        for bad in ["", "0", "1001", "-1", "ten", "1.5", "99999"] {
            let expected = String::from("expected a whole number from 1 to 1000");
            assert_eq!(read(bad), Err(expected), "{bad:?}");
        }
    }
}
