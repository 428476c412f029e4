//! How a save's page comes to have all of its text: what there is to do, each time the page was read.

use super::{Gap, Receipt, Renewal, Sent, Standing};
use crate::error::Code;
use crate::instant::Millis;
use crate::notion::stored::Stored;
use crate::outbox::outcome::Outcome;

/// So many blocks are put into the trash before it is looked again which of them are as they were sent.
const AT_ONCE: usize = 20;

/// What is to be done next, once all of it is written down.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing, now.
    Rest,
    /// These are sent.
    Insert(Gap),
    /// These are put into the trash.
    Trash(Vec<String>),
}

/// A save's text on its way into its page.
#[derive(Debug, Default)]
pub struct Course {
    /// What there is to say of it.
    pub receipt: Receipt,
    /// What was sent, or is.
    pub sent: Vec<Sent>,
    /// Whether the text itself is still on this device.
    pub is_kept: bool,
    /// Whether the person wants what is missing sent again.
    pub is_wish: bool,
    /// Of an update whose text is not done: what is kept of that.
    pub renewal: Option<Renewal>,
    /// Of one that did not begin: what was sent before it.
    pub old: Option<Vec<Sent>>,
    /// What was put into the trash since this was begun.
    pub trashed: Vec<String>,
}

impl Course {
    /// The page was read at this moment of Notion's clock.
    pub fn looked(&mut self, page: &[Stored], is_whole: bool, clock: Millis, now: Millis) -> Step {
        let is_sending = self.receipt.standing == Standing::Sending;
        let (mut is_wanted, mut doomed) = (false, Vec::new());
        if let Some(renewal) = &mut self.renewal {
            if !is_whole {
                // What cannot be seen whole is left alone.
                self.receipt.leaves();
                return Step::Rest;
            }
            if let Some(old) = self.old.take() {
                self.receipt.is_below = !renewal.begin(&mut self.sent, &old, page);
            }
            // What the person took out does not come back by itself.
            self.receipt.standing = Standing::Open;
            is_wanted = true;
        }
        let before = self.renewal.as_ref().map(|renewal| &*renewal.before).unwrap_or_default();
        self.receipt.looked(&mut self.sent, page, before, is_whole, now);
        self.receipt.is_kept &= self.is_kept;
        if let Some(renewal) = &self.renewal {
            doomed = renewal.tell(&mut self.receipt, &self.sent, page, &self.trashed);
        }
        let is_wish = self.is_wish || is_wanted;
        is_wanted |= is_sending && self.receipt.is_kept;
        if !is_wanted || self.receipt.is_awaited(&self.sent, clock, now, is_wish) {
            return Step::Rest;
        }
        if let Some(gap) = Gap::first(&self.sent, page) {
            if !self.is_kept {
                return Step::Rest;
            }
            self.receipt.departs(gap.first, clock, now);
            return Step::Insert(gap);
        }
        if doomed.is_empty() {
            return Step::Rest;
        }
        doomed.truncate(AT_ONCE);
        self.receipt.sends(now);
        Step::Trash(doomed)
    }

    /// Whether it is these blocks that are listed, and not others in their places.
    #[must_use]
    pub fn lists(&self, planned: &[Sent]) -> bool {
        let mut listed = self.sent.iter().filter(|block| !block.is_old);
        planned.iter().all(|block| listed.next().is_some_and(|listed| listed.made == block.made))
    }

    /// Notion refused what was sent, and has nothing of it: these go out in the places of those that are not
    /// in the page. False where they are the same.
    pub fn relist(&mut self, planned: &[Sent]) -> bool {
        let mut differs = false;
        for (block, other) in self.sent.iter_mut().filter(|block| !block.is_old).zip(planned) {
            if block.id.is_empty() && block.made != other.made {
                block.clone_from(other);
                differs = true;
            }
        }
        self.receipt.first = 0;
        differs
    }

    /// What was asked was not done. What an update asks is asked again, since the page may have
    /// changed meanwhile; that it does not work in the end, is said.
    pub fn answered(&mut self, outcome: Outcome, attempts: u32, now: Millis) {
        let outcome = match outcome {
            Outcome::Refused(mut error) | Outcome::Blocked(mut error) if self.renewal.is_some() => {
                if error.code == Code::NotShared {
                    // The block is meant behind which it was to be: the page was there a moment ago.
                    error.code = Code::Conflict;
                }
                Outcome::Later(error)
            }
            outcome => outcome,
        };
        if self.renewal.is_some() {
            self.receipt.attempts = attempts;
        }
        self.receipt.answered(outcome, now);
    }

    /// Whether an update came to its end; then only what is its own is listed.
    pub fn ends(&mut self) -> bool {
        let ends = self.renewal.is_some() && self.receipt.is_settled();
        if ends {
            self.sent.retain(|block| !block.is_old);
        }
        ends
    }
}
