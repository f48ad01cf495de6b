//! The commands to measure. A new subject is one more entry here.

use std::path::Path;

use anyhow::Result;

use super::{LARGE, World};
use crate::control_plane::Plane;

/// The API server without controllers. The Jobs with pods are in its namespace `default`.
pub(super) const SERVER: &str = "bare";
/// The namespace with many Jobs.
pub(super) const JOBS_NAMESPACE: &str = "jobs";

/// A subject: one or more commands that run one after another.
pub(super) struct Subject {
    pub(super) name: &'static str,
    /// The commands; [`Values`] replaces the words in braces.
    pub(super) commands: &'static [&'static str],
    /// The Jobs to run the subject on.
    pub(super) on: On,
}

pub(super) enum On {
    /// All sizes.
    All,
    /// All but the largest, where a request for all pods as JSON makes the API server take 20 GiB, and kubectl takes minutes.
    NotLarge,
    /// The smallest, for subjects that do not depend on a Job.
    Smallest,
    /// All, but in one round only: the subject takes a minute.
    Once,
}

const CURL: &str = "curl --silent --fail --output /dev/null --cacert {folder}/ca.crt --cert {folder}/admin.crt --key {folder}/admin.key --header Accept:application/vnd.kubernetes.protobuf {url}/api/v1/namespaces/default/pods?labelSelector=job-name%3D{job}";
const CURL_JOBS: &str = "curl --silent --fail --output /dev/null --cacert {folder}/ca.crt --cert {folder}/admin.crt --key {folder}/admin.key --header Accept:application/vnd.kubernetes.protobuf {url}/apis/batch/v1/namespaces/jobs/jobs";
const CURL_JSON: &str = "curl --silent --fail --output /dev/null --cacert {folder}/ca.crt --cert {folder}/admin.crt --key {folder}/admin.key {url}/api/v1/namespaces/default/pods?labelSelector=job-name%3D{job}";

/// The other subjects are compared with the first two: the floor and kubectl.
pub(super) const OF_PODS: &[Subject] = &[
    Subject {
        name: "curl, protobuf (the floor)",
        commands: &[CURL],
        on: On::All,
    },
    Subject {
        name: "kubectl describe job + get pods",
        commands: &[
            "kubectl --kubeconfig {kubeconfig} describe job {job}",
            "kubectl --kubeconfig {kubeconfig} get pods --selector job-name={job}",
        ],
        on: On::NotLarge,
    },
    Subject {
        name: "cyjob describe",
        commands: &["{cyjob} describe {job} --kubeconfig {kubeconfig}"],
        on: On::All,
    },
    Subject {
        name: "cyjob describe -o json",
        commands: &["{cyjob} describe {job} -o json --kubeconfig {kubeconfig}"],
        on: On::All,
    },
    Subject {
        name: "curl, JSON",
        commands: &[CURL_JSON],
        on: On::NotLarge,
    },
    Subject {
        name: "kubectl describe job",
        commands: &["kubectl --kubeconfig {kubeconfig} describe job {job}"],
        on: On::All,
    },
    Subject {
        name: "kubectl get pods -o json",
        commands: &["kubectl --kubeconfig {kubeconfig} get pods --selector job-name={job} --output json"],
        on: On::NotLarge,
    },
    Subject {
        name: "cyjob --version",
        commands: &["{cyjob} --version"],
        on: On::Smallest,
    },
    Subject {
        name: "cyjob --help",
        commands: &["{cyjob} --help"],
        on: On::Smallest,
    },
];

/// The same for lists of Jobs.
pub(super) const OF_JOBS: &[Subject] = &[
    Subject {
        name: "curl, protobuf (the floor)",
        commands: &[CURL_JOBS],
        on: On::All,
    },
    Subject {
        name: "kubectl get jobs",
        commands: &["kubectl --kubeconfig {kubeconfig} --namespace jobs get jobs"],
        on: On::All,
    },
    Subject {
        name: "cyjob list",
        commands: &["{cyjob} list --namespace jobs --kubeconfig {kubeconfig}"],
        on: On::All,
    },
    Subject {
        name: "cyjob list -o json",
        commands: &["{cyjob} list -o json --namespace jobs --kubeconfig {kubeconfig}"],
        on: On::All,
    },
];

impl Subject {
    /// Whether the subject runs in this round; round 0 does not count.
    pub(super) fn is_for(&self, world: World, round: usize) -> bool {
        match self.on {
            On::All => true,
            On::Once => round == 1,
            On::NotLarge => world != World::Pods(LARGE),
            On::Smallest => world == World::Pods(1),
        }
    }

    /// Whether the subject sends requests to the API server.
    pub(super) fn asks(&self) -> bool {
        self.commands[0].contains("{kubeconfig}") || self.commands[0].contains("{url}")
    }
}

/// The values of the words in braces.
pub(super) struct Values(Vec<(&'static str, String)>);

impl Values {
    pub(super) fn new(plane: &Plane, binary: &Path) -> Result<Self> {
        Ok(Self(vec![
            ("{cyjob}", binary.display().to_string()),
            ("{kubeconfig}", plane.kubeconfig(SERVER).display().to_string()),
            ("{folder}", plane.folder.display().to_string()),
            ("{url}", plane.url(SERVER)?),
        ]))
    }

    /// The words of a command in this world.
    pub(super) fn fill(&self, command: &str, world: World) -> Vec<String> {
        let job = match world {
            World::Pods(size) => job_name(size),
            World::Jobs(_) => String::new(),
            World::Logs(logs) => logs.job().to_owned(),
        };
        let fill = |text: &str| {
            let text = text.replace("{job}", &job);
            self.0
                .iter()
                .fold(text, |text, (key, value)| text.replace(key, value))
        };
        command.split(' ').map(fill).collect()
    }
}

/// The name of the Job with this many pods.
pub(super) fn job_name(size: usize) -> String {
    format!("job-{size}")
}
