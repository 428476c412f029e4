//! What happens next to a save. A pure function: the same record, event and
//! moment always give the same answer, which is what lets a test crash it
//! anywhere.

use super::attachment::{self, Attachment};
use super::content;
use super::event::{Event, Moment, Next, Stage, stage};
use super::operation::{Kind, Operation, Repair, State, Wish};
use super::outcome::{Lookup, Outcome};
use super::pause::{self, FURTHEST, LONGEST_BACK_OFF};
use super::risk;
use crate::clip::{Clip, Notice, NoticeCode};
use crate::error::{Code, Error};
use crate::instant::Millis;
use crate::json::Json;
use crate::notion::answer::PageRef;

/// How long after sending an answer may still be applied: Notion's own limit of
/// 60 s, and some. It is counted by Notion's clock from a first search that found
/// nothing, because this device's clock may be set meanwhile.
pub const QUARANTINE: Millis = 75_000;

/// How far apart the two searches must be that prove a page absent: Notion's
/// index lags.
pub const BETWEEN_LOOKUPS: Millis = 10_000;

/// How soon a save that may be there already is looked up for the first time.
const FIRST_LOOKUP: Millis = 2_000;

/// How soon what failed for no reason of the account's is tried again.
const AGAIN: Millis = 30_000;

/// How long after a save whose outcome was unknown it is looked up whether it
/// became two pages.
pub const CHECK: Millis = 300_000;

/// How soon, at least, it is looked again whether what a save follows came to its end.
const FOLLOW: Millis = 5_000;

/// How often a request with an unreadable or a conflicting answer is sent.
const MOST_UNKNOWNS: u32 = 5;

/// How long a page is given to be filled from its template. Notion says that it does so
/// "asynchronously", and a template may be empty: then nothing ever shows.
const FILLING: Millis = 60_000;

/// How soon it is looked again whether it was.
const FILLED: Millis = 3_000;

/// Changes the record for what happened, and says what to do next.
#[must_use]
pub fn step(save: &mut Operation, event: Event, at: Moment) -> Next {
    // Taken back while a search or the schema was awaited: no answer brings it back.
    if save.state == State::Discarded {
        return Next::Rest;
    }
    let is_taken_up = matches!(event, Event::Begin | Event::Retry | Event::Discard | Event::Undo);
    if at.differ && is_taken_up && matches!(save.state, State::Queued | State::Sent | State::Unclear) {
        doubt(save, at.now);
    }
    let next = match event {
        Event::Begin => begin(save, at),
        // Undone while something was awaited that is asked before sending: no answer has it sent.
        Event::SchemaRead(_) | Event::Checked(_) | Event::Filled(_) | Event::Uploaded(..)
            if save.state == State::Undoing =>
        {
            begin(save, at)
        }
        // Discarded meanwhile, with a page that is there: what came of asking has nothing to do with it any more.
        Event::Answered(_) | Event::SchemaRead(_) | Event::Filled(_) | Event::Uploaded(..)
            if save.state == State::Saved =>
        {
            Next::Rest
        }
        Event::Retry => {
            save.release();
            begin(save, at)
        }
        Event::Answered(outcome) => answered(save, outcome, at),
        Event::Looked(found) => looked(save, found, at),
        Event::SchemaRead(read) => schema_read(save, read, at),
        Event::Checked(found) => checked(save, found, at),
        Event::Filled(is_filled) => filled(save, is_filled, at),
        Event::Uploaded(key, upload) => uploaded(save, &key, upload, at),
        Event::Trashed(done) => trashed(save, done, at),
        Event::Discard => discard(save, at),
        Event::Remove => match save.state {
            State::Saved | State::Undoing => forget(save, at.now),
            State::Unclear if save.wish != Wish::None => forget(save, at.now),
            _ => Next::Rest,
        },
        Event::Undo => undo(save, at),
    };
    // What follows from an answer waits too, where the account had to stop meanwhile.
    if next.is_request() && next != Next::Send && at.now < at.paused_until {
        if next == Next::ReadSchema {
            save.repair = Repair::None;
        }
        return Next::Wait(at.paused_until);
    }
    next
}

/// A request may be out that nobody waits for any more, or that the record does
/// not tell of: whatever it did is looked up first, and counted from now.
pub fn doubt(save: &mut Operation, now: Millis) {
    if stage(save) == Stage::Update {
        save.state = State::Queued;
        return;
    }
    save.first_sent_at.get_or_insert(save.created_at);
    unclear(save, now);
    save.not_before = 0;
    save.error = Some(Code::Interrupted.into());
}

