//! Notion, as far as saving sees it: pages that appear at once or late, an index
//! that lags, tokens that expire, and answers that do not come.

use std::cell::{Cell, RefCell};

use satchel::http::{Answer, Head, Method, Recipient, Request};
use satchel::instant;
use satchel::json::Json;

use crate::additions;
use crate::dice::Dice;
use crate::world::World;

/// The data sources, and whose they are.
pub(crate) const SOURCES: [(&str, &str); 3] = [
    ("d5000000-0000-4000-8000-000000000001", "w1"),
    ("d5000000-0000-4000-8000-000000000002", "w1"),
    ("d5000000-0000-4000-8000-000000000003", "w2"),
];

/// A page.
pub(crate) struct Page {
    /// The number of the save whose title it has.
    pub(crate) number: u64,
    /// Whether it has a file that was uploaded.
    has_file: bool,
    id: String,
    source: String,
    properties: Json,
    author: &'static str,
    /// When it is there, and when searches know it.
    at: u64,
    seen_at: u64,
    pub(crate) in_trash: Cell<bool>,
    blocks: RefCell<Vec<(u64, Json)>>,
    /// How many of them it was made with.
    came: usize,
}

/// The other side.
pub(crate) struct Notion {
    pub(crate) pages: RefCell<Vec<Page>>,
    /// Uploads: when each was announced, and whether its file was sent.
    uploads: RefCell<Vec<(u64, bool)>>,
    /// The pair in force, for each account.
    pub(crate) pairs: [Cell<u32>; 2],
    /// Whether its access token expired.
    pub(crate) expired: [Cell<bool>; 2],
    /// Too many requests until then.
    pub(crate) storm_until: Cell<u64>,
    /// The URL property is gone.
    pub(crate) no_url: Cell<bool>,
    /// Whether there is a property for ids.
    pub(crate) clip_id: bool,
    /// How many ask for a new pair at the moment.
    pub(crate) renewals: Cell<u32>,
}

/// What comes of a request: an answer or none, and how long that takes.
pub(crate) struct Reply {
    pub(crate) after: u64,
    pub(crate) answer: Option<Answer>,
    pub(crate) timed_out: bool,
}

impl Notion {
    pub(crate) fn new(dice: &Dice) -> Self {
        Self {
            pages: RefCell::default(),
            uploads: RefCell::default(),
            pairs: [Cell::new(1), Cell::new(1)],
            expired: Default::default(),
            storm_until: Cell::new(0),
            no_url: Cell::new(false),
            clip_id: dice.once_in(2),
            renewals: Cell::new(0),
        }
    }

    /// How many pages of that save there are, whether or not somebody deleted them, at that moment.
    pub(crate) fn count(&self, number: u64, now: u64) -> usize {
        self.pages.borrow().iter().filter(|page| page.number == number && page.at <= now).count()
    }

    /// Whether that save has a page that nobody put into the trash.
    pub(crate) fn shows(&self, number: u64) -> bool {
        self.pages.borrow().iter().any(|page| page.number == number && !page.in_trash.get())
    }

    /// The blocks of that save's page, in order.
    pub(crate) fn blocks(&self, number: u64) -> Vec<Json> {
        let pages = self.pages.borrow();
        let Some(page) = pages.iter().find(|page| page.number == number) else { return Vec::new() };
        let mut blocks = page.blocks.borrow().clone();
        blocks.sort_by_key(|(at, _)| *at);
        blocks.into_iter().map(|(_, block)| block).collect()
    }

    /// How often that block is in a page.
    pub(crate) fn times(&self, page: &str, block: &Json) -> usize {
        let pages = self.pages.borrow();
        let page = pages.iter().find(|known| known.id == page);
        page.map_or(0, |page| page.blocks.borrow().iter().filter(|(_, known)| known == block).count())
    }

    /// Whether a page was made with that block.
    pub(crate) fn came_with(&self, page: &str, block: &Json) -> bool {
        let pages = self.pages.borrow();
        let page = pages.iter().find(|known| known.id == page);
        page.is_some_and(|page| page.blocks.borrow().iter().take(page.came).any(|(_, known)| known == block))
    }

    /// Whether the page of that save has its file.
    pub(crate) fn has_file(&self, number: u64) -> bool {
        self.pages.borrow().iter().any(|page| page.number == number && page.has_file)
    }

