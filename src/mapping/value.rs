//! Texts into a property's value. What cannot be converted without loss is left
//! over: the caller puts it into the page.

pub mod date;
pub mod fit;
pub mod number;

use super::tags;
use crate::notion::limit;
use crate::notion::property::Value;
use crate::notion::schema::TagOption;
use crate::text::{self, Unicode};

/// Values that a save may have to go without, because Notion refused it with them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Caution {
    /// No new options: the schema may be full, or the connection may not make any.
    pub options: bool,
    /// No people, related pages or template: they may be gone.
    pub references: bool,
    /// No pictures: icon, cover, files, and pictures in the page.
    pub pictures: bool,
    /// No values at all but the title.
    pub values: bool,
}

impl Caution {
    /// As one number, the first lowest: how a save keeps it.
    #[must_use]
    pub fn bits(self) -> u32 {
        let Self { options, references, pictures, values } = self;
        [values, pictures, references, options].into_iter().fold(0, |bits, bit| bits * 2 + u32::from(bit))
    }
}

/// What became of some texts.
#[derive(Debug, Default)]
pub struct Fit {
    /// The value; none where nothing could be converted.
    pub value: Option<Value>,
    /// What it does not hold, or not all of.
    pub left: Vec<String>,
    /// How many of those it holds the beginning of.
    pub cut: usize,
    /// What Notion may refuse it for.
    pub risk: Caution,
}

impl Fit {
    /// All of it.
    pub(super) fn of(value: Value) -> Self {
        Self { value: Some(value), ..Self::default() }
    }

    /// Nothing of it.
    pub(super) fn none(left: Vec<String>) -> Self {
        Self { left, ..Self::default() }
    }
}

/// Text. Of more than a cell shows well, it holds the beginning.
pub(super) fn words(kind: &str, whole: &str) -> Fit {
    let (short, cut) = text::shorten(whole, limit::TEXT);
    let left = if cut { vec![whole.to_owned()] } else { Vec::new() };
    Fit { cut: left.len(), left, ..Fit::of(Value::text(kind, &short)) }
}

/// Options by name: as many as a value holds, and where none may be made, those
/// there are.
pub(super) fn several(options: &[TagOption], typed: &[String], caution: Caution, unicode: &dyn Unicode) -> Fit {
    let (mut names, mut left, mut whole) = (Vec::new(), Vec::new(), Vec::new());
    let mut risk = Caution::default();
    for tag in tags::choose(typed, options, unicode) {
        if names.len() == limit::OPTIONS || tag.is_new && caution.options {
            left.push(tag.typed());
            continue;
        }
        risk.options |= tag.is_new;
        names.push(tag.name);
        whole.extend(tag.whole);
    }
    let cut = whole.len();
    left.append(&mut whole);
    let value = (!names.is_empty()).then(|| Value::multi_select(names.iter().map(String::as_str)));
    Fit { value, left, cut, risk }
}
