//! The receipt of a save: what was sent, held against what Notion has.
//!
//! It is no part of the outbox's course, which ends when Notion has said that it has all
//! of it: here it is looked at. What the person writes into the page, or changes of it, is
//! theirs, and no receipt calls it a loss.

mod course;
mod found;
mod gap;
mod renewal;
mod sent;

#[cfg(test)]
mod tests;

use crate::error::{Code, Error};
use crate::instant::Millis;
use crate::json::{Field, Json, late_record};
use crate::late::late_word;
use crate::notion::stored::Stored;
use crate::outbox::outcome::Outcome;
use crate::outbox::step::{BETWEEN_LOOKUPS, QUARANTINE};

pub use course::{Course, Step};
use found::There;
pub use gap::Gap;
pub use renewal::Renewal;
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
    /// What is missing, or new, is being sent.
    Sending,
    /// A later save brought the text up to date.
    Replaced,
}

const AGAIN_AT: &str = late!("againAt standing attempts first sentAt added removed isBelow");

const STANDINGS: &str = late!("open late whole missing partial unknown gone sending replaced");

impl Standing {
    /// But for the last.
    const ALL: [Self; 8] =
        [Self::Open, Self::Late, Self::Whole, Self::Missing, Self::Partial, Self::Unknown, Self::Gone, Self::Sending];
}

/// By late words, which a save need not load. Before them stands a mark.
impl Field for Standing {
    fn take(json: &Json, whole: &mut bool) -> Self {
        if json.text() == Some(const { late_word(STANDINGS, "replaced") }) {
            return Self::Replaced;
        }
        let mut words = STANDINGS.split(' ').skip(1).zip(Self::ALL);
        let found = words.find(|(word, _)| json.text() == Some(word));
        *whole &= found.is_some() || *json == Json::Null;
        found.map(|(_, standing)| standing).unwrap_or_default()
    }
    fn write(&self) -> Json {
        STANDINGS.split(' ').nth(*self as usize + 1).unwrap_or_default().into()
    }
}

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
    /// Whether any of these can be sent again: it is in no other block, and still on this device.
    pub is_kept: bool,
    /// With which block, counted from 1 in what was sent, the last request began that sent again what
    /// was missing, until it is known what came of it; 0 for none.
    pub first: u32,
    /// When the page was last read before that, by Notion's clock.
    pub sent_at: Millis,
    /// How many blocks read differently: the person changed them since.
    pub changed: u32,
    /// When the page was last read.
    pub checked_at: Option<Millis>,
    /// When it is read again by itself.
    pub again_at: Option<Millis>,
    /// How often that failed, or found too little, in a row.
    pub attempts: u32,
    /// Why it could not be read, or what is missing not be sent.
    pub error: Option<Box<Error>>,
    /// Of an update: how many blocks that are in no other are new in the page.
    pub added: Option<u32>,
    /// How many were taken out for them.
    pub removed: u32,
    /// The first of those that were left, because the person changed them.
    pub edited: Vec<Missing>,
    /// Whether it is not known where its text was, so that it stands below everything else.
    pub is_below: bool,
}

late_record!(Receipt {
    id,
    standing,
    sent,
    stored,
    missing,
    is_kept,
    first,
    sent_at,
    changed,
    checked_at,
    again_at,
    attempts,
    error,
    added,
    removed,
    edited,
    is_below
});

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
        for block in sent.iter().filter(|block| !block.is_old) {
            amount.add(&block.kind, block.characters);
        }
        amount
    }
}

