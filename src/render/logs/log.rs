//! The state of a log while its lines are written.

use super::{
    LogForm, LogLook,
    harmless::Harmless,
    json::{self, Message},
    paint::Paint,
    prefix::prefix,
    stamp,
};
use crate::facts::LogSource;

/// A log that has not ended.
pub(super) struct Log {
    /// The text before each line: the prefix with pod and container, or the members of the JSON object.
    head: Vec<u8>,
    /// The timestamp of the current line; empty if the line has none.
    stamp: Vec<u8>,
    /// Whether a line has begun and not ended.
    pub(super) is_within: bool,
    pub(super) body: Body,
}

/// How a line's bytes are written.
pub(super) enum Body {
    Text {
        harmless: Option<Harmless>,
        paint: Paint,
    },
    Json(Message),
}

impl Log {
    pub(super) fn new(source: &LogSource, look: &LogLook) -> Self {
        let head = match look.form {
            LogForm::Text if look.prefix => prefix(source, look),
            LogForm::Text => Vec::new(),
            LogForm::Json => json::members(source, look.harmless),
        };
        Self {
            head,
            stamp: Vec::new(),
            is_within: false,
            body: Body::new(look),
        }
    }

    /// Begins a line.
    pub(super) fn begin(&mut self, stamp: Option<&[u8]>, look: &LogLook) {
        self.stamp.clear();
        self.stamp.extend_from_slice(stamp.unwrap_or_default());
        self.body = Body::new(look);
    }

    /// Writes the text before a line, and before the rest of a line that another log interrupted.
    pub(super) fn write_head(&self, look: &LogLook, out: &mut Vec<u8>) {
        match &self.body {
            Body::Json(_) => json::begin(&self.stamp, &self.head, out),
            Body::Text { paint, .. } => {
                out.extend_from_slice(&self.head);
                if look.timestamps && !self.stamp.is_empty() {
                    out.extend_from_slice(&stamp::in_zone(&self.stamp, &look.zone));
                    out.push(b' ');
                }
                paint.resume(out);
            }
        }
    }
}

impl Body {
    fn new(look: &LogLook) -> Self {
        match look.form {
            LogForm::Text => Self::Text {
                harmless: look.harmless.then(|| Harmless::new(look.color, look.is_ascii())),
                paint: Paint::default(),
            },
            LogForm::Json => Self::Json(Message {
                is_harmless: look.harmless,
                ..Message::default()
            }),
        }
    }

    /// Whether some bytes are held back until more come.
    pub(super) fn holds(&self) -> bool {
        match self {
            Self::Text { harmless, .. } => harmless.as_ref().is_some_and(Harmless::holds),
            Self::Json(message) => message.text.holds(),
        }
    }

    /// Whether a reset must follow, so that the line's colours end with the line.
    pub(super) fn is_colored(&self) -> bool {
        matches!(self, Self::Text { harmless: Some(_), paint } if paint.is_used())
    }
}
