//! JSON as one small type, and records that are read from it and written to it.
//!
//! Deriving serde's traits on every record made the wasm three times as large
//! (196,451 bytes gzipped instead of 64,000): each derived visitor is compiled
//! once more for each format. Here the only type that serde knows is [`Json`],
//! and a record costs a few calls.

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
            Self::Number(value) => match whole(*value) {
                Some(whole) => serializer.serialize_i64(whole),
                None => serializer.serialize_f64(*value),
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
fn whole(value: f64) -> Option<i64> {
    let whole = value as i64;
    (whole as f64 == value && value.abs() < 9_007_199_254_740_992.0).then_some(whole)
}

// In the browser JSON is read from JavaScript values (see `wasm::convert`).
#[cfg(not(target_arch = "wasm32"))]
mod read;

/// What can stand in a record.
pub trait Field: Sized {
    /// Reads it. A missing one is its type's default, so that older records stay
    /// readable; one of another kind is `None` and makes the record unreadable.
    fn read(json: &Json) -> Option<Self>;
    /// Writes it.
    fn write(&self) -> Json;
}

impl Field for String {
    fn read(json: &Json) -> Option<Self> {
        match json {
            Json::Text(text) => Some(text.clone()),
            Json::Null => Some(Self::new()),
            _ => None,
        }
    }
    fn write(&self) -> Json {
        Json::Text(self.clone())
    }
}

impl Field for () {
    fn read(_: &Json) -> Option<Self> {
        Some(())
    }
    fn write(&self) -> Json {
        Json::Null
    }
}

impl Field for bool {
    fn read(json: &Json) -> Option<Self> {
        match json {
            Json::Bool(value) => Some(*value),
            Json::Null => Some(false),
            _ => None,
        }
    }
    fn write(&self) -> Json {
        Json::Bool(*self)
    }
}

impl Field for u64 {
    fn read(json: &Json) -> Option<Self> {
        match json {
            Json::Number(value) => Self::try_from(whole(*value)?).ok(),
            Json::Null => Some(0),
            _ => None,
        }
    }
    #[allow(clippy::cast_precision_loss, reason = "moments and counts, far below 2^53")]
    fn write(&self) -> Json {
        Json::Number(*self as f64)
    }
}

/// Smaller integers, by way of the largest.
macro_rules! integer {
    ($($type:ty),*) => {$(
        impl Field for $type {
            fn read(json: &Json) -> Option<Self> {
                Self::try_from(u64::read(json)?).ok()
            }
            fn write(&self) -> Json {
                u64::from(*self).write()
            }
        }
    )*};
}
integer!(u16, u32);

impl<T: Field> Field for Option<T> {
    fn read(json: &Json) -> Option<Self> {
        if *json == Json::Null { Some(None) } else { T::read(json).map(Some) }
    }
    fn write(&self) -> Json {
        self.as_ref().map_or(Json::Null, Field::write)
    }
}

impl<T: Field> Field for Vec<T> {
    fn read(json: &Json) -> Option<Self> {
        match json {
            Json::List(items) => items.iter().map(T::read).collect(),
            Json::Null => Some(Self::new()),
            _ => None,
        }
    }
    fn write(&self) -> Json {
        Json::List(self.iter().map(Field::write).collect())
    }
}

/// Makes a struct a record: its fields under their names in camel case, as the
/// pages and the generated TypeScript have them.
macro_rules! record {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl $crate::json::Field for $name {
            fn read(json: &$crate::json::Json) -> Option<Self> {
                if *json != $crate::json::Json::Null && json.members().is_empty() {
                    return None;
                }
                Some(Self { $($field: $crate::json::Field::read(json.get($crate::json::camel!($field)))?),* })
            }
            fn write(&self) -> $crate::json::Json {
                $crate::json::Json::object([$(($crate::json::camel!($field), $crate::json::Field::write(&self.$field))),*])
            }
        }
    };
}

