//! What belongs to no content, whatever the page is.

use super::marks::Marks;
use super::measure::{Measures, is_to_do};
use crate::article::page::{Id, Page};
use crate::article::tag::Tag;

/// Whether a part belongs to no content, whatever the page is.
pub(super) fn is_obvious(page: &Page<'_>, measures: &Measures, id: Id) -> bool {
    let node = page.node(id);
    let measure = measures.get(id);
    match node.tag {
        // A heading that unfolds what is below it.
        Tag::Button if page.around(id).take(3).any(|outer| page.node(outer).tag.heading() > 0) => false,
        Tag::Button if is_asked(page, measures, id) => false,
        Tag::Input if is_to_do(page, id) => false,
        Tag::Nav | Tag::Button | Tag::Input | Tag::Select | Tag::Textarea | Tag::Menu => measure.prose < 500,
        Tag::A => {
            let is_button = measure.text < 60 && measure.marks.any(Marks::BUTTON);
            // A sign that leads to the heading it stands in.
            let is_in_heading = || page.around(id).take(2).any(|outer| page.node(outer).tag.heading() > 0);
            is_button || (matches!(measure.text, 1..=3) && is_in_heading() && is_sign(page, id))
        }
        _ if measure.marks.any(Marks::SILENT) => {
            [node.previous, node.next].into_iter().flatten().any(|beside| is_formula(page, beside))
        }
        _ => {
            // Questions that are asked of whoever reads: fields with short words beside.
            let asks = measure.controls >= 2 && measure.prose == 0 && measure.text < measure.controls * 60;
            let is_unseen = measure.marks.any(Marks::UNSEEN) && measure.prose == 0 && node.tag.heading() == 0;
            let is_gutter = measure.marks.any(Marks::GUTTER) && measure.links == 0 && is_numbers(page, id);
            let is_line = matches!(node.tag, Tag::Span | Tag::Code) && is_within_words(page, id);
            let may_count = matches!(node.tag, Tag::Div | Tag::Span | Tag::Pre | Tag::Code | Tag::Td) && !is_line;
            asks || is_unseen || is_gutter || (may_count && counts(page, id)) || leads_to_editor(page, id)
        }
    }
}

/// Whether it is what a wiki has beside each heading for those who write there. Within one it stays, as the known
/// answers have it.
fn leads_to_editor(page: &Page<'_>, id: Id) -> bool {
    let node = page.node(id);
    node.tag == Tag::Span
        && node.attribute("class").contains("mw-editsection")
        && !page.around(id).take(2).any(|outer| page.node(outer).tag.heading() > 0)
}

/// Whether it is a question that unfolds its answer, which stands behind it.
fn is_asked(page: &Page<'_>, measures: &Measures, id: Id) -> bool {
    let ends = |text: &str| text.trim_end().ends_with(['?', '？', '؟']);
    page.within(id).any(|inner| ends(page.node(inner).text))
        && page.node(id).next.is_some_and(|answer| measures.get(answer).prose > 0)
}

fn is_sign(page: &Page<'_>, id: Id) -> bool {
    page.within(id).all(|inner| !page.node(inner).text.contains(char::is_alphanumeric))
}

/// Whether it is a formula, which is drawn once more beside it.
fn is_formula(page: &Page<'_>, id: Id) -> bool {
    page.within(id).take(4).any(|inner| page.node(inner).tag == Tag::Math)
}

/// Whether it has nothing but digits, of a program's lines.
fn is_numbers(page: &Page<'_>, id: Id) -> bool {
    page.within(id)
        .all(|inner| page.node(inner).text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_whitespace()))
}

/// Whether it stands in a line of words, and not of code.
fn is_within_words(page: &Page<'_>, id: Id) -> bool {
    let node = page.node(id);
    let is_words = |beside: Id| page.node(beside).text.contains(char::is_alphabetic);
    [node.previous, node.next].into_iter().flatten().any(is_words)
        && !page.around(id).any(|outer| page.node(outer).tag == Tag::Pre)
}

/// Whether it has nothing but numbers, each one more than the one before, as of lines and pages. Neither begins
/// with nothing, as what programs count does.
fn counts(page: &Page<'_>, id: Id) -> bool {
    let mut before = None;
    let mut length = 0;
    for word in page.within(id).flat_map(|inner| page.node(inner).text.split_ascii_whitespace()) {
        let Ok(number) = word.parse::<u32>() else { return false };
        let follows = before.map_or(number > 0, |before: u32| before.checked_add(1) == Some(number));
        if !follows {
            return false;
        }
        before = Some(number);
        length += 1;
    }
    length >= 3
}
