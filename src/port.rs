//! The port: everything a flow needs of the world, as one small object. The
//! wasm implements it over the browser; a test implements it over a few maps and
//! may stop answering at any call, which is what a killed worker looks like.

use std::pin::Pin;

use crate::error::{Code, Error};
use crate::http::{Answer, Recipient, Request};
use crate::instant::Millis;
use crate::json::Json;
use crate::text::Unicode;

/// Something that is being waited for.
pub type Waiting<'a, T> = Pin<Box<dyn Future<Output = Result<T, Box<Error>>> + 'a>>;

/// A turn that others wait for. It ends when this is dropped.
pub trait Turn {}

/// What can be done with the saves' stores: one has them whole, one has small
/// copies of those that are live.
#[derive(Debug)]
pub enum SaveCall {
    /// The copies of a save of that id, one for each store, `null` where it lacks it or
    /// cannot be read. Of a save that is over there is only one.
    Copies(String),
    /// Writes a save to both stores at once: whole to the one, small to the other, or,
    /// without a small copy, removes it there. True when both took it; fails when
    /// neither did, and when it is no longer of the revision that it was changed from.
    Write {
        /// Its id.
        id: String,
        /// The revision that it was changed from.
        before: u32,
        /// All of it.
        whole: Json,
        /// What it takes to go on, while there is something to go on with.
        small: Option<Json>,
    },
    /// One record of each save that has a small copy (or lost it), from that id on,
    /// oldest first.
    Live(String),
    /// The ids of live saves whose copies differ, or that a store lacks.
    Uneven,
    /// So many whole saves before that id (or the last ones), the latest first.
    Past(Option<String>, u32),
    /// The copies of every save of that address, from every store; `null` among them where the one that has
    /// all of them cannot be read.
    At(String),
    /// How many whole saves are in that state.
    Count(&'static str),
    /// Removes the saves before that id that are over and not live.
    Forget(String),
    /// The article of that key, as a JSON text; `null` where there is none.
    Content(String),
    /// Removes the articles of all other keys, but for those of the last hour: their saves may be
    /// about to be written. True where there are such.
    KeepContents(Vec<String>),
}

/// The world, as far as a flow can see it. A browser is asked when a function is called, and not when its answer
/// is waited for, so that answers can be on their way side by side.
pub trait Port: Unicode {
    /// Runs a flow whose code is seldom wanted. A browser loads it then, and not
    /// with every save.
    ///
    /// # Errors
    /// The flow's own, and [`crate::error::Code::WorkerFailed`] when it could not be loaded.
    fn seldom<'a, T: 'a, F>(
        &'a self,
        flow: impl FnOnce() -> F + 'a,
    ) -> impl Future<Output = Result<T, Box<Error>>> + 'a
    where
        F: Future<Output = Result<T, Box<Error>>> + 'a;

    /// What a JSON text says; null where it is none.
    fn parse(&self, text: &str) -> Json;

    /// The records of these keys, in their order.
    fn read(&self, keys: Vec<String>) -> Waiting<'_, Vec<Option<Json>>>;

    /// The keys of all records, in order.
    fn keys(&self) -> Waiting<'_, Vec<String>>;

    /// Writes these records, all or none.
    fn write(&self, records: Vec<(String, Json)>) -> Waiting<'_, ()>;

    /// Removes these records.
    fn remove(&self, keys: Vec<String>) -> Waiting<'_, ()>;

    /// The copies of a record that must survive the loss of a store: one for each
    /// store there is.
    fn copies(&self, key: &str) -> Waiting<'_, Vec<Option<Json>>>;

    /// Writes a record to every store there is, or removes it from each.
    fn write_copies(&self, key: &str, record: Option<Json>) -> Waiting<'_, ()>;

    /// Does something with the saves' stores. One call for all of it: each of its
    /// own would cost the module that a quick save loads some hundred bytes.
    ///
    /// # Errors
    /// When no store can do it, and [`crate::error::Code::SaveTaken`].
    fn saves(&self, call: SaveCall) -> Waiting<'_, Json>;