    /// What an upload in a page is worth at that moment; nothing where the page has none.
    fn attached(&self, body: &Json, at: u64) -> Option<bool> {
        let text = format!("{body:?}");
        let (_, rest) = text.split_once("Text(\"up-")?;
        let number = rest.split('"').next().and_then(|number| number.parse::<usize>().ok())?;
        let uploads = self.uploads.borrow();
        Some(uploads.get(number).is_some_and(|&(announced, is_sent)| is_sent && at < announced + 3_600_000))
    }

    /// The schema as it is.
    pub(crate) fn source(&self, id: &str) -> Json {
        let property = |id: &'static str, name: &'static str, kind: &'static str| {
            (name.into(), Json::object([("id", id.into()), ("name", name.into()), ("type", kind.into())]))
        };
        let mut properties = vec![property("title", "Name", "title"), property("f", "Files", "files")];
        if !self.no_url.get() {
            properties.push(property("u", "URL", "url"));
        }
        if self.clip_id {
            properties.push(property("c", "Clip ID", "rich_text"));
        }
        Json::object([("object", "data_source".into()), ("id", id.into()), ("properties", Json::Object(properties))])
    }
}

/// Takes a request and decides what becomes of it.
pub(crate) fn reply(world: &World, to: &Recipient, request: &Request) -> Reply {
    let (dice, now) = (&world.dice, world.now.get());
    if world.forbidden.get() && to.is_notion() {
        world.object("Notion was asked where the person does not allow it".to_owned());
    }
    let usual = if dice.once_in(8) { dice.between(1_000, 20_000) } else { dice.between(80, 600) };
    if now < world.offline_until.get() {
        return lost(dice.between(1, 3_000));
    }
    if request.path == "/v1/oauth/token" {
        return renew(world, request, usual);
    }
    let Some(account) = account(world, to) else { return answered(usual, refusal(401, "unauthorized")) };
    if world.stormy.get() && now < world.notion.storm_until.get() {
        let head = Head {
            status: if dice.once_in(3) { 529 } else { 429 },
            retry_after: [None, Some("5"), Some("40"), Some("soon")][usize::try_from(dice.below(4)).unwrap_or(0)]
                .map(str::to_owned),
            ..Head::default()
        };
        return answered(usual, Answer { head, body: None });
    }
    if !world.fails(5) {
        return answered(usual, carry_out(world, account, request, now + usual / 2));
    }
    let late = now + dice.below(60_000);
    match dice.below(11) {
        // Lost on the way there.
        0 => lost(usual),
        // Carried out, and the answer lost.
        1 | 2 => {
            carry_out(world, account, request, now + usual / 2);
            lost(usual)
        }
        // Nothing for 58 seconds, and carried out late or not at all.
        3 => Reply { after: 58_000, answer: None, timed_out: true },
        4 => {
            carry_out(world, account, request, late);
            Reply { after: 58_000, answer: None, timed_out: true }
        }
        // It failed, or said so.
        5 => answered(usual, refusal(500 + u16::try_from(dice.below(5)).unwrap_or(0), "internal_server_error")),
        6 => {
            carry_out(world, account, request, late);
            answered(usual, refusal(502, "bad_gateway"))
        }
        7 => {
            world.notion.storm_until.set(now + dice.between(1_000, 120_000));
            answered(usual, refusal(429, "rate_limited"))
        }
        // Cut short.
        8 => {
            carry_out(world, account, request, now + usual / 2);
            let head = Head { status: 200, ..Head::default() };
            answered(usual, Answer { head, body: None })
        }
        9 => answered(usual, refusal(409, "conflict_error")),
        // Something on the way answers instead.
        _ => answered(usual, Answer { head: Head { status: 403, ..Head::default() }, body: None }),
    }
}

fn lost(after: u64) -> Reply {
    Reply { after, answer: None, timed_out: false }
}

fn answered(after: u64, answer: Answer) -> Reply {
    Reply { after, answer: Some(answer), timed_out: false }
}

fn refusal(status: u16, code: &'static str) -> Answer {
    let head = Head { status, request_id: Some("r".to_owned()), ..Head::default() };
    Answer { head, body: Some(Json::object([("code", code.into())])) }
}

fn success(body: Json) -> Answer {
    Answer { head: Head { status: 200, ..Head::default() }, body: Some(body) }
}

