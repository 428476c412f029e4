//! What a plan or a person wants beyond address, description and tags: then all of it
//! is worked out here.

use super::entry::Entry;
use super::plan::{self, Plan};
use super::rule::Rule;
use super::source::Sources;
use super::value::{Fit, fit};
use super::{Job, TITLE, template};
use crate::address::Address;
use crate::notion::limit;
use crate::notion::request::{Dress, Mark};
use crate::text::{self, Unicode};
use fit::Origin;

/// What is special about a page.
#[derive(Debug, Default)]
pub struct Special {
    /// Its title.
    pub title: String,
    /// What becomes of each property.
    pub placed: Vec<Placed>,
    /// Its icon, its cover, the template it begins with.
    pub dress: Dress,
}

/// What is to go into a property.
#[derive(Debug, Default)]
pub struct Placed {
    /// The property's id.
    pub property: String,
    /// Its name, as last known; may be empty.
    pub name: String,
    /// Whether it is gone.
    pub is_gone: bool,
    /// Whether it holds tags.
    pub is_tags: bool,
    /// The template that it comes from, or that the person's own values replace.
    pub template: String,
    /// Whether the person set it.
    pub by_hand: bool,
    /// What was to go there.
    pub values: Vec<String>,
    /// What becomes of it.
    pub fit: Fit,
}

/// Works it out.
#[must_use]
pub fn of(job: &Job, unicode: &dyn Unicode) -> Special {
    let (plan, entries) = (job.target.plan(), plan::entries(job.entries));
    let schema = &job.target.schema;
    let sources = sources(job);
    let mut special = Special { title: title(job, &plan, &entries), ..Special::default() };
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
        special.placed.push(Placed {
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
        if entry(&entries, &rule.property).is_none() {
            place(&rule.property, &rule.name, Some(rule), false, sources.fill(&rule.template));
        }
    }
    for entry in entries.iter().filter(|entry| entry.property != TITLE) {
        let rule = plan.rule(&entry.property);
        let name = rule.map_or(&entry.name, |rule| &rule.name);
        place(&entry.property, name, rule, true, entry.values.clone());
    }
    special.dress = dress(job, &plan, &sources);
    special
}

/// What the page can be found by, should Notion's answer get lost.
#[must_use]
pub fn mark(job: &Job) -> Mark {
    let (plan, entries) = (job.target.plan(), plan::entries(job.entries));
    let place = &job.target.places.address;
    let address = &job.clip.address;
    let is_sent = !place.is_empty() && !job.caution.values && text::units(address) <= limit::URL;
    if is_sent && entry(&entries, place).is_none() {
        Mark::Url { property: place.clone(), address: address.clone() }
    } else {
        Mark::Title { title: text::shorten(&title(job, &plan, &entries), limit::TEXT).0 }
    }
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

fn dress(job: &Job, plan: &Plan, sources: &Sources) -> Dress {
    let web = |wanted: bool, name: &str| {
        let values = if wanted && !job.caution.pictures { sources.values(name) } else { Vec::new() };
        let mut addresses = values.iter().filter_map(|value| Address::parse(value).ok()).map(Address::into_text);
        addresses.find(|address| text::units(address) <= limit::URL).unwrap_or_default()
    };
    Dress { icon: web(plan.icon, "favicon"), cover: web(plan.cover, "image"), template: plan.template.clone() }
}
