//! Events: warnings and the events of the Job; with `-o wide`, also routine events of pods. Equal events of
//! several pods share one row.

use std::borrow::Cow;

use jiff::Timestamp;

use super::page::{Page, folded};
use crate::facts::EventFacts;
use crate::{
    model::{JobReport, counted, grouped},
    render::style::Tone,
};

/// How many groups of events are shown without `-o wide`.
const LISTED: usize = 12;

/// How many characters of a message are shown without `-o wide`.
const LONGEST_MESSAGE: usize = 400;

/// The width of the column of ages.
const AGE: usize = 5;

/// Events with the same message, of one object or of several.
struct Group<'a> {
    newest: &'a EventFacts,
    objects: usize,
    /// Whether the messages are equal word for word.
    is_uniform: bool,
    count: u64,
    first: Option<Timestamp>,
}

pub(super) fn write(page: &mut Page<'_>, report: &JobReport) {
    let Ok(events) = &report.snapshot.events else {
        return;
    };
    if events.is_empty() {
        return;
    }
    page.title("Events");
    let is_telling =
        |event: &&EventFacts| page.detail.wide || event.kind != "Normal" || event.object.kind == "Job";
    let telling: Vec<&EventFacts> = events.iter().filter(is_telling).collect();
    let mut groups = grouped_by_words(&telling, &report.snapshot.job.name);
    let most = if page.detail.wide { groups.len() } else { LISTED };
    let older = groups.len().saturating_sub(most);
    for group in groups.drain(older..) {
        write_group(page, &group);
    }
    let everyday = events.len() - telling.len();
    let hidden = [(older, "older event"), (everyday, "routine pod event")];
    let hidden = hidden.iter().filter(|(count, _)| *count > 0);
    let hidden: Vec<String> = hidden.map(|(count, what)| counted(*count as u64, what)).collect();
    if !hidden.is_empty() {
        let them = if older + everyday == 1 { "it" } else { "them" };
        let text = format!("{} hidden; -o wide shows {them}", hidden.join(" and "));
        page.paragraph(&[(Tone::Plain, "  ")], Tone::Faint, &text);
    }
}

/// Groups in the order of their newest event, oldest first.
fn grouped_by_words<'a>(events: &[&'a EventFacts], job: &str) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut places = std::collections::HashMap::new();
    let mut seen = std::collections::HashSet::new();
    for &event in events {
        let object = &event.object;
        let about = (&object.kind, &object.field_path);
        let words = (&event.kind, &event.reason, without_names(event, job), about);
        let place = *places.entry(words.clone()).or_insert_with(|| {
            groups.push(Group {
                newest: event,
                objects: 0,
                is_uniform: true,
                count: 0,
                first: event.first,
            });
            groups.len() - 1
        });
        let group = &mut groups[place];
        group.objects += usize::from(seen.insert((words, &object.name)));
        group.count += u64::from(event.count);
        group.is_uniform &= group.newest.message == event.message;
        group.first = group.first.min(event.first).or(event.first);
        if group.newest.last <= event.last {
            group.newest = event;
        }
    }
    groups.sort_by_key(|group| group.newest.last);
    groups
}

/// The message without the name and UID of its object and without the names of the Job's pods, so that
/// messages of several pods compare as equal.
fn without_names(event: &EventFacts, job: &str) -> String {
    let mut message = without_pods(&event.message, &format!("{job}-"));
    for own in [&event.object.name, &event.object.uid.to_string()] {
        if !own.is_empty() {
            message = message.replace(own.as_str(), "");
        }
    }
    message
}

/// The text without the random suffixes of the Job's pods, `JOB-xxxxx` and `JOB-INDEX-xxxxx`.
fn without_pods(text: &str, prefix: &str) -> String {
    let mut parts = text.split(prefix);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(prefix);
        let index = part
            .find(|character: char| !character.is_ascii_digit())
            .unwrap_or(0);
        let after_index = part[index..].strip_prefix('-').filter(|_| index > 0);
        let after = after_index.and_then(after_random).or_else(|| after_random(part));
        out.push_str(after.unwrap_or(part));
    }
    out
}

/// The rest of the text after the five random characters of a generated name (`SimpleNameGenerator` in
/// k8s.io/apiserver).
fn after_random(text: &str) -> Option<&str> {
    let is_of_name = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-';
    let length = text.bytes().take_while(|byte| is_of_name(byte)).count();
    (length == 5 && !text[..5].contains('-')).then(|| &text[5..])
}

fn write_group(page: &mut Page<'_>, group: &Group<'_>) {
    let event = group.newest;
    let (tone, sign) = match event.kind.as_str() {
        "Normal" => (Tone::Plain, String::new()),
        "Warning" => (Tone::Warning, format!("{} ", page.style.glyph("▲", "!"))),
        other => (Tone::Warning, format!("{other} ")),
    };
    let mut message = folded(&page.excerpt(event.message.trim_end(), LONGEST_MESSAGE)).into_owned();
    if group.count > 1 {
        let (count, age) = (grouped(group.count), page.age(group.first));
        message = if group.is_uniform {
            format!("{message} ({count}× in {age})")
        } else {
            format!("{message} (newest of {count} in {age})")
        };
    }
    let age = format!("  {:<AGE$}  ", page.age(event.last));
    let from = event
        .from
        .clone()
        .filter(|_| page.detail.wide)
        .unwrap_or_default();
    let parts = [
        (tone, Cow::from(format!("{sign}{}", event.reason))),
        (Tone::Faint, Cow::from(from)),
        (Tone::Faint, Cow::from(object(group))),
        (Tone::Plain, Cow::from(message)),
    ];
    let parts: Vec<_> = parts.into_iter().filter(|(_, text)| !text.is_empty()).collect();
    page.flow(&age, AGE + 4, &parts);
}

/// The object of the events, with its container if the events name one; empty for the Job itself.
fn object(group: &Group<'_>) -> String {
    let object = &group.newest.object;
    let container = object.field_path.as_deref().and_then(|path| {
        let (_, name) = path.split_once('{')?;
        name.strip_suffix('}')
    });
    let container = container.map_or_else(String::new, |name| format!(" {name}"));
    let more = match group.objects {
        0 | 1 => String::new(),
        count => format!(" and {} more", grouped(count as u64 - 1)),
    };
    match object.kind.as_str() {
        "Job" => String::new(),
        "Pod" => format!("{}{container}{more}", object.name),
        kind => format!("{}/{}{more}", kind.to_lowercase(), object.name),
    }
}

#[cfg(test)]
mod tests {
    use super::without_pods;

    #[test]
    fn only_the_random_ends_of_the_jobs_own_pods_are_taken_out() {
        for (text, expected) in [
            ("pods \"x-2dqgf\" is forbidden", "pods \"x-\" is forbidden"),
            ("Created pod: x-3-mhkw4", "Created pod: x-"),
            ("x-abcde and x-12-fghij", "x- and x-"),
            ("x-abcdef", "x-abcdef"),
            ("x-abcd-efghi", "x-abcd-efghi"),
            ("x-abcde-config is missing", "x-abcde-config is missing"),
            ("y-abcde", "y-abcde"),
            ("x-12345", "x-"),
            ("x-", "x-"),
        ] {
            assert_eq!(without_pods(text, "x-"), expected, "{text}");
        }
    }
}
