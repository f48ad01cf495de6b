//! The path and query of a request, decoded.

use std::str::FromStr;

use http::Uri;
use percent_encoding::percent_decode_str;

use super::status::Refusal;

/// What a path asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// The API group; `""` for the core group.
    pub(crate) group: String,
    /// The API version.
    pub(crate) version: String,
    /// The namespace; `None` for all namespaces.
    pub(crate) namespace: Option<String>,
    /// The resource's plural.
    pub(crate) plural: String,
    /// The object's name; `None` for a list.
    pub(crate) name: Option<String>,
    /// A part of the object, for example `log`.
    pub(crate) subresource: Option<String>,
}

impl Target {
    /// Parses `/api/V/…` and `/apis/GROUP/V/…`; `None` for every other path.
    pub(crate) fn parse(path: &str) -> Option<Self> {
        let decode = |part| percent_decode_str(part).decode_utf8().ok().map(String::from);
        let parts: Vec<String> = path
            .trim_matches('/')
            .split('/')
            .map(decode)
            .collect::<Option<_>>()?;
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let (group, version, rest) = match parts.as_slice() {
            ["api", version, rest @ ..] => ("", version, rest),
            ["apis", group, version, rest @ ..] => (*group, version, rest),
            _ => return None,
        };
        let (namespace, rest) = match rest {
            ["namespaces", namespace, rest @ ..] if !rest.is_empty() => (Some(*namespace), rest),
            rest => (None, rest),
        };
        let (plural, name, subresource) = match rest {
            [plural] => (*plural, None, None),
            // Only namespaced objects are served, so a name without a namespace leads nowhere.
            [plural, name] if namespace.is_some() => (*plural, Some(*name), None),
            [plural, name, part] if namespace.is_some() => (*plural, Some(*name), Some(*part)),
            _ => return None,
        };
        Some(Self {
            group: group.to_owned(),
            version: (*version).to_owned(),
            namespace: namespace.map(str::to_owned),
            plural: plural.to_owned(),
            name: name.map(str::to_owned),
            subresource: subresource.map(str::to_owned),
        })
    }
}

/// The query parameters. Unknown ones are ignored, as by the API server.
#[derive(Debug)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn of(uri: &Uri) -> Self {
        let decode = |part: &str| {
            percent_decode_str(&part.replace('+', " "))
                .decode_utf8_lossy()
                .into_owned()
        };
        let pairs = uri
            .query()
            .unwrap_or_default()
            .split('&')
            .filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .map(|(name, value)| (decode(name), decode(value)))
                .collect(),
        )
    }

    /// The first value of the parameter; an empty value counts as absent.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(found, _)| found == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// Whether the parameter is set and not `false` or `0`.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.get(name)
            .is_some_and(|value| !matches!(value, "0" | "false" | "False"))
    }

    /// The parameter as a number or a time.
    pub(crate) fn parsed<T: FromStr>(&self, name: &str) -> Result<Option<T>, Refusal> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        let parsed = value.parse().map(Some);
        parsed.map_err(|_| Refusal::bad_request(format!("invalid value for parameter {name}: \"{value}\"")))
    }
}
