//! Presets: a destination under a name of its own, with its own plan, chosen by
//! hand or by what the page is.

use super::Settings;
use crate::address::Address;
use crate::json::{Field, record};
use crate::mapping::plan::Plan;

/// A way to save to a destination.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preset {
    /// A random id. It may stand wherever a destination's id may.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The account that sees the destination.
    pub account: String,
    /// The data source's id.
    pub destination: String,
    /// What goes where.
    pub plan: Plan,
    /// It is chosen by itself where one of these holds.
    pub conditions: Vec<Condition>,
}

/// What a page has to be for a preset to be chosen by itself. All that is not
/// empty has to hold; where everything is empty, nothing does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Condition {
    /// Host names, one of which has to be the page's; `*.example.com` is every host
    /// under it and itself.
    pub hosts: Vec<String>,
    /// What the path has to be; `*` stands for anything.
    pub path: String,
    /// What the page has to be: `article`, `video`, `product`, `paper`, `repository`.
    pub kind: String,
}

record!(Preset { id, name, account, destination, plan, conditions });
record!(Condition { hosts, path, kind });

impl Settings {
    /// The presets.
    pub fn presets(&self) -> impl Iterator<Item = Preset> {
        self.presets.iter().filter_map(Preset::read)
    }

    /// The preset of that id.
    #[must_use]
    pub fn preset(&self, id: &str) -> Option<Preset> {
        self.presets().find(|preset| preset.id == id)
    }

    /// Takes what a preset is now.
    pub fn put_preset(&mut self, preset: &Preset) {
        for known in self.presets.iter_mut().filter(|known| known.get("id").text() == Some(&preset.id)) {
            *known = preset.write();
        }
    }

    /// The first preset that is meant for such a page, of those that lead somewhere.
    #[must_use]
    pub fn preset_for(&self, address: &str, kind: &str) -> Option<Preset> {
        let leads = |preset: &Preset| self.destinations.iter().any(|known| known.id == preset.destination);
        self.presets().filter(leads).find(|preset| preset.is_for(address, kind))
    }
}

impl Preset {
    /// Whether it is meant for a page at that address and of that kind.
    #[must_use]
    pub fn is_for(&self, address: &str, kind: &str) -> bool {
        let Ok(address) = Address::parse(address) else { return false };
        self.conditions.iter().any(|condition| condition.holds(&address, kind))
    }
}

impl Condition {
    fn holds(&self, address: &Address, kind: &str) -> bool {
        let Self { hosts, path, kind: wanted } = self;
        let is_any = hosts.is_empty() && path.is_empty() && wanted.is_empty();
        !is_any
            && (hosts.is_empty() || hosts.iter().any(|host| is_host(host, address.host())))
            && (path.is_empty() || fits(path.as_bytes(), address.parts().path.as_bytes()))
            && (wanted.is_empty() || wanted == kind)
    }
}

/// Whether a host is the one that is named, or under it.
fn is_host(named: &str, host: &str) -> bool {
    let named = named.trim().to_ascii_lowercase();
    match named.strip_prefix("*.") {
        Some(site) => host == site || host.strip_suffix(site).is_some_and(|head| head.ends_with('.')),
        None => host == named || host.strip_prefix("www.") == Some(&named),
    }
}

/// Whether a text is what a pattern says, where `*` stands for anything. Goes back
/// to the last `*` only, so that no pattern takes long.
fn fits(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut from) = (0, 0);
    let mut star = None;
    while from < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, from));
                at += 1;
            }
            Some(byte) if text.get(from) == Some(byte) => {
                at += 1;
                from += 1;
            }
            _ => match star {
                Some((before, taken)) => {
                    star = Some((before, taken + 1));
                    (at, from) = (before + 1, taken + 1);
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(at).all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_for(hosts: &[&str], path: &str, kind: &str, address: &str) -> bool {
        let hosts = hosts.iter().map(|&host| host.to_owned()).collect();
        let condition = Condition { hosts, path: path.into(), kind: kind.into() };
        Preset { conditions: vec![condition], ..Preset::default() }.is_for(address, "video")
    }

    #[test]
    fn hosts_and_what_is_under_them() {
        assert!(is_for(&["example.com"], "", "", "https://example.com/a"));
        assert!(is_for(&["Example.com"], "", "", "https://www.example.com:8080/a"));
        assert!(!is_for(&["example.com"], "", "", "https://blog.example.com/a"));
        assert!(is_for(&["*.example.com"], "", "", "https://a.blog.example.com/a"));
        assert!(is_for(&["x.y", "*.example.com"], "", "", "https://example.com/a"));
        assert!(!is_for(&["*.example.com"], "", "", "https://badexample.com/a"));
    }

    #[test]
    fn paths_with_anything_in_them() {
        assert!(is_for(&[], "/*/issues/*", "", "https://e.com/owner/name/issues/5?x=1"));
        assert!(!is_for(&[], "/*/issues", "", "https://e.com/owner/name/issues/5"));
        assert!(is_for(&[], "/a", "", "https://e.com/a#part"));
        assert!(is_for(&[], "*", "", "https://e.com"));
        assert!(is_for(&[], "*b*b*c", "", "https://e.com/abxbxbc"));
        assert!(!is_for(&[], "/ab*ab", "", "https://e.com/ab"));
    }

    #[test]
    fn everything_that_is_said_has_to_hold_and_nothing_is_no_condition() {
        assert!(is_for(&[], "", "video", "https://e.com/"));
        assert!(!is_for(&["e.com"], "", "paper", "https://e.com/"));
        assert!(!is_for(&[], "", "", "https://e.com/"));
        assert!(!Preset::default().is_for("https://e.com/", "video"));
    }
}
