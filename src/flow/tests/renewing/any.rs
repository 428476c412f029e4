//! Any text, any new one, whatever the person did between them, wherever the worker died.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;

use super::super::connected;
use super::super::world::World;
use super::{PAGE, changes, finish, is_over, kept, save, saved, text, words, write};
use crate::flow::aftercare::aftercare;
use crate::outbox::operation::Kind;
use crate::outbox::receipt::Standing;
use crate::view::CareWish;

/// What a person does in the page: the place is one of those there are.
#[derive(Clone, Debug)]
enum Deed {
    Write(usize),
    Change(usize),
    Remove(usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        3 => any::<usize>().prop_map(Deed::Write),
        2 => any::<usize>().prop_map(Deed::Change),
        1 => any::<usize>().prop_map(Deed::Remove),
    ]
}

/// Words of few letters, so that many are there twice and many stay; some are inside the one before.
fn article() -> impl Strategy<Value = String> {
    ("[a-e]", proptest::collection::vec("[+]?[a-e]", 0..10))
        .prop_map(|(first, rest)| [vec![first], rest].concat().join(" "))
}

/// Does it, and says what is the person's from then on; nothing where it took something out.
fn act(world: &World, deed: &Deed, number: usize) -> Option<String> {
    let count = world.blocks.borrow()[PAGE].len();
    let mine = format!("mine{number}");
    match deed {
        Deed::Write(at) => write(world, at % (count + 1), &mine),
        Deed::Change(_) | Deed::Remove(_) if count == 0 => return None,
        Deed::Change(at) => {
            let mut blocks = world.blocks.borrow_mut();
            let block = &mut blocks.get_mut(PAGE)?[at % count];
            // What is written already is not written over: each stays to be found.
            if text(block).starts_with("mine") {
                return None;
            }
            block["paragraph"]["rich_text"][0]["text"]["content"] = json!(mine);
        }
        Deed::Remove(at) => {
            let at = at % count;
            if !text(&world.blocks.borrow()[PAGE][at]).starts_with("mine") {
                world.blocks.borrow_mut().get_mut(PAGE)?.remove(at);
            }
            return None;
        }
    }
    Some(mine)
}

fn tally<'a>(words: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut tally = BTreeMap::new();
    for word in words {
        *tally.entry(word).or_default() += 1;
    }
    tally
}

proptest! {
    #[test]
    fn the_new_text_is_there_once_and_nothing_of_the_person_is_gone(
        old in article(),
        new in article(),
        deeds in proptest::collection::vec(deed(), 0..5),
        killed in proptest::option::of((1..60_usize, any::<bool>())),
    ) {
        let world = connected();
        saved(&world, &old);
        let mine: Vec<String> =
            deeds.iter().enumerate().filter_map(|(number, deed)| act(&world, deed, number)).collect();
        let wrote_only = deeds.iter().all(|deed| matches!(deed, Deed::Write(_)));
        let id = save(&world, Kind::Update, &new);
        if let Some((call, after)) = killed {
            world.kill(call, after);
            let _ = world.try_run(aftercare(&world, &CareWish::default()));
            world.live();
        }
        finish(&world);
        prop_assert!(is_over(&world));
        let page = words(&world);
        let is_mine = |word: &&str| word.trim_start_matches('+').starts_with("mine");
        let found: Vec<&str> = page.split_whitespace().filter(|word| !is_mine(word) && *word != "Later").collect();
        let theirs = tally(page.split_whitespace().filter(is_mine));
        prop_assert!(mine.iter().all(|word| theirs.get(word.as_str()) == Some(&1)), "{mine:?} in {page}");
        prop_assert_eq!(theirs.len(), mine.len());
        if wrote_only {
            prop_assert_eq!(found.join(" "), new.as_str());
            prop_assert_eq!(kept(&world, &id).standing, Standing::Whole);
        }
        // Nothing is there twice, and nothing of the old text is left that the new one lacks, but what is
        // inside a block that the person changed.
        let wanted = tally(new.split(' '));
        let kept_inside = |word: &str| word.starts_with('+') && !wrote_only;
        for (word, count) in tally(found.iter().copied()) {
            prop_assert!(count <= wanted.get(word).copied().unwrap_or(0) || kept_inside(word), "{word} in {page}");
        }
        // What the old text lacks is there.
        for word in new.split(' ').filter(|word| !word.starts_with('+') && !old.split(' ').any(|known| known == *word)) {
            prop_assert!(found.contains(&word), "no {word} in {page}");
        }
        // The same once more: nothing is left to be done, unless nothing of it is left.
        if !found.is_empty() {
            let before = changes(&world);
            save(&world, Kind::Update, &new);
            finish(&world);
            prop_assert_eq!(changes(&world), before);
            prop_assert_eq!(words(&world), page.as_str());
        }
    }
}
