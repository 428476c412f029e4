//! Records: structs that are read from JSON and written to it, and what can stand
//! in one.

use std::borrow::Cow;

use super::{Json, integer};

/// What can stand in a record.
///
/// Reading never stops early: it takes a default and says so. A `?` after every
/// field would make the compiler write, at each, how to drop those before it:
/// without it the wasm went from 103,049 to 90,062 bytes gzipped.
pub trait Field: Sized {
    /// Reads it. A missing one is its type's default, so that older records stay
    /// readable; one of another kind is the default too, and clears `whole`.
    fn take(json: &Json, whole: &mut bool) -> Self;
    /// Writes it.
    fn write(&self) -> Json;

    /// Reads it; `None` when anything in it is of another kind than it must be.
    fn read(json: &Json) -> Option<Self> {
        let mut whole = true;
        let value = Self::take(json, &mut whole);
        whole.then_some(value)
    }
}

impl Field for String {
    fn take(json: &Json, whole: &mut bool) -> Self {
        match json {
            Json::Text(text) => return text.clone(),
            Json::Null => {}
            _ => *whole = false,
        }
        Self::new()
    }
    fn write(&self) -> Json {
        Json::Text(self.clone())
    }
}

impl Field for Json {
    fn take(json: &Json, _: &mut bool) -> Self {
        json.clone()
    }
    fn write(&self) -> Json {
        self.clone()
    }
}

impl Field for () {
    fn take(_: &Json, _: &mut bool) -> Self {}
    fn write(&self) -> Json {
        Json::Null
    }
}

impl Field for bool {
    fn take(json: &Json, whole: &mut bool) -> Self {
        *whole &= matches!(json, Json::Bool(_) | Json::Null);
        json.is_true()
    }
    fn write(&self) -> Json {
        Json::Bool(*self)
    }
}

impl Field for u64 {
    fn take(json: &Json, whole: &mut bool) -> Self {
        let number = match json {
            Json::Number(value) => integer(*value),
            Json::Null => Some(0),
            _ => None,
        };
        let number = number.and_then(|number| Self::try_from(number).ok());
        *whole &= number.is_some();
        number.unwrap_or_default()
    }
    #[allow(clippy::cast_precision_loss, reason = "moments and counts, far below 2^53")]
    fn write(&self) -> Json {
        Json::Number(*self as f64)
    }
}

/// Smaller integers, by way of the largest.
macro_rules! integers {
    ($($type:ty),*) => {$(
        impl Field for $type {
            fn take(json: &Json, whole: &mut bool) -> Self {
                let number = Self::try_from(u64::take(json, whole));
                *whole &= number.is_ok();
                number.unwrap_or_default()
            }
            fn write(&self) -> Json {
                u64::from(*self).write()
            }
        }
    )*};
}
integers!(u16, u32);

impl<T: Field> Field for Option<T> {
    fn take(json: &Json, whole: &mut bool) -> Self {
        if *json == Json::Null { None } else { Some(T::take(json, whole)) }
    }
    fn write(&self) -> Json {
        match self {
            Some(value) => value.write(),
            None => Json::Null,
        }
    }
}

impl<T: Field> Field for Box<T> {
    fn take(json: &Json, whole: &mut bool) -> Self {
        Self::new(T::take(json, whole))
    }
    fn write(&self) -> Json {
        self.as_ref().write()
    }
}

impl<T: Field> Field for Vec<T> {
    fn take(json: &Json, whole: &mut bool) -> Self {
        *whole &= matches!(json, Json::List(_) | Json::Null);
        let mut items = Self::new();
        for item in json.items() {
            items.push(T::take(item, whole));
        }
        items
    }
    fn write(&self) -> Json {
        let mut items = Vec::with_capacity(self.len());
        for item in self {
            items.push(item.write());
        }
        Json::List(items)
    }
}

/// A record being read, field by field in the order of their names.
///
/// This and [`Writer`] keep what a field costs to one short call: what they do is
/// compiled once for each type of field, not once for each field.
pub(crate) struct Reader<'a> {
    json: &'a Json,
    names: std::slice::Iter<'static, &'static str>,
    whole: &'a mut bool,
}

