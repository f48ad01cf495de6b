//! The API server refuses pods for a reason that no other rule knows.

use super::{Evidence, Explanation, Find, Obstacle, Rule, Topic, refusal};

pub(super) static RULE: Rule = Rule {
    name: "pod-creation-refused",
    topic: Topic::NotCreated,
    summary: "The API server rejects the pods.",
    cause: "An admission plugin, webhook or policy rejects the pods of this template: a LimitRange, Pod Security, a \
            PriorityClass that does not exist. The Job controller tries again forever, and the Job counts no failure.",
    advice: "Change the pod template so that it satisfies the rule that the message names, or change that rule.",
    sources: &[
        "https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/",
        "https://github.com/kubernetes/kubernetes/issues/93783",
    ],
    find: Find::Obstacle(tell),
};

fn tell(evidence: &Evidence<'_>, obstacle: &Obstacle) -> Option<Explanation> {
    if !obstacle.is_refusal() {
        return None;
    }
    let clause = refusal::rejected(evidence);
    let why = refusal::why(obstacle.words().unwrap_or_default());
    let gist = (!why.is_empty()).then(|| format!("{clause}: {why}"));
    Some(Explanation::new(clause).gist(gist).hint(hint(why)))
}

/// What to do, according to the messages of the admission plugins.
fn hint(why: &str) -> String {
    // A quota on a resource requires every container to specify the resource.
    if let Some((_, fields)) = why.split_once("must specify ") {
        let fields = fields.replace(" for: ", " of ");
        return format!("set in the pod template: {fields}");
    }
    if let Some((_, rest)) = why.split_once("no PriorityClass with name ") {
        let name = rest.split(' ').next().unwrap_or_default();
        return format!("create PriorityClass \"{name}\", or change priorityClassName in the pod template");
    }
    if let Some((_, rest)) = why.split_once("admission webhook \"")
        && let Some((webhook, _)) = rest.split_once('"')
    {
        return format!(
            "change the pod template as webhook \"{webhook}\" demands, or ask the webhook's owner"
        );
    }
    if let Some(rest) = why.strip_prefix("ValidatingAdmissionPolicy '")
        && let Some((policy, _)) = rest.split_once('\'')
    {
        return format!("change the pod template as ValidatingAdmissionPolicy \"{policy}\" demands");
    }
    if let Some((what, limit)) = limit_range(why) {
        return format!("change {what} in the pod template: a LimitRange of the namespace demands {limit}");
    }
    if why.contains("violates PodSecurity") {
        return "change securityContext in the pod template as the Pod Security standard demands".to_owned();
    }
    "change the pod template as the admission rule demands".to_owned()
}

/// The resource and the bound of `maximum memory usage per Container is 64Mi, but limit is 1Gi`
/// (`limitranger/admission.go`).
fn limit_range(why: &str) -> Option<(String, String)> {
    let (bound, rest) = ["maximum", "minimum"]
        .into_iter()
        .find_map(|bound| Some((bound, why.split_once(&format!("{bound} "))?.1)))?;
    let (resource, rest) = rest.split_once(" usage per ")?;
    let (_, rest) = rest.split_once(" is ")?;
    let (amount, rest) = rest.split_once(", but ")?;
    let field = if rest.starts_with("limit") {
        "limits"
    } else {
        "requests"
    };
    let most = if bound == "maximum" { "at most" } else { "at least" };
    Some((
        format!("resources.{field}.{resource}"),
        format!("{most} {}", amount.trim_end_matches('.')),
    ))
}

#[cfg(test)]
mod tests {
    use crate::model::world::{Report, World};

    fn refused(message: &str) -> Report {
        World::new()
            .refused(&format!("Error creating: {message}"))
            .report()
    }

    #[test]
    fn the_rule_is_quoted_and_the_hint_names_what_to_change() {
        for (why, hint) in [
            (
                "failed quota: q: must specify limits.memory for: main",
                "set in the pod template: limits.memory of main",
            ),
            (
                "maximum memory usage per Container is 64Mi, but limit is 1Gi",
                "change resources.limits.memory in the pod template: a LimitRange of the namespace demands at most 64Mi",
            ),
            (
                "minimum cpu usage per Container is 100m, but request is 10m",
                "change resources.requests.cpu in the pod template: a LimitRange of the namespace demands at least 100m",
            ),
            (
                "no PriorityClass with name gold was found",
                "create PriorityClass \"gold\"",
            ),
            (
                "violates PodSecurity \"restricted:latest\": runAsNonRoot != true",
                "change securityContext in the pod template",
            ),
            (
                "ValidatingAdmissionPolicy 'images' with binding 'all' denied request: no",
                "as ValidatingAdmissionPolicy \"images\" demands",
            ),
            ("something new", "as the admission rule demands"),
        ] {
            let report = refused(&format!("pods \"x-1\" is forbidden: {why}"));
            assert_eq!(
                report.message(),
                format!("the API server rejects the pods: {why}")
            );
            report.assert_finds("pod-creation-refused", &[why, hint]);
        }
        refused("exceeded quota").assert_silent("pod-creation-refused");
    }

    #[test]
    fn a_webhook_is_named() {
        let words = "admission webhook \"w.io\" denied the request: no";
        refused(words).assert_finds("pod-creation-refused", &[words, "as webhook \"w.io\" demands"]);
        refused(words).assert_fact(
            "pod-creation-refused",
            "words",
            format!("Error creating: {words}"),
        );
    }
}
