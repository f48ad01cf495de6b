//! Whether a name is that of a credential: by its words, since `TOKENIZERS_PARALLELISM` has none of them and `PGPASS` has one.

/// What the names of credentials hold, written together and in lower case, and hardly another name does.
const TELLING: [&str; 12] = [
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "secret",
    "credential",
    "apikey",
    "accesskey",
    "privatekey",
    "accountkey",
    "connectionstring",
    "authorization",
];

/// Words, and ends of words that were written together (`PGPASS`, `authtoken`).
const ENDINGS: [&str; 10] = [
    "token", "tokens", "pass", "pwd", "creds", "bearer", "cookie", "dsn", "jwt", "authkey",
];

/// Words that are too short to be looked for inside of others.
const WORDS: [&str; 8] = ["auth", "cred", "key", "keys", "pat", "pw", "sig", "signature"];

/// Words that end like a credential and are none.
const HARMLESS: [&str; 5] = ["bypass", "compass", "encompass", "trespass", "underpass"];

/// Keys that open nothing.
const ORDINARY_KEYS: [&str; 14] = [
    "cache",
    "foreign",
    "group",
    "hash",
    "index",
    "object",
    "partition",
    "primary",
    "public",
    "routing",
    "row",
    "shard",
    "sort",
    "topology",
];

/// Last words of names that point at a credential or say something about one.
const ABOUT: [&str; 45] = [
    "algorithm",
    "audience",
    "backend",
    "class",
    "count",
    "dir",
    "disabled",
    "enabled",
    "endpoint",
    "engine",
    "env",
    "expiration",
    "expiry",
    "file",
    "format",
    "header",
    "host",
    "id",
    "interval",
    "issuer",
    "length",
    "limit",
    "manager",
    "max",
    "method",
    "min",
    "mode",
    "name",
    "path",
    "port",
    "prefix",
    "provider",
    "ref",
    "required",
    "seconds",
    "size",
    "stdin",
    "store",
    "suffix",
    "timeout",
    "ttl",
    "type",
    "uri",
    "url",
    "version",
];

/// Variables of every shell that hold the working directory.
const WORKING_DIRECTORY: [&str; 2] = ["PWD", "OLDPWD"];

/// What a name says of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing that is secret.
    Ordinary,
    /// A credential, unless it is a number: tokens and keys are counted, too.
    CredentialOrNumber,
    /// A credential.
    Credential,
}

/// Judges the name of a variable, a flag, a header or a key.
pub(super) fn kind(name: &str) -> Kind {
    let words = words(name);
    let before_last = words
        .len()
        .checked_sub(2)
        .map(|position| words[position].as_str());
    let is_about = words.last().is_some_and(|last| {
        // A secret's ID is a half of Vault's AppRole login.
        let one = last.strip_suffix('s').unwrap_or(last);
        (ABOUT.contains(&last.as_str()) || ABOUT.contains(&one))
            && !(one == "id" && before_last == Some("secret"))
    });
    if is_about || WORKING_DIRECTORY.contains(&name) {
        return Kind::Ordinary;
    }
    let joined = words.concat();
    let is_password = |word: &String| word == "pw" || ["pass", "pwd"].iter().any(|end| ends(word, end));
    if TELLING.iter().any(|part| joined.contains(part)) || words.iter().any(is_password) {
        return Kind::Credential;
    }
    let is_telling = words.iter().enumerate().any(|(position, word)| {
        let before = position.checked_sub(1).map(|before| words[before].as_str());
        let is_ordinary = word == "key" && before.is_some_and(|before| ORDINARY_KEYS.contains(&before));
        !is_ordinary && (WORDS.contains(&word.as_str()) || ENDINGS.iter().any(|end| ends(word, end)))
    });
    if is_telling {
        Kind::CredentialOrNumber
    } else {
        Kind::Ordinary
    }
}

fn ends(word: &str, end: &str) -> bool {
    word.ends_with(end) && !HARMLESS.contains(&word)
}

/// The words of `DB_PASSWORD2`, `--api-key` and `dbPassword` in lower case, without the numbers behind them.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_credentials_are_known_in_all_spellings() {
        #[rustfmt::skip]
        let names = [
            "DB_PASSWORD", "dbPassword", "--api-key", "API_KEY", "GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "PGPASSWORD", "REDIS_PASS", "SENTRY_DSN",
            "client.secret", "SSH_KEY", "PGPASS", "DBPASS", "DB_PASS1", "SIGNING_KEY2", "MYSQL_ROOT_PW", "AWS_CREDS", "ENCRYPTION_PASSCODE",
            "VAULT_SECRET_ID", "OAUTH2_BEARER", "ADMIN_PASSWORDS", "passWord", "NPM_AUTH", "Authorization", "AccountKey", "--pwd", "x-api-key", "sig",
        ];
        for name in names {
            assert_ne!(kind(name), Kind::Ordinary, "{name}");
        }
    }

    #[test]
    fn names_about_credentials_and_names_like_theirs_are_ordinary() {
        #[rustfmt::skip]
        let names = [
            "PATH", "KEYBOARD", "MONKEY", "COMPASS", "BYPASS", "PASSENGERS", "AUTHOR", "PASSWORD_FILE", "SECRET_NAME", "AWS_ACCESS_KEY_ID", "STAGE", "",
            "TOKENIZERS_PARALLELISM", "SORT_KEY", "PARTITION_KEY", "PUBLIC_KEY", "AUTH_ENABLED", "OAUTH_TOKEN_URL", "TOKEN_TTL", "KEY_PREFIX", "PWD",
            "TOKEN_LIMIT", "PASSWORD_MIN_LENGTH", "DESIGNATION",
        ];
        for name in names {
            assert_eq!(kind(name), Kind::Ordinary, "{name}");
        }
        assert_eq!(kind("MAX_TOKENS"), Kind::CredentialOrNumber);
    }
}
