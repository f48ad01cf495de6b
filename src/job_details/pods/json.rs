//! Where a Pod's JSON has another shape than its protobuf: strings, maps, times, quantities, inlined structs.

use std::collections::BTreeMap;

use bytes::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer};

use super::wire::{Container, Entry, EphemeralContainer, Quantity, QuantityEntry, Time};
use crate::job_details::tolerant;

/// A string; null is empty, as the API never tells the two apart.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
    tolerant::or_default::<D, String>(deserializer).map(Bytes::from)
}

/// A list of strings.
pub(super) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Bytes>, D::Error> {
    let texts: Vec<String> = tolerant::list(deserializer)?;
    Ok(texts.into_iter().map(Bytes::from).collect())
}

/// A map from string to string.
pub(super) fn entries<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Entry>, D::Error> {
    let map: BTreeMap<String, Option<String>> = tolerant::or_default(deserializer)?;
    let entry = |(key, value): (String, Option<String>)| Entry {
        key: key.into(),
        value: value.unwrap_or_default().into(),
    };
    Ok(map.into_iter().map(entry).collect())
}

/// A map from a resource's name to a quantity.
pub(super) fn quantities<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<QuantityEntry>, D::Error> {
    let map: BTreeMap<String, Option<JsonQuantity>> = tolerant::or_default(deserializer)?;
    let entry = |(key, value): (String, Option<JsonQuantity>)| QuantityEntry {
        key: key.into(),
        value: value.map(|quantity| Quantity {
            string: quantity.text().into(),
        }),
    };
    Ok(map.into_iter().map(entry).collect())
}

/// The API writes a string; files that people wrote may have a number.
#[derive(Deserialize)]
#[serde(untagged)]
enum JsonQuantity {
    Text(String),
    Number(serde_json::Number),
}

impl JsonQuantity {
    fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let time = tolerant::time(deserializer)?;
        Ok(Self {
            seconds: time.map(Timestamp::as_second),
        })
    }
}

impl<'de> Deserialize<'de> for EphemeralContainer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let common = Container::deserialize(deserializer)?;
        Ok(Self {
            ephemeral_container_common: Some(common),
        })
    }
}
