//! The program: parse, run, map the outcome to an exit code.

use std::process::ExitCode;

use cyjob::{
    cli::Cli,
    commands,
    outcome::Outcome,
    settings::{Ambient, Settings, program_name},
    streams,
};

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args_os().collect();
    let program = program_name(words.first());
    let cli = match Cli::read(program, words) {
        Ok(cli) => cli,
        Err(message) => return say(&message),
    };
    match commands::run(&Settings::resolve(cli, &Ambient::capture(program))) {
        Ok(outcome) => outcome.into(),
        Err(failure) => {
            streams::tell_error(&failure.error);
            failure.outcome.into()
        }
    }
}

/// Prints what clap has to say: a usage error, or the help and version that were asked for.
fn say(message: &clap::Error) -> ExitCode {
    let is_error = message.use_stderr();
    // Help into a closed pipe is no error.
    let _ = message.print();
    if is_error {
        Outcome::Usage.into()
    } else {
        Outcome::Done.into()
    }
}
