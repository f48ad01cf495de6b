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
    let jobs = ["good", "bad", "goes", "twin", "open"];
    for name in jobs {
        space.create_job(name, json!({})).await;
        write_status(&space, name, &begun()).await;
    }
    let [mut good, bad, goes, twin, mut open] =
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
    delete(&space, "twin").await;
    space.create_job("twin", json!({})).await;
    write_status(&space, "twin", &begun()).await;
    write_status(&space, "twin", &complete()).await;
    assert_end(&good.finish(), 0, &["Complete", "/good"], &[]);
    assert_end(&bad.finish(), 1, &["Failed", "/bad"], &["backoffLimit"]);
    assert_end(&goes.finish(), 3, &["/goes", "deleted before it ended"], &[]);
    assert_end(&twin.finish(), 3, &["/twin", "deleted before it ended"], &[]);
    assert!(open.goes_on());
    assert!(all.goes_on());
    write_status(&space, "open", &complete()).await;
    assert_end(&open.finish(), 0, &["Complete", "/open"], &[]);
    assert_end(
        &all.finish(),
        3,
        &["/good", "/bad", "/goes", "/twin", "/open"],
        &["backoffLimit"],
    );
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_version_that_the_server_has_forgotten_leads_to_a_new_list() {
    let (fragile, _turn) = Fragile::mine().await;
    let space = Namespace::on("fragile", "wait-forgotten").await;
    for name in ["good", "open"] {
        space.create_job(name, json!({})).await;
        write_status(&space, name, &begun()).await;
    }
    let good = wait_until(&space, "good", "/good Running: ");
    let mut open = wait_until(&space, "open", "/open Running: ");
    // So much has happened since that the version which they know is gone.
    write_status(&space, "good", &json!({"status": {"active": 2}})).await;
    std::thread::scope(|scope| scope.spawn(|| fragile.forget_history()).join().unwrap());
    write_status(&space, "good", &complete()).await;
    assert_end(&good.finish(), 0, &["Complete", "/good"], &[]);
    assert!(open.goes_on());
    write_status(&space, "open", &failed_job()).await;
    assert_end(&open.finish(), 1, &["Failed", "/open"], &[]);
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
    assert_end(&known, 124, &["Pending", "/slow"], &["timed out after 3s"]);
    assert_end(&never, 124, &[], &["timed out after 2s"]);
    assert!(took < Duration::from_secs(8), "{took:?}");
}
