//! Finds credentials in addresses: the login in a URL, the login in an address without a scheme as drivers
//! take it, and the path of a webhook.

use std::ops::Range;

use super::{
    Spans,
    innocent::{is_nothing, is_number, is_words},
};

/// The most bytes of an address that are searched for a user, a password or a webhook.
const LONGEST: usize = 1_024;

/// Oracle's drivers, which `USER/PASSWORD@` may follow.
const ORACLE: [&str; 3] = ["jdbc:oracle:thin:", "jdbc:oracle:oci:", "jdbc:oracle:oci8:"];

/// Segments of a path that a webhook's credential follows.
#[rustfmt::skip]
const HOOKS: [&str; 13] = [
    "hook", "hooks", "webhook", "webhooks", "webhookb2", "services", "workflows", "triggers", "integration", "integrations", "catch", "key", "bot",
];

/// Hosts of webhooks. On these hosts, everything after one of [`HOOKS`] is a credential.
#[rustfmt::skip]
const HOOK_HOSTS: [&str; 12] = [
    "hooks.slack.com", "hooks.slack-gov.com", "discord.com", "discordapp.com", "webhook.office.com", "outlook.office.com", "outlook.office365.com",
    "hooks.zapier.com", "open.feishu.cn", "open.larksuite.com", "maker.ifttt.com", "events.pagerduty.com",
];

/// Words before a colon and an address that are not users.
#[rustfmt::skip]
const NO_USERS: [&str; 10] = ["acct", "docker", "git", "jdbc", "mailto", "sip", "sips", "ssh", "urn", "xmpp"];

pub(super) fn find(text: &str, spans: &mut Spans) {
    let mut at = 0;
    while let Some(found) = text[at..].find("://") {
        let (before, after) = (&text[..at + found], at + found + 3);
        at = after;
        if let Some(user) = user_of(&text[after..]) {
            spans.extend(password(before, user).map(|range| shifted(range, after)));
            at += user.len();
        }
        spans.extend(webhook(word(&text[at..])).map(|range| shifted(range, at)));
    }
    oracle(text, spans);
    sources(text, spans);
}

/// Whether a value is a URL without a login, a query, or a random part in its path.
pub(super) fn is_innocent(value: &str) -> bool {
    let Some((scheme, rest)) = value.split_once("://") else {
        return false;
    };
    let is_scheme = !scheme.is_empty()
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+.-:".contains(&byte));
    let (_, path) = rest.split_once('/').unwrap_or((rest, ""));
    is_scheme
        && user_of(rest).is_none_or(|user| password(scheme, user).is_none())
        && !rest.contains(['?', '#', ' '])
        && webhook(rest).is_none()
        && path.split('/').all(|segment| {
            segment.is_empty() || is_nothing(segment) || is_number(segment) || is_name(segment)
        })
}

/// Whether a segment of a path is a name, such as `v2`, `oauth2`, `my-app` or `_search`.
fn is_name(segment: &str) -> bool {
    segment.len() < 32
        && segment
            .split(['-', '_', '.'])
            .all(|word| is_words(word.trim_end_matches(|last: char| last.is_ascii_digit())))
}

