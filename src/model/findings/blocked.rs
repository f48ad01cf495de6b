//! What holds pods up, or keeps the Job from getting any.

use super::{Evidence, Finding, JobState, Rule, Severity, Subject, SubjectKind};
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

/// What an obstacle comes to.
enum Kind {
    Unschedulable,
    SchedulingGated,
    QuotaExceeded,
    ServiceAccountMissing,
    CreationRefused,
    ParallelismZero,
    ContainerConfig,
    SidecarCrashLoop,
    VolumeNotMounted,
    ImagePull,
    NotStarted,
}

impl Kind {
    fn rule(&self) -> Rule {
        match self {
            Self::Unschedulable => Rule::Unschedulable,
            Self::SchedulingGated => Rule::SchedulingGated,
            Self::QuotaExceeded => Rule::QuotaExceeded,
            Self::ServiceAccountMissing => Rule::ServiceAccountMissing,
            Self::CreationRefused => Rule::PodCreationRefused,
            Self::ParallelismZero => Rule::ParallelismZero,
            Self::ContainerConfig => Rule::ContainerConfig,
            Self::SidecarCrashLoop => Rule::SidecarCrashLoop,
            Self::VolumeNotMounted => Rule::VolumeNotMounted,
            Self::ImagePull => Rule::ImagePull,
            Self::NotStarted => Rule::PodNotStarted,
        }
    }
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
            rule: self.kind().rule(),
            severity,
            subject,
            message: self.sentence(evidence),
            hint: Some(self.hint(evidence)),
        }
    }

    fn kind(&self) -> Kind {
        match self.blockage.reason.as_str() {
            "Unschedulable" => Kind::Unschedulable,
            "SchedulingGated" => Kind::SchedulingGated,
            "FailedCreate" => match self.blockage.message.as_str() {
                words if words.contains("exceeded quota") => Kind::QuotaExceeded,
                words if words.contains("service account") => Kind::ServiceAccountMissing,
                _ => Kind::CreationRefused,
            },
            "ParallelismZero" => Kind::ParallelismZero,
            "CreateContainerConfigError" => Kind::ContainerConfig,
            "CrashLoopBackOff" => Kind::SidecarCrashLoop,
            "FailedMount" | "FailedAttachVolume" | "FailedMapVolume" => Kind::VolumeNotMounted,
            reason if reason.contains("Image") || reason == "RegistryUnavailable" => Kind::ImagePull,
            _ => Kind::NotStarted,
        }
    }

    /// What is the case, with the cluster's words.
    pub(in crate::model) fn sentence(&self, evidence: &Evidence<'_>) -> String {
        let what = self.what(evidence);
        match self.blockage.message.trim() {
            "" => what,
            words => format!("{what}: {words}"),
        }
    }

    fn what(&self, evidence: &Evidence<'_>) -> String {
        let container = self.blockage.container.as_deref();
        let of_container = container.map_or_else(String::new, |name| format!(" of \"{name}\""));
        let no_pod = if demand::active(evidence.case).next().is_some() {
            "no further pod can be created"
        } else {
            "no pod can be created"
        };
        match self.kind() {
            Kind::Unschedulable => format!("{} be scheduled", self.pods_cannot()),
            Kind::SchedulingGated => format!(
                "{} be scheduled while its scheduling gates stand",
                self.pods_cannot()
            ),
            Kind::QuotaExceeded => format!("{no_pod}: a quota forbids it"),
            Kind::ServiceAccountMissing => format!("{no_pod} for want of its service account"),
            Kind::CreationRefused => format!("{no_pod}: the API server refuses"),
            Kind::ParallelismZero => "parallelism is 0, so the Job asks for no pod".to_owned(),
            Kind::ContainerConfig => {
                format!("the configuration{of_container} is incomplete in {}", self.pods())
            }
            Kind::SidecarCrashLoop => format!(
                "the sidecar \"{}\" crashes, so the main containers of {} never start",
                container.unwrap_or_default(),
                self.pods()
            ),
            Kind::VolumeNotMounted => format!("a volume of {} cannot be mounted", self.pods()),
            Kind::ImagePull => {
                let image = self.blockage.image.as_deref();
                let image = image.filter(|image| !image.is_empty()).unwrap_or("the image");
                format!("image {image}{of_container} cannot be had in {}", self.pods())
            }
            Kind::NotStarted => {
                let reason = &self.blockage.reason;
                format!("{} not start: {reason}{of_container}", self.pods_do())
            }
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
        match self.kind() {
            Kind::Unschedulable if says("persistentvolumeclaim") && says("not found") => {
                "create the PersistentVolumeClaim that the message names"
            }
            Kind::Unschedulable if says("Insufficient") && !says("didn't match") && !says("taint") => {
                "ask for less, or give the cluster a node with more room"
            }
            Kind::Unschedulable if !says("Insufficient") && (says("didn't match") || says("taint")) => {
                "compare the pod's node selector, affinity and tolerations with the nodes' labels and taints"
            }
            Kind::Unschedulable => {
                "ask for less, or give the cluster a node that fits: compare requests, selectors and taints"
            }
            Kind::SchedulingGated => "whoever set spec.schedulingGates must remove them",
            Kind::QuotaExceeded => "free or raise the namespace's ResourceQuota",
            Kind::ServiceAccountMissing => "create the service account, or name another in the pod template",
            // A quota on a resource makes every container say how much it takes of it.
            Kind::CreationRefused if says("failed quota") => {
                "set in the pod template what the message says must be specified"
            }
            Kind::CreationRefused => "satisfy the admission rule that the message names",
            Kind::ParallelismZero => "raise spec.parallelism",
            Kind::ContainerConfig if says("runAsNonRoot") => {
                "set securityContext.runAsUser, or use an image whose user is not root"
            }
            Kind::ContainerConfig if says("not found") => "create what the message names",
            Kind::ContainerConfig => "mend what the message names",
            Kind::SidecarCrashLoop => "read the sidecar's log",
            Kind::VolumeNotMounted => "create what the message names, or mend the volume",
            Kind::ImagePull => match self.blockage.reason.as_str() {
                "InvalidImageName" => "mend the image's name",
                "ErrImageNeverPull" => "load the image onto the node, or let it be pulled (imagePullPolicy)",
                _ => "check the image's name and tag, the registry and imagePullSecrets",
            },
            Kind::NotStarted => "see the pod's events",
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
        let has_node = self.pods > 0 && !matches!(self.kind(), Kind::Unschedulable | Kind::SchedulingGated);
        let template = evidence.case.job().spec.template.spec.as_ref();
        has_node && template.is_some_and(|spec| spec.active_deadline_seconds.is_some())
    }
}
