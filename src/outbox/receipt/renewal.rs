//! A page's text brought up to date: what was sent for it before gives way to what is sent
//! now, where that differs, and nothing else in the page is touched.
//!
//! Of the old text and the new one it is known what was sent of each, so three texts are held
//! against each other, as where two people edit one: what is the same in both stays as it is in the
//! page, whatever the person made of it. What is new goes behind what it follows. What the new text has
//! no more is taken out, but only where it stands in the page as it was sent; else it is the
//! person's by now. Nothing is taken out before all that is new was seen in the page.
//!
//! While that is under way, the list of what was sent holds both: the new text, and among it
//! what is [old](Sent::is_old), where it stands.

use super::found;
use super::{Missing, NAMED, Receipt, Sent, sent};
use crate::json::late_record;
use crate::notion::stored::Stored;

/// What is kept of it while it is under way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renewal {
    /// What stands above a text whose place is not known, in the person's language.
    pub heading: String,
    /// The ids of all that was in the page, and in no other block, when this began: what is new is not
    /// among them.
    pub before: Vec<String>,
}

late_record!(Renewal { heading, before });

/// Each block that is in no other, with what is inside it.
fn tops(sent: &[Sent]) -> Vec<Vec<Sent>> {
    let mut tops: Vec<Vec<Sent>> = Vec::new();
    for block in sent {
        match tops.last_mut() {
            Some(last) if block.depth > 0 => last.push(block.clone()),
            _ => tops.push(vec![block.clone()]),
        }
    }
    tops
}

/// What each of them stands for.
fn made(tops: &[Vec<Sent>]) -> Vec<u64> {
    tops.iter().map(|top| top.first().map_or(0, |first| first.made)).collect()
}

impl Renewal {
    /// Puts what is left of the old text where it stands among the new one, by the page as it is now. What is
    /// the same in both has the old ids from then on. False where nothing of the old text is there.
    pub fn begin(&mut self, new: &mut Vec<Sent>, old: &[Sent], page: &[Stored]) -> bool {
        for there in page {
            self.before.push(there.id.clone());
        }
        if !old.iter().any(|block| self.before.contains(&block.id)) {
            return false;
        }
        let (new_tops, mut old_tops) = (tops(new), tops(old));
        let common = found::common(&made(&new_tops), &made(&old_tops));
        let count = old_tops.len();
        old_tops.reverse();
        new.clear();
        let mut at = 0;
        for (place, mut top) in new_tops.into_iter().enumerate() {
            let next = common.get(at).copied().unwrap_or((usize::MAX, count));
            self.pass(new, &mut old_tops, count - next.1);
            if next.0 == place {
                at += 1;
                for (block, same) in top.iter_mut().zip(old_tops.pop().unwrap_or_default()) {
                    block.id = same.id;
                }
            }
            new.append(&mut top);
        }
        self.pass(new, &mut old_tops, 0);
        true
    }

    /// What is old goes among the rest until so many are left. What the person took out is over.
    fn pass(&self, all: &mut Vec<Sent>, old: &mut Vec<Vec<Sent>>, left: usize) {
        while old.len() > left {
            let mut top = old.pop().unwrap_or_default();
            if top.first().is_some_and(|first| self.before.contains(&first.id)) {
                for block in &mut top {
                    block.is_old = true;
                }
                all.append(&mut top);
            }
        }
    }

    /// Says what became of it in a page, and gives what is to be taken out of that: all of the old text that
    /// stands there as it was sent. What was trashed just now may still seem to be there.
    pub fn tell(&self, receipt: &mut Receipt, sent: &[Sent], page: &[Stored], trashed: &[String]) -> Vec<String> {
        let (mut added, mut removed, mut doomed) = (0, 0, Vec::new());
        receipt.edited.clear();
        for top in sent.chunk_by(|_, next| next.depth > 0) {
            let Some(first) = top.first().filter(|first| !first.id.is_empty()) else { continue };
            if !first.is_old {
                added += u32::from(!self.before.contains(&first.id));
            } else if let Some(there) = page.iter().find(|there| there.id == first.id && !trashed.contains(&there.id)) {
                if Sent::are(top, there) {
                    doomed.push(first.id.clone());
                } else if receipt.edited.len() < NAMED {
                    receipt.edited.push(Missing { kind: there.kind.clone(), start: sent::start(there) });
                }
            } else {
                removed += 1;
            }
        }
        // What was counted once stays counted, though the worker died after it was the last.
        (receipt.added, receipt.removed) = (Some(added), removed.max(receipt.removed));
        doomed
    }
}
