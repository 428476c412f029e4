//! From a click to a page in Notion: what the worker and the popup ask for.

use super::{asking, draining, presets, records, saves, sending, vault};
use crate::clip::{self, Captured, Source as Pointed};
use crate::error::{Code, Error};
use crate::instant::Millis;
use crate::json::{Field, Json};
use crate::mapping;
use crate::metadata;
use crate::notion::answer::PageRef;
use crate::outbox::copies::{self, Believed};
use crate::outbox::operation::{Repair, SAME_INTENT, Wish};
use crate::outbox::pause::{FURTHEST, Pauses};
use crate::outbox::{Event, Kind, Operation, Outcome, State};
use crate::port::{Port, SaveCall, Turn};
use crate::settings::{Account, Settings};
use crate::view::{Draft, Pending, SaveView, Submission};

/// The turn of whoever moves on all that waits.
pub(super) const DRAIN: &str = "drain";

/// How long until it is looked again whether there is a network, or whether
/// somebody still has a save in hand.
pub(super) const OFFLINE: Millis = 30_000;

/// The turn of whoever asks Notion about a save.
pub(super) fn hand(id: &str) -> String {
    ["operation:", id].concat()
}

/// What a save that nobody edits needs of the page beyond title and description: 1 for
/// what it declares, which its plan puts somewhere or which may decide where it goes;
/// 2 for its article; 3 for both.
///
/// # Errors
/// When the browser's storage fails, here and below.
pub async fn wants(port: &impl Port) -> Result<u32, Box<Error>> {
    let settings = records::settings(port).await?;
    let fields = !settings.presets.is_empty() || settings.known_default().is_some_and(|known| known.wants_fields);
    Ok(u32::from(fields) + 2 * u32::from(!settings.preferences.link_only))
}

/// What a click means: the draft that the popup shows, or that is saved at once.
/// With `wants_fields`, also what the page declares: the code for that is loaded
/// then only, and a draft lacks no more than it where that fails.
///
/// # Errors
/// [`Code::PageNotSavable`].
pub async fn draft(port: &impl Port, captured: Box<Captured>, wants_fields: bool) -> Result<Box<Draft>, Box<Error>> {
    let settings = records::settings(port).await?;
    let (mut clip, notices) = clip::from_captured(&captured, settings.preferences.clean_addresses)?;
    let known = settings.known_default();
    let mut tags = known.map(|known| known.tags.clone()).unwrap_or_default();
    let mut destination = settings.default_destination.clone();
    let has_presets = !settings.presets.is_empty();
    if has_presets || wants_fields {
        let sorted = port.seldom(|| async {
            if !captured.details.is_empty() && captured.source != Pointed::Link {
                metadata::declare(&captured, port.parse(&captured.details), &mut clip);
            }
            if has_presets {
                (destination, tags) = presets::chosen(&settings, &clip);
            }
            Ok(())
        });
        drop(sorted.await);
    }
    Ok(Box::new(Draft { clip, destination, notices, tags }))
}

/// Writes a save down. The same thing asked for twice within seconds is one save.
///
/// # Errors
/// [`Code::NotConnected`], [`Code::NoDestination`], [`Code::UnknownDestination`],
/// [`Code::PageNotSavable`], or a storage that is full: then nothing was saved.
pub async fn enqueue(port: &impl Port, submission: Box<Submission>) -> Result<Box<SaveView>, Box<Error>> {
    let settings = records::settings(port).await?;
    let _turn = port.turn("enqueue").await?;
    let mut save = intended(port, &settings, *submission)?;
    let recent = saves::live(port, &saves::id(save.created_at.saturating_sub(SAME_INTENT), "")).await?;
    // What is read together may be small copies, or what a lost store left of a save.
    let shrunk = copies::shrunk(&save);
    if let Some(same) = recent.into_iter().find(|other| other.is_same_intent(&save) || other.is_same_intent(&shrunk)) {
        return Ok(SaveView::of(&same));
    }
    saves::write(port, &mut save).await?;
    Ok(SaveView::of(&save))
}

