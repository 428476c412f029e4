//! What the popup shows of a destination's properties.

use crate::instant::Millis;
use crate::json::late_record;
use crate::notion::schema::{Icon, TagOption};

/// The properties of a destination, with what this page gives each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null), serde(rename_all = "camelCase"))]
pub struct Properties {
    /// In the schema's order.
    pub fields: Vec<PropertyField>,
    /// When the schema was read; nothing where it never was.
    pub read_at: Option<Millis>,
    /// Whether the person confirmed what goes where.
    pub confirmed: bool,
    /// What files of this device can be put into one of them; nothing where none holds files.
    pub files: Option<FileLimits>,
}

/// Which files Notion takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct FileLimits {
    /// The most bytes that one may have.
    pub largest: u64,
    /// The endings of their names, in lower case.
    pub endings: Vec<String>,
}

/// One property.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct PropertyField {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Notion's name of its type.
    pub kind: String,
    /// The options of a select, multi-select or status.
    pub options: Vec<TagOption>,
    /// What the plan gives it for this page, as [`crate::mapping::entry::Entry`] has it.
    pub values: Vec<String>,
    /// What is shown instead of the values, one for each: names for ids.
    pub labels: Vec<String>,
    /// Whether anything can be put there.
    pub writable: bool,
    /// Whether it is shown even while it is empty.
    pub asked: bool,
    /// Whether the plan gives it anything.
    pub mapped: bool,
    /// Whether every save has a field for it anyway: title, address, description, tags.
    pub basic: bool,
    /// The data source that a relation leads to.
    pub related: Option<String>,
}

/// Some of what a people or relation property can hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Choices {
    /// The best first.
    pub list: Vec<Choice>,
    /// Where it goes on, if it does.
    pub next: Option<String>,
    /// Whether Notion lists nobody but the person whose token it is.
    pub limited: bool,
}

/// A person or a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Choice {
    /// Its id: the value.
    pub id: String,
    /// Its name or title; may be empty.
    pub name: String,
    /// Its icon.
    pub icon: Option<Icon>,
}

late_record!(Properties { fields, read_at, confirmed, files });
late_record!(FileLimits { largest, endings });
late_record!(PropertyField { id, name, kind, options, values, labels, writable, asked, mapped, basic, related });
late_record!(Choices { list, next, limited });
late_record!(Choice { id, name, icon });
