//! Links, and what stands raised or lowered in a line.

use super::class::{Words, has_class_part};
use super::tally::Reason;
use super::text::is_letter;
use super::walk::{Close, Target, Walk};
use crate::article::page::{Id, Node};
use crate::article::tag::Tag;
use crate::notion::link;

/// Texts of links that only lead around in the page.
const SIGNS: &str = "# ¶ § ^ ↑ ↩ ↩︎ ⤴ ⏎ 🔗 ↵";

impl<'page> Walk<'_, 'page> {
    /// Where in this very page a link leads; nothing where it leads elsewhere.
    pub(super) fn fragment<'a>(&self, href: &'a str) -> Option<&'a str> {
        let (address, fragment) = href.split_once('#')?;
        (address.is_empty() || address == self.address).then_some(fragment)
    }

    pub(super) fn link(&mut self, id: Id, node: &Node<'page>) -> bool {
        let href = node.attribute("href");
        if self.fragment(href).is_some() {
            if let Some(label) = self.mark(id) {
                self.text.push(&label, self.style);
                self.notes.forget();
                return false;
            }
            let text: String = self.inside(id).take(8).map(|(_, node)| node.text).collect();
            let is_back = node.attribute("role") == "doc-backlink"
                || has_class_part(node, const { Words::of("backlink backref reversefootnote") })
                || (matches!(self.target, Some(Target::Heading(_))) || !text.contains('#'))
                    && SIGNS.split(' ').any(|sign| sign == text.trim());
            if is_back {
                return self.leave(id, Reason::Backlink);
            }
        }
        self.open(id, Close::Style);
        match link::link(href).filter(|_| self.fragment(href).is_none()) {
            Some(address) => {
                self.links.push(address);
                self.style.link = self.links.len();
            }
            None if !href.is_empty() => self.tally.lose(Reason::Link, 0),
            None => {}
        }
        true
    }

    /// What stands above or below the line: in the characters that Unicode has for
    /// it, else with the sign that everyone writes.
    pub(super) fn raised(&mut self, id: Id, is_above: bool) -> bool {
        /// More than this is no exponent.
        const LONGEST: usize = 24;
        let mut text = String::new();
        for (inner, node) in self.inside(id) {
            let is_simple = node.is_text()
                || inner == id
                || matches!(node.tag, Tag::B | Tag::I | Tag::Em | Tag::Strong | Tag::Var | Tag::Span | Tag::Small);
            text.push_str(node.text);
            if !is_simple || text.len() > LONGEST {
                return true;
            }
        }
        let text = text.trim();
        if self.is_label(text) {
            return false;
        }
        let map = if is_above { ABOVE } else { BELOW };
        let mut letters = text.chars();
        let alone = letters.next().filter(|c| is_above && c.is_alphabetic() && letters.next().is_none());
        let map = if alone.is_some() { ALONE } else { map };
        let exact: Option<String> = text.chars().map(|c| shifted(map, c)).collect();
        let is_word =
            |c: char| is_letter(c) && !c.is_ascii_digit() || matches!(c, '™' | '®' | '.' | '℠' | '*' | '†' | '‡' | '#');
        if let Some(exact) = exact {
            self.text.push(&exact, self.style);
        } else if is_above && alone.is_none() && text.chars().all(is_word) {
            // 1st, Mme, a name's sign.
            self.text.push(text, self.style);
        } else {
            let sign = if is_above { "^" } else { "_" };
            let parts = if text.chars().all(is_letter) { [sign, "", text, ""] } else { [sign, "(", text, ")"] };
            self.text.push(&parts.concat(), self.style);
        }
        false
    }
}

/// Characters, and what they are above the line.
const ABOVE: &str = "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻=⁼(⁽)⁾nⁿiⁱ";

/// The same for a letter alone, which is an exponent: "2ᵏ" is no "2k".
const ALONE: &str = "aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻAᴬBᴮDᴰEᴱGᴳHᴴJᴶKᴷLᴸMᴹNᴺPᴾRᴿTᵀUᵁVⱽWᵂ";

/// Characters, and what they are below it.
const BELOW: &str = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋=₌(₍)₎aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓ";

fn shifted(map: &str, wanted: char) -> Option<char> {
    let mut pairs = map.chars();
    while let (Some(from), Some(to)) = (pairs.next(), pairs.next()) {
        if from == wanted {
            return Some(to);
        }
    }
    None
}