/// The save that is asked for, before it is written down.
///
/// # Errors
/// As [`enqueue`], but for the storage.
pub(super) fn intended(
    port: &impl Port,
    settings: &Settings,
    submission: Submission,
) -> Result<Box<Operation>, Box<Error>> {
    let wanted = Some(submission.destination.as_str()).filter(|id| !id.is_empty());
    let destination = settings.destination(wanted)?;
    let chosen = wanted.or(settings.default_destination.as_deref());
    let clip = clip::from_edited(&submission.clip)?;
    let page = submission.page;
    let now = port.now();
    let mut save = Box::new(Operation {
        id: saves::id(now, &port.id()),
        kind: submission.mode,
        account: destination.account.clone(),
        destination: destination.id.clone(),
        preset: chosen.filter(|id| *id != destination.id).map(str::to_owned),
        clip,
        tags: submission.tags,
        entries: submission.entries,
        notices: submission.notices,
        article: submission.article,
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
    Ok(save)
}

/// Moves a save on now, for the person who waits for it. Where others wait as well, it is left
/// to the outbox if it would overtake what came before and can leave.
///
/// # Errors
/// [`Code::UnknownSave`]; what becomes of the save itself is in the answer.
pub async fn take_up(port: &impl Port, id: &str, event: Event) -> Result<Box<SaveView>, Box<Error>> {
    let mut event = event;
    let mut known = None;
    let is_new = event == Event::Begin;
    if is_new
        && matches!(port.saves(SaveCall::Count(State::Queued.name())).await?, Json::Number(queued) if queued > 1.0)
        && let Some(view) = port.seldom(|| draining::in_line(port, id)).await?
    {
        return Ok(view);
    }
    let _hand = port.turn(&hand(id)).await?;
    if is_new {
        match at_once(port, id).await? {
            Left::Done(view) => return Ok(view),
            Left::Begun(begun) => known = begun,
            Left::Answered(outcome) => event = Event::Answered(outcome),
            Left::ForTheOutbox => return port.seldom(|| shown(port, id)).await,
        }
    }
    port.seldom(|| draining::advance(port, id, event, known)).await
}

/// What [`at_once`] leaves to be done.
enum Left {
    Done(Box<SaveView>),
    /// Everything, with what is known already.
    Begun(Option<Box<Known>>),
    /// What comes after Notion's answer.
    Answered(Outcome),
    /// Many are saved in a row: the outbox sends them one after the other, and what the
    /// first one meets is known before the next one leaves.
    ForTheOutbox,
}

/// A save that nobody else changes meanwhile, and what decides about it.
pub(super) struct Known {
    pub(super) turn: Box<dyn Turn>,
    pub(super) believed: Believed,
    pub(super) settings: Box<Settings>,
    pub(super) pauses: Pauses,
}

async fn shown(port: &impl Port, id: &str) -> Result<Box<SaveView>, Box<Error>> {
    Ok(SaveView::of(&saves::read(port, id).await?.save))
}

/// Sends a save that nothing stands in the way of, as most are: written down,
/// sent, answered. Whatever else happens is for [`draining`] to go on with, whose
/// rules are the same and more, and which is loaded then.
async fn at_once(port: &impl Port, id: &str) -> Result<Left, Box<Error>> {
    // Each of these asks another process: what needs no answer of another is asked for beside it.
    let turn = saves::turn(port, id).await?;
    let known = records::settings_and_pauses(port);
    let Some(mut save) = saves::agreed(port, id).await? else { return Ok(Left::Begun(None)) };
    let (settings, pauses) = known.await?;
    let ready = settings.account(&save.account).filter(|account| account.is_ready());
    let is_plain = save.state == State::Queued
        && save.kind == Kind::New
        && save.page.is_none()
        && save.repair < Repair::Link
        && save.article.is_empty();
    let is_held = save.not_before > 0 || pauses.knows(&save.account) || port.obstacle().is_some();
    let Some(account) = ready.filter(|_| is_plain && !is_held) else {
        let believed = Believed { save, differ: false, doubtful: false };
        return Ok(Left::Begun(Some(Box::new(Known { turn, believed, settings, pauses }))));
    };
    let target = records::target(port, &save.destination);
    if !asking::pace_first(port).await? {
        return Ok(Left::ForTheOutbox);
    }
    let Ok(Some(request)) = sending::create(port, &mut save, Some(account), target.await?).await else {
        return Ok(Left::Begun(None));
    };
    let secret = vault::secret(port, &account.id);
    save.departs(port.now());
    saves::write(port, &mut save).await?;
    drop(turn);
    port.changed(SaveView::of(&save).write());
    let outcome = sending::send(port, &save, secret, &request).await;
    if let Outcome::Applied(page) = &outcome {
        let _turn = saves::turn(port, id).await?;
        if let Some(mut save) = saves::agreed(port, id).await?
            && save.state == State::Sent
            && save.wish == Wish::None
            && save.blocks.is_empty()
        {
            save.page = Some(page.clone());
            save.arrives(port.now());
            saves::write(port, &mut save).await?;
            let view = SaveView::of(&save);
            port.changed(view.write());
            return Ok(Left::Done(view));
        }
    }
    Ok(Left::Answered(outcome))
}

/// What the outbox still has to do.
///
/// # Errors
/// When the browser's storage fails.
pub async fn pending(port: &impl Port) -> Result<Pending, Box<Error>> {
    Ok(queue(port).await?.pending)
}

/// What is to be done now, and what there is besides.
pub(super) struct Queue {
    pub(super) due: Vec<String>,
    /// Long done, and still among those that are read together.
    pub(super) over: Vec<String>,
    pub(super) pending: Pending,
}

pub(super) async fn queue(port: &impl Port) -> Result<Queue, Box<Error>> {
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
                // Order is kept within a destination: what waits holds up what came after it. What waits
                // for another save does not: with a clock that was set back, that one comes after it.
                if save.state == State::Queued && save.follows.is_none() {
                    held.push(save.destination);
                }
            } else if let Some(obstacle) = port.obstacle() {
                // The browser says when the person allows it, and nothing else changes that.
                next_at = now + if obstacle == Code::Offline { OFFLINE } else { FURTHEST };
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
pub(super) fn stopped_for_account(save: &Operation) -> bool {
    let lacked = |error: &Error| matches!(error.code, Code::NotConfirmed | Code::NotConnected | Code::TokenRejected);
    matches!(save.state, State::Attention | State::Unclear) && save.error.as_deref().is_some_and(lacked)
}
