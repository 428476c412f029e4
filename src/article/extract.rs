//! What of a page is its article.
//!
//! ```text
//! measures (one pass over the tree) -> the root (where the text is) -> what is left out inside it
//! ```
//!
//! Evidence is of two sorts: what a part holds (sentences, links, buttons) and what
//! its names say. Neither decides alone, because pages are written by everybody.

mod marks;
mod measure;
mod obvious;
mod phrases;
mod root;
mod sift;
mod title;

use super::page::{Id, Page};
use super::part::Part;
use measure::Measures;
use root::Trust;

/// What is known of a page beside what it shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'page> {
    /// The page's title, which its content need not repeat.
    pub title: &'page str,
}

/// Less than this, as [`measure`] counts text, is no content.
const LITTLE: u64 = 300;

/// The article of a page, or what else its content is. Only a page without
/// anything has nothing.
#[must_use]
pub fn article(page: &Page<'_>, hints: &Hints<'_>) -> Part {
    let measures = Measures::of(page);
    let all = u64::from(measures.get(Id::ROOT).value);
    let (mut best, mut kept) = attempt(page, &measures, hints, Trust::Names);
    // Names were believed that were wrong, if little is left of much.
    if kept * 4 < all {
        let trust = if kept < LITTLE { Trust::Nothing } else { Trust::Tags };
        let (part, more) = attempt(page, &measures, hints, trust);
        if more > 3 * kept {
            (best, kept) = (part, more);
        }
    }
    if kept > 0 || best.nodes(page).any(|id| measures.get(id).text > 0) { best } else { whole(page) }
}

/// One way to see a page, and what the content is worth that is found so.
fn attempt(page: &Page<'_>, measures: &Measures, hints: &Hints<'_>, trust: Trust) -> (Part, u64) {
    let root = root::of(page, measures, hints, trust);
    let mut part = Part { roots: root::headings_above(page, measures, hints, &root), left_out: Vec::new() };
    part.roots.push(root.id);
    sift::sift(page, measures, &root, hints, &mut part);
    let kept = part.nodes(page).map(|id| u64::from(measures.get(id).own_value)).sum();
    (part, kept)
}

/// All of a page but its obvious surroundings.
#[must_use]
pub fn whole(page: &Page<'_>) -> Part {
    let measures = Measures::of(page);
    let mut part = Part::whole();
    let mut next = Id::ROOT;
    for id in page.within(Id::ROOT).skip(1) {
        if id >= next && obvious::is_obvious(page, &measures, id) {
            part.left_out.push(id);
            next = page.after(id);
        }
    }
    part
}

#[cfg(test)]
mod tests;
