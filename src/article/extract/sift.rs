//! What is left out inside the content.

use super::Hints;
use super::marks::Marks;
use super::measure::{Measure, Measures};
use super::obvious::is_obvious;
use super::phrases::{self, Announced};
use super::root::{Kind, Root, is_against};
use super::title;
use crate::article::page::{Id, Page};
use crate::article::part::Part;
use crate::article::tag::Tag;

/// A line above the text that is no longer says who wrote it, when, and where it stands.
const LINE: u32 = 70;
/// So much text, and more than a paragraph, is not there twice by accident.
const REPEATED: u32 = 400;

/// Decides what is left out.
pub(super) fn sift(page: &Page<'_>, measures: &Measures, root: &Root, hints: &Hints<'_>, part: &mut Part) {
    let mut sieve =
        Sieve { page, measures, root, hints, out: Vec::new(), first: Id::ROOT, last: Id::ROOT, middle: None };
    sieve.out.resize(page.len(), false);
    sieve.repeated();
    sieve.pass(Sieve::is_no_content);
    if root.kind != Kind::Listing {
        sieve.announced();
    }
    if root.kind == Kind::Article {
        sieve.find_text();
        sieve.pass(Sieve::is_around_text);
    }
    sieve.pass(Sieve::is_bare_heading);
    let mut next = root.id;
    for id in page.within(root.id).skip(1) {
        if id >= next && sieve.is_out(id) {
            part.left_out.push(id);
            next = page.after(id);
        }
    }
}

struct Sieve<'page, 'tokens> {
    page: &'page Page<'tokens>,
    measures: &'page Measures,
    root: &'page Root,
    hints: &'page Hints<'page>,
    out: Vec<bool>,
    /// The first and the last block that read like sentences.
    first: Id,
    last: Id,
    /// The part that has most of these directly inside it.
    middle: Option<Id>,
}

impl Sieve<'_, '_> {
    fn is_out(&self, id: Id) -> bool {
        self.out.get(id.index()).copied().unwrap_or_default()
    }

    fn leave_out(&mut self, id: Id) {
        if let Some(out) = self.out.get_mut(id.index()) {
            *out = true;
        }
    }

    /// Looks at every element that is not left out yet, from the outside.
    fn pass(&mut self, is_left_out: fn(&Self, Id) -> bool) {
        let page = self.page;
        let mut next = self.root.id;
        for id in page.within(self.root.id).skip(1) {
            if id < next || page.node(id).is_text() {
                continue;
            }
            if self.is_out(id) || is_left_out(self, id) {
                self.leave_out(id);
                next = page.after(id);
            } else if is_of_data(page, id) {
                // A cell of links is as much of the table as any other.
                next = page.after(id);
            }
        }
    }

    /// Whether so many of a hundred parts of the content are in it at most.
    fn is_at_most(&self, id: Id, percent: u64) -> bool {
        u64::from(self.measures.get(id).value) * 100 <= u64::from(self.root.total) * percent
    }

    fn is_no_content(&self, id: Id) -> bool {
        let node = self.page.node(id);
        let measure = self.measures.get(id);
        if is_obvious(self.page, self.measures, id) || is_against(self.page, self.measures, self.root, id) {
            return true;
        }
        if self.root.kind != Kind::Article {
            let is_title = self.root.title == Some(id) && title::repeats(self.page, self.hints, id);
            return is_title && self.root.kind == Kind::Discussion;
        }
        if self.root.title == Some(id) && title::repeats(self.page, self.hints, id) {
            return true;
        }
        let is_small = measure.prose == 0 && measure.text < 200 && node.tag.heading() == 0 && node.tag.is_block();
        if is_small && measure.marks.any(Marks::ABOUT) && !self.is_of_another(id) {
            return true;
        }
        is_outline(self.page, self.measures, id)
    }

    /// Whether who or when it says is said of something in the article: a cell says it of its row, a quote or a
    /// figure of itself.
    fn is_of_another(&self, id: Id) -> bool {
        let is_itself = |outer: Id| matches!(self.page.node(outer).tag, Tag::Blockquote | Tag::Figure);
        matches!(self.page.node(id).tag, Tag::Td | Tag::Th) || self.page.around(id).any(is_itself)
    }

