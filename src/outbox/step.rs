//! What happens next to a save. A pure function: the same record, event and
//! moment always give the same answer, which is what lets a test crash it
//! anywhere.

use super::operation::{Operation, Repair, State};
use super::outcome::{Lookup, Outcome};
use crate::error::{Code, Error};
use crate::instant::Millis;

/// How long after sending an answer may still be applied: Notion's own limit of
/// 60 s, and some.
pub const QUARANTINE: Millis = 75_000;

/// How far apart the two searches must be that prove a page absent: Notion's
/// index lags.
pub const BETWEEN_LOOKUPS: Millis = 10_000;

/// How soon a save that may be there already is looked up for the first time.
const FIRST_LOOKUP: Millis = 2_000;

/// How soon a search that failed is made again.
const LOOKUP_AGAIN: Millis = 30_000;

/// The first wait after a refusal for now, doubled each time.
const BACK_OFF: Millis = 1_000;

/// The longest wait of our own making.
const LONGEST_BACK_OFF: Millis = 300_000;

/// New options, in what a save is at risk for.
const OPTIONS: u32 = 1;
/// People and related pages.
const REFERENCES: u32 = 2;

/// Bounds for what `Retry-After` may ask.
const ASKED_WAIT: std::ops::RangeInclusive<Millis> = 1_000..=900_000;

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Somebody has the record in hand and nobody else is working on it.
    Begin,
    /// The person wants a refused save tried again.
    Retry,
    /// The request came to this.
    Answered(Outcome),
    /// The search came to this.
    Looked(Lookup),
    /// The schema was read again, and differs or not.
    SchemaRead(Result<bool, Box<Error>>),
}

/// What to do, after the record is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Send the page; come back with [`Event::Answered`].
    Send,
    /// Search for the page; come back with [`Event::Looked`].
    Look,
    /// Read the schema again; come back with [`Event::SchemaRead`].
    ReadSchema,
    /// Nothing until this moment.
    Wait(Millis),
    /// Nothing any more, unless the person asks.
    Rest,
}

/// What the outbox cannot know by itself.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The time.
    pub now: Millis,
    /// A random number from 0 to 1, so that many waiting saves do not all come
    /// back at once.
    pub jitter: f64,
    /// False when it is known that there is no network.
    pub online: bool,
}

/// Changes the record for what happened, and says what to do next.
#[must_use]
pub fn step(save: &mut Operation, event: Event, at: Moment) -> Next {
    match event {
        Event::Begin => begin(save, at),
        Event::Retry => {
            save.release();
            begin(save, at)
        }
        Event::Answered(outcome) => answered(save, outcome, at),
        Event::Looked(found) => looked(save, found, at),
        Event::SchemaRead(read) => schema_read(save, read, at),
    }
}

fn begin(save: &mut Operation, at: Moment) -> Next {
    let now = at.now;
    // A clock that jumped must not hold a save for ever.
    if save.not_before > now + 4 * *ASKED_WAIT.end() {
        save.not_before = now;
    }
    match save.state {
        State::Saved | State::Attention => Next::Rest,
        // Found out of hand in this state: whoever sent it is gone.
        State::Sent => {
            save.state = State::Unclear;
            save.error = Some(Code::Interrupted.into());
            Next::Look
        }
        _ if now < save.not_before => Next::Wait(save.not_before),
        State::Queued => send(save, at),
        State::Unclear => Next::Look,
    }
}

fn send(save: &mut Operation, at: Moment) -> Next {
    if !at.online {
        // The state stays: what may be in Notion already is still to be looked up.
        return wait(save, Code::Offline.into(), at.now + LOOKUP_AGAIN);
    }
    save.state = State::Sent;
    save.first_sent_at.get_or_insert(at.now);
    save.last_sent_at = Some(at.now);
    save.absent_at = None;
    Next::Send
}

fn wait(save: &mut Operation, error: Box<Error>, until: Millis) -> Next {
    save.error = Some(error);
    save.not_before = until;
    Next::Wait(until)
}

