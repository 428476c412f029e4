//! A browser of a few maps, which answers at once and counts what is asked of it. Nothing fails here:
//! `tests/simulation` is for that.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::future::ready;
use std::ops::Sub;
use std::rc::Rc;

use satchel::error::{Code, Error};
use satchel::http::{Answer, Recipient, Request};
use satchel::instant::Millis;
use satchel::json::Json;
use satchel::port::{Port, SaveCall, Turn, Waiting};
use satchel::text::Unicode;

use crate::account::connect;
use crate::notion::Notion;

/// The records of one store.
pub(crate) type Records = BTreeMap<String, Json>;

/// What was asked of a browser so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    /// Calls, whatever they take.
    pub(crate) calls: f64,
    /// Copies of saves that were read.
    pub(crate) read: f64,
    /// Copies of saves that were written.
    pub(crate) written: f64,
}

impl Sub for Counts {
    type Output = Counts;
    fn sub(self, before: Counts) -> Counts {
        Counts {
            calls: self.calls - before.calls,
            read: self.read - before.read,
            written: self.written - before.written,
        }
    }
}

#[derive(Default)]
pub(crate) struct Browser {
    pub(crate) notion: Notion,
    records: RefCell<Records>,
    vault: RefCell<Records>,
    session: RefCell<Records>,
    /// Saves: all of them whole, and small the live ones.
    whole: RefCell<Records>,
    small: RefCell<Records>,
    /// Which save is of an address, as the browser's index knows it.
    addresses: RefCell<HashMap<String, String>>,
    turns: Rc<RefCell<BTreeSet<String>>>,
    now: Cell<Millis>,
    ids: Cell<u32>,
    counts: Cell<Counts>,
}

struct Taken(String, Rc<RefCell<BTreeSet<String>>>);

impl Turn for Taken {}

impl Drop for Taken {
    fn drop(&mut self) {
        self.1.borrow_mut().remove(&self.0);
    }
}

impl Browser {
    /// One of somebody who is connected.
    pub(crate) fn connected() -> Self {
        let browser = Browser::default();
        browser.now.set(1_795_409_698_000);
        let [records, secrets] = connect(&browser);
        browser.records.replace(records);
        browser.vault.replace(secrets);
        browser
    }

    /// So much time passes.
    pub(crate) fn pass(&self, time: Millis) {
        self.now.set(self.now.get() + time);
    }

    /// Time passes until that moment.
    pub(crate) fn pass_until(&self, moment: Millis) {
        self.now.set(self.now.get().max(moment));
    }

    pub(crate) fn counts(&self) -> Counts {
        self.counts.get()
    }

    /// Answers a call, at once.
    fn call<'a, T: 'a>(&self, answer: T) -> Waiting<'a, T> {
        self.count(1.0, 0.0, 0.0);
        Box::pin(ready(Ok(answer)))
    }

    fn count(&self, calls: f64, read: f64, written: f64) {
        let counts = self.counts.get();
        self.counts.set(Counts {
            calls: counts.calls + calls,
            read: counts.read + read,
            written: counts.written + written,
        });
    }

    /// Records of saves, which are read now.
    fn seen(&self, records: Vec<Json>) -> Json {
        #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
        self.count(0.0, records.len() as f64, 0.0);
        Json::List(records)
    }

    fn take(&self, name: &str) -> Option<Box<dyn Turn>> {
        let is_free = self.turns.borrow_mut().insert(name.to_owned());
        is_free.then(|| -> Box<dyn Turn> { Box::new(Taken(name.to_owned(), Rc::clone(&self.turns))) })
    }

    fn do_with_saves(&self, call: SaveCall) -> Json {
        let (mut whole, mut small) = (self.whole.borrow_mut(), self.small.borrow_mut());
        match call {
            SaveCall::Copies(id) => {
                // A save that is over has one copy only.
                self.seen([whole.get(&id), small.get(&id)].into_iter().flatten().cloned().collect())
            }
            SaveCall::Write { id, whole: record, small: copy, .. } => {
                self.count(0.0, 0.0, 1.0 + f64::from(u8::from(copy.is_some())));
                let address = record.get("clip").get("address").text().unwrap_or_default();
                self.addresses.borrow_mut().insert(address.to_owned(), id.clone());
                match copy {
                    Some(copy) => small.insert(id.clone(), copy),
                    None => small.remove(&id),
                };
                whole.insert(id, record);
                Json::Bool(true)
            }
            SaveCall::Live(from) => self.seen(small.range(from..).map(|(_, save)| save.clone()).collect()),
            SaveCall::Past(before, count) => {
                let past = whole.iter().rev().filter(|(id, _)| before.as_ref().is_none_or(|before| *id < before));
                self.seen(past.take(count as usize).map(|(_, save)| save.clone()).collect())
            }
            SaveCall::At(address) => {
                let addresses = self.addresses.borrow();
                let found = addresses.get(&address).and_then(|id| whole.get(id));
                self.seen(found.cloned().into_iter().collect())
            }
            SaveCall::Uneven => Json::List(Vec::new()),
            SaveCall::Count(_) | SaveCall::Forget(_) | SaveCall::Content(_) | SaveCall::KeepContents(_) => Json::Null,
        }
    }
}

