//! [`Port`] over the browser: the small `Host` object that `host.js` implements,
//! and what Rust takes from the global scope itself.

use js_sys::{Array, Function, JsString, Object, Reflect};
use wasm_bindgen::prelude::*;

use super::convert::{from_js, to_js};
use super::fetch;
use crate::error::{Code, Error};
use crate::http::{Answer, Request};
use crate::instant::Millis;
use crate::json::Json;
use crate::port::{Port, Turn, Waiting};
use crate::text::{Unicode, contains};
use crate::token::Token;

#[wasm_bindgen(typescript_custom_section)]
const HOST: &'static str = r#"
/** The browser, as the core sees it. */
export interface Host {
  /** The records of these keys; one that does not exist is missing in the answer. */
  read(keys: string[]): Promise<Record<string, unknown>>;
  /** The keys of all records, in order. */
  keys(): Promise<string[]>;
  /** Writes all of them or none. */
  write(records: Record<string, unknown>): Promise<void>;
  /** Removes the records of these keys. */
  remove(keys: string[]): Promise<void>;
  /** Waits for its turn, and gives the function that ends it. */
  turn(name: string): Promise<() => void>;
  /** Milliseconds since 1970. */
  now(): number;
  /** A random number from 0 to 1. */
  random(): number;
  /** A random id. */
  id(): string;
  /** False when the browser knows that there is no network. */
  online(): boolean;
  /** A save moved on: whoever shows it may want to know. */
  changed(save: SaveView): void;
}
"#;

#[wasm_bindgen]
extern "C" {
    /// See the TypeScript interface of the same name.
    #[wasm_bindgen(typescript_type = "Host")]
    pub type Host;

    #[wasm_bindgen(method, structural, catch)]
    fn read(this: &Host, keys: Array) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn keys(this: &Host) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn write(this: &Host, records: Object) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn remove(this: &Host, keys: Array) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn turn(this: &Host, name: &str) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural)]
    fn now(this: &Host) -> f64;
    #[wasm_bindgen(method, structural)]
    fn random(this: &Host) -> f64;
    #[wasm_bindgen(method, structural)]
    fn id(this: &Host) -> String;
    #[wasm_bindgen(method, structural)]
    fn online(this: &Host) -> bool;
    #[wasm_bindgen(method, structural)]
    fn changed(this: &Host, save: JsValue);
}

/// The browser, as the flows see it.
pub(super) struct Browser(pub(super) Host);

/// Waits for what a call of the host promised, and reads it. Storage is all that
/// can fail.
fn settled<'a, T: 'a>(
    promise: Result<js_sys::Promise, JsValue>,
    read: impl FnOnce(JsValue) -> T + 'a,
) -> Waiting<'a, T> {
    Box::pin(async move {
        let settled = wasm_bindgen_futures::JsFuture::from(promise.map_err(failed)?).await;
        Ok(read(settled.map_err(failed)?))
    })
}

/// Browsers name a full store in the error's name or, Chromium, in its words
/// only: the one message that is matched, because there is nothing else.
fn failed(thrown: JsValue) -> Box<Error> {
    let text =
        |key: &str| Reflect::get(&thrown, &key.into()).ok().and_then(|value| value.as_string()).unwrap_or_default();
    let message = text("message");
    let full = text("name") == "QuotaExceededError" || contains(&message, "quota") || contains(&message, "QUOTA");
    Error::with_detail(if full { Code::StorageFull } else { Code::StorageFailed }, &message)
}

fn array(texts: &[String]) -> Array {
    let array = Array::new();
    for text in texts {
        array.push(&text.into());
    }
    array
}

/// The function that ends a turn.
struct Held(Function);

impl Turn for Held {}

impl Drop for Held {
    fn drop(&mut self) {
        // The function only resolves a promise: it has no way to fail.
        drop(self.0.call0(&JsValue::NULL));
    }
}

impl Port for Browser {
    fn read(&self, keys: Vec<String>) -> Waiting<'_, Vec<Option<Json>>> {
        settled(self.0.read(array(&keys)), move |records| {
            let mut found = Vec::with_capacity(keys.len());
            for key in &keys {
                let record = Reflect::get(&records, &key.into()).unwrap_or_default();
                found.push(if record.is_undefined() { None } else { Some(from_js(&record)) });
            }
            found
        })
    }

    fn keys(&self) -> Waiting<'_, Vec<String>> {
        settled(self.0.keys(), |keys| {
            let keys: Array = keys.unchecked_into();
            let mut texts = Vec::new();
            for at in 0..keys.length() {
                texts.extend(keys.get(at).as_string());
            }
            texts
        })
    }

    fn write(&self, records: Vec<(String, Json)>) -> Waiting<'_, ()> {
        let object = Object::new();
        for (key, record) in &records {
            // Setting a property of a fresh object cannot fail.
            drop(Reflect::set(&object, &key.into(), &to_js(record)));
        }
        settled(self.0.write(object), drop)
    }

    fn remove(&self, keys: Vec<String>) -> Waiting<'_, ()> {
        settled(self.0.remove(array(&keys)), drop)
    }

    fn turn(&self, name: &'static str) -> Waiting<'_, Box<dyn Turn>> {
        settled(self.0.turn(name), |end| -> Box<dyn Turn> { Box::new(Held(end.unchecked_into())) })
    }

    fn send<'a>(&'a self, token: &'a Token, request: &'a Request) -> Waiting<'a, Answer> {
        Box::pin(fetch::send(token, request))
    }

    fn now(&self) -> Millis {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a date, far below 2^53")]
        let now = self.0.now() as Millis;
        now
    }

    fn random(&self) -> f64 {
        self.0.random()
    }

    fn id(&self) -> String {
        self.0.id()
    }

    fn online(&self) -> bool {
        self.0.online()
    }

    fn changed(&self, save: Json) {
        self.0.changed(to_js(&save));
    }
}

impl Unicode for Browser {
    fn nfc(&self, text: &str) -> String {
        if text.is_ascii() { text.to_owned() } else { JsString::from(text).normalize("NFC").into() }
    }

    fn lower(&self, text: &str) -> String {
        JsString::from(text).to_lower_case().into()
    }
}