    /// Finds headings that announce something else, and leaves out what they announce.
    fn announced(&mut self) {
        let page = self.page;
        for id in page.within(self.root.id).skip(1) {
            let node = page.node(id);
            let measure = self.measures.get(id);
            let is_line =
                node.tag.heading() > 0 || (node.tag.is_block() && measure.own == measure.text && measure.text < 40);
            // A cell or an item of that name is what the article says.
            let is_said = node.tag.heading() == 0 && self.is_in_data(id);
            if !is_line || is_said || measure.text == 0 || measure.text > 80 {
                continue;
            }
            let announced = phrases::announced(first_text(page, id));
            if announced == Announced::Article {
                continue;
            }
            // What it stands at the beginning of, if that is little.
            let mut whole = id;
            for outer in page.around(id) {
                let is_first = page.within(outer).take_while(|&inner| inner < whole).all(|inner| self.is_empty(inner));
                if outer == self.root.id || !is_first || !self.is_at_most(outer, 20) {
                    break;
                }
                whole = outer;
            }
            let all = self.measures.get(whole);
            let has_more = all.text > measure.text;
            if has_more || node.tag.heading() == 0 {
                if announced == Announced::Aside || !reads_on([all]) {
                    self.leave_out(whole);
                }
                continue;
            }
            // Else what follows it up to the next heading, if that is little; if it is much, the
            // text goes on after it.
            let mut follows = Vec::new();
            let mut end = page.node(whole).next;
            while let Some(next) = end.filter(|&next| !self.has_heading(next)) {
                follows.push(self.measures.get(next));
                end = page.node(next).next;
            }
            let is_little =
                follows.iter().map(|next| u64::from(next.value)).sum::<u64>() * 10 <= u64::from(self.root.total);
            if announced == Announced::Links && reads_on(follows) {
                continue;
            }
            self.leave_out(whole);
            let mut after = page.node(whole).next;
            while let Some(next) = after.filter(|&next| Some(next) != end) {
                if !is_little && self.measures.get(next).text > 0 && !self.measures.get(next).is_linked(25) {
                    break;
                }
                self.leave_out(next);
                after = page.node(next).next;
            }
        }
    }

    fn has_heading(&self, id: Id) -> bool {
        let measure = self.measures.get(id);
        measure.headings > measure.linked_headings
    }

    fn is_empty(&self, id: Id) -> bool {
        let node = self.page.node(id);
        !node.is_text() || self.measures.get(id).text == 0
    }

    /// Whether it is pictures or headings that lead to other pages, and not most of the content.
    fn is_cards(&self, id: Id) -> bool {
        let measure = self.measures.get(id);
        measure.is_cards
            && (measure.images > 0 || measure.linked_headings > 0)
            && measure.is_linked(25)
            && self.is_at_most(id, 30)
    }

    /// Leaves out what is there twice, for wide and for narrow windows.
    fn repeated(&mut self) {
        let page = self.page;
        let print = |id: Id| self.measures.get(id).print;
        let is_long = |id: &Id| self.measures.get(*id).text >= REPEATED && self.measures.get(*id).paragraphs >= 2;
        let mut all: Vec<Id> = page.within(self.root.id).skip(1).filter(is_long).collect();
        all.sort_unstable_by_key(|&id| (print(id), id));
        let mut first = Id::ROOT;
        for id in all {
            if print(id) != print(first) {
                first = id;
            } else if !page.contains(first, id) && page.node(first).parent != page.node(id).parent {
                self.leave_out(id);
            }
        }
    }

    /// Whether it stands beside the part with most of the text, and leads away.
    fn is_beside_text(&self, id: Id) -> bool {
        let Some(middle) = self.middle else { return false };
        let page = self.page;
        let stands_beside =
            page.node(id).parent.is_some_and(|parent| parent != middle && page.contains(parent, middle));
        if !stands_beside || page.contains(id, middle) || self.root.title.is_some_and(|title| page.contains(id, title))
        {
            return false;
        }
        let measure = self.measures.get(id);
        if self.is_announced(id) {
            return false;
        }
        let leads = measure.linked_headings > 1 || measure.carded * 2 > measure.text;
        // What is read before it is how the text begins.
        leads && self.is_at_most(id, 40) && (id > middle || measure.prose * 3 < measure.text)
    }

    fn find_text(&mut self) {
        let page = self.page;
        let near = |id: &Id| self.measures.get(*id).near;
        let middle = page.within(self.root.id).max_by_key(near);
        self.middle = middle.filter(|&id| u64::from(self.measures.get(id).value) * 2 >= u64::from(self.root.total));
        let mut next = self.root.id;
        let mut found = None;
        for id in page.within(self.root.id) {
            if id < next {
                continue;
            }
            if self.is_out(id) || self.is_cards(id) {
                next = page.after(id);
            } else if self.measures.get(id).reads {
                found.get_or_insert(id);
                self.last = id;
            }
        }
        self.first = found.unwrap_or(self.root.id);
    }

    /// Whether it is before or after the text and not of it.
    fn is_around_text(&self, id: Id) -> bool {
        let node = self.page.node(id);
        let measure = self.measures.get(id);
        if measure.text == 0 || self.first == self.root.id {
            return false;
        }
        if self.is_beside_text(id) {
            return true;
        }
        let is_before = self.page.after(id) <= self.first;
        let is_after = id > self.last && !self.page.contains(self.last, id);
        if (is_before || is_after) && self.is_cards(id) {
            return true;
        }
        // A person who wrote it, said before it or at its end.
        let is_short = measure.paragraphs <= 3 && measure.headings <= 2 && node.tag.heading() == 0;
        let is_about = measure.marks.any(Marks::ABOUT) && !measure.marks.any(Marks::CONTENT) && !self.is_of_another(id);
        if is_about && is_short && self.is_at_most(id, 30) {
            return is_before || id.index() * 10 > self.last.index() * 7;
        }
        if measure.images > 0 || node.tag.heading() > 0 || !node.tag.is_block() {
            return false;
        }
        if is_before {
            let is_list = matches!(node.tag, Tag::Ul | Tag::Ol);
            return (is_list && measure.is_linked(50)) || self.is_line(id);
        }
        let is_outermost = node.parent.is_some_and(|parent| self.page.contains(parent, self.last));
        is_after && is_outermost && measure.is_linked(60) && !self.is_announced(id)
    }

