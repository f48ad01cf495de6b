//! UIDs.

use std::fmt;

/// `metadata.uid`. The API server generates UUIDs, which take 16 bytes here; objects from files may have any
/// text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uid(Form);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Form {
    /// A UUID in the form of RFC 9562 with lower-case letters, so that it is written exactly as it was read.
    Uuid([u8; 16]),
    /// Any other text.
    Other(Box<str>),
}

impl Uid {
    /// Whether the object has no UID.
    pub fn is_empty(&self) -> bool {
        matches!(&self.0, Form::Other(text) if text.is_empty())
    }
}

impl Default for Uid {
    fn default() -> Self {
        Self(Form::Other(Box::default()))
    }
}

impl From<&str> for Uid {
    fn from(text: &str) -> Self {
        match uuid(text) {
            Some(uuid) => Self(Form::Uuid(uuid)),
            None => Self(Form::Other(text.into())),
        }
    }
}

/// Parses `text` as a UUID; `None` if the UUID would be written differently.
fn uuid(text: &str) -> Option<[u8; 16]> {
    let hyphens = [8, 13, 18, 23];
    let mut number = 0_u128;
    for (position, letter) in text.bytes().enumerate() {
        if hyphens.contains(&position) {
            (letter == b'-').then_some(())?;
            continue;
        }
        let digit = match letter {
            b'0'..=b'9' => letter - b'0',
            b'a'..=b'f' => letter - b'a' + 10,
            _ => return None,
        };
        number = number << 4 | u128::from(digit);
    }
    (text.len() == 36).then(|| number.to_be_bytes())
}

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Other(text) => f.write_str(text),
            Form::Uuid(bytes) => {
                let digits = format!("{:032x}", u128::from_be_bytes(*bytes));
                let (a, b, c) = (&digits[..8], &digits[8..12], &digits[12..16]);
                write!(f, "{a}-{b}-{c}-{}-{}", &digits[16..20], &digits[20..])
            }
        }
    }
}

impl fmt::Debug for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Uid;

    #[test]
    fn none_is_empty() {
        assert!(Uid::default().is_empty() && Uid::from("").is_empty());
        assert!(!Uid::from("00000000-0000-0000-0000-000000000000").is_empty());
    }

    proptest! {
        #[test]
        fn whatever_was_read_is_written_again(
            text in "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-fA-F-]{36}|[0-9a-f]{32}|.{0,40}",
        ) {
            prop_assert_eq!(Uid::from(&*text).to_string(), text);
        }

        #[test]
        fn two_are_equal_as_their_texts_are(one in "[0-9a-fA-F]{1,2}-?", other in "[0-9a-fA-F]{1,2}-?") {
            let uid = |end: &str| Uid::from(&*format!("f05e836f-3d0d-4083-bb19-aee7864113{end}"));
            prop_assert_eq!(uid(&one) == uid(&other), one == other);
        }
    }
}
