//! The prefix of a line: its pod and container.

use super::LogLook;
use crate::facts::LogSource;
use crate::render::{sanitize, style};

/// `[POD/CONTAINER] `, or `[POD/CONTAINER restart N] ` for a container after N restarts.
pub(super) fn prefix(source: &LogSource, look: &LogLook) -> Vec<u8> {
    let restart = match source.restart {
        0 => String::new(),
        restart => format!(" restart {restart}"),
    };
    let text = sanitize::line(&format!("[{}/{}{restart}]", source.pod, source.container));
    let text = if look.is_ascii() {
        sanitize::ascii(&text)
    } else {
        text
    };
    let painted = if look.color {
        style::in_color_of(&source.pod, &text)
    } else {
        text
    };
    (painted + " ").into_bytes()
}
