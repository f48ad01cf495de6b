//! Many objects in little time: the API server makes a few, and the others are copies of them with other names and UIDs, written
//! to etcd beside the API server, which would need a quarter of an hour for 100,000 pods.

use anyhow::{Context as _, Result, ensure};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use kube::{Client, Config};
use serde_json::{Value, json};

use super::world::{all, send};
use crate::control_plane::Plane;

/// Objects in one transaction: below etcd's limits of 128 operations and 1.5 MiB.
const AT_ONCE: usize = 100;

/// Objects of one resource of the server that the benchmark asks, called after their numbers.
pub(super) struct Copies<'a> {
    /// Where the server's etcd has them, with a `/` at the end.
    pub(super) prefix: String,
    /// The names, all of one length.
    pub(super) name: &'a (dyn Fn(usize) -> String + Sync),
    /// How many the API server has made: numbers from 0.
    pub(super) made: usize,
    /// How many there are to be.
    pub(super) wanted: usize,
}

/// Makes those that are wanted and not there.
pub(super) async fn make(plane: &Plane, copies: &Copies<'_>) -> Result<()> {
    let etcd = Client::try_from(Config::new(plane.etcd_url()?.parse()?))?;
    let mut seeds = Vec::new();
    for number in 0..copies.made.min(copies.wanted) {
        seeds.push(Seed::read(&etcd, &format!("{}{}", copies.prefix, (copies.name)(number))).await?);
    }
    let missing = copies.wanted.saturating_sub(copies.made);
    all(missing.div_ceil(AT_ONCE), |batch| {
        let first = copies.made + batch * AT_ONCE;
        let puts = (first..copies.wanted.min(first + AT_ONCE)).map(|number| {
            let seed = &seeds[number % seeds.len()];
            let value = seed.named(&(copies.name)(number % seeds.len()), &(copies.name)(number), number);
            let key = format!("{}{}", copies.prefix, (copies.name)(number));
            json!({"requestPut": {"key": BASE64_STANDARD.encode(key), "value": BASE64_STANDARD.encode(value)}})
        });
        let transaction = json!({"success": puts.collect::<Vec<Value>>()});
        let etcd = etcd.clone();
        async move {
            let done = send(&etcd, "POST", "/v3/kv/txn", transaction).await?;
            ensure!(done["succeeded"] == true, "etcd: {done}");
            Ok(())
        }
    })
    .await
}

/// An object as etcd has it: protobuf, of which names and UIDs can be exchanged for others of the same length.
struct Seed {
    value: Vec<u8>,
    uid: String,
}

impl Seed {
    async fn read(etcd: &Client, key: &str) -> Result<Self> {
        let asked = json!({"key": BASE64_STANDARD.encode(key)});
        let found = send(etcd, "POST", "/v3/kv/range", asked).await?;
        let value = found["kvs"][0]["value"].as_str();
        let value = BASE64_STANDARD.decode(value.with_context(|| format!("etcd has no {key}"))?)?;
        let uid = uid(&value).with_context(|| format!("{key} has no UID"))?;
        Ok(Self { value, uid })
    }

    fn named(&self, from: &str, to: &str, number: usize) -> Vec<u8> {
        let value = exchange(&self.value, from.as_bytes(), to.as_bytes());
        let uid = format!("{}{number:012x}", &self.uid[..24]);
        exchange(&value, self.uid.as_bytes(), uid.as_bytes())
    }
}

/// The object's UID: the first text of that form, which `metadata` has before any owner's.
fn uid(value: &[u8]) -> Option<String> {
    let is_uid = |window: &&[u8]| {
        window.iter().enumerate().all(|(position, byte)| match position {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
    };
    let found = value.windows(36).find(is_uid)?;
    String::from_utf8(found.to_vec()).ok()
}

fn exchange(value: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut new = value.to_vec();
    let mut at = 0;
    while let Some(found) = new[at..].windows(from.len()).position(|window| window == from) {
        at += found;
        new[at..at + from.len()].copy_from_slice(to);
        at += from.len();
    }
    new
}
