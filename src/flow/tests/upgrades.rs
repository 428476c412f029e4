//! What every version stored opens in this one.
//!
//! `tests/fixtures/stored` has a folder for each version, with what is on a device after the same
//! [`story`], one file for each kind of record. It was written by that version's own code, and nobody
//! changes it by hand: such devices are out there.

mod story;

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use story::LONG;

use super::world::{ID, TOKEN, World};
use super::{ours, shown};
use crate::flow::draining::{Occasion, drain};
use crate::flow::fields::{Search, people};
use crate::flow::history::history;
use crate::flow::plans::{self, mapping};
use crate::flow::{records, saves, uploading, vault};
use crate::json::Field;
use crate::json::testing::value;
use crate::mapping::plan::Target;
use crate::oauth::secret::{Secret, Way};
use crate::outbox::pause::Pauses;
use crate::outbox::picture::Pictures;
use crate::outbox::receipt::Receipt;
use crate::settings::Settings;
use crate::settings::preset::Preset;
use crate::view::Looking;

/// Set to have the folder of this version written, where there is none yet.
const WRITE: &str = "SATCHEL_WRITE_STORED";

/// The kinds of records that there are.
const KINDS: &[&str] = &[
    "articles",
    "keepPictures",
    "left",
    "pauses",
    "people",
    "pictures",
    "pictures-due",
    "receipt",
    "renewal",
    "saves-small",
    "saves-whole",
    "secret",
    "sent",
    "settings",
    "target",
    "upload-limit",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/stored")
}

/// What a version stored, by the names of its files.
fn read(version: &Path) -> Map<String, Value> {
    let files = std::fs::read_dir(version).unwrap().map(|entry| entry.unwrap().path());
    files
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap())
        })
        .collect()
}

/// Every version that there is, and what it stored.
fn versions() -> Vec<(String, Map<String, Value>)> {
    let folders = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut versions: Vec<_> = folders
        .filter(|path| path.is_dir())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), read(&path)))
        .collect();
    versions.sort_by(|one, other| one.0.cmp(&other.0));
    assert!(versions.iter().any(|(version, _)| version == "0.1.0"));
    versions
}

/// Names what of the first is not in the second.
fn lacks(stored: &Value, now: &Value, at: &str, missing: &mut Vec<String>) {
    match (stored, now) {
        (Value::Object(stored), Value::Object(now)) => {
            for (name, value) in stored {
                lacks(value, now.get(name).unwrap_or(&Value::Null), &format!("{at}.{name}"), missing);
            }
        }
        (Value::Array(stored), Value::Array(now)) if stored.len() == now.len() => {
            for (number, (value, now)) in stored.iter().zip(now).enumerate() {
                lacks(value, now, &format!("{at}[{number}]"), missing);
            }
        }
        // Numbers are all of one kind to a browser.
        (Value::Number(one), Value::Number(other)) if one.as_f64() == other.as_f64() => {}
        _ if stored == now => {}
        _ => missing.push(format!("{at} was {stored} and is {now}")),
    }
}

/// A record as this version reads it, written once more; nothing where it cannot read it, or where only the
/// extension's JavaScript does.
fn rewritten<T: Field>(record: &Value) -> Option<Value> {
    T::read(&ours(record.clone())).map(|read| value(&read.write()))
}

