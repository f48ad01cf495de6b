//! Credentials inside of longer texts, by the forms that name them: `NAME=x`, `name: x`, `"name": "x"`, `--name x`, `user:x@` of a URL, `-u user:x`, and
//! the bodies of private keys. Masks rather too much than too little.

use super::{MASK, names};

/// Flags whose value is `USER:PASSWORD` (curl).
const USER_FLAGS: [&str; 3] = ["-u", "--user", "--proxy-user"];

/// What stands before the credential in a header of HTTP.
const SCHEMES: [&str; 4] = ["basic", "bearer", "digest", "token"];

/// Bytes of a URL in which its user and password are looked for.
const LONGEST_USER: usize = 1_024;

/// A text without the credentials in it.
pub(super) fn text(text: &str) -> String {
    without_assigned(&without_dsn_users(&without_users(&without_private_keys(text))))
}

/// What may be shown of the value of that name; `None` where that is all of it.
pub(super) fn replacement(name: &str, value: &str) -> Option<String> {
    let is_literal = |value: &str| !value.is_empty() && value != MASK && !is_reference(value);
    if USER_FLAGS.contains(&name) {
        let (user, password) = value.split_once(':')?;
        let is_password = is_literal(password) && !is_number(password) && !password.starts_with("//");
        return is_password.then(|| format!("{user}:{MASK}"));
    }
    let is_secret = match names::kind(name) {
        names::Kind::Ordinary => false,
        names::Kind::CredentialOrNumber => !is_switch(value) && !is_number(value),
        names::Kind::Credential => !is_switch(value),
    };
    (is_secret && is_literal(value)).then(|| MASK.to_owned())
}

fn is_number(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn is_switch(value: &str) -> bool {
    ["true", "false", "yes", "no", "on", "off", "null", "none"]
        .iter()
        .any(|word| value.eq_ignore_ascii_case(word))
}

/// Whether it is nothing but a shell's or Kubernetes' way to say where the value is: `$NAME`, `${NAME}`, `$(NAME)`.
fn is_reference(value: &str) -> bool {
    let Some(name) = value.strip_prefix('$') else {
        return false;
    };
    let braced = |open, close| name.strip_prefix(open).and_then(|name| name.strip_suffix(close));
    let name = braced('{', '}').or_else(|| braced('(', ')')).unwrap_or(name);
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Characters that names of variables, flags, headers and keys are made of.
pub(super) fn is_of_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '_' | '.')
}

fn without_private_keys(text: &str) -> String {
    const BEGIN: &str = "PRIVATE KEY-----";
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(BEGIN) {
        let (head, body) = rest.split_at(at + BEGIN.len());
        out.push_str(head);
        out.push_str(MASK);
        rest = match body.find("-----END") {
            // The line of the end has the words of the beginning.
            Some(end) => match body[end..].find(BEGIN) {
                Some(length) => {
                    let (last, rest) = body[end..].split_at(length + BEGIN.len());
                    out.push_str(last);
                    rest
                }
                None => &body[end..],
            },
            None => "",
        };
    }
    out + rest
}

/// URLs without their passwords. To the web servers of the world the user alone may be a token.
fn without_users(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        out.push_str(before);
        rest = after;
        let Some(user) = user_of(after) else { continue };
        let is_web = ["http", "https"].iter().any(|scheme| {
            let head = before[..at].strip_suffix(scheme);
            head.is_some_and(|head| !head.ends_with(|last: char| last.is_alphanumeric() || last == '+'))
        });
        match user.split_once(':') {
            _ if is_web && !is_reference(user) => out.push_str(MASK),
            Some((name, password)) if !password.is_empty() && !is_reference(password) => {
                out.push_str(name);
                out.push(':');
                out.push_str(MASK);
            }
            Some(_) | None => out.push_str(user),
        }
        rest = &after[user.len()..];
    }
    out + rest
}

/// The same for the data source names of Go's drivers, which have no scheme: `user:password@tcp(host)/db`.
fn without_dsn_users(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    let is_driver = |text: &str| text.starts_with("@tcp(") || text.starts_with("@unix(");
    while let Some((at, _)) = rest.match_indices('@').find(|(at, _)| is_driver(&rest[*at..])) {
        let (before, after) = rest.split_at(at);
        let (before, word) = before.split_at(before.rfind(is_end_of_word).map_or(0, |end| end + 1));
        out.push_str(before);
        match word.split_once(':') {
            Some((user, password)) if !password.is_empty() && !is_reference(password) => {
                out.push_str(user);
                out.push(':');
                out.push_str(MASK);
            }
            Some(_) | None => out.push_str(word),
        }
        out.push('@');
        rest = &after[1..];
    }
    out + rest
}

