//! The title of what is on the page, without the site's name.

use super::details::Details;
use super::scan::pieces;
use super::source::{Said, clean, key};
use crate::address::Address;
use crate::clip::Facts;
use crate::text;

/// What stands between a title and a site's name.
const MARKS: &str = " | \n - \n – \n — \n · \n • \n :: \n » ";
/// Where metas and JSON-LD have it.
const DECLARED: &str = late!("citation_title ld:headline dc.title og:title twitter:title parsely-title ld:name");
/// A heading this long was cut.
const LONGEST: usize = 280;

/// The headline: the heading that another title of the page repeats, else what it
/// declares as its title, else the document's title without the site's name.
///
/// What is declared counts only where it agrees with the document's title: a page
/// that shows another article without loading again changes the title and forgets
/// the rest.
pub(super) fn read(facts: &Facts, details: &Details, said: &Said, site: &str, address: &Address) -> String {
    let title = text::line(&facts.title);
    let site = key(site);
    let host = key(address.host());
    let declared = said.all(DECLARED);
    let mut keys = vec![key(&title)];
    for title in declared.iter().take(20) {
        keys.push(key(&clean(title)));
    }

    let mut best = String::new();
    let mut highest = 0;
    // Behind many stands a sign that links to them.
    let headings: Vec<String> =
        details.headings.iter().map(|text| text::line(text.trim_end_matches(is_sign))).collect();
    for heading in &headings {
        let own = key(heading);
        if own.len() <= 3 || own == site || heading.len() >= LONGEST {
            continue;
        }
        // Where two stand in the title, the page's is the first, and then the site's.
        let is_first = keys.first().is_some_and(|title| title.starts_with(&own));
        let rank = own.len() + if is_first { LONGEST } else { 0 };
        for key in &keys {
            // One that is a small part of every title is more likely the site's name.
            if rank > highest && text::contains(key, &own) && 3 * own.len() >= key.len() {
                highest = rank;
                best.clone_from(heading);
            }
        }
    }
    if best.is_empty()
        && let [heading] = headings.as_slice()
        && heading.len() < LONGEST
        && !is_of_site(heading, &site, &keys)
    {
        for key in &keys {
            if shares_half(heading, key) {
                best.clone_from(heading);
            }
        }
    }
    if !best.is_empty() {
        return best;
    }
    for declared in declared {
        let declared = clean(declared);
        if title.is_empty() || keys.first().is_some_and(|title| shares_half(&declared, title)) {
            return without_site(&declared, &site, &host);
        }
    }
    without_site(&title, &site, &host)
}

fn is_sign(c: char) -> bool {
    c == '\u{b6}' || c.is_whitespace()
}

/// Whether a heading is the site's rather than the page's: a title that is declared
/// stands in the document's title, and says something else.
#[inline(never)]
fn is_of_site(heading: &str, site: &str, keys: &[String]) -> bool {
    let Some((title, declared)) = keys.split_first() else { return false };
    let mut is_other = false;
    for declared in declared {
        is_other |= declared.len() > 3
            && text::contains(title, declared)
            && (!shares_half(heading, declared) || shares_half(heading, site));
    }
    is_other
}

/// Whether at least half of the longer words of a text, and two, stand in another.
#[inline(never)]
fn shares_half(text: &str, other: &str) -> bool {
    let (mut shared, mut all) = (0, 0);
    for word in pieces(text, " ") {
        let word = key(word);
        if word.len() > 2 {
            all += 1;
            shared += usize::from(text::contains(other, &word));
        }
    }
    all > 1 && 2 * shared >= all || text::contains(other, &key(text))
}

/// What stands before the last of these marks, and what after it.
#[inline(never)]
fn cut_last<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let mut last = text;
    while let Some((_, after)) = text::cut(last, mark) {
        last = after;
    }
    let end = text.len().checked_sub(last.len() + mark.len())?;
    Some((text.get(..end)?, last))
}

/// The title without a part at either end that is the site's name.
#[inline(never)]
fn without_site(title: &str, site: &str, host: &str) -> String {
    let mut kept = title;
    for mark in pieces(MARKS, "\n") {
        if let Some((first, rest)) = text::cut(kept, mark)
            && is_site(first, site, host)
        {
            kept = rest;
        }
        if let Some((first, last)) = cut_last(kept, mark)
            && is_site(last, site, host)
        {
            kept = first;
        }
    }
    // Behind a bar stands a site, or a part of one, also where nothing names it.
    if kept.len() == title.len()
        && let Some((first, _)) = cut_last(kept, " | ")
        && text::contains(first.trim(), " ")
    {
        kept = first;
    }
    kept.trim().to_owned()
}

#[inline(never)]
fn is_site(part: &str, site: &str, host: &str) -> bool {
    let part = key(part);
    !part.is_empty() && (part == site || text::contains(host, &part))
}
