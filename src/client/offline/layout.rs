//! What the name of a file tells about what is in it. Pure: looks at names, reads nothing.
//!
//! Layouts that are known (`NS`, `POD`, `C`: a namespace, a pod, a container):
//!
//! | whose | objects | logs |
//! |-|-|-|
//! | a recording | `job.json`, `pods.json`, `events.json`, `cronjob.json`, `podmetrics.json` | `logs/POD.C.log` |
//! | `oc adm must-gather`, `oc adm inspect` | `namespaces/NS/batch/jobs.yaml`, `namespaces/NS/core/{pods,events}.yaml`, `namespaces/NS/pods/POD/POD.yaml` | `namespaces/NS/pods/POD/C/C/logs/{current,previous}.log`, also `*.insecure.log` |
//! | troubleshoot.sh support bundles | `cluster-resources/{jobs,cronjobs,pods,events}/NS.json` (bare arrays in old ones) | `cluster-resources/pods/logs/NS/POD/C.log`, `C-previous.log`; in old ones `COLLECTOR/POD/C.log`, `COLLECTOR/POD.log` |
//! | anything else | every `.json`, `.jsonl`, `.ndjson`, `.yaml`, `.yml`, and other files that mention `apiVersion` | |
//!
//! Sources: `pkg/cli/admin/inspect/{pod,util}.go` of openshift/oc, `pkg/collect/{logs,cluster_resources}.go` and
//! `pkg/constants` of replicatedhq/troubleshoot.

use super::parse::Claim;

/// Where a log belongs. `stem` is the container's name, with `-previous` at its end for the previous instance (a container may
/// be called so itself: only who knows the pod can tell), or empty where the name of the file tells the pod only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LogName {
    /// The pod's name.
    pub(crate) pod: String,
    /// The container's name, perhaps with `-previous`.
    pub(crate) stem: String,
    /// The namespace, where the layout tells it.
    pub(crate) namespace: Option<String>,
}

/// What a file of a folder is taken for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A container's log.
    Log(LogName),
    /// Perhaps objects.
    Objects {
        /// By its ending.
        claim: Claim,
        /// Whether a file that does not keep its claim is somebody's diagnostic output rather than broken evidence.
        side_material: bool,
    },
}

/// Folder names by which a bundle's root is recognised; what lies beside them is other diagnostic output.
const BUNDLE_PARTS: [&str; 3] = ["namespaces", "cluster-resources", CLUSTER_SCOPED];

/// Where must-gather puts what has no namespace: nothing that is looked for here, and much of it.
pub(crate) const CLUSTER_SCOPED: &str = "cluster-scoped-resources";

/// Whether a folder with these entries is the root of a bundle.
pub(crate) fn is_bundle_root<'a>(mut entries: impl Iterator<Item = &'a str>) -> bool {
    entries.any(|name| name == "cluster-resources" || name == CLUSTER_SCOPED)
}

/// The role of the file at `names` (folder names and the file's name, from the root that `--from` named), where the bundle's
/// root, if any, is `bundle` names deep.
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

/// What the ending of a name claims.
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

/// The `apiVersion` and `kind` of objects that do not name theirs, by the name of the file or of its folder.
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

/// The namespace that must-gather has a file in.
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
        // The same, where `--from` names one namespace's folder.
        [.., "pods", pod, container, again, "logs"] if container == again => {
            Some(log(None, pod, format!("{container}{}", instance?)))
        }
        [.., "cluster-resources", "pods", "logs", namespace, pod] => {
            (!stem.ends_with("-logs-errors")).then(|| log(Some(namespace), pod, stem.to_owned()))
        }
        // A container's name has no dot, a pod's may have some.
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

/// Whether the file is what a container answered to must-gather (`healthz`, `version.json`, and a `metrics.json` that is no JSON).
fn is_container_output(names: &[&str]) -> bool {
    names
        .windows(5)
        .any(|part| matches!(part, ["pods", _, first, second, _] if first == second))
}
