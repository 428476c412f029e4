//! Where the blocks belong that are missing in a page, so that they can be sent again.

use std::ops::Range;

use super::Sent;
use crate::notion::stored::Stored;

/// Blocks of the page itself that are missing in a row.
#[derive(Debug, PartialEq, Eq)]
pub struct Gap {
    /// The id of the block that they belong behind; empty before all others, and nothing after all.
    pub behind: Option<String>,
    /// Which they are, by their places among those that are in no other and not old.
    pub blocks: Range<usize>,
    /// The place of the first of them in the list of all that was sent.
    pub first: usize,
}

impl Gap {
    /// The first gap in a page of which these are the blocks that are in no other. What is missing has
    /// no id. A block of which a part is somewhere else by now is left alone: that would be there twice.
    ///
    /// Where it belongs: behind what was sent before and is still there, or else before what was sent
    /// after it.
    #[must_use]
    pub fn first(sent: &[Sent], page: &[Stored]) -> Option<Self> {
        let mut gap: Option<Self> = None;
        // How many blocks of the page are before it.
        let mut before = None;
        let (mut first, mut at) = (0, 0);
        for top in sent.chunk_by(|_, next| next.depth > 0) {
            let place = page.iter().position(|there| top.first().is_some_and(|block| block.id == there.id));
            let is_missing = top.iter().all(|block| block.id.is_empty());
            match &mut gap {
                None if is_missing => gap = Some(Self { behind: None, blocks: at..at + 1, first }),
                None => before = place.map(|place| place + 1).or(before),
                Some(gap) if is_missing && gap.blocks.end == at => gap.blocks.end += 1,
                Some(_) => before = before.or(place),
            }
            first += top.len();
            at += usize::from(top.first().is_some_and(|block| !block.is_old));
        }
        let mut gap = gap?;
        let last = |before: usize| before.checked_sub(1).and_then(|last| page.get(last));
        gap.behind = before.map(|before| last(before).map(|last| last.id.clone()).unwrap_or_default());
        Some(gap)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Blocks that were sent, called by their ids; "-" for what is missing, and "+" before what is inside
    /// another.
    fn sent(blocks: &str) -> Vec<Sent> {
        let block = |word: &str| Sent {
            depth: u16::from(word.starts_with('+')),
            id: word.trim_start_matches(['+', '-']).to_owned(),
            ..Sent::default()
        };
        blocks.split(' ').map(block).collect()
    }

    fn page(blocks: &str) -> Vec<Stored> {
        blocks.split(' ').map(|id| Stored { id: id.to_owned(), ..Stored::default() }).collect()
    }

    #[test]
    fn what_is_missing_belongs_where_it_was() {
        let behind = |id: &str| Some(id.to_owned());
        for (all, there, behind, blocks, first) in [
            ("a - c", "mine a mine c", behind("a"), 1..2, 1),
            ("a +b - - c", "a c", behind("a"), 1..3, 2),
            ("a - - +- d -", "a d", behind("a"), 1..3, 1),
            // Nothing of what came before is there.
            ("- b", "mine b", behind("mine"), 0..1, 0),
            ("- b", "b", behind(""), 0..1, 0),
            ("- -", "mine", None, 0..2, 0),
            // It was moved into another block, or is gone since.
            ("a b - d", "a d", behind("a"), 2..3, 2),
            ("b - d", "mine d", behind("mine"), 1..2, 1),
        ] {
            let gap = Gap { behind, blocks, first };
            assert_eq!(Gap::first(&sent(all), &page(there)), Some(gap), "{all}");
        }
        for all in ["a b", "a +-", "- +b a"] {
            assert_eq!(Gap::first(&sent(all), &page("a b")), None, "{all}");
        }
    }
}
