//! The Kubernetes version of an API server.

use std::ops::RangeInclusive;

use serde::Deserialize;

/// The minor versions of Kubernetes 1 that the tests run against, from the oldest to the newest.
pub const TESTED: RangeInclusive<u32> = 34..=37;

/// The version that an API server reports (`/version`).
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct ServerVersion {
    /// For example `v1.37.2`, possibly with a vendor's suffix.
    pub git_version: String,
    #[serde(default)]
    major: String,
    #[serde(default)]
    minor: String,
}

impl ServerVersion {
    /// Whether the tests run against this version.
    pub fn is_tested(&self) -> bool {
        // Vendors append a plus sign: `27+`.
        let minor = self.minor.trim_end_matches('+').parse().ok();
        self.major == "1" && minor.is_some_and(|minor| TESTED.contains(&minor))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tested_versions_are_known_by_their_minor_number() {
        let is_tested = |major: &str, minor: &str| {
            let version = ServerVersion {
                git_version: String::new(),
                major: major.to_owned(),
                minor: minor.to_owned(),
            };
            version.is_tested()
        };
        assert!(is_tested("1", "34") && is_tested("1", "37+"));
        assert!(!is_tested("1", "33") && !is_tested("1", "38"));
        assert!(!is_tested("2", "35") && !is_tested("1", "") && !is_tested("", ""));
    }
}
