//! The scheduler finds no node for a pod.

use super::{Evidence, Explanation, Find, MissingObject, Obstacle, Rule, Topic};
use crate::model::words;

pub(super) static RULE: Rule = Rule {
    name: "unschedulable",
    topic: Topic::NotStarted,
    summary: "The scheduler finds no node for a pod.",
    cause: "No node has room for the pod's requests or fits its node selector, affinity and tolerations, or a \
            PersistentVolumeClaim is missing or not bound. The scheduler tries again forever, and the Job counts no failure.",
    advice: "Read the scheduler's message. Lower the requests, correct the selectors and tolerations, add a node, or create \
             the claim.",
    sources: &[
        "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/",
        "https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/",
        "https://github.com/kubernetes/kubernetes/issues/122300",
    ],
    find: Find::Obstacle(tell),
};

fn tell(evidence: &Evidence<'_>, obstacle: &Obstacle) -> Option<Explanation> {
    if obstacle.reason() != "Unschedulable" {
        return None;
    }
    let message = obstacle.words().unwrap_or_default();
    let missing = MissingObject::read(message);
    let lacking = lacking(message);
    let clause = format!("{} cannot be scheduled", obstacle.pods());
    // The sentences after the first are about preemption and claims, and hardly ever help.
    let gist = match &missing {
        Some(missing) => Some(missing.clause()),
        None => message.split_once(". ").map(|(first, _)| first.to_owned()),
    };
    let hint = match &missing {
        Some(missing) => missing.hint(),
        None => hint(evidence, obstacle, &lacking),
    };
    Some(
        Explanation::new(&*clause)
            .gist(gist.map(|gist| format!("{clause}: {gist}")))
            .hint(hint)
            .with_missing(missing.as_ref())
            .and_some("insufficient", (!lacking.is_empty()).then_some(lacking)),
    )
}

/// The resources that nodes lack: `cpu` of `2 Insufficient cpu`.
fn lacking(message: &str) -> Vec<String> {
    let mut resources: Vec<String> = Vec::new();
    for (position, word) in message.match_indices("Insufficient ") {
        let rest = &message[position + word.len()..];
        let name = rest.split([',', ' ']).next().unwrap_or_default();
        let name = name.trim_end_matches('.').to_owned();
        if !name.is_empty() && !resources.contains(&name) {
            resources.push(name);
        }
    }
    resources
}

/// What to do, according to the messages of the scheduler's plugins.
fn hint(evidence: &Evidence<'_>, obstacle: &Obstacle, lacking: &[String]) -> String {
    let is_selected = obstacle.says("didn't match");
    let is_tainted = obstacle.says("taint");
    let resources = words::listed(lacking);
    if obstacle.says("unbound immediate PersistentVolumeClaims") {
        return unbound(evidence);
    }
    if obstacle.says("didn't have free ports") {
        return host_ports(evidence);
    }
    match (lacking.is_empty(), is_selected, is_tainted) {
        (false, false, false) => {
            format!("lower the pod's requests of {resources}, or add a node with more free {resources}")
        }
        (true, true, false) => {
            "compare the pod's node selector and affinity with the nodes' labels, or add a node that fits"
                .to_owned()
        }
        (true, false, true) => "add a toleration for the nodes' taint, or remove the taint".to_owned(),
        (true, _, _) => {
            "compare the pod's node selector, affinity and tolerations with the nodes' labels and taints"
                .to_owned()
        }
        (false, _, _) => format!(
            "lower the pod's requests of {resources}, or compare selectors and tolerations with the nodes' labels and taints"
        ),
    }
}

/// What to do about claims that are not bound.
fn unbound(evidence: &Evidence<'_>) -> String {
    let pod = evidence.case.manifest().and_then(|manifest| manifest.pod());
    let volumes = pod.and_then(|pod| pod.volumes.as_ref()).into_iter().flatten();
    let claims = volumes.filter_map(|volume| Some(&*volume.persistent_volume_claim.as_ref()?.claim_name));
    let claims: Vec<String> = claims.map(|name| format!("\"{name}\"")).collect();
    match claims.as_slice() {
        [] => "check why the pod's PersistentVolumeClaim is not bound: see its events and StorageClass"
            .to_owned(),
        claims => format!(
            "check why PersistentVolumeClaim {} is not bound: see its events and StorageClass",
            words::listed(claims)
        ),
    }
}

