//! Tolerant decoding of JSON: null is absent, an unreadable time is unknown, a number out of range becomes
//! the nearest number in range. A value of the wrong type is still an error.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::Number;

/// Decodes null as the default value.
pub(super) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// Decodes a null list as an empty list, and skips nulls in a list.
pub(super) fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let items = Option::<Vec<Option<T>>>::deserialize(deserializer)?;
    Ok(items.into_iter().flatten().flatten().collect())
}

/// Decodes a time. A time that is null, malformed or out of range is unknown: one bad time must not hide a
/// whole list.
pub(super) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    Ok(text.and_then(|text| text.parse().ok()))
}

/// Decodes a number of any size as the nearest `i64`.
pub(super) fn int64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(Option::<Number>::deserialize(deserializer)?.map(|number| nearest(&number)))
}

/// Decodes a number of any size as the nearest `i32`.
pub(super) fn int32<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i32>, D::Error> {
    let number = int64(deserializer)?;
    Ok(number.map(|number| {
        let bound = if number < 0 { i32::MIN } else { i32::MAX };
        i32::try_from(number).unwrap_or(bound)
    }))
}

fn nearest(number: &Number) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a cast from a float saturates, which is what is wanted"
    )]
    let from_float = || number.as_f64().unwrap_or(0.0) as i64;
    number.as_i64().unwrap_or_else(from_float)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Odd {
        #[serde(deserialize_with = "super::int32")]
        number: Option<i32>,
    }

    #[test]
    fn numbers_out_of_range_are_the_nearest_in_range() {
        let cases = [
            ("null", None),
            ("-1", Some(-1)),
            ("3.9", Some(3)),
            ("99999999999", Some(i32::MAX)),
            ("-99999999999", Some(i32::MIN)),
            ("18446744073709551615", Some(i32::MAX)),
            ("1e300", Some(i32::MAX)),
            ("-1e300", Some(i32::MIN)),
        ];
        for (json, expected) in cases {
            let odd: Odd = serde_json::from_str(&format!(r#"{{"number":{json}}}"#)).unwrap();
            assert_eq!(odd.number, expected, "{json}");
        }
        assert!(serde_json::from_str::<Odd>(r#"{"number":"3"}"#).is_err());
    }
}