fn shifted(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// The part of a URL's login to mask. The login is `USER:PASSWORD` or `USER`. For web servers, the user alone
/// may be a token.
fn password(before: &str, user: &str) -> Option<Range<usize>> {
    let is_web = ["http", "https"].iter().any(|scheme| {
        let head = before.strip_suffix(scheme);
        head.is_some_and(|head| !head.ends_with(|last: char| last.is_alphanumeric() || last == '+'))
    });
    match user.split_once(':') {
        Some((_, password)) if is_nothing(password) => None,
        Some(_) if is_web => Some(0..user.len()),
        Some((name, _)) => Some(name.len() + 1..user.len()),
        None => (is_web && !is_nothing(user) && !is_words(user)).then_some(0..user.len()),
    }
}

/// The login of a URL, before the `@`. A password may hold a slash that is not escaped.
fn user_of(after_scheme: &str) -> Option<&str> {
    let word = word(after_scheme);
    let authority = &word[..word.find(['/', '?', '#']).unwrap_or(word.len())];
    if let Some((user, _)) = authority.rsplit_once('@') {
        return Some(user);
    }
    let (_, port) = authority.split_once(':')?;
    let is_host = port.is_empty()
        || port.bytes().all(|byte| byte.is_ascii_digit())
        || authority.starts_with(['[', '$']);
    let (user, _) = word.split_once('@').filter(|_| !is_host)?;
    (!user.contains("://")).then_some(user)
}

/// The credential in the URL of a webhook. The URL is given without its scheme.
fn webhook(url: &str) -> Option<Range<usize>> {
    let (host, path) = url.split_once('/')?;
    let is_known = HOOK_HOSTS.iter().any(|known| {
        let head = host.strip_suffix(known);
        head.is_some_and(|head| head.is_empty() || head.ends_with('.'))
    });
    let mut at = host.len() + 1;
    for segment in path.split('/') {
        at += segment.len() + 1;
        let is_hook = HOOKS.contains(&segment) && (is_known || segment.contains("hook"));
        if let Some(rest) = url.get(at..).filter(|rest| is_hook && !rest.is_empty()) {
            let is_made_by_people = rest
                .split('/')
                .all(|part| part.is_empty() || is_nothing(part) || is_name(part));
            return (is_known && !is_nothing(rest) || !is_made_by_people).then_some(at..url.len());
        }
        // Telegram's token follows `bot` without a slash.
        if host == "api.telegram.org" && segment.starts_with("bot") && !is_words(segment) {
            return Some(at - segment.len() + 2..at - 1);
        }
    }
    None
}

/// Finds the password in `jdbc:oracle:thin:USER/PASSWORD@…`.
fn oracle(text: &str, spans: &mut Spans) {
    for start in ORACLE
        .iter()
        .flat_map(|driver| text.match_indices(driver).map(|(at, _)| at + driver.len()))
    {
        spans.extend(oracle_password(word(&text[start..])).map(|range| shifted(range, start)));
    }
}

/// The password of `USER/PASSWORD@ADDRESS` or `USER/PASSWORD`, as Oracle's tools take it.
pub(super) fn oracle_password(word: &str) -> Option<Range<usize>> {
    let login = word.rsplit_once('@').map_or(word, |(login, _)| login);
    let (user, password) = login.split_once('/')?;
    let is_user = user
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"_$#.[]\"".contains(&byte));
    (!user.is_empty() && is_user && !is_nothing(password)).then_some(user.len() + 1..login.len())
}

/// The password of `USER/PASSWORD@DATABASE` or `USER:PASSWORD`, in the value of a name that may hold a login.
pub(super) fn login_password(value: &str) -> Option<Range<usize>> {
    if value.contains(char::is_whitespace) || value.contains("://") {
        return None;
    }
    if value.contains('@') {
        return oracle_password(value);
    }
    let (user, password) = value.split_once(':')?;
    let is_plain =
        is_words(user) && !is_number(password) && !is_words(password) && !password.contains([':', '/', ',']);
    (is_plain && !is_nothing(password)).then_some(user.len() + 1..value.len())
}

/// Finds passwords in sources without a scheme: `user:password@tcp(host)/db` of Go's drivers,
/// `user:password@host:5432/db`, and Oracle's `user/password@//host`.
fn sources(text: &str, spans: &mut Spans) {
    let mut start = 0;
    for (at, _) in text.match_indices('@') {
        let word = &text[start..at];
        let word = &word[word.rfind(is_end_of_word).map_or(0, |end| end + 1)..];
        let word = &word[word.rfind(['=', ',', ';']).map_or(0, |end| end + 1)..];
        let address = &text[at + 1..];
        let from = at - word.len();
        start = at + 1;
        let is_address = address.starts_with("tcp(") || address.starts_with("unix(") || has_port(address);
        if let Some((user, password)) = word.split_once(':')
            && is_address
            && !is_nothing(password)
            && !word.contains("://")
            && !NO_USERS.contains(&user)
        {
            spans.push(from + user.len() + 1..at);
        }
        if address.starts_with("//") || has_port(address) {
            spans.extend(oracle_password(word).map(|range| shifted(range, from)));
        }
    }
}

/// Whether an address begins with a host and its port.
fn has_port(address: &str) -> bool {
    let is_of_host = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let host = address
        .bytes()
        .take(256)
        .position(|byte| !is_of_host(byte))
        .unwrap_or(0);
    let digits = address.get(host + 1..).unwrap_or_default();
    let port = digits
        .bytes()
        .take(6)
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(digits.len());
    host > 0
        && !address.starts_with("sha")
        && address[host..].starts_with(':')
        && (1..=5).contains(&port)
        && !digits[port..].starts_with(|next: char| next.is_ascii_alphanumeric())
}

/// The word at the beginning of a text.
fn word(text: &str) -> &str {
    let is_end = |(at, character): &(usize, char)| *at > LONGEST || is_end_of_word(*character);
    let end = text.char_indices().find(is_end);
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

fn is_end_of_word(character: char) -> bool {
    character.is_ascii_whitespace() || matches!(character, '"' | '\'' | '`' | '<' | '>')
}
