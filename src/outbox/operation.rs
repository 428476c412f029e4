//! One save, as it is written down.

use crate::clip::{Clip, Notice};
use crate::error::Error;
use crate::instant::Millis;
use crate::json::{Json, names, record};
use crate::mapping::value::Caution;
use crate::notion::answer::PageRef;

/// The version of the record. Records of version 1 lie elsewhere, see
/// [`super::copies`].
pub const VERSION: u32 = 2;

/// Saves of the same thing to the same place within this time are one: a double
/// click, or Enter held down.
pub const SAME_INTENT: Millis = 10_000;

/// How long a save can be undone, counted from when Notion had it.
pub const UNDO: Millis = 30_000;

/// How long a finished save stays in the list.
pub const KEPT: Millis = 90 * 86_400_000;

/// How long a finished save stays among those that are read together: its page
/// must not be taken for another save's, and it may yet be undone.
const RECENT: Millis = 15 * 60_000;

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
    /// The person took it back; its page is on the way to the trash.
    Undoing,
    /// The person took it back. The record stays for a while, because a store that
    /// loses its last writes would otherwise bring the save back.
    Discarded,
}

/// What a save does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "kebab-case"))]
pub enum Kind {
    /// Makes a page.
    #[default]
    New,
    /// Sets the properties of a page that is there.
    Update,
    /// Adds to what is in a page that is there.
    Append,
}

/// What the person wished while a request was out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wish {
    /// Nothing else.
    #[default]
    None,
    /// To be forgotten; should Notion have it by then, that is said.
    Forgotten,
    /// To be undone; should Notion have it by then, its page goes to the trash.
    Undone,
}

/// One save.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// [`VERSION`] at the time of writing.
    pub version: u32,
    /// Begins with the moment of [`Operation::created_at`], so that ids in order are
    /// saves in order. The rest is random.
    pub id: String,
    /// Counts the writes: of two copies of the same state, the later one is right.
    pub revision: u32,
    /// What it does.
    pub kind: Kind,
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
    /// What became of the files it takes along: [`super::attachment::Attachment`]s as they
    /// were written.
    pub attachments: Json,
    /// What there was to say about the page before saving.
    pub notices: Vec<Notice>,
    /// What there is to say about how it was sent.
    pub left: Vec<Notice>,
    /// When the person asked for it.
    pub created_at: Millis,
    /// When the person last changed it.
    pub edited_at: Millis,
    /// Where it stands.
    pub state: State,
    /// Not before this moment is anything done about it.
    pub not_before: Millis,
    /// Refusals for now in a row, for the back-off.
    pub attempts: u32,
    /// How often a request was sent whose outcome stayed unknown.
    pub unknowns: u32,
    /// When a request was first sent.
    pub first_sent_at: Option<Millis>,
    /// Until when, at least, a request may still be out: when it was last sent, or
    /// when it was last known to be under way.
    pub last_sent_at: Option<Millis>,
    /// By Notion's clock, when a complete search first found nothing.
    pub missing_since: Option<Millis>,
    /// By Notion's clock, when one that was made late enough first found nothing.
    pub absent_at: Option<Millis>,
    /// The connections it was sent by: the authors that its page may have.
    pub senders: Vec<String>,
    /// The property that holds its id, where the page was sent with one.
    pub mark: Option<String>,
    /// What was already tried after Notion refused the content.
    pub repair: Repair,
    /// What Notion may refuse it for, as last sent: see [`super::risk`].
    pub risk: u32,
    /// Why it waits or needs attention.
    pub error: Option<Box<Error>>,
    /// The page, once there is one; of what does not make one, the page it is about.
    pub page: Option<PageRef>,
    /// The article that goes into the page, see [`super::content`]; empty for none.
    pub article: String,
    /// Blocks to append to the page, in order, before the article's.
    pub blocks: Vec<Json>,
    /// How many of [`Operation::blocks`], and of the article's after them, Notion has.
    /// Before there is a page: how many are sent along with it.
    pub appended: u32,
    /// For a page that Notion fills from a template, and that gets blocks of its own
    /// after those: until when it is waited for them; 0 before there is a page.
    pub filling: Option<Millis>,
    /// The save that makes the page this one is about.
    pub follows: Option<String>,
    /// What the person wished while a request was out.
    pub wish: Wish,
    /// When Notion had it.
    pub settled_at: Option<Millis>,
    /// Whether its outcome was unknown at some time.
    pub doubted: bool,
    /// When to look whether it became two pages all the same.
    pub check_at: Option<Millis>,
    /// Whether only one store took what was written last.
    pub alone: bool,
    /// Whether this copy has less of the clip than was saved.
    pub cut: bool,
}

/// Steps taken after a refusal of the content, each once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd)]
pub enum Repair {
    /// None yet.
    #[default]
    None,
    /// The schema was read anew.
    Schema,
    /// The page goes alone, where the beginning of its article went along with it.
    Alone,
    /// No new options are asked for.
    Options,
    /// No people, related pages or template.
    References,
    /// Pictures are sent as links.
    Pictures,
    /// No values but the title: everything else is in the page.
    Values,
    /// Only the link is sent.
    Link,
}

