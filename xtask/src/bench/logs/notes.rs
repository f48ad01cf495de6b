//! The text about logs on the page.

use super::{
    Logs,
    subjects::{LARGE_HTTP2, SMALL_HTTP1, SMALL_HTTP1_IN_TURN, SMALL_HTTP2_IN_TURN},
};

/// The text before the numbers: what is measured.
pub(in crate::bench) fn before(logs: Logs) -> &'static str {
    match logs {
        Logs::Large => {
            "One pod wrote the log, in lines of 120 bytes. The API server passes on what the pod's kubelet sends. A test server plays the kubelet and\n\
             sends 64 KiB at once: a real kubelet sends each line by itself and would be the bottleneck. MB counts what the container wrote;\n\
             cyjob and the floor also request timestamps, which add a quarter.\n\n"
        }
        Logs::Small => {
            "The pods of one Job have 24 kB of log each. kubectl requests one log after another and at most five a second (client-go's\n\
             default), which takes most of its time; it ran once. cyjob requests each log twice: an API server ends its response normally when\n\
             its own connection to the node breaks, so only a second request for the end of the log proves that cyjob read all of it.\n\n"
        }
    }
}

/// The text after the numbers: HTTP/1.1 or HTTP/2. `ratio` gives the ratio to the floor of the subject at a place.
pub(in crate::bench) fn after(logs: Logs, ratio: impl Fn(usize) -> Option<f64>) -> Option<String> {
    Some(match logs {
        Logs::Large => format!(
            "HTTP/1.1 or HTTP/2: curl took {:.2} times as long with HTTP/2. cyjob uses HTTP/1.1.\n\n",
            ratio(LARGE_HTTP2)?
        ),
        Logs::Small => format!(
            "HTTP/1.1 or HTTP/2: 16 HTTP/1.1 connections took {:.2} times as long as 16 streams of one HTTP/2 connection. One\n\
             request after another over one connection took {:.2} times as long with HTTP/1.1 and {:.2} times with HTTP/2.\n\n",
            ratio(SMALL_HTTP1)?,
            ratio(SMALL_HTTP1_IN_TURN)?,
            ratio(SMALL_HTTP2_IN_TURN)?
        ),
    })
}
