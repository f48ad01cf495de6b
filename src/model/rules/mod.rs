//! The rules, one file each: a rule's documentation, how it finds something, and what it says.
//!
//! Rules only read. What several rules need to know belongs in the modules beside this one, what several
//! rules say in [`words`](super::words).

mod asked_to_stop;
pub(super) mod backoff_limit_exceeded;
mod command_not_run;
mod conflicting_conditions;
mod container_config;
mod container_failed;
mod container_lost;
pub(super) mod crash_loop;
mod crashed;
mod deadline;
pub(super) mod deadline_exceeded;
pub(super) mod deletion_pending;
mod disrupted;
mod evicted;
pub(super) mod failed_indexes;
pub(super) mod failures_ignored;
mod foreign_pods;
mod image_pull;
mod inconsistent_list;
mod job_failed;
mod killed;
mod killed_after_stop;
mod managed_by;
mod max_failed_indexes_exceeded;
mod next_retry;
mod node_lost;
mod node_shutdown;
mod oom_killed;
mod parallelism_zero;
mod pod_creation_refused;
mod pod_deadline_exceeded;
pub(super) mod pod_failure_policy;
mod pod_not_started;
mod pod_rejected;
mod pod_stuck_terminating;
pub(super) mod pods_gone;
mod preempted;
mod probe_failed;
mod quota_exceeded;
mod scheduling_gated;
mod service_account_missing;
mod sidecar_crash_loop;
mod sidecar_keeps_pod_alive;
mod start_error;
mod success_policy;
pub(super) mod suspended;
mod ttl;
mod uncounted_pods;
mod unreadable_indexes;
mod unschedulable;
mod volume_not_mounted;
mod warning_event;

use super::rule::{Explanation, Find, Rule, Topic};
use super::words::{failure, indexes, logs, missing_object::MissingObject, refusal, retries};
use super::{Facts, Finding, JobState, Severity, Subject, SubjectKind};
use super::{disruptions, disruptions::Disruption};
use super::{evidence::Evidence, failures::Failure};
use super::{obstacles, obstacles::Obstacle, unstarted};

/// All rules, one a line. Findings of equal severity are sorted: obstacles first, then failed containers,
/// disruptions and the other rules in this order. The first rule that knows an obstacle, a failed container
/// or a disruption explains it.
static ALL: [&Rule; 52] = [
    // What blocks pods.
    &unschedulable::RULE,
    &scheduling_gated::RULE,
    &quota_exceeded::RULE,
    &service_account_missing::RULE,
    &pod_creation_refused::RULE,
    &parallelism_zero::RULE,
    &container_config::RULE,
    &sidecar_crash_loop::RULE,
    &volume_not_mounted::RULE,
    &image_pull::RULE,
    &pod_not_started::RULE,
    // How containers failed.
    &oom_killed::RULE,
    &probe_failed::RULE,
    &start_error::RULE,
    &container_lost::RULE,
    &killed_after_stop::RULE,
    &asked_to_stop::RULE,
    &killed::RULE,
    &command_not_run::RULE,
    &crashed::RULE,
    &container_failed::RULE,
    // What ended pods from outside.
    &preempted::RULE,
    &evicted::RULE,
    &node_lost::RULE,
    &node_shutdown::RULE,
    &pod_deadline_exceeded::RULE,
    &disrupted::RULE,
    &pod_rejected::RULE,
    // The Job as a whole.
    &backoff_limit_exceeded::RULE,
    &deadline_exceeded::RULE,
    &pod_failure_policy::RULE,
    &failed_indexes::RULE,
    &max_failed_indexes_exceeded::RULE,
    &job_failed::RULE,
    &success_policy::RULE,
    &next_retry::RULE,
    &crash_loop::RULE,
    &sidecar_keeps_pod_alive::RULE,
    &pods_gone::RULE,
    &suspended::RULE,
    &managed_by::RULE,
    &deletion_pending::RULE,
    &pod_stuck_terminating::RULE,
    &deadline::RULE,
    &ttl::RULE,
    &failures_ignored::RULE,
    &uncounted_pods::RULE,
    &foreign_pods::RULE,
    &inconsistent_list::RULE,
    &conflicting_conditions::RULE,
    &unreadable_indexes::RULE,
    &warning_event::RULE,
];

impl Rule {
    /// All rules.
    pub fn all() -> &'static [&'static Self] {
        &ALL
    }
}

/// The findings of all rules, most severe first.
pub(super) fn findings(evidence: &Evidence<'_>) -> Vec<Finding> {
    let standing = obstacles::standing(evidence);
    let standing = standing.iter().filter_map(|obstacle| {
        let (rule, explanation) = of_obstacle(evidence, obstacle)?;
        Some(obstacle.finding(rule, explanation, obstacles::severity(evidence), evidence))
    });
    let past = unstarted::obstacles(evidence);
    let past = past.iter().filter_map(|obstacle| {
        let (rule, explanation) = of_obstacle(evidence, obstacle)?;
        Some(obstacle.finding(rule, explanation, unstarted::severity(evidence), evidence))
    });
    let failures = evidence.failures.iter().filter_map(|failure| {
        let (rule, explanation) = of_failure(evidence, failure)?;
        Some(failure::finding(failure, rule, explanation, evidence))
    });
    let disruptions = disruptions::of(evidence.case.seen());
    let disruptions = disruptions.iter().filter_map(|disruption| {
        let (rule, explanation) = of_disruption(evidence, disruption)?;
        Some(disruption.finding(rule, explanation, evidence))
    });
    let of_job = ALL.iter().flat_map(|rule| match rule.find {
        Find::Job(find) => find(evidence).into_iter().collect(),
        Find::Each(find) => find(evidence),
        Find::Obstacle(_) | Find::Failure(_) | Find::Disruption(_) => Vec::new(),
    });
    let all = standing.chain(past).chain(failures).chain(disruptions);
    let mut findings: Vec<Finding> = all.chain(of_job).collect();
    findings.sort_by_key(|finding| finding.severity);
    findings
}

/// The first rule that knows the obstacle, with its explanation.
pub(super) fn of_obstacle(
    evidence: &Evidence<'_>,
    obstacle: &Obstacle,
) -> Option<(&'static Rule, Explanation)> {
    ALL.into_iter().find_map(|rule| match rule.find {
        Find::Obstacle(tell) => Some((rule, tell(evidence, obstacle)?)),
        Find::Failure(_) | Find::Disruption(_) | Find::Job(_) | Find::Each(_) => None,
    })
}

/// The first rule that knows the failure, with its explanation.
pub(super) fn of_failure(evidence: &Evidence<'_>, failure: &Failure) -> Option<(&'static Rule, Explanation)> {
    ALL.into_iter().find_map(|rule| match rule.find {
        Find::Failure(tell) => Some((rule, tell(evidence, failure)?)),
        Find::Obstacle(_) | Find::Disruption(_) | Find::Job(_) | Find::Each(_) => None,
    })
}

/// The first rule that knows the disruption, with its explanation.
pub(super) fn of_disruption(
    evidence: &Evidence<'_>,
    disruption: &Disruption<'_>,
) -> Option<(&'static Rule, Explanation)> {
    ALL.into_iter().find_map(|rule| match rule.find {
        Find::Disruption(tell) => Some((rule, tell(evidence, disruption)?)),
        Find::Obstacle(_) | Find::Failure(_) | Find::Job(_) | Find::Each(_) => None,
    })
}
