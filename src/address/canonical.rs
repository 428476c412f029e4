//! Whether to believe `<link rel="canonical">`.
//!
//! It often names the page better than the address bar does (no session, no
//! mobile or AMP host), and sometimes names another page altogether: a site's
//! home page, the first part of several, or the page that a single-page
//! application showed before. A save must never be of another page, so it is
//! believed only when both addresses visibly mean the same one.

use super::{Address, Parts};
use crate::text;

/// The address to save: the canonical one where it can be believed, with the
/// bar's fragment; else the bar's own.
#[must_use]
pub fn choose(bar: &Address, canonical: Option<&Address>) -> Address {
    let Some(canonical) = canonical.filter(|canonical| same_page(bar, canonical)) else { return bar.clone() };
    let mut parts = canonical.parts();
    let at = bar.parts();
    parts.fragment = at.fragment;
    // A canonical http address on a page seen over https is an old template.
    if at.scheme == "https" {
        parts.scheme = "https";
    }
    parts.join()
}

fn same_page(bar: &Address, canonical: &Address) -> bool {
    let (at, said) = (bar.parts(), canonical.parts());
    same_site(bar.host(), canonical.host())
        && if path_of(&at) == path_of(&said) { keeps_query(at.query, said.query) } else { same_name(&at, &said) }
}

/// Hosts of one site: equal but for `www`, a mobile or an AMP label.
fn same_site(one: &str, other: &str) -> bool {
    fn bare(host: &str) -> impl Iterator<Item = &str> {
        host.split('.').filter(|label| !matches!(*label, "www" | "m" | "mobile" | "amp" | "touch"))
    }
    bare(one).eq(bare(other))
}

fn path_of<'a>(parts: &Parts<'a>) -> &'a str {
    parts.path.trim_end_matches('/')
}

/// On the same path, a canonical address that drops a parameter may be page one
/// of several, or a list without what was asked for.
fn keeps_query(at: Option<&str>, said: Option<&str>) -> bool {
    let mut pairs = at.unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    pairs.all(|pair| said.unwrap_or_default().split('&').any(|said| said == pair))
}

/// On other paths, the last part of one must be that of the other, or stand whole in it
/// if it has a number: an article's does, the site's sections do not.
fn same_name(at: &Parts<'_>, said: &Parts<'_>) -> bool {
    let (at, said) = (path_of(at), path_of(said));
    let contains = |whole: &str, name: &str| {
        (name.len() >= 3 && whole.split('/').any(|part| part == name) || name.len() >= 8 && text::contains(whole, name))
            && name.bytes().any(|byte| byte.is_ascii_digit())
    };
    match (name_of(at), name_of(said)) {
        (Some(one), Some(other)) => one == other && one.len() >= 3 || contains(said, one) || contains(at, other),
        _ => false,
    }
}

/// The last part of a path that names something, less what AMP and files add.
fn name_of(path: &str) -> Option<&str> {
    let named = path.split('/').filter(|part| !part.is_empty() && *part != "amp");
    let part = named.reduce(|_, last| last)?;
    let part = part.strip_suffix(".html").unwrap_or(part);
    Some(part.strip_suffix(".amp").unwrap_or(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(bar: &str, canonical: &str) -> String {
        choose(&Address::parse(bar).unwrap(), Address::parse(canonical).ok().as_ref()).to_string()
    }

    #[test]
    fn a_better_name_for_the_same_page_is_taken() {
        for (bar, canonical, saved) in [
            (
                "https://en.m.wikipedia.org/wiki/Bag",
                "https://en.wikipedia.org/wiki/Bag",
                "https://en.wikipedia.org/wiki/Bag",
            ),
            (
                "https://www.bbc.com/news/33646704",
                "http://www.bbc.com/news/33646704",
                "https://www.bbc.com/news/33646704",
            ),
            ("https://e.com/amp/long-story", "https://e.com/long-story", "https://e.com/long-story"),
            ("https://e.com/long-story/amp/", "https://e.com/long-story/", "https://e.com/long-story/"),
            ("https://e.com/gp/B00X5?x=1", "https://e.com/The-Thing/dp/B00X5", "https://e.com/The-Thing/dp/B00X5"),
            (
                "https://e.com/p/9f8e7d6c5b4a",
                "https://e.com/@ada/title-9f8e7d6c5b4a",
                "https://e.com/@ada/title-9f8e7d6c5b4a",
            ),
            ("https://e.com/a#part", "https://www.e.com/a", "https://www.e.com/a#part"),
            ("https://e.com/questions/12345/a-title", "https://e.com/questions/12345", "https://e.com/questions/12345"),
        ] {
            assert_eq!(chosen(bar, canonical), saved, "{bar}");
        }
    }

    #[test]
    fn another_page_is_not() {
        for (bar, canonical) in [
            ("https://e.com/article-2", "https://e.com/"),
            ("https://e.com/article-2", "https://e.com/article-1"),
            ("https://e.com/posts/12", "https://e.com/posts/1"),
            ("https://e.com/news/sport/b", "https://e.com/news/sport/a"),
            ("https://e.com/list?page=2", "https://e.com/list"),
            ("https://e.com/blog/my-post", "https://e.com/blog"),
            ("https://e.com/blog", "https://e.com/blog/my-post"),
            ("https://e.com/news/page/3", "https://e.com/news"),
            ("https://e.com/a", "https://other.com/a"),
            ("https://ada.blog.com/a", "https://bob.blog.com/a"),
            ("https://e.com/a", "javascript:alert(1)"),
            ("https://e.com/", "https://e.com/welcome"),
        ] {
            assert_eq!(chosen(bar, canonical), bar);
        }
    }
}
