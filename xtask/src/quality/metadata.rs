//! `cargo xtask quality metadata`: what pages declare of themselves, against known answers.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use satchel::address::Address;
use satchel::clip::{self, Captured};
use satchel::metadata;
use serde_json::Value;
use url::Url;

use crate::arguments::Arguments;
use crate::document;
use crate::page::Page;
use crate::quality::corpus::{entries, json, text};
use crate::workspace::Outcome;

/// Where a page was found, when nobody says.
const NOWHERE: &str = "http://fakehost/test/page.html";

/// Runs the command.
pub(super) fn command(given: &[String]) -> Outcome {
    let arguments = Arguments::read(given, &["answers"], &["misses", "dump"])?;
    let folder = arguments.word()?.ok_or("which pages? `cargo xtask quality metadata FOLDER`")?;
    let pages = pages(Path::new(folder))?;
    let others = arguments.value("answers").map(|file| json(Path::new(file))).transpose()?;
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    for page in &pages {
        let answer = match &others {
            Some(others) => Answer::of_other(others.get(&page.name).unwrap_or(&Value::Null)),
            None => Answer::of(page)?,
        };
        if arguments.has("dump") {
            println!("{}\t{}\n{}", page.name, page.address, answer.all);
        }
        for (field, known, given) in [
            ("1 title", &page.title, &answer.title),
            ("2 headline", &page.title, &answer.headline),
            ("3 author", &page.author, &answer.author),
            ("4 published", &page.published, &answer.published),
        ] {
            let compare = if field == "4 published" { same_day } else { same_words };
            let miss = scores.entry(field).or_default().add(known, given, compare, field == "3 author");
            if miss && arguments.has("misses") {
                let name = field.split(' ').next_back().unwrap_or_default();
                println!("{name:9} {}\n  known {known:?}\n  given {given:?}", page.name);
            }
        }
    }
    println!("{} pages", pages.len());
    for (field, score) in scores {
        println!("{:10} {}", field.split(' ').next_back().unwrap_or_default(), score.text());
    }
    Ok(())
}

/// A page with its known answers.
struct Known {
    name: String,
    html: PathBuf,
    address: String,
    title: String,
    author: String,
    published: String,
}

/// What is said of a page.
#[derive(Default)]
struct Answer {
    title: String,
    headline: String,
    author: String,
    published: String,
    /// Everything, to look at.
    all: String,
}

impl Answer {
    fn of(page: &Known) -> Outcome<Answer> {
        let html = document::read(&page.html)?;
        let read = Page::read(&html);
        let address = Url::parse(&page.address).ok().or_else(|| read.claimed_address());
        let address = match address {
            Some(address) => address,
            None => Url::parse(NOWHERE).map_err(|error| error.to_string())?,
        };
        let (facts, details) = read.facts_at(&address);
        let captured =
            Captured { address: address.into(), title: facts.title.clone(), facts: Some(facts), ..Captured::default() };
        let (clip, _) = clip::from_captured(&captured, true).map_err(|error| error.to_string())?;
        let at = Address::parse(&clip.address).map_err(|error| error.to_string())?;
        let fields = metadata::read(&captured.facts.unwrap_or_default(), &details, &at);
        let all = |name: &str| {
            let values = fields.iter().filter(|field| field.name == name).map(|field| field.value.as_str());
            values.collect::<Vec<_>>().join(", ")
        };
        Ok(Answer {
            title: clip.title,
            headline: all("headline"),
            author: all("author"),
            published: all("published"),
            all: fields.iter().map(|field| format!("{}\t{}\n", field.name, field.value)).collect(),
        })
    }

    fn of_other(json: &Value) -> Answer {
        let title = text(json, "title");
        let (author, published) = (text(json, "author"), text(json, "published"));
        Answer { headline: title.clone(), title, author, published, all: String::new() }
    }
}

/// The pages of a folder, in either of two layouts: `NAME/source.html.gz` beside
/// `NAME/expected-metadata.json`, or `html/NAME.html.gz` and `ground-truth/NAME.json`.
fn pages(folder: &Path) -> Outcome<Vec<Known>> {
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
            });
        }
    }
    Ok(pages)
}

/// How well one field was found.
#[derive(Default)]
struct Score {
    /// Pages where the answer is known, and of those: exact, nothing given, the sum of F1.
    known: usize,
    exact: usize,
    empty: usize,
    overlap: f64,
    /// Pages where the known answer is that there is none, and something was given.
    none: usize,
    invented: usize,
}

type Compare = fn(&str, &str, bool) -> (bool, f64);

impl Score {
    /// Whether it was a miss.
    fn add(&mut self, known: &str, given: &str, compare: Compare, any_order: bool) -> bool {
        if known.is_empty() {
            self.none += 1;
            self.invented += usize::from(!given.is_empty());
            return !given.is_empty();
        }
        let (exact, overlap) = compare(known, given, any_order);
        self.known += 1;
        self.exact += usize::from(exact);
        self.empty += usize::from(given.is_empty());
        self.overlap += overlap;
        !exact
    }

    fn text(&self) -> String {
        #[allow(clippy::cast_precision_loss, reason = "a few hundred pages")]
        let share = |part: f64| part / (self.known.max(1) as f64);
        #[allow(clippy::cast_precision_loss, reason = "a few hundred pages")]
        let exact = share(self.exact as f64);
        format!(
            "exact {:3} of {:3} = {exact:.3}   F1 {:.3}   nothing found {:3}   given where none is known {} of {}",
            self.exact,
            self.known,
            share(self.overlap),
            self.empty,
            self.invented,
            self.none,
        )
    }
}

/// The same words, whatever their case and punctuation: in the same order, or, where
/// names are listed, in any. With the F1 of the words.
fn same_words(known: &str, given: &str, any_order: bool) -> (bool, f64) {
    let (mut known, mut given) = (words(known), words(given));
    if any_order {
        for words in [&mut known, &mut given] {
            words.retain(|word| !matches!(word.as_str(), "by" | "and" | "written"));
            words.sort();
        }
    }
    let mut left: HashMap<&str, usize> = HashMap::new();
    for word in &known {
        *left.entry(word).or_default() += 1;
    }
    let mut shared = 0;
    for word in &given {
        if let Some(count) = left.get_mut(word.as_str()).filter(|count| **count > 0) {
            *count -= 1;
            shared += 1;
        }
    }
    let all = known.len() + given.len();
    #[allow(clippy::cast_precision_loss, reason = "words of a title")]
    let overlap = if all == 0 { 0.0 } else { 2.0 * f64::from(shared) / all as f64 };
    (known == given, overlap)
}

/// The same calendar day, as each writes it.
fn same_day(known: &str, given: &str, _: bool) -> (bool, f64) {
    let day = |text: &str| text.chars().take(10).collect::<String>();
    let same = day(known) == day(given);
    (same, f64::from(u8::from(same)))
}

fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase().replace(['\'', '’', '‘'], "");
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_their_dress() {
        assert!(same_words("It’s “here” – now", "it's here - NOW", false).0);
        assert!(!same_words("a b", "b a", false).0);
        assert!(same_words("Ada Lovelace and Jane Doe", "Jane Doe, Ada Lovelace", true).0);
        assert!((same_words("a b c", "a", false).1 - 0.5).abs() < 1e-9);
        assert!(same_day("2026-11-23T01:00:00Z", "2026-11-23", false).0);
        assert!(!same_day("2026-11-23", "", false).0);
    }
}
