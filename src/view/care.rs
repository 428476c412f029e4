//! What the extension's pages are shown of what became of a save in Notion.

use crate::instant::Millis;
use crate::json::late_record;
use crate::outbox::receipt::Receipt;

/// What is wished of [`crate::flow::aftercare`]: nothing for the next thing that is due.
#[derive(Clone, Debug, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct CareWish {
    /// A save whose page is to be read now; empty for none.
    pub id: String,
    /// Saves whose receipts are asked for.
    pub ids: Vec<String>,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null), serde(rename_all = "camelCase"))]
pub struct Cared {
    /// The receipts that were asked for, or that are new.
    pub receipts: Vec<Receipt>,
    /// When there is something to do again.
    pub next_at: Option<Millis>,
}

late_record!(CareWish { id, ids });
late_record!(Cared { receipts, next_at });
