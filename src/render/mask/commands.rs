//! Credentials on command lines: found by the names of flags and variables, and by [`tools`].

use std::ops::Range;

use super::{
    Spans, credential,
    innocent::{is_nothing, is_number},
    names,
    shell::{self, unquoted},
    tools::{self, Takes, Tool},
    urls,
};

/// Flags that take `USER:PASSWORD` in most tools, as in curl.
const USER_FLAGS: [&str; 3] = ["-u", "--user", "--proxy-user"];

/// Words that are followed by a name and its value: `aws configure set NAME X`.
const SETTERS: [&str; 2] = ["set", "config"];

/// Programs that write their operands to their output.
const WRITERS: [&str; 2] = ["echo", "printf"];

/// Words of commands that read a credential from standard input.
#[rustfmt::skip]
const READERS: [&str; 8] = [
    "--password-stdin", "--pass-stdin", "--token-stdin", "--with-token", "--passphrase-fd", "--stdin-password", "chpasswd", "cryptsetup",
];

/// The most words that are read after a word that may be a program or the value of a flag.
const FEW: usize = 16;

/// A part of a word: the word's position, and the range within the word.
pub(super) type Found = (usize, Range<usize>);

/// Finds credentials in the command lines of a text.
pub(super) fn find(text: &str, spans: &mut Spans) {
    let commands = shell::commands(text);
    let mut before: Option<Vec<Range<usize>>> = None;
    for command in commands {
        let ranges: Vec<Range<usize>> = command
            .words
            .into_iter()
            .map(|word| unquoted(text, word))
            .collect();
        let words: Vec<&str> = ranges.iter().map(|range| &text[range.clone()]).collect();
        for (word, part) in in_words(&words) {
            let start = ranges[word].start;
            spans.push(start + part.start..start + part.end);
        }
        if reads_credential(&words) {
            spans.extend(before.into_iter().flat_map(|ranges| written(text, ranges)));
            spans.extend(here_string(&words).map(|word| ranges[word].clone()));
        }
        before = command.is_piped.then_some(ranges);
    }
}

/// Finds credentials in the words of one command line.
pub(super) fn in_words(words: &[&str]) -> Vec<Found> {
    let mut found = Vec::new();
    let (mut program, mut is_set) = (0, false);
    for (position, word) in words.iter().enumerate() {
        if let Some(tools) = tools::of(word) {
            let before = position.checked_sub(1).map(|before| words[before]);
            let is_behind_flag = before.is_some_and(|before| before.starts_with('-') && before != "--");
            if is_behind_flag && tools.iter().any(|tool| !tool.takes.is_empty()) {
                // This word may be a flag's value, such as a host name, instead of a program.
                by_tool(words, position..words.len().min(position + FEW), &mut found);
            } else {
                by_tool(words, program..position, &mut found);
                program = position;
            }
        }
        by_name(words, position, is_set, words[program], &mut found);
        is_set |= SETTERS.iter().any(|setter| word.eq_ignore_ascii_case(setter));
    }
    by_tool(words, program..words.len(), &mut found);
    found
}

/// Finds credentials by the name of a flag or a variable, or after `set`.
fn by_name(words: &[&str], position: usize, is_set: bool, program: &str, found: &mut Vec<Found>) {
    let word = words[position];
    let (name, value) = match word.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (word, None),
    };
    let name = if is_set {
        name.rsplit(['/', ':']).next().unwrap_or(name)
    } else {
        name
    };
    if name.is_empty() || name == "key" && value.is_some() || !name.chars().all(super::is_of_name) {
        return;
    }
    let (position, value) = match value {
        Some(value) => (position, unquoted(word, word.len() - value.len()..word.len())),
        None if is_set || name.starts_with('-') => match words.get(position + 1) {
            Some(next) if !next.starts_with('-') => (position + 1, 0..next.len()),
            Some(_) | None => return,
        },
        None => return,
    };
    let text = &words[position][value.clone()];
    if USER_FLAGS.contains(&name) {
        if let Some((user, password)) = text.split_once(':')
            && !(is_nothing(password) || password.starts_with("//"))
            && !(is_number(user) && is_number(password))
            && !tools::takes_group(program)
        {
            found.push((position, value.end - password.len()..value.end));
        }
    } else if let Some(part) = credential(text, names::kind(name)) {
        found.push((position, value.start + part.start..value.start + part.end));
    }
}

/// Finds credentials by the tool that the first word of the range names.
fn by_tool(words: &[&str], range: Range<usize>, found: &mut Vec<Found>) {
    let Some(program) = words.get(range.start) else {
        return;
    };
    for tool in tools::of(program).unwrap_or_default() {
        if let Some(start) = behind(tool, words, &range) {
            for takes in tool.takes {
                taken(*takes, words, start..range.end, found);
            }
        }
    }
}

