//! Who wrote it: names, out of what pages write where a name should be.

use super::details::{Details, Mark};
use super::scan::{begins_with_one_of, has_one_of, is_word_of, lower, pieces, without_start};
use super::source::{Said, clean, key};
use crate::text;

/// The most authors of one page. Papers have them in hundreds.
const MOST: usize = 50;
/// The longest name, in UTF-16 units.
const LONGEST: usize = 80;

/// Where metas and JSON-LD name them.
const DECLARED: &str = late!(
    "citation_author citation_authors ld:author.name ld:creator.name \
    dc.creator author article:author parsely-author sailthru.author byl"
);

/// Words before a name.
const BEFORE: &str =
    late!("about by written posted published words author authors von par por door av autor autora auteur autore");
/// Words in small letters in the middle of names, or of what stands before them.
const SMALL: &str =
    late!("by and von van de der den del la le di da dos du bin ibn al el y e zu ter written posted with");
/// Degrees that are not written in capitals alone.
const DEGREES: &str = late!("phd msc bsc mphil dphil pharmd edd psyd drph med");
/// What is no name, though it stands where one should be.
const NOBODY: &str = late!(
    "admin administrator updated last write share follow more author authors editor staff guest unknown anonymous none null undefined"
);
/// What stands between a name and what is no part of it.
const BARS: &str = "|·•–—";

/// The authors that a page names.
pub(super) fn authors(details: &Details, said: &Said, site: &str, headline: &str) -> Vec<String> {
    let mut sites = Vec::new();
    for name in [site].into_iter().chain(said.all(super::SITE)) {
        let site = key(name);
        if !site.is_empty() {
            sites.push(site);
        }
    }
    let page = Page { title: key(headline), sites };
    let mut names = Vec::new();
    for source in pieces(DECLARED, " ") {
        for value in said.all(source) {
            // Libraries write the last name first.
            let turned = begins_with_one_of(late!("citation_ dc"), source);
            page.add(&clean(value), turned, &mut names);
        }
        if page.has_others(&names) {
            return page.without_site(names);
        }
    }
    let site = names;
    let mut names = Vec::new();
    let mut highest = 0;
    let mut last: Option<(usize, &Mark)> = None;
    for (at, mark) in details.marks.iter().enumerate() {
        let trust = trust(mark);
        // More of the same, close by: several authors. A time between them parts two posts.
        let goes_on = trust == highest
            && last.is_some_and(|(before, of)| {
                let mut between = details.marks.iter().take(at).skip(before);
                at - before < 3 && is_alike(of, mark) && !between.any(|mark| mark.hint.starts_with("time"))
            });
        if trust > highest || goes_on && trust > 0 {
            if goes_on {
                page.add_element(mark, trust, &mut names);
                last = Some((at, mark));
                continue;
            }
            let mut found = Vec::new();
            page.add_element(mark, trust, &mut found);
            if !found.is_empty() {
                (names, highest, last) = (found, trust, Some((at, mark)));
            }
        }
    }
    if highest < 3 {
        let mut found = Vec::new();
        for opening in &details.openings {
            if found.is_empty() {
                page.add_opening(opening, &mut found);
            }
        }
        if !found.is_empty() {
            names = found;
        }
    }
    let mut names = page.without_site(names);
    // Many of one kind are the authors of answers, or of other pages.
    if names.len() > 4 {
        names.truncate(1);
    }
    if names.is_empty() { site } else { names }
}

/// Whether two elements are named alike, wherever they lead.
fn is_alike(one: &Mark, other: &Mark) -> bool {
    names_of(one) == names_of(other)
}

fn names_of(mark: &Mark) -> &str {
    text::cut(&mark.hint, "href=").map_or(mark.hint.as_str(), |(before, _)| before)
}

/// How surely an element is there to name the author.
fn trust(mark: &Mark) -> u8 {
    // A link in the head leads to a page about the authors; others to what is authorised.
    if mark.hint.starts_with("link ") || text::contains(&mark.hint, "/authori") {
        return 0;
    }
    let mut trust = 6;
    for part in pieces("itemprop=name itemprop=author rel=author byline /author", " ") {
        if text::contains(&mark.hint, part) {
            return trust;
        }
        trust -= 1;
    }
    2 * u8::from(pieces(&mark.hint, " =-_").any(|word| is_word_of(late!("author authors authorname"), word)))
}

/// Whether a text looks like names, and not like what a button says.
fn is_written_as_name(text: &str, trust: u8) -> bool {
    let mut words = 0;
    let mut letters = 0;
    for word in pieces(text, " ") {
        let small = word.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
        if small && trust < 4 && !is_word_of(SMALL, word) {
            return false;
        }
        words += 1;
        letters += word.len();
    }
    let digits = text.bytes().any(|b| b.is_ascii_digit());
    words < 12 && letters > 3 && !text.ends_with(" by") && !(digits && (words > 1 || trust < 4))
}

/// Whether a word stands before names.
fn is_before(word: &str) -> bool {
    is_word_of(BEFORE, &lower(word.strip_suffix(':').unwrap_or(word)))
}

