//! Where the programs are: in `KUBEBUILDER_ASSETS`, or built from the pinned Go module and kept in the user's cache.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail, ensure};
use etcetera::{BaseStrategy as _, choose_base_strategy};
use sha2::{Digest as _, Sha256};

/// Each program with the Go package it is built from.
const PROGRAMS: [(&str, &str); 3] = [
    ("etcd", "go.etcd.io/etcd/server/v3"),
    ("kube-apiserver", "k8s.io/kubernetes/cmd/kube-apiserver"),
    (
        "kube-controller-manager",
        "k8s.io/kubernetes/cmd/kube-controller-manager",
    ),
];

/// The user's cache folder for all that belongs to control planes.
pub(super) fn cache() -> Result<PathBuf> {
    Ok(choose_base_strategy()?.cache_dir().join("cyjob"))
}

/// The folder that has all programs, which are built if need be: 8 to 15 minutes on two cores, once.
pub(super) fn folder() -> Result<PathBuf> {
    if let Some(assets) = env::var_os("KUBEBUILDER_ASSETS").filter(|path| !path.is_empty()) {
        let assets =
            fs::canonicalize(&assets).with_context(|| format!("KUBEBUILDER_ASSETS={}", assets.display()))?;
        for (name, _) in PROGRAMS {
            ensure!(
                assets.join(name).is_file(),
                "KUBEBUILDER_ASSETS={} has no {name}",
                assets.display()
            );
        }
        return Ok(assets);
    }
    let module = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/control_plane/programs");
    let sums = fs::read(module.join("go.sum")).context("the Go module's go.sum")?;
    let digest = Sha256::digest(&sums);
    let key = digest[..6]
        .iter()
        .fold(String::new(), |key, byte| key + &format!("{byte:02x}"));
    let folder = cache()?.join("programs").join(key);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (name, package) in PROGRAMS {
        if !folder.join(name).is_file() {
            build(&module, &folder, name, package)?;
        }
    }
    Ok(folder)
}

fn build(module: &Path, folder: &Path, name: &str, package: &str) -> Result<()> {
    let version = kubernetes_version(module)?;
    let minor = version.split('.').nth(1).unwrap_or_default().to_owned();
    eprintln!("building {name} for Kubernetes {version}");
    let stamp = "k8s.io/component-base/version";
    // Another name until it is whole, so that neither a crash nor a second builder leaves half of it.
    let part = folder.join(format!("{name}.{}", std::process::id()));
    let status = Command::new("go")
        .args(["build", "-trimpath", "-o"])
        .arg(&part)
        .arg(format!(
            "-ldflags=-s -w -X {stamp}.gitVersion={version} -X {stamp}.gitMajor=1 -X {stamp}.gitMinor={minor}"
        ))
        .arg(package)
        .env("CGO_ENABLED", "0")
        .current_dir(module)
        .status()
        .context("cannot run go: install Go, or name a folder with the programs in KUBEBUILDER_ASSETS")?;
    ensure!(status.success(), "go build {package}: {status}");
    fs::rename(&part, folder.join(name)).with_context(|| format!("cannot keep {name}"))
}

fn kubernetes_version(module: &Path) -> Result<String> {
    let output = Command::new("go")
        .args(["list", "-m", "-f", "{{.Version}}", "k8s.io/kubernetes"])
        .current_dir(module)
        .output()
        .context("cannot run go: install Go, or name a folder with the programs in KUBEBUILDER_ASSETS")?;
    if !output.status.success() {
        bail!("go list: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