/// The position after the words that must come first.
fn behind(tool: &Tool, words: &[&str], range: &Range<usize>) -> Option<usize> {
    let is_it = |word: &str, wanted: &str| match wanted.strip_prefix('-') {
        Some(letter) => is_cluster(word) && word.contains(letter),
        None => word.eq_ignore_ascii_case(wanted),
    };
    tool.after
        .split_whitespace()
        .try_fold(range.start + 1, |from, wanted| {
            let position = words
                .get(from..range.end)?
                .iter()
                .position(|word| is_it(word, wanted))?;
            Some(from + position + 1)
        })
}

fn taken(takes: Takes, words: &[&str], range: Range<usize>, found: &mut Vec<Found>) {
    let operands = || {
        range
            .clone()
            .filter(|position| !words[*position].starts_with('-'))
    };
    let mut push = |position: usize, part: Range<usize>| {
        let part = unquoted(words[position], part);
        if !is_nothing(&words[position][part.clone()]) {
            found.push((position, part));
        }
    };
    match takes {
        Takes::Value(flag) => {
            for (position, value) in values(flag, words, &range) {
                push(position, value);
            }
        }
        Takes::Next(flag) => {
            for position in range.start + 1..range.end {
                if words[position - 1] == flag {
                    push(position, 0..words[position].len());
                }
            }
        }
        Takes::Attached(flag) => {
            for position in range {
                if words[position].len() > flag.len() && words[position].starts_with(flag) {
                    push(position, flag.len()..words[position].len());
                }
            }
        }
        Takes::Behind(flag, separator) => {
            for (position, value) in values(flag, words, &range) {
                let text = &words[position][value.clone()];
                if let Some(at) = text.find(separator).filter(|at| !text[*at..].starts_with("://")) {
                    push(position, value.start + at + separator.len()..value.end);
                }
            }
        }
        Takes::Operand => operands()
            .filter(|position| !words[*position].contains('='))
            .take(1)
            .for_each(|position| push(position, 0..words[position].len())),
        Takes::Last(count) => {
            let all: Vec<usize> = operands().collect();
            for position in &all[all.len().saturating_sub(count)..] {
                push(*position, 0..words[*position].len());
            }
        }
        Takes::Assigned => {
            for position in operands() {
                if let Some((name, _)) = words[position].split_once('=') {
                    push(position, name.len() + 1..words[position].len());
                }
            }
        }
        Takes::Oracle => {
            for position in operands() {
                let from = words[position]
                    .strip_prefix("userid=")
                    .map_or(0, |_| "userid=".len());
                if let Some(part) = urls::oracle_password(&words[position][from..]) {
                    push(position, from + part.start..from + part.end);
                }
            }
        }
    }
}

/// The values of a flag: `-p X`, `-pX`, `-xp X`, `--long X` and `--long=X`.
fn values(flag: &str, words: &[&str], range: &Range<usize>) -> Vec<Found> {
    let is_long = flag.len() > 2;
    let mut values = Vec::new();
    for position in range.clone() {
        let word = words[position];
        let is_flag = word == flag || !is_long && is_cluster(word) && word.ends_with(&flag[1..]);
        let attached = word.strip_prefix(flag).map(|rest| match rest.strip_prefix('=') {
            Some(value) => (true, value),
            None => (!is_long, rest),
        });
        match attached {
            _ if is_flag => {
                let next = words
                    .get(position + 1)
                    .filter(|next| position + 1 < range.end && !next.starts_with('-'));
                values.extend(next.map(|next| (position + 1, 0..next.len())));
            }
            Some((true, value)) => values.push((position, word.len() - value.len()..word.len())),
            Some((false, _)) | None => {}
        }
    }
    values
}

/// Whether a word groups flags of one letter, as `-xp`.
fn is_cluster(word: &str) -> bool {
    let letters = word.strip_prefix('-').unwrap_or_default();
    (1..=4).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn reads_credential(words: &[&str]) -> bool {
    let has = |wanted: &str| words.contains(&wanted);
    words.iter().any(|word| READERS.contains(word))
        || has("sudo") && words.iter().any(|word| is_cluster(word) && word.contains('S'))
        || has("passwd") && has("--stdin")
        || has("vault") && has("login") && has("-")
}

/// The words that `echo` and `printf` write.
fn written(text: &str, words: Vec<Range<usize>>) -> impl Iterator<Item = Range<usize>> {
    let program = words
        .iter()
        .position(|word| WRITERS.contains(&&text[word.clone()]));
    let skipped = program.map_or(words.len(), |program| program + 1);
    words.into_iter().skip(skipped).filter(|word| {
        let word = &text[word.clone()];
        !word.starts_with(['-', '%']) && !is_nothing(word)
    })
}

/// The word after `<<<`.
fn here_string(words: &[&str]) -> Option<usize> {
    let position = words.iter().position(|word| *word == "<<<")? + 1;
    words
        .get(position)
        .filter(|word| !is_nothing(word))
        .map(|_| position)
}
