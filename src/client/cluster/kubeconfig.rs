//! Finds, reads and merges kubeconfig files by the rules of kubectl (client-go's `ClientConfigLoadingRules`).
//!
//! - `--kubeconfig` names the only file, and the file must exist.
//! - Otherwise `KUBECONFIG` is a list of files. Missing files are skipped, and the first file that sets a
//!   value wins.
//! - Otherwise the file is `~/.kube/config`, if it exists.
//! - A file that cannot be read or parsed is an error. No other file is tried instead.
//!
//! `Kubeconfig::merge` keeps the first of equal names and the first `current-context`. It differs from
//! client-go in two points, which this module settles before merging: an empty text counts as absent, and a
//! relative path starts at the folder of its file.

use std::{
    io::ErrorKind,
    path::{MAIN_SEPARATOR, Path, PathBuf},
};

use kube::config::{AuthInfo, Kubeconfig, KubeconfigError};
use secrecy::{ExposeSecret as _, SecretString};

use super::entries::{self, BadEntry};
use crate::client::{ClusterOptions, ConnectError, excerpt::one_line};

/// The merged kubeconfig, and the files that were looked for.
pub(super) struct Loaded {
    /// The merged contents of the files.
    pub(super) merged: Kubeconfig,
    /// The files that were read.
    pub(super) files: Vec<PathBuf>,
    /// The files that do not exist.
    pub(super) missing: Vec<PathBuf>,
    /// Entries that cannot be used, with their files. Only choosing such an entry is an error.
    bad: Vec<(PathBuf, BadEntry)>,
}

impl Loaded {
    /// Whether no file says which cluster to ask. kubectl treats a file without content as absent.
    pub(super) fn is_empty(&self) -> bool {
        let merged = &self.merged;
        merged.clusters.is_empty()
            && merged.contexts.is_empty()
            && merged.auth_infos.is_empty()
            && merged.current_context.is_none()
    }

    /// Returns an error if the entry of this kind and name exists, but cannot be used.
    pub(super) fn check(&self, kind: &str, name: &str) -> Result<(), ConnectError> {
        let found = self
            .bad
            .iter()
            .find(|(_, bad)| bad.kind == kind && bad.name == name);
        found.map_or(Ok(()), |(file, bad)| {
            Err(ConnectError::Broken {
                file: file.display().to_string(),
                place: format!(" at {kind} {name:?}"),
                cause: bad.cause.clone(),
            })
        })
    }

    /// Whether an earlier file has an entry of this kind and name.
    fn has(&self, kind: &str, name: &str) -> bool {
        let merged = &self.merged;
        match kind {
            "context" => merged.contexts.iter().any(|named| named.name == name),
            "cluster" => merged.clusters.iter().any(|named| named.name == name),
            _ => merged.auth_infos.iter().any(|named| named.name == name),
        }
    }

    /// The files that were read, as the subject of a sentence.
    pub(super) fn names(&self) -> String {
        match self.files.as_slice() {
            [] => String::from("the kubeconfig"),
            [file] => format!("the kubeconfig {}", file.display()),
            files => format!("the kubeconfig of {}", list(files)),
        }
    }
}

/// A list of paths, for people.
pub(super) fn list(files: &[PathBuf]) -> String {
    let names: Vec<_> = files.iter().map(|file| file.display().to_string()).collect();
    names.join(", ")
}

/// Reads the kubeconfig that `options` name.
pub(super) async fn load(options: &ClusterOptions) -> Result<Loaded, ConnectError> {
    let mut loaded = Loaded {
        merged: Kubeconfig::default(),
        files: Vec::new(),
        missing: Vec::new(),
        bad: Vec::new(),
    };
    for file in candidates(options) {
        let text = match tokio::fs::read(&file).await {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound && options.kubeconfig.is_none() => {
                loaded.missing.push(file);
                continue;
            }
            Err(error) => {
                return Err(ConnectError::Unreadable {
                    file: file.display().to_string(),
                    cause: error.to_string(),
                });
            }
        };
        let (next, mut bad) = parse(&file, &text)?;
        bad.retain(|bad| !loaded.has(bad.kind, &bad.name));
        loaded.bad.extend(bad.into_iter().map(|bad| (file.clone(), bad)));
        loaded.merged = loaded.merged.merge(next).map_err(|error| broken(&file, &error))?;
        loaded.files.push(file);
    }
    Ok(loaded)
}

