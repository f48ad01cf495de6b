//! The sentences for failed TLS handshakes, in terms of certificates and not of a library.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "the error enums of other crates are open-ended"
)]

use std::net::IpAddr;

use rustls::{AlertDescription, CertificateError, Error as TlsError, OtherError};

use crate::client::excerpt::one_line;

/// Explains why there is no TLS connection to `peer`, the server or a proxy.
pub(super) fn explain(cause: &TlsError, peer: &str) -> String {
    match cause {
        TlsError::InvalidCertificate(problem) => {
            format!("the certificate of {peer} {}", certificate(problem))
        }
        TlsError::InvalidMessage(_) => {
            format!("{peer} does not speak TLS; for a server without TLS, use http://")
        }
        TlsError::AlertReceived(
            alert @ (AlertDescription::BadCertificate
            | AlertDescription::UnknownCA
            | AlertDescription::CertificateExpired
            | AlertDescription::CertificateRevoked
            | AlertDescription::CertificateUnknown
            | AlertDescription::DecryptError
            | AlertDescription::UnsupportedCertificate),
        ) => format!(
            "{peer} refuses the client certificate ({}); log in again, or check the user entry of the kubeconfig",
            words(*alert)
        ),
        TlsError::AlertReceived(AlertDescription::CertificateRequired) => format!(
            "{peer} asks for a client certificate, and none was sent; name one in the user entry of the kubeconfig or with \
             --client-certificate and --client-key"
        ),
        TlsError::AlertReceived(AlertDescription::ProtocolVersion | AlertDescription::HandshakeFailure)
        | TlsError::PeerIncompatible(_) => format!(
            "{peer} has no version, cipher or kind of key of TLS in common with this client, which speaks TLS 1.2 and 1.3 \
             and knows RSA, ECDSA with P-256 or P-384, and Ed25519"
        ),
        TlsError::AlertReceived(alert) => format!(
            "{peer} ended the TLS handshake ({}); check the address, and --tls-server-name if you give one",
            words(*alert)
        ),
        TlsError::PeerMisbehaved(_) => {
            format!("{peer} violates the TLS protocol; does a proxy change the connection?")
        }
        other => format!(
            "no TLS connection to {peer}: {}",
            one_line(&other.to_string(), 200)
        ),
    }
}

/// `UnknownCA` → `unknown ca`.
fn words(alert: AlertDescription) -> String {
    let mut words = String::new();
    let mut after_lower = false;
    for letter in alert.as_str().unwrap_or("an unknown alert").chars() {
        if letter.is_ascii_uppercase() && after_lower {
            words.push(' ');
        }
        after_lower = letter.is_ascii_lowercase();
        words.push(letter.to_ascii_lowercase());
    }
    words
}

/// What is wrong with the server's certificate, and what to do: a sentence without its subject, the
/// certificate.
fn certificate(problem: &CertificateError) -> String {
    let known = match problem {
        CertificateError::UnknownIssuer => {
            "is not signed by a trusted authority; name the authority with certificate-authority in the \
             kubeconfig or with --certificate-authority, and ask whether a proxy intercepts the connection"
        }
        CertificateError::NotValidForName => {
            "is for another name; check the address, or give that name with --tls-server-name"
        }
        CertificateError::NotValidForNameContext { presented, .. } => return other_name(presented),
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "has expired; renew it on the server, or correct the clock of this machine"
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "is not valid yet; is the clock of this machine right?"
        }
        CertificateError::Revoked => "has been revoked; reissue it",
        // Typical for an old kubeconfig of a cluster that was created again under the same names.
        CertificateError::BadSignature => {
            "is not signed by the configured authority; if the cluster was created again, fetch its \
             kubeconfig again; RSA keys below 2048 bits do not count either"
        }
        CertificateError::UnsupportedSignatureAlgorithmContext { .. }
        | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => {
            "is signed in a way that is not supported, with SHA-1 or P-521 for example; reissue it with SHA-256 and \
             RSA, P-256 or P-384"
        }
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            "is not for servers; reissue it with serverAuth in its extendedKeyUsage"
        }
        CertificateError::BadEncoding => "is malformed; reissue it",
        CertificateError::UnhandledCriticalExtension => UNKNOWN_EXTENSION,
        CertificateError::Other(OtherError(cause)) => match cause.downcast_ref() {
            Some(cause) => unusual(cause),
            // An error of the operating system's own verifier, in its words.
            None => return format!("is not accepted: {}", one_line(&cause.to_string(), 200)),
        },
        _ => NOT_ACCEPTED,
    };
    known.to_owned()
}

