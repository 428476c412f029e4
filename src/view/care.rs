//! What the extension's pages are shown of what became of a save in Notion.

use crate::instant::Millis;
use crate::json::{Json, late_record};
use crate::late::late_word;

const WORDS: &str = late!("pictures missing sweep remove waiting");

/// What is wished of [`crate::flow::aftercare`]: nothing for the next thing that is due.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct CareWish {
    /// A save whose page is to be read now; empty for none.
    pub id: String,
    /// What is missing in that page is to be sent again.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub missing: bool,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null), serde(rename_all = "camelCase"))]
pub struct Cared {
    /// The [`crate::outbox::receipt::Receipt`]s that were asked for, or that are new.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Receipt[]"))]
    pub receipts: Vec<Json>,
    /// When there is something to do again.
    pub next_at: Option<Millis>,
}

/// What can be wished of saves that are over, or of all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Errand {
    /// The next thing that is due, or what is wished, is done about one.
    Care(CareWish),
    /// Copies of pictures are to be kept.
    Pictures,
    /// Texts and files that no save has are to be taken away.
    Sweep,
    /// The save of that id goes out of the list.
    Remove(String),
    /// It is to be said how many saves of the account of that id are not in Notion.
    Count(String),
}

impl Errand {
    /// Reads an errand; nothing where something else is asked.
    #[must_use]
    pub fn of(asked: &Json) -> Option<Self> {
        let id = asked.get("id").text()?.to_owned();
        Some(if asked.get(const { late_word(WORDS, "pictures") }).is_true() {
            Self::Pictures
        } else if asked.get(const { late_word(WORDS, "sweep") }).is_true() {
            Self::Sweep
        } else if asked.get(const { late_word(WORDS, "remove") }).is_true() {
            Self::Remove(id)
        } else if asked.get(const { late_word(WORDS, "waiting") }).is_true() {
            Self::Count(id)
        } else {
            Self::Care(CareWish { id, missing: asked.get(const { late_word(WORDS, "missing") }).is_true() })
        })
    }
}
late_record!(Cared { receipts, next_at });
