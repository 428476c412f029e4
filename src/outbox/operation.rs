//! One save, as it is written down.

use crate::clip::{Clip, Notice};
use crate::error::Error;
use crate::instant::Millis;
use crate::json::{Json, names, record};
use crate::mapping::value::Caution;
use crate::notion::answer::PageRef;

/// The version of the record.
pub const VERSION: u32 = 1;

/// Saves of the same thing to the same place within this time are one: a double
/// click, or Enter held down.
pub const SAME_INTENT: Millis = 10_000;

/// How long a finished save stays in the list.
const KEPT: Millis = 7 * 86_400_000;

/// Where a save stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Written down; nothing sent, or what was sent was refused for now.
    #[default]
    Queued,
    /// A request is out. Found in this state at a start, it was interrupted.
    Sent,
    /// No telling whether Notion has it: to be looked up before any resending.
    Unclear,
    /// Refused for a reason that only a person can mend.
    Attention,
    /// In Notion.
    Saved,
}

/// One save.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// [`VERSION`] at the time of writing.
    pub version: u32,
    /// A random id.
    pub id: String,
    /// The account it belongs to; it is never sent with another's token.
    pub account: String,
    /// The data source it goes to.
    pub destination: String,
    /// The preset whose plan it follows, if it is not the destination's own.
    pub preset: Option<String>,
    /// What to save.
    pub clip: Clip,
    /// Tags as typed.
    pub tags: Vec<String>,
    /// What the person set by hand: [`crate::mapping::entry::Entry`]s as they were
    /// written.
    pub entries: Json,
    /// What there was to say about the page before saving.
    pub notices: Vec<Notice>,
    /// What there is to say about how it was sent.
    pub left: Vec<Notice>,
    /// When the person asked for it.
    pub created_at: Millis,
    /// Where it stands.
    pub state: State,
    /// Not before this moment is anything done about it.
    pub not_before: Millis,
    /// Refusals for now in a row, for the back-off.
    pub attempts: u32,
    /// When a request was first sent.
    pub first_sent_at: Option<Millis>,
    /// When a request was last sent.
    pub last_sent_at: Option<Millis>,
    /// When a complete search, made late enough, first found nothing.
    pub absent_at: Option<Millis>,
    /// The connections it was sent by: the authors that its page may have.
    pub senders: Vec<String>,
    /// What was already tried after Notion refused the content.
    pub repair: Repair,
    /// What Notion may refuse it for, as last sent: [`Caution::bits`].
    pub risk: u32,
    /// Blocks to append to the page once its template is there.
    pub blocks: Vec<Json>,
    /// Why it waits or needs attention.
    pub error: Option<Box<Error>>,
    /// The page, once there is one.
    pub page: Option<PageRef>,
}

/// Steps taken after a refusal of the content, each once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd)]
pub enum Repair {
    /// None yet.
    #[default]
    None,
    /// The schema was read anew.
    Schema,
    /// No new options are asked for.
    Options,
    /// No people, related pages or template.
    References,
    /// Pictures are sent as links.
    Pictures,
    /// No values but the title: everything else is in the page.
    Values,
}

impl Repair {
    /// The steps after the schema was read, each with what it helps against.
    pub const STEPS: [Self; 4] = [Self::Options, Self::References, Self::Pictures, Self::Values];

    /// What is left out from this step on.
    #[must_use]
    pub fn caution(self) -> Caution {
        Caution {
            options: self >= Self::Options,
            references: self >= Self::References,
            pictures: self >= Self::Pictures,
            values: self >= Self::Values,
        }
    }
}

impl Default for Operation {
    /// A save that nothing was done about yet, of nothing.
    fn default() -> Self {
        Self {
            version: VERSION,
            id: String::new(),
            account: String::new(),
            destination: String::new(),
            preset: None,
            clip: Clip::default(),
            tags: Vec::new(),
            entries: Json::Null,
            notices: Vec::new(),
            left: Vec::new(),
            created_at: 0,
            state: State::Queued,
            not_before: 0,
            attempts: 0,
            first_sent_at: None,
            last_sent_at: None,
            absent_at: None,
            senders: Vec::new(),
            repair: Repair::None,
            risk: 0,
            blocks: Vec::new(),
            error: None,
            page: None,
        }
    }
}

names!(State { Queued = "queued", Sent = "sent", Unclear = "unclear", Attention = "attention", Saved = "saved" });
names!(Repair {
    None = "none",
    Schema = "schema",
    Options = "options",
    References = "references",
    Pictures = "pictures",
    Values = "values"
});
record!(Operation {
    version,
    id,
    account,
    destination,
    preset,
    clip,
    tags,
    entries,
    notices,
    left,
    created_at,
    state,
    not_before,
    attempts,
    first_sent_at,
    last_sent_at,
    absent_at,
    senders,
    repair,
    risk,
    blocks,
    error,
    page,
});

impl Operation {
    /// Whether this code understands the record: it is whole, and not a newer one.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        (1..=VERSION).contains(&self.version) && !self.id.is_empty() && !self.clip.address.is_empty()
    }

    /// Whether another save means the same as this one: the second click of a
    /// double click.
    #[must_use]
    pub fn is_same_intent(&self, other: &Self) -> bool {
        self.destination == other.destination
            && self.clip.means(&other.clip)
            && self.preset == other.preset
            && self.tags == other.tags
            && self.entries == other.entries
            && self.state != State::Attention
            && self.created_at.abs_diff(other.created_at) <= SAME_INTENT
    }

    /// Notes which connection is about to send it.
    pub fn sent_by(&mut self, sender: &str) {
        if !self.senders.iter().any(|known| known == sender) {
            self.senders.push(sender.to_owned());
        }
    }

    /// Lets it be tried again now: the person asked, or what stood in the way is gone.
    pub fn release(&mut self) {
        if self.state == State::Attention {
            self.state = State::Queued;
            self.repair = Repair::None;
            self.attempts = 0;
        }
        self.not_before = 0;
    }

    /// Whether the outbox itself will move it on.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        matches!(self.state, State::Queued | State::Sent | State::Unclear)
    }

    /// Whether it can leave the list.
    #[must_use]
    pub fn is_past(&self, now: Millis) -> bool {
        self.state == State::Saved && now.saturating_sub(self.created_at) > KEPT
    }
}
