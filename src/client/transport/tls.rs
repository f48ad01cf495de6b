//! TLS as in kubectl: kube's configuration, except for two points on which rustls is stricter than Go.
//!
//! - The client certificate is sent unchecked, because the server decides whether to accept it. rustls
//!   refuses a certificate that it cannot parse, for example of X.509 version 1, which API servers accept.
//! - A server may show the certificate that is configured as its authority, as `openssl req -x509` makes one;
//!   see [`Authorities`].

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use kube::{Config, client::ConfigExt as _, config::AuthInfo};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, InconsistentKeys, OtherError,
    RootCertStore, SignatureScheme,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
        verify_server_name,
    },
    crypto::CryptoProvider,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime, pem::PemObject as _},
    server::ParsedCertificate,
    sign::{CertifiedKey, SingleCertAndKey},
};
use secrecy::ExposeSecret as _;
use tokio::time::Instant;
use tower::BoxError;

/// How long a file of authorities is used before it is read again. The file of a service account may rotate,
/// and kube rereads it as often.
const REREAD_INTERVAL: Duration = Duration::from_mins(1);

/// The TLS configuration for `config`.
pub(super) fn client_config(config: &Config) -> Result<ClientConfig, BoxError> {
    let mut plain = config.clone();
    plain.auth_info = AuthInfo::default();
    plain.root_cert_file = None;
    let mut tls = plain.rustls_client_config()?;
    let provider = Arc::clone(tls.crypto_provider());
    if let Some(identity) = identity(&config.auth_info, &provider)? {
        tls.client_auth_cert_resolver = Arc::new(SingleCertAndKey::from(identity));
    }
    if let Some(certificates) = &config.root_cert
        && !config.accept_invalid_certs
    {
        let certificates = certificates.iter().cloned().map(CertificateDer::from).collect();
        let roots = Arc::new(Roots::new(certificates, &provider)?);
        tls.dangerous().set_certificate_verifier(Arc::new(Authorities {
            file: config.root_cert_file.clone(),
            held: Mutex::new((roots, Instant::now())),
            provider,
        }));
    }
    Ok(tls)
}

/// The client's certificate and key.
fn identity(user: &AuthInfo, provider: &CryptoProvider) -> Result<Option<CertifiedKey>, BoxError> {
    let (Some(certificate), Some(key)) = (&user.client_certificate_data, &user.client_key_data) else {
        return Ok(None);
    };
    let pem = decoded(certificate).map_err(|_| "the client certificate is not base64")?;
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    let chain = chain.ok().filter(|chain| !chain.is_empty());
    let chain = chain.ok_or("the client certificate holds no PEM certificate")?;
    let pem = decoded(key.expose_secret()).map_err(|_| "the client key is not base64")?;
    let key = PrivateKeyDer::from_pem_slice(&pem).map_err(
        |_| "the client key is not a PEM private key, or is encrypted, and cyjob cannot ask for its passphrase",
    )?;
    let key = provider.key_provider.load_private_key(key).map_err(|_| {
        "the client key has an unsupported type; use RSA with 2048 to 4096 bits, ECDSA with P-256 or P-384, \
         or Ed25519"
    })?;
    let identity = CertifiedKey::new(chain, key);
    if let Err(Error::InconsistentKeys(InconsistentKeys::KeyMismatch)) = identity.keys_match() {
        return Err("the client certificate and the client key do not belong together".into());
    }
    Ok(Some(identity))
}

fn decoded(data: &str) -> Result<Vec<u8>, base64::DecodeError> {
    let packed: String = data.split_ascii_whitespace().collect();
    BASE64_STANDARD.decode(packed)
}

/// Accepts what webpki accepts, and a server that shows one of the configured authorities as its own
/// certificate.
///
/// webpki refuses such a certificate only because of its `CA:TRUE`, and only after it found the dates valid
/// (RFC 5280, 4.1.2.5 before 4.2.1.9 in its `check_issuer_independent_properties`). This verifier checks the
/// name itself. Accepting the certificate adds no risk: the owner of an authority's key can make any
/// certificate with it.
#[derive(Debug)]
struct Authorities {
    file: Option<PathBuf>,
    held: Mutex<(Arc<Roots>, Instant)>,
    provider: Arc<CryptoProvider>,
}

#[derive(Debug)]
struct Roots {
    certificates: Vec<CertificateDer<'static>>,
    webpki: Arc<WebPkiServerVerifier>,
}

impl Roots {
    fn new(
        certificates: Vec<CertificateDer<'static>>,
        provider: &Arc<CryptoProvider>,
    ) -> Result<Self, BoxError> {
        let mut store = RootCertStore::empty();
        for certificate in &certificates {
            store.add(certificate.clone())?;
        }
        let webpki =
            WebPkiServerVerifier::builder_with_provider(Arc::new(store), Arc::clone(provider)).build()?;
        Ok(Self { certificates, webpki })
    }

