//! Settings that are taken elsewhere and brought back.

use serde_json::{Value, json};

use super::world::{ID, REDIRECT, TOKEN, World};
use super::{connected, shown};
use crate::error::Code;
use crate::flow::backup::{Difference, Restoring, export, restore};
use crate::flow::connecting::{add_destination, choose_destination, set_preferences};
use crate::flow::plans::{Wish, mapping};
use crate::flow::presets::{PresetChange, PresetWish, add, set};
use crate::json::Json;
use crate::json::testing::{json as ours, value};
use crate::mapping::plan::Plan;
use crate::settings::Preferences;
use crate::settings::preset::Condition;

fn second() -> String {
    ID.source.replace("000000000000", "000000000001")
}

/// Somebody's Satchel, with something of everything.
fn settled() -> World {
    let world = connected();
    world.add_sources(1);
    world.run(add_destination(&world, &second())).unwrap();
    let plan = Plan {
        tags: vec!["kept".into()],
        confirmed: true,
        ..world.run(mapping(&world, ID.source, Wish::Show)).unwrap().plan
    };
    world.run(mapping(&world, ID.source, Wish::Set(plan))).unwrap();
    world.run(add(&world, PresetWish { destination: second(), name: "Papers".into() })).unwrap();
    let id = shown(&world).presets[0].id.clone();
    let conditions = vec![Condition { hosts: vec!["arxiv.org".into()], ..Condition::default() }];
    world.run(set(&world, PresetChange { id: id.clone(), name: "Papers".into(), conditions })).unwrap();
    world.run(choose_destination(&world, &id)).unwrap();
    let preferences = Preferences { save_at_once: true, clean_addresses: false, link_only: false };
    world.run(set_preferences(&world, preferences)).unwrap();
    world
}

fn file(world: &World) -> Json {
    world.run(export(world)).unwrap()
}

fn restored(world: &World, file: &Json, apply: bool) -> Vec<(String, String, String)> {
    let differences = world.run(restore(world, Restoring { file: file.clone(), apply })).unwrap();
    differences.into_iter().map(|Difference { code, name, detail }| (code, name, detail)).collect()
}

fn all(differences: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    differences.iter().map(|&(code, name, detail)| (code.into(), name.into(), detail.into())).collect()
}

fn records(world: &World) -> Value {
    let records = world.records.borrow();
    records.iter().map(|(key, record)| (key.clone(), value(record))).collect::<serde_json::Map<_, _>>().into()
}

#[test]
fn another_device_gets_all_of_it_and_says_so_before() {
    let file = file(&settled());
    let other = connected();
    other.add_sources(1);
    let before = records(&other);
    let expected = all(&[
        ("destination-new", "List 1", ""),
        ("destination-changed", "List 0", ""),
        ("preset-new", "Papers", ""),
        ("default", "Papers", ""),
        ("switched-on", "saveAtOnce", ""),
        ("switched-off", "cleanAddresses", ""),
    ]);
    assert_eq!(restored(&other, &file, false), expected);
    assert_eq!(records(&other), before, "looking changes nothing");
    assert_eq!(restored(&other, &file, true), expected);
    assert_eq!(restored(&other, &file, false), [], "all of it is there");
    assert_eq!(value(&self::file(&other)), value(&file));
    let view = shown(&other);
    assert_eq!(view.destinations.len(), 2);
    assert_eq!(other.run(mapping(&other, ID.source, Wish::Show)).unwrap().plan.tags, ["kept"]);
    assert_eq!(view.presets[0].conditions[0].hosts, ["arxiv.org"]);
    assert!(view.accounts[0].confirmed, "the account is as it was");
}

#[test]
fn no_secret_and_nothing_of_whose_it_is_goes_along() {
    let world = settled();
    world.put("keepPictures", json!(true));
    let written = value(&file(&world)).to_string();
    let ending = shown(&world).accounts[0].token_ending.clone();
    for secret in [TOKEN, &ending, "bot", "token", REDIRECT, "broker"] {
        assert!(!written.contains(secret), "{secret} is in {written}");
    }
}

#[test]
fn a_workspace_that_is_not_connected_is_named_and_nothing_else_of_it_is_taken() {
    let mut file = value(&file(&settled()));
    for kept in file["destinations"].as_array_mut().unwrap() {
        kept["account"] = json!("elsewhere");
        kept["workspace"] = json!("Bea's");
    }
    file["preferences"] = json!(null);
    let world = connected();
    world.add_sources(1);
    let differences = restored(&world, &ours(file), true);
    let expected =
        [("not-connected", "List 1", "Bea's"), ("not-connected", "List 0", "Bea's"), ("preset-left", "Papers", "")];
    assert_eq!(differences, all(&expected));
    assert_eq!((shown(&world).destinations.len(), shown(&world).presets.len()), (1, 0));
}

#[test]
fn a_workspace_that_let_nobody_in_any_more_is_to_be_connected_again() {
    let file = file(&settled());
    let world = connected();
    world.revoked.set(true);
    let differences = restored(&world, &file, true);
    assert_eq!(differences[0], all(&[("not-connected", "List 1", "Ada's")])[0]);
    // What is known of the other one is enough.
    assert_eq!(differences[1], all(&[("destination-changed", "List 0", "")])[0]);
}

#[test]
fn what_is_not_shared_and_what_is_not_in_a_database_any_more_is_named() {
    let file = file(&settled());
    let world = connected();
    {
        let mut sources = world.sources.borrow_mut();
        sources[0]["properties"].as_object_mut().unwrap().remove("Tags");
    }
    world.run(crate::flow::fields::refresh_schema(&world, ID.source)).unwrap();
    let differences = restored(&world, &file, true);
    let named = all(&[
        ("not-here", "List 1", "Ada's"),
        ("property-missing", "List 0", "Tags"),
        ("destination-changed", "List 0", ""),
        ("preset-left", "Papers", ""),
    ]);
    assert_eq!(differences[..4], named);
}

#[test]
fn what_the_file_does_not_know_stays() {
    let file = file(&connected());
    let world = settled();
    restored(&world, &file, true);
    let view = shown(&world);
    assert_eq!((view.destinations.len(), view.presets.len()), (2, 1));
}

#[test]
fn a_wrong_file_or_a_silent_notion_changes_nothing() {
    let world = connected();
    let good = file(&settled());
    let mut newer = value(&good);
    newer["version"] = json!(2);
    let refused = |file: &Json| {
        let before = records(&world);
        let wish = Restoring { file: file.clone(), apply: true };
        let code = world.run(restore(&world, wish)).unwrap_err().code;
        assert_eq!(records(&world), before);
        code
    };
    assert_eq!(refused(&ours(newer)), Code::BackupNewer);
    assert_eq!(refused(&Json::Null), Code::BackupUnreadable);
    world.answers.borrow_mut().insert(format!("/v1/data_sources/{}", second()), (500, json!({})));
    assert_eq!(refused(&good), Code::NotionFailed);
}

#[test]
fn a_preset_of_the_file_takes_no_database_of_this_device() {
    let mut file = value(&file(&settled()));
    file["destinations"].as_array_mut().unwrap().retain(|kept| kept["id"] != ID.source);
    file["presets"][0]["id"] = json!(ID.source);
    let world = connected();
    world.add_sources(1);
    restored(&world, &ours(file), true);
    assert_eq!(shown(&world).presets.len(), 0);
}
