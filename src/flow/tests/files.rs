//! Files that go along with a save.

use serde_json::{Value, json};

use super::super::draining::{Occasion, discard, drain};
use super::super::history::{edit, editable, undo};
use super::super::saving::{draft, enqueue, take_up};
use super::world::{ID, World};
use super::{captured, connected};
use crate::clip::NoticeCode;
use crate::error::Code;
use crate::json::Field;
use crate::json::testing::{json as ours, value};
use crate::mapping::entry::Entry;
use crate::notion::file::placeholder;
use crate::outbox::Event;
use crate::outbox::attachment::Attachment;
use crate::outbox::operation::Kind;
use crate::view::{SaveState, SaveView, Submission};

const MINUTE: u64 = 60_000;

/// Connected, with a property for files.
fn with_files() -> World {
    let world = connected();
    let files = json!({ "id": "f", "name": "Files", "type": "files" });
    world.sources.borrow_mut()[0]["properties"]["Files"] = files;
    world.put(&format!("target:{}", ID.source), json!({}));
    world
}

/// As the popup does it: the bytes first.
fn queue(world: &World, names: &[&str]) -> Option<String> {
    let attachments: Vec<Attachment> = names
        .iter()
        .map(|name| Attachment { key: format!("key-{name}"), name: (*name).into(), size: 5, ..Attachment::default() })
        .collect();
    for file in &attachments {
        world.files.borrow_mut().insert(file.key.clone(), format!("bytes of {}", file.name));
    }
    let mut values = vec!["https://e.example/x.pdf".to_owned()];
    values.extend(attachments.iter().map(|file| placeholder(&file.key)));
    let entry = Entry { property: "f".into(), name: "Files".into(), values, attachments };
    let draft = world.try_run(draft(world, captured().into(), false))?.unwrap();
    let submission = Submission {
        clip: draft.clip,
        tags: vec![],
        destination: draft.destination.unwrap_or_default(),
        notices: draft.notices,
        mode: Kind::New,
        page: None,
        entries: vec![entry].write(),
        article: String::new(),
    };
    Some(world.try_run(enqueue(world, submission.into()))?.unwrap().id)
}

fn save(world: &World, names: &[&str]) -> SaveView {
    let id = queue(world, names).unwrap();
    *world.run(take_up(world, &id, Event::Begin)).unwrap()
}

/// The names of the files that a page has in its property, each with its bytes.
fn files(world: &World, page: usize) -> Vec<(String, Option<String>)> {
    let value = world.pages.borrow()[page].body["properties"]["f"]["files"].clone();
    held(world, &value)
}

fn held(world: &World, value: &Value) -> Vec<(String, Option<String>)> {
    let items = value.as_array().cloned().unwrap_or_default();
    let bytes = |file: &Value| world.uploaded(file["file_upload"]["id"].as_str()?)?.2;
    items.iter().map(|file| (file["name"].as_str().unwrap().to_owned(), bytes(file))).collect()
}

fn whole(names: &[&str]) -> Vec<(String, Option<String>)> {
    let link = ("x.pdf".to_owned(), None);
    let sent = names.iter().map(|name| ((*name).to_owned(), Some(format!("bytes of {name}"))));
    [link].into_iter().chain(sent).collect()
}

fn said(view: &SaveView) -> Vec<(NoticeCode, &str)> {
    view.notices.iter().map(|notice| (notice.code, notice.detail.as_str())).collect()
}

#[test]
fn a_file_is_uploaded_before_its_page_is_made() {
    let world = with_files();
    let view = save(&world, &["a.pdf", "b.png"]);
    assert_eq!((view.state, said(&view)), (SaveState::Saved, vec![]));
    assert_eq!(files(&world, 0), whole(&["a.pdf", "b.png"]));
    assert!(world.files.borrow().is_empty(), "no save needs their bytes any more");
    assert_eq!(world.count("/v1/pages"), 1);
}

