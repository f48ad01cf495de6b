//! A value whose size is counted while it is read.

use std::{cell::Cell, fmt};

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// The error when the allowance is used up; never shown to people in these words.
pub(super) const TOO_LARGE: &str = "allowance used up";

/// The bytes that a node costs in addition to its text.
const NODE_COST: usize = 8;

/// Reads any value. If there is an allowance, every node and every byte of text is deducted from it. A YAML
/// alias costs as much as its target, each time it occurs.
#[derive(Clone, Copy)]
pub(super) struct Tree<'a> {
    allowance: Option<&'a Cell<usize>>,
}

impl<'a> Tree<'a> {
    pub(super) fn unbounded() -> Self {
        Self { allowance: None }
    }

    pub(super) fn bounded(allowance: &'a Cell<usize>) -> Self {
        Self {
            allowance: Some(allowance),
        }
    }

    fn pay<E: Error>(self, bytes: usize) -> Result<(), E> {
        let Some(allowance) = self.allowance else {
            return Ok(());
        };
        let left = allowance.get().checked_sub(bytes + NODE_COST);
        allowance.set(left.ok_or_else(|| E::custom(TOO_LARGE))?);
        Ok(())
    }

    fn number<E: Error>(self, number: impl Into<Number>) -> Result<Value, E> {
        self.pay(0)?;
        Ok(Value::Number(number.into()))
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    /// A YAML text without any document.
    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.pay(0)?;
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.pay(0)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.number(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.number(value)
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "JSON numbers of this size lose their last digits too"
    )]
    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "JSON numbers of this size lose their last digits too"
    )]
    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.pay(0)?;
        Ok(Value::from(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.visit_string(value.to_owned())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        self.pay(value.len())?;
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.pay(0)?;
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(self)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        self.pay(0)?;
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            self.pay(key.len())?;
            if key == "fieldsV1" {
                entries.next_value::<IgnoredAny>()?;
            } else {
                map.insert(key, entries.next_value_seed(self)?);
            }
        }
        Ok(Value::Object(map))
    }
}