const UNKNOWN_EXTENSION: &str =
    "has a critical extension that cyjob does not know; reissue it without that extension";
const NOT_ACCEPTED: &str = "is not accepted; openssl s_client -showcerts shows what the server sends, and openssl verify what is wrong with it";

/// What webpki finds wrong and rustls has no error for.
fn unusual(cause: &webpki::Error) -> &'static str {
    match cause {
        webpki::Error::UnsupportedCertVersion => {
            "is of X.509 version 1, which names no hosts; reissue it with a subjectAltName"
        }
        webpki::Error::CaUsedAsEndEntity => {
            "is the certificate of an authority (CA:TRUE), but not of the configured certificate-authority; ask whether a proxy intercepts \
             the connection; if this is the right server, name it there, or issue one with CA:FALSE"
        }
        webpki::Error::EndEntityUsedAsCa => {
            "is signed with a certificate that may not sign others (no CA:TRUE); have an authority reissue it"
        }
        webpki::Error::NameConstraintViolation => {
            "is for a name that its authority may not certify (nameConstraints)"
        }
        webpki::Error::PathLenConstraintViolated => {
            "has more intermediate authorities than its authority allows (pathlen)"
        }
        webpki::Error::UnsupportedCriticalExtension => UNKNOWN_EXTENSION,
        _ => NOT_ACCEPTED,
    }
}

fn other_name(presented: &[String]) -> String {
    let names: Vec<_> = presented
        .iter()
        .filter_map(|name| plain_name(name))
        .take(4)
        .collect();
    if names.is_empty() {
        return String::from("names no host in a subjectAltName; reissue it with one");
    }
    format!(
        "is for another name ({}); check the address, or give that name with --tls-server-name",
        one_line(&names.join(", "), 120)
    )
}

/// The name in webpki's `DnsName("a")` or `IpAddress(0::1)`.
fn plain_name(presented: &str) -> Option<String> {
    let inner = |kind: &str| presented.strip_prefix(kind)?.strip_prefix('(')?.strip_suffix(')');
    if let Some(name) = inner("DnsName") {
        return Some(name.trim_matches('"').to_owned());
    }
    let address = inner("IpAddress")?;
    let parsed: Result<IpAddr, _> = address.parse();
    Some(parsed.map_or_else(|_| address.to_owned(), |parsed| parsed.to_string()))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn alert(alert: AlertDescription) -> String {
        explain(&TlsError::AlertReceived(alert), "https://a")
    }

    fn refused(problem: webpki::Error) -> String {
        certificate(&CertificateError::Other(OtherError(Arc::new(problem))))
    }

    #[test]
    fn a_certificate_that_was_not_sent_is_not_called_refused() {
        assert!(alert(AlertDescription::CertificateRequired).contains("none was sent"));
        assert!(alert(AlertDescription::CertificateExpired).contains("refuses the client certificate"));
    }

    #[test]
    fn alerts_are_words() {
        assert!(alert(AlertDescription::UnrecognisedName).contains("(unrecognised name)"));
        assert!(alert(AlertDescription::Unknown(0xC0)).contains("(an unknown alert)"));
        assert!(alert(AlertDescription::HandshakeFailure).contains("in common"));
    }

    #[test]
    fn no_name_of_a_rust_type_reaches_people() {
        assert!(refused(webpki::Error::UnsupportedCertVersion).contains("X.509 version 1"));
        assert!(refused(webpki::Error::CaUsedAsEndEntity).contains("certificate-authority"));
        for problem in [
            webpki::Error::SignatureAlgorithmMismatch,
            webpki::Error::MaximumPathDepthExceeded,
            webpki::Error::UnsupportedCriticalExtension,
        ] {
            let name = problem.to_string();
            assert!(!refused(problem).contains(&name), "{name}");
        }
    }

    #[test]
    fn the_names_of_a_certificate_are_shown_as_one_writes_them() {
        let said = |names: &[&str]| {
            let names: Vec<_> = names.iter().copied().map(String::from).collect();
            other_name(&names)
        };
        let names = [
            "DnsName(\"kube\")",
            "IpAddress(0::1)",
            "IpAddress(10.0.0.1)",
            "DirectoryName",
        ];
        assert!(said(&names).contains("(kube, ::1, 10.0.0.1)"));
        assert!(said(&["DirectoryName"]).contains("names no host"));
        assert!(said(&[]).contains("names no host"));
    }
}
