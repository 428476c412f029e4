//! Footnotes: a mark in the text and its note name each other by the same label.
//!
//! Notion has no anchors that blocks could be made with, so that a mark can't be a
//! link. What works is to read: the mark says `[3]`, and its note begins with `[3]`,
//! whatever number Notion would have given it.

use super::class::{Words, has_class_part};
use super::text::is_letter;
use super::walk::Walk;
use crate::article::page::{Id, Node};
use crate::article::tag::Tag;

/// The notes of a page, and the label that is still to be put before one.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// Where a mark leads, and its label: each in the row that the first has by its [`row`].
    known: Vec<Vec<(String, String)>>,
    /// A label, and where the note ends that it is of.
    waiting: Option<(String, Id)>,
}

/// How many rows the notes stand in: so many that none is long.
const ROWS: usize = 4_096;

/// The row of a note (FNV-1a).
fn row(fragment: &str) -> usize {
    let hash = fragment.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash as usize % ROWS
}

impl Notes {
    /// The note has its label.
    pub(super) fn forget(&mut self) {
        self.waiting = None;
    }
}

impl<'page> Walk<'_, 'page> {
    /// Finds where the marks lead, in one go before anything else.
    pub(super) fn find_notes(&mut self, roots: &[Id]) {
        let mut known: Vec<Vec<(String, String)>> = Vec::new();
        for &root in roots {
            for (id, node) in self.inside(root) {
                if node.tag != Tag::A {
                    continue;
                }
                if let (Some(fragment), Some(label)) = (self.fragment(node.attribute("href")), self.mark(id)) {
                    known.resize(ROWS, Vec::new());
                    let fragment = decoded(fragment);
                    // The first mark of a note names it.
                    if let Some(row) = known.get_mut(row(&fragment))
                        && !row.iter().any(|(other, _)| *other == fragment)
                    {
                        row.push((fragment, label));
                    }
                }
            }
        }
        self.notes.known = known;
    }

    /// The label of a link that is the mark of a note: `[3]`.
    pub(super) fn mark(&self, id: Id) -> Option<String> {
        /// A label is a number, a letter or a word.
        const LONGEST: usize = 16;
        let node = self.page.node(id);
        let tag = |id: Option<Id>| id.map_or(Tag::Other, |id| self.page.node(id).tag);
        let is_mark = tag(node.parent) == Tag::Sup
            || tag(node.first) == Tag::Sup
            || node.attribute("role") == "doc-noteref"
            || has_class_part(node, const { Words::of("noteref fnref") })
            || has_class_part(node, const { Words::of("footnote") })
                && has_class_part(node, const { Words::of("ref reference anchor") });
        if !is_mark {
            return None;
        }
        let mut label = String::new();
        for (_, node) in self.inside(id).take(12) {
            label.push_str(node.text.trim());
        }
        let label = label.trim_matches(['[', ']', '(', ')']);
        (!label.is_empty() && label.len() <= LONGEST && label.chars().any(|c| is_letter(c) || matches!(c, '*' | '†')))
            .then(|| ["[", label, "]"].concat())
    }

    /// Whether an element is a note that a mark leads to.
    pub(super) fn has_label(&self, id: Id) -> bool {
        self.label(self.page.node(id)).is_some()
    }

    fn label(&self, node: &Node<'page>) -> Option<&String> {
        if self.notes.known.is_empty() {
            return None;
        }
        let name = match node.attribute("id") {
            "" if node.tag == Tag::A => node.attribute("name"),
            name => name,
        };
        let row = self.notes.known.get(row(name))?;
        row.iter().find(|(known, _)| known == name).map(|(_, label)| label)
    }

    /// Sees whether an element is a note: then its label is to be put before its text.
    pub(super) fn find_label(&mut self, id: Id, node: &Node<'page>) {
        let is_place = node.tag.is_block() || node.tag == Tag::A && !node.has("href");
        if is_place && let Some(label) = self.label(node) {
            let end = node.parent.filter(|_| !node.tag.is_block()).unwrap_or(id);
            self.notes.waiting = Some((label.clone(), self.page.after(end)));
        }
    }

    /// Whether a text is the label that is waited for: then it is put.
    pub(super) fn is_label(&mut self, text: &str) -> bool {
        let Some((label, _)) = self.notes.waiting.as_ref() else { return false };
        if text.is_empty() || label.trim_matches(['[', ']']) != text {
            return false;
        }
        self.text.push(label, self.style);
        self.notes.waiting = None;
        true
    }

    /// Puts a label before the first text of a note, unless that begins with it.
    pub(super) fn put_label(&mut self, id: Id, text: &str) {
        let text = text.trim_start();
        if text.is_empty() || self.notes.waiting.is_none() {
            return;
        }
        let Some((label, end)) = self.notes.waiting.take() else { return };
        let bare = label.trim_matches(['[', ']']);
        let after = text.trim_start_matches(['[', '(']).strip_prefix(bare);
        let has_it = after.is_some_and(|after| !after.chars().next().is_some_and(is_letter));
        if id < end && !has_it {
            self.text.push(&[&label, " "].concat(), self.style);
        }
    }
}

/// A fragment as an id would have it. One that is not well encoded is taken as it is.
fn decoded(fragment: &str) -> String {
    if !fragment.contains('%') {
        return fragment.to_owned();
    }
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let [byte, after @ ..] = rest {
        (rest, bytes) = match rest {
            [b'%', high, low, after @ ..] => match (char::from(*high).to_digit(16), char::from(*low).to_digit(16)) {
                (Some(high), Some(low)) => (after, with(bytes, (high * 16 + low) as u8)),
                _ => (rest.get(1..).unwrap_or_default(), with(bytes, *byte)),
            },
            _ => (after, with(bytes, *byte)),
        };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| fragment.to_owned())
}

fn with(mut bytes: Vec<u8>, byte: u8) -> Vec<u8> {
    bytes.push(byte);
    bytes
}
