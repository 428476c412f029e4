//! From a page to Notion's blocks.
//!
//! ```text
//! Page, Part -> walk (what each element means) -> drafts, in order, each with its depth
//!            -> fit (how deep, long and heavy blocks may be) -> blocks
//! ```
//!
//! Two invariants hold by construction and not by care: a block has a shape that
//! Notion knows, because only [`crate::notion::block`] makes them, and no block, tree
//! of blocks or batch of them is beyond a limit, because only `fit` puts them together.
//! A node that can't be what it is on the page is the next best thing, alone, and its
//! text stays; [`tally`] counts that.

pub mod batch;
mod callout;
mod class;
mod code;
mod draft;
mod element;
mod fit;
mod formula;
mod link;
mod media;
mod note;
mod put;
mod table;
pub mod tally;
mod text;
mod walk;

pub use batch::batches;
pub use tally::{Count, Reason, Tally, count};

use super::page::Page;
use super::part::Part;
use crate::json::Json;

/// What else there is to know.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The page's address: links to a place in it lead nowhere in Notion.
    pub address: String,
}

/// A part of a page as blocks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Compiled {
    /// The top-level blocks, in order; [`batches`] says how many go into a request.
    pub blocks: Vec<Json>,
    /// What is in them, and what is not.
    pub tally: Tally,
}

/// Makes blocks of a part of a page. Anything makes some, or none.
#[must_use]
pub fn compile(page: &Page<'_>, part: &Part, options: &Options) -> Compiled {
    let mut walk = walk::Walk::through(page, part, &options.address);
    let drafts = std::mem::take(&mut walk.drafts);
    let mut tally = std::mem::take(&mut walk.tally);
    let blocks = fit::fit(drafts, &walk.links, &mut tally);
    tally.count = count(&blocks);
    Compiled { blocks, tally }
}

#[cfg(test)]
mod tests;
