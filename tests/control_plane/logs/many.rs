//! Many logs, and a large one.

use std::{io::Read as _, thread, time::Duration};

use futures_util::future::join_all;
use jiff::Timestamp;
use serde_json::json;

use super::world;
use crate::support::{Generated, Kubelet, Namespace, failed, running, succeeded};

/// So many pods.
const PODS: usize = 300;

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn three_hundred_pods_at_once() {
    let space = Namespace::new("logs-many").await;
    let kubelet = Kubelet::start(&space.api, &space.name).await;
    let spec = json!({"completions": PODS, "parallelism": PODS, "completionMode": "Indexed",
        "template": {"spec": {"nodeName": kubelet.node}}});
    space.create_job("one", spec).await;
    let names = space.pods_when("one", PODS).await;
    let text = |name: &str, numbers: std::ops::Range<u32>| {
        let lines: Vec<String> = numbers.map(|number| format!("{name} {number}\n")).collect();
        lines.concat()
    };
    let report = async |status: fn() -> serde_json::Value| {
        for some in names.chunks(25) {
            join_all(some.iter().map(|name| space.report(name, status()))).await;
        }
    };
    for name in &names {
        kubelet.write(name, "main", text(name, 0..20));
    }
    report(running).await;
    let mut run = space
        .cyjob("logs one -f --prefix=never --max-streams 1000")
        .start();
    for name in &names {
        run.until_printed(&format!("{name} 19\n"));
    }
    for name in &names {
        kubelet.write(name, "main", text(name, 20..25));
        kubelet.end(name, "main");
    }
    report(succeeded).await;
    let output = run.finish();
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert_all(&names, &output.stdout, |name| text(name, 0..25));

    // Afterwards, with fewer places than logs.
    for words in ["", "--merge", "-f --max-streams 20"] {
        let output = space.cyjob("logs one --prefix=never").words(words).run();
        assert_eq!(output.code, 0, "{words}: {}", output.stderr);
        assert_all(&names, &output.stdout, |name| text(name, 0..25));
    }
}

fn assert_all(names: &[String], stdout: &str, expected: impl Fn(&str) -> String) {
    for name in names {
        let lines: String = stdout
            .split_inclusive('\n')
            .filter(|line| line.starts_with(name.as_str()))
            .collect();
        assert_eq!(lines, expected(name));
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_gigabyte_streams_through_little_memory() {
    let (space, kubelet, pod) = world("logs-gigabyte").await;
    let generated = Generated {
        began: Timestamp::from_second(1_700_000_000).unwrap(),
        lines: 10_000_000,
        line_len: 100,
    };
    kubelet.generate(&pod, "main", generated);
    kubelet.end(&pod, "main");
    space.report(&pod, failed(1, "")).await;
    let (mut reader, writer) = std::io::pipe().unwrap();
    let run = space.cyjob("logs one").stdout(writer.into()).start();
    let peak = thread::spawn(move || {
        let (mut pieces, mut expected, mut read, mut peak) = (generated.pieces(), Vec::new(), 0, 0);
        let mut piece = vec![0; 1 << 20];
        loop {
            let length = reader.read(&mut piece).unwrap();
            if length == 0 {
                break;
            }
            while expected.len() < length {
                expected.extend(pieces.next().expect("more came than was written"));
            }
            assert!(expected.starts_with(&piece[..length]), "after {read} bytes");
            expected.drain(..length);
            read += length;
            peak = run.peak_memory().unwrap_or(peak);
        }
        assert_eq!(read, generated.lines * generated.line_len);
        let output = run.finish();
        assert_eq!(output.code, 0, "{output:?}");
        peak
    });
    while !peak.is_finished() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let peak = peak.join().unwrap();
    assert!(peak < 40 << 20, "{} MiB", peak >> 20);
}
