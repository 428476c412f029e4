//! What holds for the receipt of every page. What is stored is the stand-in's: how Notion
//! answers blocks is taken from its own types, and from nothing of ours.

use satchel::article::blocks::Compiled;
use satchel::json::Json;
use satchel::notion::stored::Stored;
use satchel::outbox::receipt::{Receipt, Sent, Standing};
use satchel_standin::identifier::{self, Id};
use satchel_standin::moment::Moment;
use satchel_standin::state::{Block, Parent, State};
use satchel_standin::tree;
use serde_json::{Value, json};

use crate::dice::Dice;

/// How many of a page's blocks are put into the trash, one at a time.
const MOST_LOSSES: usize = 60;

/// A complete page has a receipt that says so, and one that lost any block has one that
/// names it: at the first look, and when it had been seen before.
pub(crate) fn check(seed: u64, compiled: &Compiled) -> Result<(), String> {
    let (mut state, page) = notion(&compiled.blocks)?;
    let planned = Sent::all(&compiled.blocks);
    let mut seen = planned.clone();
    let clean = compare(&stored(&state, page), &mut seen);
    if clean.standing != Standing::Whole || clean.changed > 0 || clean.sent != clean.stored {
        return Err(format!("a false alarm: {clean:?}"));
    }
    let count = &compiled.tally.count;
    if (clean.sent.characters as usize, clean.sent.blocks as usize) != (count.characters, count.blocks) {
        return Err(format!("counted {:?}, compiled {count:?}", clean.sent));
    }
    mine(&mut state, page);
    let blocks = stored(&state, page);
    let clean = compare(&blocks, &mut seen.clone());
    if clean.standing != Standing::Whole || clean.changed > 0 {
        return Err(format!("a false alarm beside what the person wrote: {clean:?}"));
    }
    let mut dice = Dice::of(seed);
    for at in some(planned.len(), &mut dice) {
        let lost = &planned[at];
        let left = without(&blocks, &seen[at].id);
        // What it is seen as where everything is seen for the first time, and where it is not.
        for was_seen in [false, true] {
            // A line of the person's is like any other, to whoever never saw ours.
            if !was_seen && lost.is_plain() {
                continue;
            }
            let mut sent = if was_seen { seen.clone() } else { planned.clone() };
            let receipt = compare(&left, &mut sent);
            let named: Vec<_> = receipt.missing.iter().map(|missing| (&missing.kind, &missing.start)).collect();
            if receipt.standing != Standing::Missing || named != [(&lost.kind, &lost.start)] || receipt.changed > 0 {
                return Err(format!("block {at} {lost:?} is gone, and said is {receipt:?}"));
            }
        }
    }
    Ok(())
}

/// Some of so many: all where they are few.
fn some(count: usize, dice: &mut Dice) -> Vec<usize> {
    if count <= MOST_LOSSES {
        return (0..count).collect();
    }
    (0..MOST_LOSSES).map(|_| dice.below(count)).collect()
}

/// Blocks as they are stored.
fn notion(blocks: &[Json]) -> Result<(State, Id), String> {
    let mut state = State::default();
    let page = identifier::fresh();
    let history = state.history(Moment(0), None);
    // As good as a page to what is in it.
    let root = Block {
        page,
        parent: Parent::Workspace,
        kind: String::from("synced_block"),
        content: json!({}),
        children: Vec::new(),
        in_trash: false,
        history,
    };
    state.blocks.insert(page, root);
    let sent = serde_json::to_value(blocks).map_err(|error| error.to_string())?;
    append(&mut state, page, &sent, None);
    Ok((state, page))
}

fn append(state: &mut State, page: Id, blocks: &Value, position: Option<usize>) {
    let blocks = blocks.as_array().map_or(&[][..], Vec::as_slice);
    tree::append(state, page, blocks, position, Moment(0), None);
}

/// What the person writes before, between and after.
fn mine(state: &mut State, page: Id) {
    let own = json!([
        { "paragraph": { "rich_text": [{ "text": { "content": "Words of the person's own, which no page has" } }] } },
        { "divider": {} },
        { "to_do": { "rich_text": [], "children": [{ "paragraph": { "rich_text": [] } }] } },
    ]);
    let count = tree::children(state, page).len();
    for position in [0, count / 2, count] {
        append(state, page, &own, Some(position));
    }
}

/// The page's blocks as Notion answers them.
fn stored(state: &State, page: Id) -> Vec<Stored> {
    let blocks: Json = serde_json::from_value(tree::whole(state, page)).unwrap_or_default();
    blocks.items().iter().map(Stored::of).collect()
}

/// The same page when somebody put one block, and what is in it, into the trash.
fn without(blocks: &[Stored], id: &str) -> Vec<Stored> {
    let left = blocks.iter().filter(|block| block.id != id);
    left.map(|block| Stored { children: without(&block.children, id), ..block.clone() }).collect()
}

fn compare(blocks: &[Stored], sent: &mut [Sent]) -> Receipt {
    let mut receipt = Receipt::default();
    receipt.compare(sent, blocks, &[], true);
    receipt
}
