//! A page as it fills: values into properties, and what has no place into its body.

use super::entry::Entry;
use super::rule::Rule;
use super::value::{self, Caution, Fit, Origin};
use super::{Job, NewPage, TITLE, tags, template};
use crate::address::Address;
use crate::clip::{Notice, NoticeCode};
use crate::notion::block::Block;
use crate::notion::limit;
use crate::notion::property::Value;
use crate::notion::request::{self, Dress};
use crate::text::{self, Unicode};

/// Sources that always get a place: where no property takes them, the page does.
const KEPT: [&str; 3] = ["url", "description", "tags"];

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

    pub(super) fn finish(mut self) -> NewPage {
        let Job { plan, entries, caution, schema, .. } = self.job;
        let sources = self.job.sources();
        self.title();
        let job = self.job;
        for rule in plan.rules.iter().filter(|rule| job.entry(&rule.property).is_none()) {
            self.put(&rule.property, &rule.name, Some(rule), sources.fill(&rule.template));
        }
        for Entry { property, name, values } in entries {
            let rule = plan.rule(property);
            // What the person decided about is not looked another place for.
            if let Some(rule) = rule {
                self.close(rule);
            }
            let name = rule.map_or(name, |rule| &rule.name);
            self.put(property, name, None, values.clone());
        }
        self.rest();
        let mut dress = Dress::default();
        let web = |wanted: bool, name: &str| {
            let values = if wanted && !caution.pictures { sources.values(name) } else { Vec::new() };
            let mut addresses = values.iter().filter_map(|value| Address::parse(value).ok()).map(Address::into_text);
            addresses.find(|address| text::units(address) <= limit::URL).unwrap_or_default()
        };
        dress.icon = web(plan.icon, "favicon");
        dress.cover = web(plan.cover, "image");
        self.risk.pictures |= !dress.icon.is_empty() || !dress.cover.is_empty();
        let mut after = Vec::new();
        if !plan.template.is_empty() {
            if caution.references || caution.values {
                self.notice(NoticeCode::TemplateLeftOut);
            } else {
                dress.template.clone_from(&plan.template);
                self.risk.references = true;
                after = std::mem::take(&mut self.body).into_iter().map(Block::into_json).collect();
            }
        }
        // Anything but the title may be what Notion does not take.
        self.risk.values = self.properties.len() > 1;
        let request = request::create_page(&schema.id, self.properties, self.body, dress);
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
    fn title(&mut self) {
        let title = self.job.title();
        let (short, cut) = text::shorten(&title, limit::TEXT);
        self.set(TITLE, Value::text(TITLE, &short));
        if cut {
            self.notice(NoticeCode::TitleShortened);
            self.text(&title);
        }
    }

    /// What the template is made of has its place.
    fn close(&mut self, rule: &Rule) {
        for name in template::names(&rule.template) {
            for (open, kept) in self.open.iter_mut().zip(KEPT) {
                *open &= name != kept;
            }
        }
    }

    /// Values into a property, by the rule they come from or by hand.
    fn put(&mut self, id: &str, name: &str, rule: Option<&Rule>, mut values: Vec<String>) {
        values.retain(|value| !text::line(value).is_empty());
        if values.is_empty() || id == TITLE {
            return;
        }
        let lone = rule.and_then(|rule| template::alone(&rule.template)).unwrap_or_default();
        let origin = match (rule, lone) {
            (None, _) => Origin::Hand,
            (_, "author") => Origin::Authors,
            _ => Origin::Page,
        };
        let property = self.job.schema.property(id);
        let mut fit = match property {
            Some(property) => value::fit(property, values.clone(), origin, self.job.caution, self.unicode),
            None => Fit { left: values.clone(), ..Fit::default() },
        };
        if let Some(value) = fit.value.take() {
            if self.set(id, value) {
                let Caution { options, references, pictures, .. } = fit.risk;
                self.risk.options |= options;
                self.risk.references |= references;
                self.risk.pictures |= pictures;
                if let Some(rule) = rule.filter(|_| fit.left.is_empty()) {
                    self.close(rule);
                }
            } else {
                fit = Fit { left: values, ..Fit::default() };
            }
        }
        if fit.left.is_empty() {
            return;
        }
        let is_kind = |kind: &str| property.is_some_and(|property| property.kind == kind);
        match lone {
            // `rest` finds it another place.
            "url" => {}
            "description" if fit.cut > 0 => {
                self.notice(NoticeCode::DescriptionShortened);
                self.is_shortened = true;
            }
            "description" => {}
            "tags" if is_kind("multi_select") => {
                let others = fit.left.len() - fit.cut;
                let refused = self.job.caution.options;
                let code = if refused { NoticeCode::TagsNotMade } else { NoticeCode::TagsLeftOver };
                for (code, count) in [(code, others), (NoticeCode::TagShortened, fit.cut)] {
                    if count > 0 {
                        self.notices.push(Notice::count(code, count));
                    }
                }
                self.homeless.append(&mut fit.left);
                let [_, _, no_tags] = &mut self.open;
                *no_tags = false;
            }
            "tags" => {}
            _ => {
                let code = match property {
                    None => NoticeCode::PropertyGone,
                    Some(_) if fit.cut > 0 => NoticeCode::ValueShortened,
                    Some(_) => NoticeCode::ValueLeftOver,
                };
                let name = property.map_or(name, |property| &property.name);
                self.notices.push(Notice { code, detail: if name.is_empty() { "?" } else { name }.to_owned() });
                let whole = text::line(&fit.left.join(", "));
                self.lines.push(if name.is_empty() { whole } else { [name, ": ", &whole].concat() });
            }
        }
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