#[test]
fn a_worker_killed_at_any_call_leaves_one_page_with_its_files() {
    for after in [false, true] {
        for call in 1.. {
            let world = with_files();
            world.kill(call, after);
            let lived = queue(&world, &["a.pdf", "b.png"])
                .and_then(|id| world.try_run(take_up(&world, &id, Event::Begin)))
                .is_some();
            world.live();
            world.finish();
            let written = !world.operations().is_empty();
            assert_eq!(world.pages.borrow().len(), usize::from(written), "call {call}, after: {after}");
            if written {
                assert_eq!(files(&world, 0), whole(&["a.pdf", "b.png"]), "call {call}, after: {after}");
            }
            world.start();
            assert!(world.files.borrow().is_empty(), "call {call}, after: {after}");
            if lived {
                assert!(call > 20, "the story is longer than {call} calls");
                break;
            }
        }
    }
}

#[test]
fn an_upload_that_fails_is_made_again_and_doubles_nothing() {
    for (path, status) in [
        ("/v1/file_uploads", 500),
        ("/v1/file_uploads", 409),
        ("/v1/file_uploads", 429),
        ("/send", 500),
        ("/send", 409),
        ("/send", 429),
        ("/send", 401),
        ("/send", 404),
    ] {
        let world = with_files();
        world.fail_next_with.set(Some((path, status)));
        let view = save(&world, &["a.pdf"]);
        assert_eq!(view.state, SaveState::Waiting, "{path} {status}");
        assert_eq!(world.count("/v1/pages"), 0, "nothing was sent without its file");
        world.finish();
        assert_eq!(world.pages.borrow().len(), 1, "{path} {status}");
        assert_eq!(files(&world, 0), whole(&["a.pdf"]), "{path} {status}");
    }
}

#[test]
fn a_lost_answer_to_an_upload_is_no_doubt_about_the_page() {
    let world = with_files();
    world.lose_answer_of.set(Some("/send"));
    let view = save(&world, &["a.pdf"]);
    assert_eq!((view.state, view.error.unwrap().code), (SaveState::Waiting, Code::Offline));
    world.lose_answer_of.set(None);
    world.finish();
    assert_eq!(files(&world, 0), whole(&["a.pdf"]));
    assert_eq!(world.count("/query"), 0, "nobody looks for a page that was never sent");
}

#[test]
fn a_file_that_notion_refuses_is_left_out_and_said() {
    for (path, status) in [("/v1/file_uploads", 400), ("/send", 400), ("/send", 413)] {
        let world = with_files();
        world.fail_next_with.set(Some((path, status)));
        let view = save(&world, &["a.pdf", "b.png"]);
        assert_eq!(view.state, SaveState::Saved, "{path} {status}");
        assert_eq!(said(&view), [(NoticeCode::FileRefused, "a.pdf")]);
        assert_eq!(files(&world, 0), whole(&["b.png"]));
    }
    let world = with_files();
    assert_eq!(said(&save(&world, &["a.exe"])), [(NoticeCode::FileRefused, "a.exe")]);
    assert!(world.uploads.borrow().is_empty(), "what Notion takes in no way is not even announced");
}

#[test]
fn a_file_whose_bytes_are_gone_is_left_out_and_said() {
    let world = with_files();
    let id = queue(&world, &["a.pdf", "b.png"]).unwrap();
    world.files.borrow_mut().remove("key-a.pdf");
    let view = world.run(take_up(&world, &id, Event::Begin)).unwrap();
    assert_eq!((view.state, said(&view)), (SaveState::Saved, vec![(NoticeCode::FileLost, "a.pdf")]));
    assert_eq!(files(&world, 0), whole(&["b.png"]));
}

#[test]
fn an_upload_that_is_old_is_made_anew() {
    let world = with_files();
    world.fail_next_with.set(Some(("/v1/pages", 429)));
    assert_eq!(save(&world, &["a.pdf"]).state, SaveState::Waiting);
    world.pass(49 * MINUTE);
    world.run(drain(&world, Occasion::default())).unwrap();
    assert_eq!((world.uploads.borrow().len(), world.pages.borrow().len()), (1, 1), "it is good for an hour");
    let world = with_files();
    world.fail_next_with.set(Some(("/v1/pages", 429)));
    save(&world, &["a.pdf"]);
    world.pass(51 * MINUTE);
    world.run(drain(&world, Occasion::default())).unwrap();
    assert_eq!((world.uploads.borrow().len(), files(&world, 0)), (2, whole(&["a.pdf"])));
}

