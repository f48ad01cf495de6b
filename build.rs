//! Tells the program its commit: `CYJOB_COMMIT`, or git's if this folder is a checkout. Compresses the recordings of `--demo`,
//! which would be a tenth of the binary.

#![expect(
    clippy::disallowed_methods,
    reason = "cargo hands over what it knows in the environment"
)]

use std::{env, fs, io, path::Path, process::Command};

use flate2::{Compression, write::DeflateEncoder};

/// Where the recordings are, here and below `OUT_DIR`.
const RECORDINGS: &str = "tests/fixtures/recordings";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-env-changed=CYJOB_COMMIT");
    // Each commit builds a release anew, but not the tests.
    let is_release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    for (file, counts) in [(".git/HEAD", true), (".git/logs/HEAD", is_release)] {
        // A file that is not there would make every build a new one.
        if counts && Path::new(file).exists() {
            println!("cargo::rerun-if-changed={file}");
        }
    }
    let commit = env::var("CYJOB_COMMIT").ok().or_else(commit);
    println!(
        "cargo::rustc-env=CYJOB_COMMIT={}",
        commit.as_deref().unwrap_or("unknown")
    );
    println!("cargo::rerun-if-changed={RECORDINGS}");
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    compress(Path::new(RECORDINGS), &Path::new(&out).join(RECORDINGS))
}

/// Writes each file of a folder, compressed, under its name into another folder.
fn compress(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            compress(&entry.path(), &target)?;
        } else {
            let mut encoder = DeflateEncoder::new(fs::File::create(target)?, Compression::best());
            io::copy(&mut fs::File::open(entry.path())?, &mut encoder)?;
            encoder.finish()?;
        }
    }
    Ok(())
}

/// The commit of this checkout. A package that lies unpacked within another repository has none.
fn commit() -> Option<String> {
    if !Path::new(".git").exists() {
        return None;
    }
    let git = Command::new("git")
        .args(["rev-parse", "--short=12", "HEAD"])
        .output()
        .ok()?;
    let commit = String::from_utf8(git.stdout).ok()?;
    Some(commit.trim().to_owned()).filter(|commit| git.status.success() && !commit.is_empty())
}
