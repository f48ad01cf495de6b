//! Judges whether a name is that of a credential. The words of the name decide: `PGPASS` has such a word,
//! `TOKENIZERS_PARALLELISM` has none.

/// Parts of the names of credentials, compared with the joined lower-case words of a name. Hardly any other
/// name has these parts.
#[rustfmt::skip]
const PARTS: [&str; 55] = [
    "password", "passwd", "passphrase", "passcode", "passkey", "secret", "credential", "authorization", "accesskey", "accountkey", "adminkey",
    "apikey", "authkey", "decryptionkey", "deploykey", "encryptionkey", "hmackey", "licensekey", "masterauth", "masterkey", "privatekey", "privkey", "recoverykey",
    "servicekey", "sessionkey", "sharedkey", "signingkey", "sshkey", "storagekey", "unsealkey", "connectionstr", "connstr", "dockerconfigjson",
    "kubeconfig", "sessionid", "sessid", "roleid", "otpcode", "pincode", "seedphrase", "recoveryphrase", "recoverycode", "backupcode",
    // Other languages.
    "kennwort", "passwort", "motdepasse", "contraseña", "contrasena", "senha", "wachtwoord", "lösenord", "salasana", "пароль", "密码", "パスワード",
];

/// Ends of the names of credentials that [`ABOUT`] must not excuse.
const PARTS_THAT_END: [&str; 7] = [
    "accesskeyid",
    "roleid",
    "secretid",
    "sessid",
    "sessionid",
    "webhookuri",
    "webhookurl",
];

/// Words, and ends of joined words (`PGPASS`, `authtoken`), that name a credential.
const ENDINGS: [&str; 11] = [
    "token", "tokens", "pass", "pwd", "creds", "bearer", "cookie", "cookies", "dsn", "jwt", "webhook",
];

/// Words that name a credential, but are too short to be matched within words.
#[rustfmt::skip]
const WORDS: [&str; 11] = ["cred", "key", "keys", "mnemonic", "pat", "psk", "pw", "sas", "sig", "signature", "totp"];

/// Words that name a credential only at the end of a name: `SALT_MASTER` and `SEED_NODES` name hosts.
#[rustfmt::skip]
const LAST_WORDS: [&str; 12] = ["haslo", "hasło", "heslo", "hmac", "jelszo", "otp", "parola", "pepper", "phrase", "pin", "salt", "seed"];

/// Words of names whose value is a credential or the name of a login method (`basic`, `ldap`).
const HINTS: [&str; 2] = ["auth", "sid"];

/// Words of names whose value may hold a user and a password.
const LOGINS: [&str; 11] = [
    "conn",
    "connect",
    "connection",
    "database",
    "db",
    "login",
    "ora",
    "oracle",
    "sqlplus",
    "tns",
    "userid",
];

/// Words that only look like the names above.
const HARMLESS: [&str; 7] = [
    "bypass",
    "compass",
    "encompass",
    "passwordless",
    "secretary",
    "trespass",
    "underpass",
];

/// Last words of the names of passwords. A password may be a number.
const PASSWORDS: [&str; 8] = [
    "pass", "pwd", "pw", "pin", "otp", "secret", "kennwort", "passwort",
];

/// Words before `key` in the names of keys that are no credentials.
#[rustfmt::skip]
const ORDINARY_KEYS: [&str; 34] = [
    "annotation", "cache", "composite", "config", "context", "dedup", "event", "feature", "field", "filter", "foreign", "group", "hash", "idempotency",
    "index", "join", "label", "lookup", "message", "metadata", "object", "order", "partition", "primary", "public", "range", "routing", "row", "search",
    "shard", "sort", "topic", "topology", "unique",
];

/// Last words of names that refer to a credential or describe one.
#[rustfmt::skip]
const ABOUT: [&str; 150] = [
    "account", "age", "algorithm", "annotation", "api", "app", "arn", "attempt", "audience", "backend", "bit", "branch", "bucket", "budget", "cache",
    "callback", "certificate", "charset", "check", "checksum", "claim", "class", "column", "complexity", "config", "cost", "converter", "count", "created", "day",
    "delay", "deserializer", "digest", "dir", "directory", "disabled", "domain", "driver", "duration", "enabled", "encoding", "endpoint", "engine", "env", "exist",
    "expiration", "expired", "expiry", "field", "file", "fingerprint", "flow", "folder", "format", "generator", "group", "handler", "header", "help",
    "hint", "history", "host", "hour", "httponly", "id", "image", "interval", "issuer", "iteration", "kind", "label", "length", "lifetime", "limit",
    "location", "lock", "lockout", "manager", "map", "mapping", "max", "message", "method", "middleware", "min", "minute", "mode", "module", "name",
    "namespace", "optional", "owner", "path", "pattern", "period", "placeholder", "plugin", "policy", "port", "prefix", "present", "project", "prompt",
    "provider", "quota", "rate", "realm", "ref", "regex", "region", "repo", "required", "requirement", "retry", "role", "rotation", "round", "rule",
    "samesite", "scheme", "scope", "second", "secure", "serializer", "server", "service", "size", "sock", "socket", "source", "state", "status", "stdin", "store",
    "strategy", "strength", "subject", "suffix", "table", "template", "through", "timeout", "ttl", "type", "uri", "url", "usage", "user", "username", "version",
];

