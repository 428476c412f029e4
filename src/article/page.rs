//! The page as the browser shows it: flat tokens, and the tree made of them.
//!
//! The tokens are one text, because one text crosses from a page to the extension
//! quicker than a thousand values, and the tree borrows from it:
//!
//! ```text
//! \x02 NAME (\x1f NAME=VALUE)*     an element begins, with those attributes of it that matter
//! \x01 TEXT                        text, as it stands in the page (white space and all, but
//!                                  what is nothing else is one space outside of `pre`)
//! \x03                             the last element that began ends
//! ```
//!
//! Names are in lower case; addresses are resolved; text has none of these
//! characters. What is not shown is not among the tokens. A page that ends in the
//! middle, because it was longer than the walk had time for, is a page all the same;
//! the first element has the attribute `cut=1` then.
//!
//! Some elements are more than the page's own (`extension/walk.js` makes them):
//!
//! - `math` is a formula, with `display` (`block` or `inline`) and, where its source is
//!   known, `tex` and nothing in it; otherwise MathML.
//! - `img` has the address that the browser chose or, before it is loaded, the one that is
//!   promised, and the size that is shown; none of them where it is not known.
//! - `iframe` has in it what its page has in the body, if that is of the same site.
//! - A shadow tree stands where its host's children would; slots are what they were given.
//! - `input` is a check box, and has `checked` if it is. No other field is there.
//! - `open`, `reversed` and `checked` are there without a value; other attributes only with one.

use super::tag::Tag;

/// Elements and texts of a page that are read at most.
pub const MOST_NODES: usize = 60_000;

/// How deep a page is at most. What is deeper stands beside, not inside, what it was in.
pub const MOST_DEPTH: usize = 256;

const TEXT: char = '\u{1}';
const OPEN: char = '\u{2}';
const CLOSE: char = '\u{3}';
const ATTRIBUTE: char = '\u{1f}';

/// Which node of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u32);

impl Id {
    /// The root, which every page has.
    pub const ROOT: Self = Self(0);

    /// Its place among all nodes, which are in document order.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// An element or a text.
#[derive(Clone, Debug, Default)]
pub struct Node<'page> {
    /// [`Tag::Other`] for a text, too.
    pub tag: Tag,
    /// An element's name; empty for a text.
    pub name: &'page str,
    /// A text; empty for an element.
    pub text: &'page str,
    /// The element around it; none for the root.
    pub parent: Option<Id>,
    /// What it begins with.
    pub first: Option<Id>,
    /// What it ends with.
    pub last: Option<Id>,
    /// What comes before it in its parent.
    pub previous: Option<Id>,
    /// What comes after it in its parent.
    pub next: Option<Id>,
    /// One past the last node inside it: all that is inside is from its own place to this.
    pub end: u32,
    /// Where its attributes are: the rest of its token.
    attributes: &'page str,
    /// A bit for each of their names, see [`bit`].
    names: u32,
}

/// The bit that stands for an attribute's name, and for others. Most of what elements are
/// asked for they do not have, and where the bit is not set nobody has to look.
fn bit(name: &[u8]) -> u32 {
    let (first, second) = (name.first().copied().unwrap_or_default(), name.get(1).copied().unwrap_or_default());
    1 << (first.wrapping_mul(2).wrapping_add(second) % 32)
}

impl<'page> Node<'page> {
    /// Whether it is a text.
    #[must_use]
    pub fn is_text(&self) -> bool {
        self.name.is_empty()
    }

    /// Its attributes, names and values.
    pub fn attributes(&self) -> impl Iterator<Item = (&'page str, &'page str)> {
        // By bytes: to split by characters takes several times as long.
        let parted = |text: &'page str, mark: u8| {
            let at = text.bytes().position(|byte| byte == mark).unwrap_or(text.len());
            text.split_at_checked(at).unwrap_or((text, ""))
        };
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            let (pair, after) = parted(rest.get(1..)?, ATTRIBUTE as u8);
            rest = after;
            let (name, value) = parted(pair, b'=');
            Some((name, value.get(1..).unwrap_or_default()))
        })
    }

    /// The value of an attribute; empty where there is none.
    #[must_use]
    pub fn attribute(&self, name: &str) -> &'page str {
        self.find(name).unwrap_or_default()
    }

    /// Whether it has an attribute.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    fn find(&self, name: &str) -> Option<&'page str> {
        if self.names & bit(name.as_bytes()) == 0 {
            return None;
        }
        self.attributes().find(|&(known, _)| known == name).map(|(_, value)| value)
    }
}

