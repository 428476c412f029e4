//! A database for whoever has none.

use super::world::{ID, TOKEN, World};
use super::{connect, connecting, shown};
use crate::flow::fields::Search;
use crate::flow::founding::{Foundation, found, pages};
use crate::settings::Empty;

/// A workspace in which nobody made a database yet.
fn empty() -> World {
    let world = World::default();
    world.sources.borrow_mut().clear();
    world.shares_a_page.set(true);
    world.blocks.borrow_mut().insert(ID.page.to_owned(), Vec::new());
    world.run(connect(&world, TOKEN)).unwrap();
    world.run(connecting::confirm(&world, "w")).unwrap();
    assert_eq!(shown(&world).empty, Some(Empty::NoDatabase));
    world
}

fn wanted() -> Foundation {
    let words = |words: &str| words.split(' ').map(str::to_owned).collect();
    Foundation {
        account: "w".into(),
        page: ID.page.into(),
        title: "Leseliste".into(),
        names: words("Titel URL Tags Autor Datum Stand"),
        states: words("Neu Gelesen"),
    }
}

#[test]
fn a_page_is_offered_and_a_row_of_a_database_is_not() {
    let world = empty();
    let found = world.run(pages(&world, &Search { destination: "w".into(), ..Search::default() })).unwrap();
    let names: Vec<(&str, &str)> = found.list.iter().map(|page| (page.id.as_str(), page.name.as_str())).collect();
    assert_eq!(names, [(ID.page, "Home")]);
}

#[test]
fn a_database_is_made_and_is_where_saves_go() {
    let world = empty();
    world.run(found(&world, &wanted())).unwrap();
    let view = shown(&world);
    let [made] = view.destinations.as_slice() else { panic!("there is one database") };
    assert_eq!((made.title.as_str(), view.default_destination.as_ref()), ("Leseliste", Some(&made.id)));
    assert_eq!((view.empty, made.clip_id), (None, true));
    assert_eq!((made.places.address.as_deref(), made.places.tags.as_deref()), (Some("URL"), Some("Tags")));
}

#[test]
fn an_answer_that_is_lost_leaves_one_database() {
    let world = empty();
    world.lose_answer_of.set(Some("/v1/databases"));
    assert!(world.run(found(&world, &wanted())).is_err());
    world.lose_answer_of.set(None);
    world.run(found(&world, &wanted())).unwrap();
    assert_eq!((world.sources.borrow().len(), shown(&world).destinations.len()), (1, 1));
}

#[test]
fn a_notion_that_makes_no_status_makes_a_choice() {
    let world = empty();
    world.fail_next_with.set(Some(("/v1/databases", 400)));
    world.run(found(&world, &wanted())).unwrap();
    let made = world.sources.borrow()[0]["properties"]["Stand"]["type"].clone();
    assert_eq!((made, world.count("/v1/databases")), ("select".into(), 2));
}

#[test]
fn a_worker_that_dies_anywhere_leaves_one_database() {
    for call in 1..60 {
        for after in [false, true] {
            let world = empty();
            world.kill(call, after);
            let done = world.try_run(found(&world, &wanted())).is_some();
            world.live();
            world.run(found(&world, &wanted())).unwrap();
            let view = shown(&world);
            assert_eq!((world.sources.borrow().len(), view.destinations.len()), (1, 1), "killed at call {call}");
            assert!(view.destinations[0].clip_id && view.default_destination.is_some(), "killed at call {call}");
            if done {
                return;
            }
        }
    }
    panic!("it never ends");
}
