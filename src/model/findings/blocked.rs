//! What holds pods up, or keeps the Job from getting any.

use super::{Evidence, Finding, JobState, Severity, Subject, SubjectKind};
use crate::model::blockage::{self, Blockage};
use crate::model::{demand, state, words};

pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    let severity = if evidence.state == JobState::Blocked {
        Severity::Error
    } else {
        Severity::Warning
    };
    obstacles(evidence)
        .into_iter()
        .map(|obstacle| obstacle.finding(evidence, severity))
        .collect()
}

/// One kind of blockage with the pods that it holds up.
pub(in crate::model) struct Obstacle {
    pub(in crate::model) blockage: Blockage,
    /// How many pods; none where the Job itself is held up.
    pods: u64,
    /// One of them.
    example: String,
}

/// What holds the Job up most: the first of its obstacles.
pub(in crate::model) fn obstacle(evidence: &Evidence<'_>) -> Option<Obstacle> {
    obstacles(evidence).into_iter().next()
}

fn obstacles(evidence: &Evidence<'_>) -> Vec<Obstacle> {
    let case = evidence.case;
    let pods = case.pods().iter();
    let held = pods.filter_map(|pod| Some((blockage::of_pod(case, pod)?, pod.name.to_string())));
    let mut obstacles = Obstacle::grouped(held);
    if let Some(blockage) = blockage::of_creation(case).or_else(|| parked(evidence)) {
        obstacles.push(Obstacle::of_job(blockage, &case.job().name));
    }
    obstacles
}

fn parked(evidence: &Evidence<'_>) -> Option<Blockage> {
    state::is_parked(evidence.case).then(|| Blockage {
        reason: "ParallelismZero".to_owned(),
        message: String::new(),
        container: None,
        image: None,
        since: None,
    })
}

