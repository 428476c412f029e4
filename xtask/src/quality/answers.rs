//! Folders of pages whose title, author and date are known, and what we say of them.

use std::path::{Path, PathBuf};

use satchel::address::Address;
use satchel::clip::{self, Captured};
use satchel::metadata;
use serde_json::Value;
use url::Url;

use crate::document;
use crate::page::Page;
use crate::quality::corpus::{NOWHERE, entries, json, text};
use crate::workspace::Outcome;

/// A page with its known answers.
pub(crate) struct Known {
    pub(crate) name: String,
    html: PathBuf,
    address: String,
    pub(super) title: String,
    pub(super) author: String,
    pub(super) published: String,
    /// What its site is called, where that is known.
    pub(super) site: String,
}

/// What is said of a page.
#[derive(Clone, Default)]
pub(crate) struct Answer {
    /// What a save is called: ours alone is not the headline.
    pub(crate) title: String,
    pub(crate) headline: String,
    pub(crate) author: String,
    pub(crate) published: String,
}

/// What we say of a page.
pub(crate) struct Ours {
    pub(crate) answer: Answer,
    pub(crate) html: String,
    pub(crate) address: Url,
    /// What the page calls its site.
    pub(crate) site: String,
    /// Everything, to look at.
    pub(crate) all: String,
}

impl Ours {
    /// Reads a page. Where nobody says where it was found, it is where it claims to be.
    pub(crate) fn of(page: &Known) -> Outcome<Ours> {
        let html = document::read(&page.html)?;
        let read = Page::read(&html);
        let address = match Url::parse(&page.address).ok().or_else(|| read.claimed_address()) {
            Some(address) => address,
            None => Url::parse(NOWHERE).map_err(|error| error.to_string())?,
        };
        let (facts, details) = read.facts_at(&address);
        let captured = Captured {
            address: address.clone().into(),
            title: facts.title.clone(),
            facts: Some(facts),
            ..Captured::default()
        };
        let (clip, _) = clip::from_captured(&captured, true).map_err(|error| error.to_string())?;
        let at = Address::parse(&clip.address).map_err(|error| error.to_string())?;
        let fields = metadata::read(&captured.facts.unwrap_or_default(), &details, &at);
        let all = |name: &str| {
            let values = fields.iter().filter(|field| field.name == name).map(|field| field.value.as_str());
            values.collect::<Vec<_>>().join(", ")
        };
        let answer =
            Answer { title: clip.title, headline: all("headline"), author: all("author"), published: all("published") };
        let site = all("site");
        let all = fields.iter().map(|field| format!("{}\t{}\n", field.name, field.value)).collect();
        Ok(Ours { answer, html, address, site, all })
    }
}

/// The pages of a folder, in either of two layouts: `NAME/source.html.gz` beside
/// `NAME/expected-metadata.json`, or `html/NAME.html.gz` and `ground-truth/NAME.json`.
pub(crate) fn pages(folder: &Path) -> Outcome<Vec<Known>> {
    let truths = folder.join("ground-truth");
    let mut pages = Vec::new();
    if truths.is_dir() {
        for file in entries(&truths)? {
            let Some(name) = file.file_stem().and_then(|name| name.to_str()) else { continue };
            let json = json(&file)?;
            let truth = json.get("ground_truth").unwrap_or(&Value::Null);
            pages.push(Known {
                name: name.to_owned(),
                html: folder.join("html").join(format!("{name}.html.gz")),
                address: text(&json, "url"),
                title: text(truth, "title"),
                author: text(truth, "author"),
                published: text(truth, "publish_date"),
                site: String::new(),
            });
        }
    } else {
        for page in entries(folder)? {
            let Some(name) = page.file_name().and_then(|name| name.to_str()) else { continue };
            let truth = json(&page.join("expected-metadata.json"))?;
            pages.push(Known {
                name: name.to_owned(),
                html: page.join("source.html.gz"),
                address: String::new(),
                title: text(&truth, "title"),
                author: text(&truth, "byline"),
                published: text(&truth, "publishedTime"),
                site: text(&truth, "siteName"),
            });
        }
    }
    Ok(pages)
}
