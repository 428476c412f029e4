//! [`Port`] over the browser: the small `Host` object that `host.js` implements,
//! and what Rust takes from the global scope itself.

use js_sys::{Array, Function, JsString, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use super::convert::{from_js, to_js};
use super::fetch;
use super::late::Late;
use crate::error::{Code, Error};
use crate::http::{Answer, Recipient, Request};
use crate::instant::Millis;
use crate::json::Json;
use crate::port::{Port, SaveCall, Turn, Waiting};
use crate::text::{Unicode, contains};

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
  /** The copies of a record in every store that can be read; `undefined` where one lacks it. */
  copies(key: string): Promise<unknown[]>;
  /** Writes a record to every store there is, or removes it from each. Fails when none took it. */
  writeCopies(key: string, record: unknown): Promise<void>;
  /** The copies of a save, one for each store; `undefined` where one lacks it or cannot be read. */
  saveCopies(id: string): Promise<unknown[]>;
  /**
   * Writes a save to both stores at once, or removes the small copy where there is none. Whether
   * both took it; fails when neither did, and when it is not of that revision any more.
   */
  writeSave(id: string, before: number, whole: unknown, small: unknown): Promise<boolean>;
  /** One record of each save that has a small copy or lost it, from that id on, oldest first. */
  liveSaves(from: string): Promise<unknown[]>;
  /** The ids of live saves whose copies differ, or that a store lacks. */
  unevenSaves(): Promise<string[]>;
  /** Whole saves before that id, or the last ones, the latest first. */
  pastSaves(before: string | undefined, count: number): Promise<unknown[]>;
  /** The copies of every save of that address, from both stores. */
  savesAt(address: string): Promise<unknown[]>;
  /** How many whole saves are in that state. */
  countSaves(state: string): Promise<number>;
  /** Removes the saves before that id that are not live. */
  forgetSaves(before: string): Promise<void>;
  content(key: string): Promise<string | undefined>;
  /** Removes the articles of all other keys but the last hour's. Whether there are such. */
  keepContents(keys: string[]): Promise<boolean>;
  /**
   * A form with the file of that key as its part `file`, under that name and media type; nothing where
   * its bytes are gone.
   */
  fileForm(key: string, name: string, media: string): Promise<FormData | undefined>;
  /**
   * Removes the files of these keys, or, with `others`, those of all others but the last hour's. Whether
   * there are such.
   */
  removeFiles(keys: string[], others: boolean): Promise<boolean>;
  /** One of the pictures that are wished for, whichever is there first, kept as a file. */
  picture(wish: { addresses: string[]; page: string; most: number }): Promise<unknown>;
  /** What was remembered since the browser started. */
  recall(key: string): Promise<unknown>;
  /** Remembers something until the browser is closed, or forgets it. */
  remember(key: string, record: unknown): Promise<void>;
  /** Waits for its turn, and gives the function that ends it. */
  turn(name: string): Promise<() => void>;
  /** Whether somebody has the turn of that name. */
  isTaken(name: string): Promise<boolean>;
  /** The same as `turn`, if nobody has it. */
  turnIfFree(name: string): Promise<(() => void) | undefined>;
  /** Waits so many milliseconds. */
  sleep(time: number): Promise<void>;
  /** Milliseconds since 1970. */
  now(): number;
  /** A random number from 0 to 1. */
  random(): number;
  /** A random id. */
  id(): string;
  /** 256 bits that nobody can guess. */
  randomBits(): Uint8Array;
  /** The SHA-256 digest of a text. */
  digest(text: string): Promise<Uint8Array>;
  /** Each browser has a redirect address of its own. */
  browser(): "chrome" | "edge" | "firefox";
  /** Where Notion's window may end: the usual address first. */
  redirects(): string[];
  /** Opens Notion's window, and gives the address it ended at; nothing where the person closed it. */
  authorize(address: string): Promise<string | undefined>;
  /** Whether such a window is open. */
  isAuthorizing(): Promise<boolean>;
  /** False when the browser knows that there is no network. */
  online(): boolean;
  /** False when the browser does not let Notion be reached. */
  allowed(): boolean;
  /** Loads the late module, if it is not there yet. */
  loadLate(): Promise<unknown>;
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
    fn copies(this: &Host, key: &str) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = writeCopies)]
    fn write_copies(this: &Host, key: &str, record: JsValue) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = saveCopies)]
    fn save_copies(this: &Host, id: &str) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = writeSave)]
    fn write_save(
        this: &Host,
        id: &str,
        before: u32,
        whole: JsValue,
        small: JsValue,
    ) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = liveSaves)]
    fn live_saves(this: &Host, from: &str) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = unevenSaves)]
    fn uneven_saves(this: &Host) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = pastSaves)]
    fn past_saves(this: &Host, before: Option<String>, count: u32) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = savesAt)]
    fn saves_at(this: &Host, address: &str) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = countSaves)]
    fn count_saves(this: &Host, state: &str) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = forgetSaves)]
    fn forget_saves(this: &Host, before: &str) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn content(this: &Host, key: &str) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = keepContents)]
    fn keep_contents(this: &Host, keys: Array) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = fileForm)]
    fn file_form(this: &Host, key: &str, name: &str, media: &str) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = removeFiles)]
    fn remove_files(this: &Host, keys: Array, others: bool) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn picture(this: &Host, wish: JsValue) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = isTaken)]
    fn is_taken(this: &Host, name: &str) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = turnIfFree)]
    fn turn_if_free(this: &Host, name: &str) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn sleep(this: &Host, time: f64) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn recall(this: &Host, key: &str) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn remember(this: &Host, key: &str, record: JsValue) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn turn(this: &Host, name: &str) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural)]
    fn now(this: &Host) -> f64;
    #[wasm_bindgen(method, structural)]
    fn random(this: &Host) -> f64;
    #[wasm_bindgen(method, structural)]
    fn id(this: &Host) -> String;
    #[wasm_bindgen(method, structural, js_name = randomBits)]
    fn random_bits(this: &Host) -> Uint8Array;
    #[wasm_bindgen(method, structural, catch)]
    fn digest(this: &Host, text: &str) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural)]
    fn browser(this: &Host) -> String;
    #[wasm_bindgen(method, structural)]
    fn redirects(this: &Host) -> Vec<String>;
    #[wasm_bindgen(method, structural, catch)]
    fn authorize(this: &Host, address: &str) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = isAuthorizing)]
    fn is_authorizing(this: &Host) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, structural)]
    fn online(this: &Host) -> bool;
    #[wasm_bindgen(method, structural)]
    fn allowed(this: &Host) -> bool;
    #[wasm_bindgen(method, structural, catch, js_name = loadLate)]
    fn load_late(this: &Host) -> Result<js_sys::Promise, JsValue>;
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

