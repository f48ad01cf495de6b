//! The value of the `Authorization` header: made here, sent with each request, and never shown in a message.

use std::fmt;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};

/// The shortest secret to hide, in bytes. Hiding a shorter one would also hide parts of ordinary words.
const SHORTEST_SECRET: usize = 6;

/// The credentials of a request. `Debug` does not show the value.
#[derive(Clone)]
pub(in crate::client) struct Credentials {
    value: HeaderValue,
    /// The texts that a message must not contain.
    secrets: Vec<SecretString>,
}

impl Credentials {
    /// The credentials of a token; `None` if the token is empty, or cannot be in a header, for example
    /// because of a line break.
    pub(in crate::client) fn bearer(token: &SecretString) -> Option<Self> {
        let token = token.expose_secret().trim();
        let value = HeaderValue::try_from(format!("Bearer {token}")).ok();
        value
            .filter(|_| !token.is_empty())
            .map(|value| Self::new(value, &[token]))
    }

    /// The credentials of a user name and a password (RFC 7617).
    pub(in crate::client) fn basic(name: &str, password: &SecretString) -> Option<Self> {
        let password = password.expose_secret();
        let packed = BASE64_STANDARD.encode(format!("{name}:{password}"));
        let value = HeaderValue::try_from(format!("Basic {packed}")).ok()?;
        Some(Self::new(value, &[&packed, password]))
    }

    fn new(mut value: HeaderValue, secrets: &[&str]) -> Self {
        value.set_sensitive(true);
        let secrets = secrets.iter().filter(|secret| secret.len() >= SHORTEST_SECRET);
        Self {
            value,
            secrets: secrets.map(|secret| SecretString::from(*secret)).collect(),
        }
    }

    /// The header's value.
    pub(in crate::client) fn value(&self) -> HeaderValue {
        self.value.clone()
    }

    /// Replaces the credentials in `text`, because some gateways echo them.
    pub(in crate::client) fn hide(&self, text: &str) -> String {
        self.secrets.iter().fold(text.to_owned(), |text, secret| {
            text.replace(secret.expose_secret(), "***")
        })
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Credentials")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_echo_is_hidden_in_every_form() {
        let bearer = Credentials::bearer(&"eyJhbGci.eyJzdWIi.sig".into()).unwrap();
        assert_eq!(
            bearer.hide("no: Authorization: Bearer eyJhbGci.eyJzdWIi.sig (eyJhbGci.eyJzdWIi.sig)"),
            "no: Authorization: Bearer *** (***)"
        );
        let basic = Credentials::basic("dev", &"correct horse".into()).unwrap();
        assert_eq!(basic.value(), "Basic ZGV2OmNvcnJlY3QgaG9yc2U=");
        assert_eq!(
            basic.hide("dev:correct horse is not ZGV2OmNvcnJlY3QgaG9yc2U="),
            "dev:*** is not ***"
        );
    }

    #[test]
    fn a_short_password_blackens_no_words() {
        let basic = Credentials::basic("dev", &"a".into()).unwrap();
        assert_eq!(basic.hide("a pod of dev"), "a pod of dev");
    }

    #[test]
    fn a_token_that_no_header_can_hold_is_none() {
        for token in ["", "  ", "a\nb"] {
            assert!(Credentials::bearer(&token.into()).is_none(), "{token:?}");
        }
    }
}
