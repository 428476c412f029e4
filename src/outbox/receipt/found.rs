//! Which of a page's blocks are those that were sent. A page has others as well: its
//! template's, and whatever the person wrote before, between or after them.

use super::sent::{self, Sent};
use crate::notion::stored::Stored;

/// So many pairs are held against each other at most where order is all that there is to go by.
const MOST_PAIRS: usize = 4_000_000;

/// How many bytes of a beginning tell a block from another.
const TELLING: usize = 16;

/// How little a pair may have in common, at the end: see [`There::is`].
const LOOSEST: u8 = 2;

/// A block of the page, read once.
pub(super) struct There<'a> {
    block: &'a Stored,
    depth: u16,
    words: u64,
    whole: u64,
    inside: u64,
    /// It is known to be something else, with all that is in it, unless it has an id of what was sent.
    is_other: bool,
}

impl<'a> There<'a> {
    /// All blocks of a page, each before what it holds. Those of these ids, and what they hold, are none of
    /// what is sent now.
    pub(super) fn all(blocks: &'a [Stored], sent: &[Sent], others: &[String]) -> Vec<Self> {
        let mut is_other = false;
        let mut all = Vec::new();
        for (depth, block) in Stored::levels(blocks) {
            if depth == 0 {
                is_other = others.contains(&block.id) && !sent.iter().any(|sent| sent.id == block.id);
            }
            let (words, whole, inside) = (sent::words(block), sent::whole(block), sent::inside(block));
            all.push(Self { block, depth, words, whole, inside, is_other });
        }
        all
    }

    /// How many characters it has.
    pub(super) fn characters(&self) -> u32 {
        sent::count(&self.block.text)
    }

    /// Whether it reads differently than what was sent.
    pub(super) fn is_changed_from(&self, sent: &Sent) -> bool {
        sent.words != self.words || sent.kind != self.block.kind
    }

    /// Whether it is of the kind of what was sent, and says and holds the same (0), says the
    /// same (1), or nearly so: Notion may write something in another way (2). A file that
    /// Notion keeps has another address than the one it was sent with.
    fn is(&self, sent: &Sent, looseness: u8) -> bool {
        let says = sent.whole == self.whole || sent.words == self.words && self.block.is_kept;
        let nearly =
            || sent.words == self.words || sent.start.len() >= TELLING && sent.start == sent::start(self.block);
        sent.kind == self.block.kind
            && match looseness {
                0 => says && sent.inside == self.inside,
                1 => says,
                _ => says || nearly(),
            }
    }
}

/// Finds each of the blocks that were sent: gives the place in the page of each, nothing
/// where it is not there. Whoever was seen has its id from then on.
///
/// 1. By its id, once it was seen: then it may say what it likes.
/// 2. The first time, in order, within what it was sent in: as many as can be.
/// 3. By what it says, wherever it stands, whatever it is by now. That is how one is found
///    that was cut out and put in elsewhere.
///
/// With `is_resent`, one that is not there any more was never seen: it is sent again.
pub(super) fn find(sent: &mut [Sent], page: &[There<'_>], is_resent: bool) -> Vec<Option<usize>> {
    let (places, is_taken) = (vec![None; sent.len()], page.iter().map(|there| there.is_other).collect());
    let mut found = Found { sent, page, places, is_taken };
    found.by_id(is_resent);
    found.in_order();
    found.by_words();
    let places = found.places;
    for (block, place) in sent.iter_mut().zip(&places) {
        if let Some(there) = place.and_then(|at| page.get(at)) {
            block.id.clone_from(&there.block.id);
        }
    }
    places
}

/// The longest series that two texts have in common, of which each part is known by a number: pairs of their
/// places.
pub(super) fn common(one: &[u64], other: &[u64]) -> Vec<(usize, usize)> {
    let block = Stored::default();
    let page: Vec<There<'_>> = other
        .iter()
        .map(|&inside| There { block: &block, depth: 0, words: 0, whole: 0, inside, is_other: false })
        .collect();
    let mut sent: Vec<Sent> = one.iter().map(|&inside| Sent { inside, ..Sent::default() }).collect();
    let all = |count: usize| (0..count).collect::<Vec<usize>>();
    let (rows, columns) = (all(one.len()), all(other.len()));
    Found { sent: &mut sent, page: &page, places: Vec::new(), is_taken: Vec::new() }.series(&rows, &columns, 0)
}

/// What was found so far.
struct Found<'a> {
    sent: &'a mut [Sent],
    page: &'a [There<'a>],
    places: Vec<Option<usize>>,
    is_taken: Vec<bool>,
}

