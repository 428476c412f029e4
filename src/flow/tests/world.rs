//! A browser and a Notion in a few maps.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::task::{Context, Poll, Waker};

use serde_json::{Value, json};

use super::crowd::Crowd;
use super::issuer::Issuer;
use crate::error::{Code, Error};
use crate::flow::draining::{Occasion, drain};
use crate::flow::saving::pending;
use crate::flow::sweeping::sweep;
use crate::http::{Answer, Head, Recipient, Request};
use crate::instant::{self, Millis};
use crate::json::Json;
use crate::json::testing::{json as ours, value};
use crate::port::{Port, SaveCall, Turn, Waiting};
use crate::text::Unicode;
use crate::text::testing::Host;

pub(super) const REDIRECT: &str = "https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/cb";
/// Another one, as Firefox has it.
pub(super) const LOOPBACK: &str = "http://127.0.0.1/mozoauth2/0123456789abcdef0123456789abcdef01234567/cb";

pub(super) const TOKEN: &str = "ntn_NoRealTokenNoRealTokenNoRealTokenNoRealTokenNo";

/// Ids that the world knows.
pub(super) struct Ids {
    pub(super) database: &'static str,
    pub(super) source: &'static str,
    pub(super) page: &'static str,
}

pub(super) const ID: Ids = Ids {
    database: "da000000-0000-4000-8000-000000000001",
    source: "d5000000-0000-4000-8000-000000000000",
    page: "9a9e0000-0000-4000-8000-000000000001",
};

/// How long a new page stays hidden from searches.
const LAG: Millis = 10_000;

/// A page that Notion has.
pub(super) struct Page {
    pub(super) body: Value,
    at: Millis,
}

