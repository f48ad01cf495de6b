//! What a pod refers to and does not exist, read from the words of the kubelet and the scheduler.

/// The kinds that pods refer to, as the words have them and as people write them.
const KINDS: [(&str, &str); 3] = [
    ("configmap", "ConfigMap"),
    ("secret", "Secret"),
    ("persistentvolumeclaim", "PersistentVolumeClaim"),
];

/// What to create or add, with its name; `None` where the words name nothing that is missing.
pub(in crate::model) fn mend(words: &str) -> Option<String> {
    KINDS.iter().find_map(|(kind, name)| {
        let found = missing_object(words, kind).map(|object| format!("create {name} \"{object}\""));
        found.or_else(|| {
            let (key, object) = missing_key(words, name)?;
            Some(format!("add key \"{key}\" to {name} \"{object}\""))
        })
    })
}

/// The name in `secret "db" not found` and `configmaps "app" not found`.
fn missing_object<'a>(words: &'a str, kind: &str) -> Option<&'a str> {
    let mut rest = words;
    while let Some((_, after)) = rest.split_once(kind) {
        let quoted = after.strip_prefix("s \"").or_else(|| after.strip_prefix(" \""));
        if let Some((name, after)) = quoted.and_then(|quoted| quoted.split_once('"'))
            && after.starts_with(" not found")
        {
            return Some(name);
        }
        rest = after;
    }
    None
}

/// The key and the object in `couldn't find key passwd in Secret shop/db`.
fn missing_key<'a>(words: &'a str, kind: &str) -> Option<(&'a str, &'a str)> {
    let (_, after) = words.split_once("couldn't find key ")?;
    let (key, after) = after.split_once(" in ")?;
    let object = after.strip_prefix(kind)?.strip_prefix(' ')?;
    let object = object.split([' ', ',', ':']).next()?;
    let name = object.rsplit_once('/').map_or(object, |(_, name)| name);
    Some((key, name))
}

#[cfg(test)]
mod tests {
    use super::mend;

    #[test]
    fn a_missing_object_or_key_is_named() {
        for (words, expected) in [
            (
                "configmap \"not-there\" not found",
                "create ConfigMap \"not-there\"",
            ),
            (
                "MountVolume.SetUp failed for volume \"s\" : secret \"no-such-secret\" not found",
                "create Secret \"no-such-secret\"",
            ),
            ("secrets \"db\" not found", "create Secret \"db\""),
            (
                "0/3 nodes are available: persistentvolumeclaim \"data\" not found.",
                "create PersistentVolumeClaim \"data\"",
            ),
            (
                "couldn't find key passwd in Secret trial-sre/db",
                "add key \"passwd\" to Secret \"db\"",
            ),
            (
                "couldn't find key a.b in ConfigMap shop/app",
                "add key \"a.b\" to ConfigMap \"app\"",
            ),
        ] {
            assert_eq!(mend(words).as_deref(), Some(expected), "{words}");
        }
        for words in [
            "",
            "secret",
            "secret \"a",
            "secret \"a\" is immutable",
            "couldn't find key a in",
            "pods \"x\" not found",
        ] {
            assert_eq!(mend(words), None, "{words}");
        }
    }
}
