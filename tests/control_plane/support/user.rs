//! Users with rights of their own.

use std::{fs, path::PathBuf};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use jiff::Timestamp;
use rcgen::{CertificateParams, DnType, ExtendedKeyUsagePurpose, Issuer, KeyPair};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair},
};
use rustls::pki_types::{PrivatePkcs8KeyDer, pem::PemObject as _};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Cyjob, Namespace, Plane};

/// Somebody who asks the API server of a namespace.
pub(crate) struct User {
    /// As whom the API server knows him.
    pub(crate) name: String,
    /// His entry in a kubeconfig.
    pub(crate) entry: Value,
    folder: TempDir,
}

impl User {
    /// A user with a client certificate.
    pub(crate) fn with_certificate(name: &str) -> Self {
        let plane = Plane::given();
        let authority = KeyPair::from_pem(&plane.read("client-ca.key")).unwrap();
        // All that a certificate takes over from its authority.
        let mut issuer = CertificateParams::default();
        issuer.distinguished_name.push(DnType::CommonName, "clients");
        let authority = Issuer::from_params(&issuer, authority);
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &authority).unwrap();
        let folder = TempDir::new().unwrap();
        let file = |file: &str, text: String| {
            let path = folder.path().join(file);
            fs::write(&path, text).unwrap();
            path
        };
        let entry = json!({"client-certificate": file("user.crt", certificate.pem()),
            "client-key": file("user.key", key.serialize_pem())});
        Self {
            name: name.to_owned(),
            entry,
            folder,
        }
    }

    /// A user with a client certificate who has these rules in the namespace.
    pub(crate) async fn with_rules(space: &Namespace, name: &str, rules: &[Value]) -> Self {
        let user = Self::with_certificate(&format!("{name}-{}", space.name));
        user.grant(space, rules).await;
        user
    }

    /// Nobody.
    pub(crate) fn anonymous(space: &Namespace) -> Self {
        Self {
            name: format!("nobody in {}", space.name),
            entry: json!({}),
            folder: TempDir::new().unwrap(),
        }
    }

    /// The namespace's default service account, with a token that expires in so many seconds.
    pub(crate) async fn token(space: &Namespace, seconds: i64) -> Self {
        let account = space.api.get(&space.path("serviceaccounts/default")).await;
        let name = format!("system:serviceaccount:{}:default", space.name);
        let now = Timestamp::now().as_second();
        let claims = json!({"iss": "https://kubernetes.default.svc", "aud": ["https://kubernetes.default.svc"],
            "sub": name, "iat": now - 1000, "nbf": now - 1000, "exp": now + seconds,
            "kubernetes.io": {"namespace": space.name,
                "serviceaccount": {"name": "default", "uid": account["metadata"]["uid"]}}});
        Self {
            name,
            entry: json!({"token": signed(&claims)}),
            folder: TempDir::new().unwrap(),
        }
    }

    /// Gives the user these rules in the namespace.
    pub(crate) async fn grant(&self, space: &Namespace, rules: &[Value]) {
        let path = format!("/apis/rbac.authorization.k8s.io/v1/namespaces/{}", space.name);
        let role = json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
            "metadata": {"name": "cyjob"}, "rules": rules});
        space.api.create(&format!("{path}/roles"), &role).await;
        let binding = json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding",
            "metadata": {"name": "cyjob"},
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "cyjob"},
            "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": self.name}]});
        space.api.create(&format!("{path}/rolebindings"), &binding).await;
        // The authorizer learns of it a moment later.
        let review = json!({"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "spec": {
            "user": self.name, "resourceAttributes": {"namespace": space.name, "group": rules[0]["apiGroups"][0],
                "resource": rules[0]["resources"][0], "verb": rules[0]["verbs"][0]}}});
        for _ in 0..100 {
            let path = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
            if space.api.create(path, &review).await["status"]["allowed"] == true {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("{} never gets the right", self.name);
    }

    /// A kubeconfig of the user for the namespace's server, with more fields of the cluster.
    pub(crate) fn kubeconfig(&self, space: &Namespace, cluster: &Value) -> Value {
        let plane = Plane::given();
        let mut fields =
            json!({"server": plane.url(space.server), "certificate-authority": plane.file("ca.crt")});
        for (key, value) in cluster.as_object().unwrap() {
            fields[key] = value.clone();
        }
        json!({"apiVersion": "v1", "kind": "Config", "current-context": "test",
            "clusters": [{"name": "test", "cluster": fields}],
            "users": [{"name": "user", "user": self.entry}],
            "contexts": [{"name": "test", "context": {"cluster": "test", "user": "user", "namespace": space.name}}]})
    }

    /// Writes a file that lives as long as the user.
    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }

    /// `cyjob` as this user, whose context names the namespace.
    pub(crate) fn cyjob(&self, space: &Namespace, words: &str) -> Cyjob {
        let config = self.kubeconfig(space, &json!({})).to_string();
        Cyjob::new(words).env("KUBECONFIG", self.write("config", &config))
    }
}

/// A token that the API server's own key signs (RFC 7515, ES256).
fn signed(claims: &Value) -> String {
    let pem = Plane::given().read("service-account.key");
    let der = PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes()).unwrap();
    let random = SystemRandom::new();
    let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der.secret_pkcs8_der(), &random);
    let encode = |part: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(part);
    let text = format!(
        "{}.{}",
        encode(json!({"alg": "ES256", "typ": "JWT"}).to_string().as_bytes()),
        encode(claims.to_string().as_bytes())
    );
    let signature = key.unwrap().sign(&random, text.as_bytes()).unwrap();
    format!("{text}.{}", encode(signature.as_ref()))
}
