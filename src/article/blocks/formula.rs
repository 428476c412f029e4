//! Formulas: LaTeX as the page has it, else made of its MathML.

mod mathml;

use super::class::{Words, has_class, has_class_part};
use super::draft::Kind;
use super::tally::Reason;
use super::text::{Run, Style};
use super::walk::Walk;
use crate::article::page::{Id, Node};
use crate::article::tag::Tag;
use crate::notion::block::Text;
use crate::notion::rich_text::Look;
use crate::notion::{language, limit};
use crate::text;

/// Classes of what draws a formula that stands beside it once more as MathML.
const DRAWN: Words = Words::of(
    "katex-html MathJax_Preview MathJax_SVG MathJax_Display_Preview \
    mwe-math-fallback-image-inline mwe-math-fallback-image-display",
);

impl<'page> Walk<'_, 'page> {
    /// A formula in MathML.
    pub(super) fn math(&mut self, id: Id, node: &Node<'page>) -> bool {
        let written = self
            .inside(id)
            .find(|(_, inner)| inner.name == "annotation" && text::contains(inner.attribute("encoding"), "tex"));
        let annotation = match written {
            Some((id, _)) => self.inside(id).map(|(_, inner)| inner.text).collect(),
            None => String::new(),
        };
        let given = [node.attribute("tex"), annotation.as_str(), node.attribute("alttext")];
        let given = given.into_iter().map(bare).find(|given| !given.is_empty());
        let expression = given.map_or_else(|| mathml::latex(self.inside(id)), str::to_owned);
        let is_block = node.attribute("display") == "block" || self.is_displayed(id);
        self.put_formula(expression, is_block);
        false
    }

    /// A formula as its author wrote it, for a script to draw.
    pub(super) fn written_formula(&mut self, id: Id, node: &Node<'page>) -> bool {
        let expression: String = self.inside(id).map(|(_, inner)| inner.text).collect();
        self.put_formula(expression, text::contains(node.attribute("type"), "mode=display"));
        false
    }

    /// Whether it is the drawing of a formula that stands beside it once more.
    pub(super) fn is_drawn_formula(&self, id: Id, node: &Node<'page>) -> bool {
        /// A formula is this near to the beginning of what stands beside its drawing.
        const NEAR: usize = 6;
        if !has_class(node, DRAWN) && node.attribute("aria-hidden") != "true" {
            return false;
        }
        let is_formula = |beside: Option<Id>| {
            beside.is_some_and(|beside| self.inside(beside).take(NEAR).any(|(_, node)| node.tag == Tag::Math))
        };
        let node = self.page.node(id);
        is_formula(node.previous) || is_formula(node.next)
    }

    /// Whether what draws formulas put one on a line of its own.
    fn is_displayed(&self, id: Id) -> bool {
        self.page.around(id).take(4).any(|id| {
            let node = self.page.node(id);
            has_class(node, const { Words::of("katex-display MathJax_Display mwe-math-mathml-display mjx-display") })
                || has_class_part(node, const { Words::of("displaymath") })
                || node.name == "mjx-container" && node.attribute("display") == "true"
        })
    }

    /// Puts a formula into the text, or on a line of its own.
    pub(super) fn put_formula(&mut self, expression: String, is_block: bool) {
        let expression = expression.trim();
        let clean: String = bare(expression).chars().filter(|&c| !super::tally::is_dropped(c) || c == '\n').collect();
        if clean.is_empty() {
            return;
        }
        let is_block = is_block && self.target.is_none() && self.holder.is_none();
        if text::units(&clean) > limit::EQUATION {
            self.tally.lose(Reason::Formula, 0);
            if is_block {
                let code = Text::Code(language::of("latex").unwrap_or(language::PLAIN));
                self.add(Kind::Text(code), vec![Run::plain(clean)]);
            } else {
                self.text.push(&clean, Style { look: self.style.look.with(Look::CODE), ..self.style });
            }
        } else if is_block {
            self.add(Kind::Formula, vec![Run { is_formula: true, ..Run::plain(clean) }]);
        } else {
            self.text.push_formula(clean);
        }
    }
}

/// LaTeX without what only says how large it is to be drawn, and between which signs.
fn bare(expression: &str) -> &str {
    let mut bare = expression.trim();
    for (before, after) in
        [("{\\displaystyle", "}"), ("{\\textstyle", "}"), ("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$")]
    {
        if bare.len() >= before.len() + after.len()
            && let Some(inner) = bare.strip_prefix(before).and_then(|rest| rest.strip_suffix(after))
            && (before == "$$" || !inner.contains('$'))
        {
            bare = inner.trim();
        }
    }
    bare
}
