//! The pods of a Job, oldest first.
//!
//! Copies of the list share the pods: a live view takes a snapshot several times a second, and a Job may have
//! 100,000 pods.

use std::{ops::Index, sync::Arc};

use super::{ApiTime, PodFacts, Uid};

/// Pods in the order of their creation. Cloning the list is cheap and copies no pod.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodList(Arc<Vec<Arc<PodFacts>>>);

impl PodList {
    /// The pods, oldest first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &PodFacts> + DoubleEndedIterator + Clone {
        self.0.iter().map(|pod| &**pod)
    }

    /// The number of pods.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the list is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The oldest pod.
    pub fn first(&self) -> Option<&PodFacts> {
        self.get(0)
    }

    /// The pod at a position.
    pub fn get(&self, position: usize) -> Option<&PodFacts> {
        self.0.get(position).map(|pod| &**pod)
    }

    /// Adds a pod, or replaces its earlier state. Copies the list of pointers if a snapshot still holds it.
    pub(crate) fn put(&mut self, pod: Arc<PodFacts>) {
        let place = self.place(&pod);
        let pods = Arc::make_mut(&mut self.0);
        match place {
            Ok(position) => pods[position] = pod,
            Err(position) => pods.insert(position, pod),
        }
    }

    /// Removes a pod, if it is in the list.
    pub(crate) fn remove(&mut self, pod: &PodFacts) {
        if let Ok(position) = self.place(pod) {
            Arc::make_mut(&mut self.0).remove(position);
        }
    }

    /// Whether the pod is in the list, in whatever state.
    pub(crate) fn equal(&self, pod: &PodFacts) -> Option<&Arc<PodFacts>> {
        let known = &self.0[self.place(pod).ok()?];
        (**known == *pod).then_some(known)
    }

    pub(crate) fn contains(&self, pod: &PodFacts) -> bool {
        self.place(pod).is_ok()
    }

    /// The position of the pod, or the position at which to insert it. Creation time, name and UID of an
    /// object never change.
    fn place(&self, pod: &PodFacts) -> Result<usize, usize> {
        self.0.binary_search_by(|other| key(other).cmp(&key(pod)))
    }
}

/// The sort key of a pod.
fn key(pod: &PodFacts) -> (ApiTime, &str, &Uid) {
    (pod.times.created, &pod.name, &pod.uid)
}

impl From<Vec<Arc<PodFacts>>> for PodList {
    fn from(mut pods: Vec<Arc<PodFacts>>) -> Self {
        pods.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
        Self(Arc::new(pods))
    }
}

impl From<Vec<PodFacts>> for PodList {
    fn from(pods: Vec<PodFacts>) -> Self {
        let pods: Vec<Arc<PodFacts>> = pods.into_iter().map(Arc::new).collect();
        pods.into()
    }
}

impl Index<usize> for PodList {
    type Output = PodFacts;

    fn index(&self, position: usize) -> &PodFacts {
        &self.0[position]
    }
}
