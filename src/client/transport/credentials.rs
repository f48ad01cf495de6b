//! The value of the `Authorization` header: made here, sent with each request, and kept out of every message.

use std::fmt;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};

/// Hiding a shorter secret would blacken ordinary words.
const SHORTEST_SECRET: usize = 6;

/// What proves who asks. `Debug` does not show the value.
#[derive(Clone)]
pub(in crate::client) struct Credentials {
    value: HeaderValue,
    /// The texts that a message must not hold.
    secrets: Vec<SecretString>,
}

impl Credentials {
    /// A token; `None` if the token is empty or holds what no header can, a line break for example.
    pub(in crate::client) fn bearer(token: &SecretString) -> Option<Self> {
        let token = token.expose_secret().trim();
        let value = HeaderValue::try_from(format!("Bearer {token}")).ok();
        value
            .filter(|_| !token.is_empty())
            .map(|value| Self::new(value, &[token]))
    }

    /// A user name with a password (RFC 7617).
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

    /// `text` without the credentials, which some gateways echo.
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
