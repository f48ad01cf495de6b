//! Literal values that look like credentials are not shown: a report is pasted into tickets.
//!
//! By the name of the variable or of the command line's flag, because a value's look says nothing. Values that come from a Secret are
//! never read at all.

use std::borrow::Cow;

use k8s_openapi::api::{batch::v1::JobSpec, core::v1::Container};

/// What stands in for a masked value.
pub(super) const MASK: &str = "*****";

/// Parts of names that credentials have, in lower case and without separators.
const TELLING: [&str; 13] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "accesskey",
    "privatekey",
    "credential",
    "authorization",
    "dsn",
    "connectionstring",
    "cookie",
];

/// Whole words that credentials' names have, which are too short to be looked for inside of others.
const TELLING_WORDS: [&str; 6] = ["pass", "pwd", "auth", "key", "pat", "jwt"];

/// Endings of names that only point at a credential.
const POINTERS: [&str; 6] = ["file", "path", "dir", "name", "id", "ref"];

/// Whether a variable or flag of that name holds a credential.
pub(super) fn is_credential(name: &str) -> bool {
    let words = words(name);
    if words.last().is_some_and(|last| POINTERS.contains(&last.as_str())) {
        return false;
    }
    let joined = words.concat();
    TELLING.iter().any(|part| joined.contains(part))
        || words.iter().any(|word| TELLING_WORDS.contains(&word.as_str()))
}

/// The words of `DB_PASSWORD`, `--api-key` and `dbPassword` in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_lower = false;
    for character in name.chars() {
        if !character.is_alphanumeric() || (after_lower && character.is_uppercase()) {
            words.push(String::new());
        }
        after_lower = character.is_lowercase();
        if character.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(character.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The value of a variable as it may be shown.
pub(super) fn value<'a>(name: &str, value: &'a str, show: bool) -> Cow<'a, str> {
    if !show && !value.is_empty() && is_credential(name) {
        Cow::Borrowed(MASK)
    } else if show {
        Cow::Borrowed(value)
    } else {
        without_password(value)
    }
}

/// The words of a command line as they may be shown: `--token=x`, `--token x`, `TOKEN=x` and `https://user:x@host` without `x`.
pub(super) fn arguments(words: &[String], show: bool) -> Vec<Cow<'_, str>> {
    let mut follows_flag = false;
    let shown = words.iter().map(|word| {
        if show {
            return Cow::Borrowed(word.as_str());
        }
        let is_flag = word.starts_with('-');
        if follows_flag && !is_flag {
            follows_flag = false;
            return Cow::Borrowed(MASK);
        }
        follows_flag = is_flag && !word.contains('=') && is_credential(word);
        match word.split_once('=') {
            Some((name, value)) if is_name(name) && !value.is_empty() && is_credential(name) => {
                Cow::Owned(format!("{name}={MASK}"))
            }
            _ => without_password(word),
        }
    });
    shown.collect()
}

/// Whether it may be the name of a flag or variable, and is not the beginning of a script.
fn is_name(text: &str) -> bool {
    text.chars()
        .all(|character| character.is_alphanumeric() || matches!(character, '-' | '_' | '.'))
}

/// A URL without its password.
fn without_password(word: &str) -> Cow<'_, str> {
    let masked = word.split_once("://").and_then(|(scheme, rest)| {
        let authority = rest.split(['/', '?', '#', ' ']).next()?;
        let (user, host) = authority.rsplit_once('@')?;
        let (user, _) = user.split_once(':')?;
        let after = &rest[authority.len()..];
        Some(format!("{scheme}://{user}:{MASK}@{host}{after}"))
    });
    masked.map_or(Cow::Borrowed(word), Cow::Owned)
}

/// A Job's spec as it may be shown.
pub(super) fn spec(spec: &JobSpec, show: bool) -> Cow<'_, JobSpec> {
    if show {
        return Cow::Borrowed(spec);
    }
    let mut masked = spec.clone();
    if let Some(pod) = &mut masked.template.spec {
        let init = pod.init_containers.iter_mut().flatten();
        for container in init.chain(&mut pod.containers) {
            mask_container(container);
        }
    }
    if let Some(metadata) = &mut masked.template.metadata
        && let Some(annotations) = &mut metadata.annotations
    {
        annotations.retain(|name, _| !is_copy_of_manifest(name));
    }
    Cow::Owned(masked)
}

fn mask_container(container: &mut Container) {
    for variable in container.env.iter_mut().flatten() {
        if let Some(literal) = &mut variable.value {
            *literal = value(&variable.name, literal, false).into_owned();
        }
    }
    for words in [&mut container.command, &mut container.args]
        .into_iter()
        .flatten()
    {
        *words = arguments(words, false).into_iter().map(Cow::into_owned).collect();
    }
}

/// Whether an annotation holds a copy of the whole manifest, with every literal value in it.
pub(super) fn is_copy_of_manifest(annotation: &str) -> bool {
    annotation == "kubectl.kubernetes.io/last-applied-configuration"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_credentials_are_known_in_all_spellings() {
        for name in [
            "DB_PASSWORD",
            "dbPassword",
            "--api-key",
            "API_KEY",
            "GITHUB_TOKEN",
            "AWS_SECRET_ACCESS_KEY",
            "PGPASSWORD",
            "REDIS_PASS",
            "SENTRY_DSN",
            "client.secret",
            "SSH_KEY",
        ] {
            assert!(is_credential(name), "{name}");
        }
        for name in [
            "PATH",
            "KEYBOARD",
            "MONKEY",
            "COMPASS",
            "PASSENGERS",
            "AUTHOR",
            "PASSWORD_FILE",
            "SECRET_NAME",
            "AWS_ACCESS_KEY_ID",
            "STAGE",
            "",
        ] {
            assert!(!is_credential(name), "{name}");
        }
    }

    #[test]
    fn command_lines_keep_everything_but_the_credential() {
        let words: Vec<String> = [
            "run",
            "--token",
            "a1",
            "--password=b2",
            "API_KEY=c3",
            "--user",
            "me",
            "postgres://me:d4@db:5432/x?ssl=1",
            "--secret",
            "--verbose",
            "https://host/path:x@y",
            "export PASSWORD=from-file && go",
        ]
        .map(String::from)
        .into();
        assert_eq!(
            arguments(&words, false),
            [
                "run",
                "--token",
                "*****",
                "--password=*****",
                "API_KEY=*****",
                "--user",
                "me",
                "postgres://me:*****@db:5432/x?ssl=1",
                "--secret",
                "--verbose",
                "https://host/path:x@y",
                "export PASSWORD=from-file && go",
            ]
        );
        assert_eq!(arguments(&words, true), words);
    }
}
