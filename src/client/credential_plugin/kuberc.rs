//! kubectl's preferences file. cyjob only reads which login commands may run, because this part also binds
//! other programs.
//!
//! `kubectl.config.k8s.io/v1beta1` Preference, fields `credentialPluginPolicy` and
//! `credentialPluginAllowlist` (Kubernetes 1.35, kubernetes/kubernetes#134870). If the policy cannot be read,
//! no login command runs, because the policy exists to prevent commands from running. kubectl only warns of a
//! broken file in the default place.

use std::{
    ffi::OsStr,
    io::ErrorKind,
    path::{MAIN_SEPARATOR, Path, PathBuf},
};

use serde::Deserialize;

use crate::client::{ConnectError, Environment, yaml};

/// Which login commands may run.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::client) enum PluginPolicy {
    /// All login commands may run; the default.
    AllowAll,
    /// No login command may run.
    DenyAll,
    /// Only these login commands may run, by name or path.
    Allowlist(Vec<String>),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Preference {
    #[serde(default)]
    api_version: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    credential_plugin_policy: String,
    credential_plugin_allowlist: Option<Vec<AllowlistEntry>>,
}

#[derive(Deserialize)]
struct AllowlistEntry {
    /// The older name of `command`.
    #[serde(default)]
    name: String,
    #[serde(default)]
    command: String,
}

/// Reads the policy from the file that `KUBERC` names, or from `~/.kube/kuberc`. `KUBERC=off` allows every
/// login command.
pub(in crate::client) async fn read_policy(environment: &Environment) -> Result<PluginPolicy, ConnectError> {
    let named = environment.kuberc.as_deref();
    if named == Some(OsStr::new("off")) {
        return Ok(PluginPolicy::AllowAll);
    }
    let default = || {
        environment
            .home
            .as_ref()
            .map(|home| home.join(".kube").join("kuberc"))
    };
    let Some(file) = named.map(PathBuf::from).or_else(default) else {
        return Ok(PluginPolicy::AllowAll);
    };
    let cause = match tokio::fs::read_to_string(&file).await {
        Ok(text) => match parse(&text) {
            Ok(policy) => return Ok(policy),
            Err(cause) => cause,
        },
        Err(error) if named.is_none() && error.kind() == ErrorKind::NotFound => {
            return Ok(PluginPolicy::AllowAll);
        }
        Err(error) => error.to_string(),
    };
    Err(ConnectError::Denied(format!(
        "no login command is run, because kubectl's preferences {} cannot be read and may forbid it: {cause}",
        file.display()
    )))
}

fn parse(text: &str) -> Result<PluginPolicy, String> {
    let mut empty = true;
    for document in yaml::documents(text, yaml::GROWTH) {
        let value = document.map_err(|error| error.to_string())?;
        if value.is_null() {
            continue;
        }
        empty = false;
        // The file may hold documents of other kinds and versions; the first Preference that can be read
        // counts.
        if let Ok(preference) = serde_json::from_value::<Preference>(value)
            && preference.kind == "Preference"
            && preference.api_version.starts_with("kubectl.config.k8s.io/")
        {
            return policy(preference);
        }
    }
    if empty {
        Ok(PluginPolicy::AllowAll)
    } else {
        Err(String::from("it holds no Preference"))
    }
}

fn policy(preference: Preference) -> Result<PluginPolicy, String> {
    let list = preference.credential_plugin_allowlist;
    match (preference.credential_plugin_policy.as_str(), list) {
        ("" | "AllowAll", None) => Ok(PluginPolicy::AllowAll),
        ("DenyAll", None) => Ok(PluginPolicy::DenyAll),
        ("Allowlist", Some(entries)) if !entries.is_empty() => {
            let commands = entries.into_iter().map(|entry| {
                let command = if entry.command.is_empty() {
                    entry.name
                } else {
                    entry.command
                };
                Some(command).filter(|command| !command.is_empty())
            });
            let commands: Option<Vec<_>> = commands.collect();
            commands
                .map(PluginPolicy::Allowlist)
                .ok_or_else(|| String::from("an entry of credentialPluginAllowlist is empty"))
        }
        ("Allowlist", _) => Err(String::from(
            "credentialPluginPolicy is Allowlist, but credentialPluginAllowlist is empty",
        )),
        ("" | "AllowAll" | "DenyAll", Some(_)) => Err(String::from(
            "credentialPluginAllowlist needs the credentialPluginPolicy Allowlist",
        )),
        (other, _) => Err(format!("credentialPluginPolicy {other:?} is not known")),
    }
}

