//! The timestamps of lines.

use std::borrow::Cow;

use jiff::{Timestamp, tz::TimeZone};

/// The timestamp in `zone`. Text that is no timestamp is kept, but made harmless.
pub(super) fn in_zone<'a>(stamp: &'a [u8], zone: &TimeZone) -> Cow<'a, [u8]> {
    if *zone == TimeZone::UTC {
        return in_utc(stamp);
    }
    parsed(stamp).map_or_else(
        || harmless(stamp),
        |time| {
            let time = time.to_zoned_datetime(zone.clone());
            time.strftime("%Y-%m-%dT%H:%M:%S.%9f%:z")
                .to_string()
                .into_bytes()
                .into()
        },
    )
}

/// The timestamp in UTC. A timestamp that ends with `Z` is kept as the server wrote it.
pub(super) fn in_utc(stamp: &[u8]) -> Cow<'_, [u8]> {
    if stamp.ends_with(b"Z") {
        return harmless(stamp);
    }
    parsed(stamp).map_or_else(
        || harmless(stamp),
        |time| format!("{time:.9}").into_bytes().into(),
    )
}

fn parsed(stamp: &[u8]) -> Option<Timestamp> {
    str::from_utf8(stamp).ok()?.parse().ok()
}

fn harmless(stamp: &[u8]) -> Cow<'_, [u8]> {
    if stamp.iter().all(u8::is_ascii_graphic) {
        stamp.into()
    } else {
        crate::render::sanitize::line(&String::from_utf8_lossy(stamp))
            .into_bytes()
            .into()
    }
}