impl Found<'_> {
    fn pair(&mut self, at: usize, place: usize) {
        if let (Some(known), Some(taken)) = (self.places.get_mut(at), self.is_taken.get_mut(place)) {
            *known = Some(place);
            *taken = true;
        }
    }

    fn by_id(&mut self, is_resent: bool) {
        let mut next = 0;
        for at in 0..self.sent.len() {
            let Some(block) = self.sent.get(at).filter(|block| !block.id.is_empty()) else { continue };
            let is_it = |there: &There<'_>| there.block.id == block.id;
            // Most follow the one before.
            let place =
                if self.page.get(next).is_some_and(is_it) { Some(next) } else { self.page.iter().position(is_it) };
            if let Some(place) = place {
                self.pair(at, place);
                next = place + 1;
            } else if is_resent && let Some(block) = self.sent.get_mut(at) {
                block.id.clear();
            }
        }
    }

    /// Those that were never seen, level by level: what a block holds is looked for in that block.
    fn in_order(&mut self) {
        let mut holder = None;
        loop {
            let place = holder.and_then(|at| self.places.get(at).copied().flatten());
            if holder.is_none() || place.is_some() {
                let level = inside(self.sent.len(), |at| self.sent.get(at).map(|block| block.depth), holder);
                let free = inside(self.page.len(), |at| self.page.get(at).map(|there| there.depth), place);
                self.between(&level, &free);
            }
            let next = holder.map_or(0, |at| at + 1);
            if next >= self.sent.len() {
                return;
            }
            holder = Some(next);
        }
    }

    /// What was never seen is between the same two that were, unless these are not in order any more: of two
    /// that say the same, one would else be taken for the other.
    fn between(&mut self, level: &[usize], free: &[usize]) {
        let (mut new, mut from) = (Vec::new(), 0);
        for &at in level.iter().chain([&self.sent.len()]) {
            let is_new = self.sent.get(at).is_some_and(|block| block.id.is_empty());
            let place = self.places.get(at).map_or(Some(self.page.len()), |place| *place);
            if is_new {
                new.push(at);
            } else if let Some(to) = place {
                let between = if from <= to { from..to } else { 0..self.page.len() };
                let mut free = free.to_vec();
                free.retain(|place| between.contains(place) && self.is_taken.get(*place) == Some(&false));
                self.align(&new, &free, 0);
                new.clear();
                from = to + 1;
            }
        }
    }

    /// Pairs as many as can be, and then, between these, those that have less in common.
    fn align(&mut self, new: &[usize], free: &[usize], looseness: u8) {
        if new.is_empty() || free.is_empty() || looseness > LOOSEST {
            return;
        }
        let mut series = self.series(new, free, looseness);
        series.push((new.len(), free.len()));
        let (mut row, mut column) = (0, 0);
        for (next_row, next_column) in series {
            let between = (new.get(row..next_row), free.get(column..next_column));
            if let (Some(new), Some(free)) = between {
                self.align(new, free, looseness + 1);
            }
            if let (Some(&at), Some(&place)) = (new.get(next_row), free.get(next_column)) {
                self.pair(at, place);
            }
            (row, column) = (next_row + 1, next_column + 1);
        }
    }

    /// The longest series of pairs, in the order of both, by their places in these. Of two that
    /// are as long, the one further down: what was appended is at the end.
    fn series(&self, new: &[usize], free: &[usize], looseness: u8) -> Vec<(usize, usize)> {
        let is_pair = |row: usize, column: usize| {
            let sent = new.get(row).and_then(|&at| self.sent.get(at));
            let there = free.get(column).and_then(|&at| self.page.get(at));
            sent.zip(there).is_some_and(|(sent, there)| there.is(sent, looseness))
        };
        let (mut rows, mut columns) = (new.len(), free.len());
        // From the last on.
        let mut pairs = Vec::new();
        while rows > 0 && columns > 0 && is_pair(rows - 1, columns - 1) {
            (rows, columns) = (rows - 1, columns - 1);
            pairs.push((rows, columns));
        }
        let mut same = 0;
        while same < rows.min(columns) && is_pair(same, same) {
            same += 1;
        }
        let width = columns + 1;
        // How long the series can be in the first so many of both.
        if (rows - same) * (columns - same) > MOST_PAIRS {
            (rows, columns) = (same, same);
        }
        let mut lengths = vec![0_u16; (rows + 1 - same) * width];
        let place = |row: usize, column: usize| (row - same) * width + column;
        let length =
            |lengths: &[u16], row: usize, column: usize| lengths.get(place(row, column)).copied().unwrap_or_default();
        for row in same..rows {
            for column in same..columns {
                let longest = if is_pair(row, column) {
                    length(&lengths, row, column).saturating_add(1)
                } else {
                    length(&lengths, row, column + 1).max(length(&lengths, row + 1, column))
                };
                if let Some(length) = lengths.get_mut(place(row + 1, column + 1)) {
                    *length = longest;
                }
            }
        }
        while rows > same && columns > same {
            if is_pair(rows - 1, columns - 1) {
                (rows, columns) = (rows - 1, columns - 1);
                pairs.push((rows, columns));
            } else if length(&lengths, rows - 1, columns) > length(&lengths, rows, columns - 1) {
                rows -= 1;
            } else {
                columns -= 1;
            }
        }
        pairs.extend((0..same).rev().map(|at| (at, at)));
        pairs.reverse();
        pairs
    }

    /// Those that are not where they were.
    fn by_words(&mut self) {
        for at in 0..self.sent.len() {
            let Some(block) = self.sent.get(at) else { continue };
            if self.places.get(at) != Some(&None) || block.is_old || block.is_plain() && block.inside == 0 {
                continue;
            }
            let is_it = |&place: &usize| {
                self.is_taken.get(place) == Some(&false)
                    && self.page.get(place).is_some_and(|there| {
                        there.whole == block.whole && (!block.is_plain() || there.inside == block.inside)
                    })
            };
            if let Some(place) = (0..self.page.len()).find(is_it) {
                self.pair(at, place);
            }
        }
    }
}

/// The places of what is directly in a block, or in none, by how deep each is.
fn inside(count: usize, depth: impl Fn(usize) -> Option<u16>, holder: Option<usize>) -> Vec<usize> {
    let level = holder.and_then(&depth).map_or(0, |depth| depth + 1);
    let mut places = Vec::new();
    for at in holder.map_or(0, |at| at + 1)..count {
        let depth = depth(at).unwrap_or_default();
        if depth < level {
            break;
        }
        if depth == level {
            places.push(at);
        }
    }
    places
}