/// What stands before the `@` of a URL's authority. A password may hold a slash that should have been escaped.
fn user_of(after_scheme: &str) -> Option<&str> {
    let is_end = |(at, character): &(usize, char)| *at > LONGEST_USER || is_end_of_word(*character);
    let end = after_scheme.char_indices().find(is_end);
    let word = &after_scheme[..end.map_or(after_scheme.len(), |(at, _)| at)];
    let authority = &word[..word.find(['/', '?', '#']).unwrap_or(word.len())];
    if let Some((user, _)) = authority.rsplit_once('@') {
        return Some(user);
    }
    let (_, port) = authority.split_once(':')?;
    let is_host = port.is_empty() || is_number(port) || authority.starts_with(['[', '$']);
    let (user, _) = word.split_once('@').filter(|_| !is_host)?;
    (!user.contains("://")).then_some(user)
}

fn is_end_of_word(character: char) -> bool {
    character.is_ascii_whitespace() || matches!(character, '"' | '\'' | '`' | '<' | '>')
}

/// Names that are followed by their value.
fn without_assigned(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_of_name) {
        let (before, after) = rest.split_at(start);
        let (name, after) = after.split_at(
            after
                .find(|character| !is_of_name(character))
                .unwrap_or(after.len()),
        );
        out.push_str(before);
        out.push_str(name);
        rest = after;
        let is_telling = USER_FLAGS.contains(&name) || names::kind(name) != names::Kind::Ordinary;
        if !is_telling {
            continue;
        }
        let is_in_path = before.ends_with('/');
        if let Some((gap, value)) = value_after(name, after, is_in_path)
            && let Some(shown) = replacement(name, value)
        {
            out.push_str(gap);
            out.push_str(&shown);
            rest = &after[gap.len() + value.len()..];
        }
    }
    out + rest
}

/// What stands between a name and its value, and the value.
fn value_after<'a>(name: &str, after: &'a str, is_in_path: bool) -> Option<(&'a str, &'a str)> {
    let blanks = [' ', '\t'];
    let unquoted = after.trim_start_matches(['\\', '"', '\'']);
    let unspaced = unquoted.trim_start_matches(blanks);
    let value = if let Some(value) = unspaced.strip_prefix('=') {
        value.trim_start_matches(['=', '>'])
    } else if let Some(value) = unspaced.strip_prefix(':').filter(|_| !is_in_path) {
        value.strip_prefix('=').unwrap_or(value)
    } else if name.starts_with('-') && after.starts_with(blanks) && !unspaced.starts_with('-') {
        unspaced
    } else {
        return None;
    };
    let value = value.trim_start_matches(blanks);
    let opened = value.trim_start_matches('\\');
    let (value, length) = match opened.chars().next()? {
        quote @ ('"' | '\'') => (&opened[1..], opened[1..].find(quote)),
        _ => (value, Some(unquoted_length(value))),
    };
    // A quote that was escaped ends with its backslash.
    let length = length.unwrap_or(value.len());
    let text = value[..length].trim_end_matches('\\');
    Some((&after[..after.len() - value.len()], text))
}

/// The extent of a value without quotes. The credential of a header stands behind its scheme.
fn unquoted_length(value: &str) -> usize {
    let end = word_length(value);
    let rest = value[end..].trim_start_matches(' ');
    if SCHEMES
        .iter()
        .any(|scheme| value[..end].eq_ignore_ascii_case(scheme))
        && !rest.is_empty()
    {
        value.len() - rest.len() + word_length(rest)
    } else {
        end
    }
}

