//! The port: everything a flow needs of the world, as one small object. The
//! wasm implements it over the browser; a test implements it over a few maps and
//! may stop answering at any call, which is what a killed worker looks like.

use std::pin::Pin;

use crate::error::Error;
use crate::http::{Answer, Request};
use crate::instant::Millis;
use crate::json::Json;
use crate::text::Unicode;
use crate::token::Token;

/// Something that is being waited for.
pub type Waiting<'a, T> = Pin<Box<dyn Future<Output = Result<T, Box<Error>>> + 'a>>;

/// A turn that others wait for. It ends when this is dropped.
pub trait Turn {}

/// The world, as far as a flow can see it.
pub trait Port: Unicode {
    /// The records of these keys, in their order.
    fn read(&self, keys: Vec<String>) -> Waiting<'_, Vec<Option<Json>>>;

    /// The keys of all records, in order.
    fn keys(&self) -> Waiting<'_, Vec<String>>;

    /// Writes these records, all or none.
    fn write(&self, records: Vec<(String, Json)>) -> Waiting<'_, ()>;

    /// Removes these records.
    fn remove(&self, keys: Vec<String>) -> Waiting<'_, ()>;

    /// Waits until nobody else has the turn of that name.
    fn turn(&self, name: &'static str) -> Waiting<'_, Box<dyn Turn>>;

    /// Sends the request with the token.
    ///
    /// # Errors
    /// [`crate::error::Code::Offline`] and [`crate::error::Code::TimedOut`] only: any answer is an answer.
    fn send<'a>(&'a self, token: &'a Token, request: &'a Request) -> Waiting<'a, Answer>;

    /// The moment.
    fn now(&self) -> Millis;

    /// A random number from 0 to 1.
    fn random(&self) -> f64;

    /// A random id.
    fn id(&self) -> String;

    /// False when it is known that there is no network.
    fn online(&self) -> bool;

    /// A save moved on: whoever shows it may want to know.
    fn changed(&self, save: Json);
}
