//! From a click to a page in Notion: what the worker and the popup ask for.

use super::{listing, records, repairing, saves, searching, sending};
use crate::clip::{self, Captured};
use crate::error::{Code, Error};
use crate::instant::Millis;
use crate::json::Field;
use crate::mapping::{self, proposal::TAGS_PLACE};
use crate::notion::answer::PageRef;
use crate::notion::schema::TagOption;
use crate::outbox::copies;
use crate::outbox::operation::SAME_INTENT;
use crate::outbox::pause::{self, FURTHEST, Pauses};
use crate::outbox::{Event, Kind, Lookup, Moment, Next, Operation, Outcome, State, step};
use crate::port::Port;
use crate::settings::{Account, Settings};
use crate::view::{Draft, Pending, SaveState, SaveView, Submission};

/// The turn of whoever moves on all that waits.
const DRAIN: &str = "drain";

/// How long until it is looked again whether there is a network.
const OFFLINE: Millis = 30_000;

/// The turn of whoever asks Notion about a save.
fn hand(id: &str) -> String {
    ["operation:", id].concat()
}

/// What a click means: the draft that the popup shows, or that is saved at once.
///
/// # Errors
/// [`Code::PageNotSavable`].
pub async fn draft(port: &impl Port, captured: Box<Captured>) -> Result<Box<Draft>, Box<Error>> {
    let settings = records::settings(port).await?;
    let (clip, notices) = clip::from_captured(&captured, settings.preferences.clean_addresses)?;
    Ok(Box::new(Draft { clip, destination: settings.default_destination, notices, tags: Vec::new() }))
}

/// The existing options for tags, from this device.
///
/// # Errors
/// When the browser's storage fails, here and below.
pub async fn tag_options(port: &impl Port, destination: &str) -> Result<Vec<TagOption>, Box<Error>> {
    let Some(target) = records::target(port, destination).await? else { return Ok(Vec::new()) };
    Ok(target.place(TAGS_PLACE).map(|property| property.options.clone()).unwrap_or_default())
}

/// Reads a destination's schema from Notion again.
///
/// # Errors
/// What Notion answers.
pub async fn refresh_schema(port: &impl Port, destination: &str) -> Result<(), Box<Error>> {
    let settings = records::settings(port).await?;
    let account = &settings.destination(Some(destination))?.account;
    port.seldom(|| listing::reread(port, account, destination)).await.map(drop)
}

/// Writes a save down. The same thing asked for twice within seconds is one save.
///
/// # Errors
/// [`Code::NotConnected`], [`Code::NoDestination`], [`Code::UnknownDestination`],
/// [`Code::PageNotSavable`], or a storage that is full: then nothing was saved.
pub async fn enqueue(port: &impl Port, submission: Box<Submission>) -> Result<Box<SaveView>, Box<Error>> {
    let settings = records::settings(port).await?;
    let wanted = Some(submission.destination.as_str()).filter(|id| !id.is_empty());
    let destination = settings.destination(wanted)?;
    let clip = clip::from_edited(&submission.clip)?;
    let _turn = port.turn("enqueue").await?;
    let page = submission.page;
    let now = port.now();
    let mut save = Box::new(Operation {
        id: saves::id(now, &port.id()),
        kind: submission.mode,
        account: destination.account.clone(),
        destination: destination.id.clone(),
        clip,
        tags: submission.tags,
        entries: submission.entries,
        notices: submission.notices,
        created_at: now,
        edited_at: now,
        ..Operation::default()
    });
    match page {
        Some(id) if save.kind != Kind::New => save.page = Some(PageRef::of(&id)),
        // Nothing to update or to add to: then it is a page of its own.
        _ => save.kind = Kind::New,
    }
    if save.kind == Kind::Append {
        save.blocks = mapping::addition(&save.clip);
    }
    let recent = saves::live(port, &saves::id(now.saturating_sub(SAME_INTENT), "")).await?;
    // What is read together may be small copies: like is compared with like.
    let shrunk = copies::shrunk(&save);
    if let Some(same) = recent.into_iter().find(|other| other.is_same_intent(if other.cut { &shrunk } else { &save })) {
        return Ok(SaveView::of(&same));
    }
    saves::write(port, &mut save).await?;
    Ok(SaveView::of(&save))
}

/// Moves a save on now, for the person who waits for it. While the outbox is at
/// work it is left to that, so that nothing overtakes what came before.
///
/// # Errors
/// As [`advance`].
pub async fn take_up(port: &impl Port, id: &str, event: Event) -> Result<Box<SaveView>, Box<Error>> {
    if event == Event::Begin && port.is_taken(DRAIN).await? {
        return Ok(SaveView::of(&saves::read(port, id).await?.save));
    }
    let _hand = port.turn(&hand(id)).await?;
    advance(port, id, event).await
}

