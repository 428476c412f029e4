//! Addresses, as pages and people give them: one to a line. The first is the one in the
//! bar, the second the one that the page calls canonical.
//!
//! Never, whatever they are:
//!
//! - a panic;
//! - an address with a user's name, a password, white space or another scheme;
//! - an address that reads otherwise when it is read once more, or is cleaned once more;
//! - a cleaned address of another place, or one with something in its query that was not there;
//! - a canonical one that takes away the bar's fragment or its https;
//! - a link, an id of Notion's or an origin that is not taken when it comes back.

use satchel::address::Address;
use satchel::address::canonical::choose;
use satchel::notion::media::Media;
use satchel::notion::{id, limit, link};
use satchel::oauth::client::broker_origin;
use satchel::text;

/// Takes the input as lines of addresses.
pub fn check(input: &[u8]) {
    let lines = String::from_utf8_lossy(input);
    let read: Vec<Address> = lines.lines().filter_map(one).collect();
    if let Some(bar) = read.first() {
        canonical(bar, None);
        for said in &read {
            canonical(bar, Some(said));
        }
    }
}

fn one(text: &str) -> Option<Address> {
    elsewhere(text);
    let address = Address::parse(text).ok()?;
    again(&address);
    let (parts, cleaned) = (address.parts(), address.cleaned());
    assert_eq!(parts.join(), address);
    assert!(matches!(parts.scheme, "http" | "https") && !parts.authority.contains('@'));
    assert!(!address.as_str().chars().any(|c| c.is_whitespace() || c.is_control()));
    again(&cleaned);
    assert_eq!(cleaned.cleaned(), cleaned);
    assert_eq!((cleaned.host(), cleaned.is_private()), (address.host(), address.is_private()));
    let kept = cleaned.parts();
    assert_eq!((kept.scheme, kept.authority, kept.path), (parts.scheme, parts.authority, parts.path));
    assert!(kept.fragment.is_none() || kept.fragment == parts.fragment);
    let mut before = parts.query.unwrap_or_default().split('&');
    let mut after = kept.query.into_iter().flat_map(|query| query.split('&'));
    assert!(after.all(|pair| before.any(|known| known == pair)), "what is kept is kept in its order");
    Some(address)
}

fn again(address: &Address) {
    let read = Address::parse(address.as_str()).expect("an address is one");
    assert_eq!(&read, address);
}

fn canonical(bar: &Address, said: Option<&Address>) {
    let chosen = choose(bar, said);
    again(&chosen);
    assert_eq!(choose(&chosen, said), chosen);
    let (at, to) = (bar.parts(), chosen.parts());
    assert_eq!(to.fragment, at.fragment);
    assert!(at.scheme != "https" || to.scheme == "https");
    assert!(&chosen == bar || said.is_some_and(|said| said.parts().authority == to.authority));
}

/// What else reads an address.
fn elsewhere(given: &str) {
    for taken in [link::link(given), link::web(given)].into_iter().flatten() {
        assert_eq!(link::link(&taken).as_ref(), Some(&taken));
        assert!(text::units(&taken) <= limit::URL);
    }
    if let Some(found) = id::from_link(given) {
        assert_eq!(id::parse(&found).as_ref(), Some(&found));
        assert_eq!(id::from_link(&found), Some(found));
    }
    if let Ok(origin) = broker_origin(given) {
        assert_eq!(broker_origin(&origin).ok(), Some(origin));
    }
    let _ = (link::ending(given), Media::of(given));
}
