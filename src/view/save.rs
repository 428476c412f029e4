//! What the extension's pages are shown of saves, and what they ask about them.

use crate::clip::{Clip, Notice};
use crate::error::Error;
use crate::instant::Millis;
use crate::json::{Json, late_record, names, record};
use crate::outbox::operation::{Kind, Operation, State};

/// Where a save stands, as a person understands it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "kebab-case"))]
pub enum SaveState {
    /// Kept on this device, tried again by itself.
    Waiting,
    /// A request is out.
    Sending,
    /// Notion did not answer clearly; it is being found out.
    Unclear,
    /// A person has to do something.
    Attention,
    /// In Notion.
    Saved,
    /// Taken back or deleted: it is in no list any more.
    Gone,
}

/// One save.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null), serde(rename_all = "camelCase"))]
pub struct SaveView {
    /// Its id.
    pub id: String,
    /// What it does.
    pub kind: Kind,
    /// Where it stands.
    pub state: SaveState,
    /// The page's title.
    pub title: String,
    /// The page's address.
    pub address: String,
    /// The data source it goes to.
    pub destination: String,
    /// The account it belongs to.
    pub account: String,
    /// Where the page is in Notion.
    pub page: Option<String>,
    /// What there is to say about it.
    pub notices: Vec<Notice>,
    /// Why it waits or needs attention.
    pub error: Option<Box<Error>>,
    /// When the person asked for it.
    pub created_at: Millis,
    /// When it is tried again.
    pub next_attempt_at: Option<Millis>,
    /// How many waiting saves go to the same place before it, and itself; none
    /// where that was not counted.
    pub position: Option<u32>,
    /// Until when it can be undone, if it can.
    pub undo_until: Option<Millis>,
}

/// What the outbox still has to do.
#[derive(Clone, Debug, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null), serde(rename_all = "camelCase"))]
pub struct Pending {
    /// How many saves are on their way.
    pub waiting: u32,
    /// How many need a person.
    pub attention: u32,
    /// When the outbox wants to do something next.
    pub next_at: Option<Millis>,
    /// Whether a click saves at once: the button, too, is set after every save.
    pub save_at_once: bool,
}

/// What the popup asks to be saved.
#[derive(Clone, Debug)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Submission {
    /// The clip as edited.
    pub clip: Clip,
    /// Tags as typed.
    pub tags: Vec<String>,
    /// Where to: the id of a data source or of a preset.
    pub destination: String,
    /// The draft's notices.
    pub notices: Vec<Notice>,
    /// What the person set by hand.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "Entry[]"))]
    pub entries: Json,
    /// What it does.
    pub mode: Kind,
    /// The id of the page it is about; none for one that makes a page.
    pub page: Option<String>,
    /// The article, see [`crate::outbox::content`]; empty for none.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub article: String,
}

/// A save that waits or needs a person, changed.
#[derive(Clone, Debug)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Change {
    /// Its id.
    pub id: String,
    /// The clip as edited.
    pub clip: Clip,
    /// Tags as typed.
    pub tags: Vec<String>,
    /// What the person set by hand.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "Entry[]"))]
    pub entries: Json,
}

/// What the history is asked for.
#[derive(Clone, Debug, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Looking {
    /// Words to find in title and address; empty for all.
    pub query: String,
    /// Waiting, attention or saved, as in [`SaveState`]; empty for all.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "\"\" | SaveState"))]
    pub state: String,
    /// Where the last answer ended.
    pub after: Option<String>,
}

/// A part of the history, the latest first.
#[derive(Clone, Debug, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct History {
    /// The saves.
    pub saves: Vec<SaveView>,
    /// Where it goes on, if it does.
    pub next: Option<String>,
    /// How many there are.
    pub counts: Counts,
}

/// How many saves there are.
#[derive(Clone, Debug, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Counts {
    /// On their way.
    pub waiting: u32,
    /// In need of a person.
    pub attention: u32,
    /// In Notion.
    pub saved: u32,
    /// Left alone, because a newer Satchel wrote them or they are damaged.
    pub unreadable: u32,
}

/// A page that the address has in a data source already.
#[derive(Clone, Debug, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null), serde(rename_all = "camelCase"))]
pub struct Earlier {
    /// Where a person opens it.
    pub page: String,
    /// Its id, for a save that updates it or adds to it.
    pub page_id: String,
    /// Its title.
    pub title: String,
    /// When it was made.
    pub saved_at: Millis,
    /// Whether Notion said so; else this device only remembers.
    pub asked: bool,
    /// Whether this device knows which of the page's text is Satchel's, so that an update can bring that up to
    /// date where it stands.
    pub knows_text: bool,
}

names!(SaveState {
    Waiting = "waiting", Sending = "sending", Unclear = "unclear", Attention = "attention", Saved = "saved", Gone = "gone",
});
record!(SaveView {
    id,
    kind,
    state,
    title,
    address,
    destination,
    account,
    page,
    notices,
    error,
    created_at,
    next_attempt_at,
    position,
    undo_until,
});
record!(Pending { waiting, attention, next_at, save_at_once });
record!(Submission { clip, tags, destination, notices, entries, mode, page, article });
late_record!(Change { id, clip, tags, entries });
late_record!(Looking { query, state, after });
late_record!(History { saves, next, counts });
late_record!(Counts { waiting, attention, saved, unreadable });
late_record!(Earlier { page, page_id, title, saved_at, asked, knows_text });

impl SaveView {
    /// A save as it is shown.
    #[must_use]
    pub fn of(save: &Operation) -> Box<Self> {
        let state = match save.state {
            State::Queued if save.filling.is_none_or(|until| until == 0) => SaveState::Waiting,
            // A template fills the page: nobody has to be told that this takes a moment.
            State::Queued => SaveState::Sending,
            State::Sent | State::Undoing => SaveState::Sending,
            State::Unclear => SaveState::Unclear,
            State::Attention => SaveState::Attention,
            State::Saved => SaveState::Saved,
            State::Discarded => SaveState::Gone,
        };
        let waits = matches!(state, SaveState::Waiting | SaveState::Unclear) && save.not_before > 0;
        Box::new(Self {
            id: save.id.clone(),
            kind: save.kind,
            state,
            title: save.clip.title.clone(),
            address: save.clip.address.clone(),
            destination: save.destination.clone(),
            account: save.account.clone(),
            page: save.page.as_ref().map(|page| page.url.clone()),
            notices: save.notices.iter().chain(&save.left).cloned().collect(),
            error: save.error.clone(),
            created_at: save.created_at,
            next_attempt_at: waits.then_some(save.not_before),
            position: None,
            undo_until: save.undo_until(),
        })
    }
}