/// Moves a save on until it is done, has to wait, or needs a person. The caller
/// has it in hand: nobody else asks Notion about the same save.
async fn advance(port: &impl Port, id: &str, mut event: Event) -> Result<Box<SaveView>, Box<Error>> {
    loop {
        let turn = saves::turn(port, id).await?;
        let believed = saves::read(port, id).await?;
        let mut save = believed.save;
        let (settings, pauses) = note(port, &save.account, &event).await?;
        let account = settings.account(&save.account);
        if event == Event::Begin && stopped_for_account(&save) && account.is_some_and(Account::is_ready) {
            event = Event::Retry;
        }
        if save.follows.is_some() && matches!(event, Event::Begin | Event::Retry) {
            port.seldom(|| repairing::follow(port, &mut save)).await?;
        }
        let at = moment(port, &pauses, &save, event == Event::Retry, believed.doubtful);
        let untouched = event == Event::Begin && !believed.differ && at.online;
        let before = (save.state, save.not_before);
        let next = step(&mut save, event.clone(), at);
        if untouched && !next.is_request() && (save.state, save.not_before) == before {
            return Ok(SaveView::of(&save));
        }
        if next == Next::Look
            && save.senders.is_empty()
            && let Some(account) = account
        {
            // That it was sent is not written anywhere: then it was by this account's connection.
            save.sent_by(&account.bot);
        }
        let mut request = None;
        if next == Next::Send {
            match sending::prepare(port, &mut save, account).await {
                Ok(Some(prepared)) => request = Some(prepared),
                // What goes where is not known yet: nothing is written before it is.
                Ok(None) => {
                    drop(turn);
                    match port.seldom(|| listing::first(port, &save.account, &save.destination)).await {
                        Ok(_) => {}
                        Err(error) => event = Event::Answered(Outcome::before_sending(error)),
                    }
                    continue;
                }
                Err(error) => {
                    event = Event::Answered(Outcome::before_sending(error));
                    continue;
                }
            }
        }
        // Written before it is acted on: a worker that dies from here on leaves
        // a record that says what may have happened.
        saves::write(port, &mut save).await?;
        drop(turn);
        port.changed(SaveView::of(&save).write());
        event = match (next, request) {
            (Next::Send, Some(request)) => Event::Answered(sending::send(port, &save, &request).await),
            (Next::Look, _) => Event::Looked(match port.seldom(|| searching::look(port, &save)).await {
                Ok(found) => found,
                Err(error) => Lookup::Failed(error),
            }),
            (Next::ReadSchema, _) => {
                let reread = port.seldom(|| listing::reread(port, &save.account, &save.destination));
                Event::SchemaRead(reread.await)
            }
            (Next::Check, _) => Event::Checked(port.seldom(|| searching::check(port, &save)).await),
            (Next::Trash, _) => Event::Trashed(port.seldom(|| searching::trash(port, &save)).await),
            _ => return Ok(SaveView::of(&save)),
        };
    }
}

pub(super) fn moment(port: &impl Port, pauses: &Pauses, save: &Operation, asked: bool, differ: bool) -> Moment {
    let now = port.now();
    let paused_until = if asked { pauses.asked_until(&save.account, now) } else { pauses.until(&save.account, now) };
    Moment { now, jitter: port.random(), online: port.online(), paused_until, differ }
}

/// Notes what an answer says about the whole account.
async fn note(port: &impl Port, account: &str, event: &Event) -> Result<(Box<Settings>, Pauses), Box<Error>> {
    let (settings, mut pauses) = records::settings_and_pauses(port).await?;
    let now = port.now();
    match event.answer() {
        Some(Err(error)) if pause::is_of_account(error.code) => {
            let jitter = port.random();
            let stop = &mut |pauses: &mut Pauses| {
                pauses.stop(account, error, now, jitter);
                true
            };
            pauses = records::change_pauses(port, stop).await?;
        }
        Some(Ok(())) if pauses.is_over(account, now) => {
            pauses = records::change_pauses(port, &mut |pauses| pauses.clear(account)).await?;
        }
        _ => {}
    }
    Ok((settings, pauses))
}

/// Why the outbox is brought back.
#[derive(Clone, Copy, Debug, Default)]
pub struct Occasion {
    /// The browser or the extension was started.
    pub started: bool,
    /// The network is back.
    pub reachable: bool,
}

