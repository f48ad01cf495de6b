//! The control plane that the tests were given.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A control plane, by its folder.
pub(crate) struct Plane {
    folder: PathBuf,
}

impl Plane {
    /// The one that `cargo xtask control-plane run` gives.
    pub(crate) fn given() -> Self {
        let folder = std::env::var_os("CYJOB_CONTROL_PLANE").expect(
            "no control plane: cargo xtask control-plane run -- cargo test --test control_plane -- --ignored",
        );
        Self {
            folder: folder.into(),
        }
    }

    /// The administrator's kubeconfig of an API server: `main`, `bare` or `fragile`.
    pub(crate) fn kubeconfig(&self, server: &str) -> PathBuf {
        self.folder.join(format!("{server}.kubeconfig"))
    }

    /// The address of an API server.
    pub(crate) fn url(&self, server: &str) -> String {
        let text = fs::read(self.kubeconfig(server)).unwrap();
        let config: serde_json::Value = serde_json::from_slice(&text).unwrap();
        config["clusters"][0]["cluster"]["server"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// A file of the control plane.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The text of such a file.
    pub(crate) fn read(&self, name: impl AsRef<Path>) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap()
    }
}
