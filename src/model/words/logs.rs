//! The command that shows a log.

use crate::model::{evidence::Evidence, words};

/// `cyjob logs x -n zoo`, with flags and their values. `None` if a shell would read a name as anything else: people paste this,
/// and names in a file may hold anything.
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
