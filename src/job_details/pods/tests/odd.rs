//! Pods that no server sends: they lead to an error or to facts, never to a panic.

use bytes::Bytes;
use proptest::prelude::*;
use prost::Message as _;

use super::*;
use crate::job_details::encodings::Time;

#[test]
fn words_that_are_no_utf8_do_not_hide_the_pod() {
    let status = wire::PodStatus {
        message: Bytes::from_static(b"caf\xe9"),
        ..wire::PodStatus::default()
    };
    let pod = wire::Pod {
        status: Some(status),
        ..wire::Pod::default()
    };
    let decoded = wire::Pod::decode(Bytes::from(pod.encode_to_vec())).unwrap();
    assert_eq!(
        decoded.facts(&mut Interner::default()).message(),
        Some("caf\u{fffd}")
    );
}

#[test]
fn absurd_times_and_numbers_are_unknown_or_the_nearest() {
    let time = |seconds| Some(Time { seconds });
    let metadata = wire::ObjectMeta {
        creation_timestamp: time(Some(i64::MAX)),
        deletion_timestamp: time(None),
        deletion_grace_period_seconds: Some(-1),
        ..wire::ObjectMeta::default()
    };
    let pod = wire::Pod {
        metadata: Some(metadata),
        ..wire::Pod::default()
    };
    let pod = pod.facts(&mut Interner::default());
    assert_eq!(
        (pod.times, pod.deletion_grace_seconds()),
        (PodTimes::default(), Some(-1))
    );
    let pod = facts(json!({
        "metadata": {"creationTimestamp": "10000-01-01T00:00:00Z", "deletionTimestamp": "soon"},
        "status": {"startTime": "0001-01-01T00:00:00Z", "containerStatuses": [{"restartCount": 1e300}]},
    }));
    assert_eq!((pod.times.created.get(), pod.times.deletion.get()), (None, None));
    assert!(pod.times.started.get().is_some());
    assert_eq!(pod.containers[0].restarts, i32::MAX.unsigned_abs());
}

/// A Job of 100,000 pods with two containers each has to fit in 64 MiB, so the size of a pod must not grow
/// unnoticed. A field that few pods have belongs in `RareFacts`.
#[test]
fn facts_stay_small() {
    assert!(size_of::<PodFacts>() <= 144, "{}", size_of::<PodFacts>());
    assert!(
        size_of::<ContainerFacts>() <= 88,
        "{}",
        size_of::<ContainerFacts>()
    );
    assert_eq!(size_of::<Option<Text>>(), size_of::<usize>());
}

fn recorded_pods() -> Vec<Value> {
    let names = [
        "fail-indexed",
        "fail-init",
        "running-sidecar",
        "stuck-unschedulable",
        "failing-grace",
    ];
    let lists = names.map(|name| recording(&format!("{name}/pods.json"))["items"].take());
    lists
        .iter()
        .filter_map(Value::as_array)
        .flatten()
        .cloned()
        .collect()
}

/// Every position in a JSON value, as a JSON pointer.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    let escape = |key: &str| key.replace('~', "~0").replace('/', "~1");
    match value {
        Value::Object(map) => map
            .iter()
            .for_each(|(key, value)| places(value, &format!("{at}/{}", escape(key)), found)),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .for_each(|(i, value)| places(value, &format!("{at}/{i}"), found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn any_field_may_be_null_or_of_another_type() {
    let values = [
        json!(null),
        json!(-1),
        json!(1e300),
        json!("x"),
        json!([]),
        json!([null]),
        json!({}),
        json!(true),
    ];
    for pod in recorded_pods().iter().step_by(3) {
        let mut found = Vec::new();
        places(pod, "", &mut found);
        for (place, value) in found
            .iter()
            .flat_map(|place| values.iter().map(move |value| (place, value)))
        {
            let mut odd = pod.clone();
            *odd.pointer_mut(place).unwrap() = value.clone();
            let decoded = serde_json::from_value::<wire::Pod>(odd);
            let is_nullable = value.is_null() && !place.is_empty();
            match decoded {
                Ok(pod) => drop(pod.facts(&mut Interner::default())),
                Err(error) => assert!(!is_nullable, "null at {place}: {error}"),
            }
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_an_error_or_facts(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(pod) = wire::Pod::decode(Bytes::from(bytes)) {
            drop(pod.facts(&mut Interner::default()));
        }
    }

    #[test]
    fn a_mutated_page_is_an_error_or_facts(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        length in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let mut page = recorded_bytes(&format!("{}.pb", which.get(&recorded_in_both()))).to_vec();
        for (at, byte) in changes {
            let at = at.index(page.len());
            page[at] = byte;
        }
        if is_cut {
            page.truncate(length.index(page.len()));
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let page = Bytes::from(page);
        let api = Api::new(move |_| Answer::protobuf(page.clone()));
        let _entered = runtime.enter();
        let pods = runtime.block_on(pods_of(&api.client(), &recorded_job("fail-indexed")));
        if let Err(unknown) = pods {
            prop_assert_eq!(unknown.reason(), UnknownReason::BadAnswer);
        }
    }

    #[test]
    fn any_fields_may_be_missing(drops in prop::collection::vec(any::<prop::sample::Index>(), 1..30), which in any::<prop::sample::Index>()) {
        let pods = recorded_pods();
        let mut pod = which.get(&pods).clone();
        for index in drops {
            let mut found = Vec::new();
            places(&pod, "", &mut found);
            let place = index.get(&found).clone();
            if let Some((parent, key)) = place.rsplit_once('/')
                && let Some(map) = pod.pointer_mut(parent).and_then(Value::as_object_mut)
            {
                map.remove(&key.replace("~1", "/").replace("~0", "~"));
            }
        }
        prop_assert!(serde_json::from_value::<wire::Pod>(pod).is_ok());
    }
}
