//! Which of the blocks that a save adds to a page are there, where nobody heard the answer.
//!
//! A block carries nothing that says whose it is, and what reads the same may have stood in the
//! page before: the person wrote it, or another save of the same page brought it. Taken for this
//! save's own, it would be believed to have arrived, and be lost. So only those count that a
//! connection made which sent this save, not before it was first sent, and that are no other
//! save's; and Notion carries a request out whole or not at all.

use super::operation::Operation;
use super::outcome::earliest;
use crate::instant::Millis;
use crate::json::Json;
use crate::notion::answer;
use crate::notion::stored::Stored;

/// A block of a page.
#[derive(Debug)]
pub struct Placed {
    block: Stored,
    made_at: Option<Millis>,
    author: Option<String>,
    is_taken: bool,
}

impl Placed {
    /// Reads a block as Notion answers it.
    #[must_use]
    pub fn of(block: &Json) -> Self {
        Self {
            made_at: answer::created_at(block),
            author: answer::author(block).map(str::to_owned),
            block: Stored::of(block),
            is_taken: false,
        }
    }

    /// What a token may not read of a block speaks for nobody and against nobody.
    fn may_be(&self, sent: &Stored, maker: &Maker<'_>) -> bool {
        let block = &self.block;
        !self.is_taken
            && self.made_at.is_none_or(|at| at >= maker.since)
            && self.author.as_ref().is_none_or(|author| maker.senders.contains(author))
            && (&block.kind, &block.text) == (&sent.kind, &sent.text)
            // A file that Notion keeps has another address than the one it was sent with.
            && (block.address == sent.address || block.is_kept)
    }
}

/// Who makes a save's blocks.
#[derive(Debug)]
pub struct Maker<'a> {
    senders: &'a [String],
    since: Millis,
}

impl<'a> Maker<'a> {
    /// The connections that a save was sent by, from its first sending on: it is now so late by this
    /// device, and by Notion's clock.
    #[must_use]
    pub fn of(save: &'a Operation, now: Millis, clock: Millis) -> Self {
        let first_sent_at = save.first_sent_at.unwrap_or(save.created_at);
        Self { senders: &save.senders, since: earliest(first_sent_at, now, clock) }
    }
}

/// Sets aside the blocks of a page that are known to be a save's: for each that it sent, in their
/// order, the first that may be it. What the person changed meanwhile is passed over.
pub fn set_aside(page: &mut [Placed], sent: &[Stored], maker: &Maker<'_>) {
    let mut from = 0;
    for sent in sent {
        let free = page.iter_mut().enumerate().skip(from).find(|(_, placed)| placed.may_be(sent, maker));
        if let Some((at, placed)) = free {
            placed.is_taken = true;
            from = at + 1;
        }
    }
}

