//! Everything a page said, as one list of names and values: its metas, what its
//! JSON-LD says of the entity that the page is about, and what its elements name.

use super::details::Details;
use super::scan::{add_number, begins_with_one_of, is_word_of, lower, number, pieces};
use super::{LONGEST_VALUE, PageField};
use crate::address::Address;
use crate::clip::{Facts, meta};
use crate::json::Json;
use crate::text;

/// The most that is kept of everything.
const MOST: usize = 500;
/// The most entities that are looked at.
const MOST_NODES: usize = 300;
/// The most values of one that are looked at: entities may name each other in
/// circles.
const MOST_VALUES: usize = 3_000;
/// How deep JSON-LD is followed.
const DEEPEST: usize = 4;

/// What the names of metas worth a field begin with.
const PREFIXES: &str = late!("ld: og: article: twitter: citation_ dc. book: video: product: profile: music: prism.");

/// What an entity makes a page, how much that says, and what it is called then.
const KINDS: &str = late!(
    "
repository 6 SoftwareSourceCode
paper 6 ScholarlyArticle MedicalScholarlyArticle Thesis
article 5 BlogPosting Report LiveBlogPosting SocialMediaPosting DiscussionForumPosting Recipe Question HowTo Review
product 4 Product ProductGroup IndividualProduct Book SoftwareApplication MobileApplication WebApplication VideoGame
video 3 VideoObject Movie TVEpisode
page 1 WebPage ItemPage AboutPage FAQPage QAPage
"
);

/// What a page said.
pub(super) struct Said {
    pub(super) list: Vec<PageField>,
    /// What the page is.
    pub(super) kind: &'static str,
    /// How many more values of JSON-LD are looked at.
    left: usize,
}

impl Said {
    /// The values of the first of these names, then those of the next.
    #[inline(never)]
    pub(super) fn all(&self, names: &'static str) -> Vec<&str> {
        let mut found = Vec::new();
        for name in pieces(names, " ") {
            for field in &self.list {
                if field.name == name {
                    found.push(field.value.as_str());
                }
            }
        }
        found
    }

    /// The first value of the first of these names that has one.
    #[inline(never)]
    pub(super) fn find(&self, names: &'static str) -> &str {
        self.all(names).first().copied().unwrap_or_default()
    }

    #[inline(never)]
    fn add(&mut self, name: &str, value: &str) {
        let value = text::split_at_units(value.trim(), LONGEST_VALUE).0;
        if self.list.len() < MOST && !name.is_empty() && !value.is_empty() {
            self.list.push(PageField { name: name.to_owned(), value: value.to_owned() });
        }
    }
}

/// Whether a name is worth a field.
pub(super) fn is_kept(name: &str) -> bool {
    begins_with_one_of(PREFIXES, name)
}

/// Reads the list.
pub(super) fn read(facts: &Facts, details: &Details, address: &Address) -> Said {
    let mut said = Said { list: Vec::new(), kind: "page", left: MOST_VALUES };
    let mut nodes = Vec::new();
    for json in &details.data {
        gather(json, &mut nodes, DEEPEST);
    }
    for meta in &facts.metas {
        // One meta may have several names; Dublin Core's are written in two ways.
        for name in pieces(&meta.name, " \t\n\r") {
            let mut name = lower(name);
            let start = pieces(&name, ":.").next().unwrap_or_default().len();
            if is_word_of("dc dcterm dcterms", name.get(..start).unwrap_or_default())
                && let Some(rest) = name.get(start + 1..)
            {
                name = ["dc.", rest].concat();
            }
            said.add(&name, &meta.content);
        }
    }
    for mark in &details.marks {
        for word in pieces(&mark.hint, " ") {
            let name = if word.starts_with("itemprop=") {
                word
            } else if ends_at_stars(word) {
                "href=stars"
            } else {
                continue;
            };
            said.add(name, if mark.value.is_empty() { &mark.text } else { &mark.value });
        }
    }
    let page = Page { title: [facts.title.as_str(), &facts.heading].map(key), address };
    if let Some((kind, entity)) = choose(&nodes, &page) {
        said.kind = kind;
        flatten(entity, &nodes, &mut "ld:".to_owned(), DEEPEST, &mut said);
    }
    for node in &nodes {
        if types_of(node).contains(&"WebSite") {
            said.add("ld-site", label(node.get("name")));
        }
    }
    said.kind = declared_kind(facts, &said, address);
    said
}