/// Everything outside.
pub(super) struct World {
    pub(super) records: RefCell<BTreeMap<String, Json>>,
    /// Saves: whole in the one store, small in the other.
    pub(super) saves: [RefCell<BTreeMap<String, Json>>; 2],
    /// The articles of saves.
    pub(super) contents: RefCell<BTreeMap<String, String>>,
    /// The bytes of files, by key.
    pub(super) files: RefCell<BTreeMap<String, String>>,
    /// Pictures of the web, by address, and which were asked for.
    pub(super) web: RefCell<BTreeMap<String, String>>,
    pub(super) fetched: RefCell<Vec<String>>,
    /// Uploads: the name, when it was announced, and the bytes once they were sent.
    pub(super) uploads: RefCell<Vec<(String, Millis, Option<String>)>>,
    /// The store that cannot be used.
    pub(super) broken: Cell<Option<usize>>,
    /// What is kept in two stores.
    pub(super) vaults: [RefCell<BTreeMap<String, Json>>; 2],
    /// What is forgotten when the browser closes.
    pub(super) session: RefCell<BTreeMap<String, Json>>,
    pub(super) issuer: Issuer,
    pub(super) crowd: Crowd,
    pub(super) requests: RefCell<Vec<String>>,
    pub(super) sources: RefCell<Vec<Value>>,
    pub(super) pages: RefCell<Vec<Page>>,
    /// Blocks as Notion answers them, by the page or block that they are in.
    pub(super) blocks: RefCell<BTreeMap<String, Vec<Value>>>,
    /// What is answered to some paths, whatever else there is.
    pub(super) answers: RefCell<BTreeMap<String, (u16, Value)>>,
    /// No request is taken that has this text in it.
    pub(super) refuses: Cell<Option<&'static str>>,
    pub(super) page_size: usize,
    pub(super) shares_a_page: Cell<bool>,
    pub(super) revoked: Cell<bool>,
    pub(super) online: Cell<bool>,
    /// The browser lets Notion be asked for so many calls.
    pub(super) allowed: Cell<usize>,
    pub(super) full: Cell<bool>,
    pub(super) lose_next_answer: Cell<bool>,
    /// Answers to this path come without what they say.
    pub(super) cut_answer_of: Cell<Option<&'static str>>,
    /// How many records were read of those that are read together.
    pub(super) read_together: Cell<usize>,
    /// Answers to this path are lost.
    pub(super) lose_answer_of: Cell<Option<&'static str>>,
    /// The next request to this path fails with that status.
    pub(super) fail_next_with: Cell<Option<(&'static str, u16)>>,
    pub(super) now: Cell<Millis>,
    pub(super) calls: Cell<usize>,
    pub(super) ids: Cell<usize>,
    /// The call at which the worker dies, and whether only after it was done.
    pub(super) killed: Cell<Option<(usize, bool)>>,
}

impl Default for World {
    fn default() -> Self {
        Self {
            records: RefCell::default(),
            saves: Default::default(),
            contents: RefCell::default(),
            files: RefCell::default(),
            web: RefCell::default(),
            fetched: RefCell::default(),
            uploads: RefCell::default(),
            broken: Cell::default(),
            vaults: Default::default(),
            session: RefCell::default(),
            issuer: Issuer::default(),
            crowd: Crowd::default(),
            requests: RefCell::default(),
            sources: RefCell::new(vec![source(0)]),
            pages: RefCell::default(),
            blocks: RefCell::default(),
            answers: RefCell::default(),
            refuses: Cell::default(),
            page_size: 100,
            shares_a_page: Cell::default(),
            revoked: Cell::default(),
            online: Cell::new(true),
            allowed: Cell::new(usize::MAX),
            full: Cell::default(),
            lose_next_answer: Cell::default(),
            cut_answer_of: Cell::default(),
            read_together: Cell::default(),
            lose_answer_of: Cell::default(),
            fail_next_with: Cell::default(),
            now: Cell::new(1_795_409_698_000),
            calls: Cell::default(),
            ids: Cell::default(),
            killed: Cell::default(),
        }
    }
}

/// What a sweep spares is young by its name: nothing else here tells how long it has been there.
fn is_young(key: &str) -> bool {
    key.starts_with("young")
}

fn source(number: usize) -> Value {
    json!({
        "object": "data_source",
        "id": format!("d5000000-0000-4000-8000-{number:012}"),
        "title": [{ "plain_text": format!("List {number}") }],
        "properties": {
            "Name": { "id": "title", "name": "Name", "type": "title" },
            "URL": { "id": "u", "name": "URL", "type": "url" },
            "Tags": { "id": "t", "name": "Tags", "type": "multi_select",
                      "multi_select": { "options": [{ "name": "Rust", "color": "orange" }] } },
        }
    })
}

impl World {
    /// Runs a flow to its end. `None` where the worker was killed before.
    pub(super) fn try_run<T>(&self, flow: impl Future<Output = T>) -> Option<T> {
        let flow = std::pin::pin!(flow);
        // Everything here answers at once or never.
        match flow.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => Some(result),
            Poll::Pending => None,
        }
    }

    pub(super) fn run<T>(&self, flow: impl Future<Output = T>) -> T {
        self.try_run(flow).unwrap()
    }

    /// The worker dies at that call from now on.
    pub(super) fn kill(&self, call: usize, after: bool) {
        self.calls.set(0);
        self.killed.set(Some((call, after)));
    }

    /// A new worker, that lives.
    pub(super) fn live(&self) {
        self.killed.set(None);
    }

    pub(super) fn pass(&self, time: Millis) {
        self.now.set(self.now.get() + time);
    }

    /// Brings the outbox back again and again, as the alarm does, until nothing
    /// is left that it can move on.
    pub(super) fn finish(&self) {
        assert!(self.go_on(50), "the outbox never comes to rest");
    }

    /// What a start of the browser does: the outbox first, and then what no save needs.
    pub(super) fn start(&self) {
        self.run(drain(self, Occasion { started: true, reachable: false })).unwrap();
        self.run(sweep(self)).unwrap();
    }

    /// Brings the outbox back that many times. True when nothing was left.
    pub(super) fn go_on(&self, times: usize) -> bool {
        for _ in 0..times {
            self.run(drain(self, Occasion::default())).unwrap();
            if self.run(pending(self)).unwrap().waiting == 0 {
                return true;
            }
            self.pass(31_000);
        }
        false
    }

    pub(super) fn add_sources(&self, count: usize) {
        self.sources.borrow_mut().extend((1..=count).map(source));
    }

