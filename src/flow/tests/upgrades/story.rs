//! A story after which every kind of record is on the device, written by the flows themselves. Only what
//! the extension's JavaScript keeps under keys of its own is put beside it here, as it writes it.

use serde_json::{Map, Value, json};

use super::super::issuer::BROKER;
use super::super::world::{ID, TOKEN, World};
use crate::clip::Clip;
use crate::flow::aftercare::aftercare;
use crate::flow::connecting::{choose_destination, confirm, connect, set_broker, set_preferences};
use crate::flow::fields::{Search, people};
use crate::flow::history::undo;
use crate::flow::plans::{self, mapping};
use crate::flow::presets::{self, PresetChange, PresetWish};
use crate::flow::saving::{enqueue, take_up};
use crate::flow::signing_in::{SignIn, sign_in};
use crate::json::testing::value;
use crate::json::{Field, Json};
use crate::mapping::entry::Entry;
use crate::metadata::PageField;
use crate::notion::file::placeholder;
use crate::oauth::secret::Way;
use crate::outbox::Event;
use crate::outbox::attachment::Attachment;
use crate::outbox::operation::Kind;
use crate::settings::Preferences;
use crate::settings::preset::Condition;
use crate::view::{CareWish, Submission};

/// What the files are called that hold saves and articles; any other is called by the beginning of its keys.
pub(super) const WHOLE: &str = "saves-whole";
pub(super) const SMALL: &str = "saves-small";
pub(super) const ARTICLES: &str = "articles";
const SECRETS: &str = "secret";

/// The page of the first save, and that of the one with a long article.
const PAGE: &str = "00000000-0000-0000-0000-000000000001";
pub(super) const LONG: &str = "00000000-0000-0000-0000-000000000002";

fn paragraph(text: &str) -> Value {
    json!({ "paragraph": { "rich_text": [{ "text": { "content": text } }] } })
}

fn clip(name: &str) -> Clip {
    let field = |name: &str, value: &str| PageField { name: name.into(), value: value.into() };
    Clip {
        title: format!("The {name} story"),
        address: format!("https://news.example/{name}"),
        description: format!("What is {name}"),
        selection: format!("Quoted: {name}"),
        language: "en".into(),
        fields: vec![field("author", "Ada"), field("published", "2026-11-20")],
        ..Clip::default()
    }
}

fn submission(name: &str) -> Submission {
    Submission {
        clip: clip(name),
        tags: vec!["Rust".into(), name.into()],
        destination: ID.source.into(),
        notices: Vec::new(),
        mode: Kind::New,
        page: None,
        entries: Json::Null,
        article: String::new(),
    }
}

/// Asks for a save and has it sent.
fn save(world: &World, submission: Submission) -> String {
    world.pass(60_000);
    let id = world.run(enqueue(world, submission.into())).unwrap().id;
    world.run(take_up(world, &id, Event::Begin)).unwrap();
    id
}

/// Keeps an article of so many paragraphs, and gives what a save says of it.
fn article(world: &World, key: &str, ends: &str, count: usize) -> String {
    let blocks: Vec<Value> = (1..=count).map(|number| paragraph(&format!("{key} {number}"))).collect();
    world.contents.borrow_mut().insert(key.to_owned(), Value::Array(blocks).to_string());
    format!("{ends}:{key}")
}

/// Two workspaces, a plan, a preset, the person's choices, and what was read for the pickers.
fn settle(world: &World) {
    {
        let mut sources = world.sources.borrow_mut();
        let properties = &mut sources[0]["properties"];
        properties["Author"] = json!({ "id": "a", "name": "Author", "type": "rich_text" });
        properties["Files"] = json!({ "id": "f", "name": "Files", "type": "files" });
    }
    world.run(set_broker(world, BROKER)).unwrap();
    world.run(sign_in(world, Box::new(SignIn { way: Way::Broker, ..SignIn::default() }))).unwrap();
    world.run(confirm(world, "o")).unwrap();
    world.run(connect(world, TOKEN)).unwrap();
    world.run(confirm(world, "w")).unwrap();
    world.run(choose_destination(world, ID.source)).unwrap();
    let preferences = Preferences { save_at_once: true, clean_addresses: false, link_only: true };
    world.run(set_preferences(world, preferences)).unwrap();
    let mut plan = world.run(mapping(world, ID.source, plans::Wish::Show)).unwrap().plan;
    plan.tags = vec!["kept".into()];
    plan.icon = true;
    plan.confirmed = true;
    world.run(mapping(world, ID.source, plans::Wish::Set(plan))).unwrap();
    let wish = PresetWish { destination: ID.source.into(), name: "Papers".into() };
    world.run(presets::add(world, wish)).unwrap();
    let id = world.records.borrow()["settings"].get("presets").items()[0].get("id").text().unwrap().to_owned();
    let papers = Condition { hosts: vec!["*.papers.example".into()], path: "/abs/*".into(), kind: "paper".into() };
    world.run(presets::set(world, PresetChange { id, name: "Papers".into(), conditions: vec![papers] })).unwrap();
    let search = Search { destination: ID.source.into(), source: String::new(), query: String::new(), cursor: None };
    world.run(people(world, search)).unwrap();
}

