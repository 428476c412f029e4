//! What happens to a save, and what may be done about it: the words that
//! [`super::step()`] takes and gives.

use super::operation::{Kind, Operation};
use super::outcome::{Lookup, Outcome};
use crate::error::{Code, Error};
use crate::instant::Millis;

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Somebody has the record in hand and nobody else is working on it.
    Begin,
    /// The person wants a refused save tried again.
    Retry,
    /// The request came to this.
    Answered(Outcome),
    /// The search came to this.
    Looked(Lookup),
    /// The schema was read again, and differs or not.
    SchemaRead(Result<bool, Box<Error>>),
    /// The search for a second page came to this: the address of one, if any.
    Checked(Result<Option<String>, Box<Error>>),
    /// There is something in the page by now, or not.
    Filled(Result<bool, Box<Error>>),
    /// The file of that key was uploaded: Notion's id of it, nothing where its bytes are gone.
    Uploaded(String, Result<Option<String>, Box<Error>>),
    /// The page was put into the trash, or not.
    Trashed(Result<(), Box<Error>>),
    /// The person does not want it in Notion, and it was not there as they saw it.
    Discard,
    /// The person wants it out of the list, and knows that Notion keeps it.
    Remove,
    /// The person wants it undone.
    Undo,
}

impl Event {
    /// How it went, where something was asked of Notion.
    #[must_use]
    pub fn answer(&self) -> Option<Result<(), &Error>> {
        match self {
            Self::Answered(Outcome::Applied(_)) => Some(Ok(())),
            Self::Answered(
                Outcome::Later(error) | Outcome::Refused(error) | Outcome::Blocked(error) | Outcome::Unknown(error),
            )
            | Self::Looked(Lookup::Failed(error)) => Some(Err(error)),
            Self::Looked(_) => Some(Ok(())),
            Self::SchemaRead(Err(error))
            | Self::Checked(Err(error))
            | Self::Filled(Err(error))
            | Self::Uploaded(_, Err(error))
            | Self::Trashed(Err(error)) => Some(Err(error)),
            // Nothing was asked.
            Self::Uploaded(_, Ok(None)) => None,
            Self::SchemaRead(_) | Self::Checked(_) | Self::Filled(_) | Self::Trashed(_) | Self::Uploaded(..) => {
                Some(Ok(()))
            }
            Self::Begin | Self::Retry | Self::Discard | Self::Remove | Self::Undo => None,
        }
    }
}

/// What to do, after the record is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Send what [`stage`] says; come back with [`Event::Answered`].
    Send,
    /// Search for what was sent; come back with [`Event::Looked`].
    Look,
    /// Read the schema again; come back with [`Event::SchemaRead`].
    ReadSchema,
    /// Search for a second page; come back with [`Event::Checked`].
    Check,
    /// Look whether the page's template has filled it; come back with [`Event::Filled`].
    Fill,
    /// Upload what [`super::attachment::next`] says; come back with [`Event::Uploaded`].
    Upload,
    /// Put the page into the trash; come back with [`Event::Trashed`].
    Trash,
    /// Nothing until this moment.
    Wait(Millis),
    /// Nothing any more, unless the person asks.
    Rest,
}

impl Next {
    /// Whether it asks something of Notion.
    #[must_use]
    pub fn is_request(self) -> bool {
        !matches!(self, Self::Wait(_) | Self::Rest)
    }
}

/// What a save has to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// A new page.
    Create,
    /// Properties of a page, which may be sent as often as one likes.
    Update,
    /// The blocks that its page lacks.
    Append,
}

/// What a save has to send.
#[must_use]
pub fn stage(save: &Operation) -> Stage {
    match save.kind {
        Kind::Update => Stage::Update,
        Kind::New if save.page.is_none() => Stage::Create,
        Kind::New | Kind::Append => Stage::Append,
    }
}

/// What the outbox cannot know by itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Moment {
    /// The time.
    pub now: Millis,
    /// A random number from 0 to 1, so that many waiting saves do not all come
    /// back at once.
    pub jitter: f64,
    /// What is known to keep every request from Notion.
    pub obstacle: Option<Code>,
    /// Until when the save's account waits.
    pub paused_until: Millis,
    /// The copies of the record differ: what was written last may be lost.
    pub differ: bool,
}