/// A record, where there is one.
fn there(record: &JsValue) -> Option<Json> {
    if record.is_undefined() { None } else { Some(from_js(record)) }
}

#[allow(clippy::needless_pass_by_value, reason = "what `settled` takes")]
fn truthy(value: JsValue) -> bool {
    value.is_truthy()
}

fn or_undefined(record: Option<Json>) -> JsValue {
    record.map_or(JsValue::UNDEFINED, |record| to_js(&record))
}

/// Notion's window could not be shown: there is no code to decide by, so the
/// browser's words come along.
fn not_shown(thrown: JsValue) -> Box<Error> {
    let message = Reflect::get(&thrown, &"message".into()).ok().and_then(|value| value.as_string());
    Error::with_detail(Code::SignInFailed, &message.unwrap_or_default())
}

/// Browsers name a full store in the error's name or, Chromium, in its words
/// only: the one message that is matched, because there is nothing else.
fn failed(thrown: JsValue) -> Box<Error> {
    let text =
        |key: &str| Reflect::get(&thrown, &key.into()).ok().and_then(|value| value.as_string()).unwrap_or_default();
    let message = text("message");
    let name = text("name");
    let full = name == "QuotaExceededError" || contains(&message, "quota") || contains(&message, "QUOTA");
    let code = match name.as_str() {
        // Thrown by `saves.js` only.
        "SaveTaken" => Code::SaveTaken,
        _ if full => Code::StorageFull,
        _ => Code::StorageFailed,
    };
    Error::with_detail(code, &message)
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
    async fn seldom<'a, T: 'a, F>(&'a self, flow: impl FnOnce() -> F + 'a) -> Result<T, Box<Error>>
    where
        F: Future<Output = Result<T, Box<Error>>> + 'a,
    {
        let loaded = self.0.load_late().map_err(|_| Code::WorkerFailed)?;
        wasm_bindgen_futures::JsFuture::from(loaded).await.map_err(|_| Code::WorkerFailed)?;
        Late::new(flow()).await
    }

    fn read(&self, keys: Vec<String>) -> Waiting<'_, Vec<Option<Json>>> {
        settled(self.0.read(array(&keys)), move |records| {
            let mut found = Vec::with_capacity(keys.len());
            for key in &keys {
                found.push(there(&Reflect::get(&records, &key.into()).unwrap_or_default()));
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

    fn parse(&self, text: &str) -> Json {
        js_sys::JSON::parse(text).map_or(Json::Null, |value| from_js(&value))
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

    fn copies(&self, key: &str) -> Waiting<'_, Vec<Option<Json>>> {
        settled(self.0.copies(key), |copies| {
            let copies: Array = copies.unchecked_into();
            let mut found = Vec::new();
            for at in 0..copies.length() {
                found.push(there(&copies.get(at)));
            }
            found
        })
    }

    fn write_copies(&self, key: &str, record: Option<Json>) -> Waiting<'_, ()> {
        settled(self.0.write_copies(key, or_undefined(record)), drop)
    }

    fn saves(&self, call: SaveCall) -> Waiting<'_, Json> {
        let host = &self.0;
        let promise = match call {
            SaveCall::Copies(id) => host.save_copies(&id),
            SaveCall::Write { id, before, whole, small } => {
                host.write_save(&id, before, to_js(&whole), or_undefined(small))
            }
            SaveCall::Live(from) => host.live_saves(&from),
            SaveCall::Uneven => host.uneven_saves(),
            SaveCall::Past(before, count) => host.past_saves(before, count),
            SaveCall::At(address) => host.saves_at(&address),
            SaveCall::Count(state) => host.count_saves(state),
            SaveCall::Forget(before) => host.forget_saves(&before),
            SaveCall::Content(key) => host.content(&key),
            SaveCall::KeepContents(keys) => host.keep_contents(array(&keys)),
        };
        settled(promise, |answer| from_js(&answer))
    }

    fn recall(&self, key: &str) -> Waiting<'_, Option<Json>> {
        settled(self.0.recall(key), |record| there(&record))
    }

    fn remember(&self, key: &str, record: Option<Json>) -> Waiting<'_, ()> {
        settled(self.0.remember(key, or_undefined(record)), drop)
    }

    fn turn(&self, name: &str) -> Waiting<'_, Box<dyn Turn>> {
        settled(self.0.turn(name), |end| -> Box<dyn Turn> { Box::new(Held(end.unchecked_into())) })
    }

    fn is_taken(&self, name: &str) -> Waiting<'_, bool> {
        settled(self.0.is_taken(name), truthy)
    }

    fn turn_if_free(&self, name: &str) -> Waiting<'_, Option<Box<dyn Turn>>> {
        settled(self.0.turn_if_free(name), |end| -> Option<Box<dyn Turn>> {
            if end.is_undefined() { None } else { Some(Box::new(Held(end.unchecked_into()))) }
        })
    }

    fn sleep(&self, time: Millis) -> Waiting<'_, ()> {
        #[allow(clippy::cast_precision_loss, reason = "a second or so")]
        let time = time as f64;
        settled(self.0.sleep(time), drop)
    }

    async fn send_file<'a>(
        &'a self,
        to: &'a Recipient,
        request: &'a Request,
        [key, name, media]: [&'a str; 3],
    ) -> Result<Option<Answer>, Box<Error>> {
        let form = settled(self.0.file_form(key, name, media), |form| form).await?;
        if form.is_undefined() {
            return Ok(None);
        }
        self.allowed()?;
        Ok(Some(fetch::send(to, request, form).await?))
    }

    async fn remove_files(&self, keys: Vec<String>) -> Result<(), Box<Error>> {
        settled(self.0.remove_files(array(&keys), false), drop).await
    }

    async fn keep_files(&self, keys: Vec<String>) -> Result<bool, Box<Error>> {
        settled(self.0.remove_files(array(&keys), true), truthy).await
    }

    async fn picture(&self, wish: Json) -> Result<Json, Box<Error>> {
        settled(self.0.picture(to_js(&wish)), |taken| from_js(&taken)).await
    }

    fn send<'a>(&'a self, to: &'a Recipient, request: &'a Request) -> Waiting<'a, Answer> {
        Box::pin(fetch::send(to, request, JsValue::UNDEFINED))
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

    fn random_bits(&self) -> Vec<u8> {
        self.0.random_bits().to_vec()
    }

    fn digest(&self, text: &str) -> Waiting<'_, Vec<u8>> {
        settled(self.0.digest(text), |digest| Uint8Array::new(&digest).to_vec())
    }

    fn browser(&self) -> String {
        self.0.browser()
    }

    fn redirects(&self) -> Vec<String> {
        self.0.redirects()
    }

    fn authorize(&self, address: &str) -> Waiting<'_, Option<String>> {
        let opened = self.0.authorize(address);
        Box::pin(async move {
            let ended = wasm_bindgen_futures::JsFuture::from(opened.map_err(not_shown)?).await;
            Ok(ended.map_err(not_shown)?.as_string())
        })
    }

    fn is_authorizing(&self) -> Waiting<'_, bool> {
        settled(self.0.is_authorizing(), truthy)
    }

    fn obstacle(&self) -> Option<Code> {
        if !self.0.allowed() {
            return Some(Code::NotionNotAllowed);
        }
        (!self.0.online()).then_some(Code::Offline)
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
