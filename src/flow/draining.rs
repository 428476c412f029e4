//! What a quick save has no need of: everything that comes after the usual course
//! was left, and moving on all that waits.

use super::saving::{DRAIN, Known, OFFLINE, hand, pending, queue, stopped_for_account};
use super::{asking, content, listing, preparing, records, repairing, saves, searching, sending, uploading, vault};
use crate::error::{Code, Error};
use crate::json::Field;
use crate::outbox::attachment;
use crate::outbox::pause::{self, Pauses};
use crate::outbox::{Event, Lookup, Moment, Next, Operation, Outcome, State, step};
use crate::port::Port;
use crate::settings::{Account, AccountStatus, Settings};
use crate::view::{Pending, SaveState, SaveView};

/// Moves a save on until it is done, has to wait, or needs a person. The caller
/// has it in hand: nobody else asks Notion about the same save. What is known of one
/// that just begins need not be read again.
pub(super) async fn advance(
    port: &impl Port,
    id: &str,
    mut event: Event,
    mut known: Option<Box<Known>>,
) -> Result<Box<SaveView>, Box<Error>> {
    // How far its blocks were when the request left. A store that was left behind may know of an earlier
    // request only.
    let mut appended = None;
    loop {
        let Known { turn, believed, settings, pauses } = match known.take() {
            Some(known) => *known,
            None => read(port, id, &event).await?,
        };
        let mut save = believed.save;
        if let Some(appended) = appended.take() {
            save.appended = appended;
        }
        let account = settings.account(&save.account);
        if event == Event::Begin && stopped_for_account(&save) && account.is_some_and(Account::is_ready) {
            event = Event::Retry;
        }
        let before = (save.state, save.not_before);
        let files = attachment::all(&save);
        if save.follows.is_some() && matches!(event, Event::Begin | Event::Retry) {
            port.seldom(|| repairing::follow(port, &mut save)).await?;
        }
        if !save.article.is_empty() && matches!(event, Event::Begin | Event::Retry) {
            content::look_after(port, &mut save).await?;
        }
        let at = moment(port, &pauses, &save, event == Event::Retry, believed.doubtful);
        let untouched = event == Event::Begin && !believed.differ && at.obstacle.is_none();
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
            // A token that Notion refused is asked about for one save, or for the person, and not for all that wait.
            let is_refused = event != Event::Retry && account.is_some_and(Account::is_rejected);
            let prepared = if is_refused {
                Err(Code::TokenRejected.into())
            } else {
                preparing::request(port, &mut save, account).await
            };
            match prepared {
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
                    // What the last answer said must not be forgotten: the page may be there.
                    saves::write(port, &mut save).await?;
                    event = Event::Answered(Outcome::before_sending(error));
                    continue;
                }
            }
        }
        // Written before it is acted on: a worker that dies from here on leaves
        // a record that says what may have happened.
        saves::write(port, &mut save).await?;
        drop(turn);
        // What is left here, a start of the browser takes away.
        let _released = uploading::release(port, files, &save).await;
        // What is mended in the next moment does not wait: nobody is told that it does.
        if next != Next::ReadSchema {
            port.changed(SaveView::of(&save).write());
        }
        event = match (next, request) {
            (Next::Send, Some(request)) => {
                appended = Some(save.appended);
                Event::Answered(match asking::pace(port).await {
                    Ok(()) => sending::send(port, &save, vault::secret(port, &save.account), &request).await,
                    Err(error) => Outcome::before_sending(error),
                })
            }
            (Next::Look, _) => Event::Looked(match port.seldom(|| searching::look(port, &save)).await {
                Ok(found) => found,
                Err(error) => Lookup::Failed(error),
            }),
            (Next::ReadSchema, _) => {
                let reread = port.seldom(|| listing::reread(port, &save.account, &save.destination));
                Event::SchemaRead(reread.await)
            }
            (Next::Check, _) => Event::Checked(port.seldom(|| searching::check(port, &save)).await),
            (Next::Fill, _) => Event::Filled(port.seldom(|| searching::is_filled(port, &save)).await),
            (Next::Upload, _) => {
                let Some(file) = attachment::next(&save, at.now) else { continue };
                let uploaded = uploading::upload(port, &save.account, &file).await;
                Event::Uploaded(file.key, uploaded)
            }
            (Next::Trash, _) => Event::Trashed(port.seldom(|| searching::trash(port, &save)).await),
            _ => return Ok(SaveView::of(&save)),
        };
    }
}

async fn read(port: &impl Port, id: &str, event: &Event) -> Result<Known, Box<Error>> {
    let turn = saves::turn(port, id).await?;
    let believed = saves::read(port, id).await?;
    let (settings, pauses) = note(port, &believed.save.account, event.answer()).await?;
    Ok(Known { turn, believed, settings, pauses })
}

pub(super) fn moment(port: &impl Port, pauses: &Pauses, save: &Operation, asked: bool, differ: bool) -> Moment {
    let now = port.now();
    let paused_until = if asked { pauses.asked_until(&save.account, now) } else { pauses.until(&save.account, now) };
    Moment { now, jitter: port.random(), obstacle: port.obstacle(), paused_until, differ }
}

