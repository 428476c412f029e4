//! What an element's classes say.

use crate::article::page::Node;

/// The words of a class attribute.
pub(super) fn classes<'page>(node: &Node<'page>) -> impl Iterator<Item = &'page str> + use<'page> {
    node.attribute("class").split_ascii_whitespace()
}

/// Words between spaces, and a bit for each of their first letters: most others begin with none of them.
#[derive(Clone, Copy)]
pub(super) struct Words {
    words: &'static str,
    letters: u32,
}

impl Words {
    pub(super) const fn of(words: &'static str) -> Self {
        let mut letters = 0;
        let mut before = b' ';
        let mut rest = words.as_bytes();
        while let Some((&letter, after)) = rest.split_first() {
            if before == b' ' {
                letters |= bit(letter);
            }
            (before, rest) = (letter, after);
        }
        Self { words, letters }
    }
}

/// The bit of a letter, large or small.
const fn bit(letter: u8) -> u32 {
    1 << (letter & 31)
}

/// Whether one of an element's classes is one of these words.
pub(super) fn has_class(node: &Node<'_>, words: Words) -> bool {
    classes(node).any(|class| is_in(class, words))
}

/// Whether a word is one of these, in large letters or small.
pub(super) fn is_in(word: &str, words: Words) -> bool {
    let may_be = word.bytes().next().is_some_and(|letter| words.letters & bit(letter) != 0);
    may_be && words.words.split(' ').any(|known| known.eq_ignore_ascii_case(word))
}

/// Whether a part of one of an element's classes (between `-` and `_`) is one of these words.
pub(super) fn has_class_part(node: &Node<'_>, words: Words) -> bool {
    classes(node).any(|class| class.split(['-', '_']).any(|part| is_in(part, words)))
}

/// A number that an attribute says.
pub(super) fn number(node: &Node<'_>, name: &str) -> Option<i64> {
    node.attribute(name).trim().trim_end_matches("px").parse().ok()
}
