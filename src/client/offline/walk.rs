//! Finds the files of a folder. This module must not leave the folder, block, or loop; it reads no contents.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{Skipped, bounds::Bounds, error::LoadError, layout};

/// A regular file in a folder.
pub(crate) struct Found {
    /// The file's path.
    pub(crate) path: PathBuf,
    /// The names of the folders below the root, and the file's own name.
    pub(crate) names: Vec<String>,
    /// How many of `names` lead to the root of the bundle, if the file is in a bundle.
    pub(crate) bundle: Option<usize>,
}

/// What a folder holds.
#[derive(Default)]
pub(crate) struct Walk {
    /// The regular files, in order of their names.
    pub(crate) files: Vec<Found>,
    /// Pipes, devices, sockets and broken symbolic links.
    pub(crate) skipped: Vec<Skipped>,
    /// Symbolic links that lead out of the folder.
    pub(crate) links_out: Vec<PathBuf>,
}

/// Lists `root`, a folder, and all folders in it. Symbolic links are not followed: a target inside the folder
/// is found at its own place, and a target outside does not belong to the folder.
pub(crate) fn walk(root: &Path, bounds: &Bounds) -> Result<Walk, LoadError> {
    let real_root = fs::canonicalize(root).map_err(|source| unreadable(root, source))?;
    let mut walker = Walker {
        root,
        real_root,
        bounds,
        seen: 0,
        walk: Walk::default(),
    };
    walker.folder(root, &mut Vec::new(), None)?;
    Ok(walker.walk)
}

struct Walker<'a> {
    root: &'a Path,
    real_root: PathBuf,
    bounds: &'a Bounds,
    seen: usize,
    walk: Walk,
}

impl Walker<'_> {
    fn folder(
        &mut self,
        folder: &Path,
        names: &mut Vec<String>,
        bundle: Option<usize>,
    ) -> Result<(), LoadError> {
        if names.len() > self.bounds.folder_depth {
            let bound = format!("is nested in more than {} folders", self.bounds.folder_depth);
            return Err(LoadError::TooMuch {
                path: folder.to_owned(),
                bound,
            });
        }
        let mut entries = fs::read_dir(folder)
            .and_then(Iterator::collect::<io::Result<Vec<_>>>)
            .map_err(|source| unreadable(folder, source))?;
        entries.sort_by_key(fs::DirEntry::file_name);
        let entries: Vec<_> = entries
            .iter()
            .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
            .collect();
        let is_root = layout::is_bundle_root(entries.iter().map(|(name, _)| name.as_str()));
        let bundle = bundle.or(is_root.then_some(names.len()));
        for (name, path) in entries {
            self.count()?;
            names.push(name);
            self.entry(path, names, bundle)?;
            names.pop();
        }
        Ok(())
    }

    fn entry(
        &mut self,
        path: PathBuf,
        names: &mut Vec<String>,
        bundle: Option<usize>,
    ) -> Result<(), LoadError> {
        let kind = fs::symlink_metadata(&path)
            .map_err(|source| unreadable(&path, source))?
            .file_type();
        if kind.is_symlink() {
            self.link(path);
        } else if kind.is_dir() {
            let cluster_scoped = bundle == Some(names.len() - 1)
                && names.last().is_some_and(|name| name == layout::CLUSTER_SCOPED);
            if !cluster_scoped {
                self.folder(&path, names, bundle)?;
            }
        } else if kind.is_file() {
            let names = names.clone();
            self.walk.files.push(Found { path, names, bundle });
        } else {
            self.skip(path, "a pipe, a device or a socket");
        }
        Ok(())
    }

    fn link(&mut self, path: PathBuf) {
        match fs::canonicalize(&path) {
            Ok(target) if target.starts_with(&self.real_root) => {}
            Ok(_) => self.walk.links_out.push(path),
            Err(_) => self.skip(path, "a symbolic link that leads nowhere"),
        }
    }

    fn skip(&mut self, path: PathBuf, reason: &str) {
        let reason = reason.to_owned();
        self.walk.skipped.push(Skipped { path, reason });
    }

    fn count(&mut self) -> Result<(), LoadError> {
        self.seen += 1;
        if self.seen <= self.bounds.files {
            return Ok(());
        }
        Err(LoadError::TooMuch {
            path: self.root.to_owned(),
            bound: format!(
                "holds more than {} files and folders; give a subfolder",
                self.bounds.files
            ),
        })
    }
}

pub(crate) fn unreadable(path: &Path, cause: io::Error) -> LoadError {
    let path = path.to_owned();
    LoadError::Unreadable { path, cause }
}
