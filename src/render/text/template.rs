//! The pod template: image, command, environment and resources of each container. Credentials are masked.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{
    page::{Field, Page},
    spec, yaml,
};
use crate::{
    model::{JobReport, counted},
    render::{mask, style::Tone},
};

/// Defaults of the API server, by key (`SetDefaults_PodSpec`, `SetDefaults_Container` in
/// pkg/apis/core/v1/defaults.go).
const DEFAULTS: [(&str, &str); 8] = [
    ("dnsPolicy", "ClusterFirst"),
    ("enableServiceLinks", "true"),
    ("imagePullPolicy", "IfNotPresent"),
    ("imagePullPolicy", "Always"),
    ("schedulerName", "default-scheduler"),
    ("terminationGracePeriodSeconds", "30"),
    ("terminationMessagePath", "/dev/termination-log"),
    ("terminationMessagePolicy", "File"),
];

/// Fields that come first, because they belong together; the others are sorted by name.
const FIRST: [&str; 2] = ["command", "args"];

/// How many containers are shown without `-o wide`.
const LISTED: usize = 12;

pub(super) fn write(page: &mut Page<'_>, report: &JobReport) {
    let Some(manifest) = &report.snapshot.job.manifest else {
        return;
    };
    let spec = mask::spec(&manifest.spec, page.detail.show_env);
    let template = &spec["template"];
    let Some(pod) = template["spec"].as_object() else {
        return;
    };
    page.title("Pod template");
    let mut fields = pod.clone();
    let containers: Vec<(&str, Value)> = ["initContainers", "containers"]
        .into_iter()
        .filter_map(|key| Some((key, fields.remove(key)?)))
        .collect();
    let containers: Vec<(&str, &Map<String, Value>)> = containers
        .iter()
        .flat_map(|(key, list)| list.as_array().into_iter().flatten().map(|one| (*key, one)))
        .filter_map(|(key, container)| Some((key, container.as_object()?)))
        .collect();
    let listed = if page.detail.wide {
        containers.len()
    } else {
        LISTED
    };
    for (key, container) in containers.iter().take(listed) {
        write_container(page, key, container);
    }
    if containers.len() > listed {
        let more = counted((containers.len() - listed) as u64, "more container");
        let text = format!("{more} (-o wide)");
        page.paragraph(&[(Tone::Plain, "  ")], Tone::Faint, &text);
    }
    for key in ["labels", "annotations"] {
        let map = template["metadata"][key].as_object().into_iter().flatten();
        let map = map.filter_map(|(name, text)| Some((name.as_str(), text.as_str()?.into())));
        spec::write_map(page, key, map);
    }
    // restartPolicy is shown with the Job's spec; serviceAccount is an old name of serviceAccountName.
    fields.remove("restartPolicy");
    fields.remove("serviceAccount");
    write_fields(page, "", &fields);
}

fn write_container(page: &mut Page<'_>, key: &str, container: &Map<String, Value>) {
    let mut container = container.clone();
    let mut take = |key: &str| {
        container
            .remove(key)
            .map(|value| yaml::flow(&value))
            .unwrap_or_default()
    };
    let (name, image) = (take("name"), take("image"));
    let kind = match (key, container.get("restartPolicy").and_then(Value::as_str)) {
        ("initContainers", Some("Always")) => " (sidecar)",
        ("initContainers", _) => " (init)",
        _ => "",
    };
    let parts = [
        (Tone::Strong, Cow::from(format!("{name}{kind}"))),
        (Tone::Plain, Cow::from(image)),
    ];
    page.flow("  ", 4, &parts);
    write_fields(page, "  ", &container);
}

fn write_fields(page: &mut Page<'_>, indent: &str, fields: &Map<String, Value>) {
    let mut fields: Vec<_> = fields
        .iter()
        .filter(|(key, value)| {
            let is_empty = value.as_object().is_some_and(Map::is_empty);
            !is_empty && (page.detail.wide || !is_default(key, value))
        })
        .collect();
    fields.sort_by_key(|(key, _)| FIRST.iter().position(|first| first == key).unwrap_or(FIRST.len()));
    let fields = fields.into_iter().map(|(key, value)| {
        let items: Vec<String> = match (key.as_str(), value) {
            ("command" | "args", Value::Array(words)) => {
                vec![words.iter().map(word).collect::<Vec<_>>().join(" ")]
            }
            ("env", Value::Array(variables)) => variables.iter().map(variable).collect(),
            ("envFrom" | "volumeMounts" | "volumes" | "tolerations", Value::Array(items)) => {
                items.iter().map(item).collect()
            }
            (_, Value::Object(fields)) => vec![yaml::pairs(fields)],
            _ => vec![yaml::flow(value)],
        };
        Field {
            label: label(key).to_owned(),
            items: spec::shortened(page, items.into_iter()),
        }
    });
    let fields: Vec<Field> = fields.collect();
    page.fields(indent, &fields);
}

/// A shorter label for common fields.
fn label(key: &str) -> &str {
    match key {
        "volumeMounts" => "mounts",
        "serviceAccountName" => "serviceAccount",
        other => other,
    }
}

fn is_default(key: &str, value: &Value) -> bool {
    let text = yaml::flow(value);
    DEFAULTS
        .iter()
        .any(|(name, default)| *name == key && *default == text)
}

/// A word of a command line, quoted for a shell.
fn word(word: &Value) -> String {
    let word = yaml::flow(word);
    let is_plain = |character: char| character.is_alphanumeric() || "-_./:=,@%+*".contains(character);
    if !word.is_empty() && word.chars().all(is_plain) {
        word
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// `NAME=value`, or the source of the value.
fn variable(variable: &Value) -> String {
    let name = variable.get("name").map(yaml::flow).unwrap_or_default();
    match (
        variable.get("value"),
        variable.get("valueFrom").and_then(Value::as_object),
    ) {
        (_, Some(source)) => format!("{name} from {}", yaml::pairs(source)),
        (Some(value), None) => format!("{name}={}", yaml::flow(value)),
        (None, None) => format!("{name}="),
    }
}

/// An object with a name: the name first, then the other fields.
fn item(item: &Value) -> String {
    let Some(fields) = item.as_object() else {
        return yaml::flow(item);
    };
    let mut fields = fields.clone();
    match fields.remove("name") {
        Some(name) if fields.is_empty() => yaml::flow(&name),
        Some(name) => format!("{}  {}", yaml::flow(&name), yaml::pairs(&fields)),
        None => yaml::pairs(&fields),
    }
}
