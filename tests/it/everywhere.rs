//! `-A` with names: the Job in whichever namespace has it, if only one has.

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Cyjob, Reply, Server};

fn job(namespace: &str, name: &str, cron_job: Option<&str>) -> Value {
    let owner = cron_job.map(|cron_job| {
        json!([{"apiVersion": "batch/v1", "kind": "CronJob", "name": cron_job, "uid": format!("{namespace}-{cron_job}"), "controller": true}])
    });
    json!({"kind": "Job", "apiVersion": "batch/v1", "metadata": {"name": name, "namespace": namespace, "ownerReferences": owner}, "spec": {}})
}

fn cron_job(namespace: &str, name: &str) -> Value {
    let uid = format!("{namespace}-{name}");
    json!({"kind": "CronJob", "apiVersion": "batch/v1", "metadata": {"name": name, "namespace": namespace, "uid": uid}, "spec": {}})
}

/// Jobs and `CronJobs` of which some are in one namespace and some in several.
fn files() -> TempDir {
    let items = json!([
        job("shop", "import", None),
        job("shop", "report", None),
        job("bank", "report", None),
        cron_job("shop", "nightly"),
        job("shop", "nightly-1", Some("nightly")),
        cron_job("shop", "hourly"),
        cron_job("bank", "hourly"),
    ]);
    let folder = TempDir::new().unwrap();
    let list = json!({"kind": "List", "apiVersion": "v1", "items": items});
    std::fs::write(folder.path().join("list.json"), list.to_string()).unwrap();
    folder
}

#[test]
fn the_only_namespace_that_has_it_is_found() {
    let files = files();
    for (name, found) in [("import", "import"), ("cronjob/nightly", "nightly-1")] {
        let run = |flags: &str| {
            let command = format!("describe {name} -o json {flags}");
            Cyjob::new(&command).from(files.path()).run()
        };
        let report = run("-A -n bank").json();
        assert_eq!(report["job"]["namespace"], "shop");
        assert_eq!(report["job"]["name"], found);
        assert_eq!(run("-n bank").code, 3, "without -A the namespace counts");
    }
}

#[test]
fn of_several_namespaces_one_has_to_be_chosen() {
    let files = files();
    for name in ["job/report", "cronjob/hourly"] {
        let run = Cyjob::new(&format!("describe {name} -A"))
            .from(files.path())
            .run();
        let says = format!("{name} is in 2 namespaces: bank, shop");
        run.assert_error(2, &[&says, "-n bank instead of -A"]);
    }
    let both = Cyjob::new("describe import report -A -o name")
        .from(files.path())
        .run();
    assert_eq!((both.code, both.stdout.as_str()), (2, "job.batch/import\n"));
}

#[test]
fn what_no_namespace_has_is_not_found() {
    let run = Cyjob::new("describe nothing -A").from(files().path()).run();
    run.assert_error(3, &["job/nothing not found in any namespace"]);
}

#[test]
fn what_may_not_be_listed_is_not_taken_for_absent() {
    let server = Server::new(|_| Reply::status(403, "Forbidden", "jobs.batch is forbidden"));
    let run = Cyjob::new("describe import -A").server(&server.url).run();
    run.assert_error(5, &["cannot read job/import", "forbidden"]);
}
