//! How a user names a Job: `x`, `job/x`, `jobs.batch/x`, `cronjob/x`. This module checks only the form and
//! must not ask the API server.

use std::fmt;
use std::str::FromStr;

use super::Owner;

/// The greatest length of a name (`DNS1123SubdomainMaxLength` in k8s.io/apimachinery).
const LONGEST: usize = 253;

/// A Job, by its own name or as the newest run of a `CronJob`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum JobRef {
    /// The Job with that name.
    Job(String),
    /// The newest Job of the `CronJob` with that name.
    CronJob(String),
}

impl JobRef {
    /// The name of the Job or of the `CronJob`.
    pub fn name(&self) -> &str {
        match self {
            Self::Job(name) | Self::CronJob(name) => name,
        }
    }

    /// Parses all arguments that name Jobs: `NAME` and `KIND/NAME`, or kubectl's `KIND NAME...`, where the
    /// kind applies to each name. A kind by itself, or beside a `KIND/NAME`, is the name of a Job.
    ///
    /// # Errors
    ///
    /// For the first argument that names no Job.
    pub fn read(words: &[String]) -> Result<Vec<Self>, JobRefError> {
        if let [kind, names @ ..] = words
            && !names.is_empty()
            && !names.iter().any(|name| name.contains('/'))
            && let Some(make) = of_kind(kind)
        {
            return names.iter().map(|name| Self::checked(make, name)).collect();
        }
        words.iter().map(|word| word.parse()).collect()
    }

    /// Like [`JobRef::read`], for a command that covers all Jobs if none is named: as in kubectl, `jobs` by
    /// itself means all Jobs. A Job with that name is `job/jobs`.
    ///
    /// # Errors
    ///
    /// For the first argument that names no Job.
    pub fn read_or_all(words: &[String]) -> Result<Vec<Self>, JobRefError> {
        let [word] = words else {
            return Self::read(words);
        };
        match of_kind(word).map(|make| make(String::new())) {
            Some(Self::Job(_)) => Ok(Vec::new()),
            Some(Self::CronJob(_)) => Err(JobRefError::AllRuns { kind: word.clone() }),
            None => Self::read(words),
        }
    }

    fn checked(make: fn(String) -> Self, name: &str) -> Result<Self, JobRefError> {
        match fault(name) {
            Some(why) => Err(JobRefError::Name {
                name: name.to_owned(),
                why,
            }),
            None => Ok(make(name.to_owned())),
        }
    }
}

impl fmt::Display for JobRef {
    /// Writes `KIND/NAME`, which can be parsed again.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Job(name) => write!(f, "job/{name}"),
            Self::CronJob(name) => write!(f, "cronjob/{name}"),
        }
    }
}

/// An object that owns Jobs, as a user names it: `cronjob/x`, `jobset/y`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerRef {
    /// The kind in lower case, without its API group.
    kind: String,
    name: String,
}

impl OwnerRef {
    /// Whether `owner` is the owner that the user named.
    pub fn is(&self, owner: &Owner) -> bool {
        let kind = owner.kind.to_ascii_lowercase();
        owner.name == self.name && (self.kind == kind || self.kind.strip_suffix('s') == Some(&kind))
    }
}

impl FromStr for OwnerRef {
    type Err = &'static str;

    /// Parses `KIND/NAME`. The kind may be in the plural and have its API group: `jobsets.jobset.x-k8s.io/y`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text
            .split_once('/')
            .filter(|(kind, name)| !kind.is_empty() && !name.is_empty());
        let (kind, name) = parts.ok_or("expected KIND/NAME, for example cronjob/report")?;
        let kind = match of_kind(kind).map(|make| make(String::new())) {
            Some(JobRef::CronJob(_)) => "cronjob".to_owned(),
            Some(JobRef::Job(_)) | None => {
                let kind = kind.to_ascii_lowercase();
                kind.split('.').next().unwrap_or_default().to_owned()
            }
        };
        Ok(Self {
            kind,
            name: name.to_owned(),
        })
    }
}

/// Why a text does not name a Job.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JobRefError {
    /// A kind that does not lead to a Job.
    #[error("\"{kind}\" is not a kind that has Jobs; use NAME, job/NAME or cronjob/NAME")]
    Kind {
        /// The kind that was given.
        kind: String,
    },
    /// The kind `CronJob` without a name, where Jobs are listed.
    #[error(
        "\"{kind}\" needs a name: {kind}/NAME is the newest run of a CronJob, --owner {kind}/NAME lists all its runs"
    )]
    AllRuns {
        /// The kind that was given.
        kind: String,
    },
    /// A name that no object can have.
    #[error("\"{name}\" cannot be the name of a Job: {why}")]
    Name {
        /// The name that was given.
        name: String,
        /// What is wrong with the name.
        why: &'static str,
    },
}

impl FromStr for JobRef {
    type Err = JobRefError;

    /// Parses `NAME` or `KIND/NAME`.
    fn from_str(text: &str) -> Result<Self, JobRefError> {
        match text.split_once('/') {
            None => Self::checked(Self::Job, text),
            Some((kind, name)) => match of_kind(kind) {
                Some(make) => Self::checked(make, name),
                None => Err(JobRefError::Kind {
                    kind: kind.to_owned(),
                }),
            },
        }
    }
}