/// Notes what an answer says about the whole account.
pub(super) async fn note(
    port: &impl Port,
    account: &str,
    answer: Option<Result<(), &Error>>,
) -> Result<(Box<Settings>, Pauses), Box<Error>> {
    let (mut settings, mut pauses) = records::settings_and_pauses(port).await?;
    let now = port.now();
    if answer == Some(Ok(())) && settings.account(account).is_some_and(Account::is_rejected) {
        // Notion takes the token after all.
        let accept = &mut |settings: &mut Settings| settings.set_status(account, AccountStatus::Connected);
        accept(&mut settings);
        records::change_settings(port, accept).await?;
    }
    match answer {
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
        repairing::even(port, occasion.started).await?;
        if occasion.started {
            // What cannot be taken over now is no reason to leave the rest waiting.
            let _cleared = repairing::clear(port).await;
        }
        let mut last = String::new();
        let mut queue = queue(port).await?;
        if !queue.over.is_empty() {
            let over = std::mem::take(&mut queue.over);
            let _tidied = repairing::tidy(port, over).await;
        }
        loop {
            let due = std::mem::take(&mut queue.due);
            let is_idle = due.is_empty();
            let Some(stopped) = pass(port, due).await? else {
                // Nothing moved: then nothing is to be counted anew either.
                return Ok(if is_idle { queue.pending } else { left(port, queue.pending) });
            };
            queue = self::queue(port).await?;
            // The same one twice: it goes on another time, and not in a second where a store that
            // takes nothing still has it as it was.
            if stopped == last {
                return Ok(left(port, queue.pending));
            }
            last = stopped;
        }
    }
    Ok(left(port, pending(port).await?))
}

/// What somebody else has in hand is left to them, and they say what comes of it: to
/// look again every second meanwhile would wake everybody for nothing.
fn left(port: &impl Port, mut pending: Pending) -> Pending {
    let now = port.now();
    pending.next_at = pending.next_at.map(|at| if at > now { at } else { now + OFFLINE });
    pending
}

/// A save that something stands before which goes to the same destination: order is kept within one. While nobody is
/// at work on the outbox, only what could leave now counts: why it waits is said of each save that nothing can send.
pub(super) async fn in_line(port: &impl Port, id: &str) -> Result<Option<Box<SaveView>>, Box<Error>> {
    let save = saves::read(port, id).await?.save;
    let is_busy = port.is_taken(DRAIN).await?;
    let (now, mut may_leave) = (port.now(), is_busy);
    if !is_busy && port.obstacle().is_none() {
        let (settings, pauses) = records::settings_and_pauses(port).await?;
        let account = settings.account(&save.account);
        may_leave = account.is_some_and(Account::is_ready) && pauses.until(&save.account, now) <= now;
    }
    let is_before = |other: &Operation| {
        let waits = other.state != State::Saved && other.is_unfinished() && (is_busy || other.due_at() <= now);
        waits && other.id < save.id && other.destination == save.destination
    };
    let is_behind = may_leave && saves::live(port, "").await?.iter().any(|other| is_before(other));
    Ok(is_behind.then(|| SaveView::of(&save)))
}

/// Moves these on, up to the first that has to wait: what that means for those
/// behind it is looked at anew. Gives its id, or nothing where none moved.
async fn pass(port: &impl Port, due: Vec<String>) -> Result<Option<String>, Box<Error>> {
    let mut moved = None;
    for id in due {
        // What another context has in hand is left to it.
        let Some(_hand) = port.turn_if_free(&hand(&id)).await? else { continue };
        if let Ok(view) = advance(port, &id, Event::Begin, None).await {
            moved = Some(id);
            // What is unclear holds up nothing but itself: to look at all anew for each would cost as often as
            // much as waits. Where its account has to wait, the next one does, and says so.
            if view.state == SaveState::Waiting {
                break;
            }
        }
    }
    Ok(moved)
}

/// Forgets a save; one that is being sent, once it is known what came of it. The save, where Notion has it, or a
/// part of it, all the same.
///
/// # Errors
/// When the browser's storage fails.
pub async fn discard(port: &impl Port, id: &str) -> Result<Option<Box<SaveView>>, Box<Error>> {
    let (save, _) = change(port, id, Event::Discard).await?;
    Ok((save.state == State::Saved).then(|| SaveView::of(&save)))
}

/// Takes a save out of the list that Notion has, and keeps.
///
/// # Errors
/// When the browser's storage fails.
pub async fn remove(port: &impl Port, id: &str) -> Result<(), Box<Error>> {
    change(port, id, Event::Remove).await.map(drop)
}

/// Changes a save's record for what the person wants of it.
pub(super) async fn change(port: &impl Port, id: &str, event: Event) -> Result<(Box<Operation>, Next), Box<Error>> {
    let _turn = saves::turn(port, id).await?;
    let believed = saves::read(port, id).await?;
    let mut save = believed.save;
    let (_, pauses) = records::settings_and_pauses(port).await?;
    let at = moment(port, &pauses, &save, true, believed.doubtful);
    let files = attachment::all(&save);
    let next = step(&mut save, event, at);
    saves::write(port, &mut save).await?;
    let _released = uploading::release(port, files, &save).await;
    port.changed(SaveView::of(&save).write());
    Ok((save, next))
}
