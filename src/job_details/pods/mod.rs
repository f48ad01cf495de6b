//! Reads a Job's pods: the pods that its selector matches, separated by their controller, and reduced to
//! facts as soon as they are decoded. No whole Pod may outlive its decoding.

mod facts;
mod unfinished;
mod wire;

pub(super) use unfinished::{ByJob, unfinished};

use std::sync::Arc;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use kube::Client;
use kube::core::{Expression, Selector};

use super::encodings::ACCEPT;
use super::interner::Interner;
use super::list::{Collect, Item, List};
use super::path::{core, path};
use crate::client::{self, RequestError, RequestErrorKind};
use crate::facts::{JobFacts, Known, PodFacts, Pods, Unknown, WhyUnknown};

/// Which pods of a Job to request, and how to recognise the Job's own.
#[derive(Clone)]
pub(super) struct PodsOf {
    path: String,
    /// The Job's UID. Empty for an object from a file without a UID; every pod that the selector matches is
    /// then the Job's own.
    job_uid: String,
    /// Whether to keep pods of other owners. With `manualSelector` the selector may match them, and they
    /// reveal a wrong selector.
    keeps_foreign: bool,
}

/// The owner of a pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// The Job.
    Own,
    /// Another owner, or none.
    Foreign,
}

impl PodsOf {
    /// The pods of `job`; unknown if the Job's selector cannot identify them.
    pub(super) fn job(job: &JobFacts) -> Known<Self> {
        let selector = match &job.manifest {
            Some(manifest) => selector(manifest.spec.selector.as_ref()),
            None => Err(WhyUnknown::SelectorNotRead),
        };
        let selector = selector.map_err(|why| Unknown {
            what: "pods".to_owned(),
            why,
        })?;
        Ok(Self {
            path: core(Some(&job.namespace), "pods", &[("labelSelector", &selector)]),
            job_uid: job.uid.clone(),
            keeps_foreign: job.spec.manual_selector == Some(true),
        })
    }

    /// The list of these pods.
    pub(super) fn list(&self) -> List {
        List {
            what: "pods",
            path: self.path.clone(),
            accept: ACCEPT,
        }
    }

    /// Reads a pod of the list, in either encoding; `None` for a pod of another owner that is not to be kept.
    pub(super) fn read(&self, item: Item, texts: &mut Interner) -> Result<Option<(Whose, PodFacts)>, String> {
        let pod: wire::Pod = item.decode()?;
        let is_own = self.job_uid.is_empty() || pod.controller_uid() == self.job_uid.as_bytes();
        Ok(match (is_own, self.keeps_foreign) {
            (true, _) => Some((Whose::Own, pod.facts(texts))),
            (false, true) => Some((Whose::Foreign, pod.facts(texts))),
            (false, false) => None,
        })
    }
}

/// Lists the pods of a Job.
pub(super) async fn pods_of(client: &Client, job: &JobFacts) -> Known<Pods> {
    let pods_of = PodsOf::job(job)?;
    let begin = || Collected {
        pods_of: pods_of.clone(),
        texts: Interner::default(),
        own: Vec::new(),
        foreign: Vec::new(),
    };
    let read = pods_of.list().read(client, begin).await;
    let listed = read.map_err(|error| Unknown::new("pods", error))?;
    let Collected { own, foreign, .. } = listed.collected;
    Ok(Pods {
        own: own.into(),
        foreign: foreign.into(),
        inconsistent: listed.inconsistent,
        ..Pods::default()
    })
}

/// Reads the pod named `name`; `None` if there is none.
pub(super) async fn pod(
    client: &Client,
    namespace: &str,
    name: &str,
) -> Result<Option<PodFacts>, RequestError> {
    let path = path(&["api", "v1", "namespaces", namespace, "pods", name], &[]);
    match client::get_object(client, &path, "Pod").await {
        Ok(pod) => Ok(Some(pod.decode::<wire::Pod>()?.facts(&mut Interner::default()))),
        Err(error) if error.kind == RequestErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The selector in the API's syntax, or why no request can use it. An empty selector matches every pod of the
/// namespace, and so does a selector whose parts are empty.
fn selector(selector: Option<&LabelSelector>) -> Result<String, WhyUnknown> {
    let selector = selector.ok_or(WhyUnknown::NoSelector)?;
    let selector =
        Selector::try_from(selector.clone()).map_err(|error| WhyUnknown::InvalidSelector(error.0))?;
    if selector.selects_all() {
        return Err(WhyUnknown::EmptySelector);
    }
    for expression in selector.clone() {
        if !is_valid(&expression) {
            return Err(WhyUnknown::InvalidSelector(format!("\"{expression}\"")));
        }
    }
    Ok(selector.to_string())
}

/// Whether the expression stays one expression when written as text: a comma in a value would split it in
/// two.
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

/// Collects pods, page by page.
struct Collected {
    pods_of: PodsOf,
    texts: Interner,
    own: Vec<Arc<PodFacts>>,
    foreign: Vec<Arc<PodFacts>>,
}

impl Collect for Collected {
    fn add(&mut self, item: Item) -> Result<(), String> {
        match self.pods_of.read(item, &mut self.texts)? {
            Some((Whose::Own, pod)) => self.own.push(Arc::new(pod)),
            Some((Whose::Foreign, pod)) => self.foreign.push(Arc::new(pod)),
            None => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
