//! What a page declares about itself beyond title and address: who wrote it and
//! when, what it is, and every field that somebody may want in a property.
//!
//! Everything a page said is first made one list of names and values ([`source`]),
//! and each answer is then the first of the names that may hold it: a table of
//! words weighs less in the wasm than code for each. Nothing is guessed that the
//! page does not say.
//!
//! All of it is in the late module: a save that wants no such field loads nothing
//! of it. `cargo xtask quality metadata` measures how well it reads.

mod date;
mod details;
mod headline;
mod person;
mod scan;
mod source;
#[cfg(test)]
mod tests;
mod uniform;

use crate::address::Address;
use crate::clip::{Captured, Clip, Facts};
use crate::json::{Json, record};
use crate::text;
pub use details::{Details, IconLink, Mark};
pub(crate) use scan::is_word_of;
use scan::{begins_with_one_of, lower, number, pieces};
use source::{Said, clean};

/// The most fields of one page.
const MOST_FIELDS: usize = 200;
/// The longest value of one, in UTF-16 units.
const LONGEST_VALUE: usize = 2_000;
/// The longest name of one, likewise.
const LONGEST_NAME: usize = 100;
/// The most of a page's text that is kept, likewise.
const LONGEST_TEXT: usize = 20_000;
/// All fields of a page together, in bytes: a save is kept with them.
const LONGEST_FIELDS: usize = 60_000;
/// What of that is left for the others, however long the text is.
const LEFT_BESIDE_TEXT: usize = 20_000;

/// One thing a page says, under the name it says it with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct PageField {
    /// One of the names that are the same for every page (`headline`, `doi`,
    /// `price`, …), the meta's name in lower case, or `ld:` and a path into JSON-LD.
    pub name: String,
    /// One line; of `text` several.
    pub value: String,
}

record!(PageField { name, value });

const SITE: &str = late!("og:site_name ld-site application-name ld:publisher.name");
const PUBLISHED: &str = late!(
    "ld:datepublished article:published_time citation_publication_date citation_date \
    citation_online_date datepublished itemprop=datepublished ld:uploaddate itemprop=uploaddate \
    og:published_time publish-date publish_date pubdate parsely-pub-date sailthru.date dc.date.issued \
    dc.issued dc.date ld:datecreated itemprop=datecreated date"
);
const MODIFIED: &str =
    late!("ld:datemodified article:modified_time og:updated_time itemprop=datemodified dc.modified last-modified");
const IMAGE: &str =
    late!("og:image og:image:url twitter:image ld:image.url ld:image.contenturl ld:image ld:thumbnailurl");
/// Where JSON-LD and scholarly metas have a description; [`crate::clip`] knows the others.
const DESCRIPTION: &str = late!("ld:description dc.description citation_abstract ld:abstract dc.abstract");

/// Whether a placeholder of that name stands for a field: for something that a save
/// does not know unless it asks the page for it.
#[must_use]
pub fn is_field(name: &str) -> bool {
    !is_word_of("title url host description tags selection saved language", name)
}

/// Writes into a clip what its page declares.
pub fn declare(captured: &Captured, details: Json, clip: &mut Clip) {
    let Ok(address) = Address::parse(&clip.address) else { return };
    let nothing = Facts::default();
    let facts = captured.facts.as_ref().unwrap_or(&nothing);
    clip.fields = read(facts, &Details::of(details), &address);
    if clip.description.is_empty() {
        clip.description = value(&clip.fields, DESCRIPTION).to_owned();
    }
}

/// The first value of the first of these names that has one.
fn value<'a>(fields: &'a [PageField], names: &'static str) -> &'a str {
    for name in pieces(names, " ") {
        for field in fields {
            if field.name == name {
                return &field.value;
            }
        }
    }
    ""
}