/// What stands before a mark: after it comes when something was written.
fn without_end<'a>(text: &'a str, mark: &str) -> &'a str {
    text::cut(text, mark).map_or(text, |(before, _)| before)
}

/// A text without the punctuation around it.
fn trimmed(text: &str) -> &str {
    let is_around = |b: &u8| b.is_ascii_punctuation() && !matches!(b, b'.' | b')') || *b == b' ';
    let mut text = text;
    while text.as_bytes().first().is_some_and(is_around) {
        text = text.get(1..).unwrap_or_default();
    }
    while text.as_bytes().last().is_some_and(is_around) {
        text = text.get(..text.len() - 1).unwrap_or_default();
    }
    text
}

/// What is known of the page whose authors are looked for.
struct Page {
    /// What it is called, which is nobody.
    title: String,
    /// The names of the site, which is the author only where nobody else is.
    sites: Vec<String>,
}

impl Page {
    /// The names, without the site's where there are others.
    #[inline(never)]
    fn without_site(&self, mut names: Vec<String>) -> Vec<String> {
        if self.has_others(&names) {
            names.retain(|name| !self.is_site(name));
        }
        names
    }

    /// Whether anyone is named but the site.
    fn has_others(&self, names: &[String]) -> bool {
        names.iter().any(|name| !self.is_site(name))
    }

    #[inline(never)]
    fn is_site(&self, name: &str) -> bool {
        let own = key(name);
        self.sites.iter().any(|site| own == *site || site.len() > 5 && text::contains(&own, site))
    }

    /// Adds whom an element names.
    fn add_element(&self, mark: &Mark, trust: u8, names: &mut Vec<String>) {
        if mark.text.is_empty() {
            self.add(&clean(&mark.value), false, names);
            return;
        }
        // What stands before "by" says what was written.
        let mut lines = Vec::new();
        let mut by = None;
        for line in pieces(&mark.text, "\n") {
            let line = clean(line);
            if by.is_none() && is_before(&line) {
                by = Some(lines.len());
            }
            lines.push(line);
        }
        for line in lines.iter().skip(by.unwrap_or_default()) {
            for part in pieces(line, BARS) {
                if is_written_as_name(part.trim(), trust) {
                    self.add(part, false, names);
                }
            }
            if !names.is_empty() {
                return;
            }
        }
    }

    /// Adds who is named after "by" in what follows a heading.
    fn add_opening(&self, opening: &str, names: &mut Vec<String>) {
        let mut by = false;
        for line in pieces(opening, "\n") {
            let line = clean(line);
            let start: String = line.chars().map(|c| if c == ' ' { '_' } else { c.to_ascii_lowercase() }).collect();
            if (by
                || begins_with_one_of(
                    late!("by_ written_by_ posted_by_ by:_ von_ par_ por_ door_ av_ autor:_ auteur_:_"),
                    &start,
                ))
                && line.len() < 80
            {
                for part in pieces(&line, BARS) {
                    let name = without_end(without_end(part, " - "), " on ");
                    if is_written_as_name(name.trim(), 2) {
                        self.add(name, false, names);
                        return;
                    }
                }
            }
            by = is_word_of(
                late!("by written_by by: author author: posted_by von par por door av autor: autor"),
                &start,
            );
        }
    }

    /// Adds everyone in a text.
    #[inline(never)]
    fn add(&self, text: &str, turned: bool, names: &mut Vec<String>) {
        if turned
            && let Some((last, first)) = text::cut(text, ",")
            && !text::contains(first, ",")
        {
            self.add_one(&[first.trim(), " ", last.trim()].concat(), names);
            return;
        }
        for part in pieces(text, ",;|·•&") {
            let mut rest = part;
            while let Some((one, after)) = text::cut(rest, " and ") {
                self.add_one(one, names);
                rest = after;
            }
            self.add_one(rest, names);
        }
    }

    #[inline(never)]
    fn add_one(&self, text: &str, names: &mut Vec<String>) {
        let mut name = trimmed(text);
        while let Some((word, rest)) = text::cut(name, " ")
            && is_before(word)
        {
            name = without_start(rest, " :");
        }
        let own = key(name);
        let small = lower(name);
        let dotted = name.bytes().any(|b| b == b'.');
        let spaced = name.bytes().any(|b| b == b' ');
        let unfit = is_before(name)
            || own.is_empty()
            || own.bytes().all(|b| b.is_ascii_digit())
            || text::units(name) > LONGEST
            || has_one_of("@ { :// www. \":", text)
            || is_word_of(NOBODY, small.strip_prefix("the ").unwrap_or(&small))
            || dotted && !spaced
            || own == self.title;
        if unfit || names.len() >= MOST || names.iter().any(|known| key(known) == own) {
            return;
        }
        // A degree belongs to the name before it.
        let is_capital = name.bytes().all(|b| b.is_ascii() && !b.is_ascii_lowercase()) && name.len() < 10;
        if (is_capital || is_word_of(DEGREES, &small))
            && !spaced
            && let Some(last) = names.last_mut()
        {
            *last = [last.as_str(), ", ", name].concat();
            return;
        }
        names.push(name.to_owned());
    }
}
