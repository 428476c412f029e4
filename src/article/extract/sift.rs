//! What is left out inside the content.

use super::Hints;
use super::marks::Marks;
use super::measure::Measures;
use super::phrases;
use super::root::{Root, is_against};
use crate::article::page::{Id, Page};
use crate::article::part::Part;
use crate::article::tag::Tag;

/// Whether a part belongs to no content, whatever the page is.
pub(super) fn is_obvious(page: &Page<'_>, measures: &Measures, id: Id) -> bool {
    let node = page.node(id);
    let measure = measures.get(id);
    match node.tag {
        Tag::Nav | Tag::Button | Tag::Input | Tag::Select | Tag::Textarea | Tag::Menu => measure.prose < 500,
        _ => measure.marks.any(Marks::UNSEEN) && measure.prose == 0,
    }
}

/// Decides what is left out.
pub(super) fn sift(page: &Page<'_>, measures: &Measures, root: &Root, hints: &Hints<'_>, part: &mut Part) {
    let mut next = root.id;
    for id in page.within(root.id).skip(1) {
        if id < next || page.node(id).is_text() {
            continue;
        }
        if is_left_out(page, measures, root, hints, id) {
            part.left_out.push(id);
            next = page.after(id);
        }
    }
}

fn is_left_out(page: &Page<'_>, measures: &Measures, root: &Root, hints: &Hints<'_>, id: Id) -> bool {
    let node = page.node(id);
    let measure = measures.get(id);
    if is_obvious(page, measures, id) || is_against(page, measures, root, id) {
        return true;
    }
    if node.tag.heading() > 0 && phrases::is_aside(first_text(page, id)) {
        return true;
    }
    let is_small = measure.prose == 0 && measure.text < 200;
    if is_small && measure.marks.any(Marks::ABOUT) && node.tag.heading() == 0 {
        return true;
    }
    node.tag == Tag::H1 && !hints.title.is_empty() && {
        let text = first_text(page, id).trim();
        text.len() > 5 && hints.title.contains(text)
    }
}

fn first_text<'page>(page: &Page<'page>, id: Id) -> &'page str {
    page.within(id).map(|inner| page.node(inner).text).find(|text| !text.trim().is_empty()).unwrap_or_default()
}
