//! Accounts, destinations, preferences: what the options page changes, and the
//! [`view`] that it shows after each change.

use super::{asking, draining, fields, listing, missing, receipts, records, saves, signing_in, uploading, vault};
use crate::error::{Code, Error};
use crate::http::Recipient;
use crate::json::late_record;
use crate::notion::answer::Me;
use crate::notion::request;
use crate::notion::schema::DataSource;
use crate::oauth;
use crate::oauth::client::broker_origin;
use crate::oauth::secret::Secret;
use crate::outbox::operation::{Operation, State, Wish};
use crate::port::Port;
use crate::settings::{Account, AccountStatus, Destination, Preferences};
use crate::token::Token;
use crate::view::View;

/// An account to forget.
#[derive(Clone, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct Leaving {
    /// Its id.
    pub account: String,
    /// Whether the saves that wait for it go as well.
    pub with_saves: bool,
}

late_record!(Leaving { account, with_saves });

/// Everything the options page shows, read from this device only.
///
/// # Errors
/// When the browser's storage fails, here and below.
pub async fn view(port: &impl Port) -> Result<Box<View>, Box<Error>> {
    let settings = records::settings(port).await?;
    let saves = saves::latest(port).await?;
    Ok(View::of(*settings, &saves, port.redirects(), signing_in::state(port).await?))
}

/// Connects with a pasted token: asks Notion whose it is, and what it can see.
///
/// # Errors
/// [`Code::TokenEmpty`] or [`Code::TokenMalformed`] before any request,
/// [`Code::TokenRejected`] after one.
pub async fn connect(port: &impl Port, pasted: &str) -> Result<(), Box<Error>> {
    signing_in::forget_interrupted(port).await?;
    let token = Token::parse(pasted)?;
    let answer = asking::send(port, &Recipient::notion(&token), &request::me()).await?;
    let me = Me::from_answer(&answer).ok_or(Code::UnreadableAnswer)?;
    let account = Account::of(&me, &token);
    store(port, &account, &mut Secret::pasted(&token, port.now())).await?;
    uploading::note_limit(port, &account.id, &answer).await?;
    list(port, &account.id).await
}

/// Writes a connected account down.
pub(super) async fn store(port: &impl Port, account: &Account, secret: &mut Secret) -> Result<(), Box<Error>> {
    let turn = vault::turn(port, &account.id).await?;
    // The secret goes first: an account without one would look connected.
    vault::write(port, &account.id, secret).await?;
    let mut held = records::hold_settings(port).await?;
    held.settings.connect(account);
    records::write_settings(port, held).await?;
    drop(turn);
    Ok(())
}

/// The person says that this is the right workspace: what waits for that goes on.
///
/// # Errors
/// As [`view`].
pub async fn confirm(port: &impl Port, account: &str) -> Result<(), Box<Error>> {
    records::change_settings(port, &mut |settings| settings.confirm(account)).await
}

/// How many saves of an account are not in Notion, and wait to be.
///
/// # Errors
/// As [`view`].
pub async fn waiting(port: &impl Port, account: &str) -> Result<u32, Box<Error>> {
    let live = saves::live(port, "").await?;
    Ok(u32::try_from(live.iter().filter(|save| waits_for(save, account)).count()).unwrap_or(u32::MAX))
}

fn waits_for(save: &Operation, account: &str) -> bool {
    let waits = matches!(save.state, State::Queued | State::Sent | State::Unclear | State::Attention);
    waits && save.wish == Wish::None && save.account == account
}

/// Forgets an account, its secrets, its destinations and its people, and tells whoever issued
/// its token, if that can be reached. Saves that wait for it stay for whoever
/// connects that workspace again, unless they are to go as well.
///
/// # Errors
/// As [`view`].
pub async fn disconnect(port: &impl Port, leaving: Leaving) -> Result<(), Box<Error>> {
    let account = leaving.account;
    // Before the account's own turn is taken: whoever sends a save has that save's turn, and may want this one.
    if leaving.with_saves {
        for save in saves::live(port, "").await?.into_iter().filter(|save| save.account == account) {
            let is_over = matches!(save.state, State::Saved | State::Discarded);
            if is_over || waits_for(&save, &account) && draining::discard(port, &save.id).await?.is_some() {
                continue;
            }
            // Who would look for it, or take it back, is about to go.
            draining::remove(port, &save.id).await?;
            port.remove(receipts::keys(&save.id)).await?;
        }
    }
    let turn = vault::turn(port, &account).await?;
    let secret = vault::secret(port, &account).await;
    // The secret first: an account that is still shown can be disconnected again.
    vault::forget(port, &account).await?;
    let mut held = records::hold_settings(port).await?;
    held.settings.disconnect(&account);
    let left = held.settings.destinations.clone();
    records::write_settings(port, held).await?;
    records::keep_targets(port, &left).await?;
    uploading::forget_limit(port, &account).await?;
    port.remove(vec![fields::people_key(&account)]).await?;
    drop(turn);
    if let Ok(secret) = secret
        && let Some(issuer) = secret.issuer()
    {
        // Forgotten here it is in any case; Notion's own settings can revoke it too.
        let _told = asking::send_secret(port, &issuer, &oauth::request::revoke(secret.way, &secret.access)).await;
    }
    Ok(())
}

