//! What JavaScript may call. Each export starts a flow and promises its result.

use std::pin::Pin;

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::browser::{Browser, Host};
use super::convert::{message, thrown, to_js};
use crate::clip::Captured;
use crate::error::Error;
use crate::flow::{connecting, saving};
use crate::json::{Field, Json};
use crate::outbox::Event;

type Flow = Pin<Box<dyn Future<Output = Result<Json, Box<Error>>>>>;

/// The one place where a flow becomes a promise: compiled once, not once for
/// each export.
fn promise(flow: Flow) -> Promise {
    wasm_bindgen_futures::future_to_promise(async move {
        match flow.await {
            Ok(value) => Ok(to_js(&value)),
            Err(error) => Err(thrown(&error)),
        }
    })
}

/// Starts a flow with the browser in hand and writes what it gives.
macro_rules! start {
    ($host:ident, |$port:ident| $flow:expr) => {{
        let browser = Browser($host);
        promise(Box::pin(async move {
            let $port = &browser;
            Ok(Field::write(&$flow.await?))
        }))
    }};
}

/// Everything the options page shows, read from this device only.
#[wasm_bindgen(unchecked_return_type = "Promise<View>")]
pub fn view(host: Host) -> Promise {
    start!(host, |port| connecting::view(port))
}

/// Connects with a pasted token.
#[wasm_bindgen(unchecked_return_type = "Promise<View>")]
pub fn connect(host: Host, token: String) -> Promise {
    start!(host, |port| connecting::connect(port, &token))
}

/// Forgets an account.
#[wasm_bindgen(unchecked_return_type = "Promise<View>")]
pub fn disconnect(host: Host, account: String) -> Promise {
    start!(host, |port| connecting::disconnect(port, &account))
}

/// Asks Notion again what can be saved to.
#[wasm_bindgen(js_name = refreshDestinations, unchecked_return_type = "Promise<View>")]
pub fn refresh_destinations(host: Host) -> Promise {
    start!(host, |port| connecting::refresh_destinations(port))
}

/// Adds what a pasted link leads to.
#[wasm_bindgen(js_name = addDestination, unchecked_return_type = "Promise<View>")]
pub fn add_destination(host: Host, link: String) -> Promise {
    start!(host, |port| connecting::add_destination(port, &link))
}

/// Makes a destination the default.
#[wasm_bindgen(js_name = chooseDestination, unchecked_return_type = "Promise<View>")]
pub fn choose_destination(host: Host, destination: String) -> Promise {
    start!(host, |port| connecting::choose_destination(port, &destination))
}

/// Takes the person's choices.
#[wasm_bindgen(js_name = setPreferences, unchecked_return_type = "Promise<View>")]
pub fn set_preferences(
    host: Host,
    #[wasm_bindgen(unchecked_param_type = "Preferences")] preferences: JsValue,
) -> Promise {
    start!(host, |port| async { connecting::set_preferences(port, message(&preferences)?).await })
}

/// What a click means.
#[wasm_bindgen(unchecked_return_type = "Promise<Draft>")]
pub fn draft(host: Host, #[wasm_bindgen(unchecked_param_type = "Captured")] captured: JsValue) -> Promise {
    start!(host, |port| async { saving::draft(port, &*message::<Box<Captured>>(&captured)?).await })
}

/// The existing options for tags, from this device.
#[wasm_bindgen(js_name = tagOptions, unchecked_return_type = "Promise<TagOption[]>")]
pub fn tag_options(host: Host, destination: String) -> Promise {
    start!(host, |port| saving::tag_options(port, &destination))
}

/// Reads a destination's schema from Notion again.
#[wasm_bindgen(js_name = refreshSchema, unchecked_return_type = "Promise<null>")]
pub fn refresh_schema(host: Host, destination: String) -> Promise {
    start!(host, |port| saving::refresh_schema(port, &destination))
}

/// Writes a save down and gives its id.
#[wasm_bindgen(unchecked_return_type = "Promise<string>")]
pub fn enqueue(host: Host, #[wasm_bindgen(unchecked_param_type = "Submission")] submission: JsValue) -> Promise {
    start!(host, |port| async { saving::enqueue(port, message(&submission)?).await })
}

/// Moves a save on until it is done, has to wait, or needs a person. With
/// `retry`, also one that needed a person.
#[wasm_bindgen(unchecked_return_type = "Promise<SaveView>")]
pub fn advance(host: Host, id: String, retry: bool) -> Promise {
    let event = if retry { Event::Retry } else { Event::Begin };
    start!(host, |port| saving::advance(port, &id, event))
}

/// What the outbox still has to do.
#[wasm_bindgen(unchecked_return_type = "Promise<Pending>")]
pub fn pending(host: Host) -> Promise {
    start!(host, |port| saving::pending(port))
}

/// Forgets a save.
#[wasm_bindgen(unchecked_return_type = "Promise<null>")]
pub fn discard(host: Host, id: String) -> Promise {
    start!(host, |port| saving::discard(port, id))
}