#[test]
fn this_version_stores_what_its_folder_says() {
    let here = folder().join(env!("CARGO_PKG_VERSION"));
    let stored = story::stored(&story::told());
    let mut kinds: Vec<_> = stored.keys().collect();
    kinds.sort_unstable();
    assert_eq!(kinds, KINDS, "the story leaves a record of every kind");
    if std::env::var_os(WRITE).is_some() {
        std::fs::create_dir(&here).expect("a folder that is there is never written again");
        for (kind, records) in &stored {
            let text = serde_json::to_string_pretty(records).unwrap() + "\n";
            std::fs::write(here.join(kind).with_extension("json"), text).unwrap();
        }
    }
    let advice = format!(
        "What is stored is not what tests/fixtures/stored/{} says. If that version is out, it stays as it is: raise the \
         version in Cargo.toml, and let `{WRITE}=1 cargo test -p satchel --lib upgrades` make \
         the new one's folder. If it is not out yet, remove its folder before that. Then see that the test below opens \
         all of them",
        env!("CARGO_PKG_VERSION"),
    );
    assert!(here.is_dir(), "{advice}");
    let mut differ = Vec::new();
    let known = read(&here);
    lacks(&Value::Object(known.clone()), &Value::Object(stored.clone()), "it", &mut differ);
    lacks(&Value::Object(stored), &Value::Object(known), "this version", &mut differ);
    assert!(differ.is_empty(), "{advice}:\n{}", differ.join("\n"));
}

#[test]
fn no_field_of_a_stored_record_is_lost() {
    for (version, files) in versions() {
        let mut missing = Vec::new();
        let device = story::device(&files);
        for (kind, records) in &files {
            for (key, record) in records.as_object().unwrap() {
                let at = format!("{version}/{kind}.json {key}");
                let now = match kind.as_str() {
                    "settings" => rewritten::<Settings>(record),
                    "target" => rewritten::<Target>(record),
                    "secret" => rewritten::<Secret>(record),
                    "pauses" => rewritten::<Pauses>(record),
                    "pictures" | "pictures-due" => rewritten::<Pictures>(record),
                    "receipt" => rewritten::<Receipt>(record),
                    story::WHOLE | story::SMALL => {
                        let mut save = value(&device.run(saves::read(&device, key)).unwrap().save.write());
                        // What this version writes, and what its store says of it.
                        save["version"] = record["version"].clone();
                        save["live"] = record["live"].clone();
                        if kind == story::SMALL {
                            save["cut"] = record["cut"].clone();
                        }
                        Some(save)
                    }
                    // Looked at below, by what is made of them.
                    _ => continue,
                };
                match now {
                    Some(now) => lacks(record, &now, &at, &mut missing),
                    None => missing.push(format!("{at} cannot be read")),
                }
            }
        }
        assert!(missing.is_empty(), "{}", missing.join("\n"));
    }
}

/// What the person would see and what goes out, as far as it is the same for whoever opens it.
fn facts(world: &World) -> Value {
    let view = shown(world);
    let settings = world.run(records::settings(world)).unwrap();
    let accounts: Vec<Value> = settings
        .accounts
        .iter()
        .map(|account| {
            let secret = world.run(vault::secret(world, &account.id)).unwrap();
            json!([account.id, account.workspace, account.way.name(), account.confirmed, secret.access, secret.refresh])
        })
        .collect();
    let presets: Vec<Preset> = settings.presets().collect();
    let saves: Vec<Value> = world.saves[0]
        .borrow()
        .keys()
        .map(|id| {
            let save = world.run(saves::read(world, id)).unwrap().save;
            let clip = &save.clip;
            let fields: Vec<&str> = clip.fields.iter().map(|field| field.value.as_str()).collect();
            json!({
                "title": clip.title, "address": clip.address, "description": clip.description,
                "selection": clip.selection, "fields": fields, "tags": save.tags, "entries": value(&save.entries),
                "account": save.account, "destination": save.destination, "kind": save.kind.name(),
                "article": save.article, "appended": save.appended, "state": save.state.name(),
                "page": save.page.as_ref().map(|page| page.id.clone()),
            })
        })
        .collect();
    let plan = world.run(mapping(world, ID.source, plans::Wish::Show)).unwrap().plan;
    let search = Search { destination: ID.source.into(), source: String::new(), query: String::new(), cursor: None };
    let people: Vec<String> = match world.run(people(world, search)) {
        Ok(people) => people.list.into_iter().map(|person| person.name).collect(),
        Err(_) => Vec::new(),
    };
    json!({
        "accounts": accounts,
        "broker": view.broker, "default": view.default_destination,
        "destinations": view.destinations.iter().map(|known| json!([known.id, known.account])).collect::<Vec<_>>(),
        "preferences": value(&view.preferences.write()),
        "presets": value(&presets.write()),
        "plan": value(&plan.write()),
        "people": people,
        "limit": world.run(uploading::largest(world, "w")).unwrap(),
        "articles": world.contents.borrow().clone(),
        "saves": saves,
    })
}

