//! What the name of a file tells about its contents. This module looks at names and must not read anything.
//!
//! Known layouts (`NS`, `POD`, `C`: a namespace, a pod, a container):
//!
//! | source | objects | logs |
//! |-|-|-|
//! | a recording | `job.json`, `pods.json`, `events.json`, `cronjob.json`, `podmetrics.json` | `logs/POD.C.log` |
//! | `oc adm must-gather`, `oc adm inspect` | `namespaces/NS/batch/jobs.yaml`, `namespaces/NS/core/{pods,events}.yaml`, `namespaces/NS/pods/POD/POD.yaml` | `namespaces/NS/pods/POD/C/C/logs/{current,previous}.log`, also `*.insecure.log` |
//! | troubleshoot.sh support bundles | `cluster-resources/{jobs,cronjobs,pods,events}/NS.json` (bare arrays in old ones) | `cluster-resources/pods/logs/NS/POD/C.log`, `C-previous.log`; in old ones `COLLECTOR/POD/C.log`, `COLLECTOR/POD.log` |
//! | anything else | every `.json`, `.jsonl`, `.ndjson`, `.yaml`, `.yml`, and other files that mention `apiVersion` | |
//!
//! Sources: `pkg/cli/admin/inspect/{pod,util}.go` of openshift/oc, and
//! `pkg/collect/{logs,cluster_resources}.go` and `pkg/constants` of replicatedhq/troubleshoot.

use super::parse::Claim;

/// The pod and container of a log. `stem` is the container's name, with `-previous` at its end for the
/// previous instance. The name is empty if the file's name only tells the pod. A container's own name may
/// also end with `-previous`; only the pod can tell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LogName {
    /// The pod's name.
    pub(crate) pod: String,
    /// The container's name, perhaps with `-previous`.
    pub(crate) stem: String,
    /// The namespace, if the layout tells it.
    pub(crate) namespace: Option<String>,
}

/// What a file in a folder is treated as.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A container's log.
    Log(LogName),
    /// A file that may hold objects.
    Objects {
        /// The format that the file's ending claims.
        claim: Claim,
        /// Whether a file that breaks its claim is diagnostic output rather than broken evidence.
        side_material: bool,
    },
}

/// The folders at the root of a bundle that hold evidence. Everything beside them is other diagnostic output.
const BUNDLE_PARTS: [&str; 3] = ["namespaces", "cluster-resources", CLUSTER_SCOPED];

/// The folder for must-gather's cluster-scoped objects: many files, and none that cyjob needs.
pub(crate) const CLUSTER_SCOPED: &str = "cluster-scoped-resources";

/// Whether a folder with these entries is the root of a bundle.
pub(crate) fn is_bundle_root<'a>(mut entries: impl Iterator<Item = &'a str>) -> bool {
    entries.any(|name| name == "cluster-resources" || name == CLUSTER_SCOPED)
}

/// The role of the file at `names`: the names of its folders and its own, from the root that `--from` names.
/// `bundle` is how many names deep the root of the bundle is, if there is one.
pub(crate) fn role(names: &[&str], bundle: Option<usize>) -> Role {
    let in_bundle = bundle.map(|depth| &names[depth.min(names.len())..]);
    if let Some(log) = log_name(names, in_bundle) {
        return Role::Log(log);
    }
    let beside =
        in_bundle.is_some_and(|names| !names.first().is_some_and(|name| BUNDLE_PARTS.contains(name)));
    Role::Objects {
        claim: claim(names.last().copied().unwrap_or_default()),
        side_material: beside || is_container_output(names),
    }
}

/// The format that a name's ending claims.
pub(crate) fn claim(name: &str) -> Claim {
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("json" | "jsonl" | "ndjson") => Claim::Json,
        Some("yaml" | "yml") => Claim::Yaml,
        _ => Claim::Nothing,
    }
}

/// The `apiVersion` and `kind` of objects that do not state their own, from the name of the file or its
/// folder.
pub(crate) fn implied_kind(names: &[&str]) -> Option<(&'static str, &'static str)> {
    let stem = names.last().map(|name| name.split('.').next().unwrap_or(name));
    let folder = names.len().checked_sub(2).map(|at| names[at]);
    [stem, folder].into_iter().flatten().find_map(|name| match name {
        "job" | "jobs" => Some(("batch/v1", "Job")),
        "cronjob" | "cronjobs" => Some(("batch/v1", "CronJob")),
        "pod" | "pods" => Some(("v1", "Pod")),
        "event" | "events" => Some(("v1", "Event")),
        "podmetrics" => Some(("metrics.k8s.io/v1beta1", "PodMetrics")),
        _ => None,
    })
}

/// The namespace of a file in must-gather's layout.
pub(crate) fn namespace<'a>(names: &[&'a str]) -> Option<&'a str> {
    let at = names.iter().position(|name| *name == "namespaces")?;
    names.get(at + 1..)?.split_last()?.1.first().copied()
}

fn log_name(names: &[&str], in_bundle: Option<&[&str]>) -> Option<LogName> {
    let (file, folders) = names.split_last()?;
    let stem = file.strip_suffix(".log")?;
    let log = |namespace: Option<&str>, pod: &str, stem: String| LogName {
        pod: pod.to_owned(),
        stem,
        namespace: namespace.map(str::to_owned),
    };
    let instance = match stem.strip_suffix(".insecure").unwrap_or(stem) {
        "current" => Some(""),
        "previous" => Some("-previous"),
        _ => None,
    };
    match folders {
        [.., "namespaces", namespace, "pods", pod, container, _, "logs"] => {
            Some(log(Some(namespace), pod, format!("{container}{}", instance?)))
        }
        // The same layout, if `--from` names the folder of one namespace.
        [.., "pods", pod, container, again, "logs"] if container == again => {
            Some(log(None, pod, format!("{container}{}", instance?)))
        }
        [.., "cluster-resources", "pods", "logs", namespace, pod] => {
            (!stem.ends_with("-logs-errors")).then(|| log(Some(namespace), pod, stem.to_owned()))
        }
        // A container's name has no dot; a pod's name may have some.
        [.., "logs"] if let Some((pod, container)) = stem.rsplit_once('.') => {
            Some(log(None, pod, container.to_owned()))
        }
        _ => match in_bundle? {
            [first, ..] if BUNDLE_PARTS.contains(first) => None,
            [_, _] => {
                let pod = stem.strip_suffix("-previous").unwrap_or(stem);
                Some(log(None, pod, stem[pod.len()..].to_owned()))
            }
            [_, .., pod, _] => Some(log(None, pod, stem.to_owned())),
            _ => None,
        },
    }
}

/// Whether the file is what a container answered to must-gather (`healthz`, `version.json`, and a
/// `metrics.json` that is not JSON).
fn is_container_output(names: &[&str]) -> bool {
    names
        .windows(5)
        .any(|part| matches!(part, ["pods", _, first, second, _] if first == second))
}
