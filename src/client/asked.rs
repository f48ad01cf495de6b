//! What a request asks for, read from its path. Messages say it in Kubernetes' words and name the RBAC rule.

/// A read request to the Kubernetes API.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Asked<'a> {
    /// `get`, `list` or `watch`.
    pub(super) verb: &'static str,
    /// The API group, for example `batch`; empty for the core group.
    pub(super) group: &'a str,
    /// The API version, for example `v1`.
    pub(super) version: &'a str,
    /// The namespace; `None` for all namespaces and for cluster-scoped objects.
    pub(super) namespace: Option<&'a str>,
    /// The resource, for example `jobs` or `pods/log`.
    pub(super) resource: String,
    /// The object's name; `None` for a list.
    pub(super) name: Option<&'a str>,
}

impl<'a> Asked<'a> {
    /// Parses `/api/v1/…` and `/apis/GROUP/VERSION/…`, with their query; `None` for other paths.
    pub(super) fn of(path: &'a str) -> Option<Self> {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let parts: Vec<_> = path.split('/').filter(|part| !part.is_empty()).collect();
        let (group, version, rest) = match parts.as_slice() {
            ["api", version, rest @ ..] => ("", *version, rest),
            ["apis", group, version, rest @ ..] => (*group, *version, rest),
            _ => return None,
        };
        let (namespace, rest) = match rest {
            ["namespaces", namespace, rest @ ..] if !rest.is_empty() => (Some(*namespace), rest),
            rest => (None, rest),
        };
        let (resource, name, below) = match rest {
            [resource] => (*resource, None, None),
            [resource, name] => (*resource, Some(*name), None),
            [resource, name, below] => (*resource, Some(*name), Some(*below)),
            _ => return None,
        };
        let is_watch = query
            .split('&')
            .any(|pair| matches!(pair, "watch=true" | "watch=1"));
        Some(Self {
            verb: match name {
                Some(_) => "get",
                None if is_watch => "watch",
                None => "list",
            },
            group,
            version,
            namespace,
            resource: below.map_or_else(|| resource.to_owned(), |below| format!("{resource}/{below}")),
            name,
        })
    }

    /// The request in words: `get jobs.batch "x" in namespace "shop"`.
    pub(super) fn in_words(&self) -> String {
        let Self { verb, group, .. } = self;
        let dot = if group.is_empty() { "" } else { "." };
        let mut words = format!("{verb} {}{dot}{group}", self.resource);
        if let Some(name) = self.name {
            words = format!("{words} {name:?}");
        }
        match self.namespace {
            Some(namespace) => format!("{words} in namespace {namespace:?}"),
            None if self.name.is_none() => format!("{words} in all namespaces"),
            None => words,
        }
    }

    /// The RBAC rule that allows the request, and the kind of role that the rule belongs to.
    pub(super) fn rule(&self) -> String {
        let Self {
            verb,
            group,
            resource,
            ..
        } = self;
        let role = match self.namespace {
            Some(namespace) => format!("a Role in namespace {namespace:?}"),
            None => String::from("a ClusterRole"),
        };
        format!("{role} with the rule apiGroups: [{group:?}], resources: [{resource:?}], verbs: [{verb:?}]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_paths() {
        let words = |path| Asked::of(path).map(|asked| asked.in_words());
        let cases = [
            (
                "/apis/batch/v1/namespaces/shop/jobs/x",
                "get jobs.batch \"x\" in namespace \"shop\"",
            ),
            (
                "/apis/batch/v1/namespaces/shop/jobs?limit=500",
                "list jobs.batch in namespace \"shop\"",
            ),
            (
                "/apis/batch/v1/namespaces/shop/jobs?limit=5&watch=true",
                "watch jobs.batch in namespace \"shop\"",
            ),
            ("/apis/batch/v1/jobs", "list jobs.batch in all namespaces"),
            (
                "/api/v1/namespaces/shop/pods/p/log?tailLines=5",
                "get pods/log \"p\" in namespace \"shop\"",
            ),
            ("/api/v1/namespaces", "list namespaces in all namespaces"),
            ("/api/v1/namespaces/shop", "get namespaces \"shop\""),
        ];
        for (path, expected) in cases {
            assert_eq!(words(path).as_deref(), Some(expected), "{path}");
        }
        for path in ["/version", "/", "", "/apis", "/api/v1", "/apis/batch/v1"] {
            assert_eq!(words(path), None, "{path}");
        }
    }

    #[test]
    fn writes_the_rule_to_ask_for() {
        let rule = |path| Asked::of(path).map(|asked| asked.rule()).unwrap_or_default();
        assert_eq!(
            rule("/apis/batch/v1/namespaces/shop/jobs/x"),
            "a Role in namespace \"shop\" with the rule apiGroups: [\"batch\"], resources: [\"jobs\"], verbs: [\"get\"]"
        );
        assert_eq!(
            rule("/api/v1/namespaces/shop/pods/p/log"),
            "a Role in namespace \"shop\" with the rule apiGroups: [\"\"], resources: [\"pods/log\"], verbs: [\"get\"]"
        );
        assert!(rule("/apis/batch/v1/jobs").starts_with("a ClusterRole "));
    }
}