impl Receipt {
    /// Holds what was sent against a page's blocks, of which these are all or the first. Those of the ids
    /// given are others.
    pub fn compare(&mut self, sent: &mut [Sent], page: &[Stored], others: &[String], is_whole: bool) {
        let page = There::all(page, sent, others);
        // What looks like one that is sent again and stands where it belongs is taken for it: it could
        // not be told from one whose answer was lost.
        let places = found::find(sent, &page, is_whole && self.standing == Standing::Sending);
        self.sent = Amount::of(sent);
        self.stored = Amount::default();
        self.missing.clear();
        self.changed = 0;
        self.is_kept = false;
        // How deep the missing block is that those after it may be in.
        let mut within = None;
        for (block, place) in sent.iter().zip(places).filter(|(block, _)| !block.is_old) {
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
                self.is_kept |= block.depth == 0;
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

/// How often, and how soon, it is looked again whether a block that was never seen is there by now:
/// each time four times as late.
const LATE: (u32, Millis) = (2, 20_000);

/// The same of a page that could not be read: the last time after two hours. After that, when the
/// person asks.
const AGAIN: (u32, Millis) = (5, 30_000);

/// How soon it is looked whether what was sent again is there.
const LOOK: Millis = 5_000;

impl Receipt {
    /// Of a save whose page was not read yet.
    #[must_use]
    pub fn of(id: &str) -> Self {
        Self { id: id.to_owned(), ..Self::default() }
    }

    /// The next one after one that is kept, of which only that counts which says when to look again,
    /// what may be under way, and what an update did.
    #[must_use]
    pub fn after(id: &str, record: &Json) -> Self {
        let number = |name| -> Option<Millis> { Field::read(record.get(name)) };
        let small = |name| number(name).and_then(|number| u32::try_from(number).ok());
        Self {
            standing: Field::read(record.get(const { late_word(AGAIN_AT, "standing") })).unwrap_or_default(),
            attempts: small(const { late_word(AGAIN_AT, "attempts") }).unwrap_or_default(),
            first: small(const { late_word(AGAIN_AT, "first") }).unwrap_or_default(),
            sent_at: number(const { late_word(AGAIN_AT, "sentAt") }).unwrap_or_default(),
            // Nothing is another thing than none: only an update has it.
            added: Field::read(record.get(const { late_word(AGAIN_AT, "added") })).flatten(),
            removed: small(const { late_word(AGAIN_AT, "removed") }).unwrap_or_default(),
            is_below: record.get(const { late_word(AGAIN_AT, "isBelow") }).is_true(),
            ..Self::of(id)
        }
    }

    /// When the page of a receipt that is kept is read again by itself.
    #[must_use]
    pub fn again_at(record: &Json) -> Option<Millis> {
        Field::read(record.get(const { late_word(AGAIN_AT, "againAt") })).flatten()
    }

    /// The page was read. A block that was never seen there may only be late.
    pub fn looked(&mut self, sent: &mut [Sent], page: &[Stored], others: &[String], is_whole: bool, now: Millis) {
        let before = self.standing;
        self.compare(sent, page, others, is_whole);
        self.checked_at = Some(now);
        self.again_at = None;
        self.error = None;
        let times = if before == Standing::Late { self.attempts } else { 0 };
        let may_be_late = before != Standing::Missing && sent.iter().any(|block| block.id.is_empty());
        self.attempts = 0;
        if self.standing == Standing::Missing && may_be_late && times < LATE.0 {
            self.standing = Standing::Late;
            self.again_at = Some(now + (LATE.1 << (2 * times)));
            self.attempts = times + 1;
        }
    }

    /// The page could not be read.
    pub fn failed(&mut self, error: Box<Error>, now: Millis) {
        let is_sending = self.standing == Standing::Sending;
        let times = if is_sending || self.standing == Standing::Open { self.attempts } else { 0 };
        let asked = error.retry_after_ms.unwrap_or_default();
        self.again_at = (times < AGAIN.0).then(|| now + (AGAIN.1 << (2 * times)).max(asked));
        self.attempts = times.saturating_add(1);
        if !is_sending || self.again_at.is_none() {
            self.standing = Standing::Open;
        }
        if error.code == Code::NotShared {
            self.standing = Standing::Gone;
            self.again_at = None;
        }
        self.error = Some(error);
    }

    /// What is missing is being sent, and the page is read again at that moment.
    pub fn sends(&mut self, again_at: Millis) {
        self.standing = Standing::Sending;
        self.again_at = Some(again_at);
        self.attempts = 0;
    }

    /// Whether nothing is to be sent now: the last request, whose blocks are not there at this moment
    /// of Notion's clock, may still be carried out. What was waited for long enough is given up, and
    /// sent once more only where that is wished.
    pub fn is_awaited(&mut self, sent: &[Sent], clock: Millis, now: Millis, is_wish: bool) -> bool {
        let first = usize::try_from(self.first).ok().and_then(|first| sent.get(first.checked_sub(1)?));
        let is_out = first.is_some_and(|block| block.id.is_empty());
        if is_out && clock < self.sent_at + QUARANTINE + BETWEEN_LOOKUPS {
            self.sends(now + LOOK);
            return true;
        }
        self.first = 0;
        is_out && !is_wish
    }

    /// A request leaves that begins with that block; the page was read at this moment of Notion's clock.
    pub fn departs(&mut self, first: usize, clock: Millis, now: Millis) {
        self.first = u32::try_from(first + 1).unwrap_or_default();
        self.sent_at = clock;
        self.sends(now);
    }

    /// It was not answered as it should be.
    pub fn answered(&mut self, outcome: Outcome, now: Millis) {
        match outcome {
            Outcome::Applied(_) => {}
            Outcome::Unknown(error) => self.failed(error, now),
            Outcome::Later(error) => {
                self.first = 0;
                self.failed(error, now);
            }
            Outcome::Refused(error) | Outcome::Blocked(error) => {
                self.first = 0;
                self.standing = Standing::Missing;
                self.again_at = None;
                self.error = Some(error);
            }
        }
    }

    /// An update leaves the text of a page that is too large to be read as it is.
    pub fn leaves(&mut self) {
        self.standing = Standing::Partial;
        self.again_at = None;
        self.error = None;
    }

    /// Whether nothing is left that is done by itself or that could not be done.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.standing != Standing::Sending && self.error.is_none()
    }

    /// What was sent is not known any more.
    pub fn forgot(&mut self) {
        *self = Self { standing: Standing::Unknown, ..Self::of(&self.id) };
    }
}
