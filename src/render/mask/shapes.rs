//! Finds credentials with a known form, under any name: tokens with their issuer's prefix, the value after
//! `Bearer`, and base64 that holds a credential.

use std::{ops::Range, sync::LazyLock};

use base64::{
    Engine as _,
    alphabet::{STANDARD, URL_SAFE},
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use regex::Regex;

use super::{
    Spans,
    innocent::{is_number, is_words},
};

/// The characters of a token after its prefix.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rest {
    /// Letters and digits.
    Alnum,
    /// Letters, digits, `-` and `_`.
    Wide,
    /// Letters, digits, `-`, `_`, separators, and the padding of base64.
    Long,
}

use Rest::{Alnum, Long, Wide};

/// The prefixes of tokens as their issuers document them, each with the least number of characters that
/// follow.
#[rustfmt::skip]
const PREFIXES: [(&str, usize, Rest); 107] = [
    // Forges.
    ("ghp_", 10, Alnum), ("gho_", 10, Alnum), ("ghu_", 10, Alnum), ("ghs_", 10, Long), ("ghr_", 10, Alnum), ("github_pat_", 10, Wide),
    ("glpat-", 10, Long), ("gldt-", 10, Long), ("glrt-", 10, Long), ("glrtr-", 10, Long), ("glcbt-", 10, Long), ("glptt-", 10, Long),
    ("glft-", 10, Long), ("glsoat-", 10, Long), ("glimt-", 10, Long), ("glagent-", 10, Long), ("gloas-", 10, Long), ("glffct-", 10, Long),
    ("GR1348941", 10, Wide), ("ATBB", 20, Alnum), ("ATATT3", 20, Long), ("ATCTT3", 20, Long),
    // Chats.
    ("xoxa-", 8, Wide), ("xoxb-", 8, Wide), ("xoxc-", 8, Wide), ("xoxd-", 8, Long), ("xoxe-", 8, Wide), ("xoxe.", 8, Long), ("xoxo-", 8, Wide),
    ("xoxp-", 8, Wide), ("xoxr-", 8, Wide), ("xoxs-", 8, Wide), ("xapp-", 8, Wide), ("xwfp-", 8, Wide),
    // Clouds.
    ("AKIA", 12, Alnum), ("FwoGZXIvYXdz", 16, Long), ("IQoJb3JpZ2lu", 16, Long), ("AIza", 20, Wide), ("ya29.", 8, Long), ("GOCSPX-", 10, Wide),
    ("1//0", 20, Wide), ("dop_v1_", 16, Alnum), ("doo_v1_", 16, Alnum), ("dor_v1_", 16, Alnum), ("HRKU-", 16, Wide), ("nfp_", 20, Alnum),
    ("sbp_", 20, Alnum), ("pscale_", 20, Long), ("dapi", 30, Alnum), ("sha256~", 20, Wide),
    // Payment.
    ("sk_live_", 8, Wide), ("sk_test_", 8, Wide), ("rk_live_", 8, Wide), ("rk_test_", 8, Wide), ("whsec_", 12, Long), ("rzp_live_", 8, Alnum),
    ("sq0atp-", 12, Wide), ("sq0csp-", 12, Wide), ("shpat_", 12, Alnum), ("shpca_", 12, Alnum), ("shppa_", 12, Alnum), ("shpss_", 12, Alnum),
    ("shippo_live_", 12, Alnum), ("FLWSECK", 12, Wide), ("access-production-", 20, Wide), ("access-sandbox-", 20, Wide),
    // Registries.
    ("npm_", 16, Alnum), ("rubygems_", 16, Alnum), ("CLOJARS_", 20, Alnum), ("dckr_pat_", 8, Wide), ("dckr_oat_", 8, Wide), ("AKCp", 20, Alnum),
    ("cmVmdGtuO", 20, Alnum), ("pypi-AgE", 8, Wide),
    // Mail.
    ("SG.", 10, Long), ("xkeysib-", 16, Wide), ("PMAK-", 16, Wide),
    // Secret stores.
    ("hvs.", 8, Wide), ("hvb.", 8, Wide), ("hvr.", 8, Wide), ("AGE-SECRET-KEY-", 8, Alnum), ("AGE-PLUGIN-", 12, Wide), ("SWMTKN-1-", 10, Wide),
    ("SWMKEY-1-", 10, Long), ("dp.pt.", 16, Alnum), ("dp.st.", 16, Long), ("ops_eyJ", 16, Wide), ("tskey-", 12, Wide),
    // AI providers.
    ("sk-proj-", 8, Wide), ("sk-ant-", 8, Wide), ("sk-svcacct-", 8, Wide), ("sk-or-v", 8, Wide), ("hf_", 20, Alnum), ("gsk_", 20, Alnum),
    ("nvapi-", 20, Wide), ("lsv2_pt_", 12, Wide),
    // Builds, errors, metrics.
    ("sntrys_", 16, Long), ("sntryu_", 16, Alnum), ("glsa_", 16, Wide), ("glc_", 20, Long), ("NRAK-", 12, Alnum), ("bkua_", 16, Alnum),
    ("CCIPAT_", 12, Wide), ("squ_", 20, Alnum), ("sqp_", 20, Alnum), ("lin_api_", 16, Alnum), ("figd_", 16, Wide),
];

