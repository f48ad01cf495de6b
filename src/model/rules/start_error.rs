//! The runtime could not start a container.

use super::{Evidence, Explanation, Failure, Find, Rule, Topic, failure};

pub(super) static RULE: Rule = Rule {
    name: "start-error",
    topic: Topic::ContainerFailed,
    summary: "The runtime could not start a container.",
    cause: "The command does not exist in the image or is not executable, workingDir cannot be entered, or the runtime \
            refuses the container.",
    advice: "Compare command, args and workingDir with what the image contains.",
    sources: &[
        "https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/",
        "https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/kuberuntime/kuberuntime_container.go",
    ],
    find: Find::Failure(tell),
};

fn tell(evidence: &Evidence<'_>, failure: &Failure) -> Option<Explanation> {
    if !failure.end.never_started() {
        return None;
    }
    let (name, code, reason) = (&failure.container, failure.end.exit_code, failure.end.word());
    let known = failure::command(evidence, failure);
    let command = known.unwrap_or("the image's own command");
    let folder = bad_working_dir(evidence, failure);
    let says = |words: &str| {
        failure
            .end
            .message
            .as_deref()
            .is_some_and(|message| message.contains(words))
    };
    let hint = match folder {
        Some(folder) => {
            format!("correct workingDir of \"{name}\": the image has no directory {folder} to enter")
        }
        None if says("exec format error") => format!(
            "use an image for the node's architecture, or start the script {command} of \"{name}\" with a #! line"
        ),
        None if says("permission denied") => {
            format!("make {command} executable in the image, or change the command of \"{name}\"")
        }
        None if says("not found") || says("no such file or directory") => {
            format!("correct the command of \"{name}\": {command} is not in the image")
        }
        None => format!("check the command of \"{name}\" ({command}) against the image"),
    };
    Some(
        Explanation::new(format!("could not be started (exit {code}, {reason})"))
            .hint(hint)
            .and("exitCode", code)
            .and("reason", reason)
            .and_some("command", known)
            .and_some("workingDir", folder),
    )
}

/// The container's `workingDir`, if the runtime could not enter it. Runtimes name the system call: `chdir to
/// cwd ("/app") set in config.json failed`, `mkdir /app: not a directory`. The path after `mkdir` may be a
/// parent of `workingDir`.
fn bad_working_dir<'a>(evidence: &Evidence<'a>, failure: &Failure) -> Option<&'a str> {
    let words = failure.end.message.as_deref()?;
    let folder = failure::container_spec(evidence, failure)?
        .working_dir
        .as_deref()?;
    let made = words
        .split_once("mkdir ")
        .and_then(|(_, rest)| rest.split_once(": "));
    let is_parent = made.is_some_and(|(made, _)| !made.is_empty() && folder.starts_with(made));
    (words.contains("chdir") || is_parent).then_some(folder)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::world::{Report, World, failed};

    fn report(code: i32, reason: &str, message: &str) -> Report {
        let mut patch = failed(code, reason);
        patch["status"]["containerStatuses"][0]["state"]["terminated"]["message"] = message.into();
        let container = json!({"name": "main", "command": ["sh", "-c", "foo"], "workingDir": "/app"});
        let world = World::new().with("/spec/template/spec/containers/0", container);
        world.pod("x-1", &patch).report()
    }

    #[test]
    fn the_hint_names_what_the_runtime_could_not_use() {
        let missing = "runc create failed: exec: \"sh\": executable file not found in $PATH";
        report(128, "StartError", missing).assert_finds(
            "start-error",
            &["correct the command of \"main\": sh is not in the image"],
        );
        for message in [
            "runc create failed: chdir to cwd (\"/app\") set in config.json failed: permission denied",
            "runc create failed: mkdir /app: not a directory",
            "runc create failed: mkdir /: not a directory",
        ] {
            let unusable = report(128, "StartError", message);
            unusable.assert_fact("start-error", "workingDir", "/app");
            unusable.assert_fact("start-error", "exitCode", 128);
            report(128, "StartError", message)
                .assert_finds("start-error", &["workingDir of \"main\"", "/app"]);
        }
        report(127, "Error", "sh: foo: not found").assert_silent("start-error");
    }

    #[test]
    fn a_command_of_the_image_is_called_so() {
        let mut patch = failed(128, "StartError");
        patch["status"]["containerStatuses"][0]["state"]["terminated"]["message"] =
            "exec: \"app\": not found".into();
        let world = World::new().with("/spec/template/spec/containers/0", json!({"name": "main"}));
        let report = world.pod("x-1", &patch).report();
        let hint = "correct the command of \"main\": the image's own command is not in the image";
        report.assert_finds("start-error", &[hint]);
        let facts = &report.found("start-error").facts;
        assert!(facts.iter().all(|(name, _)| name != "command"), "{facts:?}");
    }
}
