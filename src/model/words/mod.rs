//! Words that sentences share. Numbers, durations and lists are here; text that several rules share is in the
//! submodules. Layout and colours belong to `render`.

pub(super) mod failure;
pub(super) mod indexes;
pub(super) mod logs;
pub(super) mod missing_object;
pub(super) mod refusal;
pub(super) mod retries;

use std::fmt::{self, Write as _};

use jiff::{SignedDuration, Timestamp};

use crate::facts::{Inconsistency, WhyNoLog, WhyUnknown};

impl fmt::Display for WhyUnknown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request { message, .. } => formatter.write_str(message),
            Self::NotYetRead => formatter.write_str("not read yet"),
            Self::SelectorNotRead => write!(formatter, "the Job's selector was not read{UNTOLD}"),
            Self::NoSelector => write!(formatter, "the Job has no selector{UNTOLD}"),
            Self::EmptySelector => {
                formatter.write_str("the Job's selector is empty and would match every pod of the namespace")
            }
            Self::InvalidSelector(why) => write!(formatter, "the Job's selector is not valid: {why}"),
            Self::NoUid => write!(formatter, "the Job has no UID{UNTOLD}"),
            Self::NoLog(why) => why.fmt(formatter),
        }
    }
}

impl fmt::Display for WhyNoLog {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Removed(said) => write!(formatter, "the node no longer has this log: {said}"),
            Self::NodeFailed(said) => write!(formatter, "the node sent an error instead of the log: {said}"),
            Self::Overtaken => formatter.write_str(
                "the container was restarted more than once, and the node keeps only the logs of the last two instances",
            ),
            Self::OtherInstance => formatter.write_str("the node returned the log of another instance of the container"),
            Self::CutShort => formatter.write_str("the API server returned less of the log than the node has"),
        }
    }
}

const UNTOLD: &str = ", so its pods cannot be identified";

/// Why a list of `what` does not show one state of the cluster.
pub fn inconsistent_list(what: &str, inconsistency: Inconsistency) -> String {
    let so = match inconsistency {
        Inconsistency::SeveralMoments => "mixes several moments",
        Inconsistency::Incomplete => "is incomplete",
    };
    format!("the list of {what} {so}: reading the list took longer than the API server keeps a snapshot")
}

/// A duration as kubectl writes ages (`duration.HumanDuration` of apimachinery): at most two units, the
/// smaller one only while it matters. Negative durations, which clock skew causes, are `0s`.
pub fn duration(length: SignedDuration) -> String {
    let seconds = length.as_secs().max(0);
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match () {
        () if seconds < 60 * 2 => format!("{seconds}s"),
        () if minutes < 10 => with_rest(minutes, 'm', seconds % 60, 's'),
        () if minutes < 60 * 3 => format!("{minutes}m"),
        () if hours < 8 => with_rest(hours, 'h', minutes % 60, 'm'),
        () if hours < 48 => format!("{hours}h"),
        () if hours < 24 * 8 => with_rest(days, 'd', hours % 24, 'h'),
        () if days < 365 * 2 => format!("{days}d"),
        () if days < 365 * 8 => with_rest(days / 365, 'y', days % 365, 'd'),
        () => format!("{}y", days / 365),
    }
}

fn with_rest(whole: i64, unit: char, rest: i64, smaller: char) -> String {
    if rest == 0 {
        format!("{whole}{unit}")
    } else {
        format!("{whole}{unit}{rest}{smaller}")
    }
}

/// How long ago `then` was, never negative.
pub(super) fn age(now: Timestamp, then: Timestamp) -> String {
    duration(now.duration_since(then))
}

/// A number of seconds as a duration.
pub(super) fn seconds(count: i64) -> String {
    duration(SignedDuration::from_secs(count))
}

/// A number with its digits in groups of three: `4,812`.
pub fn grouped(number: impl Into<i128>) -> String {
    let number = number.into();
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 attempt`, `3 attempts`: a number with its noun. The plural ends in `s`, or follows a `|`, as in
/// `index|indexes`.
pub fn counted(number: impl Into<i128>, noun: &str) -> String {
    let number = number.into();
    let (one, many) = match noun.split_once('|') {
        Some((one, many)) => (one, many.to_owned()),
        None => (noun, format!("{noun}s")),
    };
    format!("{} {}", grouped(number), if number == 1 { one } else { &many })
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The first few of many names: `a, b, c and 4 more`.
pub fn some_of(names: &[&str], limit: usize) -> String {
    let mut text = names.iter().take(limit).copied().collect::<Vec<_>>().join(", ");
    if names.len() > limit {
        let _ = write!(text, " and {} more", grouped(names.len() as i128 - limit as i128));
    }
    text
}

/// Whether the text is a name that Kubernetes allows for pods, containers and namespaces (RFC 1123). Shells
/// read such a name literally.
pub(super) fn is_dns_name(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte);
    text.starts_with(|first: char| first.is_ascii_alphanumeric()) && text.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::{counted, duration, grouped, listed};

    #[test]
    fn durations_look_like_those_of_kubectl() {
        let cases = [
            (-5, "0s"),
            (0, "0s"),
            (119, "119s"),
            (120, "2m"),
            (130, "2m10s"),
            (599, "9m59s"),
            (600, "10m"),
            (10_799, "179m"),
            (10_800, "3h"),
            (11_100, "3h5m"),
            (28_800, "8h"),
            (172_799, "47h"),
            (172_800, "2d"),
            (183_600, "2d3h"),
            (691_200, "8d"),
            (63_072_000, "2y"),
            (63_158_400, "2y1d"),
            (315_360_000, "10y"),
        ];
        for (seconds, text) in cases {
            assert_eq!(
                duration(SignedDuration::from_secs(seconds)),
                text,
                "{seconds} seconds"
            );
        }
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(-1_234_567), "-1,234,567");
        assert_eq!(counted(1, "index|indexes"), "1 index");
        assert_eq!(counted(4_812, "pod"), "4,812 pods");
        assert_eq!(listed(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }
}
