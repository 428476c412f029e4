//! As much of Notion as the outbox asks: it makes pages, and finds them again by their address.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use satchel::http::{Answer, Head, Request};
use satchel::instant::{MINUTE, Millis, to_iso};
use satchel::json::Json;

use crate::account::BOT;

/// Its pages, as it answers them, by the address that is saved in each.
#[derive(Default)]
pub(crate) struct Notion {
    pages: RefCell<HashMap<String, Json>>,
    cut: Cell<Option<u32>>,
    asked: Cell<u32>,
}

impl Notion {
    /// One answer of so many is cut short from now on, when what was asked is done.
    pub(crate) fn cuts(&self, one_in: Option<u32>) {
        self.cut.set(one_in);
    }

    /// How many pages there are.
    pub(crate) fn pages(&self) -> usize {
        self.pages.borrow().len()
    }

    /// Does what is asked, and answers.
    pub(crate) fn answer(&self, request: &Request, now: Millis) -> Answer {
        let empty = Json::Null;
        let body = request.body.as_ref().unwrap_or(&empty);
        if request.path == "/v1/pages" {
            return self.create(body, now);
        }
        let address = body.get("filter").get("and").items().first().map(|of| of.get("url").get("equals"));
        let pages = self.pages.borrow();
        let found = address.and_then(Json::text).and_then(|address| pages.get(address)).cloned();
        whole(Json::object([("results", Json::List(found.into_iter().collect())), ("has_more", Json::Bool(false))]))
    }

    fn create(&self, body: &Json, now: Millis) -> Answer {
        let properties = body.get("properties");
        let address = properties.get("u").get("url").text().expect("a save has an address").to_owned();
        let mut pages = self.pages.borrow_mut();
        let id = format!("9a9e0000-0000-4000-8000-{:012x}", pages.len() + 1);
        let title = properties.get("title").get("title").items().first().map(|run| run.get("text").get("content"));
        let run = Json::object([("plain_text", title.cloned().unwrap_or_default())]);
        let name = Json::object([("type", "title".into()), ("title", Json::List(vec![run]))]);
        let page = Json::object([
            ("object", "page".into()),
            ("id", Json::Text(id)),
            ("properties", Json::object([("Name", name)])),
            ("created_time", Json::Text(to_iso(now - now % MINUTE))),
            ("created_by", Json::object([("id", BOT.into())])),
        ]);
        assert!(pages.insert(address, page.clone()).is_none(), "a save became two pages");
        self.asked.set(self.asked.get() + 1);
        if self.cut.get().is_some_and(|cut| self.asked.get().is_multiple_of(cut)) {
            return Answer { head: head(), body: None };
        }
        whole(page)
    }
}

fn head() -> Head {
    Head { status: 200, ..Head::default() }
}

fn whole(body: Json) -> Answer {
    Answer { head: head(), body: Some(body) }
}
