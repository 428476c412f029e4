//! The title of what is on the page, without the site's name.

use super::Details;
use super::source::{Said, clean, key};
use crate::address::Address;
use crate::clip::Facts;
use crate::text;

/// What stands between a title and a site's name.
const MARKS: [&str; 8] = [" | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » "];
/// Where metas and JSON-LD have it.
const DECLARED: &str = "citation_title ld:headline dc.title og:title twitter:title parsely-title ld:name";
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
    let title_key = key(&title);
    let site = key(site);
    let host = key(address.host());
    let mut keys = vec![title_key.clone()];
    keys.extend(said.all(DECLARED).into_iter().take(20).map(|title| key(&clean(title))));

    let mut best = (0, String::new());
    for heading in &details.headings {
        let heading = text::line(heading);
        let own = key(&heading);
        // One that is a small part of every title is more likely the site's name.
        let repeats = |key: &String| text::contains(key, &own) && 3 * own.len() >= key.len();
        if own.len() > best.0.max(3) && own != site && heading.len() < LONGEST && keys.iter().any(repeats) {
            best = (own.len(), heading);
        }
    }
    if best.0 == 0
        && let [heading] = details.headings.as_slice()
        && heading.len() < LONGEST
        && keys.iter().any(|key| shares_half(heading, key))
    {
        best.1 = text::line(heading);
    }
    if !best.1.is_empty() {
        return best.1;
    }
    for declared in said.all(DECLARED) {
        let declared = clean(declared);
        if title.is_empty() || shares_half(&declared, &title_key) {
            return without_site(&declared, &site, &host);
        }
    }
    without_site(&title, &site, &host)
}

/// Whether at least half of the longer words of a text, and two, stand in another.
fn shares_half(text: &str, other: &str) -> bool {
    let (mut shared, mut all) = (0, 0);
    for word in text.split(' ') {
        let word = key(word);
        if word.len() > 2 {
            all += 1;
            shared += usize::from(text::contains(other, &word));
        }
    }
    all > 1 && 2 * shared >= all || text::contains(other, &key(text))
}

/// The title without a part at either end that is the site's name.
fn without_site(title: &str, site: &str, host: &str) -> String {
    let is_site = |part: &str| {
        let part = key(part);
        !part.is_empty() && (part == site || text::contains(host, &part))
    };
    let mut kept = title;
    for mark in MARKS {
        if let Some((first, rest)) = text::cut(kept, mark)
            && is_site(first)
        {
            kept = rest;
        }
        let (mut rest, mut length) = (kept, 0);
        while let Some((before, after)) = text::cut(rest, mark) {
            length += before.len() + if length > 0 { mark.len() } else { 0 };
            rest = after;
        }
        if length > 0 && is_site(rest) {
            kept = kept.get(..length).unwrap_or(kept);
        }
    }
    kept.trim().to_owned()
}
