//! What an element means.

use super::class::{Words, has_class, has_class_part, number};
use super::draft::Kind;
use super::tally::Reason;
use super::text::Style;
use super::walk::{Close, List, Target, Walk};
use crate::article::page::{Id, Node};
use crate::article::tag::Tag;
use crate::notion::block::Text;
use crate::notion::rich_text::Look;

/// Classes of what shows the numbers of lines.
pub(super) const GUTTER: Words = Words::of(
    "lineno linenos linenumber linenumbers line-number line-numbers-rows gutter \
    blob-num hljs-ln-numbers rouge-gutter react-line-number code-line-number ln-num",
);

impl<'page> Walk<'_, 'page> {
    /// Reads an element; whether what is inside it is still to be read.
    pub(super) fn element(&mut self, id: Id, node: &Node<'page>) -> bool {
        self.find_label(id, node);
        if self.is_drawn_formula(id, node) {
            return self.leave(id, Reason::Duplicate);
        }
        match node.tag {
            Tag::Script if node.attribute("type").starts_with("math/tex") => self.written_formula(id, node),
            Tag::Script
            | Tag::Style
            | Tag::Template
            | Tag::Noscript
            | Tag::Head
            | Tag::Title
            | Tag::Meta
            | Tag::Link
            | Tag::Source
            | Tag::Track
            | Tag::Col
            | Tag::Colgroup => self.leave(id, Reason::Hidden),
            Tag::Select | Tag::Optgroup | Tag::Option => self.leave(id, Reason::Control),
            Tag::Button if self.is_beside_code(id) => self.leave(id, Reason::Control),
            Tag::Svg | Tag::Canvas => self.leave(id, Reason::Drawing),
            Tag::Input => self.input(id, node),
            Tag::Br => self.line_break(id),
            Tag::Wbr => self.hold_nothing(id),
            Tag::Hr => self.divider(id),
            Tag::Img | Tag::Image => self.image(id, node),
            Tag::Video | Tag::Audio => self.player(id, node),
            Tag::Iframe | Tag::Embed => self.frame(id, node),
            Tag::Math => self.math(id, node),
            Tag::Pre => self.code(id),
            Tag::Table => self.table(id, node),
            Tag::Td if has_class(node, GUTTER) => self.leave(id, Reason::LineNumber),
            Tag::Tr | Tag::Td | Tag::Th if self.is_in_table && self.target.is_none() => self.table_part(id, node),
            Tag::Caption => self.gather(id, Target::TableCaption),
            Tag::Figure => self.figure(id),
            Tag::Figcaption => self.gather(id, Target::Caption),
            Tag::Ul | Tag::Ol | Tag::Menu => self.open_list(id, node),
            Tag::Li => self.item(id, node),
            Tag::Dl => {
                self.end_line();
                self.open(id, Close::Terms(false))
            }
            Tag::Dt => {
                self.depth = self.terms_depth();
                let is_open = self.gather(id, Target::Term);
                self.style.look = self.style.look.with(Look::BOLD);
                is_open
            }
            Tag::Dd => self.meaning(id),
            Tag::Details => self.details(id),
            Tag::Summary => self.summary(id),
            Tag::Blockquote if self.target.is_none() => self.add_holder(id, Text::Quote),
            _ if node.tag.heading() > 0 => self.heading(id, node.tag.heading()),
            _ if node.attribute("role") == "heading" => self.heading(id, level(node)),
            tag if tag.is_block() => self.block(id, node),
            _ => self.inline(id, node),
        }
    }

    /// Whether code stands right beside an element, or beside what is around that: then
    /// a button copies it.
    fn is_beside_code(&self, id: Id) -> bool {
        let around = self.page.node(id).parent.filter(|&around| self.page.node(around).tag == Tag::Div);
        let near = [Some(id), around].into_iter().flatten();
        let beside = near.flat_map(|id| [self.page.node(id).previous, self.page.node(id).next]).flatten();
        // White space may stand between.
        let beside = beside.flat_map(|id| [Some(id), self.page.node(id).previous, self.page.node(id).next]).flatten();
        beside.into_iter().any(|id| self.page.node(id).tag == Tag::Pre)
    }

    /// A block that means nothing but that it is one, or a box.
    fn block(&mut self, id: Id, node: &Node<'page>) -> bool {
        match self.tone(id, node) {
            Some(tone) => self.add_holder(id, Text::Callout(tone)),
            None => self.open_line(id),
        }
    }

    /// A heading. In what holds blocks it is the first line of that.
    fn heading(&mut self, id: Id, level: u8) -> bool {
        let level = level.min(4);
        if let Some(Target::Summary(at)) = self.target
            && let Some(draft) = self.drafts.get_mut(at)
        {
            draft.kind = Kind::Text(Text::ToggleHeading(level));
            return self.open_line(id);
        }
        self.end_line();
        if self.target.is_some() || self.holder.is_some() {
            self.open(id, Close::Line);
            self.style.look = self.style.look.with(Look::BOLD);
            return true;
        }
        self.gather(id, Target::Heading(level))
    }

    /// What shows nothing of what is in it, should a script have put something there.
    pub(super) fn hold_nothing(&mut self, id: Id) -> bool {
        self.page.node(id).first.is_some() && self.leave(id, Reason::Hidden)
    }

    fn line_break(&mut self, id: Id) -> bool {
        if self.text.is_mid_line() {
            self.text.break_line();
        } else {
            // Two of them are how many pages part paragraphs.
            self.end_line();
        }
        self.hold_nothing(id)
    }

    fn divider(&mut self, id: Id) -> bool {
        self.end_line();
        let is_again =
            self.drafts.last().is_some_and(|last| matches!(last.kind, Kind::Divider) && last.depth == self.depth);
        if self.target.is_none() && !is_again {
            self.add(Kind::Divider, Vec::new());
        }
        self.hold_nothing(id)
    }

    /// A box to tick, where an item of a list begins; any other field holds nothing of the page.
    fn input(&mut self, id: Id, node: &Node<'page>) -> bool {
        if node.attribute("type") != "checkbox" {
            self.tally.lose(Reason::Control, 0);
            return self.hold_nothing(id);
        }
        let is_checked = node.has("checked");
        let item = self.holder.filter(|_| self.text.is_empty()).and_then(|at| self.drafts.get_mut(at));
        match item {
            Some(draft) if matches!(draft.kind, Kind::Text(Text::Bulleted) | Kind::Numbered(_)) => {
                draft.kind = Kind::Text(Text::ToDo(is_checked));
            }
            _ => self.text.push(if is_checked { "☑ " } else { "☐ " }, self.style),
        }
        self.hold_nothing(id)
    }

    fn figure(&mut self, id: Id) -> bool {
        if self.target.is_some() {
            return self.open_line(id);
        }
        self.end_block();
        let start = self.drafts.len();
        self.open(id, Close::Figure(start, Vec::new()))
    }

    fn open_list(&mut self, id: Id, node: &Node<'page>) -> bool {
        self.end_line();
        // A list directly in a list belongs to the item before it.
        let is_inside = matches!(self.around(), Some(Close::List(_)));
        let is_reversed = node.tag == Tag::Ol && node.has("reversed");
        let items = || self.page.children(id).filter(|&item| self.page.node(item).tag == Tag::Li).count();
        let first = number(node, "start").unwrap_or_else(|| if is_reversed { items() as i64 } else { 1 });
        let list = List {
            is_ordered: node.tag == Tag::Ol,
            next: first,
            step: if is_reversed { -1 } else { 1 },
            is_written: is_reversed || first != 1,
        };
        self.open(id, Close::List(list));
        self.depth += usize::from(is_inside);
        true
    }

    fn item(&mut self, id: Id, node: &Node<'page>) -> bool {
        let value = number(node, "value");
        let has_label = self.has_label(id);
        let mut mark = String::new();
        let mut kind = Kind::Text(Text::Bulleted);
        if has_label {
            kind = Kind::Text(Text::Paragraph);
        } else if let Some(list) = self.list().filter(|list| list.is_ordered) {
            let number = value.unwrap_or(list.next);
            list.is_written |= number != list.next;
            list.next = number.saturating_add(list.step);
            mark.push_str(if number < 0 { "-" } else { "" });
            mark.push_str(&crate::text::digits(number.unsigned_abs(), 1));
            mark.push_str(". ");
            kind = Kind::Numbered(usize::try_from(number).unwrap_or_default());
            if list.is_written {
                kind = Kind::Text(Text::Paragraph);
            }
        }
        if self.target.is_some() {
            self.open_line(id);
            let mark = if has_label {
                ""
            } else if mark.is_empty() {
                "• "
            } else {
                &mark
            };
            self.text.push(mark, self.style);
            return true;
        }
        let is_written = matches!(kind, Kind::Text(Text::Paragraph)) && !has_label;
        let at = self.add(kind, Vec::new());
        self.open(id, Close::Holder(at));
        self.holder = Some(at);
        self.depth += 1;
        if is_written {
            self.text.push(&mark, Style::default());
        }
        true
    }

    fn terms_depth(&self) -> usize {
        self.outer_depth(|close| matches!(close, Close::Terms(_))).unwrap_or(self.depth)
    }

    /// What a term means stands under it.
    fn meaning(&mut self, id: Id) -> bool {
        self.open_line(id);
        if self.target.is_none() {
            let has_term = self.terms().is_some_and(|has_term| *has_term);
            self.depth = self.terms_depth() + usize::from(has_term);
        }
        true
    }

    fn details(&mut self, id: Id) -> bool {
        if self.target.is_some() {
            return self.open_line(id);
        }
        let at = self.add(Kind::Text(Text::Toggle), Vec::new());
        self.open(id, Close::Toggle(at));
        self.depth += 1;
        true
    }

    fn summary(&mut self, id: Id) -> bool {
        match self.around() {
            Some(&Close::Toggle(at)) => self.gather(id, Target::Summary(at)),
            _ => self.open_line(id),
        }
    }

    /// What stands in a line of text.
    fn inline(&mut self, id: Id, node: &Node<'page>) -> bool {
        match node.tag {
            Tag::B | Tag::Strong => self.open_as(id, Look::BOLD),
            Tag::I | Tag::Em | Tag::Cite | Tag::Dfn | Tag::Var => self.open_as(id, Look::ITALIC),
            Tag::S | Tag::Strike | Tag::Del => self.open_as(id, Look::STRIKE),
            Tag::U | Tag::Ins => self.open_as(id, Look::UNDERLINE),
            Tag::Code | Tag::Kbd | Tag::Samp | Tag::Tt => self.open_as(id, Look::CODE),
            Tag::Mark => self.open_as(id, Look::MARKED),
            Tag::A => self.link(id, node),
            Tag::Sub | Tag::Sup => self.raised(id, node.tag == Tag::Sup),
            Tag::Q => {
                let is_inner = matches!(self.around(), Some(Close::Text(_)));
                let (before, after) = if is_inner { ("‘", "’") } else { ("“", "”") };
                self.between(id, before, after.to_owned())
            }
            Tag::Rt => self.between(id, "(", ")".to_owned()),
            Tag::Rp => self.leave(id, Reason::Duplicate),
            Tag::Abbr => self.abbreviation(id, node),
            _ if has_class_part(node, const { Words::of("backlink backref reversefootnote") }) => {
                self.leave(id, Reason::Backlink)
            }
            _ => true,
        }
    }

    fn between(&mut self, id: Id, before: &str, after: String) -> bool {
        self.text.push(before, self.style);
        self.open(id, Close::Text(after))
    }

    /// What an abbreviation stands for is said the first time.
    fn abbreviation(&mut self, id: Id, node: &Node<'page>) -> bool {
        /// More than anyone explains; looking through them is no work.
        const MOST: usize = 50;
        let title = node.attribute("title").trim();
        if title.is_empty() || self.abbreviations.contains(&title) || self.abbreviations.len() >= MOST {
            return true;
        }
        self.abbreviations.push(title);
        self.open(id, Close::Text([" (", title, ")"].concat()))
    }
}

fn level(node: &Node<'_>) -> u8 {
    number(node, "aria-level").and_then(|level| u8::try_from(level).ok()).filter(|level| *level > 0).unwrap_or(2)
}
