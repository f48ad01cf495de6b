//! Where a Pod's JSON has another shape than its protobuf: quantities, inlined structs.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use super::wire::{Container, EphemeralContainer, Quantity, QuantityEntry};
use crate::job_details::tolerant;

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

impl<'de> Deserialize<'de> for EphemeralContainer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let common = Container::deserialize(deserializer)?;
        Ok(Self {
            ephemeral_container_common: Some(common),
        })
    }
}