/// What the page at this address declares: what every page may, then the fields of
/// its kind, then whatever else it says.
#[must_use]
pub fn read(facts: &Facts, details: &Details, address: &Address) -> Vec<PageField> {
    let said = source::read(facts, details, address);
    let mut language = clean(&facts.language);
    if language.is_empty() {
        language = clean(said.find(late!("og:locale content-language ld:inlanguage")));
    }
    let site = clean(said.find(SITE));
    let (mut published, mut modified) = (date(&said, PUBLISHED, &language), date(&said, MODIFIED, &language));
    date::from_marks(details, &language, &mut published, &mut modified);
    if published.is_empty() {
        published = date::in_address(address).or_else(|| date::in_opening(details, &language)).unwrap_or_default();
    }
    let headline = headline::read(facts, details, &said, &site, address);
    let words = match number(said.find("ld:wordcount")) {
        (0, ..) => u64::from(details.words),
        (declared, ..) => declared,
    };

    let mut fields = Fields { list: Vec::new(), room: LONGEST_FIELDS };
    fields.add("headline", &headline);
    fields.add("site", &site);
    for author in person::authors(details, &said, &site, &headline) {
        fields.add("author", &author);
    }
    fields.add("published", &published);
    fields.add("modified", &modified);
    fields.add("kind", said.kind);
    fields.add("image", &image(&said));
    fields.add("favicon", &favicon(details));
    fields.add("language", &language);
    fields.add("minutes", &text::digits(minutes(words, &language), 0));
    fields.add("words", &text::digits(words, 0));
    fields.add("direction", &details.direction);
    fields.add_text(&details.text);
    uniform::add(&said, &mut fields);
    let year = date::year(said.find(late!("citation_year citation_publication_date citation_date")));
    fields.add("year", year.or_else(|| date::year(&published)).unwrap_or_default());
    for PageField { name, value } in &said.list {
        if source::is_kept(name) {
            fields.add(name, value);
        }
    }
    fields.list
}

/// The first of these that is a date.
#[inline(never)]
fn date(said: &Said, names: &'static str, language: &str) -> String {
    for value in said.all(names) {
        if let Some(date) = date::read(value, language) {
            return date;
        }
    }
    String::new()
}

/// How long reading takes at 230 words a minute. In languages that are written
/// without spaces every character was counted.
fn minutes(words: u64, language: &str) -> u64 {
    let pace = if begins_with_one_of("zh ja ko", language) { 450 } else { 230 };
    words.div_ceil(pace)
}

/// An http or https address of the lead image.
fn image(said: &Said) -> String {
    for value in said.all(IMAGE) {
        let address = web(value);
        if !address.is_empty() {
            return address;
        }
    }
    String::new()
}

/// An http or https address; empty where it is none.
#[inline(never)]
fn web(text: &str) -> String {
    Address::parse(text).map(Address::into_text).unwrap_or_default()
}

/// As many of the fields as may be kept with a save.
#[must_use]
pub fn bounded(fields: &[PageField]) -> Vec<PageField> {
    let mut kept = Vec::new();
    let mut room = LONGEST_FIELDS;
    for field in fields {
        let size = field.name.len() + field.value.len();
        if size <= room && kept.len() < MOST_FIELDS {
            room -= size;
            kept.push(field.clone());
        }
    }
    kept
}

/// The icon with the most to show, of those the page declares.
fn favicon(details: &Details) -> String {
    let mut best = (0, String::new());
    for icon in &details.icons {
        let rel = lower(&icon.rel);
        // One for a mask has no colours.
        if text::contains(&rel, "mask") {
            continue;
        }
        let size = match number(&icon.sizes).0 {
            0 if lower(&icon.sizes) == "any" => 512,
            0 if text::contains(&rel, "apple") => 180,
            0 => 32,
            size => size,
        };
        let address = web(&icon.href);
        if size > best.0 && !address.is_empty() {
            best = (size, address);
        }
    }
    best.1
}

struct Fields {
    list: Vec<PageField>,
    room: usize,
}

impl Fields {
    #[inline(never)]
    fn add(&mut self, name: &str, value: &str) {
        self.push(name, text::line(text::split_at_units(value, LONGEST_VALUE).0));
    }

    fn add_text(&mut self, text: &str) {
        let mut text = text::lines(text::split_at_units(text, LONGEST_TEXT).0);
        while text.len() > self.room.saturating_sub(LEFT_BESIDE_TEXT) {
            text.pop();
        }
        self.push("text", text);
    }

    #[inline(never)]
    fn push(&mut self, name: &str, value: String) {
        let name = text::line(text::split_at_units(name, LONGEST_NAME).0);
        let size = name.len() + value.len();
        if value.is_empty() || size > self.room || self.list.len() >= MOST_FIELDS {
            return;
        }
        let field = PageField { name, value };
        if !self.list.contains(&field) {
            self.room -= size;
            self.list.push(field);
        }
    }
}
