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
mod phrases;
mod root;
mod sift;
mod title;

use super::page::{Id, Page};
use super::part::Part;
use measure::Measures;

/// What is known of a page beside what it shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'page> {
    /// The page's title, which its content need not repeat.
    pub title: &'page str,
}

/// The article of a page, or what else its content is. Only a page without
/// anything has nothing.
#[must_use]
pub fn article(page: &Page<'_>, hints: &Hints<'_>) -> Part {
    let measures = Measures::of(page);
    let root = root::of(page, &measures, hints);
    let mut part = Part { roots: vec![root.id], left_out: Vec::new() };
    sift::sift(page, &measures, &root, hints, &mut part);
    if part.nodes(page).any(|id| page.node(id).is_text()) { part } else { whole(page) }
}

/// All of a page but its obvious surroundings.
#[must_use]
pub fn whole(page: &Page<'_>) -> Part {
    let measures = Measures::of(page);
    let mut part = Part::whole();
    let mut next = Id::ROOT;
    for id in page.within(Id::ROOT) {
        if id >= next && sift::is_obvious(page, &measures, id) {
            part.left_out.push(id);
            next = page.after(id);
        }
    }
    part
}