/// Prefixes that ordinary names may have too. One of the required characters after the prefix must be a
/// digit.
#[rustfmt::skip]
const COMMON_PREFIXES: [(&str, usize, Rest); 17] = [
    ("sk-", 20, Wide), ("pypi-", 16, Wide), ("key-", 32, Alnum), ("xai-", 24, Alnum), ("pplx-", 24, Alnum), ("pul-", 32, Alnum), ("s.", 24, Alnum),
    ("secret_", 40, Alnum), ("ntn_", 20, Alnum), ("cio", 32, Alnum), ("oy2", 40, Alnum), ("r8_", 24, Alnum), ("ASIA", 16, Alnum), ("ABIA", 16, Alnum),
    ("ACCA", 16, Alnum), ("LTAI", 12, Alnum), ("AKID", 24, Alnum),
];

/// Whether a byte begins a prefix.
static BEGINNINGS: LazyLock<[bool; 256]> = LazyLock::new(|| {
    let mut beginnings = [false; 256];
    let prefixes = PREFIXES.iter().chain(&COMMON_PREFIXES);
    for first in prefixes.filter_map(|(prefix, ..)| prefix.bytes().next()) {
        beginnings[usize::from(first)] = true;
    }
    beginnings
});

/// Tokens that a prefix alone does not identify: JWTs, the tokens of Terraform, Telegram, Discord, Airtable,
/// Dynatrace, Mailchimp, Twilio and Azure, `acme_live_…`, and encrypted passwords.
static FORMS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = [
        r"eyJ[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*){2,4}",
        r"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{16,}",
        r"[0-9]{8,10}:AA[A-Za-z0-9_-]{30,}",
        r"[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}",
        r"pat[A-Za-z0-9]{14}\.[0-9a-f]{32,}",
        r"dt0[a-z][0-9]{2}\.[A-Z0-9]{24}\.[A-Z0-9]{32,}",
        r"[0-9a-f]{32}-us[0-9]{1,2}(?-u:\b)",
        r"(?:SK|AC)[0-9a-f]{32}(?-u:\b)",
        r"[A-Za-z0-9_~.-]{3}[78]Q~[A-Za-z0-9_~.-]{31,}",
        r"[a-z]{2,12}_(?:live|prod|pat|tkn|key|sec|secret|token|pw|oauth)_[A-Za-z0-9]*[0-9][A-Za-z0-9]{12,}",
    ];
    let others = [
        r"\$(?:2[abxy]|5|6|y|apr1|argon2id?)\$[A-Za-z0-9./$=,+-]{16,}",
        r"\{S?SHA[0-9]*\}[A-Za-z0-9+/=]{16,}",
    ];
    let forms = format!(
        r"(?:(?-u:\b)|\\[nrt])({})|({})",
        words.join("|"),
        others.join("|")
    );
    Regex::new(&forms).ok()
});

/// HTTP schemes that a credential follows.
const SCHEMES: [&str; 2] = ["bearer", "basic"];

/// Words that follow the name of a scheme in a sentence.
const ABOUT_SCHEMES: [&str; 6] = [
    "auth",
    "authentication",
    "authorization",
    "credentials",
    "token",
    "tokens",
];

/// The shortest base64 that can hold a credential with its name.
const LEAST_BASE64: usize = 16;

/// The least width at which tools wrap base64.
const BROKEN_LINE: usize = 60;

pub(super) fn find(text: &str, spans: &mut Spans) {
    tokens(text, spans);
    schemes(text, spans);
    if let Some(forms) = &*FORMS {
        let found = forms
            .captures_iter(text)
            .filter_map(|form| form.get(1).or(form.get(2)));
        spans.extend(found.map(|form| form.range()));
    }
}

fn tokens(text: &str, spans: &mut Spans) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let is_start = BEGINNINGS[usize::from(bytes[at])] && begins_word(&bytes[..at]);
        match is_start.then(|| token(&bytes[at..])).flatten() {
            Some(length) => {
                spans.push(at..at + length);
                at += length;
            }
            None => at += 1,
        }
    }
}

