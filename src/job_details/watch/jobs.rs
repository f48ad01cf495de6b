//! The [`WatchTarget`] of Jobs: one Job by its name, Jobs that a selector matches, or all Jobs of a namespace.

use std::time::Duration;

use super::watcher::WatchTarget;
use crate::facts::JobFacts;
use crate::job_details::jobs::{Specs, UnreadableJob, read_whole};
use crate::job_details::list::{Item, List};
use crate::job_details::path::batch;

/// Jobs that one request can watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum JobScope {
    /// One name in one namespace.
    Name {
        /// `metadata.namespace`.
        namespace: String,
        /// `metadata.name`.
        name: String,
    },
    /// Jobs with labels, of one namespace or of all.
    Labels {
        /// `None` is all.
        namespace: Option<String>,
        /// The label selector, in the syntax of the API.
        selector: String,
    },
    /// All Jobs of one namespace or of all.
    All {
        /// `None` is all.
        namespace: Option<String>,
    },
}

/// A Job as the API server returned it.
#[derive(Clone, Debug)]
pub(super) enum Seen {
    /// The Job is readable.
    Job(Box<JobFacts>),
    /// Only the metadata of the Job is readable.
    Unreadable {
        /// The Job with its `metadata` only.
        job: Box<JobFacts>,
        /// Why the rest is unreadable.
        why: String,
    },
}

impl Seen {
    pub(super) fn job(&self) -> &JobFacts {
        match self {
            Self::Job(job) | Self::Unreadable { job, .. } => job,
        }
    }
}

impl From<JobFacts> for Seen {
    fn from(job: JobFacts) -> Self {
        Self::Job(Box::new(job))
    }
}

impl JobScope {
    /// Whether a Job of this name must be in the scope if it exists. A scope by labels covers no name,
    /// because labels may change.
    pub(super) fn covers(&self, namespace: &str, name: &str) -> bool {
        match self {
            Self::Name {
                namespace: own,
                name: wanted,
            } => own == namespace && wanted == name,
            Self::Labels { .. } => false,
            Self::All { namespace: own } => own.as_deref().is_none_or(|own| own == namespace),
        }
    }
}

impl WatchTarget for JobScope {
    type Object = Seen;
    type Memory = Specs;

    fn list(&self) -> List {
        let path = match self {
            Self::Name { namespace, name } => {
                let selector = format!("metadata.name={name}");
                batch(Some(namespace), "jobs", &[("fieldSelector", &selector)])
            }
            Self::Labels { namespace, selector } => {
                batch(namespace.as_deref(), "jobs", &[("labelSelector", selector)])
            }
            Self::All { namespace } => batch(namespace.as_deref(), "jobs", &[]),
        };
        List {
            what: "jobs",
            path,
            accept: "application/json",
        }
    }

    fn relist_interval(&self) -> Duration {
        match self {
            Self::Name { .. } => Duration::from_secs(30),
            // A list of thousands of Jobs burdens the API server.
            Self::Labels { .. } | Self::All { .. } => Duration::from_mins(5),
        }
    }

    fn decode(&self, item: Item, specs: &mut Specs) -> Result<Option<Seen>, String> {
        Ok(Some(match read_whole(item, specs)? {
            Ok(job) => Seen::Job(Box::new(job)),
            Err(UnreadableJob { job, why }) => Seen::Unreadable { job, why },
        }))
    }
}