/// How far it is to a blank or quote, or to where another name with a value follows.
fn word_length(text: &str) -> usize {
    let is_end = |(at, character): &(usize, char)| {
        let next = &text[at + character.len_utf8()..];
        match character {
            '"' | '\'' | '`' => true,
            ',' | ';' | '&' => {
                let after_name =
                    next.trim_start_matches(|character| is_of_name(character) || character == ' ');
                next.is_empty()
                    || next
                        .starts_with(|first: char| first.is_whitespace() || matches!(first, '"' | '\'' | '&'))
                    || after_name.starts_with(['=', ':'])
            }
            _ => character.is_whitespace(),
        }
    };
    text.char_indices().find(is_end).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn credentials_are_masked_and_the_rest_stays() {
        let cases = [
            (
                "postgres://me:d4@db:5432/x?ssl=1",
                "postgres://me:*****@db:5432/x?ssl=1",
            ),
            ("postgres://u:pa/ss@h/db", "postgres://u:*****@h/db"),
            ("https://t0ken@github.com/x", "https://*****@github.com/x"),
            ("http://a:b@h,http://c:d@h", "http://*****@h,http://*****@h"),
            ("u:d:4@tcp(h:3306)/db", "u:*****@tcp(h:3306)/db"),
            (
                "see http://a/ or amqps://u:p@h",
                "see http://a/ or amqps://u:*****@h",
            ),
            (
                "jdbc:postgresql://h/db?user=u&password=x&ssl=1",
                "jdbc:postgresql://h/db?user=u&password=*****&ssl=1",
            ),
            (
                "Server=h;User Id=u;Password=a,b;Timeout=3",
                "Server=h;User Id=u;Password=*****;Timeout=3",
            ),
            ("AccountName=x;AccountKey=abc==", "AccountName=x;AccountKey=*****"),
            (
                "--conf a=b --password x --verbose",
                "--conf a=b --password ***** --verbose",
            ),
            ("export DB_PASSWORD=x; run", "export DB_PASSWORD=*****; run"),
            (
                "curl -u admin:x -H \"Authorization: Bearer x\" h",
                "curl -u admin:***** -H \"Authorization: *****\" h",
            ),
            ("Authorization: Basic abc", "Authorization: *****"),
            ("--set=db.password=x,a.b=c", "--set=db.password=*****,a.b=c"),
            ("{\"token\":\"x y\",\"a\":1}", "{\"token\":\"*****\",\"a\":1}"),
            (
                "{\\\"password\\\": \\\"x\\\"}",
                "{\\\"password\\\": \\\"*****\\\"}",
            ),
            (
                "-Dspring.datasource.password=x",
                "-Dspring.datasource.password=*****",
            ),
            ("password: 'x'\nname: y", "password: '*****'\nname: y"),
            (
                "-----BEGIN RSA PRIVATE KEY-----\nx\n-----END RSA PRIVATE KEY-----\ny",
                "-----BEGIN RSA PRIVATE KEY-----*****-----END RSA PRIVATE KEY-----\ny",
            ),
        ];
        for (given, shown) in cases {
            assert_eq!(text(given), shown);
            assert_eq!(text(shown), shown, "masking twice is masking once");
        }
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        for ordinary in [
            "https://host/path:x@y",
            "https://host:8080/x@y",
            "ssh://git@github.com/x",
            "echo $TOKEN; PASSWORD=$DB_PASSWORD run",
            "password=${DB_PASSWORD}",
            "--token=$(TOKEN)",
            "AUTH_ENABLED=true MAX_TOKENS=4096 SORT_KEY=name",
            "docker run -u 1000:1000 registry/token:1.2",
            "curl -u https://host",
            "helm --password-stdin",
            "the token is missing",
            "connect@tcp(h) as u@unix(/s)",
            "a\\b \"c\" 'd' é ✔",
            "",
        ] {
            assert_eq!(text(ordinary), ordinary);
        }
    }

    /// Half a million bytes: in the square of that nobody would see the end.
    #[test]
    fn the_work_grows_with_the_length() {
        for unit in [
            "a://",
            "a:b@",
            "u:p@tcp(",
            "@tcp(",
            "@unix(",
            "token=",
            "token=\"",
            "token='$",
            "token=1,",
            "-u a:",
            "token: basic ",
            "basic ",
            "PRIVATE KEY-----",
        ] {
            let given = "token: ".to_owned() + &unit.repeat(500_000 / unit.len());
            assert!(text(&given).len() <= 2 * given.len(), "{unit}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(given in "[a-z:/@=&;,\"'\\\\ $-]{0,20}(token|password|-u|://)[a-z:/@=&;,\"'\\\\ ${}é-]{0,20}") {
            let _ = text(&given);
        }
    }
}
