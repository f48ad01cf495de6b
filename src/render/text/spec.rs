//! The Job's spec and metadata: all that kubectl shows, and more. Values that the API server sets are shown
//! only with `-o wide`.

use std::borrow::Cow;

use serde_json::Value;

use super::{
    page::{Field, Page, Part},
    yaml,
};
use crate::facts::{JobFacts, JobManifest};
use crate::{
    model::{JobReport, grouped},
    render::{mask, style::Tone},
};

/// The most characters of an item without `-o wide`. An annotation may be 256 KiB.
const LONGEST_ITEM: usize = 300;

/// The most items of a list without `-o wide`.
const LISTED: usize = 20;

/// Fields that have their own form, below or in another section.
const APART: [&str; 5] = [
    "template",
    "selector",
    "podFailurePolicy",
    "successPolicy",
    "manualSelector",
];

pub(super) fn write(page: &mut Page<'_>, report: &JobReport) {
    let job = &report.snapshot.job;
    page.title("Spec");
    if let Some(manifest) = &job.manifest {
        write_spec(page, manifest);
    } else {
        let text = "spec, labels and annotations are unknown: only a part of the Job was read";
        page.paragraph(&[(Tone::Warning, "  ? ")], Tone::Warning, text);
    }
    write_metadata(page, job);
}

fn write_spec(page: &mut Page<'_>, manifest: &JobManifest) {
    let fields = yaml::object(&manifest.spec);
    let parts = fields
        .iter()
        .filter(|(key, value)| {
            !APART.contains(&key.as_str()) && (page.detail.wide || !is_without_limit(key, value))
        })
        .map(|(key, value)| (Tone::Plain, Cow::from(format!("{key}={}", yaml::flow(value)))));
    let restart_policy = manifest.pod().and_then(|pod| pod.restart_policy.as_ref());
    let restart_policy =
        restart_policy.map(|policy| (Tone::Plain, Cow::from(format!("restartPolicy={policy}"))));
    let parts: Vec<Part<'_>> = parts.chain(restart_policy).collect();
    if !parts.is_empty() {
        page.flow("  ", 2, &parts);
    }
    write_policies(page, &fields);
}

/// Whether `backoffLimit` has the default of a Job with a limit per index (`SetDefaults_Job`).
fn is_without_limit(key: &str, value: &Value) -> bool {
    key == "backoffLimit" && *value == i32::MAX
}

/// Writes one line per rule.
fn write_policies(page: &mut Page<'_>, fields: &serde_json::Map<String, Value>) {
    for (label, policy) in [
        ("failure policy", "podFailurePolicy"),
        ("success policy", "successPolicy"),
    ] {
        let rules = fields
            .get(policy)
            .and_then(|policy| policy.get("rules"))
            .and_then(Value::as_array);
        for (number, rule) in rules.into_iter().flatten().enumerate() {
            let rule = rule.as_object().map(yaml::pairs).unwrap_or_default();
            page.field(label, Tone::Plain, &format!("rule {number}: {rule}"));
        }
    }
}

fn write_metadata(page: &mut Page<'_>, job: &JobFacts) {
    let mut fields: Vec<(&str, String)> = Vec::new();
    if let Some(owner) = &job.owner {
        fields.push(("controlled by", format!("{} {}", owner.kind, owner.name)));
    }
    fields.extend(job.created.map(|at| ("created", page.when(at))));
    fields.extend(job.deletion_timestamp.map(|at| ("deleting since", page.when(at))));
    if !job.finalizers.is_empty() {
        fields.push(("finalizers", job.finalizers.join(", ")));
    }
    fields.extend(selector(job, page.detail.wide).map(|selector| ("selector", selector)));
    if page.detail.wide {
        fields.push(("uid", job.uid.clone()));
    }
    for (label, text) in fields {
        page.field(label, Tone::Plain, &text);
    }
    if let Some(manifest) = &job.manifest {
        let labels = manifest.labels.iter();
        let labels = labels.map(|(name, text)| (name.as_str(), text.into()));
        write_map(page, "labels", labels);
        let annotations = mask::annotations(&manifest.annotations, page.detail.show_env);
        write_map(page, "annotations", annotations);
    }
}

/// Writes labels or annotations, one per line. Labels that Kubernetes sets on each Job are shown only with
/// `-o wide`.
pub(super) fn write_map<'a>(
    page: &mut Page<'_>,
    label: &str,
    map: impl Iterator<Item = (&'a str, Cow<'a, str>)>,
) {
    let shown = map.filter(|(name, _)| page.detail.wide || !is_automatic(name));
    let items: Vec<String> = shown.map(|(name, value)| format!("{name}={value}")).collect();
    let items = shortened(page, items.into_iter());
    if !items.is_empty() {
        let label = label.to_owned();
        page.fields("", &[Field { label, items }]);
    }
}

/// Whether the API server sets the label on each Job and its pods (`generateSelector` in the Job's strategy).
fn is_automatic(label: &str) -> bool {
    matches!(
        label.strip_prefix("batch.kubernetes.io/").unwrap_or(label),
        "controller-uid" | "job-name"
    )
}

/// The selector, if a person wrote it, or if `all` is set.
fn selector(job: &JobFacts, all: bool) -> Option<String> {
    let is_manual = job.spec.manual_selector == Some(true);
    let selector = job.manifest.as_ref()?.spec.selector.as_ref();
    let selector = selector.filter(|_| is_manual || all)?;
    let manual = if is_manual { " (manualSelector)" } else { "" };
    Some(format!("{}{manual}", yaml::pairs(&yaml::object(selector))))
}

/// The first items, each cut to its first characters. With `-o wide`, nothing is cut.
pub(super) fn shortened(page: &Page<'_>, items: impl ExactSizeIterator<Item = String>) -> Vec<String> {
    let listed = if page.detail.wide { items.len() } else { LISTED };
    let more = items.len().saturating_sub(listed);
    let more = (more > 0).then(|| format!("{} more; -o wide shows them", grouped(more as u64)));
    let items = items.take(listed);
    let items = items.map(|item| page.excerpt(item.trim_end(), LONGEST_ITEM).into_owned());
    items.chain(more).collect()
}
