//! From a Job of a list to its facts.

use std::{collections::HashMap, sync::Arc};

use bytes::Bytes;
use k8s_openapi::api::{
    batch::v1::JobSpec,
    core::v1::{Container, PodSpec, PodTemplateSpec},
};
use prost::Message as _;

use super::wire;
use crate::facts::QUEUE_LABEL;
use crate::facts::{IndexSet, JobFacts, JobStatus, Owner};
use crate::job_details::encodings::{WireCondition, string, time};

impl wire::Job {
    /// The Job's facts: all of the status, of the rest what a list of many Jobs tells.
    pub(super) fn facts(self, specs: &mut Specs) -> JobFacts {
        let metadata = self.metadata.unwrap_or_default();
        let queue = metadata.labels.iter().filter(|label| label.key == QUEUE_LABEL);
        let controller = metadata
            .owner_references
            .iter()
            .find(|owner| owner.controller == Some(true));
        JobFacts {
            name: string(&metadata.name),
            namespace: string(&metadata.namespace),
            uid: string(&metadata.uid),
            resource_version: string(&metadata.resource_version),
            created: time(metadata.creation_timestamp),
            deletion_timestamp: time(metadata.deletion_timestamp),
            finalizers: metadata.finalizers.iter().map(|name| string(name)).collect(),
            labels: queue
                .map(|label| (QUEUE_LABEL.to_owned(), string(&label.value)))
                .collect(),
            owner: controller.map(wire::OwnerReference::facts),
            spec: specs.shared(self.spec.unwrap_or_default()),
            status: self.status.unwrap_or_default().facts(),
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
        // Protobuf has zeros and the empty text where JSON leaves the field out.
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

/// The specs that were met so far. In what is kept of them the runs of one `CronJob` are equal, and equal ones are stored
/// once: ten thousand of the API type's would take forty megabytes.
#[derive(Default)]
pub(in crate::job_details) struct Specs(HashMap<Vec<u8>, Arc<JobSpec>>);

impl Specs {
    fn shared(&mut self, spec: wire::JobSpec) -> Arc<JobSpec> {
        let known = self.0.entry(spec.encode_to_vec());
        Arc::clone(known.or_insert_with(|| Arc::new(spec.facts())))
    }
}

impl wire::JobSpec {
    fn facts(self) -> JobSpec {
        JobSpec {
            parallelism: self.parallelism,
            completions: self.completions,
            active_deadline_seconds: self.active_deadline_seconds,
            manual_selector: self.manual_selector,
            template: PodTemplateSpec {
                spec: self.template.unwrap_or_default().spec.map(wire::PodSpec::facts),
                ..PodTemplateSpec::default()
            },
            backoff_limit: self.backoff_limit,
            completion_mode: self.completion_mode,
            suspend: self.suspend,
            backoff_limit_per_index: self.backoff_limit_per_index,
            max_failed_indexes: self.max_failed_indexes,
            pod_replacement_policy: self.pod_replacement_policy,
            managed_by: self.managed_by,
            ..JobSpec::default()
        }
    }
}

impl wire::PodSpec {
    fn facts(self) -> PodSpec {
        let container = |container: &wire::Container| Container {
            name: string(&container.name),
            image: Some(string(&container.image)),
            ..Container::default()
        };
        PodSpec {
            containers: self.containers.iter().map(container).collect(),
            restart_policy: self.restart_policy,
            ..PodSpec::default()
        }
    }
}