/// A page as a tree. Its nodes are in document order, so what is inside a node
/// follows it without a gap.
#[derive(Clone, Debug)]
pub struct Page<'page> {
    nodes: Vec<Node<'page>>,
    /// More was there than is read of a page, here or by the walk.
    pub is_cut: bool,
}

/// Stands for a node that is not there, so that none has to be unpacked.
static NOWHERE: Node<'static> = Node {
    tag: Tag::Other,
    name: "",
    text: "",
    parent: None,
    first: None,
    last: None,
    previous: None,
    next: None,
    end: 0,
    attributes: "",
    names: 0,
};

impl<'page> Page<'page> {
    /// Makes the tree of a page's tokens. Anything makes one.
    #[must_use]
    pub fn read(tokens: &'page str) -> Self {
        let root = Node { tag: Tag::Html, name: "html", ..Node::default() };
        let mut page = Self { nodes: Vec::with_capacity(tokens.len() / 24 + 1), is_cut: false };
        page.nodes.push(root);
        let mut open = Id::ROOT;
        // Elements that began deeper than a page may be, and do not nest any more.
        let mut beyond = 0_usize;
        let mut depth = 0_usize;
        // The last tags by their first letters: most elements are of few.
        let mut tags = [("", Tag::Other); 32];
        let mut rest = tokens;
        while let Some(kind) = rest.chars().next() {
            rest = rest.get(kind.len_utf8()..).unwrap_or_default();
            let end = rest.bytes().position(|byte| matches!(byte, 1..=3)).unwrap_or(rest.len());
            let (token, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            rest = after;
            if page.nodes.len() >= MOST_NODES {
                page.is_cut = true;
                break;
            }
            match kind {
                TEXT if !token.is_empty() => {
                    let text = Node { text: token, ..Node::default() };
                    page.add(open, text);
                }
                OPEN => {
                    let at = token.bytes().position(|byte| byte == ATTRIBUTE as u8).unwrap_or(token.len());
                    let (name, attributes) = token.split_at_checked(at).unwrap_or((token, ""));
                    let name = if name.is_empty() { "span" } else { name };
                    let mut tag = Tag::Other;
                    if let Some(last) = tags.get_mut(bit(name.as_bytes()).trailing_zeros() as usize) {
                        if last.0 != name {
                            *last = (name, Tag::of(name));
                        }
                        tag = last.1;
                    }
                    let mut names = 0;
                    for (mark, _) in attributes.bytes().enumerate().filter(|&(_, byte)| byte == ATTRIBUTE as u8) {
                        names |= bit(attributes.as_bytes().get(mark + 1..).unwrap_or_default());
                    }
                    let element = Node { tag, name, attributes, names, ..Node::default() };
                    let id = page.add(open, element);
                    if depth < MOST_DEPTH {
                        open = id;
                        depth += 1;
                    } else {
                        beyond += 1;
                    }
                }
                CLOSE if beyond > 0 => beyond -= 1,
                CLOSE => {
                    let end = page.count();
                    // The root stays open.
                    if let (Some(node), true) = (page.nodes.get_mut(open.index()), depth > 0) {
                        node.end = end;
                        open = node.parent.unwrap_or(Id::ROOT);
                        depth -= 1;
                    }
                }
                _ => {}
            }
        }
        page.is_cut |= page.nodes.get(1).is_some_and(|first| first.has("cut"));
        let end = page.count();
        let mut unfinished = Some(open);
        while let Some(node) = unfinished.and_then(|id| page.nodes.get_mut(id.index())) {
            node.end = end;
            unfinished = node.parent;
        }
        page
    }

    fn count(&self) -> u32 {
        u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)
    }

    fn add(&mut self, parent: Id, mut node: Node<'page>) -> Id {
        let id = Id(self.count());
        let before = self.node(parent).last;
        node.parent = Some(parent);
        node.previous = before;
        node.end = id.0 + 1;
        self.nodes.push(node);
        if let Some(before) = before.and_then(|before| self.nodes.get_mut(before.index())) {
            before.next = Some(id);
        }
        if let Some(parent) = self.nodes.get_mut(parent.index()) {
            parent.first.get_or_insert(id);
            parent.last = Some(id);
        }
        id
    }

