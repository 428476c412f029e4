//! What of a page is saved.

use super::page::{Id, Page};

/// Parts of a page, in order, and what is left out inside them.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Nodes that are saved with all that is inside, in document order; none is inside another.
    pub roots: Vec<Id>,
    /// Nodes inside these that are left out, with all that is inside them; in document order.
    pub left_out: Vec<Id>,
}

impl Part {
    /// All of a page.
    #[must_use]
    pub fn whole() -> Self {
        Self { roots: vec![Id::ROOT], left_out: Vec::new() }
    }

    /// All nodes that are saved, in document order.
    pub fn nodes<'part>(&'part self, page: &'part Page<'_>) -> impl Iterator<Item = Id> + 'part {
        let mut out = self.left_out.iter().copied().peekable();
        let mut skipped = Id::ROOT;
        self.roots.iter().flat_map(|&root| page.within(root)).filter(move |&id| {
            while out.next_if(|&left| left < id).is_some() {}
            if out.peek() == Some(&id) {
                skipped = skipped.max(page.after(id));
            }
            id >= skipped
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_left_out_with_all_in_it() {
        let page = Page::read("\u{2}p\u{1}a\u{2}b\u{1}b\u{2}i\u{1}c\u{3}\u{3}\u{1}d\u{3}\u{2}p\u{1}e\u{3}");
        let bold = page.within(Id::ROOT).find(|&id| page.node(id).name == "b").unwrap();
        let text = |part: &Part| part.nodes(&page).map(|id| page.node(id).text).collect::<String>();
        assert_eq!(text(&Part::whole()), "abcde");
        assert_eq!(text(&Part { left_out: vec![bold], ..Part::whole() }), "ade");
        let first = page.node(Id::ROOT).first.unwrap();
        assert_eq!(text(&Part { roots: vec![first], left_out: vec![bold] }), "ad");
        assert_eq!(text(&Part { roots: vec![first], left_out: vec![first] }), "");
    }
}
