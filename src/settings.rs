//! What is remembered between clicks, less the secrets: tokens live in a record
//! of their own, so that nothing that shows or exports settings can leak one.

mod account;
pub mod backup;
mod destination;
pub mod preset;

pub use account::{Account, AccountStatus};
pub use destination::{Destination, PlaceNames};

use crate::error::{Code, Error};
use crate::instant::Millis;
use crate::json::{Json, names, record};
use crate::mapping::plan::Target;

/// The version of the record. A newer one is left alone by older code.
pub const VERSION: u32 = 1;

/// The broker that published builds sign in with: an origin, given when building
/// (`cargo xtask build` refuses anything else).
pub const BUILT_IN_BROKER: Option<&str> = option_env!("SATCHEL_BROKER");

/// Everything remembered.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// [`VERSION`] at the time of writing.
    pub version: u32,
    /// The connected workspaces.
    pub accounts: Vec<Account>,
    /// The data sources that can be saved to.
    pub destinations: Vec<Destination>,
    /// The one that is saved to unless another is chosen.
    pub default_destination: Option<String>,
    /// When the list of destinations was last read.
    pub checked_at: Option<Millis>,
    /// Why that list is empty, if it is.
    pub empty: Option<Empty>,
    /// The broker the person chose, instead of the one this build came with.
    pub broker: Option<String>,
    /// The person's choices.
    pub preferences: Preferences,
    /// Destinations under names of their own: [`preset::Preset`]s as they were written.
    /// They are read where they are wanted only, so that a save need not know how.
    pub presets: Vec<Json>,
}

/// Why a connected account has nothing to save to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "kebab-case"))]
pub enum Empty {
    /// Nothing at all is shared with the connection.
    NothingShared,
    /// Pages are, but no database (or Notion's search does not know it yet).
    NoDatabase,
}

/// The person's choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null), serde(rename_all = "camelCase"))]
pub struct Preferences {
    /// The toolbar button saves at once, without the popup.
    pub save_at_once: bool,
    /// Tracking parameters are removed from addresses.
    pub clean_addresses: bool,
    /// The link is saved without the page's article.
    pub link_only: bool,
}

names!(Empty { NothingShared = "nothing-shared", NoDatabase = "no-database" });
record!(Settings {
    version,
    accounts,
    destinations,
    default_destination,
    checked_at,
    empty,
    broker,
    preferences,
    presets
});
record!(Preferences { save_at_once, clean_addresses, link_only });

impl Default for Settings {
    fn default() -> Self {
        Self {
            version: VERSION,
            accounts: Vec::new(),
            destinations: Vec::new(),
            default_destination: None,
            checked_at: None,
            empty: None,
            broker: None,
            preferences: Preferences { save_at_once: false, clean_addresses: true, link_only: false },
            presets: Vec::new(),
        }
    }
}

impl Settings {
    /// The account of that id.
    #[must_use]
    pub fn account(&self, id: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }

    /// The destination of that id, or the default one. A preset's id leads to its.
    ///
    /// # Errors
    /// [`Code::NotConnected`], [`Code::NoDestination`] or [`Code::UnknownDestination`].
    pub fn destination(&self, id: Option<&str>) -> Result<&Destination, Box<Error>> {
        if self.accounts.is_empty() {
            return Err(Code::NotConnected.into());
        }
        let Some(id) = id.or(self.default_destination.as_deref()) else { return Err(Code::NoDestination.into()) };
        let preset = self.presets.iter().find(|preset| preset.get("id").text() == Some(id));
        let id = preset.and_then(|preset| preset.get("destination").text()).unwrap_or(id);
        self.destinations.iter().find(|known| known.id == id).ok_or_else(|| Code::UnknownDestination.into())
    }

    /// What is known of the default destination.
    #[must_use]
    pub fn known_default(&self) -> Option<&Destination> {
        self.destinations.iter().find(|known| Some(&known.id) == self.default_destination.as_ref())
    }

    /// Adds an account, or renews the one of the same workspace, which stays
    /// confirmed.
    pub fn connect(&mut self, account: &Account) {
        match self.accounts.iter_mut().find(|known| known.id == account.id) {
            Some(known) => *known = Account { confirmed: known.confirmed, ..account.clone() },
            None => self.accounts.push(account.clone()),
        }
    }

    /// Forgets an account and its destinations.
    pub fn disconnect(&mut self, id: &str) {
        self.accounts.retain(|account| account.id != id);
        self.keep(|known| known.account != id);
        self.presets.retain(|preset| preset.get("account").text() != Some(id));
        self.settle_default();
    }

    /// The person says that this is the right workspace.
    pub fn confirm(&mut self, id: &str) {
        for account in self.accounts.iter_mut().filter(|account| account.id == id) {
            account.confirmed = true;
        }
    }

    /// The broker to sign in with: the person's, or the one this build came with.
    #[must_use]
    pub fn broker(&self) -> Option<&str> {
        self.broker.as_deref().or(BUILT_IN_BROKER)
    }

    /// Notes whether Notion takes an account's token.
    pub fn set_status(&mut self, id: &str, status: AccountStatus) {
        for account in self.accounts.iter_mut().filter(|account| account.id == id) {
            account.status = status;
        }
    }

