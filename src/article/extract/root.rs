//! What kind of page it is, and where its content is: the smallest part that
//! holds nearly all of it.

use super::Hints;
use super::marks::Marks;
use super::measure::Measures;
use super::phrases::{self, Announced};
use super::sift::first_text;
use super::title;
use crate::article::page::{Id, Page};
use crate::article::tag::Tag;

/// How many of a hundred parts of the content must be in a child for the rest not to matter.
const MOST: u64 = 90;
/// And in one that says that it is the article.
const NAMED: u64 = 75;
/// So many at most may be text that comes before it.
const BEFORE: u64 = 2;
/// Where there is little, most of it matters.
const LITTLE: u64 = 1_200;
const MOST_OF_LITTLE: u64 = 97;

/// A text shorter than this may not be what the page is for.
const SHORT: u64 = 3_000;
/// Of a text that is longer than this, what readers say of it is not most of the page, however much it is.
const LITTLE_SAID: u64 = 1_200;
/// From so much prose in one place on, a page is for reading it, whatever streams past beside it.
const WRITTEN: u32 = 900;
/// What is around the title is what the page is about from so much on.
const ENOUGH: u64 = 300;

/// What the content of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text.
    Article,
    /// What several people say.
    Discussion,
    /// Things that lead to other pages.
    Listing,
}

/// What is believed of what a page calls its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// Classes and ids, too.
    Names,
    /// Elements and roles, and that readers' comments are called so.
    Tags,
    /// Elements and roles.
    Nothing,
}

/// The chosen part.
pub(super) struct Root {
    pub(super) id: Id,
    pub(super) kind: Kind,
    pub(super) trust: Trust,
    /// What all content of the page is worth.
    pub(super) total: u32,
    /// The heading that is the page's title.
    pub(super) title: Option<Id>,
}

/// Finds the content.
pub(super) fn of(page: &Page<'_>, measures: &Measures, hints: &Hints<'_>, trust: Trust) -> Root {
    let title = title::find(page, measures, hints);
    let total = measures.get(Id::ROOT).value;
    let mut root = Root { id: Id::ROOT, kind: Kind::Article, trust, total, title };
    root.kind = kind(page, measures, &root);
    // What counts, by node: not what stands around the content.
    let mut values = vec![0_u32; page.len()];
    for id in page.within(Id::ROOT).rev() {
        let measure = measures.get(id);
        let inner = values.get(id.index()).copied().unwrap_or_default();
        let own = if root.kind == Kind::Listing { measure.own } else { measure.own_value };
        let mut value = inner + own;
        if root.kind != Kind::Listing && measure.is_cards {
            value /= 4;
        }
        if is_against(page, measures, &root, id) {
            value = 0;
        }
        if let Some(place) = values.get_mut(id.index()) {
            *place = value;
        }
        if let Some(outer) = page.node(id).parent.and_then(|parent| values.get_mut(parent.index())) {
            *outer += value;
        }
    }
    let value = |id: Id| u64::from(values.get(id.index()).copied().unwrap_or_default());
    root.total = values.first().copied().unwrap_or_default();
    if let Some(main) = main(page, measures, title) {
        let has_title = title.is_some_and(|title| page.contains(main, title));
        if value(main) > 0 && (has_title || value(main) * 3 >= value(Id::ROOT)) {
            root.id = main;
            root.total = values.get(main.index()).copied().unwrap_or_default();
        }
    }
    while let Some(best) = page.children(root.id).max_by_key(|&child| value(child)) {
        let node = page.node(best);
        let is_named =
            matches!(node.tag, Tag::Article | Tag::Main) || node.attribute("itemprop").contains("articleBody");
        let share = match value(root.id) {
            ..LITTLE => MOST_OF_LITTLE,
            _ if is_named => NAMED,
            _ => MOST,
        };
        // What comes after the part with the title, and leads away more than it reads, is none of its text.
        let leads = |id: &Id| measures.get(*id).linked_headings > 0 || measures.get(*id).is_linked(25);
        let has_title = root.kind == Kind::Article && title.is_some_and(|title| page.contains(best, title));
        let after = page.children(root.id).skip_while(|&child| child != best).skip(1);
        let away: u64 = if has_title { after.filter(leads).map(value).sum() } else { 0 };
        let is_most = value(best) > 0 && value(best) * 100 >= (value(root.id) - away.min(value(root.id) / 3)) * share;
        // What is read before a text is the beginning of it; what comes after may be anything.
        let reads = |id: &Id| {
            let measure = measures.get(*id);
            measure.paragraphs > 0 && measure.linked_headings == 0 && !measure.is_linked(25)
        };
        let before: u64 = page.children(root.id).take_while(|&child| child != best).filter(reads).map(value).sum();
        let is_most = is_most && before * 100 <= value(root.id) * BEFORE;
        if is_of_text(node.tag) || !is_most || has_likes(page, measures, best) {
            break;
        }
        root.id = best;
    }
    // Where there is little to read, it is at the title that the page is about something.
    if let Some(title) = title
        && !page.contains(root.id, title)
        && value(root.id) < SHORT
    {
        let about = page.around(title).find(|&outer| value(outer) >= ENOUGH);
        root.id = about.filter(|&about| !page.contains(about, root.id)).unwrap_or(root.id);
    }
    root
}

