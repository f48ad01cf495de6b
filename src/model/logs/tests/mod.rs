//! Tests of logs, on recordings and on small Jobs that have only what a test needs.

mod choice;
mod life;
mod recorded;
mod said;

use std::sync::Arc;

use jiff::Timestamp;

use super::*;
use crate::facts::{
    ApiTime, Condition, ContainerKind, ContainerState, Depth, JobFacts, JobSnapshot, JobSpecFacts, PodTimes,
    Pods, TemplateContainer, Termination,
};

fn ended(exit_code: i32, reason: &str, started: i64) -> Termination {
    Termination {
        exit_code,
        reason: Some(reason.into()),
        started: ApiTime::from_second(started),
        ..Termination::default()
    }
}

fn terminated(exit_code: i32, started: i64) -> ContainerState {
    let reason = if exit_code == 0 { "Completed" } else { "Error" };
    ContainerState::Terminated(ended(exit_code, reason, started))
}

fn running(started: i64) -> ContainerState {
    ContainerState::Running {
        started: ApiTime::from_second(started),
    }
}

fn waiting(reason: &str) -> ContainerState {
    ContainerState::Waiting {
        reason: Some(reason.into()),
        message: None,
    }
}

/// A main container that has no earlier instance.
fn container(name: &str, state: ContainerState) -> ContainerFacts {
    ContainerFacts {
        name: name.into(),
        state,
        ..ContainerFacts::default()
    }
}

/// The same container with this many restarts, and the end of the instance before.
fn restarted(name: &str, state: ContainerState, restarts: u32, last: Termination) -> ContainerFacts {
    ContainerFacts {
        restarts,
        last: Some(Box::new(last)),
        ..container(name, state)
    }
}

fn of_kind(kind: ContainerKind, container: ContainerFacts) -> ContainerFacts {
    ContainerFacts { kind, ..container }
}

fn pod(name: &str, phase: &str, containers: Vec<ContainerFacts>) -> PodFacts {
    PodFacts {
        name: name.into(),
        uid: name.into(),
        phase: phase.into(),
        containers: containers.into(),
        ..PodFacts::default()
    }
}

fn started_at(second: i64, pod: PodFacts) -> PodFacts {
    let started = ApiTime::from_second(second);
    let times = PodTimes {
        created: started,
        started,
        ..PodTimes::default()
    };
    PodFacts { times, ..pod }
}

fn template_container(name: &str) -> TemplateContainer {
    TemplateContainer {
        name: name.to_owned(),
        image: None,
    }
}

/// Job `x` with one completion and container `main`.
fn job(restart_policy: &str) -> JobFacts {
    JobFacts {
        name: "x".to_owned(),
        namespace: "zoo".to_owned(),
        spec: Arc::new(JobSpecFacts {
            completions: Some(1),
            parallelism: Some(1),
            backoff_limit: Some(6),
            restart_policy: Some(restart_policy.to_owned()),
            containers: vec![template_container("main")],
            ..JobSpecFacts::default()
        }),
        ..JobFacts::default()
    }
}

fn with_spec(mut job: JobFacts, change: impl FnOnce(&mut JobSpecFacts)) -> JobFacts {
    change(Arc::make_mut(&mut job.spec));
    job
}

fn with_condition(mut job: JobFacts, kind: &str) -> JobFacts {
    job.status.conditions.push(Condition {
        kind: kind.to_owned(),
        status: "True".to_owned(),
        ..Condition::default()
    });
    job
}

fn report(job: JobFacts, pods: Vec<PodFacts>) -> JobReport {
    JobReport::derive(JobSnapshot {
        as_of: Timestamp::from_second(1_790_000_000).unwrap(),
        historic: false,
        job,
        pods: Ok(Pods {
            own: pods.into(),
            ..Pods::default()
        }),
        depth: Depth::Report,
        events: Ok(Arc::default()),
        logs: Vec::new(),
        workload: None,
    })
}

fn pattern(text: &str) -> LogChoice {
    LogChoice {
        container_pattern: Some(Regex::new(text).unwrap()),
        ..LogChoice::default()
    }
}

fn of_containers(names: &[&str]) -> LogChoice {
    LogChoice {
        containers: names.iter().copied().map(str::to_owned).collect(),
        ..LogChoice::default()
    }
}

fn of_attempt(attempt: AttemptChoice) -> LogChoice {
    LogChoice {
        attempt: Some(attempt),
        ..LogChoice::default()
    }
}

fn of_indexes(text: &str) -> LogChoice {
    LogChoice {
        indexes: IndexSet::parse(text),
        ..LogChoice::default()
    }
}

fn of_pod(name: &str) -> LogChoice {
    LogChoice {
        pod: Some(name.to_owned()),
        ..LogChoice::default()
    }
}

fn failed_only() -> LogChoice {
    LogChoice {
        failed_only: true,
        ..LogChoice::default()
    }
}

fn with_previous(choice: LogChoice) -> LogChoice {
    LogChoice {
        previous: true,
        ..choice
    }
}

/// The selected logs as `pod/container`, with `+N` after N restarts, `~` if the instance runs, and `!` if the
/// instance is the previous one.
fn chosen(report: &JobReport, choice: &LogChoice) -> Vec<String> {
    let name = |log: &MeantLog| {
        let source = &log.source;
        let restart = match source.restart {
            0 => String::new(),
            number => format!("+{number}"),
        };
        let mark = match log.life {
            Life::Running => "~",
            Life::Ended { previous: false, .. } => "",
            Life::Ended { previous: true, .. } => "!",
            Life::Overtaken | Life::Gone => "?",
        };
        format!("{}/{}{restart}{mark}", source.pod, source.container)
    };
    report.logs(choice).iter().map(name).collect()
}