    pub(super) fn put(&self, key: &str, record: Value) {
        self.records.borrow_mut().insert(key.to_owned(), ours(record));
    }

    pub(super) fn operations(&self) -> Vec<Json> {
        let all = self.saves[0].borrow();
        all.values().filter(|save| save.get("state").text() != Some("discarded")).cloned().collect()
    }

    pub(super) fn count(&self, path: &str) -> usize {
        self.requests.borrow().iter().filter(|sent| sent.ends_with(path)).count()
    }

    /// Does the work of a call, unless the worker dies at it.
    fn call<'a, T: 'a>(&'a self, work: impl FnOnce() -> Result<T, Box<Error>> + 'a) -> Waiting<'a, T> {
        if self.crowd.is_on() {
            return Box::pin(async move {
                self.crowd.others().await;
                let result = work();
                // Done, but not yet heard of: a worker that dies here leaves what was done.
                self.crowd.others().await;
                result
            });
        }
        let call = self.calls.get() + 1;
        self.calls.set(call);
        let dies = self.killed.get().filter(|&(at, _)| call >= at);
        let result = match dies {
            Some((at, after)) if !after || call > at => None,
            _ => Some(work()),
        };
        Box::pin(async move {
            match (result, dies) {
                (Some(result), None) => result,
                _ => std::future::pending().await,
            }
        })
    }

    fn answer(&self, to: &Recipient, request: &Request) -> (u16, Value) {
        let body = request.body.as_ref().map(value).unwrap_or_default();
        let parts: Vec<&str> = request.path.trim_start_matches("/v1/").split('/').collect();
        let known = |id: &str| self.sources.borrow().iter().find(|source| source["id"] == id).cloned();
        let issued = self.issuer.lets_in(to);
        if self.revoked.get() || !issued && to.authorization() != Some(&format!("Bearer {TOKEN}")) {
            return refusal(401, "unauthorized");
        }
        if let Some(answer) = self.answers.borrow().get(&request.path) {
            return answer.clone();
        }
        if self.refuses.get().is_some_and(|refused| body.to_string().contains(refused)) {
            return refusal(400, "validation_error");
        }
        if let Some(answer) = self.change_block(request, &body) {
            return answer;
        }
        match parts.as_slice() {
            ["users", "me"] if issued => {
                let bot = json!({ "workspace_id": *self.issuer.workspace.borrow(), "workspace_name": "Ada's" });
                (200, json!({ "id": self.issuer.bot.get(), "bot": bot }))
            }
            ["users?page_size=100"] => {
                let ada = json!({ "id": "00000000-0000-4000-8000-0000000000ad", "type": "person", "name": "Ada" });
                (200, json!({ "object": "list", "results": [ada], "has_more": false }))
            }
            ["users", "me"] => (200, json!({ "id": "bot", "bot": { "workspace_id": "w", "workspace_name": "Ada's" } })),
            ["blocks", block, list] if self.blocks.borrow().contains_key(*block) => {
                let from = list.strip_prefix("children?page_size=100").unwrap();
                let from: usize = from.strip_prefix("&start_cursor=").map_or(0, |cursor| cursor.parse().unwrap());
                let all = &self.blocks.borrow()[*block];
                let to = (from + 100).min(all.len());
                let more = to < all.len();
                (
                    200,
                    json!({ "results": all[from..to], "has_more": more, "next_cursor": more.then(|| to.to_string()) }),
                )
            }
            ["blocks", block, "children?page_size=100"] => self.issuer.children(block),
            ["file_uploads"] => {
                let name = body["filename"].as_str().unwrap().to_owned();
                self.uploads.borrow_mut().push((name, self.now.get(), None));
                (
                    200,
                    json!({ "object": "file_upload", "id": format!("up{}", self.uploads.borrow().len()), "status": "pending" }),
                )
            }
            ["search"] => (200, self.search(&body)),
            ["databases", id] if *id == ID.database => {
                let ids: Vec<Value> =
                    self.sources.borrow().iter().map(|source| json!({ "id": source["id"] })).collect();
                (200, json!({ "object": "database", "data_sources": ids }))
            }
            ["databases"] => (200, self.make_database(&body)),
            ["data_sources", id] => known(id).map_or(refusal(404, "object_not_found"), |source| (200, source)),
            ["data_sources", _, "query"] => (200, self.query(&body)),
            ["pages", id] if *id == ID.page => (200, json!({ "object": "page", "id": id })),
            ["pages", id] if request.method == crate::http::Method::Patch => {
                let mut pages = self.pages.borrow_mut();
                let number = usize::from_str_radix(&id.replace('-', ""), 16).unwrap();
                let page = &mut pages[number - 1];
                for (name, value) in body.as_object().unwrap() {
                    match (name.as_str(), value.as_object()) {
                        ("properties", Some(values)) => {
                            page.body["properties"].as_object_mut().unwrap().extend(values.clone())
                        }
                        _ => page.body[name.as_str()] = value.clone(),
                    }
                }
                (200, self::page(number, page.at))
            }
            ["pages"] => match known(body["parent"]["data_source_id"].as_str().unwrap_or_default()) {
                None => refusal(404, "object_not_found"),
                Some(source) if !fits(&source, &body) || !self.attaches(&body) => refusal(400, "validation_error"),
                Some(_) => {
                    let mut pages = self.pages.borrow_mut();
                    pages.push(Page { body, at: self.now.get() });
                    (200, page(pages.len(), self.now.get()))
                }
            },
            _ => refusal(404, "object_not_found"),
        }
    }

    /// The upload of that id.
    pub(super) fn uploaded(&self, id: &str) -> Option<(String, Millis, Option<String>)> {
        let at: usize = id.strip_prefix("up")?.parse().ok()?;
        self.uploads.borrow().get(at - 1).cloned()
    }

    /// Whether every upload that a page names was sent, within the hour.
    fn attaches(&self, body: &Value) -> bool {
        let text = body.to_string();
        text.split(r#""file_upload":{"id":""#).skip(1).all(|rest| {
            let id = rest.split('"').next().unwrap();
            self.uploaded(id).is_some_and(|(_, at, bytes)| bytes.is_some() && self.now.get() < at + 3_600_000)
        })
    }

    /// Makes the database that has every data source, with one more.
    fn make_database(&self, body: &Value) -> Value {
        let mut made = source(self.sources.borrow().len());
        made["title"][0]["plain_text"] = body["title"][0]["text"]["content"].clone();
        let properties = body["initial_data_source"]["properties"].as_object().unwrap();
        let described = properties.iter().enumerate().map(|(at, (name, config))| {
            let kind = config.as_object().unwrap().keys().next().unwrap();
            (name.clone(), json!({ "id": format!("p{at}"), "name": name, "type": kind }))
        });
        made["properties"] = described.collect::<serde_json::Map<_, _>>().into();
        let child = json!({ "id": ID.database, "type": "child_database",
                            "child_database": { "title": made["title"][0]["plain_text"] } });
        let page = body["parent"]["page_id"].as_str().unwrap().to_owned();
        self.blocks.borrow_mut().entry(page).or_default().push(child);
        let answer = json!({ "object": "database", "id": ID.database, "data_sources": [{ "id": made["id"] }] });
        self.sources.borrow_mut().push(made);
        answer
    }

    fn search(&self, body: &Value) -> Value {
        if body.get("filter").is_none() {
            let pages = if self.shares_a_page.get() { vec![json!({ "object": "page" })] } else { vec![] };
            return json!({ "results": pages, "has_more": false });
        }
        if body["filter"]["value"] == "page" {
            let page = |id: &str, parent: &str| {
                json!({ "object": "page", "id": id, "parent": { parent: "x" }, "properties": {
                        "title": { "type": "title", "title": [{ "plain_text": "Home" }] } } })
            };
            let pages = [page(ID.page, "workspace"), page(ID.source, "data_source_id")];
            return json!({ "results": pages, "has_more": false });
        }
        let sources = self.sources.borrow();
        let from: usize = body["start_cursor"].as_str().map_or(0, |cursor| cursor.parse().unwrap());
        let to = (from + self.page_size).min(sources.len());
        json!({ "results": sources[from..to], "has_more": to < sources.len(), "next_cursor": to.to_string() })
    }

    fn query(&self, body: &Value) -> Value {
        let filter = &body["filter"]["and"];
        let since = instant::from_iso(filter[1]["created_time"]["on_or_after"].as_str().unwrap()).unwrap();
        let wanted = |sent: &Value| match filter[0]["property"].as_str() {
            Some("title") => sent["title"]["title"][0]["text"]["content"] == filter[0]["title"]["equals"],
            Some(id) => sent[id]["url"] == filter[0]["url"]["equals"],
            None => false,
        };
        let pages = self.pages.borrow();
        let found = pages.iter().enumerate().filter(|(_, page)| {
            page.at >= since && page.at + LAG <= self.now.get() && wanted(&page.body["properties"])
        });
        json!({ "results": found.map(|(at, found)| page(at + 1, found.at)).collect::<Vec<_>>(), "has_more": false })
    }
}

