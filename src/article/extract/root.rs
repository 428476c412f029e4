//! Where a page's content is: the smallest part that holds nearly all of it.

use super::marks::Marks;
use super::measure::Measures;
use crate::article::page::{Id, Page};
use crate::article::tag::Tag;

/// How many of a hundred parts of the content must be in a child for the rest not to matter.
const MOST: u64 = 85;
/// And in one that says that it is the article.
const NAMED: u64 = 60;

/// The chosen part.
pub(super) struct Root {
    pub(super) id: Id,
    /// All content of the page.
    pub(super) total: u32,
    /// What readers say is the content.
    pub(super) is_discussion: bool,
}

/// Finds the content.
pub(super) fn of(page: &Page<'_>, measures: &Measures) -> Root {
    let all = measures.get(Id::ROOT).value;
    let is_discussion = is_discussion(page, measures);
    let mut root = Root { id: Id::ROOT, total: all, is_discussion };
    // What counts, by node: not what stands around the content.
    let mut values: Vec<u32> = Vec::new();
    values.resize(page.len(), 0);
    for id in page.within(Id::ROOT).rev() {
        let measure = measures.get(id);
        let inner = values.get(id.index()).copied().unwrap_or_default() + measure.own_value;
        let value = if is_against(page, measures, &root, id) { 0 } else { inner };
        if let Some(place) = values.get_mut(id.index()) {
            *place = value;
        }
        if let Some(outer) = page.node(id).parent.and_then(|parent| values.get_mut(parent.index())) {
            *outer += value;
        }
    }
    let value = |id: Id| values.get(id.index()).copied().unwrap_or_default();
    root.total = value(Id::ROOT);
    loop {
        let Some(best) = page.children(root.id).max_by_key(|&child| value(child)) else { break };
        let named =
            matches!(page.node(best).tag, Tag::Article | Tag::Main) || measures.get(best).marks.any(Marks::CONTENT);
        let share = if named { NAMED } else { MOST };
        let is_text = matches!(
            page.node(root.id).tag,
            Tag::P | Tag::Pre | Tag::Blockquote | Tag::Ul | Tag::Ol | Tag::Dl | Tag::Li | Tag::Figure
        );
        if is_text || value(best) == 0 || u64::from(value(best)) * 100 < u64::from(value(root.id)) * share {
            break;
        }
        root.id = best;
    }
    root
}

/// Whether readers' posts are what the page is for.
fn is_discussion(page: &Page<'_>, measures: &Measures) -> bool {
    let all = measures.get(Id::ROOT).value;
    let mut said = 0;
    let mut next = Id::ROOT;
    for id in page.within(Id::ROOT) {
        if id < next {
            continue;
        }
        let measure = measures.get(id);
        let kind = page.node(id).attribute("itemtype");
        if kind.ends_with("DiscussionForumPosting") || kind.ends_with("QAPage") {
            return true;
        }
        if measure.marks.any(Marks::COMMENTS) && !measure.marks.any(Marks::AGAINST) {
            said += measure.value;
            next = page.after(id);
        }
    }
    u64::from(said) * 10 > u64::from(all) * 8
}

/// Whether a part stands around the content.
pub(super) fn is_against(page: &Page<'_>, measures: &Measures, root: &Root, id: Id) -> bool {
    let measure = measures.get(id);
    let node = page.node(id);
    if node.is_text() {
        return false;
    }
    // No part that holds most of it stands around it, whatever it is called.
    if u64::from(measure.value) * 2 > u64::from(root.total) {
        return false;
    }
    if measure.marks.any(Marks::COMMENTS) && !root.is_discussion {
        return true;
    }
    if !measure.marks.any(Marks::AGAINST) {
        return false;
    }
    if matches!(node.tag, Tag::Nav | Tag::Footer | Tag::Menu) {
        return true;
    }
    // A name may lie of a part that reads like an article.
    let reads = measure.paragraphs >= 4 && !measure.is_linked(25);
    !(reads && u64::from(measure.value) * 4 > u64::from(root.total))
}
