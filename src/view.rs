//! What the pages of the extension are shown: no secrets, no Notion JSON.

mod care;
mod fields;
mod plans;
mod save;

pub use care::{CareWish, Cared, Errand};
pub use fields::{Choice, Choices, FileLimits, Properties, PropertyField};
pub use plans::{MappingProperty, MappingView, PageTemplate, PresetView};
pub use save::{Change, Counts, Earlier, History, Looking, Pending, SaveState, SaveView, Submission};

use crate::clip::{Clip, Notice};
use crate::instant::Millis;
use crate::json::{late_record, names, record};
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
    /// The redirect addresses of which one is to be registered for an integration of
    /// one's own: the usual one first.
    pub redirects: Vec<String>,
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

names!(SignInState { None = "none", Open = "open", Interrupted = "interrupted" });
late_record!(View {
    accounts,
    destinations,
    default_destination,
    preferences,
    empty,
    checked_at,
    redirects,
    broker,
    broker_is_chosen,
    sign_in,
    presets,
    saves,
});
record!(Draft { clip, destination, notices, tags });

impl View {
    /// What there is to show. The saves come oldest first.
    #[must_use]
    pub fn of(settings: Settings, saves: &[Box<Operation>], redirects: Vec<String>, sign_in: SignInState) -> Box<Self> {
        let latest = |done: bool| {
            let seen = saves.iter().rev().filter(|save| save.state != State::Discarded);
            seen.filter(move |save| (save.state == State::Saved) == done)
        };
        Box::new(Self {
            redirects,
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