    /// Takes an account's list as a search found it. The default, what presets lead
    /// to and what was added by link stay even when the search (whose index lags) misses them.
    pub fn set_destinations(&mut self, account: &str, found: &[Destination], empty: Option<Empty>, now: Millis) {
        // It may have been disconnected while it was asked.
        if self.account(account).is_none() {
            return;
        }
        let default = self.destination(None).map(|known| known.id.clone()).ok();
        let used = |id: &String| {
            let leads = |preset: &Json| preset.get("destination").text() == Some(id);
            default.as_ref() == Some(id) || self.presets.iter().any(leads)
        };
        let kept = |known: &Destination| {
            known.account != account
                || !found.iter().any(|new| new.id == known.id) && (known.by_link || used(&known.id))
        };
        let mut stays = self.destinations.clone();
        stays.retain(kept);
        self.destinations = stays;
        self.put_first(found);
        self.checked_at = Some(now);
        self.empty = empty.filter(|_| self.destinations.is_empty());
        self.settle_default();
    }

    /// Adds what a link led to, or renews it.
    pub fn add_destinations(&mut self, added: &[Destination]) {
        if !added.iter().all(|new| self.account(&new.account).is_some()) {
            return;
        }
        self.keep(|known| !added.iter().any(|new| new.id == known.id));
        self.put_first(added);
        self.empty = None;
        self.settle_default();
    }

    fn keep(&mut self, stays: impl Fn(&Destination) -> bool) {
        self.destinations.retain(stays);
    }

    fn put_first(&mut self, new: &[Destination]) {
        let mut all = new.to_vec();
        all.append(&mut self.destinations);
        self.destinations = all;
    }

    /// Takes what was read anew of a known data source.
    pub fn renew(&mut self, target: &Target) {
        for known in self.destinations.iter_mut().filter(|known| known.id == target.schema.id) {
            *known = Destination::of(target, &known.account, known.by_link);
        }
    }

    /// Makes a known destination the default.
    ///
    /// # Errors
    /// As [`Self::destination`].
    pub fn choose(&mut self, id: &str) -> Result<(), Box<Error>> {
        self.destination(Some(id))?;
        self.default_destination = Some(id.to_owned());
        Ok(())
    }

    /// With one destination there is nothing to choose; a default that is gone is none.
    pub(crate) fn settle_default(&mut self) {
        let known = |id: &String| self.destination(Some(id)).is_ok();
        if !self.default_destination.as_ref().is_some_and(known) {
            self.default_destination = match self.destinations.as_slice() {
                [only] => Some(only.id.clone()),
                _ => None,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notion::schema::DataSource;
    use crate::oauth::secret::Way;

    fn account(id: &str) -> Account {
        Account {
            id: id.into(),
            bot: "bot".into(),
            workspace: "Ada's".into(),
            user: "Ada".into(),
            token_ending: "abcd".into(),
            status: AccountStatus::Connected,
            way: Way::Token,
            broker: None,
            confirmed: false,
        }
    }

    fn destination(id: &str, by_link: bool) -> Destination {
        let schema = DataSource { id: id.into(), ..DataSource::default() };
        Destination::of(&Target::of(schema, &crate::mapping::plan::Plan::default(), 1), "w", by_link)
    }

    fn connected(ids: &[&str]) -> Settings {
        let mut settings = Settings::default();
        settings.connect(&account("w"));
        let found: Vec<Destination> = ids.iter().map(|id| destination(id, false)).collect();
        settings.set_destinations("w", &found, None, 1);
        settings
    }

    #[test]
    fn each_missing_step_has_its_own_error() {
        let code = |settings: &Settings, id| settings.destination(id).unwrap_err().code;
        assert_eq!(code(&Settings::default(), None), Code::NotConnected);
        assert_eq!(code(&connected(&["a", "b"]), None), Code::NoDestination);
        assert_eq!(code(&connected(&["a", "b"]), Some("c")), Code::UnknownDestination);
        assert_eq!(connected(&["a"]).destination(None).unwrap().id, "a");
    }

    #[test]
    fn a_search_that_misses_the_default_does_not_remove_it() {
        let mut settings = connected(&["a", "b"]);
        settings.choose("b").unwrap();
        settings.add_destinations(&[destination("linked", true)]);
        settings.set_destinations("w", &[destination("a", false)], None, 2);
        let ids: Vec<&str> = settings.destinations.iter().map(|known| known.id.as_str()).collect();
        assert_eq!(ids, ["a", "linked", "b"]);
        assert_eq!(settings.default_destination.as_deref(), Some("b"));
    }

    #[test]
    fn a_new_token_for_the_same_workspace_renews_the_account() {
        let mut settings = connected(&["a"]);
        settings.set_status("w", AccountStatus::Rejected);
        settings.confirm("w");
        settings.connect(&Account { token_ending: "wxyz".into(), ..account("w") });
        assert_eq!(settings.accounts.len(), 1);
        let account = settings.account("w").unwrap();
        assert_eq!((account.status, account.confirmed), (AccountStatus::Connected, true));
        assert_eq!(settings.destinations.len(), 1);
    }

    #[test]
    fn disconnecting_forgets_its_destinations() {
        let mut settings = connected(&["a"]);
        settings.disconnect("w");
        assert_eq!(settings, Settings { checked_at: Some(1), ..Settings::default() });
    }
}