    /// How many nodes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is nothing in it but the root.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.len() < 2
    }

    /// A node.
    #[must_use]
    pub fn node(&self, id: Id) -> &Node<'page> {
        self.nodes.get(id.index()).unwrap_or(&NOWHERE)
    }

    /// What is directly inside a node, in order.
    pub fn children(&self, id: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(self.node(id).first, |&child| self.node(child).next)
    }

    /// A node and all that is inside it, in order.
    pub fn within(&self, id: Id) -> impl DoubleEndedIterator<Item = Id> + use<> {
        (id.0..self.node(id).end).map(Id)
    }

    /// What comes next in order but is not inside the node.
    #[must_use]
    pub fn after(&self, id: Id) -> Id {
        Id(self.node(id).end)
    }

    /// The elements around a node, from the inside.
    pub fn around(&self, id: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(self.node(id).parent, |&outer| self.node(outer).parent)
    }

    /// Whether a node is inside another, or the same.
    #[must_use]
    pub fn contains(&self, outer: Id, inner: Id) -> bool {
        outer <= inner && inner.0 < self.node(outer).end
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SAMPLE: &str =
        "\u{2}body\u{2}p\u{1f}id=a\u{1f}lang=\u{1}One \u{2}b\u{1}two\u{3}\u{1} three\u{3}\u{2}hr\u{3}\u{3}";

    #[test]
    fn tokens_become_a_tree() {
        let page = Page::read(SAMPLE);
        let body = page.children(Id::ROOT).next().unwrap();
        let children: Vec<Tag> = page.children(body).map(|id| page.node(id).tag).collect();
        assert_eq!(children, [Tag::P, Tag::Hr]);
        let p = page.children(body).next().unwrap();
        assert_eq!(
            (page.node(p).attribute("id"), page.node(p).has("lang"), page.node(p).has("dir")),
            ("a", true, false)
        );
        let text: String = page.within(p).map(|id| page.node(id).text).collect();
        assert_eq!(text, "One two three");
        let hr = page.after(p);
        assert_eq!(page.node(hr).tag, Tag::Hr);
        assert_eq!(page.node(hr).previous, Some(p));
        assert!(page.contains(body, hr) && page.contains(p, p) && !page.contains(p, hr));
        assert_eq!(page.around(hr).collect::<Vec<_>>(), [body, Id::ROOT]);
    }

    #[test]
    fn what_is_too_deep_stands_beside() {
        let tokens = "\u{2}div".repeat(MOST_DEPTH + 50) + "\u{1}deep" + &"\u{3}".repeat(MOST_DEPTH + 50) + "\u{1}after";
        let page = Page::read(&tokens);
        let last = page.node(Id::ROOT).last.unwrap();
        assert_eq!(page.node(last).text, "after");
        let deep = page.within(Id::ROOT).find(|&id| page.node(id).text == "deep").unwrap();
        assert_eq!(page.around(deep).count(), MOST_DEPTH + 1);
    }

    #[test]
    fn a_page_is_cut() {
        let tokens = "\u{1}a".repeat(MOST_NODES + 9);
        let page = Page::read(&tokens);
        assert!(page.is_cut && page.len() == MOST_NODES);
        assert!(Page::read("\u{2}html\u{1f}cut=1\u{1f}lang=en\u{3}").is_cut);
        assert!(!Page::read(SAMPLE).is_cut);
    }

    proptest! {
        #[test]
        fn anything_is_a_page(tokens in "[\u{1}\u{2}\u{3}\u{1f}a=é]{0,80}") {
            let page = Page::read(&tokens);
            for id in page.within(Id::ROOT) {
                let node = page.node(id);
                prop_assert!(node.end as usize <= page.len() && node.end as usize > id.index());
                for child in page.children(id) {
                    prop_assert_eq!(page.node(child).parent, Some(id));
                    prop_assert!(page.contains(id, child));
                }
            }
            let all: String = page.within(Id::ROOT).map(|id| page.node(id).text).collect();
            prop_assert!(all.len() <= tokens.len());
        }
    }
}
