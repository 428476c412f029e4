//! A page as it fills: values into properties, and what has no place into its body.

use super::special::{Placed, Special};
use super::value::{self, Caution, Fit};
use super::{Job, NewPage, TITLE, tags};
use crate::clip::{Notice, NoticeCode};
use crate::notion::block::Block;
use crate::notion::limit;
use crate::notion::property::Value;
use crate::notion::request::{self, Dress};
use crate::text::{self, Unicode};

/// Sources that always get a place: where no property takes them, the page does.
const KEPT: [&str; 3] = ["{{url}}", "{{description}}", "{{tags}}"];

pub(super) struct Draft<'a> {
    job: Job<'a>,
    unicode: &'a dyn Unicode,
    properties: Vec<(String, Value)>,
    /// What the values weigh so far.
    bytes: usize,
    body: Vec<Block>,
    /// How much text the body still takes, in UTF-16 units.
    room: usize,
    /// How much it did not take.
    over: usize,
    /// Which of [`KEPT`] have no place yet.
    open: [bool; 3],
    /// Whether the property holds the beginning of the description only.
    is_shortened: bool,
    /// Tags that no property holds.
    homeless: Vec<String>,
    /// Other values that no property holds, a line each.
    lines: Vec<String>,
    notices: Vec<Notice>,
    risk: Caution,
}

impl<'a> Draft<'a> {
    pub(super) fn of(job: Job<'a>, unicode: &'a dyn Unicode) -> Self {
        Self {
            job,
            unicode,
            properties: Vec::new(),
            bytes: 0,
            body: Vec::new(),
            room: limit::BODY,
            over: 0,
            open: [true; 3],
            is_shortened: false,
            homeless: Vec::new(),
            lines: Vec::new(),
            notices: Vec::new(),
            risk: Caution::default(),
        }
    }

    pub(super) fn finish(mut self, special: Option<Box<Special>>) -> NewPage {
        let Job { caution, target, clip, .. } = self.job;
        let mut dress = Dress::default();
        if let Some(special) = special {
            self.title(&special.title);
            for placed in special.placed {
                self.put(placed);
            }
            dress = special.dress;
        } else {
            self.title(&clip.title);
            self.plain();
        }
        self.rest();
        self.risk.pictures |= !dress.icon.is_empty() || !dress.cover.is_empty();
        let mut after = Vec::new();
        if !dress.template.is_empty() {
            if caution.references || caution.values {
                self.notice(NoticeCode::TemplateLeftOut);
                dress.template.clear();
            } else {
                self.risk.references = true;
                after = std::mem::take(&mut self.body).into_iter().map(Block::into_json).collect();
            }
        }
        // Anything but the title may be what Notion does not take.
        self.risk.values = self.properties.len() > 1;
        let request = request::create_page(&target.schema.id, self.properties, self.body, dress);
        NewPage { request, notices: self.notices, after, risk: self.risk }
    }

    fn notice(&mut self, code: NoticeCode) {
        self.notices.push(Notice::of(code));
    }

    /// Takes a value, if there is room for it.
    fn set(&mut self, property: &str, value: Value) -> bool {
        let bytes = value.bytes();
        let fits = self.bytes + bytes <= limit::VALUES && !self.properties.iter().any(|(known, _)| known == property);
        if fits {
            self.bytes += bytes;
            self.properties.push((property.to_owned(), value));
        }
        fits
    }

    /// A title of many pages helps nobody in a table: it holds one run, and the
    /// body the whole.
    fn title(&mut self, title: &str) {
        let (short, cut) = text::shorten(title, limit::TEXT);
        self.set(TITLE, Value::text(TITLE, &short));
        if cut {
            self.notice(NoticeCode::TitleShortened);
            self.text(title);
        }
    }

    /// The three of most saves, each into its property.
    fn plain(&mut self) {
        let Job { clip, tags, target, caution, .. } = self.job;
        if caution.values {
            return;
        }
        let places = &target.places;
        if !places.address.is_empty() && text::units(&clip.address) <= limit::URL {
            self.keep(&places.address, "{{url}}", false, Fit::of(Value::plain("url", &clip.address)));
        }
        if !places.description.is_empty() && !clip.description.is_empty() {
            let fit = value::words("rich_text", &clip.description);
            self.keep(&places.description, "{{description}}", false, fit);
        }
        if let Some(property) = target.schema.property(&places.tags) {
            let fit = value::several(&property.options, tags, caution, self.unicode);
            self.keep(&property.id, "{{tags}}", true, fit);
        }
    }

    /// What the template is made of has its place.
    fn close(&mut self, template: &str) {
        for (open, kept) in self.open.iter_mut().zip(KEPT) {
            *open &= !text::contains(template, kept);
        }
    }

