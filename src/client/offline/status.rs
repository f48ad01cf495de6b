//! Answers that are no objects: `Status`, in the words of a real API server.

use http::StatusCode;
use serde_json::{Value, json};

use super::kinds::Kind;

/// A refusal, as the API server answers it.
#[derive(Debug)]
pub(crate) struct Refusal {
    code: StatusCode,
    reason: &'static str,
    message: String,
    details: Value,
}

impl Refusal {
    /// 400.
    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self {
            code: StatusCode::BAD_REQUEST,
            reason: "BadRequest",
            message: message.into(),
            details: Value::Null,
        }
    }

    /// 404 for an object of an API that exists.
    pub(crate) fn not_found(kind: &Kind, name: &str) -> Self {
        Self::missing(kind, name, format!("{} \"{name}\" not found", kind.qualified()))
    }

    /// 404 for something that belongs to an object.
    pub(crate) fn missing(kind: &Kind, name: &str, message: String) -> Self {
        let mut details = json!({"name": name, "kind": kind.plural});
        if !kind.group.is_empty() {
            details["group"] = kind.group.into();
        }
        Self {
            code: StatusCode::NOT_FOUND,
            reason: "NotFound",
            message,
            details,
        }
    }

    /// 404 for a list of which nobody can tell what is in it.
    pub(crate) fn unknown(kind: &Kind) -> Self {
        Self::missing(kind, "", format!("the files hold no {}", kind.plural))
    }

    /// 500 for what may be in a file that was not read.
    pub(crate) fn unread(message: String) -> Self {
        Self {
            code: StatusCode::INTERNAL_SERVER_ERROR,
            reason: "InternalError",
            message,
            details: Value::Null,
        }
    }

    /// 405.
    pub(crate) fn method_not_allowed() -> Self {
        Self {
            code: StatusCode::METHOD_NOT_ALLOWED,
            reason: "MethodNotAllowed",
            message: "the server does not allow this method on the requested resource".to_owned(),
            details: json!({}),
        }
    }

    /// 410 for a page of another load.
    pub(crate) fn expired() -> Self {
        Self {
            code: StatusCode::GONE,
            reason: "Expired",
            message: "The provided continue parameter is too old to display a consistent list result."
                .to_owned(),
            details: Value::Null,
        }
    }

    /// Status code and body.
    pub(crate) fn into_parts(self) -> (StatusCode, String) {
        let mut status = json!({
            "kind": "Status",
            "apiVersion": "v1",
            "metadata": {},
            "status": "Failure",
            "message": self.message,
            "reason": self.reason,
            "code": self.code.as_u16(),
        });
        if !self.details.is_null() {
            status["details"] = self.details;
        }
        (self.code, status.to_string())
    }
}
