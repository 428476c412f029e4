//! Values over the boundary. What comes in is parsed inside the function, where
//! failing is a `Result`; errors go out as ordinary `Error`s with a `code`.

use std::borrow::Cow;

use js_sys::{Array, Object, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::error::{Code, Error};
use crate::json::{Field, Json};

/// A value as plain JavaScript. JSON has no value that JavaScript lacks, so
/// this has no way to fail.
pub(super) fn to_js(json: &Json) -> JsValue {
    json.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or_default()
}

/// How deep a value may nest: far deeper than anything that is kept or answered,
/// and far shallower than the stack.
const DEEPEST: usize = 64;

/// A JavaScript value as JSON; what JSON lacks (functions, symbols) is null.
///
/// Written by hand because serde's way here ends in its error messages, which
/// bring the formatting of floats with them: 17 KB for messages nobody sees.
pub(super) fn from_js(value: &JsValue) -> Json {
    read(value, DEEPEST)
}

fn read(value: &JsValue, depth: usize) -> Json {
    if let Some(text) = value.as_string() {
        Json::Text(text)
    } else if let Some(number) = value.as_f64() {
        Json::Number(number)
    } else if let Some(truth) = value.as_bool() {
        Json::Bool(truth)
    } else if depth == 0 || !value.is_object() {
        Json::Null
    } else if let Some(items) = value.dyn_ref::<Array>() {
        let mut list = Vec::new();
        for at in 0..items.length() {
            list.push(read(&items.get(at), depth - 1));
        }
        Json::List(list)
    } else {
        let entries = Object::entries(value.unchecked_ref());
        let mut members = Vec::new();
        for at in 0..entries.length() {
            let entry: Array = entries.get(at).unchecked_into();
            let name = entry.get(0).as_string().unwrap_or_default();
            members.push((Cow::Owned(name), read(&entry.get(1), depth - 1)));
        }
        Json::Object(members)
    }
}

/// A record out of a message.
pub(super) fn message<T: Field>(value: &JsValue) -> Result<T, Box<Error>> {
    T::read(&from_js(value)).ok_or_else(|| Code::MalformedMessage.into())
}

/// An error as JavaScript throws it.
pub(super) fn thrown(error: &Error) -> JsValue {
    let thrown = js_sys::Error::new(&error.message);
    for (name, value) in error.write().members() {
        if *value != Json::Null && name != "message" {
            // Setting a property of a fresh object cannot fail.
            drop(Reflect::set(&thrown, &name.as_ref().into(), &to_js(value)));
        }
    }
    thrown.into()
}
