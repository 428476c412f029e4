//! Everything a page said, as one list of names and values: its metas, what its
//! JSON-LD says of the entity that the page is about, and what its elements name.

use super::{Details, LONGEST_VALUE, PageKind};
use crate::address::Address;
use crate::clip::{Facts, meta};
use crate::json::Json;
use crate::text;

/// The most that is kept of everything.
const MOST: usize = 500;
/// The most entities that are looked at.
const MOST_NODES: usize = 300;
/// The most values of one that are looked at.
const MOST_VALUES: usize = 3_000;
/// How deep JSON-LD is followed.
const DEEPEST: usize = 4;

/// What the names of metas worth a field begin with.
const PREFIXES: &str = "ld: og: article: twitter: citation_ dc. book: video: product: profile: music: prism.";

/// What a page said.
pub(super) struct Said {
    pub(super) list: Vec<(String, String)>,
    pub(super) kind: PageKind,
    /// How many more values of JSON-LD are looked at: entities may name each other
    /// in circles.
    left: usize,
}

impl Said {
    /// The values of the first of these names, then those of the next.
    #[inline(never)]
    pub(super) fn all(&self, names: &str) -> Vec<&str> {
        let mut found = Vec::new();
        for name in names.split(' ') {
            for (known, value) in &self.list {
                if known == name {
                    found.push(value.as_str());
                }
            }
        }
        found
    }

    /// The first value of the first of these names that has one.
    pub(super) fn find(&self, names: &str) -> &str {
        self.all(names).first().copied().unwrap_or_default()
    }

    fn add(&mut self, name: &str, value: &str) {
        let value = text::split_at_units(value.trim(), LONGEST_VALUE).0;
        if self.list.len() < MOST && !value.is_empty() {
            self.list.push((name.to_owned(), value.to_owned()));
        }
    }
}

/// Whether a name is worth a field.
pub(super) fn is_kept(name: &str) -> bool {
    PREFIXES.split(' ').any(|prefix| name.starts_with(prefix))
}

/// Reads the list.
pub(super) fn read(facts: &Facts, details: &Details, address: &Address) -> Said {
    let mut said = Said { list: Vec::new(), kind: PageKind::Page, left: MOST_VALUES };
    let mut nodes = Vec::new();
    for json in &details.data {
        gather(json, &mut nodes, DEEPEST);
    }
    for meta in &facts.metas {
        // One meta may have several names; Dublin Core's are written in two ways.
        for name in meta.name.split_ascii_whitespace() {
            let name = name.to_ascii_lowercase();
            match name.split_once([':', '.']) {
                Some(("dc" | "dcterm" | "dcterms", rest)) => said.add(&["dc.", rest].concat(), &meta.content),
                _ => said.add(&name, &meta.content),
            }
        }
    }
    for mark in &details.marks {
        for word in mark.hint.split(' ') {
            let name = if word.starts_with("itemprop=") {
                word
            } else if ["/stargazers", "/stars", "/-/starrers"].iter().any(|end| word.ends_with(end)) {
                "href=stars"
            } else {
                continue;
            };
            said.add(name, if mark.value.is_empty() { &mark.text } else { &mark.value });
        }
    }
    let page = Page { title: [facts.title.as_str(), &facts.heading].map(key), address };
    let entity = choose(&nodes, &page);
    if let Some((kind, entity)) = entity {
        said.kind = kind;
        let mut path = "ld:".to_owned();
        flatten(entity, &nodes, &mut path, DEEPEST, &mut said);
    }
    for node in &nodes {
        if is_of(node, "WebSite") {
            said.add("ld-site", label(node.get("name")));
        }
    }
    if let Some(kind) = declared_kind(facts, &said, address) {
        said.kind = kind;
    }
    said
}

/// What the page says it is, apart from JSON-LD.
fn declared_kind(facts: &Facts, said: &Said, address: &Address) -> Option<PageKind> {
    // A host of code names the repository for Go's tools by its address: on other
    // pages of it the address is longer.
    let parts = address.parts();
    let place = [parts.authority, parts.path.trim_end_matches('/')].concat();
    let declared = meta(facts, "go-import").split(' ').next().unwrap_or_default();
    if !declared.is_empty() && declared.eq_ignore_ascii_case(&place) {
        return Some(PageKind::Repository);
    }
    if !said.find("citation_title").is_empty()
        && !said
            .find("citation_journal_title citation_doi citation_conference_title citation_pdf_url citation_arxiv_id")
            .is_empty()
    {
        return Some(PageKind::Paper);
    }
    if said.kind != PageKind::Page {
        return None;
    }
    let declared = said.find("og:type");
    let by_prefix = [("article", PageKind::Article), ("video", PageKind::Video), ("product", PageKind::Product)];
    let known = by_prefix.into_iter().find(|(prefix, _)| declared.starts_with(prefix));
    known.or((declared == "book" || declared == "og:product").then_some(("", PageKind::Product))).map(|(_, kind)| kind)
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
        for inner in ["@graph", "mainEntity", "mainEntityOfPage"] {
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
        let same = |json: &Json| json.text().is_some_and(|text| same_place(text, self.address));
        let of_page = node.get("mainEntityOfPage");
        if same(node.get("url")) || same(of_page) || same(of_page.get("@id")) || same(node.get("@id")) {
            return true;
        }
        ["headline", "name"].iter().any(|name| {
            let name = key(label(node.get(name)));
            let shares = |title: &String| text::contains(title, &name) || text::contains(&name, title);
            name.len() > 3 && self.title.iter().any(|title| title.len() > 3 && shares(title))
        })
    }
}

