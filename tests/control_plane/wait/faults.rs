//! API servers that die, and come back, while somebody waits.

use std::time::{Duration, Instant};

use serde_json::json;

use super::{assert_end, begun, complete, delete, failed_job, wait, wait_until, write_status};
use crate::support::{Fragile, Namespace};

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_server_that_is_killed_five_times_does_not_end_a_wait() {
    let (fragile, _turn) = Fragile::mine().await;
    let space = Namespace::on("fragile", "wait-killed").await;
    let jobs = ["good", "bad", "goes", "open"];
    for name in jobs {
        space.create_job(name, json!({})).await;
        write_status(&space, name, &begun()).await;
    }
    let [mut good, bad, goes, mut open] =
        jobs.map(|name| wait_until(&space, name, &format!("/{name} Running: ")));
    let mut all = wait(&space, "--all");
    for name in jobs {
        all.until(&format!("/{name} Running: "));
    }
    for round in 1..=5 {
        fragile.kill();
        fragile.until_ready().await;
        let active = json!({"status": {"active": 1 + round}});
        write_status(&space, "good", &active).await;
        assert!(good.goes_on() && all.goes_on());
    }
    // Before those who wait have found the way back.
    write_status(&space, "good", &complete()).await;
    write_status(&space, "bad", &failed_job()).await;
    delete(&space, "goes").await;
    assert_end(&good.finish(), 0, &["Complete", "/good"], &[]);
    assert_end(&bad.finish(), 1, &["Failed", "/bad"], &["back-off limit"]);
    assert_end(&goes.finish(), 3, &["/goes", "deleted before it ended"], &[]);
    assert!(open.goes_on());
    assert!(all.goes_on());
    write_status(&space, "open", &complete()).await;
    assert_end(&open.finish(), 0, &["Complete", "/open"], &[]);
    assert_end(
        &all.finish(),
        3,
        &["/good", "/bad", "/goes", "/open"],
        &["back-off limit"],
    );
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_server_that_says_nothing_does_not_hold_up_a_time_out() {
    let (fragile, _turn) = Fragile::mine().await;
    let space = Namespace::on("fragile", "wait-frozen").await;
    space.create_job("slow", json!({})).await;
    let known = wait_until(&space, "slow --timeout 3s", "/slow Pending: ");
    fragile.freeze();
    let start = Instant::now();
    let never = wait(&space, "slow --timeout 2s");
    let (known, never) = (known.finish(), never.finish());
    let took = start.elapsed();
    fragile.go_on();
    assert_end(&known, 124, &["Pending", "/slow"], &["--timeout 3s is over"]);
    assert_end(&never, 124, &[], &["--timeout"]);
    assert!(took < Duration::from_secs(8), "{took:?}");
}
