//! What is measured on logs. As everywhere, the first two are what others are compared with.

use super::Logs;
use crate::bench::subjects::{On, Subject};

/// curl with these options, for what follows `pods/` in the address.
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

/// Where curl's HTTP/2 stands among [`OF_LARGE`].
pub(super) const LARGE_HTTP2: usize = 4;
/// And where its ways stand among [`OF_SMALL`].
pub(super) const SMALL_HTTP1: usize = 4;
pub(super) const SMALL_HTTP2_IN_TURN: usize = 5;
pub(super) const SMALL_HTTP1_IN_TURN: usize = 6;

const OF_LARGE: &[Subject] = &[
    subject(
        "curl --http1.1, with times (the floor)",
        &[curl!("--http1.1", "{job}-000000/log?timestamps=true")],
    ),
    KUBECTL,
    CYJOB,
    CYJOB_JSON,
    subject(
        "curl --http2, with times",
        &[curl!("--http2", "{job}-000000/log?timestamps=true")],
    ),
    subject(
        "curl --http1.1, without times",
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
