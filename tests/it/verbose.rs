//! `-v` and `-vv`: what a bug report needs, and never a credential.

use crate::support::{
    Authority, Cluster, Cyjob, Reply, Server,
    objects::{exited, job, pod},
};

fn cluster() -> Cluster {
    let cluster = Cluster::new();
    cluster.put("jobs", job("x")).put("pods", pod("x", &exited(3)));
    cluster
}

#[test]
fn each_request_is_told_with_its_answer() {
    let cluster = cluster();
    let quiet = cluster.cyjob("describe x -o name").run();
    let told = cluster.cyjob("describe x -o name -v").run();
    assert_eq!((told.code, &told.stdout), (0, &quiet.stdout), "{told:?}");
    let lines: Vec<&str> = told.stderr.lines().collect();
    let of_job = lines
        .iter()
        .find(|line| line.starts_with("request: GET /apis/batch/v1/namespaces/zoo/jobs/x: 200, "));
    let of_job = of_job.unwrap_or_else(|| panic!("{}", told.stderr));
    assert!(
        of_job.contains(" bytes in ") && of_job.ends_with(" ms, try 1"),
        "{of_job}"
    );
    assert!(
        lines.iter().any(|line| line.contains("/pods?labelSelector=")),
        "{lines:?}"
    );
    assert!(!told.stderr.contains("decision: "), "{}", told.stderr);
    assert_eq!(quiet.stderr, "");
    // Both runs sent the same requests, and the second told of each.
    assert_eq!(lines.len() * 2, cluster.requests().len(), "{lines:?}");
}

#[test]
fn each_try_and_each_failure_is_told() {
    let server = Server::new(|_| Reply::status(503, "ServiceUnavailable", "a test"));
    let output = Cyjob::new("describe x -v").server(&server.url).run();
    assert_eq!(output.code, 5, "{output:?}");
    let tries: Vec<&str> = output
        .stderr
        .lines()
        .filter(|line| line.starts_with("request: "))
        .collect();
    assert!(
        tries[0].contains("503") && tries[0].contains("try 1; next try in "),
        "{tries:?}"
    );
    assert!(tries[1].contains("try 2; next try in "), "{tries:?}");
    assert!(
        tries[2].contains("/jobs/x: 503, ") && tries[2].ends_with("try 3"),
        "{tries:?}"
    );
}

#[test]
fn a_stream_is_told_when_it_begins() {
    let cluster = cluster();
    let mut run = cluster.start("wait x -v");
    run.until("watch=true");
    run.until("200, stream begins after ");
}

#[test]
fn decisions_are_told_with_two() {
    let output = cluster().cyjob("describe x -o name -vv").run();
    for decision in [
        "decision: the cluster is that of the kubeconfig and the flags",
        "decision: pods come as application/json",
    ] {
        assert!(output.stderr.contains(decision), "{}", output.stderr);
    }
    assert!(output.stderr.contains("request: GET "), "{}", output.stderr);
}

#[test]
fn no_credential_is_told() {
    let authority = Authority::new();
    let identity = authority.issue("127.0.0.1", 2020..2100);
    let server = Server::new_tls(authority.server(&identity, false), |_| {
        Reply::status(401, "Unauthorized", "no")
    });
    let output =
        Cyjob::new("describe x -vv --token CANARY-TOKEN --as CANARY-USER --insecure-skip-tls-verify")
            .arg("--server")
            .arg(&server.url)
            .run();
    assert_eq!(output.code, 5, "{output:?}");
    assert!(output.stderr.contains("request: GET "), "{}", output.stderr);
    assert!(!output.stderr.contains("CANARY-TOKEN"), "{}", output.stderr);
}

/// As kubectl's levels, which are others.
#[test]
fn a_level_is_refused_with_what_to_use() {
    for word in ["-v=6", "--v=6", "-v6", "--verbose=6"] {
        Cyjob::new("list --demo")
            .arg(word)
            .run()
            .assert_usage("use -v for each request, -vv also");
    }
    let output = Cyjob::new("list --demo --verbose=true").run();
    assert_eq!(output.code, 0, "{output:?}");
}