/// Opens what is stored as a browser's start does, without a network. `None` where the worker died.
fn open(world: &World) -> Option<()> {
    world.try_run(drain(world, Occasion { started: true, reachable: false }))?.unwrap();
    world.try_run(history(world, &Looking::default()))?.unwrap();
    Some(())
}

fn offline(files: &Map<String, Value>) -> World {
    let world = story::device(files);
    world.online.set(false);
    world
}

/// Notion as the story left it, as far as what follows asks it: the page that broke off after a hundred blocks.
fn online(world: &World) {
    let long: Vec<Value> = serde_json::from_str(&world.contents.borrow()["long"]).unwrap();
    world.store(LONG, long.into_iter().take(100).collect());
    world.files.borrow_mut().insert("digest".into(), "bytes".into());
    world.online.set(true);
}

/// Ends what waits, and sees that each save is in Notion once, and whole.
fn finished(world: &World, at: &str) {
    online(world);
    world.finish();
    let titles: Vec<String> = world
        .pages
        .borrow()
        .iter()
        .map(|page| page.body["properties"]["title"]["title"][0]["text"]["content"].as_str().unwrap().to_owned())
        .collect();
    for name in ["doubtful", "paused", "waiting"] {
        let title = format!("The {name} story");
        assert_eq!(titles.iter().filter(|known| **known == title).count(), 1, "{at}: {title} of {titles:?}");
    }
    assert_eq!(titles.len(), 3, "{at}: {titles:?}");
    let blocks = world.blocks.borrow();
    let texts =
        blocks[LONG].iter().map(|block| block["paragraph"]["rich_text"][0]["text"]["content"].as_str().unwrap());
    let wanted = (1..=250).map(|number| format!("long {number}"));
    assert!(texts.eq(wanted), "{at}: an article goes on where it broke off");
}

