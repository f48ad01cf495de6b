//! Completes the last snapshot of a Job with the pods and log lines that were known before.

use std::collections::HashSet;

use super::LastWord;
use super::logs::MOST_TAILS;
use crate::facts::{GonePods, JobSnapshot, Known, LogTail, PodFacts, Pods, Uid};

impl JobSnapshot {
    /// Completes a snapshot that was just read with what was known before: pods that are gone since, and the
    /// last lines of containers whose logs can no longer be read.
    pub fn complete_with(&mut self, before: &Known<Pods>, words: Vec<LastWord>) {
        self.complete_pods(before);
        for LastWord { pod, tail } in words {
            let knows_pods = self.pods.is_ok();
            let is_gone = knows_pods && !self.own_pods().iter().any(|own| own.uid == pod.uid);
            let is_told = self.complete_log(LogTail {
                pod_is_gone: is_gone,
                ..tail
            });
            if let Ok(pods) = &mut self.pods
                && is_told
                && is_gone
            {
                pods.gone.recall((*pod).clone());
            }
        }
    }

    /// Adds the pods of `before` that are gone.
    pub(super) fn complete_pods(&mut self, before: &Known<Pods>) {
        if let (Ok(now), Ok(before)) = (&mut self.pods, before) {
            now.add_gone(before);
        }
    }

    /// Puts `tail` in place of the same log that could not be read, or adds `tail` if its pod is gone.
    /// Returns whether `tail` was used.
    pub(super) fn complete_log(&mut self, tail: LogTail) -> bool {
        let called = LogTail::called(&tail.pod, &tail.container);
        let is_refused = |read: &&mut Known<LogTail>| matches!(read, Err(unknown) if unknown.what == called);
        if let Some(refused) = self.logs.iter_mut().find(is_refused) {
            *refused = Ok(tail);
            return true;
        }
        let is_same = |read: &LogTail| read.pod == tail.pod && read.container == tail.container;
        let is_known = self.logs.iter().flatten().any(is_same);
        let is_added = tail.pod_is_gone && !is_known && self.logs.len() < MOST_TAILS;
        if is_added {
            self.logs.push(Ok(tail));
        }
        is_added
    }
}

impl Pods {
    /// Remembers the pods of `before` that no longer exist.
    fn add_gone(&mut self, before: &Self) {
        let own: HashSet<&Uid> = self.own.iter().map(|pod| &pod.uid).collect();
        self.gone.forgotten += before.gone.forgotten;
        let known = before.gone.pods.iter().chain(before.own.iter());
        for pod in known.filter(|pod| !own.contains(&pod.uid)) {
            self.gone.remember(pod.clone());
        }
    }
}

impl GonePods {
    /// Remembers a pod that may have been forgotten, in front of the pods that are remembered already.
    fn recall(&mut self, pod: PodFacts) {
        if pod.has_failed_instance() && !self.pods.iter().any(|known| known.uid == pod.uid) {
            self.pods.insert(0, pod);
            self.forgotten = self.forgotten.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests;
