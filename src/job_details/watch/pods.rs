//! What is watched of pods: those of one Job.

use std::time::Duration;

use super::watcher::Topic;
use crate::facts::{ApiTime, PodFacts};
use crate::job_details::interner::Interner;
use crate::job_details::list::{Item, List};
use crate::job_details::pods::{PodsOf, Whose};

/// A pod that the Job's selector matches.
pub(super) struct SeenPod {
    pub(super) whose: Whose,
    pub(super) pod: Box<PodFacts>,
    /// When its deletion was asked for first, as `deletionTimestamp` and its grace period: the kubelet asks once more, without one,
    /// when the containers have ended.
    deletion: Option<(ApiTime, Option<i64>)>,
}

impl SeenPod {
    /// The pod in a later state.
    pub(super) fn after(mut self, before: Option<&Self>) -> Self {
        self.deletion = before.and_then(|before| before.deletion).or(self.deletion);
        self
    }

    /// What is remembered of it once it is gone.
    pub(super) fn into_gone(self) -> PodFacts {
        let mut pod = *self.pod;
        if let Some((at, grace)) = self.deletion {
            pod.times.deletion = at;
            pod.rare.get_or_insert_default().deletion_grace_seconds = grace;
        }
        pod
    }
}

impl Topic for PodsOf {
    type Object = SeenPod;
    type Memory = Interner;

    fn list(&self) -> List {
        self.list()
    }

    fn trust(&self) -> Duration {
        Duration::from_mins(5)
    }

    fn decode(&self, item: Item, texts: &mut Interner) -> Result<Option<SeenPod>, String> {
        let read = self.read(item, texts)?;
        Ok(read.map(|(whose, pod)| SeenPod {
            whose,
            deletion: pod
                .is_terminating()
                .then(|| (pod.times.deletion, pod.deletion_grace_seconds())),
            pod: Box::new(pod),
        }))
    }
}