    /// Whether it is a list of links with a heading of its own, as of sources.
    fn is_announced(&self, id: Id) -> bool {
        let page = self.page;
        let measure = self.measures.get(id);
        if measure.images > 0 || measure.linked_headings > 0 || measure.controls > 0 {
            return false;
        }
        if measure.headings == 1 {
            let first =
                page.within(id).find(|&inner| self.measures.get(inner).text > 0 && page.node(inner).tag.heading() > 0);
            return first.is_some_and(|heading| !self.is_out(heading));
        }
        let mut before = page.node(id).previous;
        while let Some(previous) = before.filter(|&previous| self.measures.get(previous).text == 0) {
            before = page.node(previous).previous;
        }
        matches!(page.node(id).tag, Tag::Ul | Tag::Ol)
            && before.is_some_and(|previous| page.node(previous).tag.heading() > 0 && !self.is_out(previous))
    }

    /// Whether it is a short line, as of a name or a date, and no sentence.
    fn is_line(&self, id: Id) -> bool {
        let measure = self.measures.get(id);
        let is_sentence = self.page.node(id).tag == Tag::P && measure.stops > 0;
        if measure.own != measure.text || measure.text > LINE || is_sentence {
            return false;
        }
        let mut text = self.page.within(id).rev().map(|inner| self.page.node(inner).text.trim_end());
        let ends = text.find(|text| !text.is_empty()).unwrap_or_default();
        !ends.ends_with(['.', ':', '!', '?', '…', '。', '！', '？', '：', ';']) && !self.is_in_data(id)
    }

    /// Whether it is, or stands in, an item, a cell, a term, a quote, code or a figure: there short lines are said
    /// by the article.
    fn is_in_data(&self, id: Id) -> bool {
        let is_of_data = |tag: Tag| {
            matches!(
                tag,
                Tag::Li
                    | Tag::Td
                    | Tag::Th
                    | Tag::Dd
                    | Tag::Dt
                    | Tag::Blockquote
                    | Tag::Pre
                    | Tag::Figure
                    | Tag::Figcaption
            )
        };
        is_of_data(self.page.node(id).tag) || self.page.around(id).any(|outer| is_of_data(self.page.node(outer).tag))
    }

    /// Whether it is a heading of which nothing is left.
    fn is_bare_heading(&self, id: Id) -> bool {
        let page = self.page;
        let level = page.node(id).tag.heading();
        if level == 0 || self.root.kind == Kind::Listing {
            return false;
        }
        let mut was_out = false;
        let mut next = page.after(id);
        while page.contains(self.root.id, next) && next.index() < page.len() {
            if self.is_out(next) {
                was_out = true;
                next = page.after(next);
                continue;
            }
            let node = page.node(next);
            let known = node.tag.heading();
            if known > 0 {
                // A heading further in is what this one has.
                return was_out && known <= level;
            }
            let shows = self.measures.get(next).images > 0 || matches!(node.tag, Tag::Math | Tag::Iframe);
            if shows || (node.is_text() && self.measures.get(next).text > 0) {
                return false;
            }
            next = page.node(next).first.unwrap_or_else(|| page.after(next));
        }
        was_out
    }
}

/// Whether it is a table of data, and not one that arranges the page.
fn is_of_data(page: &Page<'_>, id: Id) -> bool {
    let has = |tag| page.within(id).skip(1).any(|inner| page.node(inner).tag == tag);
    page.node(id).tag == Tag::Table && has(Tag::Th) && !has(Tag::Table)
}

/// Whether it is a table of what is in the page: links to places in it, and little else.
fn is_outline(page: &Page<'_>, measures: &Measures, id: Id) -> bool {
    let measure = measures.get(id);
    if measure.links < 3 || measure.prose > 0 || !measure.is_linked(60) || !page.node(id).tag.is_block() {
        return false;
    }
    measure.marks.any(Marks::OUTLINE)
        || page
            .within(id)
            .map(|inner| page.node(inner))
            .all(|node| node.tag != Tag::A || node.attribute("href").contains('#'))
}

pub(super) fn first_text<'page>(page: &Page<'page>, id: Id) -> &'page str {
    page.within(id).map(|inner| page.node(inner).text).find(|text| !text.trim().is_empty()).unwrap_or_default()
}

/// Whether there is something to read, and little of it leads away.
fn reads_on<'measures>(parts: impl IntoIterator<Item = &'measures Measure>) -> bool {
    let (mut text, mut linked, mut prose) = (0_u64, 0, 0);
    for part in parts {
        text += u64::from(part.text);
        linked += u64::from(part.linked);
        prose += u64::from(part.prose);
    }
    prose > 0 && linked * 4 < text
}
