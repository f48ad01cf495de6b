//! Tests of which logs are selected.

use super::*;

#[test]
fn an_instance_has_the_number_of_restarts_before_it() {
    let all = with_previous(LogChoice::default());
    let failed = || ended(1, "Error", 10);
    let of = |state, restarts| {
        let main = restarted("main", state, restarts, failed());
        report(job("OnFailure"), vec![pod("a", "Running", vec![main])])
    };
    let runs = of(running(20), 3);
    assert_eq!(chosen(&runs, &LogChoice::default()), ["a/main+3~"]);
    assert_eq!(chosen(&runs, &all), ["a/main+2!", "a/main+3~"]);
    let has_ended = of(terminated(0, 20), 1);
    assert_eq!(chosen(&has_ended, &LogChoice::default()), ["a/main+1"]);
    assert_eq!(chosen(&has_ended, &all), ["a/main!", "a/main+1"]);
    // While the container waits, the restart count is that of the instance that ended last.
    let waits = of(waiting("CrashLoopBackOff"), 3);
    assert_eq!(chosen(&waits, &LogChoice::default()), ["a/main+3!"]);
    assert_eq!(chosen(&waits, &all), ["a/main+3!"]);
}

#[test]
fn what_has_not_begun_has_no_log() {
    for state in [waiting("ContainerCreating"), ContainerState::Unknown] {
        let report = report(
            job("Never"),
            vec![pod("a", "Pending", vec![container("main", state)])],
        );
        assert!(report.logs(&LogChoice::default()).is_empty());
    }
}

#[test]
fn what_never_ran_hides_nothing_that_did() {
    for reason in [
        "StartError",
        "ContainerCannotRun",
        "ContainerStatusUnknown",
        "RestartingAllContainers",
    ] {
        let state = || ContainerState::Terminated(ended(128, reason, 0));
        let never = vec![pod("a", "Running", vec![container("main", state())])];
        assert!(
            report(job("Never"), never).logs(&LogChoice::default()).is_empty(),
            "{reason}"
        );
        let before = restarted("main", state(), 1, ended(1, "Error", 10));
        let before = report(job("OnFailure"), vec![pod("a", "Running", vec![before])]);
        assert_eq!(chosen(&before, &LogChoice::default()), ["a/main!"], "{reason}");
        assert_eq!(
            chosen(&before, &with_previous(failed_only())),
            ["a/main!"],
            "{reason}"
        );
    }
}

#[test]
fn pods_come_by_their_start_and_containers_by_theirs() {
    let late = started_at(50, pod("a", "Running", vec![container("main", running(60))]));
    let containers = vec![
        of_kind(ContainerKind::Init, container("init", terminated(0, 15))),
        of_kind(ContainerKind::Sidecar, container("proxy", running(12))),
        container("second", running(20)),
        container("first", running(18)),
        container("same", running(20)),
        of_kind(ContainerKind::Ephemeral, container("debugger", running(90))),
    ];
    let early = started_at(10, pod("b", "Running", containers));
    let report = report(job("Never"), vec![late, early]);
    let expected = [
        "b/proxy~",
        "b/init",
        "b/first~",
        "b/second~",
        "b/same~",
        "b/debugger~",
        "a/main~",
    ];
    assert_eq!(chosen(&report, &LogChoice::default()), expected);
}

#[test]
fn containers_are_meant_by_name_or_by_pattern() {
    let names = ["main", "proxy", "proxy-init"];
    let containers = names.map(|name| container(name, running(1)));
    let report = report(job("Never"), vec![pod("a", "Running", containers.into())]);
    assert_eq!(chosen(&report, &of_containers(&["proxy"])), ["a/proxy~"]);
    assert_eq!(chosen(&report, &pattern("^proxy")), ["a/proxy~", "a/proxy-init~"]);
    let both = LogChoice {
        containers: vec!["main".to_owned()],
        ..pattern("init$")
    };
    assert_eq!(chosen(&report, &both), ["a/main~", "a/proxy-init~"]);
}

#[test]
fn of_a_failed_pod_all_is_meant_and_of_others_what_failed() {
    let beside = || of_kind(ContainerKind::Sidecar, container("proxy", terminated(143, 5)));
    let failed = pod("a", "Failed", vec![beside(), container("main", terminated(1, 6))]);
    let fine = pod(
        "b",
        "Succeeded",
        vec![beside(), container("main", terminated(0, 6))],
    );
    let killed = ContainerState::Terminated(ended(0, "OOMKilled", 6));
    let child = pod(
        "c",
        "Running",
        vec![container("main", running(6)), container("other", killed)],
    );
    let report = report(job("Never"), vec![failed, fine, child]);
    assert_eq!(chosen(&report, &failed_only()), ["a/proxy", "a/main", "c/other"]);
}

#[test]
fn a_failed_instance_is_meant_though_another_runs_since() {
    let of = |state: ContainerState, code| {
        let main = restarted("main", state, 2, ended(code, "Error", 5));
        report(job("OnFailure"), vec![pod("a", "Running", vec![main])])
    };
    assert_eq!(chosen(&of(running(9), 1), &failed_only()), ["a/main+1!"]);
    assert!(of(running(9), 0).logs(&failed_only()).is_empty());
    let twice = of(terminated(2, 9), 1);
    assert_eq!(chosen(&twice, &failed_only()), ["a/main+2"]);
    assert_eq!(
        chosen(&twice, &with_previous(failed_only())),
        ["a/main+1!", "a/main+2"]
    );
}

#[test]
fn the_last_attempt_is_the_last_that_has_begun() {
    let failed = |name, second| {
        started_at(
            second,
            pod(name, "Failed", vec![container("main", terminated(1, second))]),
        )
    };
    let next = |state| started_at(30, pod("c", "Pending", vec![container("main", state)]));
    let of = |state| report(job("Never"), vec![failed("a", 10), failed("b", 20), next(state)]);
    let [first, last, third] = [
        AttemptChoice::First,
        AttemptChoice::Last,
        AttemptChoice::Number(3),
    ]
    .map(of_attempt);
    let (waits, runs) = (of(waiting("ContainerCreating")), of(running(31)));
    assert_eq!(chosen(&waits, &first), ["a/main"]);
    assert_eq!(chosen(&waits, &last), ["b/main"]);
    assert!(chosen(&waits, &third).is_empty());
    assert_eq!(chosen(&runs, &last), ["c/main~"]);
    assert_eq!(chosen(&runs, &third), ["c/main~"]);
    let last_failed = LogChoice {
        failed_only: true,
        ..last
    };
    assert_eq!(chosen(&runs, &last_failed), ["b/main"]);
}

#[test]
fn one_pod_may_be_meant() {
    let pods = ["a", "ab"].map(|name| pod(name, "Running", vec![container("main", running(1))]));
    let report = report(job("Never"), pods.into());
    assert_eq!(chosen(&report, &of_pod("a")), ["a/main~"]);
}
