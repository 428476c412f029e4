//! The heading that says what the page's title says.

use super::Hints;
use super::measure::Measures;
use crate::article::page::{Id, Page};
use crate::article::tag::Tag;

/// More text is in no title.
const LONGEST: usize = 300;

/// Finds the heading that is the page's title: one whose words the title has, the
/// highest and first of these; else the only heading of the first level.
pub(super) fn find(page: &Page<'_>, measures: &Measures, hints: &Hints<'_>) -> Option<Id> {
    let title = folded(hints.title);
    let mut best: Option<(u8, Id)> = None;
    let (mut firsts, mut only) = (0, None);
    for id in page.within(Id::ROOT) {
        let level = page.node(id).tag.heading();
        let is_title = level > 0 && level <= 2 && measures.get(id).text > 0;
        if !is_title || best.is_some_and(|(known, _)| known <= level) {
            continue;
        }
        if level == 1 {
            firsts += 1;
            only = Some(id);
        }
        let text = folded(&text(page, id));
        if is_same(&title, &text) {
            best = Some((level, id));
        }
    }
    best.map(|(_, id)| id).or(only.filter(|_| firsts == 1))
}

/// Whether a heading's text is the title, or the title without the name of the site,
/// or is that with more.
pub(super) fn repeats(page: &Page<'_>, hints: &Hints<'_>, id: Id) -> bool {
    page.node(id).tag != Tag::Other && is_same(&folded(hints.title), &folded(&text(page, id)))
}

fn is_same(title: &str, text: &str) -> bool {
    // One word may be anywhere in a title.
    let is_enough = |part: &str, whole: &str| part == whole || (part.len() > 8 && part.len() * 3 >= whole.len());
    !text.is_empty()
        && ((title.contains(text) && is_enough(text, title)) || (text.contains(title) && is_enough(title, text)))
}

fn text(page: &Page<'_>, id: Id) -> String {
    let mut text = String::new();
    for inner in page.within(id) {
        if text.len() > LONGEST {
            break;
        }
        text.push_str(page.node(inner).text);
    }
    text
}

/// The letters and digits of a text in lower case.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(LONGEST).collect()
}
