//! Paths of requests. All text that comes from users or objects is percent-encoded here and nowhere else.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The characters to encode: all but the unreserved characters of RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The path of `segments` with `query`, beginning with `/`.
pub(super) fn path(segments: &[&str], query: &[(&str, &str)]) -> String {
    let mut path = String::new();
    for segment in segments {
        path.push('/');
        path.extend(utf8_percent_encode(segment, ENCODED));
    }
    for (key, value) in query {
        push_parameter(&mut path, key, value);
    }
    path
}

/// Appends one parameter to a path that may have parameters already.
pub(super) fn push_parameter(path: &mut String, key: &str, value: &str) {
    path.push(if path.contains('?') { '&' } else { '?' });
    path.extend(utf8_percent_encode(key, ENCODED));
    path.push('=');
    path.extend(utf8_percent_encode(value, ENCODED));
}

/// The path of the Jobs or `CronJobs` of one namespace, or of all namespaces if `namespace` is `None`.
pub(super) fn batch(namespace: Option<&str>, resource: &str, query: &[(&str, &str)]) -> String {
    match namespace {
        Some(namespace) => path(&["apis", "batch", "v1", "namespaces", namespace, resource], query),
        None => path(&["apis", "batch", "v1", resource], query),
    }
}

/// The path of a resource of the core API in one namespace, or in all namespaces if `namespace` is `None`.
pub(super) fn core(namespace: Option<&str>, resource: &str, query: &[(&str, &str)]) -> String {
    match namespace {
        Some(namespace) => path(&["api", "v1", "namespaces", namespace, resource], query),
        None => path(&["api", "v1", resource], query),
    }
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn encodes_whatever_could_change_the_meaning() {
        let got = path(
            &["api", "a/b?c"],
            &[("labelSelector", "k in (a,b),!c"), ("x", "1&y=2#%ü")],
        );
        assert_eq!(
            got,
            "/api/a%2Fb%3Fc?labelSelector=k%20in%20%28a%2Cb%29%2C%21c&x=1%26y%3D2%23%25%C3%BC"
        );
    }
}