    /// What was remembered, unless the browser was closed since.
    fn recall(&self, key: &str) -> Waiting<'_, Option<Json>>;

    /// Remembers something until the browser is closed, or forgets it.
    fn remember(&self, key: &str, record: Option<Json>) -> Waiting<'_, ()>;

    /// Waits until nobody else has the turn of that name.
    fn turn(&self, name: &str) -> Waiting<'_, Box<dyn Turn>>;

    /// Whether somebody has the turn of that name.
    fn is_taken(&self, name: &str) -> Waiting<'_, bool>;

    /// The turn of that name, if nobody else has it.
    fn turn_if_free(&self, name: &str) -> Waiting<'_, Option<Box<dyn Turn>>>;

    /// Waits so long.
    fn sleep(&self, time: Millis) -> Waiting<'_, ()>;

    /// Sends the request with a file that is kept on this device, as the part `file` of a
    /// form, under that name and media type. Nothing where its bytes are gone.
    ///
    /// # Errors
    /// As [`Port::allowed`], asked once its bytes are there; as [`Port::send`], and when the browser's storage
    /// fails, here and below.
    fn send_file<'a>(
        &'a self,
        to: &'a Recipient,
        request: &'a Request,
        file: [&'a str; 3],
    ) -> impl Future<Output = Result<Option<Answer>, Box<Error>>> + 'a;

    /// Removes the files of these keys.
    fn remove_files(&self, keys: Vec<String>) -> impl Future<Output = Result<(), Box<Error>>>;

    /// Removes the files of all other keys, but for those of the last hour: their saves
    /// may be about to be written. True where there are such.
    fn keep_files(&self, keys: Vec<String>) -> impl Future<Output = Result<bool, Box<Error>>>;

    /// One of the pictures that are wished for, whichever is there first; the others go on meanwhile. It
    /// is kept as a file (see `Wish` and `Taken` in `extension/pictures.js`).
    ///
    /// # Errors
    /// When the browser's storage fails: a picture that is not to be had is an answer.
    fn picture(&self, wish: Json) -> impl Future<Output = Result<Json, Box<Error>>>;

    /// Sends the request.
    ///
    /// # Errors
    /// [`crate::error::Code::Offline`] and [`crate::error::Code::TimedOut`] only: any answer is an answer.
    fn send<'a>(&'a self, to: &'a Recipient, request: &'a Request) -> Waiting<'a, Answer>;

    /// The moment.
    fn now(&self) -> Millis;

    /// A random number from 0 to 1.
    fn random(&self) -> f64;

    /// A random id.
    fn id(&self) -> String;

    /// 256 bits that nobody can guess.
    fn random_bits(&self) -> Vec<u8>;

    /// The SHA-256 digest of the text.
    fn digest(&self, text: &str) -> Waiting<'_, Vec<u8>>;

    /// `chrome`, `edge` or `firefox`: each has a redirect address of its own.
    fn browser(&self) -> String;

    /// Where Notion's window may end for the browser to give the answer: the usual
    /// address first.
    fn redirects(&self) -> Vec<String>;

    /// Opens Notion's window and gives the address it ended at; `None` where the
    /// person closed it.
    fn authorize(&self, address: &str) -> Waiting<'_, Option<String>>;

    /// Whether such a window is open now.
    fn is_authorizing(&self) -> Waiting<'_, bool>;

    /// What is known to keep every request from Notion: [`crate::error::Code::NotionNotAllowed`] where the
    /// person has to allow it first, [`crate::error::Code::Offline`] where there is no network.
    fn obstacle(&self) -> Option<Code>;

    /// Fails where the person does not let Notion be asked: certainly before anything is sent.
    ///
    /// # Errors
    /// [`Code::NotionNotAllowed`].
    fn allowed(&self) -> Result<(), Box<Error>> {
        match self.obstacle() {
            Some(Code::NotionNotAllowed) => Err(Code::NotionNotAllowed.into()),
            _ => Ok(()),
        }
    }

    /// A save moved on: whoever shows it may want to know.
    fn changed(&self, save: Json);
}