impl Port for Browser {
    async fn seldom<'a, T: 'a, F>(&'a self, flow: impl FnOnce() -> F + 'a) -> Result<T, Box<Error>>
    where
        F: Future<Output = Result<T, Box<Error>>> + 'a,
    {
        flow().await
    }
    fn parse(&self, _: &str) -> Json {
        Json::Null
    }
    fn read(&self, keys: Vec<String>) -> Waiting<'_, Vec<Option<Json>>> {
        let records = self.records.borrow();
        self.call(keys.iter().map(|key| records.get(key).cloned()).collect())
    }
    fn keys(&self) -> Waiting<'_, Vec<String>> {
        self.call(self.records.borrow().keys().cloned().collect())
    }
    fn write(&self, records: Vec<(String, Json)>) -> Waiting<'_, ()> {
        self.records.borrow_mut().extend(records);
        self.call(())
    }
    fn remove(&self, keys: Vec<String>) -> Waiting<'_, ()> {
        self.records.borrow_mut().retain(|key, _| !keys.contains(key));
        self.call(())
    }
    fn copies(&self, key: &str) -> Waiting<'_, Vec<Option<Json>>> {
        self.call(vec![self.vault.borrow().get(key).cloned()])
    }
    fn write_copies(&self, key: &str, record: Option<Json>) -> Waiting<'_, ()> {
        if let Some(record) = record {
            self.vault.borrow_mut().insert(key.to_owned(), record);
        }
        self.call(())
    }
    fn saves(&self, call: SaveCall) -> Waiting<'_, Json> {
        let answer = self.do_with_saves(call);
        self.call(answer)
    }
    fn recall(&self, key: &str) -> Waiting<'_, Option<Json>> {
        self.call(self.session.borrow().get(key).cloned())
    }
    fn remember(&self, key: &str, record: Option<Json>) -> Waiting<'_, ()> {
        self.session.borrow_mut().insert(key.to_owned(), record.unwrap_or_default());
        self.call(())
    }
    fn turn(&self, name: &str) -> Waiting<'_, Box<dyn Turn>> {
        self.call(self.take(name).expect("nobody else is here to have the turn"))
    }
    fn is_taken(&self, name: &str) -> Waiting<'_, bool> {
        self.call(self.turns.borrow().contains(name))
    }
    fn turn_if_free(&self, name: &str) -> Waiting<'_, Option<Box<dyn Turn>>> {
        self.call(self.take(name))
    }
    fn sleep(&self, time: Millis) -> Waiting<'_, ()> {
        self.pass(time);
        self.call(())
    }
    async fn send_file<'a>(
        &'a self,
        _: &'a Recipient,
        _: &'a Request,
        _: [&'a str; 3],
    ) -> Result<Option<Answer>, Box<Error>> {
        Ok(None)
    }
    async fn remove_files(&self, _: Vec<String>) -> Result<(), Box<Error>> {
        Ok(())
    }
    async fn keep_files(&self, _: Vec<String>) -> Result<bool, Box<Error>> {
        Ok(false)
    }
    async fn picture(&self, _: Json) -> Result<Json, Box<Error>> {
        Ok(Json::Null)
    }
    fn send<'a>(&'a self, _: &'a Recipient, request: &'a Request) -> Waiting<'a, Answer> {
        self.call(self.notion.answer(request, self.now.get()))
    }
    fn now(&self) -> Millis {
        self.now.get()
    }
    fn random(&self) -> f64 {
        0.5
    }
    fn id(&self) -> String {
        self.ids.set(self.ids.get() + 1);
        format!("{:08}", self.ids.get())
    }
    fn random_bits(&self) -> Vec<u8> {
        vec![7; 32]
    }
    fn digest(&self, _: &str) -> Waiting<'_, Vec<u8>> {
        self.call(vec![0; 32])
    }
    fn browser(&self) -> String {
        "chrome".to_owned()
    }
    fn redirects(&self) -> Vec<String> {
        Vec::new()
    }
    fn authorize(&self, _: &str) -> Waiting<'_, Option<String>> {
        self.call(None)
    }
    fn is_authorizing(&self) -> Waiting<'_, bool> {
        self.call(false)
    }
    fn obstacle(&self) -> Option<Code> {
        None
    }
    fn changed(&self, _: Json) {}
}

impl Unicode for Browser {
    fn nfc(&self, text: &str) -> String {
        text.to_owned()
    }
    fn lower(&self, text: &str) -> String {
        text.to_lowercase()
    }
}
