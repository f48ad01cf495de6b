//! What is measured. A further subject is one more entry here.

use std::path::Path;

use anyhow::Result;

use super::LARGE;
use crate::control_plane::Plane;

/// The API server that has no controllers, in whose namespace `default` the Jobs are.
pub(super) const SERVER: &str = "bare";

/// Something that is measured: one or more commands, run one after another.
pub(super) struct Subject {
    pub(super) name: &'static str,
    /// Words in braces stand for what [`Values`] has.
    pub(super) commands: &'static [&'static str],
    /// For which Jobs.
    on: On,
}

enum On {
    /// All sizes.
    All,
    /// All but the largest: what asks for all pods at once as JSON makes the API server take 20 GiB there, and kubectl takes
    /// minutes.
    NotLarge,
    /// The smallest: what does not depend on a Job.
    Smallest,
}

const CURL: &str = "curl --silent --fail --output /dev/null --cacert {folder}/ca.crt --cert {folder}/admin.crt --key {folder}/admin.key --header Accept:application/vnd.kubernetes.protobuf {url}/api/v1/namespaces/default/pods?labelSelector=job-name%3D{job}";
const CURL_JSON: &str = "curl --silent --fail --output /dev/null --cacert {folder}/ca.crt --cert {folder}/admin.crt --key {folder}/admin.key {url}/api/v1/namespaces/default/pods?labelSelector=job-name%3D{job}";

/// The first two are what others are compared with: the floor, and kubectl's way.
pub(super) const SUBJECTS: &[Subject] = &[
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

impl Subject {
    pub(super) fn is_for(&self, size: usize) -> bool {
        match self.on {
            On::All => true,
            On::NotLarge => size < LARGE,
            On::Smallest => size == 1,
        }
    }
}

/// What the words in braces stand for.
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

    /// The words of a command for the Job of that size.
    pub(super) fn fill(&self, command: &str, size: usize) -> Vec<String> {
        let fill = |word: &str| {
            let word = word.replace("{job}", &job_name(size));
            self.0
                .iter()
                .fold(word, |word, (key, value)| word.replace(key, value))
        };
        command.split(' ').map(fill).collect()
    }
}

/// The name of the Job with so many pods.
pub(super) fn job_name(size: usize) -> String {
    format!("job-{size}")
}