impl Obstacle {
    /// What holds these pods up, equal blockages put together, the most frequent first.
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
        obstacles.sort_by_key(|obstacle| std::cmp::Reverse(obstacle.pods));
        obstacles
    }

    /// What holds the Job itself up.
    pub(super) fn of_job(blockage: Blockage, name: &str) -> Self {
        Self {
            blockage,
            pods: 0,
            example: name.to_owned(),
        }
    }

    pub(super) fn finding(&self, evidence: &Evidence<'_>, severity: Severity) -> Finding {
        let subject = match (&self.blockage.container, self.pods) {
            (Some(container), pods) => Subject::many(SubjectKind::Container, container, pods),
            (None, 0) => Subject::one(SubjectKind::Job, &self.example),
            (None, pods) => Subject::many(SubjectKind::Pod, &self.example, pods),
        };
        Finding {
            rule: self.rule(),
            severity,
            subject,
            message: self.sentence(evidence),
            hint: Some(self.hint(evidence)),
        }
    }

    fn rule(&self) -> &'static str {
        match self.blockage.reason.as_str() {
            "Unschedulable" => "unschedulable",
            "SchedulingGated" => "scheduling-gated",
            "FailedCreate" => match self.blockage.message.as_str() {
                words if words.contains("exceeded quota") => "quota-exceeded",
                words if words.contains("service account") => "service-account-missing",
                _ => "pod-creation-refused",
            },
            "ParallelismZero" => "parallelism-zero",
            "CreateContainerConfigError" => "container-config",
            "CrashLoopBackOff" => "sidecar-crash-loop",
            "FailedMount" | "FailedAttachVolume" | "FailedMapVolume" => "volume-not-mounted",
            reason if reason.contains("Image") || reason == "RegistryUnavailable" => "image-pull",
            _ => "pod-not-started",
        }
    }

    /// What is the case, with the cluster's words.
    pub(in crate::model) fn sentence(&self, evidence: &Evidence<'_>) -> String {
        let Blockage {
            reason,
            message,
            container,
            image,
            ..
        } = &self.blockage;
        let of_container = container
            .as_ref()
            .map_or_else(String::new, |name| format!(" of \"{name}\""));
        let more = if demand::active(evidence.case).next().is_some() {
            "further "
        } else {
            ""
        };
        let what = match self.rule() {
            "unschedulable" => format!("{} be scheduled", self.pods_cannot()),
            "scheduling-gated" => format!(
                "{} be scheduled while its scheduling gates stand",
                self.pods_cannot()
            ),
            "quota-exceeded" => format!("no {more}pod can be created: a quota forbids it"),
            "service-account-missing" => {
                format!("no {more}pod can be created for want of its service account")
            }
            "pod-creation-refused" => format!("no {more}pod can be created: the API server refuses"),
            "parallelism-zero" => return "parallelism is 0, so the Job asks for no pod".to_owned(),
            "container-config" => format!("the configuration{of_container} is incomplete in {}", self.pods()),
            "sidecar-crash-loop" => {
                let name = container.as_deref().unwrap_or_default();
                format!(
                    "the sidecar \"{name}\" crashes, so the main containers of {} never start",
                    self.pods()
                )
            }
            "volume-not-mounted" => format!("a volume of {} cannot be mounted", self.pods()),
            "image-pull" => {
                let image = image
                    .as_deref()
                    .filter(|image| !image.is_empty())
                    .unwrap_or("the image");
                format!("image {image}{of_container} cannot be had in {}", self.pods())
            }
            _ => format!("{} not start: {reason}{of_container}", self.pods_do()),
        };
        if message.is_empty() {
            what
        } else {
            format!("{what}: {}", message.trim())
        }
    }

    fn pods(&self) -> String {
        if self.pods == 1 {
            format!("pod {}", self.example)
        } else {
            words::counted(self.pods, "pod")
        }
    }

    fn pods_cannot(&self) -> String {
        if self.pods == 1 {
            format!("pod {} cannot", self.example)
        } else {
            format!("{} cannot", self.pods())
        }
    }

    fn pods_do(&self) -> String {
        if self.pods == 1 {
            format!("pod {} does", self.example)
        } else {
            format!("{} do", self.pods())
        }
    }

    /// What to do, by the reason and by the words that the scheduler, the kubelet and admission plugins use.
    fn fix(&self) -> &'static str {
        let says = |words: &str| self.blockage.message.contains(words);
        match self.rule() {
            "unschedulable" if says("persistentvolumeclaim") && says("not found") => {
                "create the PersistentVolumeClaim that the message names"
            }
            "unschedulable" if says("Insufficient") && !says("didn't match") && !says("taint") => {
                "ask for less, or give the cluster a node with more room"
            }
            "unschedulable" if !says("Insufficient") && (says("didn't match") || says("taint")) => {
                "compare the pod's node selector, affinity and tolerations with the nodes' labels and taints"
            }
            "unschedulable" => {
                "ask for less, or give the cluster a node that fits: compare requests, selectors and taints"
            }
            "scheduling-gated" => "whoever set spec.schedulingGates must remove them",
            "quota-exceeded" => "free or raise the namespace's ResourceQuota",
            "service-account-missing" => "create the service account, or name another in the pod template",
            // A quota on a resource makes every container say how much it takes of it.
            "pod-creation-refused" if says("failed quota") => {
                "set in the pod template what the message says must be specified"
            }
            "pod-creation-refused" => "satisfy the admission rule that the message names",
            "parallelism-zero" => "raise spec.parallelism",
            "container-config" if says("runAsNonRoot") => {
                "set securityContext.runAsUser, or use an image whose user is not root"
            }
            "container-config" if says("not found") => "create what the message names",
            "container-config" => "mend what the message names",
            "sidecar-crash-loop" => "read the sidecar's log",
            "volume-not-mounted" => "create what the message names, or mend the volume",
            "image-pull" => match self.blockage.reason.as_str() {
                "InvalidImageName" => "mend the image's name",
                "ErrImageNeverPull" => "load the image onto the node, or let it be pulled (imagePullPolicy)",
                _ => "check the image's name and tag, the registry and imagePullSecrets",
            },
            _ => "see the pod's events",
        }
    }

    fn hint(&self, evidence: &Evidence<'_>) -> String {
        let job = evidence.case.job();
        let fix = self.fix();
        let is_endless = evidence.state == JobState::Blocked
            && job.spec.active_deadline_seconds.is_none()
            && !self.ends_with_its_pod(evidence);
        let endless = if is_endless {
            "; the Job never fails by itself (no activeDeadlineSeconds)"
        } else {
            ""
        };
        format!("{fix}{endless}")
    }

    /// Whether the template's own `activeDeadlineSeconds` fails the pod some day and so uses up the Job's attempts. The
    /// kubelet sees to that, so it takes a pod that has a node.
    fn ends_with_its_pod(&self, evidence: &Evidence<'_>) -> bool {
        let has_node = self.pods > 0 && !["unschedulable", "scheduling-gated"].contains(&self.rule());
        let template = evidence.case.job().spec.template.spec.as_ref();
        has_node && template.is_some_and(|spec| spec.active_deadline_seconds.is_some())
    }
}
