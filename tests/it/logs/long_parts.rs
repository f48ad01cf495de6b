//! Runtimes can be told to write lines in longer parts than they usually do: what was read is still compared with the end of the log.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::world::{exited, logs, pod, put_pods};
use crate::support::{Cluster, Piece, Reply, Request, objects};

/// Lines that are one part each, as a node with time stamps has them.
#[derive(Clone, Copy)]
struct Lines {
    number: usize,
    length: usize,
}

impl Lines {
    fn text(self, line: usize) -> String {
        format!("{line:04}{}", "x".repeat(self.length - 4))
    }

    /// What the node answers, and the API server passes on of it where it has to end after so many lines.
    fn answer(self, request: &Request, most: usize) -> Reply {
        let number = |name: &str| {
            request
                .parameter(name)
                .map(|value| value.parse::<usize>().unwrap())
        };
        let first = self
            .number
            .saturating_sub(number("tailLines").unwrap_or(usize::MAX));
        let since = request.parameter("sinceTime").map_or("", |since| &since[..19]);
        let lines = (first..self.number.min(most)).filter_map(|line| {
            let second = format!("2025-11-23T18:{:02}:{:02}", line / 60, line % 60);
            (*second >= *since).then(|| format!("{second}.000000001Z {}\n", self.text(line)))
        });
        let mut body: String = lines.collect();
        body.truncate(number("limitBytes").unwrap_or(usize::MAX));
        Reply::stream("text/plain", [Piece::Data(body.into_bytes())])
    }
}

/// A Job whose one log has these lines, of which the first answers have no more than the first 20.
fn cluster(lines: Lines, short_answers: usize) -> Cluster {
    let answers = AtomicUsize::new(0);
    let cluster = Cluster::with_faults(move |request| {
        if !request.path.ends_with("/log") {
            return None;
        }
        let is_end = request.parameter("tailLines").is_some();
        let is_short = !is_end && answers.fetch_add(1, Ordering::Relaxed) < short_answers;
        Some(lines.answer(request, if is_short { 20 } else { usize::MAX }))
    });
    cluster.put("jobs", objects::complete(objects::job("x")));
    put_pods(&cluster, [pod("p", 0, &[exited("main", 0, 0)])]);
    cluster
}

#[test]
fn an_answer_that_ends_early_is_noticed() {
    let lines = Lines {
        number: 40,
        length: 30_000,
    };
    let cluster = cluster(lines, 2);
    let output = logs(&cluster, "").run();
    assert_eq!(output.code, 0, "{}", output.stderr);
    let expected: String = (0..lines.number).map(|line| lines.text(line) + "\n").collect();
    assert!(
        output.stdout == expected,
        "{} of {} bytes",
        output.stdout.len(),
        expected.len()
    );
}

/// Where the end of a log is too much to be held, what comes to nothing new twice is all.
#[test]
fn what_is_compared_is_bounded() {
    let lines = Lines {
        number: 40,
        length: 500_000,
    };
    let cluster = cluster(lines, 0);
    let output = logs(&cluster, "").run();
    assert_eq!((output.code, output.stderr.as_str()), (0, ""));
    assert_eq!(output.stdout.len(), lines.number * (lines.length + 1));
    let requests = cluster.requests();
    let limits = requests
        .iter()
        .filter_map(|request| request.parameter("limitBytes"));
    let limits: Vec<usize> = limits.map(|limit| limit.parse().unwrap()).collect();
    assert!(
        !limits.is_empty() && limits.iter().all(|limit| *limit <= 4 << 20),
        "{limits:?}"
    );
}
