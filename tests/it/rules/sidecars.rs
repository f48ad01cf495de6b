//! Containers that outlive the work and keep their pod alive.

use serde_json::json;

use super::world::World;

#[test]
fn a_container_that_outlives_the_work_keeps_the_pod_alive() {
    let pod = |name: &str, finished: &str| {
        json!({"spec": {"containers": [{"name": "main"}, {"name": name}]}, "status": {"phase": "Running", "containerStatuses": [
            {"name": "main", "state": {"terminated": {"exitCode": 0, "reason": "Completed", "finishedAt": finished}}},
            {"name": name, "state": {"running": {"startedAt": "2026-11-24T11:00:05Z"}}}]}})
    };
    let report = World::new()
        .pod("x-1", &pod("helper", "2026-11-24T11:48:00Z"))
        .report();
    report.assert_finds(
        "sidecar-keeps-pod-alive",
        &["\"main\" ended well 12m ago", "\"helper\"", "native sidecar"],
    );
    World::new()
        .pod("x-1", &pod("istio-proxy", "2026-11-24T11:59:59Z"))
        .report()
        .assert_finds("sidecar-keeps-pod-alive", &["istio-proxy"]);
    World::new()
        .pod("x-1", &pod("helper", "2026-11-24T11:59:30Z"))
        .report()
        .assert_silent("sidecar-keeps-pod-alive");
    let possible = World::new()
        .pod("x-1", &pod("helper", "2026-11-24T11:48:00Z"))
        .report();
    assert_eq!(
        possible.message(),
        "0/1 completions, 1 pod running",
        "\"helper\" may be the work"
    );
    let finding = possible.finding("sidecar-keeps-pod-alive").unwrap();
    assert_eq!(finding["severity"], "info");
    assert!(finding["hint"].as_str().unwrap().starts_with("if \"helper\""));
}

#[test]
fn a_pod_that_has_failed_may_be_kept_alive_too() {
    let patch = json!({"spec": {"containers": [{"name": "a"}, {"name": "b"}, {"name": "istio-proxy"}]}, "status": {"phase": "Running", "containerStatuses": [
        {"name": "a", "state": {"terminated": {"exitCode": 0, "finishedAt": "2026-11-24T11:50:00Z"}}},
        {"name": "b", "state": {"terminated": {"exitCode": 2, "finishedAt": "2026-11-24T11:30:00Z"}}},
        {"name": "istio-proxy", "state": {"running": {"startedAt": "2026-11-24T11:00:05Z"}}}]}});
    let report = World::new().pod("x-1", &patch).report();
    assert_eq!(
        report.message(),
        "\"b\" exited 2 30m ago; pod x-1 ends, as failed, only when \"istio-proxy\" does"
    );
    report.assert_finds("sidecar-keeps-pod-alive", &["\"b\" exited 2", "native sidecar"]);
    let restarted = World::new()
        .with("/spec/template/spec/restartPolicy", "OnFailure".into())
        .pod("x-1", &patch)
        .report();
    restarted.assert_silent("sidecar-keeps-pod-alive");
    let works = json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "state": {"running": {}}}]}});
    let beside = World::new()
        .with("/spec/parallelism", 2.into())
        .pod("x-1", &patch)
        .pod("x-2", &works)
        .report();
    assert!(
        beside.message().contains("2 pods running"),
        "{}",
        beside.message()
    );
    beside.assert_finds("sidecar-keeps-pod-alive", &["x-1"]);
}
