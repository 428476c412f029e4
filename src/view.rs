//! What the pages of the extension are shown: no secrets, no Notion JSON.

mod fields;
mod plans;

pub use fields::{Choice, Choices, Properties, PropertyField};
pub use plans::{MappingProperty, MappingView, PageTemplate, PresetView};

use crate::clip::{Clip, Notice};
use crate::error::Error;
use crate::instant::Millis;
use crate::json::{Json, names, record};
use crate::outbox::{Operation, State};
use crate::settings::{Account, Destination, Empty, Preferences, Settings};

/// How many saves are shown.
const SHOWN_SAVES: usize = 20;

/// Everything the options page shows.
#[derive(Clone, Debug)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null), serde(rename_all = "camelCase"))]
pub struct View {
    /// The connected workspaces.
    pub accounts: Vec<Account>,
    /// Where can be saved to.
    pub destinations: Vec<Destination>,
    /// Where is saved to unless another is chosen.
    pub default_destination: Option<String>,
    /// The person's choices.
    pub preferences: Preferences,
    /// Why there is nothing to save to.
    pub empty: Option<Empty>,
    /// When Notion was last asked, in milliseconds since 1970.
    pub checked_at: Option<Millis>,
    /// The redirect address to register for an integration of one's own.
    pub redirect: String,
    /// The broker to sign in with, if there is one.
    pub broker: Option<String>,
    /// Whether that is the person's own choice.
    pub broker_is_chosen: bool,
    /// Notion's window, if one was opened.
    pub sign_in: SignInState,
    /// Destinations under names of their own.
    pub presets: Vec<PresetView>,
    /// The latest saves, those that wait or need a person first.
    pub saves: Vec<SaveView>,
}

/// Where a sign-in stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "kebab-case"))]
pub enum SignInState {
    /// There is none.
    None,
    /// Notion's window is open.
    Open,
    /// The browser stopped while it was: its answer is lost.
    Interrupted,
}

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
}

/// One save.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null), serde(rename_all = "camelCase"))]
pub struct SaveView {
    /// Its id.
    pub id: String,
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
}

/// What the popup starts with.
#[derive(Clone, Debug)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Draft {
    /// What would be saved.
    pub clip: Clip,
    /// Where to: the id of a data source or of a preset.
    pub destination: Option<String>,
    /// What there is to say about it.
    pub notices: Vec<Notice>,
    /// The tags that a save there gets by itself.
    pub tags: Vec<String>,
}

/// What the outbox still has to do.
#[derive(Clone, Debug)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null), serde(rename_all = "camelCase"))]
pub struct Pending {
    /// The saves that it moves on by itself, oldest first.
    pub ids: Vec<String>,
    /// When the first of them wants to be moved on.
    pub next_at: Option<Millis>,
    /// The saves that need a person.
    pub attention: Vec<String>,
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
}

names!(SignInState { None = "none", Open = "open", Interrupted = "interrupted" });
names!(SaveState {
    Waiting = "waiting", Sending = "sending", Unclear = "unclear", Attention = "attention", Saved = "saved",
});
record!(View {
    accounts,
    destinations,
    default_destination,
    preferences,
    empty,
    checked_at,
    redirect,
    broker,
    broker_is_chosen,
    sign_in,
    presets,
    saves,
});
record!(SaveView {
    id,
    state,
    title,
    address,
    destination,
    account,
    page,
    notices,
    error,
    created_at,
    next_attempt_at
});
record!(Pending { ids, next_at, attention, save_at_once });
record!(Draft { clip, destination, notices, tags });
record!(Submission { clip, tags, destination, notices, entries });

impl View {
    /// What there is to show. The saves come oldest first.
    #[must_use]
    pub fn of(settings: Settings, saves: &[Box<Operation>], redirect: String, sign_in: SignInState) -> Box<Self> {
        let latest = |done: bool| saves.iter().rev().filter(move |save| (save.state == State::Saved) == done);
        Box::new(Self {
            redirect,
            broker: settings.broker().map(str::to_owned),
            broker_is_chosen: settings.broker.is_some(),
            sign_in,
            presets: settings.presets().map(|preset| PresetView::of(&preset)).collect(),
            accounts: settings.accounts,
            destinations: settings.destinations,
            default_destination: settings.default_destination,
            preferences: settings.preferences,
            empty: settings.empty,
            checked_at: settings.checked_at,
            saves: latest(false).chain(latest(true)).take(SHOWN_SAVES).map(|save| *SaveView::of(save)).collect(),
        })
    }
}

impl SaveView {
    /// A save as it is shown.
    #[must_use]
    pub fn of(save: &Operation) -> Box<Self> {
        let state = match save.state {
            State::Queued => SaveState::Waiting,
            State::Sent => SaveState::Sending,
            State::Unclear => SaveState::Unclear,
            State::Attention => SaveState::Attention,
            State::Saved => SaveState::Saved,
        };
        let waits = matches!(state, SaveState::Waiting | SaveState::Unclear) && save.not_before > 0;
        Box::new(Self {
            id: save.id.clone(),
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
        })
    }
}