pub(super) fn refusal(status: u16, code: &str) -> (u16, Value) {
    (status, json!({ "object": "error", "code": code, "message": "no" }))
}

/// Whether every property that was sent exists with that type.
fn fits(source: &Value, body: &Value) -> bool {
    let columns: Vec<&Value> = source["properties"].as_object().unwrap().values().collect();
    body["properties"].as_object().unwrap().iter().all(|(id, value)| {
        let kind = value.as_object().unwrap().keys().next().unwrap();
        columns.iter().any(|column| column["id"] == **id && column["type"] == **kind)
    })
}

fn page(number: usize, at: Millis) -> Value {
    let created = instant::to_iso(at - at % instant::MINUTE);
    json!({ "object": "page", "id": format!("{number:032x}"), "url": format!("https://www.notion.so/{number}"),
            "created_time": created, "created_by": { "id": "bot" } })
}

/// A save as it is written.
struct SaveCopies {
    id: String,
    whole: Json,
    small: Option<Json>,
}

impl World {
    fn save_copies(&self, id: &str) -> Waiting<'_, Vec<Option<Json>>> {
        let id = id.to_owned();
        self.call(move || {
            let whole = self.saves[0].borrow().get(&id).cloned();
            let small = self.saves[1].borrow().get(&id).cloned();
            if whole.as_ref().is_some_and(|whole| !whole.get("live").is_true()) && small.is_none() {
                return Ok(vec![whole]);
            }
            let copies = [whole, small].into_iter().enumerate();
            Ok(copies.map(|(store, copy)| copy.filter(|_| self.broken.get() != Some(store))).collect())
        })
    }
    fn write_save(&self, save: SaveCopies) -> Waiting<'_, bool> {
        self.call(move || {
            if self.full.get() {
                return Err(Code::StorageFull.into());
            }
            if self.broken.get() != Some(0) {
                let mut whole = save.whole;
                if let (Json::Object(members), true) = (&mut whole, save.small.is_some()) {
                    members.push(("live".into(), Json::Bool(true)));
                }
                self.saves[0].borrow_mut().insert(save.id.clone(), whole);
            }
            if self.broken.get() != Some(1) {
                match save.small {
                    Some(small) => drop(self.saves[1].borrow_mut().insert(save.id, small)),
                    None => drop(self.saves[1].borrow_mut().remove(&save.id)),
                }
            }
            Ok(self.broken.get().is_none())
        })
    }
    fn live_saves(&self, from: &str) -> Waiting<'_, Vec<Json>> {
        let from = from.to_owned();
        self.call(move || {
            let mut live = self.saves[1].borrow().clone();
            for (id, whole) in self.saves[0].borrow().iter().filter(|(_, whole)| whole.get("live").is_true()) {
                live.entry(id.clone()).or_insert_with(|| whole.clone());
            }
            let found: Vec<Json> = live.range(from..).map(|(_, record)| record.clone()).collect();
            self.read_together.set(self.read_together.get() + found.len());
            Ok(found)
        })
    }
    fn uneven_saves(&self) -> Waiting<'_, Vec<String>> {
        self.call(|| {
            let (whole, small) = (self.saves[0].borrow(), self.saves[1].borrow());
            let live = whole.iter().filter(|(_, whole)| whole.get("live").is_true()).map(|(id, _)| id);
            let ids: std::collections::BTreeSet<&String> = live.chain(small.keys()).collect();
            let told = |record: Option<&Json>| {
                record.map(|record| (record.get("revision").clone(), record.get("state").clone()))
            };
            let differ = |id: &&String| told(whole.get(*id)) != told(small.get(*id));
            Ok(ids.into_iter().filter(differ).cloned().collect())
        })
    }
    fn past_saves(&self, before: Option<&str>, count: u32) -> Waiting<'_, Vec<Json>> {
        let before = before.map(str::to_owned);
        self.call(move || {
            let saves = self.saves[0].borrow();
            let past = saves.iter().rev().filter(|(id, _)| before.as_ref().is_none_or(|before| *id < before));
            Ok(past.take(count as usize).map(|(_, record)| record.clone()).collect())
        })
    }
    fn saves_at(&self, address: &str) -> Waiting<'_, Vec<Json>> {
        let address = address.to_owned();
        self.call(move || {
            if self.broken.get() == Some(1) {
                return Err(Code::StorageFailed.into());
            }
            let is_it = |save: &&Json| save.get("clip").get("address").text() == Some(&address);
            let of = |store: usize| self.saves[store].borrow().values().filter(is_it).cloned().collect::<Vec<_>>();
            let whole = if self.broken.get() == Some(0) { vec![Json::Null] } else { of(0) };
            Ok([whole, of(1)].concat())
        })
    }
    fn count_saves(&self, state: &str) -> Waiting<'_, u32> {
        let count = self.saves[0].borrow().values().filter(|save| save.get("state").text() == Some(state)).count();
        self.call(move || Ok(count as u32))
    }
    fn content(&self, key: &str) -> Waiting<'_, Json> {
        let key = key.to_owned();
        self.call(move || Ok(self.contents.borrow().get(&key).map_or(Json::Null, |text| text.as_str().into())))
    }

    fn forget_saves(&self, before: &str) -> Waiting<'_, ()> {
        let before = before.to_owned();
        self.call(move || {
            let is_over = |save: &Json| matches!(save.get("state").text(), Some("saved" | "discarded"));
            let mut all = self.saves[0].borrow_mut();
            all.retain(|id, save| *id >= before || save.get("live").is_true() || !is_over(save));
            Ok(())
        })
    }
}

