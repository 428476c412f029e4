//! A page's HTML into the tokens that the browser's walk would hand over
//! (`src/article/page.rs` says what they are).
//!
//! Only the host does this: in the product the browser has parsed the page. What
//! is shown cannot be known here as exactly as there, since no style sheet is
//! read: what an element's own attributes hide is left out.

mod picture;
mod tree;

use html5ever::Attribute;
use url::Url;

use tree::{DOCUMENT, Kind, Node, Place, Tree};

/// Attributes that are handed over as they are.
const PLAIN: &[&str] = &[
    "id",
    "class",
    "role",
    "itemprop",
    "itemtype",
    "rel",
    "alt",
    "title",
    "width",
    "height",
    "lang",
    "dir",
    "colspan",
    "rowspan",
    "scope",
    "start",
    "reversed",
    "value",
    "type",
    "checked",
    "datetime",
    "open",
    "name",
    "aria-hidden",
    "aria-label",
    "aria-level",
    "data-lang",
    "data-language",
    "display",
];
/// Attributes that are addresses.
const ADDRESSES: &[&str] = &["href", "src", "poster"];
/// Characters of an address, and of any other value.
const LONGEST_ADDRESS: usize = 2_000;
const LONGEST_VALUE: usize = 500;
const LONGEST_TEX: usize = 5_000;

/// Elements that are not shown, with all in them.
const UNSEEN: &[&str] = &[
    "head", "script", "style", "template", "link", "meta", "title", "base", "datalist", "noframes", "noembed", "param",
    "area", "map", "rp",
];
/// Elements that are shown, but not as what is inside them.
const SEALED: &[&str] = &["svg", "canvas", "iframe", "video", "audio", "select", "textarea", "progress", "meter"];

/// What of the elements is taken that a browser with scripts would not show.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Unshown {
    Nothing,
    WithoutScripts,
    Hidden,
}

/// A page with less text than this, in bytes, may be one that its scripts make.
const LITTLE: usize = 3_000;
/// And one that they show.
const HARDLY_ANY: usize = 1_500;

/// The tokens of a page that is at an address.
///
/// What is in `<noscript>` is not shown by a browser with scripts, and what is hidden may
/// be shown by one later. Here no scripts run: where there is little else, it is taken.
pub(crate) fn of(html: &str, address: &Url) -> String {
    let nodes = Tree::read(html);
    let base = base(&nodes, address);
    let (mut tokens, mut text) = walk(&nodes, &base, Unshown::Nothing);
    for (unshown, most, times) in [(Unshown::WithoutScripts, LITTLE, 2), (Unshown::Hidden, HARDLY_ANY, 4)] {
        if text < most {
            let (more, length) = walk(&nodes, &base, unshown);
            if length > times * text {
                (tokens, text) = (more, length);
            }
        }
    }
    tokens
}

/// The tokens of a tree, and how many bytes of text there are.
fn walk(nodes: &[Node], base: &Url, unshown: Unshown) -> (String, usize) {
    let mut walk = Walk { nodes, base, unshown, text: 0, out: String::with_capacity(64 * nodes.len()) };
    // What is open, by what comes after it.
    let mut open: Vec<(Option<Place>, bool)> = Vec::new();
    let mut next = nodes.get(DOCUMENT).and_then(|document| document.first);
    loop {
        while let Some(place) = next {
            let Some(node) = nodes.get(place) else { break };
            let (inside, is_named) = walk.begin(node);
            if inside {
                open.push((node.next, is_named));
                next = node.first;
            } else {
                if is_named {
                    walk.out.push('\u{3}');
                }
                next = node.next;
            }
        }
        let Some((after, is_named)) = open.pop() else { return (walk.out, walk.text) };
        if is_named {
            walk.out.push('\u{3}');
        }
        next = after;
    }
}

/// What addresses are relative to: the first `<base href>`, itself relative to the page.
fn base(nodes: &[Node], address: &Url) -> Url {
    let mut bases = nodes.iter().filter_map(|node| match &node.kind {
        Kind::Element { name, attributes } if &*name.local == "base" => attribute(attributes, "href"),
        _ => None,
    });
    bases.next().and_then(|href| address.join(href).ok()).unwrap_or_else(|| address.clone())
}

fn attribute<'page>(attributes: &'page [Attribute], name: &str) -> Option<&'page str> {
    attributes.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}

/// What is directly inside a node.
fn inside<'page>(nodes: &'page [Node], node: &Node) -> impl Iterator<Item = &'page Node> {
    std::iter::successors(node.first.and_then(|first| nodes.get(first)), |node| nodes.get(node.next?))
}

/// The LaTeX source that is written beside a formula.
fn tex<'page>(nodes: &'page [Node], math: &Node, attributes: &'page [Attribute]) -> Option<&'page str> {
    let text = |node: &Node| match &nodes.get(node.first?)?.kind {
        Kind::Text(text) => Some(&**text),
        _ => None,
    };
    // <math><semantics>… <annotation>
    let outer = inside(nodes, math).flat_map(|inner| inside(nodes, inner));
    let mut written = inside(nodes, math).chain(outer).filter_map(|inner| match &inner.kind {
        Kind::Element { name, attributes } if &*name.local == "annotation" => {
            attribute(attributes, "encoding").filter(|encoding| encoding.contains("tex")).and_then(|_| text(inner))
        }
        _ => None,
    });
    written.next().or_else(|| attribute(attributes, "alttext")).filter(|tex| !tex.trim().is_empty())
}

