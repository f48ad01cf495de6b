//! Values that are no credentials, whatever their names are: a path, a reference, a switch, a URL without a
//! login.

use super::{MASK, names::Kind, urls};

/// Suffixes of files that hold keys or settings.
#[rustfmt::skip]
const FILES: [&str; 22] = [
    ".asc", ".cer", ".cfg", ".conf", ".crt", ".env", ".gpg", ".ini", ".jks", ".json", ".jwk", ".key", ".p12", ".pem", ".pfx", ".ppk", ".properties",
    ".pub", ".toml", ".txt", ".yaml", ".yml",
];

/// Words that switch something on or off, or mean nothing.
#[rustfmt::skip]
const SWITCHES: [&str; 16] = [
    "always", "auto", "default", "disabled", "enabled", "false", "never", "nil", "no", "none", "null", "off", "on", "true", "undefined", "yes",
];

/// Prefixes of values that refer to a credential stored elsewhere.
#[rustfmt::skip]
const PLACES: [&str; 12] = [
    "arn:", "awssm://", "azurekeyvault://", "env:", "fd:", "file:", "gcpsm://", "op://", "ref+", "sm://", "ssm://", "vault:",
];

/// Prefixes of public keys, and of checksums with their algorithm.
#[rustfmt::skip]
const PUBLIC: [&str; 15] = [
    "ssh-rsa ", "ssh-ed25519 ", "ssh-dss ", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-", "-----BEGIN PUBLIC", "-----BEGIN CERT", "-----BEGIN PGP PUBLIC",
    "md5:", "sha1:", "sha256:", "sha512:", "sha256-", "sha512-",
];

/// The scheme before the credential in an HTTP header.
pub(super) const SCHEMES: [&str; 4] = ["basic", "bearer", "digest", "token"];

/// Prefixes of values that describe the source of a secret, as for `docker build --secret`.
const SOURCES: [&str; 6] = ["id=", "type=", "src=", "source=", "env=", "target="];

/// Whether a value is no credential, given the kind of its name.
pub(super) fn is_innocent(value: &str, kind: Kind) -> bool {
    let is_for_all = is_nothing(value)
        || SWITCHES.iter().any(|word| value.eq_ignore_ascii_case(word))
        || PLACES.iter().any(|start| starts_with(value, start))
        || PUBLIC.iter().any(|start| value.starts_with(start))
        || SOURCES.iter().any(|start| value.starts_with(start))
        || is_path(value)
        || urls::is_innocent(value);
    match kind {
        Kind::Ordinary | Kind::Login => true,
        Kind::Hint => is_for_all || is_number(value) || is_words(value),
        Kind::Token => is_for_all || is_number(value),
        Kind::Password => is_for_all,
    }
}

/// Whether a value is empty, masked, or only a reference.
pub(super) fn is_nothing(value: &str) -> bool {
    let value = value.trim();
    let value = value.split_once(' ').map_or(value, |(scheme, rest)| {
        let is_scheme = SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known));
        if is_scheme { rest.trim_start() } else { value }
    });
    value.is_empty() || value == MASK || value.bytes().all(|byte| byte == b'*') || is_reference(value)
}

/// Whether a value is a number, possibly with a unit: `4096`, `2,2n`, `1.5`, `30s`, `10%`, `v1.2.3`,
/// `2026-12-01`.
pub(super) fn is_number(value: &str) -> bool {
    let digits = value.strip_prefix(['v', '-', '+']).unwrap_or(value);
    let unit = digits
        .trim_start_matches(|character: char| character.is_ascii_digit() || ".,_:-".contains(character));
    let is_short = unit.len() <= 2
        && unit
            .bytes()
            .all(|byte| byte.is_ascii_alphabetic() || byte == b'%');
    digits.starts_with(|first: char| first.is_ascii_digit()) && is_short
}

/// Whether a value consists of ordinary words: `basic`, `my-config`, `sasl_plain`. Letters in mixed case are
/// no word.
pub(super) fn is_words(value: &str) -> bool {
    let is_separator = |character: char| matches!(character, '-' | '_' | '.' | ' ' | '/' | ':' | ',');
    value.split(is_separator).all(|word| {
        let rest = word.get(1..).unwrap_or_default();
        word.len() <= 16
            && word.bytes().all(|byte| byte.is_ascii_alphabetic())
            && (rest.bytes().all(|byte| byte.is_ascii_lowercase())
                || word.bytes().all(|byte| byte.is_ascii_uppercase()))
    })
}

/// Whether a part of a name or path looks random.
pub(super) fn is_random(word: &str) -> bool {
    let count = |is: fn(&u8) -> bool| word.bytes().filter(is).count();
    let (digits, upper, lower) = (
        count(u8::is_ascii_digit),
        count(u8::is_ascii_uppercase),
        count(u8::is_ascii_lowercase),
    );
    word.len() >= 16 && (digits >= 2 && upper + lower >= 2 || upper >= 3 && lower >= 3)
}

/// Whether a value is a reference of a shell, Kubernetes or a template: `$NAME`, `${NAME}`, `$1`, `$(…)`,
/// `` `…` ``, `{{ … }}`, `%NAME%`.
fn is_reference(value: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.')
    };
    let between = |open, close| {
        value
            .strip_prefix(open)
            .and_then(|rest: &str| rest.strip_suffix(close))
    };
    if let Some(name) = between("${", "}") {
        return is_name(name.trim_end_matches([':', '-', '?']));
    }
    if let Some(inside) = between("$(", ")").or_else(|| between("`", "`")) {
        return !inside.is_empty();
    }
    between("{{", "}}").is_some()
        || between("%", "%").is_some_and(is_name)
        || value
            .strip_prefix("$env:")
            .or_else(|| value.strip_prefix('$'))
            .is_some_and(|name| is_name(name) || matches!(name, "" | "@" | "*" | "#" | "?" | "!"))
}

/// Whether a value is a path with a root (`/`, `~`, `.`, a variable), a list of such paths, or a file of
/// [a known kind](FILES).
fn is_path(value: &str) -> bool {
    let value = value.strip_prefix('@').unwrap_or(value);
    let is_windows = |path: &str| {
        let mut characters = path.chars();
        characters.next().is_some_and(|drive| drive.is_ascii_alphabetic())
            && characters.as_str().starts_with([':'])
            && path[2..].starts_with(['\\', '/'])
    };
    let is_segment = |segment: &str| {
        segment
            .chars()
            .all(|character| character.is_alphanumeric() || ".-_@+${}()*".contains(character))
    };
    let is_rooted = |path: &str| {
        let from = ["/", "./", "../", "~/", "$", "${"]
            .iter()
            .any(|start| path.starts_with(start));
        let segments: Vec<&str> = path.split('/').collect();
        let is_deep = segments.iter().filter(|segment| !segment.is_empty()).count() >= 2;
        from && is_deep
            && segments
                .iter()
                .all(|segment| *segment == "~" || is_segment(segment) && !is_random(segment))
    };
    let is_file = |path: &str| {
        FILES.iter().any(|end| path.to_ascii_lowercase().ends_with(end))
            && path.len() > 4
            && path.split('/').all(is_segment)
    };
    if is_windows(value) {
        return !value.contains(char::is_whitespace);
    }
    value.split(':').all(|path| is_rooted(path) || is_file(path))
}

fn starts_with(value: &str, start: &str) -> bool {
    value
        .get(..start.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(start))
}