/// All of it.
pub(super) fn told() -> World {
    let world = World::default();
    settle(&world);

    let text = article(&world, "first", "3", 3);
    let first = save(&world, Submission { article: text, ..submission("first") });
    world.store(PAGE, (1..=3).map(|number| paragraph(&format!("first {number}"))).collect());
    world.run(aftercare(&world, &CareWish::default())).unwrap();
    let kept = json!([{ "address": "https://e.example/a.png", "fate": "kept" }]);
    world.put(&format!("pictures:{first}"), json!({ "pictures": kept }));
    world.put(&format!("left:{first}"), json!({ "video": 1 }));
    world.put("keepPictures", json!(true));

    // An update whose text is still to be brought into the page, with pictures that are due.
    let text = article(&world, "second", "2", 2);
    let update = Submission { mode: Kind::Update, page: Some(PAGE.into()), article: text, ..submission("first") };
    let second = save(&world, update);
    world.put(&format!("renewal:{second}"), json!({ "heading": "Later", "before": [] }));
    let due = json!([{ "address": "https://e.example/b.png", "fate": "" }]);
    world.put(&format!("pictures-due:{second}"), json!({ "pictures": due }));

    // One that broke off in the middle of its article: what became of the first hundred blocks is not known.
    let text = article(&world, "long", "100,200,250", 250);
    world.store(LONG, Vec::new());
    world.lose_answer_of.set(Some("/v1/blocks/00000000-0000-0000-0000-000000000002/children"));
    save(&world, Submission { article: text, ..submission("long") });
    world.lose_answer_of.set(None);
    world.pass(400_000);

    // One that Notion refused for good, one that was taken back, one whose answer was lost.
    world.fail_next_with.set(Some(("/v1/pages", 404)));
    save(&world, submission("refused"));
    let taken_back = save(&world, submission("unwanted"));
    world.run(undo(&world, &taken_back)).unwrap();
    world.lose_next_answer.set(true);
    save(&world, submission("doubtful"));

    // One that Notion let wait, and with it the account; and what was asked for meanwhile, with a file.
    world.fail_next_with.set(Some(("/v1/pages", 429)));
    save(&world, submission("paused"));
    let file = Attachment {
        key: "digest".into(),
        name: "a.pdf".into(),
        media: "application/pdf".into(),
        size: 5,
        ..Attachment::default()
    };
    let values = vec!["https://e.example/x.pdf".into(), placeholder(&file.key)];
    world.files.borrow_mut().insert(file.key.clone(), "bytes".into());
    let entry = Entry { property: "f".into(), name: "Files".into(), values, attachments: vec![file] };
    world.fail_next_with.set(Some(("/v1/file_uploads", 429)));
    save(&world, Submission { entries: vec![entry].write(), ..submission("waiting") });
    world
}

/// What is on the device, by the names of the files that it belongs into.
pub(super) fn stored(world: &World) -> Map<String, Value> {
    let mut files = Map::new();
    let mut add = |file: &str, key: &str, record: Value| {
        let records = files.entry(file.to_owned()).or_insert_with(|| json!({}));
        records[key] = record;
    };
    for (key, record) in world.records.borrow().iter() {
        add(key.split_once(':').map_or(key.as_str(), |(kind, _)| kind), key, value(record));
    }
    assert_eq!(*world.vaults[0].borrow(), *world.vaults[1].borrow(), "both stores hold the same");
    for (key, record) in world.vaults[0].borrow().iter() {
        add(SECRETS, key, value(record));
    }
    for (file, store) in [WHOLE, SMALL].into_iter().zip(&world.saves) {
        for (id, record) in store.borrow().iter() {
            add(file, id, value(record));
        }
    }
    for (key, text) in world.contents.borrow().iter() {
        add(ARTICLES, key, json!(text));
    }
    files
}

/// A device on which that is stored, and a new worker.
pub(super) fn device(files: &Map<String, Value>) -> World {
    let world = World::default();
    for (file, records) in files {
        for (key, record) in records.as_object().unwrap() {
            match file.as_str() {
                WHOLE => drop(world.saves[0].borrow_mut().insert(key.clone(), super::ours(record.clone()))),
                SMALL => drop(world.saves[1].borrow_mut().insert(key.clone(), super::ours(record.clone()))),
                ARTICLES => {
                    drop(world.contents.borrow_mut().insert(key.clone(), record.as_str().unwrap().to_owned()));
                }
                SECRETS => world.vaults.iter().for_each(|vault| {
                    drop(vault.borrow_mut().insert(key.clone(), super::ours(record.clone())));
                }),
                _ => world.put(key, record.clone()),
            }
        }
    }
    world
}
