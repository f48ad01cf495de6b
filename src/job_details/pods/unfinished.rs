//! Lists the unfinished pods of many Jobs in one list.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use kube::Client;

use super::{ACCEPT, Interner, JobFacts, PodFacts, wire};
use crate::client::RequestError;
use crate::facts::PodList;
use crate::job_details::list::{Collect, Item, List, Listed};
use crate::job_details::path::core;

/// The label with the Job's name. The API server adds it to the pod template of every Job without
/// `manualSelector` (`generateSelector` in pkg/registry/batch/job/strategy.go). The label with a prefix
/// exists only since 1.27. Another controller (`spec.managedBy`) may create pods without the label; for its
/// Jobs only the counters in the status count.
const JOB_NAME: &str = "job-name";

/// Up to this many Jobs are named in the request, so that the server does not send the pods of all other
/// Jobs.
const FEW: usize = 20;

/// Lists of pods by the UID of the Job that controls them.
pub(in crate::job_details) type ByJob = HashMap<String, PodList>;

/// Lists the pods of these Jobs that have not ended. A pod that is equal to one of an earlier list is shared with that list.
pub(in crate::job_details) async fn unfinished(
    client: &Client,
    namespace: Option<&str>,
    jobs: &[&JobFacts],
    earlier: &Arc<ByJob>,
) -> Result<Listed<Vec<Arc<PodFacts>>>, RequestError> {
    let labels = label_selector(jobs);
    let mut query = vec![("fieldSelector", "status.phase!=Succeeded,status.phase!=Failed")];
    query.extend(labels.as_deref().map(|labels| ("labelSelector", labels)));
    let list = List {
        what: "pods",
        path: core(namespace, "pods", &query),
        accept: ACCEPT,
    };
    let uids = jobs.iter().map(|job| job.uid.clone()).collect();
    let uids: Arc<HashSet<String>> = Arc::new(uids);
    let begin = || Collected {
        job_uids: Arc::clone(&uids),
        earlier: Arc::clone(earlier),
        texts: Interner::default(),
        pods: Vec::new(),
    };
    let listed = list.read(client, begin).await?;
    Ok(Listed {
        collected: listed.collected.pods,
        inconsistent: listed.inconsistent,
        version: listed.version,
    })
}

/// A label selector that matches all pods of these Jobs; `None` if some pods may lack the labels.
fn label_selector(jobs: &[&JobFacts]) -> Option<String> {
    if jobs.iter().any(|job| job.spec.manual_selector == Some(true)) {
        return None;
    }
    let names: Vec<&str> = jobs.iter().map(|job| &*job.name).collect();
    if names.len() <= FEW && names.iter().all(|name| is_label_value(name)) {
        Some(format!("{JOB_NAME} in ({})", names.join(",")))
    } else {
        Some(JOB_NAME.to_owned())
    }
}

/// Whether a name can be a label's value, which has a smaller maximum length than a name (`IsValidLabelValue`
/// in k8s.io/apimachinery).
fn is_label_value(name: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    (1..=63).contains(&name.len()) && name.bytes().all(is_word)
}

/// Collects pods, page by page.
struct Collected {
    job_uids: Arc<HashSet<String>>,
    earlier: Arc<ByJob>,
    texts: Interner,
    pods: Vec<Arc<PodFacts>>,
}

impl Collect for Collected {
    fn add(&mut self, item: Item) -> Result<(), String> {
        let pod: wire::Pod = item.decode()?;
        let is_wanted =
            std::str::from_utf8(pod.controller_uid()).is_ok_and(|uid| self.job_uids.contains(uid));
        if is_wanted {
            let pod = pod.facts(&mut self.texts);
            let earlier = pod.controller_uid.as_deref();
            let shared = earlier.and_then(|uid| self.earlier.get(uid)?.equal(&pod).cloned());
            self.pods.push(shared.unwrap_or_else(|| Arc::new(pod)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{FEW, label_selector};
    use crate::facts::JobFacts;

    fn job(name: &str) -> JobFacts {
        JobFacts {
            name: name.to_owned(),
            ..JobFacts::default()
        }
    }

    #[test]
    fn few_jobs_are_named_and_many_are_not() {
        let jobs: Vec<JobFacts> = (0..=FEW).map(|n| job(&format!("j{n}"))).collect();
        let jobs: Vec<&JobFacts> = jobs.iter().collect();
        assert_eq!(label_selector(&jobs[..2]).as_deref(), Some("job-name in (j0,j1)"));
        assert_eq!(label_selector(&jobs).as_deref(), Some("job-name"));
        let long = job(&"x".repeat(64));
        assert_eq!(label_selector(&[&long]).as_deref(), Some("job-name"));
        let odd = job("a) or (b");
        assert_eq!(label_selector(&[&odd]).as_deref(), Some("job-name"));
    }

    #[test]
    fn pods_of_a_selector_made_by_hand_may_lack_the_label() {
        let (plain, mut manual) = (job("a"), job("b"));
        Arc::make_mut(&mut manual.spec).manual_selector = Some(true);
        assert_eq!(label_selector(&[&plain, &manual]), None);
    }
}
