//! From a page's tokens to what a save keeps of its content.

use super::blocks::{self, Options, batches};
use super::extract::{Hints, article};
use super::page::Page;
use super::part::Part;
use crate::json::Json;
use crate::text::digits;

/// What a save keeps of a page's content.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Content {
    /// The blocks, as one JSON text: nobody but Notion reads it.
    pub blocks: String,
    /// Where the requests end that they are sent in, see [`crate::outbox::content`];
    /// empty where there is nothing to send.
    pub ends: String,
    /// Characters of text in the blocks.
    pub characters: usize,
    /// Pictures, videos and other files in the blocks.
    pub media: usize,
    /// The addresses of the pictures among them, shown or on a card, as a JSON text.
    pub pictures: String,
    /// How many pictures, videos and other files have no address that Notion takes, and are left out:
    /// a JSON text of numbers by the names of their blocks.
    pub left: String,
    /// The page had more than is read of one.
    pub is_cut: bool,
}

/// What to keep of a page that was found at an address under a title: its article, or
/// all of what was read of it.
#[must_use]
pub fn content(tokens: &str, address: &str, title: &str, is_all: bool) -> Content {
    let page = Page::read(tokens);
    let part = if is_all { Part::whole() } else { article(&page, &Hints { title }) };
    let compiled = blocks::compile(&page, &part, &Options { address: address.to_owned() });
    let mut ends = String::new();
    for batch in batches(&compiled.blocks) {
        if !ends.is_empty() {
            ends.push(',');
        }
        ends.push_str(&digits(batch.end as u64, 1));
    }
    let count = &compiled.tally.count;
    Content {
        characters: count.characters,
        media: count.media.len(),
        ends,
        pictures: Json::List(compiled.tally.pictures().into_iter().map(Json::Text).collect()).written(),
        left: compiled.tally.left().written(),
        is_cut: page.is_cut,
        blocks: Json::List(compiled.blocks).written(),
    }
}