/// Whether an address is of those that have starred a repository.
fn ends_at_stars(word: &str) -> bool {
    is_word_of(late!("stargazers stars starrers"), text::last_part(word, '/')) && word.starts_with("href=")
}

/// What the page says it is, apart from JSON-LD.
fn declared_kind(facts: &Facts, said: &Said, address: &Address) -> &'static str {
    // A host of code names the repository for Go's tools by its address: on other
    // pages of it the address is longer.
    let parts = address.parts();
    let place = lower(&[parts.authority, without_slash(parts.path)].concat());
    if pieces(&lower(meta(facts, "go-import")), " ").next() == Some(&place) {
        return "repository";
    }
    if !said.find("citation_title").is_empty()
        && !said
            .find(late!(
                "citation_journal_title citation_doi citation_conference_title citation_pdf_url citation_arxiv_id"
            ))
            .is_empty()
    {
        return "paper";
    }
    if said.kind == "page" {
        let declared = said.find("og:type");
        if is_word_of(late!("book og:product"), declared) {
            return "product";
        }
        for kind in ["article", "video", "product"] {
            if declared.starts_with(kind) {
                return kind;
            }
        }
    }
    said.kind
}

/// A path without the slash at its end.
fn without_slash(path: &str) -> &str {
    let mut path = path;
    while let Some(shorter) = path.strip_suffix('/') {
        path = shorter;
    }
    path
}

/// Entities, wherever they may stand.
fn gather<'a>(json: &'a Json, nodes: &mut Vec<&'a Json>, depth: usize) {
    if depth == 0 || nodes.len() >= MOST_NODES {
        return;
    }
    for item in json.items() {
        gather(item, nodes, depth - 1);
    }
    if !json.members().is_empty() {
        nodes.push(json);
        for inner in pieces(late!("@graph mainEntity mainEntityOfPage"), " ") {
            gather(json.get(inner), nodes, depth - 1);
        }
    }
}

/// What is known of the page, to tell which entity it is about.
struct Page<'a> {
    title: [String; 2],
    address: &'a Address,
}

impl Page<'_> {
    fn is_about(&self, node: &Json) -> bool {
        let of_page = node.get("mainEntityOfPage");
        for place in [node.get("url"), of_page, of_page.get("@id"), node.get("@id")] {
            if place.text().is_some_and(|text| same_place(text, self.address)) {
                return true;
            }
        }
        for name in pieces(late!("headline name"), " ") {
            let name = key(label(node.get(name)));
            for title in &self.title {
                if name.len() > 3 && title.len() > 3 && (text::contains(title, &name) || text::contains(&name, title)) {
                    return true;
                }
            }
        }
        false
    }
}

/// Whether two addresses lead to the same page, as far as can be told without going there.
fn same_place(text: &str, address: &Address) -> bool {
    let Ok(other) = Address::parse(text) else { return false };
    let (one, other) = (address.parts(), other.parts());
    one.authority == other.authority && without_slash(one.path) == without_slash(other.path) && one.query == other.query
}

/// The entity that the page is about, and what that makes the page.
fn choose<'a>(nodes: &[&'a Json], page: &Page<'_>) -> Option<(&'static str, &'a Json)> {
    let mut best = None;
    let mut highest = 0;
    let mut rivals = 0;
    for node in nodes {
        let Some((kind, rank)) = types_of(node).into_iter().find_map(kind_of) else { continue };
        let score = rank + if page.is_about(node) { 10 } else { 0 };
        if score > highest {
            (best, highest, rivals) = (Some((kind, *node)), score, 0);
        } else if score == highest {
            rivals += 1;
        }
    }
    // Several of one kind, and none of them this page's: a list of others.
    if highest < 10 && rivals > 0 { None } else { best }
}

/// What an entity of this type makes a page, and how much that says.
fn kind_of(name: &str) -> Option<(&'static str, u64)> {
    let name = text::last_part(name, '/');
    for line in pieces(KINDS, "\n") {
        let mut words = pieces(line, " ");
        if let (Some(kind), Some(rank)) = (words.next(), words.next())
            && (words.any(|known| known == name) || kind == "article" && name.ends_with("Article"))
        {
            return Some((kind, number(rank).0));
        }
    }
    None
}

/// The types of an entity.
fn types_of(node: &Json) -> Vec<&str> {
    let declared = node.get("@type");
    let mut types = Vec::new();
    for item in [declared].into_iter().chain(declared.items()) {
        if let Some(text) = item.text() {
            types.push(text);
        }
    }
    types
}

