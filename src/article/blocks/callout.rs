//! Boxes beside the text.

use super::class::{Words, has_class, has_class_part};
use super::walk::Walk;
use crate::article::page::{Id, Node};
use crate::article::tag::Tag;
use crate::notion::block::Tone;

/// How much may be in a box: what is called so and holds more is a part of the page.
const MOST_NODES: usize = 150;
const MOST_CHARACTERS: usize = 2_500;

/// What tools that make pages call a box, whatever they put before and after.
const BOX: Words = Words::of("callout admonition alert");

/// What a box is called by a class of its own.
const KIND: Words = Words::of("note tip warning caution important danger hint notice notecard");

impl Walk<'_, '_> {
    /// Whether an element is a box beside the text, and what for.
    pub(super) fn tone(&self, id: Id, node: &Node<'_>) -> Option<Tone> {
        let may_be = matches!(node.tag, Tag::Div | Tag::Aside | Tag::Section | Tag::P | Tag::Fieldset);
        let is_called = || node.attribute("role") == "note" || has_class_part(node, BOX) || has_class(node, KIND);
        if !may_be || !is_called() || self.target.is_some() || self.is_in_box() {
            return None;
        }
        let (mut nodes, mut characters) = (0, 0);
        for (_, inner) in self.inside(id) {
            nodes += 1;
            characters += inner.text.len();
            let is_more = matches!(inner.tag, Tag::H1 | Tag::Table | Tag::Article | Tag::Main);
            if is_more || nodes > MOST_NODES || characters > MOST_CHARACTERS {
                return None;
            }
        }
        let is = |words| has_class_part(node, words);
        Some(if is(const { Words::of("danger error caution critical bug failure") }) {
            Tone::Danger
        } else if is(const { Words::of("warning attention important") }) {
            Tone::Warning
        } else if is(const { Words::of("tip hint success check") }) {
            Tone::Tip
        } else {
            Tone::Note
        })
    }
}