struct Walk<'page> {
    nodes: &'page [Node],
    base: &'page Url,
    unshown: Unshown,
    text: usize,
    out: String,
}

impl<'page> Walk<'page> {
    /// Begins a node: whether what is inside it is walked, and whether it has an end.
    fn begin(&mut self, node: &'page Node) -> (bool, bool) {
        match &node.kind {
            Kind::Other => (false, false),
            Kind::Text(text) => {
                self.text += text.trim_ascii().len();
                self.out.push('\u{1}');
                self.out.extend(text.chars().filter(|&c| !c.is_control() || matches!(c, '\t' | '\n' | '\r')));
                (false, false)
            }
            Kind::Element { name, attributes } => {
                let name: &str = &name.local;
                if name == "script" {
                    return (false, self.script(node, attributes));
                }
                // The root is there already; a page that hides all of itself shows it later.
                if name == "html" {
                    return (true, false);
                }
                if name == "noscript" {
                    return (self.unshown >= Unshown::WithoutScripts, false);
                }
                if UNSEEN.contains(&name)
                    || (name != "body" && self.unshown < Unshown::Hidden && is_hidden(name, attributes))
                {
                    return (false, false);
                }
                self.element(name, node, attributes)
            }
        }
    }

    fn element(&mut self, name: &str, node: &Node, attributes: &'page [Attribute]) -> (bool, bool) {
        self.out.push('\u{2}');
        self.out.push_str(&name.to_ascii_lowercase());
        for attribute in attributes {
            let known: &str = &attribute.name.local;
            if PLAIN.contains(&known) {
                self.value(known, &attribute.value, LONGEST_VALUE);
            } else if ADDRESSES.contains(&known) && name != "img" {
                self.address(known, &attribute.value);
            }
        }
        match name {
            "img" => {
                if let Some(source) = picture::source(self.nodes, node, attributes) {
                    self.address("src", &source);
                }
            }
            "video" | "audio" if attribute(attributes, "src").is_none() => {
                let source = inside(self.nodes, node).find_map(|inner| match &inner.kind {
                    Kind::Element { name, attributes } if &*name.local == "source" => attribute(attributes, "src"),
                    _ => None,
                });
                if let Some(source) = source {
                    self.address("src", source);
                }
            }
            "math" => {
                if let Some(tex) = tex(self.nodes, node, attributes) {
                    self.value("tex", tex.trim(), LONGEST_TEX);
                    return (false, true);
                }
            }
            _ => {}
        }
        (!SEALED.contains(&name), true)
    }

    /// A script is shown if it is a formula's source, which MathJax sets.
    fn script(&mut self, node: &Node, attributes: &[Attribute]) -> bool {
        let kind = attribute(attributes, "type").unwrap_or_default();
        let source = node.first.and_then(|first| self.nodes.get(first));
        let (true, Some(Node { kind: Kind::Text(text), .. })) = (kind.starts_with("math/tex"), source) else {
            return false;
        };
        self.out.push_str("\u{2}math");
        if kind.contains("mode=display") {
            self.value("display", "block", LONGEST_VALUE);
        }
        self.value("tex", text.trim(), LONGEST_TEX);
        true
    }

    fn value(&mut self, name: &str, value: &str, most: usize) {
        self.out.push('\u{1f}');
        self.out.push_str(name);
        self.out.push('=');
        self.out.extend(value.chars().take(most).map(|c| if c.is_control() { ' ' } else { c }));
    }

    fn address(&mut self, name: &str, value: &str) {
        let Ok(address) = self.base.join(value.trim()) else { return };
        let is_of_use = matches!(address.scheme(), "http" | "https" | "mailto" | "tel");
        if is_of_use && address.as_str().len() <= LONGEST_ADDRESS {
            self.value(name, address.as_str(), LONGEST_ADDRESS);
        }
    }
}

/// Whether an element's own attributes hide it.
fn is_hidden(name: &str, attributes: &[Attribute]) -> bool {
    if name == "dialog" && attribute(attributes, "open").is_none() {
        return true;
    }
    if name == "input" && attribute(attributes, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("hidden")) {
        return true;
    }
    // What is hidden until it is found is there for whoever looks for it.
    if attribute(attributes, "hidden").is_some_and(|value| !value.eq_ignore_ascii_case("until-found")) {
        return true;
    }
    let Some(style) = attribute(attributes, "style") else { return false };
    style.split(';').filter_map(|rule| rule.split_once(':')).any(|(property, value)| {
        let value = value.trim().trim_end_matches("!important").trim_end();
        let says =
            |name: &str, what: &str| property.trim().eq_ignore_ascii_case(name) && value.eq_ignore_ascii_case(what);
        says("display", "none") || says("visibility", "hidden")
    })
}

#[cfg(test)]
mod tests;