impl<'a> Reader<'a> {
    pub(crate) fn of(json: &'a Json, names: &'static [&'static str], whole: &'a mut bool) -> Self {
        *whole &= matches!(json, Json::Object(_) | Json::Null);
        Self { json, names: names.iter(), whole }
    }

    /// The next field.
    pub(crate) fn next<T: Field>(&mut self) -> T {
        T::take(self.member(), self.whole)
    }

    #[inline(never)]
    fn member(&mut self) -> &'a Json {
        self.json.get(self.names.next().copied().unwrap_or_default())
    }
}

/// A record being written, field by field in the order of their names.
pub(crate) struct Writer {
    names: std::slice::Iter<'static, &'static str>,
    members: Vec<(Cow<'static, str>, Json)>,
}

impl Writer {
    pub(crate) fn of(names: &'static [&'static str]) -> Self {
        Self { names: names.iter(), members: Vec::with_capacity(names.len()) }
    }

    /// The next field.
    pub(crate) fn push(&mut self, field: &impl Field) {
        self.member(field.write());
    }

    #[inline(never)]
    fn member(&mut self, value: Json) {
        if let Some(&name) = self.names.next() {
            self.members.push((Cow::Borrowed(name), value));
        }
    }

    pub(crate) fn object(self) -> Json {
        Json::Object(self.members)
    }
}

/// As [`Reader`], for names in one text.
pub(crate) struct LateReader<'a> {
    json: &'a Json,
    names: &'static str,
    whole: &'a mut bool,
}

impl<'a> LateReader<'a> {
    pub(crate) fn of(json: &'a Json, names: &'static str, whole: &'a mut bool) -> Self {
        *whole &= matches!(json, Json::Object(_) | Json::Null);
        Self { json, names, whole }
    }

    /// The next field.
    pub(crate) fn next<T: Field>(&mut self) -> T {
        T::take(self.member(), self.whole)
    }

    #[inline(never)]
    fn member(&mut self) -> &'a Json {
        self.json.get(next_name(&mut self.names))
    }
}

/// As [`Writer`], for names in one text.
pub(crate) struct LateWriter {
    names: &'static str,
    members: Vec<(Cow<'static, str>, Json)>,
}

impl LateWriter {
    pub(crate) fn of(names: &'static str) -> Self {
        Self { names, members: Vec::new() }
    }

    /// The next field.
    pub(crate) fn push(&mut self, field: &impl Field) {
        self.member(field.write());
    }

    #[inline(never)]
    fn member(&mut self, value: Json) {
        self.members.push((Cow::Borrowed(next_name(&mut self.names)), value));
    }

    pub(crate) fn object(self) -> Json {
        Json::Object(self.members)
    }
}

/// The next of some names, of which each begins with a space and the last is a mark.
fn next_name(names: &mut &'static str) -> &'static str {
    let (_, rest) = names.split_once(' ').unwrap_or_default();
    *names = rest;
    rest.split_once(' ').unwrap_or_default().0
}

/// Makes a struct a record: its fields under their names in camel case, as the
/// pages and the generated TypeScript have them.
macro_rules! record {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl $name {
            const NAMES: &'static [&'static str] = &[$($crate::json::camel!($field)),*];
        }

        impl $crate::json::Field for $name {
            fn take(json: &$crate::json::Json, whole: &mut bool) -> Self {
                let mut reader = $crate::json::Reader::of(json, Self::NAMES, whole);
                Self { $($field: reader.next()),* }
            }
            fn write(&self) -> $crate::json::Json {
                let mut writer = $crate::json::Writer::of(Self::NAMES);
                $(writer.push(&self.$field);)*
                writer.object()
            }
        }
    };
}