/// Whether a word begins after these bytes. An escape such as `\n` ends a word.
fn begins_word(before: &[u8]) -> bool {
    match before {
        [.., b'\\', b'n' | b'r' | b't'] | [] => true,
        [.., last] => !last.is_ascii_alphanumeric(),
    }
}

/// The length of the token at the beginning of `bytes`, if there is one.
fn token(bytes: &[u8]) -> Option<usize> {
    let is_of = |rest: Rest, byte: u8| {
        byte.is_ascii_alphanumeric()
            || rest != Alnum && matches!(byte, b'-' | b'_')
            || rest == Long && matches!(byte, b'.' | b'=' | b'~' | b'+' | b'/' | b'%')
    };
    let begins = |(prefix, least, rest): &(&str, usize, Rest), needs_digit: bool| {
        let body = bytes.strip_prefix(prefix.as_bytes());
        body.and_then(|body| body.get(..*least)).is_some_and(|body| {
            body.iter().all(|byte| is_of(*rest, *byte))
                && (!needs_digit || body.iter().any(u8::is_ascii_digit))
        })
    };
    let distinct = PREFIXES.iter().find(|form| begins(form, false));
    let (prefix, _, rest) = distinct.or_else(|| COMMON_PREFIXES.iter().find(|form| begins(form, true)))?;
    let body = &bytes[prefix.len()..];
    let length = body
        .iter()
        .position(|byte| !is_of(*rest, *byte))
        .unwrap_or(body.len());
    Some(prefix.len() + length)
}

/// Finds the values after `Bearer` and `Basic`.
fn schemes(text: &str, spans: &mut Spans) {
    let mut at = 0;
    for word in text.split_inclusive(|character: char| !character.is_ascii_alphabetic()) {
        let start = at;
        at += word.len();
        let name = word.trim_end_matches([' ', '\t']);
        let Some(scheme) = SCHEMES.iter().find(|scheme| name.eq_ignore_ascii_case(scheme)) else {
            continue;
        };
        if name.len() == word.len() {
            continue;
        }
        let rest = text[at..].trim_start_matches([' ', '\t']);
        let from = text.len() - rest.len();
        let is_of = |character: char| character.is_ascii_alphanumeric() || "-._~+/=".contains(character);
        let value = &rest[..rest.find(|character| !is_of(character)).unwrap_or(rest.len())];
        let is_all = text[..start].trim().is_empty() && from + value.len() == text.trim_end().len();
        let is_words = if is_all && *scheme == "bearer" {
            ABOUT_SCHEMES.iter().any(|word| value.eq_ignore_ascii_case(word))
        } else {
            is_words(value)
        };
        if value.len() > 3 && !is_words && !is_number(value) {
            spans.push(from..from + value.len());
        }
    }
}

/// Finds runs of base64 that hold a credential.
pub(super) fn in_base64(text: &str, spans: &mut Spans, holds_credential: impl Fn(&str) -> bool) {
    const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    for run in base64_runs(text) {
        let digits: Vec<u8> = text[run.clone()]
            .bytes()
            .filter(|byte| !byte.is_ascii_whitespace())
            .collect();
        let alphabet = if digits.iter().any(|byte| matches!(byte, b'-' | b'_')) {
            &URL_SAFE
        } else {
            &STANDARD
        };
        let decoded = GeneralPurpose::new(alphabet, LENIENT).decode(&digits);
        let decoded = decoded.ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let is_text = |text: &String| {
            !text
                .chars()
                .any(|character| character.is_control() && !character.is_whitespace())
        };
        if decoded
            .filter(is_text)
            .is_some_and(|text| holds_credential(&text))
        {
            spans.push(run);
        }
    }
}

/// Runs of base64 characters. A run spans several lines if a tool wrapped it.
fn base64_runs(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let is_of = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_');
    let mut runs = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let (start, mut line) = (at, at);
        while at < bytes.len() && (is_of(bytes[at]) || bytes[at] == b'\n' && at - line >= BROKEN_LINE) {
            if bytes[at] == b'\n' {
                line = at + 1;
            }
            at += 1;
        }
        let digits = at;
        while at < bytes.len() && bytes[at] == b'=' && at - digits < 2 {
            at += 1;
        }
        if at - start >= LEAST_BASE64 {
            runs.push(start..at);
        }
        at = at.max(start + 1);
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::FORMS;

    #[test]
    fn the_forms_are_an_expression() {
        assert!(FORMS.is_some());
    }
}
