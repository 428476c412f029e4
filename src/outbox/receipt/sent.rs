//! What was sent, as short as it can be and still be found again: the article's own
//! text is kept elsewhere, and not for as long.

use crate::article::blocks::tally::{characters, is_dropped};
use crate::json::{Json, late_record};
use crate::notion::stored::Stored;
use crate::text;

/// How much of a block's text names it, in UTF-16 units.
const START: usize = 60;

/// A block that was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Its type.
    pub kind: String,
    /// How its text begins, or the address of what it shows; of a block that has
    /// neither, how what is inside it begins.
    pub start: String,
    /// How deep it is in others: 0 for one that is in none.
    pub depth: u16,
    /// Characters of its own text, as [`characters`] counts them.
    pub characters: u32,
    /// Stands for its text.
    pub words: u64,
    /// Stands for its text and its address.
    pub whole: u64,
    /// Stands for what is inside it; 0 for nothing.
    pub inside: u64,
    /// Stands for how it looks.
    pub look: u64,
    /// Stands for all that was sent of it, or of what it is in, with what is inside that.
    pub made: u64,
    /// Whether a later text has it no more.
    pub is_old: bool,
    /// Its id in Notion; empty as long as it was not seen there.
    pub id: String,
}

late_record!(Sent { kind, start, depth, characters, words, whole, inside, look, made, is_old, id });

impl Sent {
    /// All of these blocks and what is inside them, each before what it holds.
    #[must_use]
    pub fn all(planned: &[Json]) -> Vec<Self> {
        let mut all = Vec::new();
        for block in planned {
            let tree = Stored::of(block);
            let mut made = BASIS;
            fold(&mut made, block);
            made >>= 12;
            for (depth, block) in Stored::levels(std::slice::from_ref(&tree)) {
                all.push(Self { made, ..Self::of(block, depth) });
            }
        }
        all
    }

    /// Whether a block of the page is as it was sent, with all that is inside it: these are
    /// that block and what was sent inside it.
    pub(super) fn are(sent: &[Self], there: &Stored) -> bool {
        let there = Stored::levels(std::slice::from_ref(there));
        let is_same = |sent: &Self, depth: u16, there: &Stored| {
            sent.depth == depth
                && sent.kind == there.kind
                && (sent.whole == whole(there) || there.is_kept && sent.words == words(there))
                && sent.look == print(&there.look, "")
                && !there.is_touched
        };
        sent.len() == there.len() && sent.iter().zip(there).all(|(sent, (depth, there))| is_same(sent, depth, there))
    }

    fn of(block: &Stored, depth: u16) -> Self {
        Self {
            kind: block.kind.clone(),
            start: start(block),
            depth,
            characters: count(&block.text),
            words: words(block),
            whole: whole(block),
            inside: inside(block),
            look: print(&block.look, ""),
            made: 0,
            is_old: false,
            id: String::new(),
        }
    }

    /// Whether one is like another of its kind: it has neither text nor address.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.whole == print("", "")
    }
}

/// How a block begins.
pub(super) fn start(block: &Stored) -> String {
    for each in Stored::all(std::slice::from_ref(block)) {
        for said in [&each.text, &each.address] {
            let line = text::line(said);
            if !line.is_empty() {
                return text::shorten(&line, START).0;
            }
        }
    }
    String::new()
}

/// How many characters a text has.
pub(super) fn count(text: &str) -> u32 {
    u32::try_from(characters(text)).unwrap_or(u32::MAX)
}

/// Stands for a block's text.
pub(super) fn words(block: &Stored) -> u64 {
    print(&block.text, "")
}

/// Stands for a block's text and its address.
pub(super) fn whole(block: &Stored) -> u64 {
    print(&block.text, &block.address)
}

/// Stands for what is inside a block, but for the addresses of files: 0 for nothing.
pub(super) fn inside(block: &Stored) -> u64 {
    let mut all = String::new();
    for inner in Stored::all(&block.children) {
        all.extend([&inner.kind, &*inner.text]);
    }
    if all.is_empty() { 0 } else { print(&all, "") }
}

const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

fn add(hash: &mut u64, number: u32) {
    *hash = (*hash ^ u64::from(number)).wrapping_mul(0x0100_0000_01b3);
}

/// A number that stands for a text and an address (FNV-1a), small enough for JavaScript.
/// White space and what is never shown have no part in it.
fn print(text: &str, address: &str) -> u64 {
    let mut hash = BASIS;
    for c in text.chars().filter(|&c| !c.is_whitespace() && !is_dropped(c)) {
        add(&mut hash, u32::from(c));
    }
    add(&mut hash, u32::MAX);
    for c in address.chars() {
        add(&mut hash, u32::from(c));
    }
    hash >> 12
}

/// Takes all of a block into such a number, with every name and every character.
fn fold(hash: &mut u64, json: &Json) {
    match json {
        Json::Text(content) => content.bytes().for_each(|byte| add(hash, u32::from(byte))),
        Json::List(items) => items.iter().for_each(|item| fold(hash, item)),
        Json::Object(members) => {
            for (name, value) in members {
                name.bytes().for_each(|byte| add(hash, u32::from(byte)));
                fold(hash, value);
            }
        }
        other => add(hash, u32::from(other.is_true())),
    }
    add(hash, u32::MAX);
}

#[cfg(test)]
mod tests {
    use serde_json::json as literal;

    use super::*;
    use crate::json::Field;
    use crate::json::testing::json;

    #[test]
    fn what_was_sent_is_listed_with_what_is_inside_it() {
        let run = |text: &str| literal!({ "text": { "content": text } });
        let row = |text: &str| literal!({ "table_row": { "cells": [[run(text)], [run("b")]] } });
        let planned = json(literal!([
            { "table": { "table_width": 2, "children": [row("High\nwater"), row("c")] } },
            { "image": { "external": { "url": "https://e.com/a.png" } } },
            { "divider": {} },
        ]));
        let sent = Sent::all(planned.items());
        let told: Vec<_> =
            sent.iter().map(|block| (&*block.kind, &*block.start, block.depth, block.characters)).collect();
        assert_eq!(
            told,
            [
                ("table", "High water b", 0, 0),
                ("table_row", "High water b", 1, 10),
                ("table_row", "c b", 1, 2),
                ("image", "https://e.com/a.png", 0, 0),
                ("divider", "", 0, 0),
            ]
        );
        assert_eq!(sent.iter().map(Sent::is_plain).collect::<Vec<_>>(), [true, false, false, false, true]);
        // Kept as a record, nothing of it is lost.
        assert_eq!(Vec::<Sent>::read(&sent.write()).as_ref(), Some(&sent));
    }

    #[test]
    fn white_space_and_what_is_never_shown_make_no_difference() {
        assert_eq!(print("a b\u{ad}c", ""), print("ab\nc ", ""));
        assert_ne!(print("ab", ""), print("a", "b"));
        assert_ne!(print("ab", ""), print("ba", ""));
        assert!(print("x", "y") < 1 << 52);
    }
}