/// How many of a save's blocks are in the page, where it is known of so many: each request's stand
/// next to each other, behind those of the one before. `next_end` says where the request ends that
/// begins after so many.
#[must_use]
pub fn arrived(
    page: &mut [Placed],
    sent: &[Stored],
    known: usize,
    next_end: impl Fn(usize) -> usize,
    maker: &Maker<'_>,
) -> usize {
    set_aside(page, sent.get(..known).unwrap_or_default(), maker);
    let (mut count, mut from) = (known, 0);
    while let Some(wanted) = sent.get(count..next_end(count)).filter(|wanted| !wanted.is_empty()) {
        let is_it = |window: &[Placed]| window.iter().zip(wanted).all(|(placed, sent)| placed.may_be(sent, maker));
        let rest = page.get(from..).unwrap_or_default();
        let Some(at) = rest.windows(wanted.len()).position(is_it) else { break };
        from += at + wanted.len();
        count += wanted.len();
    }
    count
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::instant;
    use crate::json::testing::json as ours;

    const NOON: &str = "2026-11-23T12:00:00.000Z";

    fn noon() -> Millis {
        instant::from_iso(NOON).unwrap()
    }

    fn paragraph(text: &str) -> serde_json::Value {
        json!({ "paragraph": { "rich_text": [{ "text": { "content": text } }] } })
    }

    fn sent(words: &str) -> Vec<Stored> {
        words.split(' ').map(|word| Stored::of(&ours(paragraph(word)))).collect()
    }

    /// One paragraph for each word; the author and the minute that all have.
    fn page(words: &str, author: &str, at: &str) -> Vec<Placed> {
        let placed = |word: &str| {
            let mut block = paragraph(word);
            block["type"] = json!("paragraph");
            block["created_by"] = json!({ "id": author });
            block["created_time"] = json!(at);
            Placed::of(&ours(block))
        };
        words.split(' ').map(placed).collect()
    }

    fn bot() -> Operation {
        Operation { senders: vec!["bot".into()], first_sent_at: Some(noon()), ..Operation::default() }
    }

    /// How much of what is sent, so many blocks a request, is there.
    fn found(page: &mut [Placed], words: &str, known: usize, batch: usize) -> usize {
        let sent = sent(words);
        let next_end = |from: usize| sent.len().min(from + batch);
        arrived(page, &sent, known, next_end, &Maker::of(&bot(), noon(), noon()))
    }

    #[test]
    fn a_request_is_there_whole_or_not_at_all() {
        assert_eq!(found(&mut page("x a b y", "bot", NOON), "a b", 0, 100), 2);
        assert_eq!(found(&mut page("x a", "bot", NOON), "a b", 0, 100), 0);
        assert_eq!(found(&mut page("a b c d e", "bot", NOON), "a b c d e", 0, 2), 5);
        assert_eq!(found(&mut page("a b c d", "bot", NOON), "a b c d e", 2, 2), 4);
        // The second of two, where the first was changed meanwhile.
        assert_eq!(found(&mut page("a x c d", "bot", NOON), "a b c d", 2, 2), 4);
        assert_eq!(found(&mut [], "a", 0, 100), 0);
    }

    #[test]
    fn what_stood_there_before_or_is_somebody_elses_is_not_it() {
        assert_eq!(found(&mut page("a b", "ada", NOON), "a b", 0, 100), 0);
        assert_eq!(found(&mut page("a b", "bot", "2026-11-23T11:49:00.000Z"), "a b", 0, 100), 0);
        // Notion's clock may be behind this device's by as much as that.
        assert_eq!(found(&mut page("a b", "bot", "2026-11-23T11:50:00.000Z"), "a b", 0, 100), 2);
        // What nobody tells of may be it.
        let mut blocks: Vec<Placed> = ["a", "b"].iter().map(|word| Placed::of(&ours(paragraph(word)))).collect();
        assert_eq!(found(&mut blocks, "a b", 0, 100), 2);
    }

    #[test]
    fn what_a_request_before_brought_is_not_taken_for_the_next_ones() {
        assert_eq!(found(&mut page("a b a b", "bot", NOON), "a b a b a b", 2, 2), 4);
        assert_eq!(found(&mut page("a b", "bot", NOON), "a b a b", 2, 2), 2);
        assert_eq!(found(&mut page("a b c", "bot", NOON), "a b c b c", 3, 3), 3);
    }

    #[test]
    fn what_another_save_brought_is_set_aside() {
        let other = bot();
        let maker = Maker::of(&other, noon(), noon());
        let after = |words: &str, others: &str, mine: &str| {
            let mut page = page(words, "bot", NOON);
            set_aside(&mut page, &sent(others), &maker);
            found(&mut page, mine, 0, 100)
        };
        assert_eq!(after("a b c", "a b c", "b"), 0);
        assert_eq!(after("a b c b", "a b c", "b"), 1);
        // Also where the person changed a part of it meanwhile.
        assert_eq!(after("x b c", "a b c", "b"), 0);
        assert_eq!(after("q q", "q", "q"), 1);
    }

    #[test]
    fn a_picture_that_notion_keeps_is_the_one_that_was_sent() {
        let picture = Stored::of(&ours(json!({ "image": { "external": { "url": "https://e.com/a.png" } } })));
        let kept = |url: &str, kind: &str| {
            let block = json!({ "type": "image", "image": { "type": kind, kind: { "url": url } } });
            let sent = std::slice::from_ref(&picture);
            arrived(&mut [Placed::of(&ours(block))], sent, 0, |_| 1, &Maker::of(&bot(), noon(), noon()))
        };
        assert_eq!(kept("https://files.notion.so/1", "file"), 1);
        assert_eq!(kept("https://e.com/a.png", "external"), 1);
        assert_eq!(kept("https://e.com/b.png", "external"), 0);
    }
}
