//! What the page says about logs beside the numbers.

use super::{
    Logs,
    subjects::{LARGE_HTTP2, SMALL_HTTP1, SMALL_HTTP1_IN_TURN, SMALL_HTTP2_IN_TURN},
};

/// Before the numbers: what is measured.
pub(in crate::bench) fn before(logs: Logs) -> &'static str {
    match logs {
        Logs::Large => {
            "One pod has written it, in lines of 120 bytes. The API server hands on what the pod's kubelet sends, which is played by a server that\n\
             sends 64 KiB at once: a real one sends each line by itself, and would be what is measured. The MB are those that the container\n\
             wrote; with the times of the lines, for which cyjob and the floor ask, a quarter more is sent.\n\n"
        }
        Logs::Small => {
            "The pods of one Job, each with 24 kB. kubectl asks for one log after another, and allows itself five requests a second (client-go's\n\
             default), which is where its time goes; it ran once. cyjob asks for each log twice: an API server ends its answer in order when\n\
             its own connection to the node breaks, so only the end of the log, asked for by itself, tells that all was read.\n\n"
        }
    }
}

/// After the numbers: what they say of HTTP, by the ratio to the floor of the subject at a place.
pub(in crate::bench) fn after(logs: Logs, ratio: impl Fn(usize) -> Option<f64>) -> Option<String> {
    Some(match logs {
        Logs::Large => format!(
            "HTTP/1.1 or HTTP/2: curl took {:.2} times as long with HTTP/2. cyjob speaks HTTP/1.1.\n\n",
            ratio(LARGE_HTTP2)?
        ),
        Logs::Small => format!(
            "HTTP/1.1 or HTTP/2: 16 connections of HTTP/1.1 took {:.2} times as long as 16 streams of one connection of HTTP/2. One\n\
             request after another over one connection took {:.2} times as long with HTTP/1.1 and {:.2} times with HTTP/2.\n\n",
            ratio(SMALL_HTTP1)?,
            ratio(SMALL_HTTP1_IN_TURN)?,
            ratio(SMALL_HTTP2_IN_TURN)?
        ),
    })
}
