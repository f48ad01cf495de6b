//! What was known of a Job before its last look completes what was read then.

use std::collections::HashSet;

use super::LastWord;
use super::logs::MOST_TAILS;
use crate::facts::{GonePods, JobSnapshot, Known, LogTail, PodFacts, Pods, Uid};

impl JobSnapshot {
    /// Completes what was read anew with what was known before: pods that are gone by now, and the last words of containers
    /// that cannot be read any more.
    pub fn complete_with(&mut self, before: &Known<Pods>, words: Vec<LastWord>) {
        if let (Ok(now), Ok(before)) = (&mut self.pods, before) {
            now.add_gone(before);
        }
        for LastWord { pod, tail } in words {
            let called = LogTail::called(&tail.pod, &tail.container);
            let is_refused =
                |read: &&mut Known<LogTail>| matches!(read, Err(unknown) if unknown.what == called);
            if let Some(refused) = self.logs.iter_mut().find(is_refused) {
                *refused = Ok(tail);
            } else if let Ok(pods) = &mut self.pods
                && !pods.own.iter().any(|own| own.uid == pod.uid)
                && self.logs.len() < MOST_TAILS
            {
                pods.gone.recall(*pod);
                self.logs.push(Ok(LogTail {
                    pod_is_gone: true,
                    ..tail
                }));
            }
        }
    }
}

impl Pods {
    /// Remembers of what was known before what is not there any more.
    fn add_gone(&mut self, before: &Self) {
        let own: HashSet<&Uid> = self.own.iter().map(|pod| &pod.uid).collect();
        self.gone.forgotten += before.gone.forgotten;
        let known = before.gone.pods.iter().chain(&before.own);
        for pod in known.filter(|pod| !own.contains(&pod.uid)) {
            self.gone.remember(pod.clone());
        }
    }
}

impl GonePods {
    /// Remembers one that was perhaps forgotten, beside the newest.
    fn recall(&mut self, pod: PodFacts) {
        if pod.has_failed_instance() && !self.pods.iter().any(|known| known.uid == pod.uid) {
            self.pods.insert(0, pod);
            self.forgotten = self.forgotten.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests;
