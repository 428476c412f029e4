//! Rich text on write: runs of at most [`limit::TEXT`] units, in arrays of at most
//! [`limit::ITEMS`].

use super::limit;
use crate::json::Json;
use crate::text;

/// How a run looks: Notion's annotations, any of them together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look(u8);

impl Look {
    /// Like the text around it.
    pub const PLAIN: Self = Self(0);
    /// Bold.
    pub const BOLD: Self = Self(1);
    /// Italic.
    pub const ITALIC: Self = Self(2);
    /// Struck through.
    pub const STRIKE: Self = Self(4);
    /// Underlined.
    pub const UNDERLINE: Self = Self(8);
    /// Code.
    pub const CODE: Self = Self(16);
    /// Marked with a yellow pen.
    pub const MARKED: Self = Self(32);

    const NAMES: [(Self, &'static str); 5] = [
        (Self::BOLD, "bold"),
        (Self::ITALIC, "italic"),
        (Self::STRIKE, "strikethrough"),
        (Self::UNDERLINE, "underline"),
        (Self::CODE, "code"),
    ];

    /// Both together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn json(self) -> Json {
        let mut set: Vec<_> = Self::NAMES
            .into_iter()
            .filter(|&(look, _)| self.has(look))
            .map(|(_, name)| (name.into(), Json::Bool(true)))
            .collect();
        if self.has(Self::MARKED) {
            set.push(("color".into(), "yellow_background".into()));
        }
        Json::Object(set)
    }
}

/// A piece of text that looks the same all through.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// The text, or a formula in LaTeX.
    pub text: &'a str,
    /// How it looks.
    pub look: Look,
    /// Where it leads: an address that [`super::link::link`] has let through, or nothing.
    pub link: &'a str,
    /// Whether it is a formula, of at most [`limit::EQUATION`] units.
    pub is_formula: bool,
}

/// What a run takes at most beside its text and its address, in bytes.
const FRAME: usize = 320;

/// The text as an array of runs. What does not fit into one array is left out:
/// callers that may have more split it before (see [`limit::TEXT`] and
/// [`limit::ITEMS`]).
#[must_use]
pub fn runs(content: &str) -> Json {
    let run = |piece: &str| Json::object([("text", Json::object([("content", piece.into())]))]);
    Json::List(text::pieces(content, limit::TEXT).take(limit::ITEMS).map(run).collect())
}

/// The runs as arrays, each of which Notion takes, of at most so many bytes each
/// (a thousand at least). There is none for no runs. Where the room is too small
/// for an address, its text stands without it.
#[must_use]
pub fn arrays<'a>(runs: impl Iterator<Item = Run<'a>>, room: usize) -> Vec<Vec<Json>> {
    let mut arrays: Vec<Vec<Json>> = Vec::new();
    let mut left = 0;
    // A unit takes six bytes at most.
    let longest = (room / 16).min(limit::TEXT);
    for run in runs {
        let link = if run.link.len() <= (room / 4).max(FRAME) { run.link } else { "" };
        let mut rest = run.text;
        while !rest.is_empty() {
            let (piece, after) = if run.is_formula { (rest, "") } else { cut(rest, longest) };
            rest = after;
            let item = if run.is_formula { formula(piece) } else { item(piece, run.look, link) };
            let bytes = item.bytes() + 1;
            if arrays.last().is_none_or(|array| array.len() >= limit::ITEMS) || bytes > left {
                arrays.push(Vec::new());
                left = room;
            }
            left = left.saturating_sub(bytes);
            if let Some(array) = arrays.last_mut() {
                array.push(item);
            }
        }
    }
    arrays
}

/// Cuts off what fits: between two words, where there are some.
fn cut(text: &str, longest: usize) -> (&str, &str) {
    let (kept, rest) = text::split_at_units(text, longest);
    if rest.is_empty() {
        return (text, "");
    }
    let space = kept.char_indices().rev().take(100).find(|&(at, c)| at > 0 && matches!(c, ' ' | '\n'));
    text.split_at_checked(space.map_or(kept.len(), |(at, _)| at + 1)).unwrap_or((kept, rest))
}

fn item(content: &str, look: Look, link: &str) -> Json {
    let mut text = vec![("content".into(), content.into())];
    if !link.is_empty() {
        text.push(("link".into(), Json::object([("url", link.into())])));
    }
    let mut item = vec![("text".into(), Json::Object(text))];
    if look != Look::PLAIN {
        item.push(("annotations".into(), look.json()));
    }
    Json::Object(item)
}

fn formula(expression: &str) -> Json {
    Json::object([("equation", Json::object([("expression", expression.into())]))])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::json::testing::value;

    fn run(text: &str) -> Run<'_> {
        Run { text, look: Look::PLAIN, link: "", is_formula: false }
    }

    #[test]
    fn a_run_has_what_is_set_and_no_more() {
        let marked = Run { look: Look::BOLD.with(Look::MARKED), link: "https://e.com/", ..run("a") };
        let formula = Run { is_formula: true, ..run("x^2") };
        let arrays = arrays([marked, formula, run("b")].into_iter(), 60_000);
        assert_eq!(
            arrays.iter().flatten().map(value).collect::<Vec<_>>(),
            [
                json!({
                    "text": { "content": "a", "link": { "url": "https://e.com/" } },
                    "annotations": { "bold": true, "color": "yellow_background" },
                }),
                json!({ "equation": { "expression": "x^2" } }),
                json!({ "text": { "content": "b" } }),
            ]
        );
    }

    #[test]
    fn arrays_are_short_and_light_and_lose_nothing() {
        let long = "🦀\u{301}\"".repeat(3_000);
        for room in [1_000, 5_000, 60_000] {
            let arrays = arrays((0..300).map(|_| run(&long)), room);
            let mut whole = String::new();
            for array in &arrays {
                assert!(array.len() <= limit::ITEMS && Json::List(array.clone()).bytes() <= room + 2);
                for item in array {
                    let content = item.get("text").get("content").text().unwrap();
                    assert!(text::units(content) <= limit::TEXT);
                    whole.push_str(content);
                }
            }
            assert_eq!(whole, long.repeat(300));
        }
    }
}