fn candidates(options: &ClusterOptions) -> Vec<PathBuf> {
    if let Some(file) = &options.kubeconfig {
        return vec![file.clone()];
    }
    let environment = &options.environment;
    if let Some(list) = &environment.kubeconfig {
        let mut files: Vec<PathBuf> = Vec::new();
        for file in std::env::split_paths(list) {
            if !file.as_os_str().is_empty() && !files.contains(&file) {
                files.push(file);
            }
        }
        return files;
    }
    let home = environment.home.iter();
    home.map(|home| home.join(".kube").join("config")).collect()
}

fn parse(file: &Path, bytes: &[u8]) -> Result<(Kubeconfig, Vec<BadEntry>), ConnectError> {
    let text = std::str::from_utf8(bytes).map_err(|error| ConnectError::Broken {
        file: file.display().to_string(),
        place: format!(" at byte {}", error.valid_up_to()),
        cause: String::from("it is not UTF-8 text"),
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let (mut config, bad) = match Kubeconfig::from_yaml(text) {
        Ok(config) => (config, Vec::new()),
        Err(error) => entries::decode(text).ok_or_else(|| broken(file, &error))?,
    };
    settle(&mut config, file.parent().unwrap_or(Path::new("")));
    Ok((config, bad))
}

fn broken(file: &Path, error: &KubeconfigError) -> ConnectError {
    // Only a parse error has a location. Its own text quotes the lines around the location, which may hold a
    // token.
    let (place, cause) = if let KubeconfigError::Parse(error) = error {
        let place = error.location().map_or_else(String::new, |place| {
            format!(" at line {}, column {}", place.line(), place.column())
        });
        let words = without_quoted(&error.without_snippet().to_string());
        // `place` says the location already.
        let words = words.split(" at line ").next().unwrap_or_default().to_owned();
        (place, words)
    } else {
        (String::new(), error.to_string())
    };
    ConnectError::Broken {
        file: file.display().to_string(),
        place,
        cause: one_line(&cause, 160),
    }
}

/// `text` without the values in double quotes: the decoder quotes the value that it did not expect.
fn without_quoted(text: &str) -> String {
    let pieces = text.split('"').enumerate();
    let kept = pieces.map(|(index, piece)| if index % 2 == 0 { piece } else { "\"…\"" });
    kept.collect()
}

/// Drops empty texts, and makes relative paths absolute from `folder`.
fn settle(config: &mut Kubeconfig, folder: &Path) {
    drop_empty(&mut config.current_context);
    for cluster in config
        .clusters
        .iter_mut()
        .filter_map(|named| named.cluster.as_mut())
    {
        absolute(&mut cluster.certificate_authority, folder);
        drop_empty(&mut cluster.certificate_authority_data);
        drop_empty(&mut cluster.server);
        drop_empty(&mut cluster.tls_server_name);
        drop_empty(&mut cluster.proxy_url);
    }
    for context in config
        .contexts
        .iter_mut()
        .filter_map(|named| named.context.as_mut())
    {
        drop_empty(&mut context.user);
        drop_empty(&mut context.namespace);
    }
    for user in config
        .auth_infos
        .iter_mut()
        .filter_map(|named| named.auth_info.as_mut())
    {
        settle_user(user, folder);
    }
}

fn settle_user(user: &mut AuthInfo, folder: &Path) {
    absolute(&mut user.client_certificate, folder);
    absolute(&mut user.client_key, folder);
    absolute(&mut user.token_file, folder);
    drop_empty(&mut user.client_certificate_data);
    drop_empty(&mut user.username);
    drop_empty(&mut user.impersonate);
    drop_empty(&mut user.impersonate_uid);
    drop_empty_secret(&mut user.token);
    drop_empty_secret(&mut user.password);
    drop_empty_secret(&mut user.client_key_data);
    if let Some(exec) = &mut user.exec {
        drop_empty(&mut exec.command);
        // A bare command name is looked up in PATH. Only a command with a folder is relative to the file.
        let command = exec.command.as_deref().unwrap_or_default();
        if command.contains(MAIN_SEPARATOR) {
            absolute(&mut exec.command, folder);
        }
    }
}

/// Drops an empty path, and makes a relative one absolute from `folder`.
fn absolute(path: &mut Option<String>, folder: &Path) {
    drop_empty(path);
    if let Some(path) = path {
        *path = folder.join(&*path).to_string_lossy().into_owned();
    }
}

fn drop_empty(text: &mut Option<String>) {
    *text = text.take().filter(|text| !text.is_empty());
}

fn drop_empty_secret(secret: &mut Option<SecretString>) {
    *secret = secret.take().filter(|secret| !secret.expose_secret().is_empty());
}
