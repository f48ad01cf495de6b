//! A Job's pods: those that its selector matches, told apart by who controls them, reduced to facts as they are
//! decoded. No whole Pod outlives its own decoding.

mod facts;
mod interner;
mod json;
mod wire;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use kube::Client;
use kube::core::{Expression, Selector};

use self::interner::Interner;
use super::list::{Collect, Item, List};
use super::path::path;
use super::{JobFacts, Known, PodFacts, Pods, Unknown, UnknownReason};

/// Protobuf is a third of the size of JSON and faster to read; servers that do not speak it answer in JSON.
const ACCEPT: &str = "application/vnd.kubernetes.protobuf,application/json";

/// Lists the pods of a Job.
pub(super) async fn pods_of(client: &Client, job: &JobFacts) -> Known<Pods> {
    let selector = selector(job.spec.selector.as_ref()).map_err(|message| Unknown {
        what: "pods".to_owned(),
        reason: UnknownReason::NoSelector,
        message,
    })?;
    let list = List {
        what: "pods",
        path: path(
            &["api", "v1", "namespaces", &job.namespace, "pods"],
            &[("labelSelector", &selector)],
        ),
        accept: ACCEPT,
    };
    let listed = list
        .read(client, || Collected::of(job))
        .await
        .map_err(|error| Unknown::new("pods", error))?;
    Ok(Pods {
        own: oldest_first(listed.collected.own),
        foreign: oldest_first(listed.collected.foreign),
        inconsistent: listed.inconsistent,
    })
}

/// The selector in the API's words, or why there is none that could be asked with: an empty one matches every pod
/// of the namespace, and so does one whose parts are.
fn selector(selector: Option<&LabelSelector>) -> Result<String, String> {
    let selector = selector.ok_or("the Job has no selector, so its pods cannot be told from others")?;
    let selector = Selector::try_from(selector.clone())
        .map_err(|error| format!("the Job's selector is not valid: {}", error.0))?;
    if selector.selects_all() {
        return Err("the Job's selector is empty and would match every pod of the namespace".to_owned());
    }
    for expression in selector.clone() {
        if !is_valid(&expression) {
            return Err(format!("the Job's selector is not valid: \"{expression}\""));
        }
    }
    Ok(selector.to_string())
}

/// Whether the expression stays one expression when it is written down: a comma in a value would make it two.
fn is_valid(expression: &Expression) -> bool {
    let is_word = |text: &str| {
        text.bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_./".contains(&b))
    };
    let is_key = |key: &str| !key.is_empty() && is_word(key);
    match expression {
        Expression::In(key, values) | Expression::NotIn(key, values) => {
            is_key(key) && !values.is_empty() && values.iter().all(|value| is_word(value))
        }
        Expression::Equal(key, value) | Expression::NotEqual(key, value) => is_key(key) && is_word(value),
        Expression::Exists(key) | Expression::DoesNotExist(key) => is_key(key),
    }
}

fn oldest_first(mut pods: Vec<PodFacts>) -> Vec<PodFacts> {
    pods.sort_unstable_by(|a, b| (a.times.created, &a.name).cmp(&(b.times.created, &b.name)));
    pods
}

/// Takes pods in, page by page.
struct Collected {
    /// The Job's UID; empty for an object from a file that has none, whose pods its selector alone tells.
    job_uid: String,
    keeps_foreign: bool,
    texts: Interner,
    own: Vec<PodFacts>,
    foreign: Vec<PodFacts>,
}

impl Collected {
    fn of(job: &JobFacts) -> Self {
        Self {
            job_uid: job.uid.clone(),
            keeps_foreign: job.spec.manual_selector == Some(true),
            texts: Interner::default(),
            own: Vec::new(),
            foreign: Vec::new(),
        }
    }
}

impl Collect for Collected {
    fn add(&mut self, item: Item) -> Result<(), String> {
        let pod: wire::Pod = item.decode()?;
        if self.job_uid.is_empty() || pod.controller_uid() == self.job_uid.as_bytes() {
            self.own.push(pod.facts(&mut self.texts));
        } else if self.keeps_foreign {
            self.foreign.push(pod.facts(&mut self.texts));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