#[test]
fn an_upload_that_expired_by_notions_clock_is_made_anew() {
    let world = with_files();
    world.fail_next_with.set(Some(("/v1/pages", 429)));
    save(&world, &["a.pdf"]);
    // This device's clock is set, and with it what it knows of the hour.
    world.uploads.borrow_mut()[0].1 -= 61 * MINUTE;
    world.finish();
    let view = &world.operations()[0];
    assert_eq!(files(&world, 0), whole(&["a.pdf"]), "{view:?}");
}

#[test]
fn a_file_without_its_property_is_in_the_page() {
    let world = with_files();
    let id = queue(&world, &["a.pdf"]).unwrap();
    world.sources.borrow_mut()[0]["properties"].as_object_mut().unwrap().remove("Files");
    let view = world.run(take_up(&world, &id, Event::Begin)).unwrap();
    assert_eq!((view.state, said(&view)), (SaveState::Saved, vec![(NoticeCode::PropertyGone, "Files")]));
    let body = world.pages.borrow()[0].body.clone();
    let blocks = body["children"].as_array().unwrap();
    let file = blocks.iter().find_map(|block| block.get("file")).unwrap();
    assert_eq!(held(&world, &json!([file])), [("a.pdf".to_owned(), Some("bytes of a.pdf".to_owned()))]);
    assert!(!body.to_string().contains("attachment:"));
}

#[test]
fn two_saves_share_a_file_until_the_last_one_has_it() {
    let world = with_files();
    world.online.set(false);
    let first = queue(&world, &["a.pdf"]).unwrap();
    world.pass(20_000);
    let second = queue(&world, &["a.pdf"]).unwrap();
    assert_ne!(first, second);
    world.run(discard(&world, &first)).unwrap();
    assert_eq!(world.files.borrow().len(), 1, "the other save needs it");
    world.start();
    assert_eq!(world.files.borrow().len(), 1, "a start of the browser takes nothing that is needed");
    world.run(undo(&world, &second)).unwrap();
    assert!(world.files.borrow().is_empty());
}

#[test]
fn the_same_click_twice_is_one_save_even_after_its_file_was_uploaded() {
    let world = with_files();
    world.fail_next_with.set(Some(("/v1/pages", 429)));
    let id = save(&world, &["a.pdf"]).id;
    assert_eq!(queue(&world, &["a.pdf"]).unwrap(), id);
    assert_ne!(queue(&world, &["b.pdf"]).unwrap(), id);
}

#[test]
fn a_change_after_it_was_saved_takes_no_file_away() {
    let world = with_files();
    let id = save(&world, &["a.pdf"]).id;
    world.pass(5 * 3_600_000);
    let mut change = world.run(editable(&world, &id)).unwrap();
    change.clip.title = "Better".into();
    world.run(edit(&world, change)).unwrap();
    world.finish();
    assert_eq!(files(&world, 0), whole(&["a.pdf"]), "an upload that was attached is good for ever");
    assert_eq!(world.uploads.borrow().len(), 1);
    let page = world.pages.borrow()[0].body.clone();
    assert_eq!(page["properties"]["title"]["title"][0]["text"]["content"], "Better");
}

#[test]
fn the_record_says_what_became_of_a_file() {
    let world = with_files();
    world.fail_next_with.set(Some(("/v1/pages", 429)));
    save(&world, &["a.pdf"]);
    let kept = value(world.operations()[0].get("attachments"));
    assert_eq!(kept[0]["key"], "key-a.pdf");
    assert_eq!((&kept[0]["name"], &kept[0]["upload"]), (&json!("a.pdf"), &json!("up1")));
    // What a page names by itself is nothing of this device's.
    let odd = ours(json!([{ "property": "u", "values": ["attachment:key-a.pdf"] }]));
    assert_eq!(Vec::<Entry>::read(&odd).unwrap()[0].attachments, []);
}
