//! From a click to a page in Notion: what the worker and the popup ask for.

use super::asking::ask;
use super::{listing, preparing, presets, records};
use crate::clip::{self, Captured};
use crate::error::{Code, Error};
use crate::instant::Millis;
use crate::json::Field;
use crate::mapping::special::mark;
use crate::mapping::{self, NewPage};
use crate::notion::answer::{List, PageRef};
use crate::notion::request::find_pages;
use crate::outbox::operation::SAME_INTENT;
use crate::outbox::outcome::{self, Lookup, Outcome};
use crate::outbox::{Event, Moment, Next, Operation, State, step};
use crate::port::Port;
use crate::settings::{Account, Settings};
use crate::view::{Draft, Pending, SaveView, Submission};

/// What a click means: the draft that the popup shows, or that is saved at once.
///
/// # Errors
/// [`Code::PageNotSavable`].
pub async fn draft(port: &impl Port, captured: Box<Captured>) -> Result<Box<Draft>, Box<Error>> {
    let settings = records::settings(port).await?;
    let (clip, notices) = clip::from_captured(&captured, settings.preferences.clean_addresses)?;
    let (destination, tags) = if settings.presets.is_empty() {
        let known = settings.destinations.iter().find(|known| Some(&known.id) == settings.default_destination.as_ref());
        let tags = known.map(|known| known.tags.clone()).unwrap_or_default();
        (settings.default_destination, tags)
    } else {
        port.seldom(|| async { Ok(presets::chosen(&settings, &clip)) }).await?
    };
    Ok(Box::new(Draft { clip, destination, notices, tags }))
}

/// Reads a destination's schema from Notion again.
///
/// # Errors
/// What Notion answers, and when the browser's storage fails, here and below.
pub async fn refresh_schema(port: &impl Port, destination: &str) -> Result<(), Box<Error>> {
    let settings = records::settings(port).await?;
    let known = settings.destination(Some(destination))?;
    port.seldom(|| listing::reread(port, &known.account, &known.id)).await.map(drop)
}

/// Writes a save down and gives its id. The same thing asked for twice within
/// seconds is one save. The caller makes sure that no two run at a time.
///
/// # Errors
/// [`Code::NotConnected`], [`Code::NoDestination`], [`Code::UnknownDestination`],
/// [`Code::PageNotSavable`], or a storage that is full: then nothing was saved.
pub async fn enqueue(port: &impl Port, submission: Box<Submission>) -> Result<String, Box<Error>> {
    let settings = records::settings(port).await?;
    let wanted = Some(submission.destination.as_str()).filter(|id| !id.is_empty());
    let destination = settings.destination(wanted)?;
    let chosen = wanted.or(settings.default_destination.as_deref());
    let clip = clip::from_edited(&submission.clip)?;
    let now = port.now();
    let save = Box::new(Operation {
        id: records::operation_id(now, &port.id()),
        account: destination.account.clone(),
        destination: destination.id.clone(),
        preset: chosen.filter(|id| *id != destination.id).map(str::to_owned),
        clip,
        tags: submission.tags,
        entries: submission.entries,
        notices: submission.notices,
        created_at: now,
        ..Operation::default()
    });
    let recent = records::operations_since(port, now.saturating_sub(SAME_INTENT)).await?;
    if let Some(same) = recent.into_iter().find(|other| other.is_same_intent(&save)) {
        return Ok(same.id);
    }
    records::write_operation(port, &save).await?;
    Ok(save.id)
}

/// Moves a save on until it is done, has to wait, or needs a person. The caller
/// makes sure that nobody else moves the same save at the same time.
///
/// # Errors
/// [`Code::UnknownSave`]; what becomes of the save itself is in the answer.
pub async fn advance(port: &impl Port, id: &str, mut event: Event) -> Result<Box<SaveView>, Box<Error>> {
    let mut save = records::operation(port, id).await?;
    // Most saves never stopped: nothing is read for those.
    if event == Event::Begin && stopped_for_account(&save) {
        let settings = records::settings(port).await?;
        if account_of(&save, &settings).is_some_and(Account::is_ready) {
            event = Event::Retry;
        }
    }
    loop {
        let untouched = event == Event::Begin;
        let at = Moment { now: port.now(), jitter: port.random(), online: port.online() };
        let next = step(&mut save, event, at);
        let mut account = None;
        if next == Next::Send {
            account = account_of(&save, &*records::settings(port).await?).cloned();
            if let Some(account) = &account {
                save.sent_by(&account.bot);
            }
        }
        if untouched && matches!(next, Next::Wait(_) | Next::Rest) && at.online {
            return Ok(SaveView::of(&save));
        }
        // Written before it is acted on: a worker that dies from here on leaves
        // a record that says what may have happened.
        records::write_operation(port, &save).await?;
        port.changed(SaveView::of(&save).write());
        event = match next {
            Next::Send => Event::Answered(send(port, &mut save, account.as_ref()).await),
            Next::Look => Event::Looked(look(port, &save).await),
            Next::ReadSchema => {
                let reread = port.seldom(|| listing::reread(port, &save.account, &save.destination));
                Event::SchemaRead(reread.await)
            }
            Next::Wait(_) | Next::Rest => return Ok(SaveView::of(&save)),
        };
    }
}