/// As [`record`], for a record that only late code reads and writes: the names of its
/// fields are late data (see `src/late.rs`), which a save need not load.
macro_rules! late_record {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl $name {
            const NAMES: &'static str = {
                const PARTS: &[&str] = &[" \x02late\x02", $($crate::json::camel!($field),)* "\x03late\x03"];
                const BYTES: [u8; $crate::json::joined_length(PARTS)] = $crate::json::joined(PARTS);
                $crate::json::text_of(&BYTES, BYTES.len()).split_at(7).1
            };
        }

        impl $crate::json::Field for $name {
            fn take(json: &$crate::json::Json, whole: &mut bool) -> Self {
                let mut reader = $crate::json::LateReader::of(json, Self::NAMES, whole);
                Self { $($field: reader.next()),* }
            }
            fn write(&self) -> $crate::json::Json {
                let mut writer = $crate::json::LateWriter::of(Self::NAMES);
                $(writer.push(&self.$field);)*
                writer.object()
            }
        }
    };
}

/// Makes an enum of plain names a field. The first is what a missing one means.
macro_rules! names {
    ($name:ident { $first:ident = $first_wire:literal $(, $variant:ident = $wire:literal)* $(,)? }) => {
        impl $name {
            const WIRE: &'static [&'static str] = &[$first_wire $(, $wire)*];
            const VALUES: &'static [Self] = &[Self::$first $(, Self::$variant)*];

            /// The name that is written.
            #[must_use]
            pub fn name(self) -> &'static str {
                let at = Self::VALUES.iter().position(|value| *value == self);
                at.and_then(|at| Self::WIRE.get(at)).copied().unwrap_or_default()
            }
        }

        impl $crate::json::Field for $name {
            fn take(json: &$crate::json::Json, whole: &mut bool) -> Self {
                let at = $crate::json::position(json, Self::WIRE, whole);
                Self::VALUES.get(at).copied().unwrap_or(Self::$first)
            }
            fn write(&self) -> $crate::json::Json {
                self.name().into()
            }
        }
    };
}

/// Which of the names it is: the first where it is missing or none of them.
pub(crate) fn position(json: &Json, names: &[&str], whole: &mut bool) -> usize {
    let known = json.text().and_then(|text| names.iter().position(|name| *name == text));
    *whole &= known.is_some() || *json == Json::Null;
    known.unwrap_or_default()
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

pub(crate) use {camel, late_record, names, record};

/// How long texts are, joined by spaces.
#[allow(clippy::indexing_slicing, reason = "runs at compile time, where a wrong index is an error of the build")]
pub(crate) const fn joined_length(parts: &[&str]) -> usize {
    let (mut length, mut at) = (0, 0);
    while at < parts.len() {
        length += parts[at].len() + 1;
        at += 1;
    }
    length - 1
}

/// The bytes of texts, joined by spaces.
#[allow(clippy::indexing_slicing, reason = "runs at compile time, where a wrong index is an error of the build")]
pub(crate) const fn joined<const N: usize>(parts: &[&str]) -> [u8; N] {
    let mut bytes = [b' '; N];
    let (mut to, mut at) = (0, 0);
    while at < parts.len() {
        let part = parts[at].as_bytes();
        let mut from = 0;
        while from < part.len() {
            bytes[to] = part[from];
            from += 1;
            to += 1;
        }
        to += 1;
        at += 1;
    }
    bytes
}

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
mod tests {
    use super::*;
    use crate::json::testing::{json, value};

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

    #[derive(Debug, Default, PartialEq)]
    struct Late {
        id: String,
        created_at: u64,
        many: Vec<u16>,
    }
    late_record!(Late { id, created_at, many });

    #[test]
    fn a_late_record_is_written_as_any_other() {
        let late = Late { id: "a".into(), created_at: 5, many: vec![1] };
        let written = late.write();
        assert_eq!(value(&written), serde_json::json!({ "id": "a", "createdAt": 5, "many": [1] }));
        assert_eq!(Late::read(&written), Some(late));
        assert_eq!(Late::read(&Json::Null), Some(Late::default()));
        assert_eq!(Late::read(&json(serde_json::json!({ "many": 5 }))), None);
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
}
