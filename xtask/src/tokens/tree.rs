//! A page's HTML into a tree, as a browser's parser makes it, under budgets.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::time::{Duration, Instant};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, ParseOpts, QualName, parse_document};

use crate::page::{MOST_BYTES, pieces};

/// Browsers nest no deeper.
const MOST_DEPTH: u32 = 512;
/// Comments and what is in the head count, too.
const MOST_NODES: usize = 80_000;
/// Looked at between pieces: the tree builder is quadratic on some pages.
const MOST_TIME: Duration = Duration::from_secs(2);

/// A node's place in the tree. The document is the first.
pub(super) type Place = usize;

pub(super) const DOCUMENT: Place = 0;

pub(super) enum Kind {
    Element {
        name: QualName,
        attributes: Vec<Attribute>,
    },
    Text(StrTendril),
    /// The document, a template's content, a comment.
    Other,
}

/// Siblings are linked, because a table may have a thousand elements put before it.
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) first: Option<Place>,
    pub(super) next: Option<Place>,
    pub(super) previous: Option<Place>,
    last: Option<Place>,
    parent: Option<Place>,
    depth: u32,
}

/// A page as a tree.
pub(super) struct Tree {
    nodes: RefCell<Vec<Node>>,
    is_full: Cell<bool>,
}

impl Tree {
    /// Parses a page, as far as the budgets go.
    pub(super) fn read(html: &str) -> Vec<Node> {
        let tree = Tree { nodes: RefCell::default(), is_full: Cell::new(false) };
        tree.add(Kind::Other);
        // As without scripts: what is in `<noscript>` is wanted where there is nothing else.
        let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
        let mut parser = parse_document(tree, ParseOpts { tree_builder, ..ParseOpts::default() });
        let started = Instant::now();
        let html = html.get(..html.floor_char_boundary(MOST_BYTES)).unwrap_or_default();
        for piece in pieces(html) {
            parser.process(StrTendril::from(piece));
            if parser.tokenizer.sink.sink.is_full.get() || started.elapsed() > MOST_TIME {
                break;
            }
        }
        parser.finish()
    }

    fn add(&self, kind: Kind) -> Place {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { kind, first: None, last: None, next: None, previous: None, parent: None, depth: 0 });
        if nodes.len() > MOST_NODES {
            self.is_full.set(true);
        }
        nodes.len() - 1
    }

    /// Puts what is new before a node, or at the end of a parent.
    fn put(&self, parent: Place, before: Option<Place>, new: NodeOrText<Place>) {
        let previous = {
            let nodes = self.nodes.borrow();
            before.map_or_else(|| nodes.get(parent).and_then(|node| node.last), |at| nodes.get(at)?.previous)
        };
        let place = match new {
            NodeOrText::AppendNode(place) => {
                self.detach(place);
                place
            }
            NodeOrText::AppendText(text) => {
                let mut nodes = self.nodes.borrow_mut();
                if let Some(Node { kind: Kind::Text(known), .. }) = previous.and_then(|at| nodes.get_mut(at)) {
                    known.push_tendril(&text);
                    return;
                }
                drop(nodes);
                self.add(Kind::Text(text))
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        let depth = nodes.get(parent).map_or(0, |node| node.depth) + 1;
        if depth > MOST_DEPTH {
            self.is_full.set(true);
        }
        if let Some(node) = nodes.get_mut(place) {
            (node.parent, node.previous, node.next, node.depth) = (Some(parent), previous, before, depth);
        }
        match previous.and_then(|at| nodes.get_mut(at)) {
            Some(node) => node.next = Some(place),
            None => {
                if let Some(node) = nodes.get_mut(parent) {
                    node.first = Some(place);
                }
            }
        }
        match before.and_then(|at| nodes.get_mut(at)) {
            Some(node) => node.previous = Some(place),
            None => {
                if let Some(node) = nodes.get_mut(parent) {
                    node.last = Some(place);
                }
            }
        }
    }

    fn detach(&self, place: Place) {
        let mut nodes = self.nodes.borrow_mut();
        let Some(node) = nodes.get_mut(place) else { return };
        let (parent, previous, next) = (node.parent.take(), node.previous.take(), node.next.take());
        let Some(parent) = parent else { return };
        match previous.and_then(|at| nodes.get_mut(at)) {
            Some(node) => node.next = next,
            None => {
                if let Some(node) = nodes.get_mut(parent) {
                    node.first = next;
                }
            }
        }
        match next.and_then(|at| nodes.get_mut(at)) {
            Some(node) => node.previous = previous,
            None => {
                if let Some(node) = nodes.get_mut(parent) {
                    node.last = previous;
                }
            }
        }
    }

    fn parent(&self, place: Place) -> Option<Place> {
        self.nodes.borrow().get(place)?.parent
    }
}

/// What html5ever asks for an element that is none.
static NAMELESS: QualName = QualName { prefix: None, ns: html5ever::ns!(), local: html5ever::local_name!("") };

impl TreeSink for Tree {
    type Handle = Place;
    type Output = Vec<Node>;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Vec<Node> {
        self.nodes.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Place {
        DOCUMENT
    }

    fn elem_name<'a>(&'a self, target: &'a Place) -> Ref<'a, QualName> {
        Ref::map(self.nodes.borrow(), |nodes| match nodes.get(*target) {
            Some(Node { kind: Kind::Element { name, .. }, .. }) => name,
            _ => &NAMELESS,
        })
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Place {
        self.add(Kind::Element { name, attributes })
    }

    fn create_comment(&self, _: StrTendril) -> Place {
        self.add(Kind::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Place {
        self.add(Kind::Other)
    }

    fn append(&self, parent: &Place, child: NodeOrText<Place>) {
        self.put(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &Place, previous: &Place, child: NodeOrText<Place>) {
        match self.parent(*element) {
            Some(parent) => self.put(parent, Some(*element), child),
            None => self.put(*previous, None, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// What is in a template is in no document: it goes where nobody looks.
    fn get_template_contents(&self, _: &Place) -> Place {
        self.add(Kind::Other)
    }

    fn same_node(&self, one: &Place, other: &Place) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Place, new: NodeOrText<Place>) {
        if let Some(parent) = self.parent(*sibling) {
            self.put(parent, Some(*sibling), new);
        }
    }

    fn add_attrs_if_missing(&self, target: &Place, more: Vec<Attribute>) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(Node { kind: Kind::Element { attributes, .. }, .. }) = nodes.get_mut(*target) {
            for new in more {
                if attributes.iter().all(|known| known.name != new.name) {
                    attributes.push(new);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Place) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &Place, new_parent: &Place) {
        let first = || self.nodes.borrow().get(*node)?.first;
        while let Some(child) = first() {
            self.put(*new_parent, None, NodeOrText::AppendNode(child));
        }
    }
}