/// Whether two addresses lead to the same page, as far as can be told without going there.
fn same_place(text: &str, address: &Address) -> bool {
    let Ok(other) = Address::parse(text) else { return false };
    let (one, other) = (address.parts(), other.parts());
    one.authority == other.authority
        && one.path.trim_end_matches('/') == other.path.trim_end_matches('/')
        && one.query == other.query
}

/// The entity that the page is about, and what that makes the page.
fn choose<'a>(nodes: &[&'a Json], page: &Page<'_>) -> Option<(PageKind, &'a Json)> {
    let mut best = None;
    let mut highest = 0;
    let mut rivals = 0;
    for node in nodes {
        let Some((kind, rank)) = kind_of(node) else { continue };
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

/// What an entity makes a page, and how much that says.
fn kind_of(node: &Json) -> Option<(PageKind, u8)> {
    let one = |kind: &Json| {
        let name = text::last_part(kind.text()?, '/');
        Some(match name {
            "SoftwareSourceCode" => (PageKind::Repository, 6),
            "ScholarlyArticle" | "MedicalScholarlyArticle" | "Thesis" => (PageKind::Paper, 6),
            "BlogPosting"
            | "Report"
            | "LiveBlogPosting"
            | "SocialMediaPosting"
            | "DiscussionForumPosting"
            | "Recipe"
            | "Question"
            | "HowTo"
            | "Review" => (PageKind::Article, 5),
            "VideoObject" | "Movie" | "TVEpisode" => (PageKind::Video, 3),
            "Product"
            | "ProductGroup"
            | "IndividualProduct"
            | "Book"
            | "SoftwareApplication"
            | "MobileApplication"
            | "WebApplication"
            | "VideoGame" => (PageKind::Product, 4),
            "WebPage" | "ItemPage" | "AboutPage" | "FAQPage" | "QAPage" => (PageKind::Page, 1),
            _ if name.ends_with("Article") => (PageKind::Article, 5),
            _ => return None,
        })
    };
    let kind = node.get("@type");
    one(kind).or_else(|| kind.items().iter().find_map(one))
}

fn is_of(node: &Json, kind: &str) -> bool {
    let declared = node.get("@type");
    declared.text() == Some(kind) || declared.items().iter().any(|item| item.text() == Some(kind))
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
            let id = json.get("@id").text();
            let known = nodes.iter().find(|node| node.members().len() > 1 && node.get("@id").text() == id);
            if let (Some(known), 1..=2, true) = (known, members.len(), id.is_some()) {
                flatten(known, nodes, path, depth - 1, said);
                return;
            }
            let length = path.len();
            for (name, value) in members {
                let name = name.strip_prefix('@').unwrap_or(name);
                if matches!(name, "context" | "id" | "graph" | "articleBody" | "mainEntityOfPage" | "potentialAction") {
                    continue;
                }
                if length > 3 {
                    path.push('.');
                }
                path.push_str(&name.to_ascii_lowercase());
                flatten(value, nodes, path, depth - 1, said);
                path.truncate(length);
            }
        }
        _ => {}
    }
}

/// The text of a value, or its first one's, or its name.
fn label(json: &Json) -> &str {
    let first = json.items().first().unwrap_or(json);
    first.text().or_else(|| first.get("name").text()).or_else(|| first.get("@value").text()).unwrap_or_default()
}

/// A number with at most three decimals. (The standard library's formatting of
/// floats is 17 KB of the wasm.)
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range, by the line before")]
fn decimal(number: f64) -> String {
    if number.is_nan() || number.abs() > 1e12 {
        return String::new();
    }
    let thousandths = (number.abs() * 1000.0 + 0.5) as u64;
    let mut text = if number < 0.0 { "-".to_owned() } else { String::new() };
    text.push_str(&text::digits(thousandths / 1000, 1));
    if !thousandths.is_multiple_of(1000) {
        let part = text::digits(thousandths % 1000, 3);
        text.push('.');
        text.push_str(part.trim_end_matches('0'));
    }
    text
}

/// What two spellings of one title share: letters and digits, in small letters
/// where they are ASCII. Beyond a length nothing is compared.
pub(super) fn key(text: &str) -> String {
    let is_letter = |c: &char| c.is_ascii_alphanumeric() || (*c > '\u{bf}' && !matches!(*c, '\u{2000}'..='\u{206f}'));
    text.chars().filter(is_letter).take(400).map(|c| c.to_ascii_lowercase()).collect()
}

/// One line of text, without the escapes of HTML: a page often escapes twice, and
/// in JSON nothing reads them.
pub(super) fn clean(given: &str) -> String {
    let mut plain = String::new();
    let mut rest = given;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let escape = after.get(..after.bytes().take(9).position(|b| b == b';').unwrap_or_default());
        match escape.and_then(unescape) {
            Some((c, name)) => {
                plain.push(c);
                rest = after.get(name.len() + 1..).unwrap_or_default();
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    text::line(&plain)
}

fn unescape(name: &str) -> Option<(char, &str)> {
    let c = match name {
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "lt" => '<',
        "gt" => '>',
        "nbsp" => ' ',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((c, name))
}
