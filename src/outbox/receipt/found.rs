//! Which of a page's blocks are those that were sent. A page has others as well: its
//! template's, and whatever the person wrote before, between or after them.

use super::sent::{self, Sent};
use crate::notion::stored::Stored;

/// So many pairs are held against each other at most where order is all that there is to go by.
const MOST_PAIRS: usize = 4_000_000;

/// How many characters of a beginning tell a block from another.
const TELLING: usize = 16;

/// A block of the page, read once.
pub(super) struct There<'a> {
    block: &'a Stored,
    depth: u16,
    words: u64,
    whole: u64,
    inside: u64,
}

impl<'a> There<'a> {
    /// All blocks of a page, each before what it holds.
    pub(super) fn all(blocks: &'a [Stored]) -> Vec<Self> {
        let all = Stored::levels(blocks).into_iter();
        all.map(|(depth, block)| Self {
            block,
            depth,
            words: sent::words(block),
            whole: sent::whole(block),
            inside: sent::inside(block),
        })
        .collect()
    }

    /// How many characters it has.
    pub(super) fn characters(&self) -> u32 {
        sent::count(&self.block.text)
    }

    /// Whether it reads differently than what was sent.
    pub(super) fn is_changed_from(&self, sent: &Sent) -> bool {
        sent.words != self.words || sent.kind != self.block.kind
    }

    /// Whether it is of the kind of what was sent and says the same. A file that Notion
    /// keeps has another address than the one it was sent with.
    fn says(&self, sent: &Sent) -> bool {
        sent.kind == self.block.kind && (sent.whole == self.whole || self.block.is_kept && sent.words == self.words)
    }
}