/// Words that mark a name as that of a checksum or of a controller's setting, in any place.
#[rustfmt::skip]
const ABOUT_ANYWHERE: [&str; 6] = ["checksum", "digest", "fingerprint", "inject", "reloader", "sha"];

/// First words of switches: `--no-password`, `USE_AUTH`.
#[rustfmt::skip]
const SWITCHES: [&str; 14] =
    ["allow", "disable", "enable", "existing", "has", "ignore", "is", "need", "needs", "no", "skip", "use", "with", "without"];

/// Variables in which shells keep the working directory.
const WORKING_DIRECTORY: [&str; 2] = ["PWD", "OLDPWD"];

/// What a name says about its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// No credential.
    Ordinary,
    /// No credential, unless the value holds a user and a password.
    Login,
    /// A credential, unless the value is a number or consists of ordinary words.
    Hint,
    /// A credential, unless the value is a number, which may count tokens.
    Token,
    /// A credential, even if the value is a number.
    Password,
}

/// Judges the name of a variable, a flag, a header, a key, or an annotation. The prefix of an annotation is
/// included.
pub(super) fn kind(name: &str) -> Kind {
    let (prefix, name) = name.rsplit_once('/').unwrap_or(("", name));
    let words = words(name);
    let Some(last) = words.last() else {
        return Kind::Ordinary;
    };
    if name.starts_with('-') && words.len() == 1 && matches!(last.as_str(), "key" | "keys") {
        return Kind::Hint;
    }
    let joined = words.concat();
    if name.starts_with('-') && joined == "secretid" {
        return Kind::Hint;
    }
    if PARTS_THAT_END.iter().any(|part| joined.ends_with(part)) {
        return Kind::Token;
    }
    let is_switch = SWITCHES.contains(&words[0].as_str()) && (words.len() == 2 || name.starts_with("--"));
    let is_about = is_about(last)
        || words
            .iter()
            .chain(&self::words(prefix))
            .any(|word| ABOUT_ANYWHERE.contains(&word.as_str()));
    if is_about || is_switch || WORKING_DIRECTORY.contains(&name) || HARMLESS.contains(&joined.as_str()) {
        return Kind::Ordinary;
    }
    let is_part = |text: &str| PARTS.iter().any(|part| text.contains(part));
    let is_password = |word: &str| PASSWORDS.iter().any(|end| ends(word, end)) || word.contains("passw");
    if is_password(last) {
        return Kind::Password;
    }
    let is_key = |position: usize| {
        let before = position.checked_sub(1).map(|before| words[before].as_str());
        !before.is_some_and(|before| ORDINARY_KEYS.contains(&before))
    };
    let is_token = |(position, word): (usize, &String)| {
        ENDINGS.iter().any(|end| ends(word, end))
            || WORDS.contains(&word.as_str())
                && (!matches!(word.as_str(), "key" | "keys") || is_key(position))
    };
    if is_part(&joined) || LAST_WORDS.contains(&last.as_str()) || words.iter().enumerate().any(is_token) {
        Kind::Token
    } else if words.iter().any(|word| HINTS.contains(&word.as_str())) {
        Kind::Hint
    } else if words.iter().any(|word| LOGINS.contains(&word.as_str())) {
        Kind::Login
    } else {
        Kind::Ordinary
    }
}

fn is_about(last: &str) -> bool {
    let one = match last.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => last.strip_suffix('s').unwrap_or(last).to_owned(),
    };
    ABOUT.contains(&last) || ABOUT.contains(&one.as_str())
}

fn ends(word: &str, end: &str) -> bool {
    word.ends_with(end) && !HARMLESS.contains(&word)
}

/// Splits names such as `DB_PASSWORD2`, `--api-key` and `dbPassword` into words in lower case, without
/// digits.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_lower = false;
    for character in name.chars() {
        if !character.is_alphanumeric() || (after_lower && character.is_uppercase()) {
            words.push(String::new());
        }
        after_lower = character.is_lowercase();
        if character.is_alphabetic()
            && let Some(word) = words.last_mut()
        {
            word.extend(character.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