/// Every plain value of an entity, under its path.
fn flatten(json: &Json, nodes: &[&Json], path: &mut String, depth: usize, said: &mut Said) {
    if said.left == 0 || said.list.len() >= MOST {
        return;
    }
    said.left -= 1;
    match json {
        // Pages write an author either way, and both ways in one list.
        Json::Text(text) if path.ends_with("author") || path.ends_with("creator") => {
            said.add(&[path.as_str(), ".name"].concat(), text);
        }
        Json::Text(text) => said.add(path, text),
        Json::Number(number) => said.add(path, &decimal(*number)),
        Json::Bool(true) => said.add(path, "true"),
        Json::List(items) => {
            for item in items {
                flatten(item, nodes, path, depth, said);
            }
        }
        Json::Object(members) if depth > 0 => {
            // Often only a name of what stands elsewhere.
            if members.len() < 3
                && let Some(id) = json.get("@id").text()
            {
                for known in nodes {
                    if known.members().len() > 1 && known.get("@id").text() == Some(id) {
                        flatten(known, nodes, path, depth - 1, said);
                        return;
                    }
                }
            }
            let length = path.len();
            for (name, value) in members {
                let name = name.strip_prefix('@').unwrap_or(name);
                if is_word_of(late!("context id graph articleBody mainEntityOfPage potentialAction"), name) {
                    continue;
                }
                if length > 3 {
                    path.push('.');
                }
                path.push_str(&lower(name));
                flatten(value, nodes, path, depth - 1, said);
                path.truncate(length);
            }
        }
        _ => {}
    }
}

/// The text of a value, or its first one's, or its name.
#[inline(never)]
fn label(json: &Json) -> &str {
    let first = json.items().first().unwrap_or(json);
    for text in [first, first.get("name"), first.get("@value")] {
        if let Some(text) = text.text() {
            return text;
        }
    }
    ""
}

/// A number with at most six decimals, which is what a place on earth takes. (The standard library's formatting of
/// floats is 17 KB of the wasm.)
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range, by the line before")]
fn decimal(number: f64) -> String {
    if number.is_nan() || number.abs() > 1e12 {
        return String::new();
    }
    let millionths = (number.abs() * 1e6 + 0.5) as u64;
    let mut text = String::new();
    add_number(&mut text, if number < 0.0 { "-" } else { "" }, millionths / 1_000_000, 1);
    add_number(&mut text, ".", millionths % 1_000_000, 6);
    let mut end = text.len();
    while text.get(..end).is_some_and(|text| text.ends_with('0')) {
        end -= 1;
    }
    text.truncate(if millionths.is_multiple_of(1_000_000) { text.len() - 7 } else { end });
    text
}

/// What two spellings of one title share: letters and digits, in small letters
/// where they are ASCII. Beyond a length nothing is compared.
#[inline(never)]
pub(super) fn key(text: &str) -> String {
    let mut key = String::new();
    let mut left = 400;
    for c in text.chars() {
        if left > 0 && (c.is_ascii_alphanumeric() || (c > '\u{bf}' && !matches!(c, '\u{2000}'..='\u{206f}'))) {
            key.push(c.to_ascii_lowercase());
            left -= 1;
        }
    }
    key
}

/// One line of text, without the escapes of HTML: a page often escapes twice, and
/// in JSON nothing reads them.
#[inline(never)]
pub(super) fn clean(given: &str) -> String {
    let mut plain = String::new();
    let mut rest = given;
    while let Some((before, after)) = text::cut(rest, "&") {
        plain.push_str(before);
        (plain, rest) = match text::cut(after, ";").and_then(|(name, after)| Some((unescape(name)?, after))) {
            Some((c, after)) => (plain + c.encode_utf8(&mut [0; 4]), after),
            None => (plain + "&", after),
        };
    }
    plain.push_str(rest);
    text::line(&plain)
}

/// The character that the name of an escape stands for.
fn unescape(name: &str) -> Option<char> {
    if name.len() > 8 {
        return None;
    }
    let (digits, radix) = match name.strip_prefix('#') {
        None => {
            let (_, after) = text::cut(" amp& quot\" apos' lt< gt> nbsp ", &[" ", name].concat())?;
            return after.chars().next().filter(|c| !c.is_ascii_lowercase());
        }
        Some(number) if begins_with_one_of("x X", number) => (number.get(1..)?, 16),
        Some(number) => (number, 10),
    };
    let mut code = 0;
    for c in digits.chars() {
        code = code * radix + c.to_digit(radix)?;
    }
    char::from_u32(code).filter(|_| !digits.is_empty())
}
