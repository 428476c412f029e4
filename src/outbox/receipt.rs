//! The receipt of a save: what was sent, held against what Notion has.
//!
//! It is no part of the outbox's course, which ends when Notion has said that it has all
//! of it: here it is looked at. What the person writes into the page, or changes of it, is
//! theirs, and no receipt calls it a loss.

mod found;
mod sent;

#[cfg(test)]
mod tests;

use crate::error::{Code, Error};
use crate::instant::Millis;
use crate::json::{late_record, names};
use crate::notion::stored::Stored;

use found::There;
pub use sent::Sent;

/// How many of the missing blocks are named.
const NAMED: usize = 10;

/// How a receipt stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "kebab-case"))]
pub enum Standing {
    /// The page was not read yet.
    #[default]
    Open,
    /// Some blocks were not there yet: it is looked once more before that is called a loss.
    Late,
    /// All of it is there.
    Whole,
    /// Some of it is not.
    Missing,
    /// The page has more in it than is read of one: what was seen of it is there.
    Partial,
    /// What was sent is not known any more.
    Unknown,
    /// There is no such page any more, or it is not shared.
    Gone,
}

names!(Standing {
    Open = "open", Late = "late", Whole = "whole", Missing = "missing", Partial = "partial", Unknown = "unknown",
    Gone = "gone",
});

/// How much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Amount {
    /// Characters of text: white space does not count.
    pub characters: u32,
    /// Blocks.
    pub blocks: u32,
    /// Those of them that are pictures.
    pub pictures: u32,
}

late_record!(Amount { characters, blocks, pictures });

/// A block that is not in the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Missing {
    /// Its type.
    pub kind: String,
    /// How it begins, or what it shows.
    pub start: String,
}

late_record!(Missing { kind, start });

/// What became of a save in Notion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null), serde(rename_all = "camelCase"))]
pub struct Receipt {
    /// The save.
    pub id: String,
    /// How it stands.
    pub standing: Standing,
    /// What was sent.
    pub sent: Amount,
    /// What is there of it.
    pub stored: Amount,
    /// The first of the blocks that are missing. One that is missing with what it is in
    /// is not named by itself.
    pub missing: Vec<Missing>,
    /// How many blocks read differently: the person changed them since.
    pub changed: u32,
    /// When the page was last read.
    pub checked_at: Option<Millis>,
    /// When it is read again by itself.
    pub again_at: Option<Millis>,
    /// How often that failed, or found too little, in a row.
    pub attempts: u32,
    /// Why it could not be read.
    pub error: Option<Box<Error>>,
}

late_record!(Receipt { id, standing, sent, stored, missing, changed, checked_at, again_at, attempts, error });

impl Amount {
    fn add(&mut self, kind: &str, characters: u32) {
        self.characters = self.characters.saturating_add(characters);
        self.blocks += 1;
        self.pictures += u32::from(kind == "image");
    }

    /// How much was sent.
    #[must_use]
    pub fn of(sent: &[Sent]) -> Self {
        let mut amount = Self::default();
        for block in sent {
            amount.add(&block.kind, block.characters);
        }
        amount
    }
}

impl Receipt {
    /// Holds what was sent against a page's blocks, of which these are all or the first.
    pub fn compare(&mut self, sent: &mut [Sent], page: &[Stored], is_whole: bool) {
        let page = There::all(page);
        let places = found::find(sent, &page);
        self.sent = Amount::of(sent);
        self.stored = Amount::default();
        self.missing.clear();
        self.changed = 0;
        // How deep the missing block is that those after it may be in.
        let mut within = None;
        for (block, place) in sent.iter().zip(places) {
            if within.is_some_and(|depth| block.depth <= depth) {
                within = None;
            }
            if let Some(there) = place.and_then(|at| page.get(at)) {
                let is_changed = there.is_changed_from(block);
                self.changed += u32::from(is_changed);
                let most = if is_changed { there.characters() } else { u32::MAX };
                self.stored.add(&block.kind, block.characters.min(most));
            } else if is_whole && within.is_none() {
                within = Some(block.depth);
                if self.missing.len() < NAMED {
                    self.missing.push(Missing { kind: block.kind.clone(), start: block.start.clone() });
                }
            }
        }
        self.standing = match self.stored.blocks < self.sent.blocks {
            false => Standing::Whole,
            true if is_whole => Standing::Missing,
            true => Standing::Partial,
        };
    }
}

/// How soon it is looked again whether a block that was never seen is there by now.
const LATE: [Millis; 2] = [20_000, 60_000];

/// How soon a page that could not be read is read again, each time it fails; after that,
/// when the person asks.
const AGAIN: [Millis; 5] = [30_000, 120_000, 600_000, 3_600_000, 21_600_000];

impl Receipt {
    /// Of a save whose page was not read yet.
    #[must_use]
    pub fn of(id: &str) -> Self {
        Self { id: id.to_owned(), ..Self::default() }
    }

    /// The page was read. A block that was never seen there may only be late.
    pub fn looked(&mut self, sent: &mut [Sent], page: &[Stored], is_whole: bool, now: Millis) {
        let before = self.standing;
        self.compare(sent, page, is_whole);
        self.checked_at = Some(now);
        self.again_at = None;
        self.error = None;
        let times = if before == Standing::Late { self.attempts } else { 0 };
        let may_be_late = before != Standing::Missing && sent.iter().any(|block| block.id.is_empty());
        self.attempts = 0;
        if let (Standing::Missing, true, Some(wait)) = (self.standing, may_be_late, nth(&LATE, times)) {
            self.standing = Standing::Late;
            self.again_at = Some(now + wait);
            self.attempts = times + 1;
        }
    }

    /// The page could not be read.
    pub fn failed(&mut self, error: Box<Error>, now: Millis) {
        let times = if self.error.is_some() { self.attempts } else { 0 };
        let asked = error.retry_after_ms.unwrap_or_default();
        self.again_at = nth(&AGAIN, times).map(|wait| now + wait.max(asked));
        self.attempts = times.saturating_add(1);
        if error.code == Code::NotShared {
            self.standing = Standing::Gone;
            self.again_at = None;
        }
        self.error = Some(error);
    }

    /// What was sent is not known any more.
    pub fn forgot(&mut self) {
        *self = Self { standing: Standing::Unknown, ..Self::of(&self.id) };
    }
}

fn nth(waits: &[Millis], times: u32) -> Option<Millis> {
    waits.get(usize::try_from(times).unwrap_or(usize::MAX)).copied()
}