fn answered(save: &mut Operation, outcome: Outcome, at: Moment) -> Next {
    match outcome {
        Outcome::Applied(page) => saved(save, page),
        Outcome::Later(error) => {
            save.state = State::Queued;
            let pause = pause(save.attempts, error.retry_after_ms, at.jitter);
            save.attempts = save.attempts.saturating_add(1);
            wait(save, error, at.now + pause)
        }
        Outcome::Refused(error) => {
            save.state = State::Queued;
            save.error = Some(error);
            repair(save, at)
        }
        // A person or a related page that is gone is answered as a database that is
        // gone, and a new option that may not be made as anything else that may not be.
        Outcome::Blocked(error)
            if error.code == Code::NotShared && save.risk & REFERENCES != 0
                || error.code == Code::Forbidden && save.risk & OPTIONS != 0 =>
        {
            save.state = State::Queued;
            save.error = Some(error);
            repair(save, at)
        }
        Outcome::Blocked(error) => attention(save, error),
        Outcome::Unknown(error) => {
            save.state = State::Unclear;
            wait(save, error, at.now + FIRST_LOOKUP)
        }
    }
}

fn saved(save: &mut Operation, page: crate::notion::answer::PageRef) -> Next {
    save.state = State::Saved;
    save.page = Some(page);
    save.error = None;
    save.not_before = 0;
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
/// the person.
fn repair(save: &mut Operation, at: Moment) -> Next {
    if save.repair == Repair::None {
        save.repair = Repair::Schema;
        return Next::ReadSchema;
    }
    let risk = save.risk;
    let mut steps = Repair::STEPS.into_iter().zip([OPTIONS, REFERENCES, 4, 8]);
    if let Some((step, _)) = steps.find(|&(step, bit)| risk & bit != 0 && step > save.repair) {
        save.repair = step;
        return send(save, at);
    }
    let error = save.error.take().unwrap_or_else(|| Code::InvalidRequest.into());
    attention(save, error)
}

fn schema_read(save: &mut Operation, read: Result<bool, Box<Error>>, at: Moment) -> Next {
    match read {
        Ok(true) => send(save, at),
        Ok(false) => repair(save, at),
        Err(error) => match Outcome::of(error) {
            Outcome::Blocked(error) => attention(save, error),
            Outcome::Applied(_) => Next::Rest,
            Outcome::Later(error) | Outcome::Refused(error) | Outcome::Unknown(error) => {
                save.repair = Repair::None;
                wait(save, error, at.now + LOOKUP_AGAIN)
            }
        },
    }
}

fn looked(save: &mut Operation, found: Lookup, at: Moment) -> Next {
    let now = at.now;
    let settled_at = save.last_sent_at.unwrap_or(save.created_at) + QUARANTINE;
    match found {
        Lookup::Found(page) => saved(save, page),
        Lookup::Failed(error) => match Outcome::of(error) {
            // Nothing can be found out with a token or sharing that is gone; the
            // state stays, so that a retry looks again before it sends.
            Outcome::Blocked(error) => {
                save.error = Some(error);
                save.not_before = now + LONGEST_BACK_OFF;
                Next::Wait(save.not_before)
            }
            Outcome::Applied(_) => Next::Rest,
            Outcome::Later(error) | Outcome::Refused(error) | Outcome::Unknown(error) => {
                wait(save, error, now + LOOKUP_AGAIN)
            }
        },
        Lookup::Absent if now < settled_at => {
            save.not_before = settled_at;
            Next::Wait(settled_at)
        }
        Lookup::Absent => match save.absent_at {
            Some(first) if now >= first + BETWEEN_LOOKUPS => send(save, at),
            first => {
                let again = *save.absent_at.insert(first.unwrap_or(now)) + BETWEEN_LOOKUPS;
                save.not_before = again;
                Next::Wait(again)
            }
        },
    }
}

/// Full jitter between the base and its double, never below what Notion asked.
fn pause(attempts: u32, asked: Option<Millis>, jitter: f64) -> Millis {
    let ceiling = BACK_OFF.saturating_mul(1 << attempts.min(16)).min(LONGEST_BACK_OFF);
    // A fraction of at most five minutes: far from where a float loses count.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "bounded above"
    )]
    let own = (ceiling as f64 * jitter.clamp(0.0, 1.0)) as Millis;
    let asked = asked.map(|asked| asked.clamp(*ASKED_WAIT.start(), *ASKED_WAIT.end()));
    own.max(BACK_OFF / 2).max(asked.unwrap_or(0))
}

#[cfg(test)]
#[path = "step_tests.rs"]
mod tests;