impl Port for World {
    async fn seldom<'a, T: 'a, F>(&'a self, flow: impl FnOnce() -> F + 'a) -> Result<T, Box<Error>>
    where
        F: Future<Output = Result<T, Box<Error>>> + 'a,
    {
        flow().await
    }
    fn parse(&self, text: &str) -> Json {
        serde_json::from_str(text).unwrap_or_default()
    }
    fn read(&self, keys: Vec<String>) -> Waiting<'_, Vec<Option<Json>>> {
        self.call(move || Ok(keys.iter().map(|key| self.records.borrow().get(key).cloned()).collect()))
    }
    fn keys(&self) -> Waiting<'_, Vec<String>> {
        self.call(|| Ok(self.records.borrow().keys().cloned().collect()))
    }
    fn write(&self, records: Vec<(String, Json)>) -> Waiting<'_, ()> {
        self.call(move || {
            if self.full.get() {
                return Err(Code::StorageFull.into());
            }
            self.records.borrow_mut().extend(records);
            Ok(())
        })
    }
    fn remove(&self, keys: Vec<String>) -> Waiting<'_, ()> {
        self.call(move || {
            self.records.borrow_mut().retain(|key, _| !keys.contains(key));
            Ok(())
        })
    }
    fn copies(&self, key: &str) -> Waiting<'_, Vec<Option<Json>>> {
        let key = key.to_owned();
        self.call(move || Ok(self.vaults.iter().map(|vault| vault.borrow().get(&key).cloned()).collect()))
    }
    fn write_copies(&self, key: &str, record: Option<Json>) -> Waiting<'_, ()> {
        let key = key.to_owned();
        self.call(move || {
            for vault in &self.vaults {
                match &record {
                    Some(record) => drop(vault.borrow_mut().insert(key.clone(), record.clone())),
                    None => drop(vault.borrow_mut().remove(&key)),
                }
            }
            Ok(())
        })
    }
    fn saves(&self, call: SaveCall) -> Waiting<'_, Json> {
        Box::pin(async move {
            Ok(match call {
                SaveCall::Copies(id) => {
                    Json::List(self.save_copies(&id).await?.into_iter().map(Option::unwrap_or_default).collect())
                }
                SaveCall::Write { id, whole, small, .. } => {
                    Json::Bool(self.write_save(SaveCopies { id, whole, small }).await?)
                }
                SaveCall::Live(from) => Json::List(self.live_saves(&from).await?),
                SaveCall::Uneven => Json::List(self.uneven_saves().await?.into_iter().map(Json::Text).collect()),
                SaveCall::Past(before, count) => Json::List(self.past_saves(before.as_deref(), count).await?),
                SaveCall::At(address) => Json::List(self.saves_at(&address).await?),
                SaveCall::Count(state) => Json::Number(f64::from(self.count_saves(state).await?)),
                SaveCall::Forget(before) => {
                    self.forget_saves(&before).await?;
                    Json::Null
                }
                SaveCall::Content(key) => self.content(&key).await?,
                SaveCall::KeepContents(keys) => {
                    self.contents.borrow_mut().retain(|key, _| keys.contains(key) || is_young(key));
                    Json::Bool(self.contents.borrow().keys().any(|key| !keys.contains(key)))
                }
            })
        })
    }
    fn recall(&self, key: &str) -> Waiting<'_, Option<Json>> {
        let key = key.to_owned();
        self.call(move || Ok(self.session.borrow().get(&key).cloned()))
    }
    fn remember(&self, key: &str, record: Option<Json>) -> Waiting<'_, ()> {
        let key = key.to_owned();
        self.call(move || {
            match record {
                Some(record) => drop(self.session.borrow_mut().insert(key, record)),
                None => drop(self.session.borrow_mut().remove(&key)),
            }
            Ok(())
        })
    }
    fn turn(&self, name: &str) -> Waiting<'_, Box<dyn Turn>> {
        let granted = self.crowd.turn(name);
        let called = self.call(|| Ok(()));
        Box::pin(async move {
            called.await?;
            Ok(granted.await)
        })
    }
    fn is_taken(&self, name: &str) -> Waiting<'_, bool> {
        let is_taken = self.crowd.is_taken(name);
        self.call(move || Ok(is_taken))
    }
    fn turn_if_free(&self, name: &str) -> Waiting<'_, Option<Box<dyn Turn>>> {
        let granted = self.crowd.turn_if_free(name);
        self.call(move || Ok(granted()))
    }
    fn sleep(&self, time: Millis) -> Waiting<'_, ()> {
        self.pass(time);
        self.call(|| Ok(()))
    }
    async fn send_file<'a>(
        &'a self,
        to: &'a Recipient,
        request: &'a Request,
        [key, _, _]: [&'a str; 3],
    ) -> Result<Option<Answer>, Box<Error>> {
        let Some(bytes) = self.files.borrow().get(key).cloned() else { return Ok(None) };
        self.call(move || {
            self.allowed()?;
            self.requests.borrow_mut().push(to.address(request));
            if let Some((path, status)) = self.fail_next_with.get()
                && request.path.ends_with(path)
            {
                self.fail_next_with.set(None);
                return Ok(Some(Answer { head: Head { status, ..Head::default() }, body: None }));
            }
            let id = request.path.split('/').nth(3).unwrap().to_owned();
            let at: usize = id.strip_prefix("up").unwrap().parse().unwrap();
            self.uploads.borrow_mut()[at - 1].2 = Some(bytes);
            if self.lose_answer_of.get() == Some("/send") {
                return Err(Code::Offline.into());
            }
            let body = ours(json!({ "object": "file_upload", "id": id, "status": "uploaded" }));
            Ok(Some(Answer { head: Head { status: 200, ..Head::default() }, body: Some(body) }))
        })
        .await
    }
    async fn remove_files(&self, keys: Vec<String>) -> Result<(), Box<Error>> {
        self.call(move || {
            self.files.borrow_mut().retain(|key, _| !keys.contains(key));
            Ok(())
        })
        .await
    }
    async fn keep_files(&self, keys: Vec<String>) -> Result<bool, Box<Error>> {
        self.call(move || {
            self.files.borrow_mut().retain(|key, _| keys.contains(key) || is_young(key));
            Ok(self.files.borrow().keys().any(|key| !keys.contains(key)))
        })
        .await
    }
    async fn picture(&self, wish: Json) -> Result<Json, Box<Error>> {
        self.call(move || {
            let wish = value(&wish);
            let address = wish["addresses"][0].as_str().unwrap().to_owned();
            self.fetched.borrow_mut().push(address.clone());
            let Some(bytes) = self.web.borrow().get(&address).cloned() else {
                return Ok(ours(json!({ "address": address, "fate": "answered 404" })));
            };
            if bytes.len() as u64 > wish["most"].as_u64().unwrap() {
                return Ok(ours(json!({ "address": address, "fate": "too-large" })));
            }
            if bytes.starts_with('<') {
                return Ok(ours(json!({ "address": address, "fate": "not-a-picture" })));
            }
            let key = format!("key of {bytes}");
            self.files.borrow_mut().insert(key.clone(), bytes.clone());
            Ok(ours(json!({ "address": address, "key": key, "name": "picture.png" })))
        })
        .await
    }
    fn send<'a>(&'a self, to: &'a Recipient, request: &'a Request) -> Waiting<'a, Answer> {
        self.call(move || {
            self.requests.borrow_mut().push(to.address(request));
            if !self.online.get() {
                return Err(Code::Offline.into());
            }
            if let Some((path, status)) = self.fail_next_with.get()
                && request.path == path
            {
                self.fail_next_with.set(None);
                return Ok(Answer { head: Head { status, ..Head::default() }, body: None });
            }
            let (status, body) = match self.issuer.answer(to, request) {
                Some(answer) => answer,
                None => self.answer(to, request),
            };
            let lost = self.lose_answer_of.get() == Some(&request.path);
            if lost || self.lose_next_answer.replace(false) {
                return Err(Code::Offline.into());
            }
            let is_cut = self.cut_answer_of.get() == Some(&request.path);
            Ok(Answer { head: Head { status, ..Head::default() }, body: (!is_cut).then(|| ours(body)) })
        })
    }
    fn now(&self) -> Millis {
        self.now.get()
    }
    fn random(&self) -> f64 {
        0.5
    }
    fn id(&self) -> String {
        self.ids.set(self.ids.get() + 1);
        format!("{:04}", self.ids.get())
    }
    fn random_bits(&self) -> Vec<u8> {
        vec![7; 32]
    }
    fn digest(&self, text: &str) -> Waiting<'_, Vec<u8>> {
        // Not SHA-256: only that it depends on the text matters here.
        let digest = text.bytes().map(|byte| byte.wrapping_add(1)).take(32).collect();
        self.call(move || Ok(digest))
    }
    fn browser(&self) -> String {
        "chrome".to_owned()
    }
    fn redirects(&self) -> Vec<String> {
        vec![REDIRECT.to_owned(), LOOPBACK.to_owned()]
    }
    fn authorize(&self, address: &str) -> Waiting<'_, Option<String>> {
        let address = address.to_owned();
        self.call(move || Ok(self.issuer.authorize(&address)))
    }
    fn is_authorizing(&self) -> Waiting<'_, bool> {
        self.call(|| Ok(false))
    }
    fn obstacle(&self) -> Option<Code> {
        if self.calls.get() >= self.allowed.get() {
            return Some(Code::NotionNotAllowed);
        }
        (!self.online.get()).then_some(Code::Offline)
    }
    fn changed(&self, _: Json) {}
}

impl Unicode for World {
    fn nfc(&self, text: &str) -> String {
        Host.nfc(text)
    }
    fn lower(&self, text: &str) -> String {
        Host.lower(text)
    }
}
