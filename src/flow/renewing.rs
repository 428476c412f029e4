//! Which text of a page is an earlier save's, for an update that brings it up to date
//! (see [`crate::outbox::receipt::Renewal`]).

use super::receipts::{RECEIPT, SENT, key};
use crate::error::Error;
use crate::json::{Field, Json};
use crate::late::late_word;
use crate::notion::rich_text;
use crate::outbox::receipt::{Receipt, Sent, Standing};
use crate::port::{Port, SaveCall};

const WORDS: &str = late!("heading_2 page kind append article state blocks");

/// The states of a save that goes on by itself.
const BUSY: &str = late!("queued sent unclear undoing");

/// What this device put into a page the last time.
#[derive(Default)]
pub(super) struct Before {
    /// The save that did; empty for none.
    pub(super) id: String,
    /// What it sent of its text: nothing where that is not known.
    pub(super) old: Vec<Sent>,
    /// Whether that is still under way.
    pub(super) is_busy: bool,
    /// Whether its page was not read yet.
    pub(super) is_new: bool,
}

/// What the last save of an address before that one, or of all, put into a page as its text. What was added to the
/// page is none of it: that is for the person to take out.
///
/// # Errors
/// When the browser's storage fails, here and below.
pub(super) async fn before(port: &impl Port, page: &str, address: &str, id: &str) -> Result<Before, Box<Error>> {
    let copies = port.saves(SaveCall::At(address.to_owned())).await?;
    let of = |save: &Json, name: &str| save.get(name).text().unwrap_or_default().to_owned();
    let mut before = Before::default();
    let mut last = &Json::Null;
    for save in copies.items() {
        let found = of(save, "id");
        if save.get(const { late_word(WORDS, "page") }).get("id").text() == Some(page)
            && of(save, const { late_word(WORDS, "kind") }) != const { late_word(WORDS, "append") }
            && !of(save, const { late_word(WORDS, "article") }).is_empty()
            && (id.is_empty() || *found < *id)
            && found > before.id
        {
            before.id = found;
            last = save;
        }
    }
    let mut found = port.read(vec![key(RECEIPT, &before.id), key(SENT, &before.id)]).await?;
    let (sent, receipt) = (found.pop().flatten().unwrap_or_default(), found.pop().flatten().unwrap_or_default());
    if Receipt::after(&before.id, &receipt).standing == Standing::Replaced {
        return Ok(before);
    }
    let state = of(last, const { late_word(WORDS, "state") });
    before.is_busy = Receipt::again_at(&receipt).is_some() || BUSY.split(' ').any(|busy| busy == state);
    before.is_new = receipt == Json::Null;
    before.old = Field::take(&sent, &mut true);
    // What has no place among the properties is no part of the text, nor is what stands above it.
    let others = Sent::all(last.get(const { late_word(WORDS, "blocks") }).items()).len().min(before.old.len());
    before.old.drain(..others);
    Ok(before)
}

/// What stands above a text whose place is not known.
pub(super) fn heading(words: &str) -> Json {
    let content = Json::object([("rich_text", rich_text::runs(words))]);
    Json::object([(const { late_word(WORDS, "heading_2") }, content)])
}
