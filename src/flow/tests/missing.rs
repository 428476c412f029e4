//! Why a database cannot be saved to that there is a link to.

use serde_json::{Value, json};

use super::world::{ID, World};
use super::{connected, shown};
use crate::error::Code;
use crate::flow::connecting::add_destination;

/// An id that nothing in the world has.
const OTHER: &str = "0123abcd-4567-89ef-0123-456789abcdef";

fn why(world: &World, link: &str) -> Code {
    world.run(add_destination(world, link)).unwrap_err().code
}

fn answers(world: &World, path: &str, status: u16, answer: Value) {
    world.answers.borrow_mut().insert(format!("/v1/{path}"), (status, answer));
}

/// A world that answers this about [`OTHER`].
fn with(given: &[(&str, Value)]) -> World {
    let world = connected();
    for (path, answer) in given {
        let status = if answer.get("code").is_some() { 400 } else { 200 };
        answers(&world, &path.replace("ID", OTHER), status, answer.clone());
    }
    world
}

#[test]
fn each_cause_has_its_own_code() {
    let list = |kind: &str| json!({ "results": [{ "id": ID.database, "type": kind }] });
    let refused = || json!({ "object": "error", "status": 400, "code": "validation_error" });
    let page = || json!({ "object": "page", "id": OTHER });
    let database = |more: Value| {
        let mut database = json!({ "object": "database", "id": OTHER, "data_sources": [] });
        database.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        database
    };
    for (given, expected) in [
        (vec![], Code::NotShared),
        (vec![("databases/ID", database(json!({ "in_trash": true })))], Code::InTrash),
        (vec![("data_sources/ID", json!({ "object": "data_source", "id": OTHER, "in_trash": true }))], Code::InTrash),
        // Without the right to read content, Notion tells no more than this.
        (vec![("databases/ID", json!({ "object": "database", "id": OTHER }))], Code::Forbidden),
        (vec![("databases/ID", database(json!({})))], Code::LinkedView),
        (vec![("databases/ID", database(json!({ "data_sources": [{ "id": OTHER }] })))], Code::LinkedView),
        (vec![("databases/ID", refused()), ("blocks/ID", json!({ "type": "child_database" }))], Code::LinkedView),
        (vec![("blocks/ID", json!({ "type": "paragraph" }))], Code::LinkIsABlock),
        (vec![("pages/ID", page()), ("blocks/ID/children?page_size=100", list("paragraph"))], Code::LinkIsAPage),
        (
            vec![("pages/ID", page()), ("blocks/ID/children?page_size=100", list("child_database"))],
            Code::DatabaseInPage,
        ),
    ] {
        let names: Vec<&str> = given.iter().map(|(path, _)| *path).collect();
        let world = with(&given);
        assert_eq!(why(&world, OTHER), expected, "{names:?}");
        assert_eq!(shown(&world).destinations.len(), 1, "{names:?}: nothing is added");
    }
}

#[test]
fn what_the_link_itself_says_is_not_asked_of_notion() {
    let world = connected();
    for (link, expected) in [
        ("hello", Code::LinkUnreadable),
        ("https://example.com/0123abcd456789ef0123456789abcdef", Code::LinkUnreadable),
        ("https://www.notion.so/ada/Reading-list", Code::LinkWithoutId),
        ("https://www.notion.com/templates", Code::LinkWithoutId),
    ] {
        assert_eq!(why(&world, link), expected, "{link}");
    }
    assert_eq!(world.requests.borrow().len(), 0);
    // A published site may be one's own all the same.
    assert_eq!(why(&world, &format!("https://ada.notion.site/Books-{}", OTHER.replace('-', ""))), Code::PublishedSite);
}

#[test]
fn a_database_is_added_with_those_of_its_data_sources_that_are_there() {
    let world = connected();
    let sources = json!([{ "id": OTHER }, { "id": ID.source }]);
    answers(&world, &format!("databases/{OTHER}"), 200, json!({ "object": "database", "data_sources": sources }));
    world.run(add_destination(&world, OTHER)).unwrap();
    assert_eq!(shown(&world).destinations.len(), 1);
}

#[test]
fn of_several_workspaces_the_one_that_knows_something_is_believed() {
    let world = connected();
    // A second account, whose token Notion does not know.
    let mut settings = crate::json::testing::value(&world.records.borrow()["settings"]);
    let mut other = settings["accounts"][0].clone();
    other["id"] = json!("another");
    settings["accounts"].as_array_mut().unwrap().push(other);
    world.put("settings", settings);
    answers(&world, &format!("pages/{OTHER}"), 200, json!({ "object": "page", "id": OTHER }));
    assert_eq!(why(&world, OTHER), Code::LinkIsAPage);
    world.answers.borrow_mut().clear();
    assert_eq!(why(&world, OTHER), Code::NotConnected, "the one that could not be asked may have it");
}
