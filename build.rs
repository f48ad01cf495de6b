//! Tells the program which commit it is built from: `CYJOB_COMMIT`, or git's if this folder is a checkout.

#![expect(
    clippy::disallowed_methods,
    reason = "cargo hands over what it knows in the environment"
)]

use std::{env, path::Path, process::Command};

fn main() {
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