fn unclear(save: &mut Operation, now: Millis) {
    save.state = State::Unclear;
    save.doubted = true;
    save.last_sent_at = Some(now);
    save.missing_since = None;
    save.absent_at = None;
}

fn begin(save: &mut Operation, at: Moment) -> Next {
    let now = at.now;
    // A clock that jumped must not hold a save for ever.
    if save.not_before > now + FURTHEST {
        save.not_before = now;
    }
    if save.check_at.is_some_and(|check_at| check_at > now + FURTHEST) {
        save.check_at = Some(now);
    }
    match save.state {
        State::Attention | State::Discarded => return Next::Rest,
        State::Saved if save.check_at.is_none() => return Next::Rest,
        // Found out of hand in this state: whoever sent it is gone.
        State::Sent => doubt(save, now),
        _ => {}
    }
    // An update that was interrupted would be sent again, and the person does not want it any more.
    if save.state == State::Queued && stage(save) == Stage::Update && save.wish != Wish::None {
        return not_there(save, at);
    }
    if save.follows.is_some() {
        // It is not known yet which page it is about.
        // More seldom the longer it takes: each look is written down.
        save.not_before = now + (now.saturating_sub(save.edited_at) / 4).clamp(FOLLOW, LONGEST_BACK_OFF);
        return Next::Wait(save.not_before);
    }
    let due_at = save.due_at();
    if now < due_at {
        return Next::Wait(due_at);
    }
    if now < at.paused_until {
        return Next::Wait(at.paused_until);
    }
    match save.state {
        State::Queued
            if at.obstacle.is_none() && save.page.is_some() && save.filling.is_some_and(|until| now < until) =>
        {
            Next::Fill
        }
        // What it lacked was lost meanwhile.
        State::Queued if stage(save) == Stage::Append && save.appended >= count(save) => go_on(save, at),
        State::Queued => send(save, at),
        _ if at.obstacle.is_some() => Next::Wait(now + AGAIN),
        State::Unclear => Next::Look,
        State::Undoing => Next::Trash,
        _ => Next::Check,
    }
}

fn send(save: &mut Operation, at: Moment) -> Next {
    if let Some(obstacle) = at.obstacle {
        return held(save, obstacle.into(), at);
    }
    if at.now < at.paused_until {
        return Next::Wait(at.paused_until);
    }
    if attachment::next(save, at.now).is_some() {
        return Next::Upload;
    }
    save.departs(at.now);
    Next::Send
}

/// The state stays: what may be in Notion already is still to be looked up. It waits for
/// the network or for the permission alone, and nothing holds it once that is back.
fn held(save: &mut Operation, obstacle: Box<Error>, at: Moment) -> Next {
    wait(save, obstacle, 0);
    Next::Wait(at.now + AGAIN)
}

fn wait(save: &mut Operation, error: Box<Error>, until: Millis) -> Next {
    save.error = Some(error);
    save.not_before = until;
    Next::Wait(until)
}

fn answered(save: &mut Operation, outcome: Outcome, at: Moment) -> Next {
    let outcome = match outcome {
        // What may be sent as often as one likes has no unknown outcome.
        Outcome::Unknown(error) if stage(save) == Stage::Update => Outcome::Later(error),
        outcome => outcome,
    };
    match outcome {
        Outcome::Applied(page) => applied(save, page, at),
        Outcome::Unknown(error) => {
            unclear(save, at.now);
            save.unknowns = save.unknowns.saturating_add(1);
            wait(save, error, at.paused_until.max(at.now + FIRST_LOOKUP))
        }
        certain if save.wish != Wish::None => {
            drop(certain);
            not_there(save, at)
        }
        // Taken back in this very moment: nothing left the browser, and no try is counted.
        Outcome::Later(error) if error.code == Code::NotionNotAllowed => {
            save.state = State::Queued;
            held(save, error, at)
        }
        Outcome::Later(error) => {
            save.state = State::Queued;
            let own = at.now + pause::wait(save.attempts, error.retry_after_ms, at.jitter);
            save.attempts = save.attempts.saturating_add(1);
            let until = if pause::is_of_account(error.code) { at.paused_until.max(at.now) } else { own };
            wait(save, error, until)
        }
        Outcome::Refused(error) => {
            save.state = State::Queued;
            save.error = Some(error);
            repair(save, at)
        }
        // A person or a related page that is gone is answered as a database that is
        // gone, and a new option that may not be made as anything else that may not be.
        Outcome::Blocked(error)
            if error.code == Code::NotShared && save.risk & risk::REFERENCES != 0
                || error.code == Code::Forbidden && save.risk & risk::OPTIONS != 0 =>
        {
            save.state = State::Queued;
            save.error = Some(error);
            repair(save, at)
        }
        Outcome::Blocked(error) => attention(save, error),
    }
}