/// What to do about node ports that other pods use.
fn host_ports(evidence: &Evidence<'_>) -> String {
    let pod = evidence.case.manifest().and_then(|manifest| manifest.pod());
    let containers = pod.into_iter().flat_map(|pod| &pod.containers);
    let ports = containers.flat_map(|container| container.ports.iter().flatten());
    let ports: Vec<String> = ports
        .filter_map(|port| port.host_port)
        .map(|port| port.to_string())
        .collect();
    match ports.as_slice() {
        [] => "remove hostPort from the pod template, or free the port on a node".to_owned(),
        ports => format!(
            "remove hostPort {} from the pod template, or free the port on a node",
            words::listed(ports)
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::world::World;

    fn hint(world: World, message: &str) -> String {
        let report = world.unscheduled_pod("x-1", "Unschedulable", message).report();
        report.found("unschedulable").hint.clone().unwrap()
    }

    #[test]
    fn the_hint_names_what_no_node_has() {
        let message = "0/2 nodes are available: 1 Insufficient cpu, 2 Insufficient example.com/gpu. preemption: 0/2 no.";
        let report = World::new()
            .unscheduled_pod("x-1", "Unschedulable", message)
            .report();
        assert_eq!(
            report.message(),
            "pod x-1 cannot be scheduled: 0/2 nodes are available: 1 Insufficient cpu, 2 Insufficient example.com/gpu"
        );
        report.assert_finds("unschedulable", &[message, "requests of cpu and example.com/gpu"]);
        let lacking = vec!["cpu".to_owned(), "example.com/gpu".to_owned()];
        report.assert_fact("unschedulable", "insufficient", lacking);
    }

    #[test]
    fn the_hint_names_the_claim_and_the_port() {
        let unbound = "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.";
        let with_claim = World::new().with(
            "/spec/template/spec/volumes",
            json!([{"name": "v", "persistentVolumeClaim": {"claimName": "data"}}]),
        );
        assert!(
            hint(with_claim, unbound).starts_with("check why PersistentVolumeClaim \"data\" is not bound")
        );
        assert!(
            hint(World::new(), unbound).starts_with("check why the pod's PersistentVolumeClaim is not bound")
        );
        let ports = "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports.";
        let with_port = World::new().with(
            "/spec/template/spec/containers/0/ports",
            json!([{"containerPort": 80, "hostPort": 31999}]),
        );
        assert!(hint(with_port, ports).starts_with("remove hostPort 31999"));
        let missing = "0/1 nodes are available: persistentvolumeclaim \"data\" not found.";
        assert!(hint(World::new(), missing).starts_with("create PersistentVolumeClaim \"data\""));
        let tainted = "0/1 nodes are available: 1 node(s) had untolerated taint {gpu: true}.";
        assert!(hint(World::new(), tainted).starts_with("add a toleration"));
    }

    #[test]
    fn the_scheduler_is_quoted() {
        let report = World::new()
            .unscheduled_pod("x-1", "Unschedulable", "0/3 nodes are available")
            .unscheduled_pod("x-2", "Unschedulable", "0/3 nodes are available")
            .report();
        assert_eq!(report.state(), "Blocked");
        report.assert_finds(
            "unschedulable",
            &["2 pods cannot be scheduled", "0/3 nodes are available"],
        );
        report.assert_fact("unschedulable", "pods", 2_u64);
        report.assert_fact("unschedulable", "words", "0/3 nodes are available");
        World::new()
            .unscheduled_pod("x-1", "SchedulingGated", "0/3 nodes are available")
            .report()
            .assert_finds("scheduling-gated", &["gates"]);
        let report = World::new()
            .unscheduled_pod("x-1", "SomethingElse", "0/3 nodes are available")
            .report();
        assert_eq!(report.state(), "Pending");
    }
}
