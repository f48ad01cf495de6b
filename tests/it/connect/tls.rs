//! Servers that show a certificate of their own making: what kubectl accepts, and nothing beyond it.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair};
use tempfile::TempDir;
use tokio_rustls::rustls::{ServerConfig, pki_types::PrivatePkcs8KeyDer};

use super::{answering, assert_reached, describe, kubeconfig, write};
use crate::support::{Authority, Cyjob, Reply, Server};

/// A server whose certificate is its own authority, as `openssl req -x509` makes it, and that certificate.
fn own_authority(name: &str, last_year: i32) -> (Server, String) {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, "me");
    params.not_before = rcgen::date_time_ymd(2020, 1, 1);
    params.not_after = rcgen::date_time_ymd(last_year, 1, 1);
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(
        vec![certificate.der().clone()],
        PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
    );
    let server = Server::new_tls(config.unwrap().into(), answering());
    (server, certificate.pem())
}

fn trusting(server: &Server, authority: &str) -> Cyjob {
    let data = BASE64_STANDARD.encode(authority);
    let cluster = format!("server: \"{}\", certificate-authority-data: {data}", server.url);
    describe().kubeconfig(&kubeconfig(&cluster, ""))
}

#[test]
fn a_server_may_show_the_configured_authority_itself() {
    let (server, certificate) = own_authority("127.0.0.1", 2100);
    assert_reached(trusting(&server, &certificate));
    let folder = TempDir::new().unwrap();
    let file = write(folder.path(), "ca.pem", &certificate);
    let by_file = format!(
        "server: \"{}\", certificate-authority: {}",
        server.url,
        file.display()
    );
    assert_reached(describe().kubeconfig(&kubeconfig(&by_file, "")));
}

#[test]
fn the_authority_itself_still_needs_the_name_and_the_dates() {
    let (server, certificate) = own_authority("kube.example", 2100);
    let other = trusting(&server, &certificate);
    other
        .run()
        .assert_error(5, &["is for another name (kube.example)"]);
    assert_reached(trusting(&server, &certificate).arg("--tls-server-name=kube.example"));
    let (server, certificate) = own_authority("127.0.0.1", 2021);
    trusting(&server, &certificate)
        .run()
        .assert_error(5, &["has expired"]);
}

#[test]
fn another_certificate_of_the_same_subject_is_not_the_authority() {
    let (server, own) = own_authority("127.0.0.1", 2100);
    let (_, other) = own_authority("127.0.0.1", 2100);
    let refused = trusting(&server, &other).run();
    refused.assert_error(
        5,
        &[
            "is the certificate of an authority (CA:TRUE)",
            "certificate-authority",
        ],
    );
    let unnamed = format!("server: \"{}\"", server.url);
    let unnamed = describe().kubeconfig(&kubeconfig(&unnamed, ""));
    unnamed.run().assert_error(5, &["the certificate of"]);
    assert_reached(trusting(&server, &(other + &own)));
}

#[test]
fn a_connection_that_breaks_within_an_answer_is_told_without_the_words_of_a_library() {
    let authority = Authority::new();
    let config = authority.server(&authority.issue("127.0.0.1", 2020..2100), false);
    let cut = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{\"kind\":";
    let server = Server::new_tls(config, |_| Reply::Raw(cut.to_vec()));
    let run = trusting(&server, &authority.certificate()).run();
    run.assert_error(5, &["was cut off: the connection was closed"]);
    assert!(!run.stderr.contains("docs.rs"), "{}", run.stderr);
}
