//! A container could not be started.

use super::{Evidence, Explanation, Failure, Find, Rule, Topic, failure};

pub(super) static RULE: Rule = Rule {
    name: "start-error",
    topic: Topic::ContainerFailed,
    summary: "The runtime could not start a container.",
    cause: "The command does not exist in the image or may not be executed, the working directory cannot be entered, or \
            the runtime refuses the container.",
    advice: "Compare command, args and workingDir with what the image contains.",
    sources: &[
        "https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/",
        "https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/kuberuntime/kuberuntime_container.go",
    ],
    find: Find::Failure(tell),
};

fn tell(evidence: &Evidence<'_>, failure: &Failure) -> Option<Explanation> {
    let (name, code) = (&failure.container, failure.end.exit_code);
    failure.end.never_started().then(|| Explanation {
        clause: format!("could not be started (exit {code}, {})", failure.end.word()),
        hint: Some(match bad_working_dir(evidence, failure) {
            Some(folder) => format!("check that workingDir {folder} of \"{name}\" exists in the image"),
            None => format!(
                "check that the command of \"{name}\" ({}) exists in the image and is executable",
                failure::command(evidence, failure)
            ),
        }),
    })
}

/// The container's `workingDir`, if that is what the runtime could not enter. Runtimes name the system call: `chdir to
/// cwd ("/app") set in config.json failed`, `mkdir /app: not a directory`.
fn bad_working_dir<'a>(evidence: &Evidence<'a>, failure: &Failure) -> Option<&'a str> {
    let words = failure.end.message.as_deref()?;
    let folder = failure::container_spec(evidence, failure)?
        .working_dir
        .as_deref()?;
    (words.contains("chdir") || words.contains(&format!("mkdir {folder}"))).then_some(folder)
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
        report(128, "StartError", missing)
            .assert_finds("start-error", &["check that the command of \"main\" (sh) exists"]);
        for message in [
            "runc create failed: chdir to cwd (\"/app\") set in config.json failed: permission denied",
            "runc create failed: mkdir /app: not a directory",
        ] {
            report(128, "StartError", message).assert_finds("start-error", &["workingDir /app of \"main\""]);
        }
        report(127, "Error", "sh: foo: not found").assert_silent("start-error");
    }
}
