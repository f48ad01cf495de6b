//! The command that shows a log.

use crate::model::{evidence::Evidence, words};

/// `cyjob logs x -n zoo`, with flags and their values. `None` if a shell would not read every name literally:
/// people paste the command, and names in a file may contain anything.
pub(in crate::model) fn command(evidence: &Evidence<'_>, flags: &[(&str, &str)]) -> Option<String> {
    let job = evidence.case.job();
    let mut command = format!("cyjob logs {} -n {}", job.name, job.namespace);
    let names = [&*job.name, &*job.namespace].into_iter();
    let mut names = names.chain(flags.iter().map(|(_, name)| *name));
    if !names.all(words::is_dns_name) {
        return None;
    }
    for (flag, name) in flags {
        command = format!("{command} {flag} {name}");
    }
    Some(command)
}
