//! How well what is said of a page agrees with what is known of it, field by field.

use std::collections::HashMap;

use url::Url;

use super::answers::{Answer, Known};

/// The fields, in the order they are reported in. The second is the first for whom
/// there is one title only.
pub(crate) const FIELDS: [&str; 5] = ["title", "headline", "site aside", "author", "published"];

/// The most words of a site's name.
const LONGEST_SITE: usize = 8;

/// One program's scores, in the order of [`FIELDS`].
#[derive(Default)]
pub(crate) struct Scores([Score; FIELDS.len()]);

impl Scores {
    /// Counts one page: the fields that were wrong, with what is known and what was given.
    pub(crate) fn add(&mut self, page: &Known, answer: &Answer, sites: &[String]) -> Vec<[String; 3]> {
        let aside = |title: &str| without_sites(title, sites);
        let pairs = [
            (page.title.clone(), answer.title.clone()),
            (page.title.clone(), answer.headline.clone()),
            (aside(&page.title), aside(&answer.headline)),
            (page.author.clone(), answer.author.clone()),
            (page.published.clone(), answer.published.clone()),
        ];
        let mut misses = Vec::new();
        for ((name, score), (known, given)) in FIELDS.iter().zip(&mut self.0).zip(pairs) {
            let compare = if *name == "published" { same_day } else { same_words };
            if score.add(&known, &given, compare, *name == "author") {
                misses.push([(*name).to_owned(), known, given]);
            }
        }
        misses
    }

    /// Each field with its score.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&'static str, &Score)> {
        FIELDS.into_iter().zip(&self.0)
    }
}

/// What a page's site may be called, as words without spaces: as it is known, as the
/// page says, and its host, whole and without what is before and after its name.
pub(crate) fn sites(page: &Known, said: &str, address: &Url) -> Vec<String> {
    let host = address.host_str().unwrap_or_default();
    let label = host.split('.').filter(|label| *label != "www").max_by_key(|label| label.len()).unwrap_or_default();
    let names = [page.site.as_str(), said, host.trim_start_matches("www."), label];
    let mut sites: Vec<String> = names.iter().map(|name| words(name).concat()).filter(|name| name.len() > 2).collect();
    sites.dedup();
    sites
}

/// A title's words, without a site's name before or after the others.
fn without_sites(title: &str, sites: &[String]) -> String {
    let all = words(title);
    let mut kept = all.as_slice();
    for count in (1..=LONGEST_SITE).rev() {
        if let Some((before, last)) = kept.len().checked_sub(count).and_then(|at| kept.split_at_checked(at))
            && !before.is_empty()
            && sites.contains(&last.concat())
        {
            kept = before;
        }
        if let Some((first, after)) = kept.split_at_checked(count)
            && !after.is_empty()
            && sites.contains(&first.concat())
        {
            kept = after;
        }
    }
    kept.join(" ")
}

/// How well one field was found.
#[derive(Default)]
pub(crate) struct Score {
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

    /// All of it.
    pub(crate) fn text(&self) -> String {
        format!(
            "exact {:3} of {:3} = {:.3}   F1 {:.3}   nothing found {:3}   given where none is known {} of {}",
            self.exact,
            self.known,
            self.share(self.exact),
            self.share_of(self.overlap),
            self.empty,
            self.invented,
            self.none,
        )
    }

    /// What is compared between programs: exact, F1, and how often something was
    /// given where none is known.
    pub(crate) fn short(&self) -> [String; 3] {
        let [exact, overlap] = [self.share(self.exact), self.f1()];
        [format!("{exact:.3}"), format!("{overlap:.3}"), format!("{}", self.invented)]
    }

    /// The mean F1 of the words.
    pub(crate) fn f1(&self) -> f64 {
        self.share_of(self.overlap)
    }

    /// On how many pages it is known, and on how many it is known that there is none.
    pub(crate) fn counts(&self) -> [usize; 2] {
        [self.known, self.none]
    }

    #[allow(clippy::cast_precision_loss, reason = "a few hundred pages")]
    fn share(&self, part: usize) -> f64 {
        self.share_of(part as f64)
    }

    #[allow(clippy::cast_precision_loss, reason = "a few hundred pages")]
    fn share_of(&self, part: f64) -> f64 {
        part / (self.known.max(1) as f64)
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

    #[test]
    fn a_sites_name_is_set_aside_at_either_end() {
        let sites = ["thepaper".to_owned(), "paperexample".to_owned()];
        for title in ["A story - The Paper", "The Paper: A story", "A story", "A story | Paper.example"] {
            assert_eq!(without_sites(title, &sites), "a story", "{title}");
        }
        assert_eq!(without_sites("The Paper", &sites), "the paper");
        assert_eq!(without_sites("A story - of The Paper here", &sites), "a story of the paper here");
    }
}