/// Whose token it is, if it is one in force.
fn account(world: &World, to: &Recipient) -> Option<usize> {
    (0..2).find(|&at| {
        let (pair, expired) = (&world.notion.pairs[at], &world.notion.expired[at]);
        let bearer = format!("Bearer access-w{}-{}", at + 1, pair.get());
        !expired.get() && to.authorization() == Some(&bearer)
    })
}

fn renew(world: &World, request: &Request, usual: u64) -> Reply {
    let given = request.body.as_ref().and_then(|body| body.get("refresh_token").text()).unwrap_or_default();
    let known = (0..2).find(|&at| given == format!("refresh-w{}-{}", at + 1, world.notion.pairs[at].get()));
    let Some(at) = known else {
        return answered(usual, refusal(400, "invalid_grant"));
    };
    if world.fails(4) && world.dice.once_in(2) {
        return answered(usual, refusal(503, "service_unavailable"));
    }
    let pair = world.notion.pairs[at].get() + 1;
    world.notion.pairs[at].set(pair);
    world.notion.expired[at].set(false);
    if world.fails(6) {
        return lost(usual);
    }
    let token = |kind: &str| Json::Text(format!("{kind}-w{}-{pair}", at + 1));
    answered(usual, success(Json::object([("access_token", token("access")), ("refresh_token", token("refresh"))])))
}

fn carry_out(world: &World, account: usize, request: &Request, at: u64) -> Answer {
    let parts: Vec<&str> = request.path.trim_start_matches("/v1/").split('/').collect();
    let empty = Json::Null;
    let body = request.body.as_ref().unwrap_or(&empty);
    match (request.method, parts.as_slice()) {
        (Method::Post, ["pages"]) => create(world, account, body, at),
        (Method::Post, ["file_uploads"]) => {
            let mut uploads = world.notion.uploads.borrow_mut();
            uploads.push((at, false));
            success(Json::object([("id", Json::Text(format!("up-{}", uploads.len() - 1)))]))
        }
        (Method::Post, ["file_uploads", id, "send"]) => {
            let number = id.trim_start_matches("up-").parse::<usize>().unwrap_or(usize::MAX);
            let mut uploads = world.notion.uploads.borrow_mut();
            let Some(upload) = uploads.get_mut(number) else { return refusal(404, "object_not_found") };
            if std::mem::replace(&mut upload.1, true) {
                return refusal(400, "validation_error");
            }
            success(Json::object([("id", (*id).into()), ("status", "uploaded".into())]))
        }
        (Method::Get, ["data_sources", id]) => success(world.notion.source(id)),
        (Method::Post, ["data_sources", id, "query"]) => query(world, id, body),
        (Method::Patch, ["pages", id]) => {
            let pages = world.notion.pages.borrow();
            let Some(page) = pages.iter().find(|page| page.id == *id) else {
                return refusal(404, "object_not_found");
            };
            if page.in_trash.get() {
                return refusal(400, "validation_error");
            }
            page.in_trash.set(body.get("in_trash").is_true());
            success(shown(page))
        }
        (Method::Patch, ["blocks", id, "children"]) => {
            let pages = world.notion.pages.borrow();
            let Some(page) = pages.iter().find(|page| page.id == *id) else {
                return refusal(404, "object_not_found");
            };
            for block in body.get("children").items() {
                if world.notion.times(id, block) > additions::wished(world, id, block) {
                    world.object(format!("a block was appended once too often to {id}"));
                }
                page.blocks.borrow_mut().push((at, block.clone()));
            }
            success(Json::object([("results", Json::List(Vec::new()))]))
        }
        (Method::Get, ["blocks", id, ..]) => {
            let pages = world.notion.pages.borrow();
            let Some(page) = pages.iter().find(|page| page.id == *id) else {
                return refusal(404, "object_not_found");
            };
            let there = page.blocks.borrow();
            let there =
                there.iter().filter(|(at, _)| *at <= world.now.get()).map(|(at, block)| placed(page, *at, block));
            let there = there.collect();
            success(Json::object([("results", Json::List(there)), ("has_more", Json::Bool(false))]))
        }
        _ => refusal(404, "object_not_found"),
    }
}

