//! What a page says of itself beyond [`Facts`](crate::clip::Facts), as `capture.js`
//! and the command line gather it.

use crate::json::{Field, Json, late_record};

/// One `<link>` to an icon.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct IconLink {
    /// Its `rel`.
    pub rel: String,
    /// Where it is, resolved.
    pub href: String,
    /// Its `sizes`.
    pub sizes: String,
}

/// An element whose names say that it may hold an author, a date or a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Mark {
    /// Its tag, then `itemprop=`, `rel=`, `class=`, `id=` and `href=` with each of
    /// their words, in lower case.
    pub hint: String,
    /// The beginning of its text, a line for each piece.
    pub text: String,
    /// Its `datetime`, `content` or `title`.
    pub value: String,
}

/// What a page says of itself. No field is trusted to be there, to be true or to
/// be short.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null), serde(rename_all = "camelCase"))]
pub struct Details {
    /// The first few first-level headings, shortened.
    pub headings: Vec<String>,
    /// What follows each of them, line by line.
    pub openings: Vec<String>,
    /// The document's writing direction.
    pub direction: String,
    /// Its JSON-LD scripts, parsed.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "unknown[]"))]
    pub data: Vec<Json>,
    /// Its links to icons.
    pub icons: Vec<IconLink>,
    /// Elements that may name authors and dates, in document order.
    pub marks: Vec<Mark>,
    /// How many words there are to read.
    pub words: u32,
    /// The beginning of what there is to read, with its line breaks.
    pub text: String,
}

late_record!(IconLink { rel, href, sizes });
late_record!(Mark { hint, text, value });
late_record!(Details { headings, openings, direction, data, icons, marks, words, text });

impl Details {
    /// Reads them. What is not as it should be is empty. (A [`record`] would read it
    /// as well, in twice the bytes of wasm: what one of those is wrong for is not
    /// asked here.)
    #[must_use]
    pub fn of(mut json: Json) -> Self {
        let mut details = Self {
            headings: texts(json.get("headings")),
            openings: texts(json.get("openings")),
            direction: text(&json, "direction"),
            data: Vec::new(),
            icons: Vec::new(),
            marks: Vec::new(),
            words: u32::take(json.get("words"), &mut true),
            text: text(&json, "text"),
        };
        for icon in json.get("icons").items() {
            details.icons.push(IconLink {
                rel: text(icon, "rel"),
                href: text(icon, "href"),
                sizes: text(icon, "sizes"),
            });
        }
        for mark in json.get("marks").items() {
            details.marks.push(Mark { hint: text(mark, "hint"), text: text(mark, "text"), value: text(mark, "value") });
        }
        if let Json::Object(members) = &mut json {
            for (name, value) in members {
                if let ("data", Json::List(items)) = (name.as_ref(), value) {
                    details.data = std::mem::take(items);
                }
            }
        }
        details
    }
}

/// The text of that name; empty where there is none.
#[inline(never)]
fn text(json: &Json, name: &str) -> String {
    json.get(name).text().unwrap_or_default().to_owned()
}

#[inline(never)]
fn texts(json: &Json) -> Vec<String> {
    let mut texts = Vec::new();
    for item in json.items() {
        texts.push(item.text().unwrap_or_default().to_owned());
    }
    texts
}
