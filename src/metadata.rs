//! What a page declares about itself beyond title and address: who wrote it and
//! when, what it is, and every field that somebody may want in a property.
//!
//! Everything a page said is first made one list of names and values ([`source`]),
//! and each answer is then the first of the names that may hold it: a table of
//! words weighs less in the wasm than code for each. Nothing is guessed that the
//! page does not say.
//!
//! Not on the path of a save yet: with it, a quick save would load more than its
//! budget. `cargo xtask quality metadata` measures it.

mod date;
mod headline;
mod person;
mod source;
#[cfg(test)]
mod tests;

use crate::address::Address;
use crate::clip::Facts;
use crate::json::{Json, names, record};
use crate::text;
use source::{Said, clean};

/// The most fields of one page.
const MOST_FIELDS: usize = 150;
/// The longest value of one, in UTF-16 units.
const LONGEST_VALUE: usize = 2_000;
/// The longest name of one.
const LONGEST_NAME: usize = 100;
/// All values of a page together, in bytes: a save is kept with them.
const LONGEST_FIELDS: usize = 60_000;

/// What a page is, as far as it says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "kebab-case"))]
pub enum PageKind {
    /// Nothing in particular.
    #[default]
    Page,
    /// Something written, by someone, once.
    Article,
    /// One film, with a length.
    Video,
    /// Something to buy or to use.
    Product,
    /// A scholarly paper.
    Paper,
    /// Source code.
    Repository,
}

/// One thing a page says, under the name it says it with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct PageField {
    /// The meta's name in lower case, `ld:` and a path into JSON-LD, or one of the
    /// names that are the same for every page: `doi`, `price`, `channel`, ….
    pub name: String,
    /// One line.
    pub value: String,
}

/// What a page declares about itself. What it does not say is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null), serde(rename_all = "camelCase"))]
pub struct Metadata {
    /// What it is.
    pub kind: PageKind,
    /// The title without the site's name.
    pub headline: String,
    /// The site's name.
    pub site_name: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was published: an ISO 8601 date, or a moment where the page names its offset.
    pub published: String,
    /// When it was last changed, likewise.
    pub modified: String,
    /// An http or https address.
    pub lead_image: String,
    /// An http or https address.
    pub favicon: String,
    /// The language tag.
    pub language: String,
    /// How many words there are to read.
    pub words: u32,
    /// Everything that may be wanted in a property.
    pub fields: Vec<PageField>,
}

names!(PageKind {
    Page = "page",
    Article = "article",
    Video = "video",
    Product = "product",
    Paper = "paper",
    Repository = "repository"
});
record!(PageField { name, value });
record!(IconLink { rel, href, sizes });
record!(Mark { hint, text, value });
record!(Details { headings, openings, direction, data, icons, marks, words });
record!(Metadata {
    kind,
    headline,
    site_name,
    authors,
    published,
    modified,
    lead_image,
    favicon,
    language,
    words,
    fields
});

/// One `<link>` to an icon.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct IconLink {
    /// Its `rel`.
    pub rel: String,
    /// Where it is, resolved.
    pub href: String,
    /// Its `sizes`.
    pub sizes: String,
}

/// An element whose names say that it may hold an author, a date or a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Mark {
    /// Its tag, then `itemprop=`, `rel=`, `class=`, `id=` and `href=` with each of
    /// their words, in lower case.
    pub hint: String,
    /// The beginning of its text, a line for each piece.
    pub text: String,
    /// Its `datetime`, `content` or `title`.
    pub value: String,
}

/// What a page says of itself beyond [`Facts`]' own fields. No field is trusted to be there, to be true or to be short.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null), serde(rename_all = "camelCase"))]
pub struct Details {
    /// The first few first-level headings, shortened.
    pub headings: Vec<String>,
    /// What follows each of them, line by line.
    pub openings: Vec<String>,
    /// The document's writing direction.
    pub direction: String,
    /// Its JSON-LD scripts, parsed.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "unknown[]"))]
    pub data: Vec<Json>,
    /// Its links to icons.
    pub icons: Vec<IconLink>,
    /// Elements that may name authors and dates, in document order.
    pub marks: Vec<Mark>,
    /// How many words there are to read.
    pub words: u32,
}

