//! Typed tags into the names of options: Notion allows no commas and 100
//! characters, and an option that exists keeps its spelling.

use crate::notion::limit;
use crate::notion::schema::TagOption;
use crate::text::{self, Unicode};

/// A tag to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The option's name: no comma, within the limit.
    pub name: String,
    /// What was typed, where it had to be cut.
    pub whole: Option<String>,
    /// Whether there is no such option yet.
    pub is_new: bool,
}

impl Tag {
    /// What was typed.
    #[must_use]
    pub fn typed(self) -> String {
        self.whole.unwrap_or(self.name)
    }
}

/// Splits at commas, cleans, drops what is empty or said twice (case and
/// normalisation aside), and takes an existing option's spelling.
#[must_use]
pub fn choose(typed: &[String], options: &[TagOption], unicode: &dyn Unicode) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::new();
    let mut keys: Vec<String> = Vec::new();
    for part in typed.iter().flat_map(|tag| tag.split(',')) {
        let typed = text::line(&unicode.nfc(part));
        let (head, rest) = text::split_at_units(&typed, limit::OPTION_NAME);
        let name = head.trim_end().to_owned();
        let key = unicode.key(&name);
        if name.is_empty() || keys.contains(&key) {
            continue;
        }
        keys.push(key);
        let whole = (!rest.is_empty()).then_some(typed);
        tags.push(Tag { name, whole, is_new: true });
    }
    adopt_spelling(&mut tags, &keys, options, unicode);
    tags
}

/// One pass over the options (there may be ten thousand) instead of one per tag.
/// The exact spelling wins over others that differ in case only.
fn adopt_spelling(tags: &mut [Tag], keys: &[String], options: &[TagOption], unicode: &dyn Unicode) {
    for tag in tags.iter_mut() {
        tag.is_new = !options.iter().any(|option| option.name == tag.name);
    }
    for option in options {
        let key = unicode.key(&option.name);
        let Some(at) = keys.iter().position(|known| *known == key) else { continue };
        if let Some(tag) = tags.get_mut(at).filter(|tag| tag.is_new) {
            tag.name.clone_from(&option.name);
            tag.is_new = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::testing::Host;

    fn chosen(typed: &[&str], options: &[&str]) -> Vec<String> {
        let typed: Vec<String> = typed.iter().map(|&tag| tag.to_owned()).collect();
        let options: Vec<TagOption> =
            options.iter().map(|&name| TagOption { name: name.into(), color: "default".into() }).collect();
        choose(&typed, &options, &Host).into_iter().map(|tag| tag.name).collect()
    }

    #[test]
    fn commas_split_and_emptiness_goes() {
        // I-01, I-07
        assert_eq!(chosen(&["a, b,,c ", " ", ",", "d"], &[]), ["a", "b", "c", "d"]);
    }

    #[test]
    fn one_tag_has_one_spelling() {
        // I-05, I-06
        assert_eq!(chosen(&["Rust", "rust ", "RUST\u{200b}"], &[]), ["Rust"]);
        assert_eq!(chosen(&["rust", "cafe\u{301}"], &["Café", "RUST"]), ["RUST", "Café"]);
        assert_eq!(chosen(&["rust"], &["Rust", "rust"]), ["rust"]);
        assert_eq!(chosen(&["a\u{202e}b"], &[]), ["ab"]);
    }

    #[test]
    fn a_long_tag_is_cut_without_breaking_a_glyph() {
        // I-02
        let family = "👩\u{200d}👩\u{200d}👧\u{200d}👦";
        let typed = vec![format!("{}{family}", "x".repeat(95))];
        let tag = Tag { name: "x".repeat(95), whole: Some(typed[0].clone()), is_new: true };
        assert_eq!(choose(&typed, &[], &Host), [tag]);
    }

    proptest! {
        #[test]
        fn every_name_is_one_that_notion_takes(typed in prop::collection::vec(".{0,130}", 0..8)) {
            for Tag { name, .. } in choose(&typed, &[], &Host) {
                prop_assert!(!name.is_empty() && !name.contains(','));
                prop_assert!(text::units(&name) <= limit::OPTION_NAME);
                prop_assert_eq!(text::line(&name), name);
            }
        }
    }
}
