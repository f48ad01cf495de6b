//! The kinds of objects that are kept, and how the API serves them. To keep another kind, add a row.

/// A kind of object.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Kind {
    /// The API group; `""` is the core group.
    pub(crate) group: &'static str,
    /// `kind`.
    pub(crate) name: &'static str,
    /// The resource's name in paths.
    pub(crate) plural: &'static str,
    /// The only version that is served, to which other versions are converted; `None` if each version is
    /// served as it is.
    pub(crate) version: Option<&'static str>,
    /// The fields that a field selector may name, besides `metadata.name` and `metadata.namespace`.
    pub(crate) fields: &'static [&'static str],
}

/// Always served.
pub(crate) const JOB: &Kind = &Kind {
    group: "batch",
    name: "Job",
    plural: "jobs",
    version: Some("v1"),
    fields: &["status.successful"],
};

/// Always served. `batch/v1beta1`, removed in 1.25, has the same fields.
const CRON_JOB: &Kind = &Kind {
    group: "batch",
    name: "CronJob",
    plural: "cronjobs",
    version: Some("v1"),
    fields: &[],
};

/// Always served.
pub(crate) const POD: &Kind = &Kind {
    group: "",
    name: "Pod",
    plural: "pods",
    version: Some("v1"),
    fields: &["spec.nodeName", "status.phase"],
};

/// Always served; `events.k8s.io/v1` is converted to this form.
pub(crate) const EVENT: &Kind = &Kind {
    group: "",
    name: "Event",
    plural: "events",
    version: Some("v1"),
    fields: &[
        "involvedObject.kind",
        "involvedObject.name",
        "involvedObject.namespace",
        "involvedObject.uid",
        "reason",
        "type",
    ],
};

/// Served only if there is such an object, as are all kinds below.
const WORKLOAD: &Kind = &Kind {
    group: "kueue.x-k8s.io",
    name: "Workload",
    plural: "workloads",
    version: None,
    fields: &[],
};

const POD_METRICS: &Kind = &Kind {
    group: "metrics.k8s.io",
    name: "PodMetrics",
    plural: "pods",
    version: None,
    fields: &[],
};

const KEPT: [&Kind; 6] = [JOB, CRON_JOB, POD, EVENT, WORKLOAD, POD_METRICS];

impl Kind {
    /// The kept kind of this group and name. Events of `events.k8s.io` count as events of the core group.
    pub(crate) fn of(group: &str, kind: &str) -> Option<&'static Self> {
        let group = if group == "events.k8s.io" { "" } else { group };
        KEPT.into_iter()
            .find(|kept| kept.group == group && kept.name == kind)
    }

    /// Like [`Kind::of`], by `apiVersion`.
    pub(crate) fn of_api(api_version: &str, kind: &str) -> Option<&'static Self> {
        let (group, _) = api_version.split_once('/').unwrap_or(("", api_version));
        Self::of(group, kind)
    }

    /// The kept kind that is served under this group and plural, if there is one.
    pub(crate) fn served(group: &str, plural: &str) -> Option<&'static Self> {
        KEPT.into_iter()
            .find(|kept| kept.group == group && kept.plural == plural)
    }

    /// Whether a cluster always serves this API. If so, an absent kind is an empty list and not a 404.
    pub(crate) fn is_built_in(&self) -> bool {
        self.version.is_some()
    }

    /// Whether objects of this kind are evidence about a Job. If the files hold neither such an object nor a
    /// list of them, the evidence is unknown. Jobs and `CronJob`s are not evidence, because the files
    /// themselves say which of them exist.
    pub(crate) fn is_evidence(&self) -> bool {
        self == POD || self == EVENT
    }

    /// How the server names the resource in messages: `pods`, `jobs.batch`.
    pub(crate) fn qualified(&self) -> String {
        match self.group {
            "" => self.plural.to_owned(),
            group => format!("{}.{group}", self.plural),
        }
    }

    /// `apiVersion` for a version of this kind.
    pub(crate) fn api_version(&self, version: &str) -> String {
        match self.group {
            "" => version.to_owned(),
            group => format!("{group}/{version}"),
        }
    }
}
