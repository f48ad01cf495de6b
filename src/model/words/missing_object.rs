//! Messages of the kubelet and the scheduler about missing objects that a pod refers to, in words that name
//! the object.

use crate::model::rule::Explanation;

/// A missing object or key.
pub(in crate::model) enum MissingObject<'a> {
    /// An object, by its kind and name.
    Object(Kind, &'a str),
    /// A key of an object that exists. For a volume, the kubelet does not name the object.
    Key(Kind, Option<&'a str>, &'a str),
}

/// The kinds of objects that pods refer to.
#[derive(Clone, Copy)]
pub(in crate::model) enum Kind {
    Secret,
    ConfigMap,
    PersistentVolumeClaim,
    ServiceAccount,
}

impl Kind {
    const ALL: [Self; 4] = [
        Self::Secret,
        Self::ConfigMap,
        Self::PersistentVolumeClaim,
        Self::ServiceAccount,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Secret => "Secret",
            Self::ConfigMap => "ConfigMap",
            Self::PersistentVolumeClaim => "PersistentVolumeClaim",
            Self::ServiceAccount => "ServiceAccount",
        }
    }

    fn fact(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::ConfigMap => "configMap",
            Self::PersistentVolumeClaim => "persistentVolumeClaim",
            Self::ServiceAccount => "serviceAccount",
        }
    }
}

impl<'a> MissingObject<'a> {
    /// Reads what is missing from the cluster's message (`NewNotFound` in apimachinery's errors,
    /// `makeEnvironmentVariables` in `kubelet_pods.go`, `MakePayload` of the volume plugins).
    pub(in crate::model) fn read(words: &'a str) -> Option<Self> {
        let object = |kind: Kind| {
            let (_, rest) = words.split_once(&format!("{} \"", kind.name().to_ascii_lowercase()))?;
            let (name, _) = rest.split_once("\" not found")?;
            (!name.contains('"')).then_some(Self::Object(kind, name))
        };
        Kind::ALL
            .into_iter()
            .find_map(object)
            .or_else(|| Self::key_of_variable(words))
            .or_else(|| Self::key_of_volume(words))
    }

    /// Reads `couldn't find key passwd in Secret shop/db`.
    fn key_of_variable(words: &'a str) -> Option<Self> {
        let (_, rest) = words.split_once("couldn't find key ")?;
        let (key, place) = rest.split_once(" in ")?;
        let (kind, name) = place.split_once(' ')?;
        let kind = [Kind::Secret, Kind::ConfigMap]
            .into_iter()
            .find(|known| known.name() == kind)?;
        let name = name.rsplit('/').next()?;
        Some(Self::Key(kind, Some(name), key))
    }

    /// Reads `references non-existent secret key: passwd`.
    fn key_of_volume(words: &'a str) -> Option<Self> {
        let (_, rest) = words.split_once("references non-existent ")?;
        let (kind, key) = rest.split_once(" key: ")?;
        let kind = match kind {
            "secret" => Kind::Secret,
            "config" => Kind::ConfigMap,
            _ => return None,
        };
        Some(Self::Key(kind, None, key.trim()))
    }

    /// `Secret "db" has no key "passwd"`.
    pub(in crate::model) fn clause(&self) -> String {
        match self {
            Self::Object(kind, name) => format!("{} \"{name}\" does not exist", kind.name()),
            Self::Key(kind, Some(name), key) => format!("{} \"{name}\" has no key \"{key}\"", kind.name()),
            Self::Key(kind, None, key) => format!("its {} has no key \"{key}\"", kind.name()),
        }
    }

    /// `add key "passwd" to Secret "db"`.
    pub(in crate::model) fn hint(&self) -> String {
        match self {
            Self::Object(kind, name) => format!("create {} \"{name}\"", kind.name()),
            Self::Key(kind, Some(name), key) => format!("add key \"{key}\" to {} \"{name}\"", kind.name()),
            Self::Key(kind, None, key) => format!("add key \"{key}\" to the {} of the volume", kind.name()),
        }
    }
}

impl Explanation {
    /// Adds the missing object to the values.
    pub(in crate::model) fn with_missing(self, missing: Option<&MissingObject<'_>>) -> Self {
        match missing {
            Some(MissingObject::Object(kind, name)) => self.and(kind.fact(), *name),
            Some(MissingObject::Key(kind, name, key)) => self.and_some(kind.fact(), *name).and("key", *key),
            None => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MissingObject;

    #[test]
    fn what_is_missing_is_named() {
        for (words, clause, hint) in [
            (
                "secret \"nope\" not found",
                "Secret \"nope\" does not exist",
                "create Secret \"nope\"",
            ),
            (
                "MountVolume.SetUp failed for volume \"v\" : configmap \"a\" not found",
                "ConfigMap \"a\" does not exist",
                "create ConfigMap \"a\"",
            ),
            (
                "0/1 nodes are available: persistentvolumeclaim \"data\" not found. preemption: no",
                "PersistentVolumeClaim \"data\" does not exist",
                "create PersistentVolumeClaim \"data\"",
            ),
            (
                "error looking up service account zoo/s: serviceaccount \"s\" not found",
                "ServiceAccount \"s\" does not exist",
                "create ServiceAccount \"s\"",
            ),
            (
                "couldn't find key passwd in Secret shop/db",
                "Secret \"db\" has no key \"passwd\"",
                "add key \"passwd\" to Secret \"db\"",
            ),
            (
                "MountVolume.SetUp failed for volume \"v\" : references non-existent config key: a.conf",
                "its ConfigMap has no key \"a.conf\"",
                "add key \"a.conf\" to the ConfigMap of the volume",
            ),
        ] {
            let missing = MissingObject::read(words).unwrap();
            assert_eq!((&*missing.clause(), &*missing.hint()), (clause, hint));
        }
        for other in [
            "not found",
            "secret \"a\" is odd; key \"b\" not found",
            "image \"x\" not found",
        ] {
            assert!(MissingObject::read(other).is_none(), "{other}");
        }
    }
}