    fn read(file: &Path, provider: &Arc<CryptoProvider>) -> Result<Self, BoxError> {
        let certificates: Result<_, _> = CertificateDer::pem_file_iter(file)?.collect();
        Self::new(certificates?, provider)
    }
}

impl Authorities {
    /// The current authorities. If the file is gone or broken, the last ones stay in use, as in client-go
    /// (kubernetes/kubernetes#68164).
    fn current(&self) -> Arc<Roots> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = &self.file
            && held.1.elapsed() >= REREAD_INTERVAL
        {
            if let Ok(roots) = Roots::read(file, &self.provider) {
                held.0 = Arc::new(roots);
            }
            held.1 = Instant::now();
        }
        Arc::clone(&held.0)
    }
}

impl ServerCertVerifier for Authorities {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let roots = self.current();
        let verified =
            roots
                .webpki
                .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        match verified {
            Err(error) if is_authority_only(&error) && roots.certificates.contains(end_entity) => {
                verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
                Ok(ServerCertVerified::assertion())
            }
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.current().webpki.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.current().webpki.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.current().webpki.supported_verify_schemes()
    }
}

fn is_authority_only(error: &Error) -> bool {
    let Error::InvalidCertificate(CertificateError::Other(OtherError(cause))) = error else {
        return false;
    };
    matches!(cause.downcast_ref(), Some(webpki::Error::CaUsedAsEndEntity))
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, KeyPair};

    use super::*;

    /// A certificate that `openssl x509 -req` issues without `-extfile`.
    const OF_VERSION_1: &str = "-----BEGIN CERTIFICATE-----
MIIBCjCBsQIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlhdXRob3JpdHkwIBcN
MjYxMTI1MDExNDMzWhgPMjEyNjExMDEwMTE0MzNaMA0xCzAJBgNVBAMMAm1lMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEWswZO5EuOemNkZkFYOvdSoGDYLKSH0fw
H1691OIECfWRprYT0oTHqtZzSDcOkJzUEDpZsnj91ysPSg3WiHDZZDAKBggqhkjO
PQQDAgNIADBFAiEA4tmz3sTuUo15pdZTH7ygXu8fONptPcXtyTTCORK75SMCIFow
4PbKixJrZgXjvetUIzUjFfbZ1Kmabmb04sPR/C9f
-----END CERTIFICATE-----
";

    fn checked(certificate: &str, key: &str) -> Result<Option<CertifiedKey>, String> {
        let user = AuthInfo {
            client_certificate_data: Some(BASE64_STANDARD.encode(certificate)),
            client_key_data: Some(BASE64_STANDARD.encode(key).into()),
            ..AuthInfo::default()
        };
        identity(&user, &rustls::crypto::ring::default_provider()).map_err(|error| error.to_string())
    }

    fn issued() -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![String::from("me")]).unwrap();
        (params.self_signed(&key).unwrap().pem(), key.serialize_pem())
    }

    #[test]
    fn a_client_certificate_that_only_the_server_understands_is_sent() {
        let (certificate, key) = issued();
        assert!(checked(&certificate, &key).unwrap().is_some());
        let sent = checked(OF_VERSION_1, &key).unwrap().unwrap();
        assert_eq!(
            sent.cert,
            [CertificateDer::from_pem_slice(OF_VERSION_1.as_bytes()).unwrap()]
        );
        assert!(
            identity(&AuthInfo::default(), &rustls::crypto::ring::default_provider())
                .unwrap()
                .is_none()
        );
    }

    #[test]
    fn a_client_identity_that_cannot_work_says_why() {
        let ((certificate, key), (_, other)) = (issued(), issued());
        let said = |certificate: &str, key: &str| checked(certificate, key).unwrap_err();
        assert!(said(&certificate, &other).contains("do not belong together"));
        assert!(said(&key, &key).contains("no PEM certificate"));
        assert!(said(&certificate, &certificate).contains("not a PEM private key"));
        let unknown = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        assert!(said(&certificate, unknown).contains("P-256 or P-384, or Ed25519"));
    }

    #[tokio::test(start_paused = true)]
    async fn a_file_of_authorities_is_read_again_after_a_minute() {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let file = tempfile::NamedTempFile::new().unwrap();
        let write = || std::fs::write(file.path(), issued().0).unwrap();
        write();
        let first = Arc::new(Roots::read(file.path(), &provider).unwrap());
        let authorities = Authorities {
            file: Some(file.path().to_owned()),
            held: Mutex::new((Arc::clone(&first), Instant::now())),
            provider,
        };
        write();
        assert!(Arc::ptr_eq(&authorities.current(), &first));
        tokio::time::advance(REREAD_INTERVAL).await;
        let second = authorities.current();
        assert_ne!(second.certificates, first.certificates);
        std::fs::write(file.path(), "broken").unwrap();
        tokio::time::advance(REREAD_INTERVAL).await;
        assert!(Arc::ptr_eq(&authorities.current(), &second));
    }
}