/// The request was carried out: what is left to send is sent, if anything is.
fn applied(save: &mut Operation, page: PageRef, at: Moment) -> Next {
    match stage(save) {
        Stage::Append => {
            let from = usize::try_from(save.appended).unwrap_or_default();
            save.appended = u32::try_from(content::next_end(save, from)).unwrap_or(u32::MAX);
        }
        Stage::Create => {
            save.page = Some(page);
            // What Notion did not take of the page says nothing of the article.
            if save.appended < count(save) {
                save.repair = Repair::None;
            }
        }
        Stage::Update => {}
    }
    go_on(save, at)
}

fn count(save: &Operation) -> u32 {
    u32::try_from(content::count(save)).unwrap_or(u32::MAX)
}

/// The page is there: appends what it lacks, or is done. What the person does not want any more is not appended.
fn go_on(save: &mut Operation, at: Moment) -> Next {
    let is_whole = stage(save) == Stage::Update || save.appended >= count(save);
    if !is_whole {
        if save.wish == Wish::None {
            save.state = State::Queued;
            save.attempts = 0;
            if save.filling == Some(0) {
                save.filling = Some(at.now + FILLING);
                save.not_before = at.now + FILLED;
                return Next::Wait(save.not_before);
            }
            return send(save, at);
        }
        save.article.clear();
        save.blocks.clear();
        save.appended = 0;
    }
    if stage(save) == Stage::Update && save.wish != Wish::None {
        // Its text has not left yet: that comes after a save is over.
        save.article.clear();
    }
    attachment::attach(save);
    save.arrives(at.now);
    match save.wish {
        Wish::Undone if save.kind == Kind::New => {
            save.state = State::Undoing;
            return Next::Trash;
        }
        Wish::None => {}
        _ => save.notices.push(Notice::of(NoticeCode::DiscardedTooLate)),
    }
    save.check_at = (save.doubted && save.kind == Kind::New).then_some(at.now + CHECK);
    Next::Rest
}

/// It is certain that Notion does not have all of it, and the person wants it gone.
fn not_there(save: &mut Operation, at: Moment) -> Next {
    if has_part(save) { go_on(save, at) } else { forget(save, at.now) }
}

/// Whether Notion has a part of it: the page that it made, or some of what it adds to another.
fn has_part(save: &Operation) -> bool {
    match save.kind {
        Kind::New => save.page.is_some(),
        Kind::Append => save.appended > 0,
        Kind::Update => false,
    }
}

/// Leaves only what keeps it from coming back, and its page from being taken for
/// another save's. It ended now, however long ago it was made: both stores keep it a
/// while, so that neither can bring it back by losing what was last written to it.
fn forget(save: &mut Operation, now: Millis) -> Next {
    let address = if save.page.is_some() { std::mem::take(&mut save.clip.address) } else { "-".to_owned() };
    save.clip = Clip { address, ..Clip::default() };
    save.tags = Vec::new();
    save.entries = Json::Null;
    save.attachments = Json::Null;
    save.notices = Vec::new();
    save.left = Vec::new();
    save.article.clear();
    save.blocks = Vec::new();
    save.state = State::Discarded;
    save.settled_at = Some(now);
    save.error = None;
    save.check_at = None;
    Next::Rest
}

fn attention(save: &mut Operation, error: Box<Error>) -> Next {
    save.state = State::Attention;
    save.error = Some(error);
    save.not_before = 0;
    Next::Rest
}