/// Makes an enum of plain names a field. The first is what a missing one means.
macro_rules! names {
    ($name:ident { $first:ident = $first_wire:literal $(, $variant:ident = $wire:literal)* $(,)? }) => {
        impl $name {
            /// The name that is written.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    Self::$first => $first_wire,
                    $(Self::$variant => $wire,)*
                }
            }
        }

        impl $crate::json::Field for $name {
            fn read(json: &$crate::json::Json) -> Option<Self> {
                match json {
                    $crate::json::Json::Null => Some(Self::$first),
                    $crate::json::Json::Text(text) => match text.as_str() {
                        $first_wire => Some(Self::$first),
                        $($wire => Some(Self::$variant),)*
                        _ => None,
                    },
                    _ => None,
                }
            }
            fn write(&self) -> $crate::json::Json {
                self.name().into()
            }
        }
    };
}

/// A field's name in camel case, worked out at compile time.
macro_rules! camel {
    ($field:ident) => {{
        const NAME: &str = stringify!($field);
        const BYTES: ([u8; NAME.len()], usize) = $crate::json::camel_bytes(NAME);
        const CAMEL: &str = $crate::json::text_of(&BYTES.0, BYTES.1);
        CAMEL
    }};
}

pub(crate) use {camel, names, record};

/// The bytes of the name in camel case, and how many there are.
#[allow(clippy::indexing_slicing, reason = "runs at compile time, where a wrong index is an error of the build")]
pub(crate) const fn camel_bytes<const N: usize>(name: &str) -> ([u8; N], usize) {
    let name = name.as_bytes();
    let mut bytes = [0; N];
    let (mut from, mut to) = (0, 0);
    while from < N {
        if name[from] == b'_' {
            from += 1;
            bytes[to] = name[from].to_ascii_uppercase();
        } else {
            bytes[to] = name[from];
        }
        from += 1;
        to += 1;
    }
    (bytes, to)
}

/// The first bytes as text.
pub(crate) const fn text_of(bytes: &[u8], length: usize) -> &str {
    match str::from_utf8(bytes.split_at(length).0) {
        Ok(text) => text,
        Err(_) => "",
    }
}

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

    use super::testing::{json, value};
    use super::*;

    #[derive(Debug, Default, PartialEq)]
    struct Sample {
        id: String,
        created_at: u64,
        some_long_name: Option<bool>,
        many: Vec<u16>,
    }
    record!(Sample { id, created_at, some_long_name, many });

    #[test]
    fn a_record_is_written_in_camel_case_and_read_again() {
        let sample =
            Sample { id: "a".into(), created_at: 1_795_409_698_123, some_long_name: Some(true), many: vec![1, 2] };
        let written = sample.write();
        assert_eq!(
            value(&written),
            serde_json::json!({ "id": "a", "createdAt": 1_795_409_698_123_u64, "someLongName": true, "many": [1, 2] })
        );
        assert_eq!(Sample::read(&written), Some(sample));
    }

    #[test]
    fn what_is_missing_is_a_default_and_what_is_wrong_is_an_error() {
        let read = |literal| Sample::read(&json(literal));
        assert_eq!(
            read(serde_json::json!({ "id": "a", "many": null, "more": 1 })),
            Some(Sample { id: "a".into(), ..Sample::default() })
        );
        for wrong in [
            serde_json::json!({ "id": 5 }),
            serde_json::json!({ "createdAt": -1 }),
            serde_json::json!({ "createdAt": 1.5 }),
            serde_json::json!({ "many": [70_000] }),
            serde_json::json!({ "many": ["x"] }),
            serde_json::json!("text"),
            serde_json::json!([]),
        ] {
            assert_eq!(read(wrong.clone()), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn text_comes_back_whatever_is_in_it(text in any::<String>()) {
            let written = serde_json::to_string(&Json::from(text.as_str())).unwrap();
            let read: Json = serde_json::from_str(&written).unwrap();
            prop_assert_eq!(read.text(), Some(text.as_str()));
        }
    }
}
