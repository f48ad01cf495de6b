//! Old-style sidecars: ordinary containers that continue to run after the work is done, and keep the pod and
//! so the Job alive (istio#11045, k/k#73118).

use jiff::SignedDuration;

use super::{Facts, demand, evidence::Evidence, words};
use crate::facts::{ContainerKind, ContainerState, PodFacts, Termination};

/// How long a container may outlive its sibling before a sentence mentions it.
const PATIENCE: SignedDuration = SignedDuration::from_secs(60);

/// Proxies and agents that are known never to exit by themselves.
const NEVER_ENDING: [&str; 7] = [
    "istio-proxy",
    "linkerd-proxy",
    "envoy",
    "cloud-sql-proxy",
    "cloudsql-proxy",
    "vault-agent",
    "fluent-bit",
];

/// A pod that continues although one of its main containers has ended for good.
pub(super) struct LingeringPod<'a> {
    pub(super) pod: &'a PodFacts,
    ended: &'a str,
    end: &'a Termination,
    /// The containers that still run.
    running: Vec<&'a str>,
    /// Whether waiting is certainly useless: a main container has failed, or all running containers are known
    /// never to exit.
    pub(super) is_certain: bool,
}

/// The verdict's sentence if all active pods only wait for containers that keep them alive.
pub(super) fn kept_alive(evidence: &Evidence<'_>) -> Option<String> {
    let pods = overstaying(evidence);
    let is_all = pods.len() == demand::active(evidence.case).count();
    let first = pods.first()?;
    (is_all && pods.iter().all(|pod| pod.is_certain)).then(|| first.sentence(evidence))
}

/// Pods in which a container ended and others still run for longer than usual. Certain cases come first.
pub(super) fn overstaying<'a>(evidence: &Evidence<'a>) -> Vec<LingeringPod<'a>> {
    let running = demand::active(evidence.case).filter(|pod| &*pod.phase == "Running");
    let mut pods: Vec<_> = running.filter_map(|pod| overstay(evidence, pod)).collect();
    pods.sort_by_key(|pod| !pod.is_certain);
    pods
}

fn overstay<'a>(evidence: &Evidence<'a>, pod: &'a PodFacts) -> Option<LingeringPod<'a>> {
    let main = || {
        pod.containers
            .iter()
            .filter(|container| container.kind == ContainerKind::Main)
    };
    let ended = || main().filter_map(|container| Some((container, container.termination()?)));
    // Under `OnFailure`, the kubelet restarts a failed container.
    let failed = || ended().filter(|(_, end)| end.exit_code != 0);
    let has_failed = failed().next().is_some();
    if has_failed && evidence.case.restarts_on_failure() {
        return None;
    }
    let (container, end) = failed()
        .min_by_key(|(_, end)| end.finished)
        .or_else(|| ended().max_by_key(|(_, end)| end.finished))?;
    let running: Vec<&str> = main()
        .filter(|container| matches!(container.state, ContainerState::Running { .. }))
        .map(|container| &*container.name)
        .collect();
    let is_known = running.iter().all(|name| NEVER_ENDING.contains(name));
    let is_long = end
        .finished
        .get()
        .is_some_and(|finished| evidence.case.now().duration_since(finished) > PATIENCE);
    (!running.is_empty() && (is_known || is_long)).then(|| LingeringPod {
        pod,
        ended: &container.name,
        end,
        running,
        is_certain: has_failed || is_known,
    })
}

impl LingeringPod<'_> {
    /// The containers that still run, as a list for a sentence.
    pub(super) fn running(&self) -> String {
        let names = self.running.iter().map(|name| format!("\"{name}\""));
        words::listed(&names.collect::<Vec<_>>())
    }

    /// The words of the failed container.
    fn words(&self, evidence: &Evidence<'_>) -> String {
        let mut failures = evidence.failures.iter();
        let own = failures
            .find(|failure| *failure.container == *self.ended && failure.end.exit_code == self.end.exit_code);
        let words = own.and_then(|failure| failure.words.as_deref());
        words.map_or_else(String::new, |words| format!(": \"{words}\""))
    }

    /// The values in the sentence.
    pub(super) fn facts(&self) -> Facts {
        let running = self.running.iter().map(|&name| name.to_owned());
        Facts::default()
            .and("pod", &*self.pod.name)
            .and("container", self.ended)
            .and("exitCode", self.end.exit_code)
            .and_some("finishedAt", self.end.finished.get())
            .and("running", running.collect::<Vec<_>>())
    }

    /// `"main" succeeded 12m ago, but sidecar "istio-proxy" still runs and keeps pod x alive`.
    pub(super) fn sentence(&self, evidence: &Evidence<'_>) -> String {
        let (name, pod, code) = (self.ended, &self.pod.name, self.end.exit_code);
        let running = self.running();
        let ago = self.end.finished.get().map_or_else(String::new, |finished| {
            format!(" {} ago", words::age(evidence.case.now(), finished))
        });
        let is_one = self.running.len() == 1;
        let exits = if is_one { "exits" } else { "exit" };
        match (code, self.is_certain) {
            (0, true) => {
                let (sidecar, still_runs, keeps) = if is_one {
                    ("sidecar", "still runs", "keeps")
                } else {
                    ("sidecars", "still run", "keep")
                };
                format!(
                    "\"{name}\" succeeded{ago}, but {sidecar} {running} {still_runs} and {keeps} pod {pod} alive"
                )
            }
            (0, false) => format!("\"{name}\" succeeded{ago}; pod {pod} ends only once {running} {exits}"),
            _ => format!(
                "\"{name}\" exited {code}{ago}{}; pod {pod} fails only once {running} {exits}",
                self.words(evidence)
            ),
        }
    }
}