/// Moves on everything that can be, oldest first. One context does so at a time.
///
/// # Errors
/// When the browser's storage fails, here and below.
pub async fn drain(port: &impl Port, occasion: Occasion) -> Result<Pending, Box<Error>> {
    if let Some(_turn) = port.turn_if_free(DRAIN).await? {
        if occasion.reachable {
            records::change_pauses(port, &mut Pauses::reach).await?;
        }
        if occasion.started {
            // What cannot be repaired now is no reason to leave the rest waiting.
            let _repaired = port.seldom(|| repairing::repair(port)).await;
        }
        let mut last = String::new();
        let mut queue = queue(port).await?;
        if !queue.over.is_empty() {
            let over = std::mem::take(&mut queue.over);
            let _tidied = port.seldom(|| repairing::tidy(port, over)).await;
        }
        while let Some(stopped) = pass(port, queue.due).await? {
            // The same one twice: it goes on another time.
            if stopped == last {
                break;
            }
            last = stopped;
            queue = self::queue(port).await?;
        }
    }
    pending(port).await
}

/// Moves these on, up to the first that has to wait: what that means for those
/// behind it is looked at anew. Gives its id, or nothing where none moved.
async fn pass(port: &impl Port, due: Vec<String>) -> Result<Option<String>, Box<Error>> {
    let mut moved = None;
    for id in due {
        // What another context has in hand is left to it.
        let Some(_hand) = port.turn_if_free(&hand(&id)).await? else { continue };
        if let Ok(view) = advance(port, &id, Event::Begin).await {
            let waits = matches!(view.state, SaveState::Waiting | SaveState::Unclear);
            moved = Some(id);
            if waits {
                break;
            }
        }
    }
    Ok(moved)
}

/// What the outbox still has to do.
///
/// # Errors
/// When the browser's storage fails.
pub async fn pending(port: &impl Port) -> Result<Pending, Box<Error>> {
    Ok(queue(port).await?.pending)
}

/// What is to be done now, and what there is besides.
struct Queue {
    due: Vec<String>,
    /// Long done, and still among those that are read together.
    over: Vec<String>,
    pending: Pending,
}

async fn queue(port: &impl Port) -> Result<Queue, Box<Error>> {
    let (settings, pauses) = records::settings_and_pauses(port).await?;
    let now = port.now();
    let pending = Pending { save_at_once: settings.preferences.save_at_once, ..Pending::default() };
    let mut queue = Queue { due: Vec::new(), over: Vec::new(), pending };
    let mut held: Vec<String> = Vec::new();
    for save in saves::live(port, "").await? {
        let is_ready = settings.account(&save.account).is_some_and(Account::is_ready);
        if !save.is_live(now) {
            queue.over.push(save.id);
            continue;
        }
        if save.is_unfinished() || stopped_for_account(&save) && is_ready {
            let clamped = if save.due_at() > now + FURTHEST { now } else { save.due_at() };
            let due_at = clamped.max(pauses.until(&save.account, now));
            if save.state != State::Saved {
                queue.pending.waiting += 1;
            }
            let mut next_at = due_at;
            if due_at > now {
                // Order is kept within a destination: what waits holds up what came after it.
                if save.state == State::Queued {
                    held.push(save.destination);
                }
            } else if !port.online() {
                next_at = now + OFFLINE;
            } else if save.state != State::Queued || !held.contains(&save.destination) {
                if save.state == State::Sent {
                    next_at = now + OFFLINE;
                }
                queue.due.push(save.id);
            } else {
                continue;
            }
            queue.pending.next_at = Some(queue.pending.next_at.unwrap_or(Millis::MAX).min(next_at));
        } else if save.state == State::Attention {
            queue.pending.attention += 1;
        }
    }
    Ok(queue)
}

/// Whether a save stopped for want of an account: it goes on by itself once that
/// is ready.
fn stopped_for_account(save: &Operation) -> bool {
    let lacked = |error: &Error| matches!(error.code, Code::NotConfirmed | Code::NotConnected | Code::TokenRejected);
    matches!(save.state, State::Attention | State::Unclear) && save.error.as_deref().is_some_and(lacked)
}

/// Forgets a save; one that is being sent, once it is known what came of it.
///
/// # Errors
/// When the browser's storage fails.
pub async fn discard(port: &impl Port, id: &str) -> Result<(), Box<Error>> {
    change(port, id, Event::Discard).await.map(drop)
}

/// Changes a save's record for what the person wants of it.
pub(super) async fn change(port: &impl Port, id: &str, event: Event) -> Result<(Box<Operation>, Next), Box<Error>> {
    let _turn = saves::turn(port, id).await?;
    let believed = saves::read(port, id).await?;
    let mut save = believed.save;
    let (_, pauses) = records::settings_and_pauses(port).await?;
    let at = moment(port, &pauses, &save, true, believed.doubtful);
    let next = step(&mut save, event, at);
    saves::write(port, &mut save).await?;
    port.changed(SaveView::of(&save).write());
    Ok((save, next))
}