impl PluginPolicy {
    /// The program to run for `command`, or why it must not run. Names on an allowlist stand for the files
    /// that they resolve to in `path` (the variable `PATH`), and the resolved file is what runs.
    pub(super) fn permit(&self, command: &str, path: Option<&OsStr>) -> Result<PathBuf, ConnectError> {
        let denied = |why: &str| {
            Err(ConnectError::Denied(format!(
                "the login command {command:?} is not run: {why} (credentialPluginPolicy of kubectl's preferences, kuberc)"
            )))
        };
        match self {
            Self::AllowAll => Ok(PathBuf::from(command)),
            Self::DenyAll => denied("the policy is DenyAll"),
            Self::Allowlist(entries) => {
                let Some(file) = look_up(command, path) else {
                    return denied("it is not found, so it cannot be compared with the allowlist");
                };
                let listed = entries.iter().any(|entry| {
                    entry == command
                        || Path::new(entry) == file
                        || look_up(entry, path).as_ref() == Some(&file)
                });
                if listed {
                    Ok(file)
                } else {
                    denied("it is not on the allowlist")
                }
            }
        }
    }
}

/// The file that a shell would run for `command`.
fn look_up(command: &str, path: Option<&OsStr>) -> Option<PathBuf> {
    if command.contains(MAIN_SEPARATOR) {
        return Some(PathBuf::from(command)).filter(|file| is_executable(file));
    }
    let folders = std::env::split_paths(path?).filter(|folder| folder.is_absolute());
    folders
        .map(|folder| folder.join(command))
        .find(|file| is_executable(file))
}

#[cfg(unix)]
fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    file.metadata()
        .is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(file: &Path) -> bool {
    file.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preference(rest: &str) -> Result<PluginPolicy, String> {
        parse(&format!(
            "apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\n{rest}"
        ))
    }

    #[test]
    fn reads_each_policy() {
        assert_eq!(preference(""), Ok(PluginPolicy::AllowAll));
        assert_eq!(parse(""), Ok(PluginPolicy::AllowAll));
        assert_eq!(
            preference("credentialPluginPolicy: AllowAll"),
            Ok(PluginPolicy::AllowAll)
        );
        assert_eq!(
            preference("credentialPluginPolicy: DenyAll"),
            Ok(PluginPolicy::DenyAll)
        );
        let list =
            "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist:\n- command: /bin/a\n- name: b\n";
        let expected = PluginPolicy::Allowlist(vec![String::from("/bin/a"), String::from("b")]);
        assert_eq!(preference(list), Ok(expected));
        let beside = "apiVersion: other/v1\nkind: Preference\n---\napiVersion: kubectl.config.k8s.io/v1beta1\n\
                      kind: Preference\ncredentialPluginPolicy: DenyAll\n";
        assert_eq!(parse(beside), Ok(PluginPolicy::DenyAll));
    }

    #[test]
    fn refuses_what_it_cannot_read() {
        for bad in [
            "credentialPluginPolicy: denyall",
            "credentialPluginPolicy: Allowlist",
            "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: []",
            "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{}]",
            "credentialPluginAllowlist: [{command: a}]",
            "credentialPluginPolicy: [DenyAll]",
            "a: [",
        ] {
            assert!(preference(bad).is_err(), "{bad}");
        }
        assert!(parse("kind: Other").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn compares_the_files_that_names_lead_to() {
        let listed = |entry: &str| PluginPolicy::Allowlist(vec![entry.to_owned()]);
        let path = Some(OsStr::new("/nowhere:/bin"));
        assert_eq!(
            listed("sh").permit("sh", path).ok(),
            Some(PathBuf::from("/bin/sh"))
        );
        assert_eq!(
            listed("/bin/sh").permit("sh", path).ok(),
            Some(PathBuf::from("/bin/sh"))
        );
        assert_eq!(
            listed("sh").permit("/bin/sh", path).ok(),
            Some(PathBuf::from("/bin/sh"))
        );
        assert!(listed("cat").permit("sh", path).is_err());
        assert!(listed("no-such").permit("no-such", path).is_err());
        let message = PluginPolicy::DenyAll.permit("sh", path).unwrap_err().to_string();
        assert!(
            message.contains("\"sh\"") && message.contains("DenyAll"),
            "{message}"
        );
    }

    #[tokio::test]
    async fn a_missing_default_file_is_no_policy_but_a_missing_named_one_is() {
        let folder = tempfile::tempdir().unwrap();
        let mut environment = Environment {
            home: Some(folder.path().into()),
            ..Environment::default()
        };
        assert_eq!(read_policy(&environment).await.ok(), Some(PluginPolicy::AllowAll));
        environment.kuberc = Some(folder.path().join("named").into());
        assert!(read_policy(&environment).await.is_err());
        environment.kuberc = Some("off".into());
        assert_eq!(read_policy(&environment).await.ok(), Some(PluginPolicy::AllowAll));
    }
}
