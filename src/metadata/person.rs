//! Who wrote it: names, out of what pages write where a name should be.

use super::source::{Said, clean, key};
use super::{Details, Mark};
use crate::text;

/// The most authors of one page. Papers have them in hundreds.
const MOST: usize = 50;
/// The longest name, in UTF-16 units.
const LONGEST: usize = 80;

/// Where metas and JSON-LD name them.
const DECLARED: &str = "citation_author citation_authors ld:author.name ld:creator.name \
    dc.creator author article:author parsely-author sailthru.author byl";

/// Words before a name.
const BEFORE: &str = " by written posted published words author authors von par por ";
/// Words in small letters in the middle of names, or of what stands before them.
const SMALL: &str = " by and von van de der den del la le di da dos du bin ibn al el y e zu ter written posted with ";
/// What is no name, though it stands where one should be.
const NOBODY: &str = " admin administrator updated last write share follow more author authors editor staff guest unknown anonymous none null undefined ";

/// The authors that a page names.
pub(super) fn authors(details: &Details, said: &Said, site: &str, headline: &str) -> Vec<String> {
    let sites = said.all(super::SITE).into_iter().map(key).chain([key(site)]).filter(|site| !site.is_empty()).collect();
    let mut people = People { names: Vec::new(), title: key(headline), sites };
    for source in DECLARED.split(' ') {
        for value in said.all(source) {
            // Libraries write the last name first.
            let turned = source.starts_with("citation_") || source.starts_with("dc");
            people.add(&clean(value), turned);
        }
        people = people.without_site();
        if people.names.iter().any(|name| !people.is_site(name)) {
            return people.names;
        }
    }
    let site = std::mem::take(&mut people.names);
    let mut highest = 0;
    let mut last: Option<(usize, &Mark)> = None;
    for (at, mark) in details.marks.iter().enumerate() {
        let trust = trust(mark);
        // More of the same, close by: several authors.
        let goes_on = last.is_some_and(|(before, of)| at - before < 3 && is_alike(of, mark));
        if goes_on && trust == highest && trust > 0 {
            people.add_element(mark, trust);
            last = Some((at, mark));
        } else if trust > highest {
            let mut found = People { names: Vec::new(), ..people.clone() };
            found.add_element(mark, trust);
            if !found.names.is_empty() {
                (people, highest, last) = (found, trust, Some((at, mark)));
            }
        }
    }
    if highest < 3 {
        let mut found = People { names: Vec::new(), ..people.clone() };
        for opening in &details.openings {
            found.add_opening(opening);
            if !found.names.is_empty() {
                people = found;
                break;
            }
        }
    }
    let mut people = people.without_site();
    // Many of one kind are the authors of answers, or of other pages.
    if people.names.len() > 4 {
        people.names.truncate(1);
    }
    if people.names.is_empty() { site } else { people.names }
}

/// Whether two elements are named alike, wherever they lead.
fn is_alike(one: &Mark, other: &Mark) -> bool {
    let names = |mark: &Mark| text::cut(&mark.hint, "href=").map_or(mark.hint.len(), |(before, _)| before.len());
    one.hint.get(..names(one)) == other.hint.get(..names(other))
}

/// How surely an element is there to name the author.
fn trust(mark: &Mark) -> u8 {
    let hints = |part: &str| text::contains(&mark.hint, part);
    if hints("itemprop=name") {
        6
    } else if hints("itemprop=author") {
        5
    } else if hints("rel=author") {
        4
    } else if hints("byline") {
        3
    } else if hints("/author")
        || mark.hint.split([' ', '=', '-', '_']).any(|word| matches!(word, "author" | "authors" | "authorname"))
    {
        2
    } else {
        0
    }
}

/// Whether there is such a character in it. (`str::contains` brings more with it.)
fn has(text: &str, byte: u8) -> bool {
    text.bytes().any(|b| b == byte)
}

/// Whether it is one of the words of a list.
fn is_word_of(list: &str, word: &str) -> bool {
    let word = word.trim_end_matches(':').to_ascii_lowercase();
    !word.is_empty() && list.split(' ').any(|known| known == word)
}