/// The saves to move on, after clearing out those long past.
///
/// # Errors
/// When the browser's storage fails.
pub async fn pending(port: &impl Port) -> Result<Pending, Box<Error>> {
    let now = port.now();
    let mut past = Vec::new();
    let settings = records::settings(port).await?;
    let save_at_once = settings.preferences.save_at_once;
    let mut pending = Pending { ids: Vec::new(), next_at: None, attention: Vec::new(), save_at_once };
    for save in records::operations_since(port, 0).await? {
        if save.is_past(now) {
            past.push(save.id);
        } else if save.is_unfinished()
            || stopped_for_account(&save) && account_of(&save, &settings).is_some_and(Account::is_ready)
        {
            pending.next_at = Some(pending.next_at.unwrap_or(Millis::MAX).min(save.not_before));
            pending.ids.push(save.id);
        } else if save.state == State::Attention {
            pending.attention.push(save.id);
        }
    }
    if !past.is_empty() {
        records::remove_operations(port, past).await?;
    }
    Ok(pending)
}

/// Whether a save stopped for want of an account: it goes on by itself once that
/// is ready.
fn stopped_for_account(save: &Operation) -> bool {
    let lacked = |error: &Error| matches!(error.code, Code::NotConfirmed | Code::NotConnected | Code::TokenRejected);
    matches!(save.state, State::Attention | State::Unclear) && save.error.as_deref().is_some_and(lacked)
}

fn account_of<'a>(save: &Operation, settings: &'a Settings) -> Option<&'a Account> {
    settings.account(&save.account)
}

/// Forgets a save, once nobody has it in hand.
///
/// # Errors
/// When the browser's storage fails.
pub async fn discard(port: &impl Port, id: String) -> Result<(), Box<Error>> {
    // The turn of whoever advances it (see `move` in `saving.js`).
    let _turn = port.turn(&["operation:", &id].concat()).await?;
    records::remove_operations(port, vec![id]).await
}

async fn send(port: &impl Port, save: &mut Operation, account: Option<&Account>) -> Outcome {
    let page = match prepare(port, save, account).await {
        Ok(page) => *page,
        Err(error) => return Outcome::before_sending(error),
    };
    save.left = page.notices;
    save.risk = page.risk.bits();
    save.blocks = page.after;
    match ask(port, &save.account, &page.request).await {
        Ok(answer) => match PageRef::from_answer(&answer) {
            Some(page) => Outcome::Applied(page),
            None => Outcome::of(Code::UnreadableAnswer.into()),
        },
        Err(error) => Outcome::of(error),
    }
}

/// Sees that the person knows where this goes, and gives the page.
async fn prepare(port: &impl Port, save: &Operation, account: Option<&Account>) -> Result<Box<NewPage>, Box<Error>> {
    if !account.ok_or(Code::NotConnected)?.confirmed {
        return Err(Code::NotConfirmed.into());
    }
    match records::target(port, &save.destination).await? {
        Some(target) if save.preset.is_none() && preparing::job(save, &target).is_plain() => {
            Ok(Box::new(mapping::plain_page(&preparing::job(save, &target), port)))
        }
        known => port.seldom(|| preparing::page(port, save, known)).await,
    }
}

async fn look(port: &impl Port, save: &Operation) -> Lookup {
    match port.seldom(|| search(port, save)).await {
        Ok(lookup) => lookup,
        Err(error) => Lookup::Failed(error),
    }
}

async fn search(port: &impl Port, save: &Operation) -> Result<Lookup, Box<Error>> {
    let known = records::target(port, &save.destination).await?;
    let target = preparing::target(port, save, known).await?;
    let first = save.first_sent_at.unwrap_or(save.created_at);
    let request = find_pages(&save.destination, mark(&preparing::job(save, &target)), outcome::earliest(first));
    let answer = ask(port, &save.account, &request).await?;
    let found = List::from_answer(&answer).ok_or(Code::UnreadableAnswer)?;
    let all = records::operations_since(port, 0).await?;
    Ok(outcome::lookup(&found, first, &save.senders, &outcome::taken(&all, save)))
}