#[test]
fn everything_that_0_1_0_stored_is_there() {
    let (version, files) = versions().into_iter().find(|(version, _)| version == "0.1.0").unwrap();
    let world = offline(&files);
    open(&world).unwrap();
    let facts = facts(&world);
    assert_eq!(
        facts["accounts"],
        json!([
            ["o", "Ada's", Way::Broker.name(), true, "access-1", "refresh-1"],
            ["w", "Ada's", Way::Token.name(), true, TOKEN, ""]
        ])
    );
    assert_eq!((&facts["broker"], &facts["default"]), (&json!("https://sign-in.example"), &json!(ID.source)));
    assert_eq!(facts["preferences"], json!({ "saveAtOnce": true, "cleanAddresses": false, "linkOnly": true }));
    let preset = &facts["presets"][0];
    assert_eq!((&preset["name"], &preset["destination"]), (&json!("Papers"), &json!(ID.source)));
    let condition = json!({ "hosts": ["*.papers.example"], "path": "/abs/*", "kind": "paper" });
    assert_eq!(preset["conditions"], json!([condition]));
    assert_eq!(preset["plan"], facts["plan"]);
    let plan = &facts["plan"];
    assert_eq!((&plan["tags"], &plan["icon"], &plan["confirmed"]), (&json!(["kept"]), &json!(true), &json!(true)));
    let rules = plan["rules"].as_array().unwrap().iter();
    let rules: Vec<_> =
        rules.map(|rule| (rule["property"].as_str().unwrap(), rule["template"].as_str().unwrap())).collect();
    for rule in [("u", "{{url}}"), ("t", "{{tags}}"), ("a", "{{author}}")] {
        assert!(rules.contains(&rule), "{rule:?} of {rules:?}");
    }
    assert_eq!((&facts["people"], &facts["limit"]), (&json!(["Ada"]), &json!(5 * 1024 * 1024)));
    let saves = facts["saves"].as_array().unwrap();
    let wanted = [
        ("first", "new", "saved", "3:first"),
        ("first", "update", "saved", "2:second"),
        ("long", "new", "unclear", "100,200,250:long"),
        ("refused", "new", "attention", ""),
        ("unwanted", "new", "discarded", ""),
        ("doubtful", "new", "unclear", ""),
        ("paused", "new", "queued", ""),
        ("waiting", "new", "queued", ""),
    ];
    assert_eq!(saves.len(), wanted.len());
    for (save, (name, kind, state, article)) in saves.iter().zip(wanted) {
        assert_eq!((&save["kind"], &save["state"], &save["article"]), (&json!(kind), &json!(state), &json!(article)));
        assert_eq!((&save["account"], &save["destination"]), (&json!("w"), &json!(ID.source)), "{name}");
        if state == "discarded" {
            assert_eq!(save["title"], "", "of what was taken back nothing is kept");
            continue;
        }
        assert_eq!(save["title"], format!("The {name} story"));
        assert_eq!(save["address"], format!("https://news.example/{name}"));
        assert_eq!(save["description"], format!("What is {name}"));
        assert_eq!(save["selection"], format!("Quoted: {name}"));
        assert_eq!((&save["fields"], &save["tags"]), (&json!(["Ada", "2026-11-20"]), &json!(["Rust", name])));
    }
    assert_eq!((&saves[0]["appended"], &saves[2]["page"]), (&json!(3), &json!(LONG)));
    let entry = &saves[7]["entries"][0];
    assert_eq!((&entry["property"], &entry["attachments"][0]["name"]), (&json!("f"), &json!("a.pdf")));
    finished(&world, &version);
}

/// Saves as they were kept before there were two stores: the one migration that there is.
fn add_old_ones(world: &World) {
    for (id, state) in [("1795400000000-a", "saved"), ("1795400000001-b", "attention"), ("1795400000002-c", "saved")] {
        let clip = json!({ "title": format!("Old {id}"), "address": format!("https://old.example/{id}") });
        let record = json!({ "version": 1, "id": id, "account": "w", "destination": ID.source, "clip": clip,
                             "tags": ["old"], "state": state, "createdAt": 1_795_400_000_000_u64, "senders": ["bot"] });
        world.put(&format!("operation:{id}"), record);
    }
}

#[test]
fn an_opening_that_breaks_off_at_every_call_or_a_hundred_times_loses_nothing() {
    // D-08
    for (version, files) in versions() {
        let device = || {
            let world = offline(&files);
            add_old_ones(&world);
            world
        };
        let whole = device();
        open(&whole).unwrap();
        let calls = whole.calls.get();
        assert!(calls > 20, "{version}: opening takes {calls} calls");
        let wanted = facts(&whole);
        assert_eq!(wanted["saves"].as_array().unwrap().len(), files[story::WHOLE].as_object().unwrap().len() + 3);
        let check = |world: &World, at: &str| {
            world.live();
            open(world).unwrap();
            let mut missing = Vec::new();
            lacks(&wanted, &facts(world), at, &mut missing);
            assert!(missing.is_empty(), "{}", missing.join("\n"));
            assert!(!world.records.borrow().keys().any(|key| key.starts_with("operation:")), "{at}");
            finished(world, at);
        };
        for after in [false, true] {
            for call in 1..=calls {
                let world = device();
                world.kill(call, after);
                assert!(open(&world).is_none());
                check(&world, &format!("{version}, broken off at {call}, after: {after}"));
            }
            // The same device, again and again, a little further or less far each time.
            let world = device();
            for round in 0..100 {
                world.kill(1 + round * 7 % calls, after);
                let _broken_off = open(&world);
            }
            check(&world, &format!("{version}, broken off a hundred times, after: {after}"));
        }
    }
}
