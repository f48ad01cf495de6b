//! `cyjob completions`: the script that a shell loads.

use clap_complete::Shell;

use crate::{
    cli,
    outcome::{Failure, Outcome},
    render::Language,
    streams,
};

fn script(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut cli::command("cyjob"), "cyjob", &mut script);
    script
}

pub(super) fn run(shell: Shell) -> Result<Outcome, Failure> {
    streams::answer(Language::Verbatim, |out| out.write_all(&script(shell)))?;
    Ok(Outcome::Done)
}
