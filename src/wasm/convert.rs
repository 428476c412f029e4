//! Values over the boundary. What comes in is parsed inside the function, where
//! failing is a `Result`; errors go out as ordinary `Error`s with a `code`.

use js_sys::Reflect;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use crate::error::{Code, Error};
use crate::json::{Field, Json};

/// A value as plain JavaScript. JSON has no value that JavaScript lacks, so
/// this has no way to fail.
pub(super) fn to_js(json: &Json) -> JsValue {
    json.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or_default()
}

/// A JavaScript value as JSON; what JSON lacks (functions, symbols) is null.
pub(super) fn from_js(value: &JsValue) -> Json {
    Json::deserialize(serde_wasm_bindgen::Deserializer::from(value.clone())).unwrap_or_default()
}

/// A record out of a message.
pub(super) fn message<T: Field>(value: &JsValue) -> Result<T, Error> {
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
