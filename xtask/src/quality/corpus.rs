//! Folders of pages with known answers, in any of three layouts.

use std::path::{Path, PathBuf};

use satchel::article::page::Page;
use satchel::article::part::Part;
use serde_json::Value;
use url::Url;

use crate::document;
use crate::tokens;
use crate::workspace::{Outcome, read};

use super::text::{headings, markdown, plain};

/// Where a page was found, when nobody says.
pub(super) const NOWHERE: &str = "http://fakehost/test/page.html";

/// A page with what is known of its article.
pub(crate) struct Known {
    pub(crate) name: String,
    pub(crate) html: String,
    pub(crate) address: Url,
    /// What kind of page it is, where the collection says so.
    pub(crate) kind: String,
    /// The article's text, block by block.
    pub(crate) text: String,
    pub(crate) headings: Vec<String>,
    /// Sentences that must be there, and sentences that must not.
    pub(crate) with: Vec<String>,
    pub(crate) without: Vec<String>,
}

impl Known {
    /// Whether it is one of those that nobody looks at while working: every third, by its name.
    pub(crate) fn is_held_out(&self) -> bool {
        is_held_out(&self.name)
    }
}

/// Whether the page of that name is one of those that nobody looks at while working.
pub(super) fn is_held_out(name: &str) -> bool {
    let hash = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    (hash >> 32) % 3 == 0
}

/// The pages of a folder: `NAME/source.html.gz` beside `NAME/expected.html`,
/// `html/NAME.html.gz` and `ground-truth/NAME.json`, or `fixtures/NAME.html` and
/// `expected/NAME.md`.
pub(crate) fn pages(folder: &Path) -> Outcome<Vec<Known>> {
    if folder.join("ground-truth").is_dir() {
        entries(&folder.join("ground-truth"))?.iter().map(|file| from_json(folder, file)).collect()
    } else if folder.join("fixtures").is_dir() {
        let expected = |file: &PathBuf| folder.join("expected").join(stem(file)).with_extension_added("md");
        let files = entries(&folder.join("fixtures"))?;
        files.iter().filter(|file| expected(file).is_file()).map(|file| from_markdown(file, &expected(file))).collect()
    } else {
        entries(folder)?.iter().map(|page| from_html(page)).collect()
    }
}

/// `with_extension` would take `example.com` for a name with one.
trait Named {
    fn with_extension_added(self, extension: &str) -> PathBuf;
}

impl Named for PathBuf {
    fn with_extension_added(mut self, extension: &str) -> PathBuf {
        self.as_mut_os_string().push(".");
        self.as_mut_os_string().push(extension);
        self
    }
}

fn stem(file: &Path) -> String {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.strip_suffix(".html").or_else(|| name.strip_suffix(".json")).unwrap_or(name).to_owned()
}

fn from_html(folder: &Path) -> Outcome<Known> {
    let html = document::read(&folder.join("source.html.gz"))?;
    let address = nowhere()?;
    let tokens = tokens::of(&read(&folder.join("expected.html"))?, &address);
    let page = Page::read(&tokens);
    let headings = headings(&page, &Part::whole());
    let text = plain(&page, &Part::whole());
    let empty = Vec::new;
    Ok(Known {
        name: stem(folder),
        html,
        address,
        kind: String::new(),
        text,
        headings,
        with: empty(),
        without: empty(),
    })
}

fn from_markdown(file: &Path, answer: &Path) -> Outcome<Known> {
    let html = document::read(file)?;
    // The first line may say where the page was: <!-- {"url":"…"} -->
    let said = html.lines().next().and_then(|line| line.split_once("\"url\":\"")?.1.split('"').next());
    let address = match said.and_then(|url| Url::parse(url).ok()) {
        Some(address) => address,
        None => nowhere()?,
    };
    let (text, headings) = markdown(&read(answer)?);
    let empty = Vec::new;
    Ok(Known { name: stem(file), html, address, kind: String::new(), text, headings, with: empty(), without: empty() })
}

fn from_json(folder: &Path, file: &Path) -> Outcome<Known> {
    let json = json(file)?;
    let name = stem(file);
    let truth = json.get("ground_truth").unwrap_or(&Value::Null);
    let list = |name: &str| {
        let values = truth.get(name).and_then(Value::as_array).into_iter().flatten();
        values.filter_map(|value| Some(value.as_str()?.to_owned())).collect()
    };
    let (_, headings) = markdown(truth.get("main_content_markdown").and_then(Value::as_str).unwrap_or_default());
    let kind = json.pointer("/_internal/page_type/primary").and_then(Value::as_str).unwrap_or_default().to_owned();
    let html = document::read(&folder.join("html").join(format!("{name}.html.gz")))?;
    let address = match Url::parse(&text(&json, "url")) {
        Ok(address) => address,
        Err(_) => nowhere()?,
    };
    let text = text(truth, "main_content");
    Ok(Known { name, html, address, kind, text, headings, with: list("with"), without: list("without") })
}

/// The text of all of a page.
pub(crate) fn text_of(html: &str, address: &Url) -> String {
    plain(&Page::read(&tokens::of(html, address)), &Part::whole())
}

fn nowhere() -> Outcome<Url> {
    Url::parse(NOWHERE).map_err(|error| error.to_string())
}

pub(super) fn entries(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let failed = |error| format!("could not read {}: {error}", folder.display());
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        found.push(entry.map_err(failed)?.path());
    }
    found.sort();
    Ok(found)
}

pub(super) fn json(path: &Path) -> Outcome<Value> {
    serde_json::from_str(&read(path)?).map_err(|error| format!("{}: {error}", path.display()))
}

pub(super) fn text(json: &Value, name: &str) -> String {
    json.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned()
}
