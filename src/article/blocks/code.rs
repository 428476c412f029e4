//! Code: its text as it stands, and its language by any of the names that tools give it.

use super::class::{Words, classes, has_class, is_in};
use super::draft::Kind;
use super::element::GUTTER;
use super::tally::{self, Reason};
use super::text::Style;
use super::walk::Walk;
use crate::article::page::{Id, Node};
use crate::article::tag::Tag;
use crate::notion::block::Text;
use crate::notion::language;
use crate::notion::rich_text::Look;

/// What a line of code is called.
const LINE: Words = Words::of("line code-line token-line view-line cm-line react-code-text react-file-line");

/// Classes that say that a class beside them may be a language.
const SHOWN: Words = Words::of("hljs sourcecode highlight prettyprint src code shiki codehilite programlisting");

/// What stands before a language in a class.
const BEFORE: [&str; 9] = [
    "language-",
    "lang-",
    "highlight-source-",
    "highlight-text-",
    "highlight-",
    "brush:",
    "src-",
    "code-",
    "sourceCode-",
];

impl Walk<'_, '_> {
    /// Preformatted text: it is code, in some language or none.
    pub(super) fn code(&mut self, id: Id) -> bool {
        let text = self.code_text(id);
        let text = text.trim_end_matches(['\n', ' ', '\t']).trim_start_matches('\n');
        if tally::characters(text) == 0 {
            return false;
        }
        if self.target.is_some() {
            self.text.break_line();
            self.text.push_raw(text, Style { look: self.style.look.with(Look::CODE), ..self.style });
            self.text.break_line();
            return false;
        }
        let language = match self.named_language(id) {
            Some(named) => language::of(&named).unwrap_or_else(|| {
                self.tally.lose(Reason::Language, 0);
                language::PLAIN
            }),
            None => language::PLAIN,
        };
        self.add(Kind::Text(Text::Code(language)), Vec::new());
        let mut kept = super::text::Text::default();
        kept.push_raw(text, Style::default());
        if let Some(draft) = self.drafts.last_mut() {
            draft.runs = kept.take();
        }
        false
    }

    /// The text of code, with a line for each of what is shown as one.
    fn code_text(&mut self, id: Id) -> String {
        let mut text = String::new();
        // Where what is shown as a line ends, and what is no code.
        let mut lines: Vec<(Id, bool)> = Vec::new();
        let mut skipped = id;
        // What is shown as a line has ended; many have a line break after it besides, which is the end of one that
        // is shown so by a style only.
        let mut is_due = false;
        let mut was_block = false;
        for (inner, node) in self.inside(id) {
            while let Some((_, is_block)) = lines.pop_if(|&mut (end, _)| end <= inner) {
                is_due |= !text.is_empty() && !text.ends_with('\n');
                was_block = is_block;
            }
            if inner < skipped || inner == id {
                continue;
            }
            if node.is_text() {
                if is_due && !node.text.starts_with('\n') {
                    text.push('\n');
                }
                is_due = false;
                text.push_str(node.text);
                continue;
            }
            let reason = match node.tag {
                Tag::Button | Tag::Select => Some(Reason::Control),
                Tag::Script | Tag::Style | Tag::Template => Some(Reason::Hidden),
                Tag::Svg => Some(Reason::Drawing),
                _ if has_class(node, GUTTER) => Some(Reason::LineNumber),
                _ => None,
            };
            if let Some(reason) = reason {
                self.leave(inner, reason);
                skipped = self.page.after(inner);
            } else if node.tag == Tag::Br {
                text.push_str(if is_due && was_block { "\n\n" } else { "\n" });
                is_due = false;
            } else if node.tag.is_block() && !matches!(node.tag, Tag::Td | Tag::Th) || has_class(node, LINE) {
                if is_due || !text.is_empty() && !text.ends_with('\n') {
                    text.push('\n');
                }
                is_due = false;
                lines.push((self.page.after(inner), node.tag.is_block()));
            } else if matches!(node.tag, Tag::Img | Tag::Image) {
                text.push_str(node.attribute("alt"));
            }
        }
        text
    }

    /// What language an element around or in code says it is in.
    fn named_language(&self, id: Id) -> Option<String> {
        let code = self.page.children(id).find(|&child| self.page.node(child).tag == Tag::Code);
        // Lines and their numbers stand side by side in a table.
        let is_arranging = |tag| matches!(tag, Tag::Td | Tag::Tr | Tag::Tbody | Tag::Table);
        let around = self.page.around(id).filter(|&outer| !is_arranging(self.page.node(outer).tag)).take(3);
        let near = [code, Some(id)].into_iter().flatten().chain(around);
        near.filter_map(|id| named(self.page.node(id))).next()
    }
}

/// What language an element says it is in.
fn named(node: &Node<'_>) -> Option<String> {
    for name in ["data-lang", "data-language"] {
        let value = node.attribute(name).trim();
        if !value.is_empty() {
            return Some(value.to_owned());
        }
    }
    let is_shown = has_class(node, SHOWN);
    let (mut follows, mut named) = (false, None);
    for class in classes(node) {
        let class = class.trim_end_matches(';');
        // `brush: js`, as one of the oldest has it.
        if follows {
            return Some(class.to_owned());
        }
        follows = class == "brush:";
        let prefixed = BEFORE.iter().find_map(|before| class.strip_prefix(before));
        let bare = Some(class).filter(|_| is_shown && !is_in(class, SHOWN));
        if let Some(name) = prefixed.or(bare) {
            if language::of(name).is_some() {
                return Some(name.to_owned());
            }
            // Named, if by no name that is known.
            if class.starts_with("lang") && prefixed.is_some() {
                named = Some(name.to_owned());
            }
        }
    }
    named
}
