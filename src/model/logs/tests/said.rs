//! Tests of what is said about a choice of logs.

use super::*;

fn one_running() -> Vec<PodFacts> {
    vec![pod("a", "Running", vec![container("main", running(1))])]
}

#[test]
fn an_unknown_container_is_refused_with_those_that_exist() {
    let mut pods = one_running();
    pods[0].containers = vec![
        container("main", running(1)),
        of_kind(ContainerKind::Sidecar, container("istio-proxy", running(1))),
    ]
    .into();
    let report = report(job("Never"), pods);
    assert_eq!(
        report.refuses(&of_containers(&["main", "mian"])).unwrap(),
        "job x has no container \"mian\": it has main, istio-proxy"
    );
    assert_eq!(
        report.refuses(&pattern("^x")).unwrap(),
        "no container of job x matches \"^x\": it has main, istio-proxy"
    );
    assert_eq!(report.refuses(&of_containers(&["istio-proxy"])), None);
    assert_eq!(report.refuses(&pattern("istio")), None);
}

#[test]
fn a_container_may_be_added_to_pods_that_are_to_come() {
    let injected = of_containers(&["istio-proxy"]);
    assert_eq!(report(job("Never"), Vec::new()).refuses(&injected), None);
    let over = report(with_condition(job("Never"), "Failed"), Vec::new());
    assert!(over.refuses(&injected).unwrap().ends_with("it has main"));
}

#[test]
fn indexes_are_those_that_the_job_has() {
    let indexed = with_spec(job("Never"), |spec| {
        spec.completion_mode = Some("Indexed".to_owned());
        spec.completions = Some(10);
    });
    let indexed = report(indexed, Vec::new());
    assert_eq!(
        indexed.refuses(&of_indexes("3,9-12")).unwrap(),
        "job x has no index 10-12: it has 0-9"
    );
    assert_eq!(indexed.refuses(&of_indexes("0,9")), None);
    let other = report(job("Never"), one_running())
        .refuses(&of_indexes("0"))
        .unwrap();
    assert!(
        other.contains("not Indexed (spec.completionMode)") && other.contains("--attempt"),
        "{other}"
    );
}

#[test]
fn an_attempt_is_one_of_pods_that_try_the_same() {
    let side_by_side = |completions| with_spec(job("Never"), |spec| spec.completions = Some(completions));
    let choice = of_attempt(AttemptChoice::Number(2));
    assert!(
        report(side_by_side(2), one_running())
            .refuses(&choice)
            .unwrap()
            .contains("no attempt 2")
    );
    assert_eq!(report(side_by_side(1), one_running()).refuses(&choice), None);
}

#[test]
fn a_pod_is_one_that_is_there() {
    let report = report(job("Never"), one_running());
    assert_eq!(
        report.refuses(&of_pod("b")).unwrap(),
        "job x has no pod b: it has a"
    );
    assert_eq!(report.refuses(&of_pod("a")), None);
}

#[test]
fn instances_that_are_lost_or_left_out_are_counted() {
    let last = || ended(1, "Error", 5);
    let pods = vec![
        pod("a", "Running", vec![restarted("main", running(9), 3, last())]),
        pod(
            "b",
            "Running",
            vec![restarted("main", waiting("CrashLoopBackOff"), 2, last())],
        ),
        pod("c", "Running", vec![restarted("main", running(9), 1, last())]),
    ];
    let report = report(
        with_spec(job("OnFailure"), |spec| spec.completions = Some(3)),
        pods,
    );
    let thrown_away = "the logs of 4 earlier instances of 2 containers are lost: a node keeps only the logs of the running \
                and of the last ended instance";
    let left_out = "2 containers were restarted: --previous also shows the instance before";
    assert_eq!(
        report.log_remarks(&LogChoice::default(), false),
        [thrown_away, left_out]
    );
    assert_eq!(
        report.log_remarks(&with_previous(LogChoice::default()), false),
        [thrown_away]
    );
    let once = "1 container was restarted: --previous also shows the instance before";
    assert_eq!(report.log_remarks(&of_pod("c"), false), [once]);
    assert_eq!(report.log_remarks(&of_containers(&["other"]), false), [""; 0]);
}

/// The node may have removed an instance that ended before the last one.
#[test]
fn what_may_be_lost_is_not_promised() {
    let container = restarted("main", terminated(1, 9), 1, ended(1, "Error", 5));
    let report = report(job("OnFailure"), vec![pod("a", "Failed", vec![container])]);
    let once =
        "1 container was restarted: --previous also shows the instance before, if its node still has it";
    assert_eq!(report.log_remarks(&LogChoice::default(), false), [once]);
}

#[test]
fn pods_that_ran_nothing_are_named_with_what_holds_them_up() {
    let waits = pod("a", "Pending", vec![container("main", waiting("ErrImagePull"))]);
    let runs = pod("b", "Running", vec![container("main", running(1))]);
    let report = report(
        with_spec(job("Never"), |spec| spec.completions = Some(3)),
        vec![waits, runs],
    );
    assert_eq!(
        report.log_remarks(&LogChoice::default(), false),
        ["1 pod has run no container: a (ErrImagePull)"]
    );
    assert_eq!(report.log_remarks(&of_pod("b"), false), [""; 0]);
    let waited_for = report.log_remarks(&LogChoice::default(), true);
    assert_eq!(waited_for, [""; 0]);
}

#[test]
fn several_logs_may_come_where_a_job_may_go_on() {
    let once = |policy| with_spec(job(policy), |spec| spec.backoff_limit = Some(0));
    let several = |job: JobFacts, choice: &LogChoice, follow| {
        report(job, one_running()).may_have_several_logs(choice, follow)
    };
    let all = LogChoice::default();
    assert!(!several(once("Never"), &all, true));
    assert!(!several(job("Never"), &all, false), "one is there");
    assert!(several(job("Never"), &all, true), "it may be tried again");
    assert!(several(once("OnFailure"), &all, true), "it may be restarted");
    assert!(!several(
        with_spec(once("Never"), |spec| spec.parallelism = Some(2)),
        &all,
        true
    ));
    assert!(several(
        with_spec(once("Never"), |spec| spec.completions = Some(2)),
        &all,
        true
    ));
    assert!(
        !several(with_condition(job("Never"), "Failed"), &all, true),
        "it is over"
    );
    assert!(!several(job("Never"), &of_pod("a"), true));
    assert!(!several(
        job("Never"),
        &of_attempt(AttemptChoice::Number(1)),
        true
    ));
    assert!(several(job("Never"), &of_attempt(AttemptChoice::Last), true));
}

#[test]
fn a_second_container_makes_several_logs() {
    let two = with_spec(job("Never"), |spec| {
        spec.backoff_limit = Some(0);
        spec.containers.push(template_container("beside"));
    });
    let report = report(two, one_running());
    assert!(report.may_have_several_logs(&LogChoice::default(), true));
    assert!(!report.may_have_several_logs(&LogChoice::default(), false));
    assert!(!report.may_have_several_logs(&of_containers(&["main"]), true));
}
