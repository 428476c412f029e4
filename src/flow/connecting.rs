//! Accounts, destinations, preferences: what the options page changes, and the
//! [`view`] that it shows after each change.

use super::{listing, records};
use crate::error::{Code, Error};
use crate::notion::answer::Me;
use crate::notion::request;
use crate::notion::schema::DataSource;
use crate::port::Port;
use crate::settings::{Account, AccountStatus, Destination, Preferences};
use crate::token::Token;
use crate::view::View;

/// Everything the options page shows, read from this device only.
///
/// # Errors
/// When the browser's storage fails, here and below.
pub async fn view(port: &impl Port) -> Result<Box<View>, Box<Error>> {
    let settings = records::settings(port).await?;
    Ok(View::of(*settings, &records::operations_since(port, 0).await?))
}

/// Connects with a pasted token: asks Notion whose it is, and what it can see.
///
/// # Errors
/// [`Code::TokenEmpty`] or [`Code::TokenMalformed`] before any request,
/// [`Code::TokenRejected`] after one.
pub async fn connect(port: &impl Port, pasted: &str) -> Result<(), Box<Error>> {
    let token = Token::parse(pasted)?;
    let answer = listing::ask(port, &token, request::me()).await?;
    let me = Me::from_answer(&answer).ok_or(Code::UnreadableAnswer)?;
    let account = Account::of(&me, &token);
    let id = account.id.clone();
    // The token goes first: an account without one would look connected.
    records::write_token(port, &id, Some(&token)).await?;
    records::change_settings(port, &mut |settings| settings.connect(&account)).await?;
    release_saves(port, &id).await?;
    list(port, &id, &token).await
}

/// Saves that stopped for want of a token may go on.
async fn release_saves(port: &impl Port, account: &str) -> Result<(), Box<Error>> {
    for mut save in records::operations_since(port, 0).await? {
        let lacked = |error: &Error| matches!(error.code, Code::TokenRejected | Code::NotConnected);
        if save.account == account && save.error.as_deref().is_some_and(lacked) {
            save.release();
            records::write_operation(port, &save).await?;
        }
    }
    Ok(())
}

/// Forgets an account, its token and its destinations. Saves that wait for it
/// stay, for whoever connects that workspace again.
///
/// # Errors
/// As [`view`].
pub async fn disconnect(port: &impl Port, account: &str) -> Result<(), Box<Error>> {
    let mut gone = Vec::new();
    records::change_settings(port, &mut |settings| gone = settings.disconnect(account)).await?;
    records::write_token(port, account, None).await?;
    records::remove_schemas(port, &gone).await
}

/// Asks Notion again what can be saved to.
///
/// # Errors
/// [`Code::NotConnected`], or what Notion answers.
pub async fn refresh_destinations(port: &impl Port) -> Result<(), Box<Error>> {
    let accounts = records::settings(port).await?.accounts;
    if accounts.is_empty() {
        return Err(Code::NotConnected.into());
    }
    for account in accounts {
        let token = records::token(port, &account.id).await?;
        list(port, &account.id, &token).await?;
    }
    Ok(())
}

async fn list(port: &impl Port, account: &str, token: &Token) -> Result<(), Box<Error>> {
    let listed = listing::data_sources(port, token).await;
    note_token(port, account, listed.as_ref().err().map(AsRef::as_ref)).await?;
    let (sources, empty) = listed?;
    records::write_schemas(port, &sources).await?;
    let found = destinations(port, &sources, account, false);
    let now = port.now();
    records::change_settings(port, &mut |settings| settings.set_destinations(account, &found, empty, now)).await
}

/// Adds the data sources that a pasted link leads to.
///
/// # Errors
/// [`Code::LinkUnreadable`], [`Code::LinkIsAPage`], [`Code::NotShared`].
pub async fn add_destination(port: &impl Port, link: &str) -> Result<(), Box<Error>> {
    let mut last = Box::<Error>::from(Code::NotConnected);
    // Which workspace a link belongs to does not show in it.
    for account in records::settings(port).await?.accounts {
        let token = records::token(port, &account.id).await?;
        match listing::behind_link(port, &token, link).await {
            Ok(sources) => {
                records::write_schemas(port, &sources).await?;
                let added = destinations(port, &sources, &account.id, true);
                return records::change_settings(port, &mut |settings| settings.add_destinations(&added)).await;
            }
            Err(error) => last = error,
        }
        note_token(port, &account.id, Some(&last)).await?;
    }
    Err(last)
}

fn destinations(port: &impl Port, sources: &[DataSource], account: &str, by_link: bool) -> Vec<Destination> {
    sources.iter().map(|source| Destination::of(source, account, by_link, port)).collect()
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

/// Remembers whether Notion took the token, so that every page can say so.
pub(super) async fn note_token(port: &impl Port, account: &str, error: Option<&Error>) -> Result<(), Box<Error>> {
    let status = match error {
        None => AccountStatus::Connected,
        Some(error) if error.code == Code::TokenRejected => AccountStatus::Rejected,
        Some(_) => return Ok(()),
    };
    records::change_settings(port, &mut |settings| settings.set_status(account, status)).await
}