/// Where the fields that are the same for every page come from: a line for each,
/// its name first.
const UNIFORM: &str = "\
doi citation_doi prism.doi dc.identifier ld:doi ld:identifier.value ld:identifier ld:sameas
journal citation_journal_title citation_conference_title prism.publicationname ld:ispartof.ispartof.name ld:ispartof.name
price product:price:amount og:price:amount ld:offers.price ld:offers.lowprice ld:hasvariant.offers.price itemprop=price
currency product:price:currency og:price:currency ld:offers.pricecurrency ld:hasvariant.offers.pricecurrency itemprop=pricecurrency
channel ld:author.name ld:creator.name itemprop=name ld:publisher.name
duration ld:duration itemprop=duration og:video:duration video:duration
stars href=stars
code-language ld:programminglanguage.name ld:programminglanguage itemprop=programminglanguage
isbn ld:isbn book:isbn citation_isbn itemprop=isbn
rating ld:aggregaterating.ratingvalue itemprop=ratingvalue";

const SITE: &str = "og:site_name ld-site application-name ld:publisher.name";
const PUBLISHED: &str = "ld:datepublished article:published_time citation_publication_date citation_date \
    citation_online_date datepublished itemprop=datepublished ld:uploaddate itemprop=uploaddate \
    og:published_time publish-date publish_date pubdate parsely-pub-date sailthru.date dc.date.issued \
    dc.issued dc.date ld:datecreated itemprop=datecreated date";
const MODIFIED: &str =
    "ld:datemodified article:modified_time og:updated_time itemprop=datemodified dc.modified last-modified";
const IMAGE: &str = "og:image og:image:url twitter:image ld:image.url ld:image.contenturl ld:image ld:thumbnailurl";

/// What the page at this address declares.
#[must_use]
pub fn read(facts: &Facts, details: &Details, address: &Address) -> Metadata {
    let said = source::read(facts, details, address);
    let language = [facts.language.as_str(), said.find("og:locale content-language ld:inlanguage")];
    let language = clean(language.into_iter().find(|text| !text.trim().is_empty()).unwrap_or_default());
    let site_name = clean(said.find(SITE));
    let date = |names| said.all(names).into_iter().find_map(|value| date::read(value, &language)).unwrap_or_default();
    let (mut published, mut modified) = (date(PUBLISHED), date(MODIFIED));
    date::from_marks(details, &language, &mut published, &mut modified);
    if published.is_empty() {
        published = date::in_address(address).or_else(|| date::in_opening(details, &language)).unwrap_or_default();
    }
    let headline = headline::read(facts, details, &said, &site_name, address);
    let authors = person::authors(details, &said, &site_name, &headline);
    let web = |text: &str| Address::parse(text).map(Address::into_text).ok();
    let mut metadata = Metadata {
        kind: said.kind,
        lead_image: said.all(IMAGE).into_iter().find_map(web).unwrap_or_default(),
        favicon: favicon(details),
        words: said.find("ld:wordcount").parse().unwrap_or(details.words),
        headline,
        site_name,
        authors,
        published,
        modified,
        language,
        fields: Vec::new(),
    };
    metadata.fields = fields(&said, &metadata);
    metadata
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
        let rel = icon.rel.to_ascii_lowercase();
        // One for a mask has no colours.
        if text::contains(&rel, "mask") {
            continue;
        }
        let end = |c: char| !c.is_ascii_digit();
        let declared = icon.sizes.split(end).next().unwrap_or_default().parse().unwrap_or_default();
        let size: u32 = match declared {
            0 if icon.sizes.eq_ignore_ascii_case("any") => 512,
            0 if text::contains(&rel, "apple") => 180,
            0 => 32,
            size => size,
        };
        if size > best.0
            && let Ok(address) = Address::parse(&icon.href)
        {
            best = (size, address.into_text());
        }
    }
    best.1
}

