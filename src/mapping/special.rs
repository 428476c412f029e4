//! What a plan or a person wants beyond address, description and tags: then all of it
//! is worked out here.

use super::entry::Entry;
use super::page::{Draft, KEPT};
use super::plan::{self, Plan};
use super::rule::Rule;
use super::source::Sources;
use super::value::{Fit, fit};
use super::{Job, NewPage, TITLE, template};
use crate::address::Address;
use crate::clip::{Notice, NoticeCode};
use crate::json::Json;
use crate::notion::block::Block;
use crate::notion::limit;
use crate::notion::request::{self, Mark};
use crate::text::{self, Unicode};
use fit::Origin;

/// What is to go into a property.
#[derive(Debug, Default)]
struct Placed {
    /// The property's id.
    property: String,
    /// Its name, as last known; may be empty.
    name: String,
    /// Whether it is gone.
    is_gone: bool,
    /// Whether it holds tags.
    is_tags: bool,
    /// The template that it comes from, or that the person's own values replace.
    template: String,
    /// Whether the person set it.
    by_hand: bool,
    /// What was to go there.
    values: Vec<String>,
    /// What becomes of it.
    fit: Fit,
}

/// The page, whatever is special about it.
#[must_use]
pub fn page(job: &Job, unicode: &dyn Unicode) -> NewPage {
    let (plan, entries) = (job.target.plan(), plan::entries(job.entries));
    let sources = sources(job);
    let mut page = Draft::of(*job, unicode);
    page.title(&title(job, &plan, &entries));
    for placed in placed(job, &plan, &entries, &sources, unicode) {
        page.put(placed);
    }
    page.rest();
    let mut special = dress(&plan, &sources);
    if job.caution.pictures && !special.is_empty() {
        special.clear();
        page.notice(NoticeCode::CoverLeftOut);
    }
    page.risk.pictures |= !special.is_empty();
    let mut after = Vec::new();
    if !plan.template.is_empty() {
        if job.caution.references || job.caution.values {
            page.notice(NoticeCode::TemplateLeftOut);
        } else {
            special.push(("template", request::template(&plan.template)));
            page.risk.references = true;
            // Notion takes no content together with a template.
            after = std::mem::take(&mut page.body).into_iter().map(Block::into_json).collect();
        }
    }
    page.finish(special, after)
}

/// What becomes of each property.
fn placed(job: &Job, plan: &Plan, entries: &[Entry], sources: &Sources, unicode: &dyn Unicode) -> Vec<Placed> {
    let schema = &job.target.schema;
    let mut all = Vec::new();
    let mut place = |id: &str, name: &str, rule: Option<&Rule>, by_hand: bool, mut values: Vec<String>| {
        values.retain(|value| !text::line(value).is_empty());
        let property = schema.property(id);
        let template = rule.map(|rule| rule.template.clone()).unwrap_or_default();
        let origin = match template::alone(&template) {
            _ if by_hand => Origin::Hand,
            Some("author") => Origin::Authors,
            _ => Origin::Page,
        };
        let fit = match property {
            Some(property) => fit::fit(property, values.clone(), origin, job.caution, unicode),
            None => Fit::none(values.clone()),
        };
        all.push(Placed {
            property: id.to_owned(),
            name: property.map_or(name, |property| &property.name).to_owned(),
            is_gone: property.is_none(),
            is_tags: property.is_some_and(|property| property.kind == "multi_select"),
            template,
            by_hand,
            values,
            fit,
        });
    };
    for rule in plan.rules.iter().filter(|rule| rule.property != TITLE) {
        if entry(entries, &rule.property).is_none() {
            place(&rule.property, &rule.name, Some(rule), false, sources.fill(&rule.template));
        }
    }
    for entry in entries.iter().filter(|entry| entry.property != TITLE) {
        let rule = plan.rule(&entry.property);
        let name = rule.map_or(&entry.name, |rule| &rule.name);
        let values = entry.values.iter().map(|value| fit::named(value, &entry.attachments)).collect();
        place(&entry.property, name, rule, true, values);
    }
    all
}

impl Draft<'_> {
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
        let mut moved = false;
        if !self.keep(&property, if is_whole { &template } else { "" }, false, fit) {
            left = values;
        }
        if by_hand {
            let (files, rest) = fit::without_files(left);
            left = rest;
            for (name, address) in files {
                if self.caution().pictures {
                    self.notices.push(Notice { code: NoticeCode::FileRefused, detail: name });
                } else {
                    self.risk.pictures = true;
                    self.body.push(Block::file(&address, &name));
                    moved = true;
                }
            }
        }
        if left.is_empty() && !moved {
            return;
        }
        let code = match (is_gone, cut) {
            (true, _) => NoticeCode::PropertyGone,
            (_, 0) => NoticeCode::ValueLeftOver,
            _ => NoticeCode::ValueShortened,
        };
        let whole = text::line(&left.join(", "));
        if !whole.is_empty() {
            self.lines.push(if name.is_empty() { whole } else { [&name, ": ", &whole].concat() });
        }
        let detail = if name.is_empty() { "?".to_owned() } else { name };
        self.notices.push(Notice { code, detail });
    }
}

/// What the page can be found by, should Notion's answer get lost.
#[must_use]
pub fn mark(job: &Job) -> Mark {
    let entries = plan::entries(job.entries);
    let place = &job.target.places.address;
    let address = &job.clip.address;
    let is_sent = !place.is_empty() && !job.caution.values && text::units(address) <= limit::URL;
    if is_sent && entry(&entries, place).is_none() {
        Mark::Url { property: place.clone(), address: address.clone() }
    } else {
        Mark::Title { title: sent_title(job) }
    }
}

/// The title as the page gets it.
#[must_use]
pub fn sent_title(job: &Job) -> String {
    text::shorten(&title(job, &job.target.plan(), &plan::entries(job.entries)), limit::TEXT).0
}

/// What the person set for a property.
fn entry<'a>(entries: &'a [Entry], property: &str) -> Option<&'a Entry> {
    entries.iter().find(|entry| entry.property == property)
}

fn sources<'a>(job: &Job<'a>) -> Sources<'a> {
    Sources { clip: job.clip, tags: job.tags, saved: job.saved }
}

/// The page's title: the person's, the plan's, or the page's own.
fn title(job: &Job, plan: &Plan, entries: &[Entry]) -> String {
    let planned = || plan.rule(TITLE).map(|rule| sources(job).fill(&rule.template));
    let values = entry(entries, TITLE).map(|entry| entry.values.clone()).or_else(planned).unwrap_or_default();
    let title = text::line(&values.join(", "));
    if title.is_empty() { job.clip.title.clone() } else { title }
}

/// Its icon and its cover.
fn dress(plan: &Plan, sources: &Sources) -> Vec<(&'static str, Json)> {
    let mut dress = Vec::new();
    for (member, wanted, name) in [("icon", plan.icon, "favicon"), ("cover", plan.cover, "image")] {
        let values = if wanted { sources.values(name) } else { Vec::new() };
        let mut addresses = values.iter().filter_map(|value| Address::parse(value).ok()).map(Address::into_text);
        if let Some(address) = addresses.find(|address| text::units(address) <= limit::URL) {
            dress.push((member, request::external(&address)));
        }
    }
    dress
}