/// After a refusal of the content: first see whether the database changed, then
/// send without what may have been the trouble, one thing after the other, then ask
/// the person. What is too large goes as a link.
fn repair(save: &mut Operation, at: Moment) -> Next {
    let is_too_large = save.error.as_ref().is_some_and(|error| error.code == Code::TooLarge);
    if is_too_large && save.repair < Repair::Link {
        let is_joined = save.risk & risk::ARTICLE != 0 && save.repair < Repair::Alone;
        return without(save, if is_joined { Repair::Alone } else { Repair::Link }, at);
    }
    if save.repair == Repair::None {
        save.repair = Repair::Schema;
        return Next::ReadSchema;
    }
    let risks = [risk::ARTICLE, risk::OPTIONS, risk::REFERENCES, risk::PICTURES, risk::VALUES];
    let mut steps = Repair::STEPS.into_iter().zip(risks);
    if let Some((step, _)) = steps.find(|&(step, risk)| save.risk & risk != 0 && step > save.repair) {
        return without(save, step, at);
    }
    if stage(save) == Stage::Append && !save.article.is_empty() {
        // The page is there: what Notion takes of it in no way is left out, and said.
        save.article.clear();
        save.notices.push(Notice::of(NoticeCode::ArticleCut));
        save.error = None;
        return go_on(save, at);
    }
    let error = save.error.take().unwrap_or_else(|| Code::InvalidRequest.into());
    attention(save, error)
}

/// Sends it without what this step leaves out.
fn without(save: &mut Operation, step: Repair, at: Moment) -> Next {
    let is_plainer = save.repair < Repair::Pictures && step >= Repair::Pictures;
    save.repair = step;
    if is_plainer && stage(save) == Stage::Append && save.risk & risk::PICTURES != 0 {
        save.notices.push(Notice::of(NoticeCode::ImagesAsLinks));
    }
    send(save, at)
}

fn schema_read(save: &mut Operation, read: Result<bool, Box<Error>>, at: Moment) -> Next {
    match read {
        Ok(true) => send(save, at),
        // An upload that expired, by whatever clock, is refused like anything else.
        Ok(false) if attachment::renew(save) => send(save, at),
        Ok(false) => repair(save, at),
        Err(error) => match Outcome::of(error) {
            Outcome::Blocked(error) => attention(save, error),
            Outcome::Applied(_) => Next::Rest,
            Outcome::Later(error) | Outcome::Refused(error) | Outcome::Unknown(error) => {
                save.repair = Repair::None;
                wait(save, error, at.paused_until.max(at.now + AGAIN))
            }
        },
    }
}

fn looked(save: &mut Operation, found: Lookup, at: Moment) -> Next {
    match found {
        Lookup::Found(page) => {
            save.page = Some(page);
            if count(save) == 0 {
                return go_on(save, at);
            }
            // How many of its blocks are there has to be seen as well: it may have come of another try than
            // the last.
            save.appended = 0;
            unclear(save, at.now);
            Next::Look
        }
        Lookup::Arrived(arrived, _) if arrived >= count(save) => {
            save.appended = count(save);
            go_on(save, at)
        }
        Lookup::Failed(error) => match Outcome::of(error) {
            // There is nobody left to look for what the person does not want any more.
            Outcome::Blocked(error) if error.code == Code::NotConnected && save.wish != Wish::None => {
                forget(save, at.now)
            }
            // Nothing can be found out with a token or sharing that is gone; the
            // state stays, so that a retry looks again before it sends.
            Outcome::Blocked(error) => wait(save, error, at.now + LONGEST_BACK_OFF),
            Outcome::Applied(_) => Next::Rest,
            Outcome::Later(error) | Outcome::Refused(error) | Outcome::Unknown(error) => {
                wait(save, error, at.paused_until.max(at.now + AGAIN))
            }
        },
        Lookup::Absent(clock) | Lookup::Arrived(_, clock) => {
            let since = *save.missing_since.get_or_insert(clock);
            let pause = if clock < since + QUARANTINE {
                since + QUARANTINE - clock
            } else if save.absent_at.is_some_and(|first| clock >= first + BETWEEN_LOOKUPS) {
                if let Lookup::Arrived(arrived, _) = found {
                    save.appended = arrived;
                }
                return absent(save, at);
            } else {
                *save.absent_at.get_or_insert(clock) + BETWEEN_LOOKUPS - clock
            };
            save.not_before = at.now + pause;
            Next::Wait(save.not_before)
        }
    }
}

/// Two complete searches, made late enough, found nothing.
fn absent(save: &mut Operation, at: Moment) -> Next {
    if save.wish != Wish::None {
        return not_there(save, at);
    }
    if let Some(error) = save.error.take()
        && matches!(error.code, Code::Conflict | Code::UnreadableAnswer)
        && save.unknowns >= MOST_UNKNOWNS
    {
        // It will not go better by being sent for ever.
        return attention(save, error);
    }
    save.state = State::Queued;
    send(save, at)
}

