//! `--flag=true` and `--flag=false`, which kubectl takes for every boolean flag and scripts use.

use std::ffi::{OsStr, OsString};

use clap::{ArgAction, Command};

/// Turns `--flag=true` into `--flag` and drops `--flag=false`, for the boolean flags of the given command.
pub(super) fn without_values(command: &Command, words: Vec<OsString>) -> Vec<OsString> {
    let asked = words.iter().find_map(|word| command.find_subcommand(word));
    let is_switch = |name: &str| {
        let mut arguments = command
            .get_arguments()
            .chain(asked.into_iter().flat_map(Command::get_arguments));
        arguments.any(|argument| {
            let aliases = argument.get_all_aliases().unwrap_or_default();
            let is_named = argument.get_long() == Some(name) || aliases.contains(&name);
            is_named && matches!(argument.get_action(), ArgAction::SetTrue | ArgAction::Count)
        })
    };
    let mut is_over = false;
    words
        .into_iter()
        .filter_map(|word| {
            is_over |= word == "--";
            match switched(&word).filter(|(name, _)| !is_over && is_switch(name)) {
                Some((name, is_on)) => is_on.then(|| format!("--{name}").into()),
                None => Some(word),
            }
        })
        .collect()
}

/// The word that gives `-v` a level, as kubectl's `-v=6` and `--v=6` do.
pub(super) fn verbosity_level(words: &[OsString]) -> Option<&str> {
    let words = words.iter().take_while(|word| *word != "--");
    let mut texts = words.filter_map(|word| word.to_str());
    texts.find(|text| {
        let level = ["-v=", "--v=", "--verbose="]
            .iter()
            .find_map(|flag| text.strip_prefix(flag));
        let short = text.strip_prefix("-v").filter(|rest| !rest.is_empty());
        let is_number = |level: &str| level.bytes().all(|byte| byte.is_ascii_digit());
        level.is_some() || short.is_some_and(is_number)
    })
}

/// The name and the value of `--name=value`, if kubectl accepts the value (`strconv.ParseBool`).
fn switched(word: &OsStr) -> Option<(&str, bool)> {
    let (name, value) = word.to_str()?.strip_prefix("--")?.split_once('=')?;
    match value {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some((name, true)),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some((name, false)),
        _ => None,
    }
}
