//! What an element's classes say.

use crate::article::page::Node;

/// The words of a class attribute.
pub(super) fn classes<'page>(node: &Node<'page>) -> impl Iterator<Item = &'page str> + use<'page> {
    node.attribute("class").split_ascii_whitespace()
}

/// Whether one of an element's classes is one of these words.
pub(super) fn has_class(node: &Node<'_>, words: &str) -> bool {
    classes(node).any(|class| is_in(class, words))
}

/// Whether a word is one of these, in lower case and between spaces.
pub(super) fn is_in(word: &str, words: &str) -> bool {
    words.split(' ').any(|known| known.eq_ignore_ascii_case(word))
}

/// Whether a part of one of an element's classes (between `-` and `_`) is one of these words.
pub(super) fn has_class_part(node: &Node<'_>, words: &str) -> bool {
    classes(node).any(|class| class.split(['-', '_']).any(|part| is_in(part, words)))
}

/// A number that an attribute says.
pub(super) fn number(node: &Node<'_>, name: &str) -> Option<i64> {
    node.attribute(name).trim().trim_end_matches("px").parse().ok()
}
