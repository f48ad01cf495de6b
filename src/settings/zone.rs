//! The local time zone.
//!
//! jiff reads whatever file `TZ` names, to its end. A pipe or a device has no end, so such a file is refused here.

use std::{ffi::OsStr, fs, path::Path};

use jiff::tz::TimeZone;

/// The sizes of a `TZif` file (RFC 9636): its header alone has 44 bytes, and the largest zone of the IANA database a few KiB.
const SIZES: std::ops::RangeInclusive<u64> = 44..=1 << 20;

/// The zone of the system, and a warning if `TZ` names a file that is not read. `tzdir` is `TZDIR`.
pub(super) fn local(tz: Option<&OsStr>, tzdir: Option<&OsStr>) -> (TimeZone, Option<String>) {
    let named = tz.and_then(OsStr::to_str).unwrap_or_default();
    let name = named.strip_prefix(':').unwrap_or(named);
    let in_database = tzdir.and_then(|folder| refusal(&Path::new(folder).join(name.trim_start_matches('/'))));
    // A file comes after a zone of that name.
    let by_path = || refusal(Path::new(name)).filter(|_| TimeZone::get(name).is_err());
    match in_database.or_else(by_path) {
        None => (TimeZone::system(), None),
        Some(why) => {
            let warning = format!("TZ={named} is not a time zone: {why}; times are shown in UTC");
            (TimeZone::UTC, Some(warning))
        }
    }
}

/// Why that file must not be read; `None` if it may, or cannot be read anyway.
fn refusal(path: &Path) -> Option<String> {
    let about = fs::metadata(path).ok().filter(|about| !about.is_dir())?;
    let path = path.display();
    match about.len() {
        _ if !about.is_file() => Some(format!("{path} is not a regular file")),
        size if !SIZES.contains(&size) => Some(format!("the file {path} has {size} bytes")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warning(tz: &str, tzdir: Option<&str>) -> Option<String> {
        local(Some(tz.as_ref()), tzdir.map(OsStr::new)).1
    }

    #[test]
    fn names_rules_and_files_of_zones_are_left_to_jiff() {
        for name in [
            "",
            "UTC",
            "Europe/Berlin",
            ":Europe/Berlin",
            "CET-1CEST",
            "/no/such/file",
            "/",
        ] {
            assert_eq!(warning(name, None), None, "{name}");
        }
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("zone");
        fs::write(&file, [0; 200]).unwrap();
        assert_eq!(warning(file.to_str().unwrap(), None), None);
        assert_eq!(warning("zone", folder.path().to_str()), None);
    }

    #[test]
    fn a_file_of_another_size_is_no_zone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("zone");
        for size in [0, 43, (1 << 20) + 1] {
            fs::write(&file, vec![0; size]).unwrap();
            let told = warning(file.to_str().unwrap(), None).unwrap();
            assert!(
                told.contains(&format!("has {size} bytes; times are shown in UTC")),
                "{told}"
            );
            assert!(warning("zone", folder.path().to_str()).is_some());
        }
    }
}