/// Asks Notion again what can be saved to.
///
/// # Errors
/// [`Code::NotConnected`], or what Notion answers to the last account that failed.
pub async fn refresh_destinations(port: &impl Port) -> Result<(), Box<Error>> {
    let accounts = records::settings(port).await?.accounts;
    let mut result = if accounts.is_empty() { Err(Code::NotConnected.into()) } else { Ok(()) };
    for account in accounts {
        // One workspace that is out of reach says nothing about the next.
        if let Err(error) = list(port, &account.id).await {
            result = Err(error);
        }
    }
    result
}

pub(super) async fn list(port: &impl Port, account: &str) -> Result<(), Box<Error>> {
    let (sources, empty) = listing::data_sources(port, account).await?;
    let found = keep(port, account, sources, false).await?;
    let mut held = records::hold_settings(port).await?;
    held.settings.set_status(account, AccountStatus::Connected);
    held.settings.set_destinations(account, &found, empty, port.now());
    records::write_settings(port, held).await
}

/// Adds the data sources that a pasted link leads to.
///
/// # Errors
/// Why it cannot be, as [`missing::behind_link`] finds out.
pub async fn add_destination(port: &impl Port, link: &str) -> Result<(), Box<Error>> {
    let mut why = Box::<Error>::from(Code::NotConnected);
    // Which workspace a link belongs to does not show in it.
    for account in records::settings(port).await?.accounts {
        match missing::behind_link(port, &account.id, link).await {
            Ok(sources) => return add(port, &account.id, sources).await,
            // A workspace that knows nothing of it says less than one that does, or that could not be asked.
            Err(error) if matches!(why.code, Code::NotConnected | Code::NotShared | Code::PublishedSite) => why = error,
            Err(_) => {}
        }
    }
    Err(why)
}

/// Adds data sources that were named, not searched for.
pub(super) async fn add(port: &impl Port, account: &str, sources: Vec<DataSource>) -> Result<(), Box<Error>> {
    let added = keep(port, account, sources, true).await?;
    let mut held = records::hold_settings(port).await?;
    held.settings.add_destinations(&added);
    records::write_settings(port, held).await
}

/// Keeps what was read of data sources, and gives what the lists show of them.
async fn keep(
    port: &impl Port,
    account: &str,
    sources: Vec<DataSource>,
    by_link: bool,
) -> Result<Vec<Destination>, Box<Error>> {
    let mut targets = Vec::with_capacity(sources.len());
    for source in sources {
        targets.push(listing::settled(port, source).await?);
    }
    records::write_targets(port, &targets).await?;
    records::unless_disconnected(port, account, &targets).await?;
    Ok(targets.iter().map(|target| Destination::of(target, account, by_link)).collect())
}

/// The broker to sign in with from now on; empty for the one this build came with.
///
/// # Errors
/// [`Code::BrokerMalformed`].
pub async fn set_broker(port: &impl Port, pasted: &str) -> Result<(), Box<Error>> {
    let broker = if pasted.trim().is_empty() { None } else { Some(broker_origin(pasted)?) };
    records::change_settings(port, &mut |settings| settings.broker.clone_from(&broker)).await
}

/// Makes a destination the default.
///
/// # Errors
/// [`Code::UnknownDestination`].
pub async fn choose_destination(port: &impl Port, id: &str) -> Result<(), Box<Error>> {
    let mut chosen = Ok(());
    records::change_settings(port, &mut |settings| chosen = settings.choose(id)).await?;
    chosen
}

/// Takes the person's choices.
///
/// # Errors
/// As [`view`].
pub async fn set_preferences(port: &impl Port, preferences: Preferences) -> Result<(), Box<Error>> {
    records::change_settings(port, &mut |settings| settings.preferences = preferences).await
}