    /// Takes what fits of one of [`KEPT`], and what is left of it. What is not taken
    /// here, [`Self::rest`] finds another place.
    fn keep(&mut self, id: &str, template: &str, is_tags: bool, fit: Fit) -> bool {
        let Fit { value, left, cut, risk } = fit;
        let has_value = value.is_some();
        if value.is_some_and(|value| !self.set(id, value)) {
            return false;
        }
        self.risk.options |= risk.options;
        self.risk.references |= risk.references;
        self.risk.pictures |= risk.pictures;
        if left.is_empty() {
            if has_value {
                self.close(template);
            }
        } else if template == "{{description}}" {
            if cut > 0 {
                self.notice(NoticeCode::DescriptionShortened);
                self.is_shortened = true;
            }
        } else if is_tags {
            let code = if self.job.caution.options { NoticeCode::TagsNotMade } else { NoticeCode::TagsLeftOver };
            for (code, count) in [(code, left.len() - cut), (NoticeCode::TagShortened, cut)] {
                if count > 0 {
                    self.notices.push(Notice::count(code, count));
                }
            }
            self.homeless = left;
            self.close(template);
        }
        true
    }

    /// What is special about a property.
    fn put(&mut self, placed: Placed) {
        let Placed { property, name, is_gone, is_tags, template, by_hand, values, mut fit } = placed;
        if by_hand {
            // What the person decided about is not looked another place for.
            self.close(&template);
        } else if KEPT.contains(&template.as_str()) {
            self.keep(&property, &template, is_tags && template == "{{tags}}", fit);
            return;
        }
        let (mut left, cut) = (std::mem::take(&mut fit.left), fit.cut);
        let is_whole = left.is_empty();
        if !self.keep(&property, if is_whole { &template } else { "" }, false, fit) {
            left = values;
        }
        if left.is_empty() {
            return;
        }
        let code = match (is_gone, cut) {
            (true, _) => NoticeCode::PropertyGone,
            (_, 0) => NoticeCode::ValueLeftOver,
            _ => NoticeCode::ValueShortened,
        };
        let whole = text::line(&left.join(", "));
        self.lines.push(if name.is_empty() { whole } else { [&name, ": ", &whole].concat() });
        let detail = if name.is_empty() { "?".to_owned() } else { name };
        self.notices.push(Notice { code, detail });
    }

    /// Text into the body, as far as there is room.
    fn text(&mut self, content: &str) {
        let kept = self.fitting(content);
        self.body.extend(Block::paragraphs(kept));
    }

    /// The beginning of it that there is room for.
    fn fitting<'t>(&mut self, content: &'t str) -> &'t str {
        let (kept, rest) = text::split_at_units(content, self.room);
        let (kept, rest) = if self.room == 0 { ("", content) } else { (kept, rest) };
        self.room = self.room.saturating_sub(text::units(kept));
        self.over += text::units(rest);
        kept
    }

    /// What no property holds, in the order a reader wants it.
    fn rest(&mut self) {
        let job = self.job;
        let [no_address, no_description, no_tags] = self.open;
        if no_address {
            let fits = text::units(&job.clip.address) <= limit::URL;
            self.notice(if fits { NoticeCode::NoAddressProperty } else { NoticeCode::AddressTooLong });
            if fits {
                self.body.push(Block::bookmark(&job.clip.address));
            } else {
                self.text(&job.clip.address);
            }
        }
        let description = &job.clip.description;
        if !description.is_empty() && (no_description || self.is_shortened) {
            if !self.is_shortened {
                self.notice(NoticeCode::NoDescriptionProperty);
            }
            self.text(description);
        }
        if no_tags {
            let tags = tags::choose(job.tags, &[], self.unicode);
            if !tags.is_empty() {
                self.notice(NoticeCode::NoTagsProperty);
                self.homeless = tags.into_iter().map(tags::Tag::typed).collect();
            }
        }
        let mut line = String::new();
        for tag in std::mem::take(&mut self.homeless) {
            line.push_str(if line.is_empty() { "#" } else { "  #" });
            line.push_str(&tag);
        }
        self.text(&line);
        let lines = std::mem::take(&mut self.lines).join("\n");
        self.text(&lines);
        self.picture();
        let quoted = self.fitting(&job.clip.selection);
        self.body.extend(Block::quotes(quoted));
        let lost = text::units(&job.clip.selection) - text::units(quoted);
        for (code, count) in [(NoticeCode::TextLeftOut, self.over - lost), (NoticeCode::SelectionShortened, lost)] {
            if count > 0 {
                self.notices.push(Notice::count(code, count));
            }
        }
    }

    fn picture(&mut self) {
        let address = &self.job.clip.image;
        if address.is_empty() {
            return;
        }
        self.risk.pictures = true;
        if self.job.caution.pictures {
            self.notice(NoticeCode::ImageAsLink);
            self.body.push(Block::bookmark(address));
        } else {
            self.body.push(Block::image(address));
        }
    }
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
