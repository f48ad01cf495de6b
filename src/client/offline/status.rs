//! Answers that are not objects, in the words of a real API server: mostly a `Status`.

use http::StatusCode;
use serde_json::{Value, json};

use super::{
    api::{JSON, TEXT},
    kinds::Kind,
};

/// A refusal, as the API server answers it.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// 404 for a path that no API of the server has.
    NotServed,
    /// A `Status` of an API.
    Status {
        /// `code`, and the status of the response.
        code: StatusCode,
        /// `reason`.
        reason: &'static str,
        /// `message`.
        message: String,
        /// `details`; `Null` leaves them out.
        details: Value,
    },
}

impl Refusal {
    /// 400.
    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::Status {
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
        Self::Status {
            code: StatusCode::NOT_FOUND,
            reason: "NotFound",
            message,
            details,
        }
    }

    /// 404 for a list whose contents are unknown.
    pub(crate) fn unknown(kind: &Kind) -> Self {
        Self::missing(kind, "", format!("the files have no {}", kind.plural))
    }

    /// 500 for an object that may be in a file that was not read.
    pub(crate) fn unread(message: String) -> Self {
        Self::Status {
            code: StatusCode::INTERNAL_SERVER_ERROR,
            reason: "InternalError",
            message,
            details: Value::Null,
        }
    }

    /// 405.
    pub(crate) fn method_not_allowed() -> Self {
        Self::Status {
            code: StatusCode::METHOD_NOT_ALLOWED,
            reason: "MethodNotAllowed",
            message: "the server does not allow this method on the requested resource".to_owned(),
            details: json!({}),
        }
    }

    /// Status code, media type and body.
    pub(crate) fn into_parts(self) -> (StatusCode, &'static str, String) {
        let Self::Status {
            code,
            reason,
            message,
            details,
        } = self
        else {
            return (StatusCode::NOT_FOUND, TEXT, "404 page not found\n".to_owned());
        };
        let mut status = json!({
            "kind": "Status",
            "apiVersion": "v1",
            "metadata": {},
            "status": "Failure",
            "message": message,
            "reason": reason,
            "code": code.as_u16(),
        });
        if !details.is_null() {
            status["details"] = details;
        }
        (code, JSON, status.to_string())
    }
}