/// Whether a text looks like names, and not like what a button says.
fn is_written_as_name(text: &str, trust: u8) -> bool {
    let mut words = 0;
    let mut letters = 0;
    for word in text.split(' ') {
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

#[derive(Clone)]
struct People {
    names: Vec<String>,
    /// What the page is called, which is nobody.
    title: String,
    /// The names of the site, which is the author only where nobody else is.
    sites: Vec<String>,
}

impl People {
    /// The names, without the site's where there are others.
    fn without_site(mut self) -> Self {
        let names = std::mem::take(&mut self.names);
        let (site, others): (Vec<_>, Vec<_>) = names.into_iter().partition(|name| self.is_site(name));
        self.names = if others.is_empty() { site } else { others };
        self
    }

    fn is_site(&self, name: &str) -> bool {
        let own = key(name);
        self.sites.iter().any(|site| own == *site || site.len() > 5 && text::contains(&own, site))
    }

    /// Adds whom an element names.
    fn add_element(&mut self, mark: &Mark, trust: u8) {
        if mark.text.is_empty() {
            self.add(&clean(&mark.value), false);
            return;
        }
        // What stands before "by" says what was written.
        let lines = || mark.text.split('\n').map(clean);
        let by = lines().position(|line| is_word_of(BEFORE, &line)).unwrap_or_default();
        for line in lines().skip(by) {
            for part in line.split(['|', '·', '•', '–', '—']) {
                if is_written_as_name(part.trim(), trust) {
                    self.add(part, false);
                }
            }
            if !self.names.is_empty() {
                return;
            }
        }
    }

    /// Adds who is named after "by" in what follows a heading.
    fn add_opening(&mut self, opening: &str) {
        let mut by = false;
        for line in opening.split('\n') {
            let line = clean(line);
            let lower = line.to_ascii_lowercase();
            let begins = ["by ", "written by ", "posted by ", "by: "].iter().any(|start| lower.starts_with(start));
            if (begins || by) && line.len() < 80 {
                for part in line.split(['|', '·', '•', '–', '—']) {
                    if is_written_as_name(part.trim(), 2) {
                        self.add(part, false);
                        return;
                    }
                }
            }
            by = matches!(lower.as_str(), "by" | "written by" | "by:" | "author" | "author:" | "posted by");
        }
    }

    /// Adds everyone in a text.
    fn add(&mut self, text: &str, turned: bool) {
        let mut commas = text.split(',');
        if let (true, Some(last), Some(first), None) = (turned, commas.next(), commas.next(), commas.next()) {
            self.add_one(&[first.trim(), " ", last.trim()].concat());
            return;
        }
        for part in text.split([',', ';', '|', '·', '•', '&']) {
            let mut rest = part;
            while let Some((one, after)) = text::cut(rest, " and ") {
                self.add_one(one);
                rest = after;
            }
            self.add_one(rest);
        }
    }

    fn add_one(&mut self, text: &str) {
        let mut name = text.trim_matches(|c: char| c.is_ascii_punctuation() && c != '.' && c != ')' || c == ' ');
        while let Some((word, rest)) = name.split_once(' ') {
            if !is_word_of(BEFORE, word) {
                break;
            }
            name = rest.trim_start_matches([' ', ':']);
        }
        let is_before = is_word_of(BEFORE, name);
        let own = key(name);
        let unfit = is_before
            || own.is_empty()
            || own.bytes().all(|b| b.is_ascii_digit())
            || text::units(name) > LONGEST
            || text::contains(name, "://")
            || has(text, b'@')
            || name.starts_with("www.")
            || is_word_of(NOBODY, name)
            || has(name, b'{')
            || (has(name, b'.') && !has(name, b' '))
            || own == self.title;
        if unfit || self.names.len() >= MOST || self.names.iter().any(|known| key(known) == own) {
            return;
        }
        // A degree belongs to the name before it.
        let is_degree = name.bytes().all(|b| !b.is_ascii_lowercase()) && name.is_ascii() && name.len() < 10;
        if is_degree
            && !has(name, b' ')
            && let Some(last) = self.names.last_mut()
        {
            last.push_str(", ");
            last.push_str(name);
            return;
        }
        self.names.push(name.to_owned());
    }
}