/// The headings that stand right above the content, in order, but its title.
pub(super) fn headings_above(page: &Page<'_>, measures: &Measures, hints: &Hints<'_>, root: &Root) -> Vec<Id> {
    let mut found = Vec::new();
    let mut at = Some(root.id);
    while let Some(id) = at {
        let Some(before) = page.node(id).previous else {
            at = page.node(id).parent;
            continue;
        };
        at = Some(before);
        let measure = measures.get(before);
        if measure.text == 0 {
            continue;
        }
        if page.node(before).tag.heading() == 0
            || measure.is_linked(50)
            || phrases::announced(first_text(page, before)) != Announced::Article
        {
            break;
        }
        if !title::repeats(page, hints, before) {
            found.push(before);
        }
    }
    found.reverse();
    found
}

/// Whether others beside a part are called the same and have text, too: posts of a
/// thread, sections. Those whose headings lead away are other articles.
fn has_likes(page: &Page<'_>, measures: &Measures, id: Id) -> bool {
    let (tag, class) = (page.node(id).tag, page.node(id).attribute("class"));
    let beside = page.node(id).parent.into_iter().flat_map(|parent| page.children(parent));
    !class.is_empty()
        && beside.filter(|&other| other != id).any(|other| {
            let (node, measure) = (page.node(other), measures.get(other));
            let reads = measure.paragraphs > 0 && measure.linked_headings == 0 && !measure.is_linked(40);
            node.tag == tag && reads && node.attribute("class") == class
        })
}

/// Whether it is a piece of a text rather than what holds one.
fn is_of_text(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::P
            | Tag::Pre
            | Tag::Code
            | Tag::Blockquote
            | Tag::Ul
            | Tag::Ol
            | Tag::Dl
            | Tag::Li
            | Tag::Figure
            | Tag::Details
    )
}

/// The part that says that it is the main one: the one with the title, or the only one.
fn main(page: &Page<'_>, measures: &Measures, title: Option<Id>) -> Option<Id> {
    let is_main = |id: &Id| measures.get(*id).text > 0 && measures.get(*id).marks.any(Marks::MAIN);
    let mut found = page.within(Id::ROOT).filter(is_main);
    let first = found.next()?;
    let titled = |main: Id| title.is_some_and(|title| page.contains(main, title));
    if titled(first) {
        return Some(first);
    }
    let mut is_only = true;
    for other in found {
        if titled(other) {
            return Some(other);
        }
        is_only &= page.contains(first, other);
    }
    is_only.then_some(first)
}

/// What kind of page it is, by what it says of itself and what most of it is.
fn kind(page: &Page<'_>, measures: &Measures, root: &Root) -> Kind {
    let (mut said, mut prose, mut text, mut carded) = (0_u64, 0_u64, 0_u64, 0_u64);
    let (mut next, mut longest) = (Id::ROOT, 0);
    for id in page.within(Id::ROOT) {
        if id < next {
            continue;
        }
        let measure = measures.get(id);
        if measure.marks.any(Marks::THREAD) {
            return Kind::Discussion;
        }
        let is_said = measure.marks.any(Marks::COMMENTS);
        if is_said && !measure.marks.any(Marks::AGAINST) {
            said += u64::from(measure.value);
            next = page.after(id);
        } else if is_against(page, measures, root, id) {
            next = page.after(id);
        } else if measure.is_cards {
            carded += u64::from(measure.text);
            text += u64::from(measure.text);
            next = page.after(id);
        } else {
            prose += u64::from(measure.own_value);
            longest = longest.max(measure.near);
            text += u64::from(measure.own);
        }
    }
    if said > 4 * prose && prose < LITTLE_SAID {
        Kind::Discussion
    } else if prose * 100 < text * 30 && prose < SHORT && carded * 2 > text && longest < WRITTEN {
        Kind::Listing
    } else {
        Kind::Article
    }
}

/// Whether a part stands around the content.
pub(super) fn is_against(page: &Page<'_>, measures: &Measures, root: &Root, id: Id) -> bool {
    let measure = measures.get(id);
    let node = page.node(id);
    // The id of a heading is often made of its own words, which name no part of the page.
    if node.is_text() || matches!(node.tag, Tag::Html | Tag::Body) || node.tag.heading() > 0 {
        return false;
    }
    if measure.marks.any(Marks::COMMENTS) && root.kind != Kind::Discussion && root.trust != Trust::Nothing {
        let holds_it_all = match root.title {
            Some(title) => page.contains(id, title),
            None => u64::from(measure.value) * 4 >= u64::from(root.total) * 3,
        };
        return !holds_it_all && node.tag != Tag::Main;
    }
    // A note within the text stands beside it by its element alone.
    let is_note = node.tag == Tag::Aside && measure.marks.any(Marks::NOTE);
    if is_note && !measure.is_linked(25) && measure.controls == 0 {
        return false;
    }
    let is_declared = measure.marks.any(Marks::DECLARED);
    if !measure.marks.any(Marks::AGAINST) || (!is_declared && root.trust != Trust::Names) {
        return false;
    }
    // No part that holds most of it stands around it, whatever it is called.
    let most = if is_declared { 75 } else { 50 };
    if u64::from(measure.value) * 100 > u64::from(root.total) * most {
        return false;
    }
    if matches!(node.tag, Tag::Nav | Tag::Footer | Tag::Menu) || node.attribute("role") == "complementary" {
        return true;
    }
    // A paragraph is marked for how it looks.
    if node.tag == Tag::P && measure.stops > 0 && !measure.is_linked(50) {
        return false;
    }
    // A part that holds the title is none, and a name may lie of one that reads like an article.
    if root.title.is_some_and(|title| page.contains(id, title)) {
        return false;
    }
    let reads = measure.paragraphs >= 4 && !measure.is_linked(25);
    !(reads && u64::from(measure.value) * 4 > u64::from(root.total))
}
