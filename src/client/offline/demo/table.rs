//! The recordings of the demonstration, one row each. The files are those of `tests/fixtures/recordings`.

use super::{JobRecording, Recording};

/// The text of a file of the recordings.
macro_rules! file {
    ($path:expr) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/tests/fixtures/recordings/", $path))
    };
}

/// A folder of the recordings, with its logs as `POD.CONTAINER`.
macro_rules! job {
    ($folder:expr, [$($log:literal),*]) => {
        JobRecording {
            objects: [
                file!(concat!($folder, "/job.json")),
                file!(concat!($folder, "/pods.json")),
                file!(concat!($folder, "/events.json")),
            ],
            logs: &[$(($log, file!(concat!($folder, "/logs/", $log, ".log")))),*],
        }
    };
}

/// A row: name, seconds since the newest timestamp, what it shows, and logs (for a CronJob: its Jobs with
/// their logs).
macro_rules! recording {
    ($name:literal, $ago:literal, $about:literal, [$($log:literal),*]) => {
        Recording { name: $name, ago: $ago, about: $about, jobs: &[job!($name, [$($log),*])], cron_job: None }
    };
    ($name:literal, $ago:literal, $about:literal, {$($job:literal: [$($log:literal),*]),* $(,)?}) => {
        Recording {
            name: concat!("cronjob/", $name),
            ago: $ago,
            about: $about,
            jobs: &[$(job!(concat!($name, "/", $job), [$($log),*])),*],
            cron_job: Some(file!(concat!($name, "/cronjob.json"))),
        }
    };
}

/// Sorted by name.
#[rustfmt::skip]
pub(super) const RECORDINGS: &[Recording] = &[
    recording!("fail-command", 2700, "fails: the command does not exist in the image", ["fail-command-xkk92.main"]),
    recording!("fail-deadline", 1500, "fails: not done within activeDeadlineSeconds", []),
    recording!("fail-exit", 240, "fails: every attempt exits with 3 and says why", [
        "fail-exit-4gg2s.migrate", "fail-exit-5gpp5.migrate", "fail-exit-8hhbm.migrate"
    ]),
    recording!("fail-hostile", 5400, "fails: control characters and bidi tricks in its log and message", ["fail-hostile-nvtvb.main"]),
    recording!("fail-indexed", 900, "fails: indexes 3 and 7 of 10 fail, the others succeed", [
        "fail-indexed-0-dtbbn.shard", "fail-indexed-1-sqkzj.shard", "fail-indexed-2-h9hzl.shard",
        "fail-indexed-3-5vp9t.shard", "fail-indexed-3-mhkw4.shard", "fail-indexed-4-kwzqq.shard",
        "fail-indexed-5-9krfb.shard", "fail-indexed-6-2bxg8.shard", "fail-indexed-7-666q9.shard",
        "fail-indexed-7-sr662.shard", "fail-indexed-8-jpztx.shard", "fail-indexed-9-x4bg2.shard"
    ]),
    recording!("fail-init", 3300, "fails: an init container exits with 5", [
        "fail-init-k4h5g.fetch", "fail-init-t6dmg.fetch"
    ]),
    recording!("fail-onfailure", 2100, "fails: restarted in place until the limit, and its pod is gone", []),
    recording!("fail-oom", 180, "fails: killed for memory, twice", [
        "fail-oom-lx7rd.main", "fail-oom-nv7dp.main"
    ]),
    recording!("failing-grace", 8, "is failing at its deadline; a pod ignores SIGTERM", ["failing-grace-gggvk.main"]),
    recording!("nightly", 20, "a CronJob with its runs: one failed, some were missed", {
        "nightly-29924283": ["nightly-29924283-s78fv.main"],
        "nightly-29924285": ["nightly-29924285-nvdlw.main"],
        "nightly-29924304": ["nightly-29924304-4x58f.main"],
        "nightly-29924305": ["nightly-29924305-q5hxx.main"],
        "nightly-29924306": ["nightly-29924306-szjrz.main"],
        "nightly-29924307": ["nightly-29924307-x77b5.main"],
        "nightly-29924308": ["nightly-29924308-g9nf5.main"],
        "nightly-29924309": ["nightly-29924309-7lpbk.main"],
    }),
    recording!("ok-after-retry", 420, "succeeds in the third attempt", [
        "ok-after-retry-clqqk.main", "ok-after-retry-prh4b.main", "ok-after-retry-z7ktg.main"
    ]),
    recording!("ok-parallel", 4200, "succeeds: 12 completions, 4 at a time", [
        "ok-parallel-2vc8f.worker", "ok-parallel-8zdts.worker", "ok-parallel-b452k.worker",
        "ok-parallel-bnr69.worker", "ok-parallel-g2rm2.worker", "ok-parallel-gtw8d.worker",
        "ok-parallel-jvkrj.worker", "ok-parallel-lgs8x.worker", "ok-parallel-mpj2m.worker",
        "ok-parallel-mwp2t.worker", "ok-parallel-qq5km.worker", "ok-parallel-x922r.worker"
    ]),
    recording!("ok-single", 600, "succeeds: one pod", ["ok-single-dt4nz.main"]),
    recording!("ok-successpolicy", 1200, "succeeds: index 0 decides, the others are stopped", ["ok-successpolicy-0-jnj44.main"]),
    recording!("ok-ttl", 75, "succeeds, and is deleted 10 minutes after", ["ok-ttl-9njgk.main"]),
    recording!("retrying-backoff", 5, "failed three times, and the next attempt is due", [
        "retrying-backoff-6w5cn.main", "retrying-backoff-btqmw.main", "retrying-backoff-jdk8n.main"
    ]),
    recording!("running-indexed", 3, "runs: 20 indexes, 3 at a time, one of them fails", [
        "running-indexed-0-w89cs.shard", "running-indexed-1-tcv2m.shard", "running-indexed-2-7fnb8.shard",
        "running-indexed-2-m8qrn.shard", "running-indexed-2-vvpgw.shard", "running-indexed-3-vgjd2.shard",
        "running-indexed-4-vgj57.shard", "running-indexed-5-54qqd.shard", "running-indexed-6-72mnj.shard",
        "running-indexed-7-tcbnt.shard"
    ]),
    recording!("running-sidecar", 2, "runs, with a sidecar", [
        "running-sidecar-6jmbh.main", "running-sidecar-6jmbh.prepare", "running-sidecar-6jmbh.proxy"
    ]),
    recording!("stuck-config", 6, "is stuck: its ConfigMap does not exist", []),
    recording!("stuck-image", 4, "is stuck: its image cannot be pulled", []),
    recording!("stuck-quota", 30, "is stuck: the quota allows it no pod", []),
    recording!("stuck-unschedulable", 45, "is stuck: no node is large enough", [
        "stuck-unschedulable-bwrnc.main", "stuck-unschedulable-w5k9w.main", "stuck-unschedulable-x5t4f.main"
    ]),
    recording!("suspended", 3600, "waits: suspended, in a Kueue queue", []),
];