fn checked(save: &mut Operation, found: Result<Option<String>, Box<Error>>, at: Moment) -> Next {
    save.attempts = save.attempts.saturating_add(1);
    save.check_at = None;
    match found {
        Ok(Some(other)) => save.left.push(Notice { code: NoticeCode::TwoPages, detail: other }),
        Ok(None) => {}
        Err(_) if save.attempts < MOST_UNKNOWNS => save.check_at = Some(at.paused_until.max(at.now + CHECK)),
        Err(_) => {}
    }
    Next::Rest
}

/// What the page gets of its own comes after what its template gives it.
fn filled(save: &mut Operation, is_filled: Result<bool, Box<Error>>, at: Moment) -> Next {
    let is_filled = match is_filled.map_err(Outcome::of) {
        Ok(is_filled) => is_filled,
        Err(Outcome::Later(error) | Outcome::Unknown(error)) => {
            return wait(save, error, at.paused_until.max(at.now + FILLED));
        }
        // Whatever stands in the way of looking stands in the way of appending, which tells it.
        Err(_) => true,
    };
    if is_filled || save.filling.is_none_or(|until| at.now + FILLED > until) {
        save.filling = None;
        return send(save, at);
    }
    save.not_before = at.now + FILLED;
    Next::Wait(save.not_before)
}

/// A file was uploaded, or was not: then the save goes on without it where that is
/// certain, and waits where it may work later.
fn uploaded(save: &mut Operation, key: &str, upload: Result<Option<String>, Box<Error>>, at: Moment) -> Next {
    // Since it was asked for, the person may have chosen other files.
    let Some(file) = attachment::all(save).into_iter().find(|file| file.key == key) else { return send(save, at) };
    let became = match upload.map_err(Outcome::of) {
        Ok(Some(upload)) => Attachment { upload, uploaded_at: at.now, ..file },
        Ok(None) => Attachment { lost: true, ..file },
        Err(Outcome::Refused(_) | Outcome::Applied(_)) => Attachment { refused: true, ..file },
        Err(Outcome::Blocked(error)) => return attention(save, error),
        Err(Outcome::Later(error) | Outcome::Unknown(error)) => {
            let own = at.now + pause::wait(save.attempts, error.retry_after_ms, at.jitter);
            save.attempts = save.attempts.saturating_add(1);
            let until = if pause::is_of_account(error.code) { at.paused_until.max(at.now) } else { own };
            return wait(save, error, until);
        }
    };
    attachment::note(save, became);
    save.attempts = 0;
    send(save, at)
}

fn trashed(save: &mut Operation, done: Result<(), Box<Error>>, at: Moment) -> Next {
    match done.map_err(Outcome::of) {
        // Gone is as good as in the trash, and one that is there cannot be put there again.
        Ok(()) | Err(Outcome::Refused(_) | Outcome::Applied(_)) => forget(save, at.now),
        Err(Outcome::Blocked(error)) if error.code == Code::NotShared => forget(save, at.now),
        Err(Outcome::Blocked(error)) => wait(save, error, at.now + LONGEST_BACK_OFF),
        Err(Outcome::Later(error) | Outcome::Unknown(error)) => {
            let own = at.now + pause::wait(save.attempts, error.retry_after_ms, at.jitter);
            save.attempts = save.attempts.saturating_add(1);
            wait(save, error, at.paused_until.max(own))
        }
    }
}

fn discard(save: &mut Operation, at: Moment) -> Next {
    let is_first = save.wish == Wish::None;
    match save.state {
        State::Undoing | State::Discarded => return Next::Rest,
        // Whoever discards it does not know yet that it arrived.
        State::Saved if is_first => save.notices.push(Notice::of(NoticeCode::DiscardedTooLate)),
        // Where its outcome is not known, what comes of it is said.
        _ => {}
    }
    if is_first {
        save.wish = Wish::Forgotten;
    }
    if matches!(save.state, State::Queued | State::Attention) { not_there(save, at) } else { Next::Rest }
}

fn undo(save: &mut Operation, at: Moment) -> Next {
    let is_late = save.undo_until().is_none_or(|until| at.now > until);
    match save.state {
        State::Sent | State::Unclear => {
            save.wish = Wish::Undone;
            Next::Rest
        }
        State::Queued | State::Attention => {
            save.wish = Wish::Undone;
            not_there(save, at)
        }
        State::Saved if !is_late => {
            save.state = State::Undoing;
            save.check_at = None;
            if at.obstacle.is_none() && at.paused_until <= at.now { Next::Trash } else { Next::Wait(at.paused_until) }
        }
        State::Saved | State::Undoing | State::Discarded => Next::Rest,
    }
}

#[cfg(test)]
#[path = "step_tests.rs"]
mod tests;
