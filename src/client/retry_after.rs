//! The `Retry-After` header (RFC 9110, 10.2.3).

use std::time::Duration;

use http::{HeaderMap, HeaderName, header};
use jiff::{Timestamp, fmt::rfc2822::DateTimeParser};

/// How long the server asks to wait; `None` if the header is absent or malformed.
///
/// A number too large for a [`Duration`] becomes the longest `Duration`. A date counts from the answer's own
/// `Date`, so neither the local clock nor its skew matters. Without a `Date`, the date is ignored.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(value.parse().map_or(Duration::MAX, Duration::from_secs));
    }
    let until = moment(headers, &header::RETRY_AFTER)?;
    let wait = until.duration_since(moment(headers, &header::DATE)?);
    Some(Duration::try_from(wait).unwrap_or_default())
}

fn moment(headers: &HeaderMap, name: &HeaderName) -> Option<Timestamp> {
    let value = headers.get(name)?.to_str().ok()?;
    DateTimeParser::new().parse_timestamp(value).ok()
}
