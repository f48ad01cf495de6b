//! Turns a decoded Job into its facts, from either encoding.

use std::{collections::HashMap, sync::Arc};

use bytes::Bytes;
use prost::Message as _;

use super::wire;
use crate::facts::{IndexSet, JobFacts, JobSpecFacts, JobStatus, Owner, QUEUE_LABEL, TemplateContainer};
use crate::job_details::encodings::{WireCondition, said, string, time};

impl wire::Job {
    /// The Job's facts, without its manifest. Missing parts stay empty.
    pub(super) fn facts(self, specs: &mut Specs) -> JobFacts {
        JobFacts {
            spec: specs.shared(self.spec.unwrap_or_default()),
            status: self.status.unwrap_or_default().facts(),
            ..self.metadata.unwrap_or_default().facts()
        }
    }
}

impl wire::ObjectMeta {
    /// The facts of a Job of which only the metadata is readable.
    pub(super) fn facts(&self) -> JobFacts {
        let queue = self.labels.iter().find(|label| label.key == QUEUE_LABEL);
        let mut owners = self.owner_references.iter();
        let controller = owners.find(|owner| owner.controller == Some(true));
        JobFacts {
            name: string(&self.name),
            namespace: string(&self.namespace),
            uid: string(&self.uid),
            resource_version: string(&self.resource_version),
            created: time(self.creation_timestamp),
            deletion_timestamp: time(self.deletion_timestamp),
            finalizers: self.finalizers.iter().map(|name| string(name)).collect(),
            owner: controller.map(wire::OwnerReference::facts),
            queue: queue.map(|label| string(&label.value)),
            ..JobFacts::default()
        }
    }
}

impl wire::OwnerReference {
    fn facts(&self) -> Owner {
        Owner {
            api_version: string(&self.api_version),
            kind: string(&self.kind),
            name: string(&self.name),
            uid: string(&self.uid),
        }
    }
}

impl wire::JobStatus {
    fn facts(self) -> JobStatus {
        // Protobuf sends zeros and the empty string where JSON omits the field.
        let counted = |count: Option<i32>| count.filter(|count| *count != 0);
        let completed = self.completed_indexes.filter(|text| !text.is_empty());
        let indexes = |text: Option<String>| IndexSet::parse(&text?);
        let uncounted = self.uncounted_terminated_pods.unwrap_or_default();
        JobStatus {
            active: counted(self.active),
            ready: self.ready,
            succeeded: counted(self.succeeded),
            failed: counted(self.failed),
            terminating: self.terminating,
            start_time: time(self.start_time),
            completion_time: time(self.completion_time),
            completed_indexes: indexes(completed),
            failed_indexes: indexes(self.failed_indexes),
            uncounted_succeeded: length(&uncounted.succeeded),
            uncounted_failed: length(&uncounted.failed),
            conditions: self.conditions.iter().map(WireCondition::facts).collect(),
        }
    }
}

fn length(uids: &[Bytes]) -> u32 {
    u32::try_from(uids.len()).unwrap_or(u32::MAX)
}

/// The specs seen so far. The runs of one `CronJob` have equal specs, and equal specs are stored once: ten
/// thousand copies would take megabytes.
#[derive(Default)]
pub(in crate::job_details) struct Specs(HashMap<Vec<u8>, Arc<JobSpecFacts>>);

impl Specs {
    fn shared(&mut self, spec: wire::JobSpec) -> Arc<JobSpecFacts> {
        let known = self.0.entry(spec.encode_to_vec());
        Arc::clone(known.or_insert_with(|| Arc::new(spec.facts())))
    }
}

impl wire::JobSpec {
    fn facts(self) -> JobSpecFacts {
        let pod = self.template.unwrap_or_default().spec.unwrap_or_default();
        let failure_rules = self.pod_failure_policy.unwrap_or_default().rules;
        let containers =
            |containers: &[wire::Container]| containers.iter().map(wire::Container::facts).collect();
        JobSpecFacts {
            parallelism: self.parallelism,
            completions: self.completions,
            completion_mode: self.completion_mode,
            backoff_limit: self.backoff_limit,
            backoff_limit_per_index: self.backoff_limit_per_index,
            max_failed_indexes: self.max_failed_indexes,
            active_deadline_seconds: self.active_deadline_seconds,
            ttl_seconds_after_finished: self.ttl_seconds_after_finished,
            suspend: self.suspend,
            managed_by: self.managed_by,
            manual_selector: self.manual_selector,
            pod_replacement_policy: self.pod_replacement_policy,
            failure_actions: failure_rules.iter().map(|rule| string(&rule.action)).collect(),
            has_success_policy: self.success_policy.is_some(),
            init_containers: containers(&pod.init_containers),
            containers: containers(&pod.containers),
            restart_policy: pod.restart_policy,
            pod_active_deadline_seconds: pod.active_deadline_seconds,
        }
    }
}

impl wire::Container {
    fn facts(&self) -> TemplateContainer {
        TemplateContainer {
            name: string(&self.name),
            image: said(&self.image),
        }
    }
}