/// The variant for a kind that kubectl accepts for Jobs or `CronJob`s, in any case; `None` for other kinds.
fn of_kind(kind: &str) -> Option<fn(String) -> JobRef> {
    match kind.to_ascii_lowercase().as_str() {
        "job" | "jobs" | "job.batch" | "jobs.batch" | "job.v1.batch" | "jobs.v1.batch" => Some(JobRef::Job),
        "cj" | "cronjob" | "cronjobs" | "cronjob.batch" | "cronjobs.batch" | "cronjob.v1.batch"
        | "cronjobs.v1.batch" => Some(JobRef::CronJob),
        _ => None,
    }
}

/// Why `name` is not a DNS subdomain (RFC 1123, `IsDNS1123Subdomain` in k8s.io/apimachinery).
fn fault(name: &str) -> Option<&'static str> {
    let alphanumeric = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    if name.is_empty() {
        return Some("it is empty");
    }
    if name.len() > LONGEST {
        return Some("it is longer than 253 characters");
    }
    if !name.bytes().all(|b| alphanumeric(b) || b == b'-' || b == b'.') {
        return Some("a name has only lower-case letters, digits, \"-\" and \".\"");
    }
    let label = |label: &str| {
        let bytes = label.as_bytes();
        bytes.first().copied().is_some_and(alphanumeric) && bytes.last().copied().is_some_and(alphanumeric)
    };
    (!name.split('.').all(label)).then_some("each part of a name begins and ends with a letter or digit")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_form_of_kubectl() {
        for text in [
            "x.y-1",
            "job/x.y-1",
            "jobs/x.y-1",
            "job.batch/x.y-1",
            "jobs.batch/x.y-1",
            "jobs.v1.batch/x.y-1",
            "Job/x.y-1",
            "JOBS.Batch/x.y-1",
        ] {
            assert_eq!(text.parse(), Ok(JobRef::Job("x.y-1".to_owned())), "{text}");
        }
        for text in [
            "cronjob/x",
            "cronjobs/x",
            "cj/x",
            "CJ/x",
            "cronjob.batch/x",
            "CronJobs.batch/x",
        ] {
            assert_eq!(text.parse(), Ok(JobRef::CronJob("x".to_owned())), "{text}");
        }
    }

    #[test]
    fn a_kind_before_names_is_theirs() {
        let read = |words: &str| {
            let words: Vec<String> = words.split(' ').map(String::from).collect();
            JobRef::read(&words).map(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
        };
        for (words, expected) in [
            ("x y", "job/x job/y"),
            ("job x", "job/x"),
            ("Jobs.batch x y", "job/x job/y"),
            ("cronjob nightly", "cronjob/nightly"),
            ("cj a b", "cronjob/a cronjob/b"),
            ("job job", "job/job"),
            ("job", "job/job"),
            ("x job", "job/x job/job"),
            ("job cj/x", "job/job cronjob/x"),
            ("job/x cj/y", "job/x cronjob/y"),
        ] {
            assert_eq!(read(words).as_deref(), Ok(expected), "{words}");
        }
        for words in ["pod/x", "job X", "a/x job/y", "pods x/y"] {
            assert!(read(words).is_err(), "{words}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["job/x", "cronjob/x"] {
            assert_eq!(text.parse::<JobRef>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn other_kinds_are_refused_and_the_accepted_ones_named() {
        for text in ["pod/x", "/x", "deploy/x", "job.apps/x", "jobs.v1/x"] {
            let message = text.parse::<JobRef>().unwrap_err().to_string();
            assert!(
                message.contains("job/NAME") && message.contains("cronjob/NAME"),
                "{message}"
            );
        }
    }

    #[test]
    fn names_that_no_object_has_are_refused() {
        let long = "a".repeat(254);
        for name in [
            "", "a b", " a", "job/", "job/a/b", "../x", "..", ".", "a..b", "-a", "a-", "a.-b", "A", "ä",
            "a\n", "a?b", "a%2Fb", &long,
        ] {
            assert!(name.parse::<JobRef>().is_err(), "{name}");
        }
        assert!("a".repeat(253).parse::<JobRef>().is_ok());
    }

    #[test]
    fn a_kind_by_itself_is_all_jobs_where_all_can_be_meant() {
        let read = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(ToString::to_string).collect();
            JobRef::read_or_all(&words)
        };
        for words in [&[][..], &["jobs"], &["Job"], &["jobs.batch"]] {
            assert_eq!(read(words), Ok(Vec::new()), "{words:?}");
        }
        let named = |name: &str| Ok(vec![JobRef::Job(name.to_owned())]);
        assert_eq!(read(&["job/jobs"]), named("jobs"));
        assert_eq!(read(&["jobs", "x"]), named("x"));
        assert_eq!(read(&["x"]), named("x"));
        let error = read(&["cronjobs"]).unwrap_err().to_string();
        assert!(error.contains("--owner cronjobs/NAME"), "{error}");
    }
}
