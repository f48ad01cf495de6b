//! A container exited 126 or 127. These codes come from a shell or script that ran. A command that the
//! runtime cannot run is a start error.

use super::{Evidence, Explanation, Failure, Find, Rule, Topic, failure};

pub(super) static RULE: Rule = Rule {
    name: "command-not-run",
    topic: Topic::ContainerFailed,
    summary: "A shell or script in the container could not run a command.",
    cause: "By the convention of shells, 127 means that a command was not found, and 126 that a command is not \
            executable. The container itself started.",
    advice: "Check the name of the command, PATH, the permissions of its file, and whether the image contains the file.",
    sources: &["https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_08_02"],
    find: Find::Failure(tell),
};

fn tell(evidence: &Evidence<'_>, failure: &Failure) -> Option<Explanation> {
    let fault = match failure.end.exit_code {
        126 => "is not executable",
        127 => "is not in the image",
        _ => return None,
    };
    let (container, command) = (&failure.container, failure::command(evidence, failure));
    let called = command.map_or_else(String::new, |command| format!(" ({command})"));
    let hint = format!("check the commands that \"{container}\"{called} calls: one of them {fault}");
    Some(failure::exited(failure).hint(hint).and_some("command", command))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::world::{World, failed};

    #[test]
    fn what_a_script_calls_is_to_blame_for_what_it_did_not_find() {
        let report = |code: i32, reason: &str, message: &str| {
            let mut patch = failed(code, reason);
            patch["status"]["containerStatuses"][0]["state"]["terminated"]["message"] = message.into();
            let container = json!({"name": "main", "command": ["sh", "-c", "foo"], "workingDir": "/app"});
            let world = World::new().with("/spec/template/spec/containers/0", container);
            world.pod("x-1", &patch).report()
        };
        for code in [126, 127] {
            let report = report(code, "Error", "sh: foo: not found");
            report.assert_finds(
                "command-not-run",
                &["check the commands that \"main\" (sh) calls"],
            );
            report.assert_fact("command-not-run", "exitCode", code);
            report.assert_fact("command-not-run", "command", "sh");
        }
        let missing = "runc create failed: exec: \"sh\": executable file not found in $PATH";
        report(128, "StartError", missing).assert_silent("command-not-run");
    }
}