impl Repair {
    /// The steps after the schema was read, each with what it helps against.
    pub const STEPS: [Self; 5] = [Self::Alone, Self::Options, Self::References, Self::Pictures, Self::Values];

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
            revision: 0,
            kind: Kind::New,
            account: String::new(),
            destination: String::new(),
            preset: None,
            clip: Clip::default(),
            tags: Vec::new(),
            entries: Json::Null,
            attachments: Json::Null,
            notices: Vec::new(),
            left: Vec::new(),
            created_at: 0,
            edited_at: 0,
            state: State::Queued,
            not_before: 0,
            attempts: 0,
            unknowns: 0,
            first_sent_at: None,
            last_sent_at: None,
            missing_since: None,
            absent_at: None,
            senders: Vec::new(),
            mark: None,
            repair: Repair::None,
            risk: 0,
            error: None,
            page: None,
            article: String::new(),
            blocks: Vec::new(),
            appended: 0,
            filling: None,
            follows: None,
            wish: Wish::None,
            settled_at: None,
            doubted: false,
            check_at: None,
            alone: false,
            cut: false,
        }
    }
}

names!(State {
    Queued = "queued", Sent = "sent", Unclear = "unclear", Attention = "attention", Saved = "saved",
    Undoing = "undoing", Discarded = "discarded",
});
names!(Kind { New = "new", Update = "update", Append = "append" });
names!(Wish { None = "none", Forgotten = "forgotten", Undone = "undone" });
names!(Repair {
    None = "none",
    Schema = "schema",
    Alone = "alone",
    Options = "options",
    References = "references",
    Pictures = "pictures",
    Values = "values",
    Link = "link",
});
record!(Operation {
    version,
    id,
    revision,
    kind,
    account,
    destination,
    preset,
    clip,
    tags,
    entries,
    attachments,
    notices,
    left,
    created_at,
    edited_at,
    state,
    not_before,
    attempts,
    unknowns,
    first_sent_at,
    last_sent_at,
    missing_since,
    absent_at,
    senders,
    mark,
    repair,
    risk,
    error,
    page,
    article,
    blocks,
    appended,
    filling,
    follows,
    wish,
    settled_at,
    doubted,
    check_at,
    alone,
    cut,
});

impl Operation {
    /// Whether this code understands the record: it is whole, and not a newer one.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        (1..=VERSION).contains(&self.version) && !self.id.is_empty() && !self.clip.address.is_empty()
    }

    /// Whether another save, made now, means the same as this one: the second click
    /// of a double click. One that waits and was made in the future is recent as well:
    /// the clock was set back since.
    #[must_use]
    pub fn is_same_intent(&self, other: &Self) -> bool {
        self.destination == other.destination
            && self.kind == other.kind
            && self.clip.means(&other.clip)
            && self.preset == other.preset
            && self.tags == other.tags
            && self.entries == other.entries
            // A page read twice has two texts; into one that is there, another text is another wish.
            && (self.article == other.article || self.kind == Kind::New)
            && !matches!(self.state, State::Attention | State::Undoing | State::Discarded)
            && self.wish == Wish::None
            && (self.created_at.abs_diff(other.created_at) <= SAME_INTENT
                || self.created_at > other.created_at && self.is_unfinished())
    }

    /// Notes which connection is about to send it.
    pub fn sent_by(&mut self, sender: &str) {
        if !self.senders.iter().any(|known| known == sender) {
            self.senders.push(sender.to_owned());
        }
    }

    /// A request for it is about to leave.
    pub fn departs(&mut self, now: Millis) {
        self.state = State::Sent;
        self.first_sent_at.get_or_insert(now);
        self.last_sent_at = Some(now);
        self.missing_since = None;
        self.absent_at = None;
    }

    /// Notion has all of it.
    pub fn arrives(&mut self, now: Millis) {
        self.state = State::Saved;
        self.settled_at = Some(now);
        self.error = None;
        self.not_before = 0;
        self.attempts = 0;
    }

    /// Lets it be tried again now: the person asked, or what stood in the way is gone.
    pub fn release(&mut self) {
        if self.state == State::Attention {
            self.state = State::Queued;
            self.repair = Repair::None;
            self.attempts = 0;
            self.unknowns = 0;
        }
        self.not_before = 0;
    }

    /// Whether there is something about it that the outbox itself will do.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        match self.state {
            State::Queued | State::Sent | State::Unclear | State::Undoing => true,
            State::Saved => self.check_at.is_some(),
            State::Attention | State::Discarded => false,
        }
    }

    /// When the outbox wants to do that.
    #[must_use]
    pub fn due_at(&self) -> Millis {
        if self.state == State::Saved { self.check_at.unwrap_or(Millis::MAX) } else { self.not_before }
    }

    /// Whether it is one of those that are read together: it waits, or it came to
    /// its end a moment ago.
    #[must_use]
    pub fn is_live(&self, now: Millis) -> bool {
        let ended_at = self.settled_at.unwrap_or(self.edited_at.max(self.created_at));
        self.state == State::Attention || self.is_unfinished() || now.abs_diff(ended_at) < RECENT
    }

    /// Until when it can be undone, if it can.
    #[must_use]
    pub fn undo_until(&self) -> Option<Millis> {
        let can = self.kind == Kind::New && !matches!(self.state, State::Undoing | State::Discarded);
        can.then_some(self.settled_at.unwrap_or(self.created_at) + UNDO)
    }
}