/// The fields of a page: the uniform ones, then what it said itself.
fn fields(said: &Said, metadata: &Metadata) -> Vec<PageField> {
    let mut fields = Fields { list: Vec::new(), room: LONGEST_FIELDS };
    for line in UNIFORM.split('\n') {
        let Some((name, sources)) = line.split_once(' ') else { continue };
        // A picture's or an article's author is no channel.
        if name == "channel" && metadata.kind != PageKind::Video {
            continue;
        }
        let mut value = String::new();
        for found in said.all(sources) {
            value = uniform(name, found);
            if !value.is_empty() {
                break;
            }
        }
        fields.add(name, &value);
        if name == "duration" {
            fields.add("length", &readable_duration(&value));
        }
    }
    let year = [said.find("citation_year"), said.find("citation_publication_date citation_date"), &metadata.published];
    let year = year.iter().filter_map(|text| text.get(..4)).find(|year| year.bytes().all(|b| b.is_ascii_digit()));
    fields.add("year", year.unwrap_or_default());
    for (name, value) in &said.list {
        if source::is_kept(name) {
            fields.add(name, value);
        }
    }
    fields.list
}

struct Fields {
    list: Vec<PageField>,
    room: usize,
}

impl Fields {
    fn add(&mut self, name: &str, value: &str) {
        let value = text::line(text::split_at_units(value, LONGEST_VALUE).0);
        if value.is_empty() || value.len() > self.room || self.list.len() >= MOST_FIELDS {
            return;
        }
        if self.list.iter().any(|field| field.name == name && field.value == value) {
            return;
        }
        self.room -= value.len();
        let name = text::line(text::split_at_units(name, LONGEST_NAME).0);
        self.list.push(PageField { name, value });
    }
}

/// A value in the form that it has on every page; empty where it is not one.
fn uniform(name: &str, value: &str) -> String {
    let number = || {
        let plain: String = value.chars().filter(|&c| c != ',' && c != ' ').collect();
        let end = plain.bytes().take_while(|&b| b.is_ascii_digit() || b == b'.').count();
        let (number, rest) = plain.split_at_checked(end).unwrap_or_default();
        (number.to_owned(), rest.to_ascii_lowercase())
    };
    match name {
        "doi" => text::cut(value, "10.")
            .filter(|(_, rest)| text::contains(rest, "/"))
            .map(|(_, rest)| ["10.", rest].concat())
            .unwrap_or_default(),
        "duration" => {
            let (number, rest) = number();
            if rest.is_empty() { iso_duration(number.parse().unwrap_or_default()) } else { value.trim().to_owned() }
        }
        "stars" => {
            let (number, rest) = number();
            if rest.starts_with('k') { thousands(&number) } else { number }
        }
        _ => clean(value),
    }
}

/// `12.3` thousands.
fn thousands(number: &str) -> String {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    [whole, &part].concat()
}

/// `PT1H2M3S`.
fn iso_duration(seconds: u64) -> String {
    let mut text = String::new();
    for (number, unit) in [(seconds / 3600, "H"), (seconds / 60 % 60, "M"), (seconds % 60, "S")] {
        if number > 0 {
            text.push_str(if text.is_empty() { "PT" } else { "" });
            text.push_str(&text::digits(number, 1));
            text.push_str(unit);
        }
    }
    text
}

/// `1:02:03`, out of `PT1H2M3S`.
fn readable_duration(iso: &str) -> String {
    let (mut seconds, mut number) = (0_u64, 0_u64);
    for b in iso.bytes() {
        let unit = match b.to_ascii_uppercase() {
            digit @ b'0'..=b'9' => {
                number = number.saturating_mul(10).saturating_add(u64::from(digit - b'0'));
                continue;
            }
            b'D' => 86_400,
            b'H' => 3_600,
            b'M' => 60,
            b'S' => 1,
            b'P' | b'T' => 0,
            _ => return String::new(),
        };
        seconds = u64::saturating_add(seconds, number.saturating_mul(unit));
        number = 0;
    }
    if seconds == 0 {
        return String::new();
    }
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    let rest = [&text::digits(minutes, if hours > 0 { 2 } else { 1 }), ":", &text::digits(seconds % 60, 2)].concat();
    if hours > 0 { [&text::digits(hours, 1), ":", &rest].concat() } else { rest }
}
