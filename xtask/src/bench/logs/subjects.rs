//! The commands to measure on logs. The other subjects are compared with the first two.

use super::Logs;
use crate::bench::subjects::{On, Subject};

/// A curl command with these options; `$path` follows `pods/` in the URL.
macro_rules! curl {
    ($options:literal, $path:literal) => {
        concat!(
            "curl ",
            $options,
            " --silent --fail --output /dev/null --cacert {folder}/ca.crt --cert {folder}/admin.crt --key {folder}/admin.key ",
            "{url}/api/v1/namespaces/default/pods/",
            $path
        )
    };
}

const KUBECTL: Subject = subject(
    "kubectl logs --all-pods --all-containers",
    &["kubectl --kubeconfig {kubeconfig} logs job/{job} --all-pods --all-containers --tail=-1"],
);
const CYJOB: Subject = subject("cyjob logs", &["{cyjob} logs {job} --kubeconfig {kubeconfig}"]);
const CYJOB_JSON: Subject = subject(
    "cyjob logs -o json",
    &["{cyjob} logs {job} -o json --kubeconfig {kubeconfig}"],
);

/// The place of curl with HTTP/2 in [`OF_LARGE`].
pub(super) const LARGE_HTTP2: usize = 4;
/// The places of the other ways of curl in [`OF_SMALL`].
pub(super) const SMALL_HTTP1: usize = 4;
pub(super) const SMALL_HTTP2_IN_TURN: usize = 5;
pub(super) const SMALL_HTTP1_IN_TURN: usize = 6;

const OF_LARGE: &[Subject] = &[
    subject(
        "curl --http1.1, with timestamps (the floor)",
        &[curl!("--http1.1", "{job}-000000/log?timestamps=true")],
    ),
    KUBECTL,
    CYJOB,
    CYJOB_JSON,
    subject(
        "curl --http2, with timestamps",
        &[curl!("--http2", "{job}-000000/log?timestamps=true")],
    ),
    subject(
        "curl --http1.1, without timestamps",
        &[curl!("--http1.1", "{job}-000000/log")],
    ),
    subject(
        "kubectl logs of the pod",
        &["kubectl --kubeconfig {kubeconfig} logs {job}-000000"],
    ),
];

const OF_SMALL: &[Subject] = &[
    subject(
        "curl --http2, 16 at once (the floor)",
        &[curl!(
            "--http2 --parallel --parallel-max 16",
            "{job}-[000000-000299]/log?timestamps=true"
        )],
    ),
    Subject {
        on: On::Once,
        ..KUBECTL
    },
    CYJOB,
    CYJOB_JSON,
    subject(
        "curl --http1.1, 16 at once",
        &[curl!(
            "--http1.1 --parallel --parallel-max 16",
            "{job}-[000000-000299]/log?timestamps=true"
        )],
    ),
    subject(
        "curl --http2, one after another",
        &[curl!("--http2", "{job}-[000000-000299]/log?timestamps=true")],
    ),
    subject(
        "curl --http1.1, one after another",
        &[curl!("--http1.1", "{job}-[000000-000299]/log?timestamps=true")],
    ),
    subject(
        "curl --http2, 16 at once, each log and then its end, as cyjob does",
        &[curl!(
            "--http2 --parallel --parallel-max 16",
            "{job}-[000000-000299]/log?timestamps=true \
             {url}/api/v1/namespaces/default/pods/{job}-[000000-000299]/log?timestamps=true&tailLines=1"
        )],
    ),
];

impl Logs {
    pub(in crate::bench) fn subjects(self) -> &'static [Subject] {
        match self {
            Self::Large => OF_LARGE,
            Self::Small => OF_SMALL,
        }
    }
}

const fn subject(name: &'static str, commands: &'static [&'static str]) -> Subject {
    Subject {
        name,
        commands,
        on: On::All,
    }
}
