//! Which address a picture is loaded from, where no browser has chosen.

use html5ever::Attribute;

use super::attribute;
use super::tree::{Kind, Node};

/// Where pages keep the address of a picture that is loaded when it comes into view.
const LATER: &[&str] = &["data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-hi-res-src", "data-url"];
const LATER_SETS: &[&str] = &["data-srcset", "data-lazy-srcset", "srcset"];
/// No picture in a text needs to be wider, in pixels.
const WIDEST: f32 = 2_000.0;

/// The best address of an `<img>`: the largest sensible one of its sets, what is
/// loaded later, what is loaded at once, what its `<picture>` offers, and what is
/// there for browsers without scripts.
pub(super) fn source(nodes: &[Node], image: &Node, attributes: &[Attribute]) -> Option<String> {
    let sets = LATER_SETS.iter().filter_map(|name| attribute(attributes, name)).find_map(largest);
    let later = || LATER.iter().filter_map(|name| attribute(attributes, name)).find(|value| is_picture(value));
    let now = || attribute(attributes, "src").filter(|value| is_picture(value));
    sets.or_else(later)
        .or_else(now)
        .map(str::to_owned)
        .or_else(|| offered(nodes, image).map(str::to_owned))
        .or_else(|| without_scripts(nodes, image))
}

/// What a `<picture>` offers before its `<img>`.
fn offered<'page>(nodes: &'page [Node], image: &Node) -> Option<&'page str> {
    let before = |node: &Node| nodes.get(node.previous?);
    std::iter::successors(before(image), |node| before(node)).find_map(|node| match &node.kind {
        Kind::Element { name, attributes } if &*name.local == "source" => {
            LATER_SETS.iter().filter_map(|name| attribute(attributes, name)).find_map(largest)
        }
        _ => None,
    })
}

/// What `<noscript>` beside the picture shows instead of it.
fn without_scripts(nodes: &[Node], image: &Node) -> Option<String> {
    let neighbours = [image.next, image.previous];
    neighbours.into_iter().flatten().filter_map(|place| nodes.get(place)).find_map(|node| {
        let Kind::Element { name, .. } = &node.kind else { return None };
        let inner = nodes.get(node.first.filter(|_| &*name.local == "noscript")?)?;
        let Kind::Element { name, attributes } = &inner.kind else { return None };
        attribute(attributes, "src").filter(|value| &*name.local == "img" && is_picture(value)).map(str::to_owned)
    })
}

/// Whether it is an address, and no placeholder that is written out.
fn is_picture(value: &str) -> bool {
    let value = value.trim();
    !value.is_empty() && !value.starts_with("data:") && !value.starts_with("about:") && !value.starts_with("blob:")
}

/// The largest picture of a set that is not wider than any needs to be; else the smallest.
fn largest(set: &str) -> Option<&str> {
    let mut best: Option<(f32, &str)> = None;
    let mut rest = set;
    loop {
        rest = rest.trim_start_matches([' ', ',', '\n', '\t', '\r']);
        // An address may hold commas, but no white space.
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (address, after) = rest.split_at_checked(end)?;
        if address.is_empty() {
            return best.map(|(_, address)| address);
        }
        let (size, after) = match address.strip_suffix(',') {
            Some(_) => ("", after),
            None => after.split_once(',').unwrap_or((after, "")),
        };
        rest = after;
        let address = address.trim_end_matches(',');
        let size = size.trim();
        let width = match (size.strip_suffix('w'), size.strip_suffix('x')) {
            (Some(width), _) => width.parse().unwrap_or(0.0),
            (_, Some(density)) => density.parse::<f32>().unwrap_or(1.0).min(2.0) * 600.0,
            _ => 600.0,
        };
        let is_better = best.is_none_or(|(known, _)| match (known > WIDEST, width > WIDEST) {
            (true, true) => width < known,
            (true, false) => true,
            (false, true) => false,
            (false, false) => width > known,
        });
        if is_better && is_picture(address) {
            best = Some((width, address));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_sensible_picture_is_chosen() {
        assert_eq!(largest("a.jpg 300w, b.jpg 1200w, c.jpg 4000w"), Some("b.jpg"));
        assert_eq!(largest("a.jpg, b.jpg 2x"), Some("b.jpg"));
        assert_eq!(largest("c,d.jpg 4000w,e.jpg 9000w"), Some("c,d.jpg"));
        assert_eq!(largest("data:image/gif;base64,R0 1w, x.png 2w"), Some("x.png"));
        assert_eq!(largest(" , "), None);
    }
}
