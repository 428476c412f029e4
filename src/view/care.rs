//! What the extension's pages are shown of what became of a save in Notion.

use crate::instant::Millis;
use crate::json::{Json, late_record};
use crate::late::late_word;

const WORDS: &str = late!("pictures missing sweep");

/// What is wished of [`crate::flow::aftercare`]: nothing for the next thing that is due.
#[derive(Clone, Debug, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct CareWish {
    /// A save whose page is to be read now; empty for none.
    pub id: String,
    /// Copies of pictures are to be kept, and nothing else be done.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub pictures: bool,
    /// What is missing in that page is to be sent again.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub missing: bool,
    /// Texts and files that no save has are to be taken away, and nothing else be done.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub sweep: bool,
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

impl CareWish {
    /// Reads a wish; nothing where something else is asked.
    #[must_use]
    pub fn of(asked: &Json) -> Option<Self> {
        let pictures = asked.get(const { late_word(WORDS, "pictures") }).is_true();
        let missing = asked.get(const { late_word(WORDS, "missing") }).is_true();
        let sweep = asked.get(const { late_word(WORDS, "sweep") }).is_true();
        asked.get("id").text().map(|id| Self { id: id.to_owned(), pictures, missing, sweep })
    }
}
late_record!(Cared { receipts, next_at });
