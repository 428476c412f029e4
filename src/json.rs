//! JSON as one small type, and records that are read from it and written to it.
//!
//! Deriving serde's traits on every record made the wasm three times as large
//! (196,451 bytes gzipped, where all of it is 63,050 now): each derived visitor is
//! compiled once more for each format. Here the only type that serde knows is
//! [`Json`], and a record costs a few calls.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, Serializer};

/// A JSON value. An object keeps its order.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Json {
    /// `null`, and what is not there.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as JavaScript has them.
    Number(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object.
    Object(Vec<(Cow<'static, str>, Json)>),
}

/// What every missing member is.
static NULL: Json = Json::Null;

impl Json {
    /// An object of these members.
    pub fn object<const N: usize>(members: [(&'static str, Json); N]) -> Self {
        Self::Object(members.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect())
    }

    /// The member of that name; [`Json::Null`] where there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> &Self {
        let Self::Object(members) = self else { return &NULL };
        members.iter().find(|(known, _)| known == name).map_or(&NULL, |(_, value)| value)
    }

    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The items; none where it is no list.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        if let Self::List(items) = self { items } else { &[] }
    }

    /// The members; none where it is no object.
    #[must_use]
    pub fn members(&self) -> &[(Cow<'static, str>, Self)] {
        if let Self::Object(members) = self { members } else { &[] }
    }

    /// How many bytes it takes, written out; never too few.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let text = |text: &str| {
            text.bytes()
                .map(|byte| match byte {
                    0..0x20 => 6,
                    b'"' | b'\\' => 2,
                    _ => 1,
                })
                .sum::<usize>()
                + 3
        };
        match self {
            Self::Text(content) => text(content),
            Self::List(items) => 2 + items.iter().map(|item| item.bytes() + 1).sum::<usize>(),
            Self::Object(members) => {
                2 + members.iter().map(|(name, value)| text(name) + value.bytes() + 1).sum::<usize>()
            }
            _ => 25,
        }
    }

    /// Whether it is `true`.
    #[must_use]
    pub fn is_true(&self) -> bool {
        *self == Self::Bool(true)
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            // JavaScript has no integers: there, trying would cost 1 KB of the wasm.
            Self::Number(value) => match integer(*value) {
                Some(whole) if !cfg!(target_arch = "wasm32") => serializer.serialize_i64(whole),
                _ => serializer.serialize_f64(*value),
            },
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name.as_ref(), value)?;
                }
                map.end()
            }
        }
    }
}

/// The number as an integer where it is one that a float holds exactly, so that
/// it is written `100` and not `100.0`.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "compared after the cast")]
fn integer(value: f64) -> Option<i64> {
    let whole = value as i64;
    (whole as f64 == value && value.abs() < 9_007_199_254_740_992.0).then_some(whole)
}

// In the browser JSON is read from JavaScript values (see `wasm::convert`).
#[cfg(not(target_arch = "wasm32"))]
mod read;
mod record;
mod write;

pub use record::Field;
pub(crate) use record::{
    LateReader, LateWriter, Reader, Writer, camel, camel_bytes, joined, joined_length, late_record, names, position,
    record, text_of,
};

#[cfg(test)]
pub(crate) mod testing {
    use super::Json;

    /// A literal as our own JSON.
    pub(crate) fn json(value: serde_json::Value) -> Json {
        serde_json::from_value(value).unwrap()
    }

    /// Our own JSON as one that compares and prints well.
    pub(crate) fn value(json: &Json) -> serde_json::Value {
        serde_json::to_value(json).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn text_comes_back_whatever_is_in_it(text in any::<String>()) {
            let written = serde_json::to_string(&Json::from(text.as_str())).unwrap();
            let read: Json = serde_json::from_str(&written).unwrap();
            prop_assert_eq!(read.text(), Some(text.as_str()));
        }
    }
}
