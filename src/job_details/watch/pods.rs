//! The [`WatchTarget`] of the pods that one Job's selector matches.

use std::sync::Arc;
use std::time::Duration;

use super::watcher::WatchTarget;
use crate::facts::PodFacts;
use crate::job_details::interner::Interner;
use crate::job_details::list::{Item, List};
use crate::job_details::pods::{PodsOf, Whose};

/// A pod that the Job's selector matches.
pub(super) struct SeenPod {
    pub(super) whose: Whose,
    pub(super) pod: Arc<PodFacts>,
}

impl WatchTarget for PodsOf {
    type Object = SeenPod;
    type Memory = Interner;

    fn list(&self) -> List {
        self.list()
    }

    fn relist_interval(&self) -> Duration {
        Duration::from_mins(5)
    }

    fn decode(&self, item: Item, texts: &mut Interner) -> Result<Option<SeenPod>, String> {
        let read = self.read(item, texts)?;
        Ok(read.map(|(whose, pod)| SeenPod {
            whose,
            pod: Arc::new(pod),
        }))
    }
}
