//! `cyjob help`: the help of a command, or what a rule means.

use anyhow::anyhow;
use strsim::osa_distance;

use crate::{
    cli,
    model::Rule,
    outcome::{Failure, Outcome},
    render::{self, Language},
    settings::Session,
    streams,
};

/// The topic that lists all rules.
const RULES: &str = "rules";

/// A topic is suggested if so many edits lead to its name.
const NEAR: usize = 3;

pub(super) fn run(session: &Session, topic: Option<&str>) -> Result<Outcome, Failure> {
    let style = &session.stdout.style;
    let mut command = cli::command(session.program);
    command.build();
    let text = match topic {
        None => command.render_long_help().to_string(),
        Some(RULES) => render::rules(Rule::all(), style),
        Some(topic) => {
            let rule = Rule::all().iter().find(|rule| rule.name == topic);
            match (command.find_subcommand_mut(topic), rule) {
                (Some(command), _) => command.render_long_help().to_string(),
                (None, Some(rule)) => render::rule(rule, style),
                (None, None) => return Err(unknown(topic, &command)),
            }
        }
    };
    streams::answer(Language::Text, |out| out.write_all(text.as_bytes()))?;
    Ok(Outcome::Done)
}

fn unknown(topic: &str, command: &clap::Command) -> Failure {
    let commands = command.get_subcommands().map(clap::Command::get_name);
    let rules = Rule::all().iter().map(|rule| rule.name);
    let all = commands.chain(rules).chain([RULES]);
    let nearest = all.min_by_key(|name| osa_distance(name, topic));
    let near = nearest.filter(|name| osa_distance(name, topic) <= NEAR);
    let hint = near.map_or_else(
        || "cyjob help lists the commands, cyjob help rules the rules".to_owned(),
        |name| format!("did you mean {name}?"),
    );
    Failure {
        outcome: Outcome::Usage,
        error: anyhow!("no help on \"{topic}\"\n  {hint}"),
    }
}