/// Finds each of the blocks that were sent: gives the place in the page of each, nothing
/// where it is not there. Whoever was seen has its id from then on.
///
/// 1. By its id, once it was seen: then it may say what it likes.
/// 2. The first time, in order, within what it was sent in: as many as can be.
/// 3. By what it says, wherever it stands, whatever it is by now. That is how one is found
///    that was cut out and put in elsewhere.
/// 4. The first time, by its beginning: Notion may write something in another way.
pub(super) fn find(sent: &mut [Sent], page: &[There<'_>]) -> Vec<Option<usize>> {
    let mut found = Found { places: vec![None; sent.len()], is_taken: vec![false; page.len()] };
    let mut known: Vec<(&str, usize)> = page.iter().enumerate().map(|(at, there)| (&*there.block.id, at)).collect();
    known.sort_unstable();
    for (at, block) in sent.iter().enumerate().filter(|(_, block)| !block.id.is_empty()) {
        let place = known.binary_search_by(|(id, _)| (*id).cmp(&block.id)).ok().and_then(|place| known.get(place));
        if let Some(&(_, place)) = place {
            found.pair(at, place);
        }
    }
    found.in_order(sent, page);
    found.by_words(sent, page);
    for (block, place) in sent.iter_mut().zip(&found.places) {
        if let Some(there) = place.and_then(|at| page.get(at)) {
            block.id.clone_from(&there.block.id);
        }
    }
    found.places
}

/// What was found so far.
struct Found {
    places: Vec<Option<usize>>,
    is_taken: Vec<bool>,
}

impl Found {
    fn pair(&mut self, at: usize, place: usize) {
        if let (Some(known), Some(taken)) = (self.places.get_mut(at), self.is_taken.get_mut(place)) {
            *known = Some(place);
            *taken = true;
        }
    }

    fn is_free(&self, place: usize) -> bool {
        self.is_taken.get(place) == Some(&false)
    }

    /// Those that were never seen, level by level: what a block holds is looked for in that block.
    fn in_order(&mut self, sent: &[Sent], page: &[There<'_>]) {
        let holders = std::iter::once(None).chain((0..sent.len()).map(Some));
        for holder in holders {
            let place = holder.and_then(|at| self.places.get(at).copied().flatten());
            if holder.is_some() && place.is_none() {
                continue;
            }
            let mut new = inside(sent.iter().map(|block| block.depth), holder);
            new.retain(|&at| sent.get(at).is_some_and(|block| block.id.is_empty()));
            if new.is_empty() {
                continue;
            }
            let mut free = inside(page.iter().map(|there| there.depth), place);
            free.retain(|&at| self.is_free(at));
            let says = |at: usize, place: usize| match (sent.get(at), page.get(place)) {
                (Some(block), Some(there)) => there.says(block),
                _ => false,
            };
            let holds = |at: usize, place: usize| match (sent.get(at), page.get(place)) {
                (Some(block), Some(there)) => block.inside == there.inside,
                _ => false,
            };
            // First those that hold all that they did; between these then those that do not.
            let whole = series(&new, &free, |at, place| says(at, place) && holds(at, place));
            let (mut from, mut start) = (0, 0);
            for &(row, column) in whole.iter().chain(&[(new.len(), free.len())]) {
                let (Some(rows), Some(columns)) = (new.get(from..row), free.get(start..column)) else { continue };
                for (at, place) in series(rows, columns, says) {
                    if let (Some(&at), Some(&place)) = (rows.get(at), columns.get(place)) {
                        self.pair(at, place);
                    }
                }
                if let (Some(&at), Some(&place)) = (new.get(row), free.get(column)) {
                    self.pair(at, place);
                }
                (from, start) = (row + 1, column + 1);
            }
        }
    }

    /// Those that are not where they were.
    fn by_words(&mut self, sent: &[Sent], page: &[There<'_>]) {
        for (at, block) in sent.iter().enumerate() {
            if self.places.get(at) != Some(&None) || block.is_plain() && block.inside == 0 {
                continue;
            }
            let is_it =
                |there: &There<'_>| there.whole == block.whole && (!block.is_plain() || there.inside == block.inside);
            let free = |(place, _): &(usize, &There<'_>)| self.is_free(*place);
            let mut found = page.iter().enumerate().filter(free).find(|(_, there)| is_it(there));
            if found.is_none() && block.id.is_empty() {
                found = page.iter().enumerate().filter(free).find(|(_, there)| begins(block, there.block));
            }
            if let Some((place, _)) = found {
                self.pair(at, place);
            }
        }
    }
}

/// The places of what is directly in a block, or in none, by how deep everything is.
fn inside(depths: impl Iterator<Item = u16>, holder: Option<usize>) -> Vec<usize> {
    let mut places = Vec::new();
    let mut level = if holder.is_none() { Some(0) } else { None };
    for (at, depth) in depths.enumerate().skip(holder.unwrap_or_default()) {
        match level {
            None => level = Some(depth + 1),
            Some(level) if depth < level => break,
            Some(level) if depth == level => places.push(at),
            Some(_) => {}
        }
    }
    places
}

/// Whether a block begins like what was sent and is of its kind.
fn begins(block: &Sent, there: &Stored) -> bool {
    let start = block.start.chars().filter(|&c| !c.is_whitespace() && c != '…');
    let starts = |text: &str| {
        let mut said = text.chars().filter(|c| !c.is_whitespace());
        start.clone().all(|c| said.next() == Some(c))
    };
    let said = if there.text.is_empty() { &there.address } else { &there.text };
    there.kind == block.kind && start.clone().count() >= TELLING && starts(said)
}

/// The longest series of pairs, in the order of both, by their places in these. Of two that
/// are as long, the one further down: what was appended is at the end.
fn series(new: &[usize], free: &[usize], is_pair: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let is_pair = |row: usize, column: usize| match (new.get(row), free.get(column)) {
        (Some(&at), Some(&place)) => is_pair(at, place),
        _ => false,
    };
    let (mut rows, mut columns) = (new.len(), free.len());
    let mut pairs = Vec::new();
    while rows > 0 && columns > 0 && is_pair(rows - 1, columns - 1) {
        (rows, columns) = (rows - 1, columns - 1);
        pairs.push((rows, columns));
    }
    let mut start = 0;
    while start < rows.min(columns) && is_pair(start, start) {
        pairs.push((start, start));
        start += 1;
    }
    let width = columns - start + 1;
    if (rows - start).saturating_mul(width) <= MOST_PAIRS {
        // How long the series can be in the first so many of both.
        let mut lengths = vec![0_u16; (rows - start + 1) * width];
        let length = |lengths: &[u16], row: usize, column: usize| {
            lengths.get((row - start) * width + column - start).copied().unwrap_or_default()
        };
        for row in start..rows {
            for column in start..columns {
                let longest = if is_pair(row, column) {
                    length(&lengths, row, column).saturating_add(1)
                } else {
                    length(&lengths, row, column + 1).max(length(&lengths, row + 1, column))
                };
                if let Some(place) = lengths.get_mut((row + 1 - start) * width + column + 1 - start) {
                    *place = longest;
                }
            }
        }
        while rows > start && columns > start {
            if is_pair(rows - 1, columns - 1) {
                (rows, columns) = (rows - 1, columns - 1);
                pairs.push((rows, columns));
            } else if length(&lengths, rows - 1, columns) > length(&lengths, rows, columns - 1) {
                rows -= 1;
            } else {
                columns -= 1;
            }
        }
    }
    pairs.sort_unstable();
    pairs
}