fn create(world: &World, account: usize, body: &Json, at: u64) -> Answer {
    let source = body.get("parent").get("data_source_id").text().unwrap_or_default();
    let properties = body.get("properties");
    let title = properties.get("title").get("title").items().first();
    let title = title.and_then(|run| run.get("text").get("content").text()).unwrap_or_default();
    let number: u64 = title.trim_start_matches("Save ").parse().unwrap_or_default();
    let owner = SOURCES.iter().find(|(id, _)| *id == source).map_or("", |(_, owner)| owner);
    if owner != ["w1", "w2"][account] {
        world.object(format!("save {number} was sent with the token of another account"));
        return refusal(404, "object_not_found");
    }
    if world.notion.no_url.get() && *properties.get("u") != Json::Null {
        return refusal(400, "validation_error");
    }
    let attached = world.notion.attached(body, at);
    if attached == Some(false) {
        return refusal(400, "validation_error");
    }
    if world.promises.borrow().get(&number).is_some_and(|promise| promise.gone && !promise.edited) {
        world.object(format!("save {number} was sent after it was taken back"));
    }
    let mut pages = world.notion.pages.borrow_mut();
    let wishes = 1 + usize::from(world.promises.borrow().get(&number).is_some_and(|promise| promise.twice));
    if pages.iter().filter(|page| page.number == number).count() >= wishes {
        world.object(format!("save {number} became two pages"));
    }
    let lag = if world.stormy.get() { world.dice.below(10_000) } else { 0 };
    let page = Page {
        number,
        has_file: attached.is_some(),
        id: id(pages.len()),
        source: source.to_owned(),
        properties: properties.clone(),
        author: ["b1", "b2"][account],
        at,
        seen_at: at + lag,
        in_trash: Cell::new(false),
        blocks: RefCell::new(body.get("children").items().iter().map(|block| (at, block.clone())).collect()),
        came: body.get("children").items().len(),
    };
    let answer = success(shown(&page));
    pages.push(page);
    answer
}

/// A block as it is answered.
fn placed(page: &Page, at: u64, block: &Json) -> Json {
    let mut members = block.members().to_vec();
    members.push(("created_time".into(), Json::Text(instant::to_iso(at - at % instant::MINUTE))));
    members.push(("created_by".into(), Json::object([("id", page.author.into())])));
    Json::Object(members)
}

fn id(number: usize) -> String {
    format!("9a9e0000-0000-4000-8000-{:012x}", number + 1)
}

fn shown(page: &Page) -> Json {
    let created = page.at - page.at % instant::MINUTE;
    let run = Json::object([("plain_text", Json::Text(format!("Save {}", page.number)))]);
    let title = Json::object([("type", "title".into()), ("title", Json::List(vec![run]))]);
    Json::object([
        ("object", "page".into()),
        ("properties", Json::object([("Name", title)])),
        ("id", page.id.as_str().into()),
        ("url", Json::Text(format!("https://www.notion.so/{}", page.id))),
        ("created_time", Json::Text(instant::to_iso(created))),
        ("created_by", Json::object([("id", page.author.into())])),
    ])
}

fn query(world: &World, source: &str, body: &Json) -> Answer {
    let now = world.now.get();
    let (filter, trash) = (body.get("filter").get("and").items(), body.get("in_trash").is_true());
    let [marked, recent] = filter else { return refusal(400, "validation_error") };
    let since = recent.get("created_time").get("on_or_after").text().and_then(instant::from_iso).unwrap_or_default();
    let property = marked.get("property").text().unwrap_or_default();
    if property == "u" && world.notion.no_url.get() {
        return refusal(400, "validation_error");
    }
    let fits = |page: &&Page| {
        let value = page.properties.get(property);
        let is_it = match property {
            "u" => value.get("url") == marked.get("url").get("equals"),
            "c" => first(value.get("rich_text")) == marked.get("rich_text").get("equals").text(),
            _ => first(value.get("title")) == marked.get("title").get("equals").text(),
        };
        let created = page.at - page.at % instant::MINUTE;
        is_it && page.source == source && page.seen_at <= now && created >= since && page.in_trash.get() == trash
    };
    let results = world.notion.pages.borrow().iter().filter(fits).map(shown).collect();
    let status = if world.fails(12) { "incomplete" } else { "complete" };
    success(Json::object([
        ("results", Json::List(results)),
        ("has_more", Json::Bool(false)),
        ("request_status", Json::object([("type", status.into())])),
    ]))
}

fn first(runs: &Json) -> Option<&str> {
    runs.items().first().and_then(|run| run.get("text").get("content").text())
}
