//! The documentation of a rule, and the list of all rules.

use jiff::Timestamp;

use super::page::{Field, Page};
use crate::{
    model::{Rule, Topic},
    render::{Detail, Style, style::Tone},
};

/// The documentation of a rule.
pub fn rule(rule: &Rule, style: &Style) -> String {
    let mut page = page(style);
    page.paragraph(
        &[(Tone::Strong, rule.name), (Tone::Plain, ": ")],
        Tone::Plain,
        rule.summary,
    );
    for (title, text) in [("Cause", rule.cause), ("What to do", rule.advice)] {
        page.title(title);
        page.paragraph(&[(Tone::Plain, "  ")], Tone::Plain, text);
    }
    page.title("Sources");
    for source in rule.sources {
        page.paragraph(&[(Tone::Plain, "  ")], Tone::Plain, source);
    }
    page.finish()
}

/// All rules with their summaries, by topic.
pub fn rules(rules: &[&Rule], style: &Style) -> String {
    let mut page = page(style);
    page.paragraph(
        &[],
        Tone::Plain,
        "cyjob help RULE shows cause, advice and sources.",
    );
    for topic in Topic::ALL {
        page.title(topic.title());
        let fields: Vec<Field> = rules
            .iter()
            .filter(|rule| rule.topic == topic)
            .map(|rule| Field {
                label: rule.name.to_owned(),
                items: vec![rule.summary.to_owned()],
            })
            .collect();
        page.fields("", &fields);
    }
    page.finish()
}

fn page(style: &Style) -> Page<'_> {
    Page::new(style, Detail::default(), Timestamp::UNIX_EPOCH)
}
