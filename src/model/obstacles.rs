//! What blocks pods, or keeps the Job from getting any. Equal obstacles are grouped.

use std::cmp::Reverse;

use super::blockage::{self, Blockage};
use super::rule::{Explanation, Rule};
use super::{Facts, Finding, JobState, Severity, Subject, SubjectKind};
use super::{evidence::Evidence, state, words};

/// Something that blocks pods, with the number of pods.
#[derive(Debug)]
pub(super) struct Obstacle {
    pub(super) blockage: Blockage,
    /// The number of blocked pods; 0 if the Job itself is blocked.
    pub(super) pods: u64,
    /// The name of one of the pods, else of the Job.
    pub(super) example: String,
}

/// The reason of a Job that asks for no pod. Kubernetes has no word for it.
pub(super) const PARALLELISM_ZERO: &str = "ParallelismZero";

/// The obstacles of an unfinished Job, the one that blocks most pods first.
pub(super) fn standing(evidence: &Evidence<'_>) -> Vec<Obstacle> {
    let case = evidence.case;
    let pods = case.pods().iter();
    let held = pods.filter_map(|pod| Some((blockage::of_pod(case, pod)?, pod.name.to_string())));
    let mut obstacles = Obstacle::grouped(held);
    let parked = || {
        state::has_zero_parallelism(case).then(|| Blockage {
            reason: PARALLELISM_ZERO.to_owned(),
            message: String::new(),
            container: None,
            image: None,
            since: None,
        })
    };
    if let Some(blockage) = blockage::of_creation(case).or_else(parked) {
        obstacles.push(Obstacle::of_job(blockage, &case.job().name));
    }
    obstacles
}

/// The severity of the obstacles of an unfinished Job.
pub(super) fn severity(evidence: &Evidence<'_>) -> Severity {
    if evidence.state == JobState::Blocked {
        Severity::Error
    } else {
        Severity::Warning
    }
}

impl Obstacle {
    /// Groups equal blockages of pods, most frequent first.
    pub(super) fn grouped(pods: impl Iterator<Item = (Blockage, String)>) -> Vec<Self> {
        let mut obstacles: Vec<Self> = Vec::new();
        for (blockage, example) in pods {
            let same = |known: &&mut Self| {
                known.blockage.reason == blockage.reason && known.blockage.container == blockage.container
            };
            match obstacles.iter_mut().find(same) {
                Some(known) => {
                    known.pods += 1;
                    let both = [known.blockage.since, blockage.since];
                    known.blockage.since = both.into_iter().flatten().min();
                }
                None => obstacles.push(Self {
                    blockage,
                    pods: 1,
                    example,
                }),
            }
        }
        obstacles.sort_by_key(|obstacle| Reverse(obstacle.pods));
        obstacles
    }

    /// An obstacle that blocks the Job itself.
    pub(super) fn of_job(blockage: Blockage, name: &str) -> Self {
        Self {
            blockage,
            pods: 0,
            example: name.to_owned(),
        }
    }

    /// Kubernetes' reason.
    pub(super) fn reason(&self) -> &str {
        &self.blockage.reason
    }

    /// Whether the cluster's message contains `words`.
    pub(super) fn says(&self, words: &str) -> bool {
        self.blockage.message.contains(words)
    }

    /// Whether the obstacle is a refused creation of pods.
    pub(super) fn is_refusal(&self) -> bool {
        self.reason() == "FailedCreate"
    }

    /// `pod x`, `3 pods`.
    pub(super) fn pods(&self) -> String {
        if self.pods == 1 {
            format!("pod {}", self.example)
        } else {
            words::counted(self.pods, "pod")
        }
    }

    /// ` of "main"`, where a container is blocked.
    pub(super) fn of_container(&self) -> String {
        let container = self.blockage.container.as_deref();
        container.map_or_else(String::new, |name| format!(" of \"{name}\""))
    }

    /// `"main"`, else the pods.
    pub(super) fn container(&self) -> String {
        let container = self.blockage.container.as_deref();
        container.map_or_else(|| self.pods(), |name| format!("\"{name}\""))
    }

    /// The cluster's message.
    pub(super) fn words(&self) -> Option<&str> {
        Some(self.blockage.message.trim()).filter(|words| !words.is_empty())
    }

    /// The clause, followed by the cluster's message.
    fn message(&self, clause: &str) -> String {
        match self.words() {
            None => clause.to_owned(),
            Some(words) => format!("{clause}: {words}"),
        }
    }

    /// What the verdict says of the obstacle.
    pub(super) fn gist(&self, explanation: Explanation) -> String {
        let whole = || self.message(&explanation.clause);
        explanation.gist.unwrap_or_else(whole)
    }

    /// The finding that `rule` makes of the obstacle.
    pub(super) fn finding(
        &self,
        rule: &'static Rule,
        explanation: Explanation,
        severity: Severity,
        evidence: &Evidence<'_>,
    ) -> Finding {
        let subject = match (&self.blockage.container, self.pods) {
            (Some(container), pods) => Subject::many(SubjectKind::Container, container, pods),
            (None, 0) => Subject::one(SubjectKind::Job, &self.example),
            (None, pods) => Subject::many(SubjectKind::Pod, &self.example, pods),
        };
        let facts = Facts::default()
            .and("reason", self.reason())
            .and_some("container", self.blockage.container.as_deref())
            .and_some("pod", (self.pods > 0).then_some(&*self.example))
            .and_some("pods", (self.pods > 0).then_some(self.pods))
            .and_some("words", self.words());
        Finding {
            rule,
            severity,
            subject,
            message: self.message(&explanation.clause),
            hint: explanation
                .hint
                .map(|hint| format!("{hint}{}", self.endless(evidence))),
            facts: facts.and_all(explanation.facts),
        }
    }

    /// The end of the hint for a blocked Job that nothing ends.
    fn endless(&self, evidence: &Evidence<'_>) -> &'static str {
        let is_endless = evidence.state == JobState::Blocked
            && evidence.case.job().spec.active_deadline_seconds.is_none()
            && !self.ends_with_its_pod(evidence);
        if is_endless {
            "; the Job never fails by itself (no activeDeadlineSeconds)"
        } else {
            ""
        }
    }

    /// Whether the pod template's own `activeDeadlineSeconds` fails the pod in the end, and so uses up the
    /// Job's attempts. The kubelet enforces this deadline, so the pod must have a node.
    fn ends_with_its_pod(&self, evidence: &Evidence<'_>) -> bool {
        let has_node = self.pods > 0 && !matches!(self.reason(), "Unschedulable" | "SchedulingGated");
        has_node && evidence.case.job().spec.pod_active_deadline_seconds.is_some()
    }
}

#[cfg(test)]
mod tests;
