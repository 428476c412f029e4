//! A page as it fills: values into properties, and what has no place into its body.

use super::value::{self, Caution, Fit};
use super::{Job, NewPage, TITLE, tags};
use crate::clip::{Notice, NoticeCode};
use crate::json::Json;
use crate::notion::block::Block;
use crate::notion::limit;
use crate::notion::property::Value;
use crate::notion::request;
use crate::text::{self, Unicode};

/// Sources that always get a place: where no property takes them, the page does.
pub(super) const KEPT: [&str; 3] = ["{{url}}", "{{description}}", "{{tags}}"];

pub(super) struct Draft<'a> {
    job: Job<'a>,
    unicode: &'a dyn Unicode,
    properties: Vec<(String, Value)>,
    /// What the values weigh so far.
    bytes: usize,
    pub(super) body: Vec<Block>,
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
    pub(super) lines: Vec<String>,
    pub(super) notices: Vec<Notice>,
    pub(super) risk: Caution,
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

    /// The page where nothing is special.
    pub(super) fn plain(mut self) -> NewPage {
        self.title(&self.job.clip.title);
        self.fill();
        self.rest();
        self.finish(Vec::new(), Vec::new())
    }

    /// The request, with what else is special about it.
    pub(super) fn finish(mut self, special: Vec<(&'static str, Json)>, after: Vec<Json>) -> NewPage {
        // Anything but the title may be what Notion does not take.
        self.risk.values = self.properties.len() > 1;
        let id = &self.job.target.schema.id;
        let request = request::create_page(id, self.properties, self.body, special);
        NewPage { request, notices: self.notices, after, risk: self.risk }
    }

    pub(super) fn caution(&self) -> Caution {
        self.job.caution
    }

    pub(super) fn notice(&mut self, code: NoticeCode) {
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
    pub(super) fn title(&mut self, title: &str) {
        let (short, cut) = text::shorten(title, limit::TEXT);
        self.set(TITLE, Value::text(TITLE, &short));
        if cut {
            self.notice(NoticeCode::TitleShortened);
            self.text(title);
        }
    }

    /// The three of most saves, each into its property.
    fn fill(&mut self) {
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
    pub(super) fn close(&mut self, template: &str) {
        for (open, kept) in self.open.iter_mut().zip(KEPT) {
            *open &= !text::contains(template, kept);
        }
    }

    /// Takes what fits of one of [`KEPT`], and what is left of it. What is not taken
    /// here, [`Self::rest`] finds another place.
    pub(super) fn keep(&mut self, id: &str, template: &str, is_tags: bool, fit: Fit) -> bool {
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
    pub(super) fn rest(&mut self) {
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
        let selection = if job.has_text { "" } else { &job.clip.selection };
        let quoted = self.fitting(selection);
        self.body.extend(Block::quotes(quoted));
        let lost = text::units(selection) - text::units(quoted);
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
