//! Keys and certificates of one control plane, made anew each time.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
};

/// Writes into `folder`:
///
/// | file | what |
/// |-|-|
/// | `ca.crt` | the authority of the API servers' certificate |
/// | `serving.crt`, `serving.key` | that certificate, for 127.0.0.1, ::1 and localhost |
/// | `client-ca.crt`, `client-ca.key` | the authority of client certificates: a test makes users with it |
/// | `admin.crt`, `admin.key` | a user who may do everything |
/// | `service-account.key`, `service-account.pub` | what tokens are signed with |
pub(super) fn write(folder: &Path) -> Result<()> {
    let serving = authority("serving")?;
    let clients = authority("clients")?;
    let mut names = CertificateParams::new(["127.0.0.1", "::1", "localhost"].map(str::to_owned).to_vec())?;
    names.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let mut admin = CertificateParams::default();
    admin.distinguished_name.push(DnType::CommonName, "admin");
    admin
        .distinguished_name
        .push(DnType::OrganizationName, "system:masters");
    admin.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    let tokens = KeyPair::generate()?;
    let (serving_key, admin_key) = (KeyPair::generate()?, KeyPair::generate()?);
    let files = [
        ("ca.crt", serving.pem()),
        ("serving.crt", names.signed_by(&serving_key, &serving)?.pem()),
        ("serving.key", serving_key.serialize_pem()),
        ("client-ca.crt", clients.pem()),
        ("client-ca.key", clients.key().serialize_pem()),
        ("admin.crt", admin.signed_by(&admin_key, &clients)?.pem()),
        ("admin.key", admin_key.serialize_pem()),
        ("service-account.key", tokens.serialize_pem()),
        ("service-account.pub", tokens.public_key_pem()),
    ];
    for (name, text) in files {
        fs::write(folder.join(name), text).with_context(|| format!("cannot write {name}"))?;
    }
    Ok(())
}

fn authority(name: &str) -> Result<CertifiedIssuer<'static, KeyPair>> {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    Ok(CertifiedIssuer::self_signed(params, KeyPair::generate()?)?)
}
