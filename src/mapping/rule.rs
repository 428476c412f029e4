//! What one property gets, as it was settled once: bound by the property's id,
//! which a rename keeps.

use crate::json::record;

/// One property, and what it gets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Rule {
    /// The property's id.
    pub property: String,
    /// Its name when this was settled: what is said of it should it be gone.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub name: String,
    /// Its type then.
    pub kind: String,
    /// A text with placeholders (see [`super::template`]); empty where the property
    /// gets nothing by itself.
    pub template: String,
    /// Whether the popup shows the property even while it is empty.
    pub asked: bool,
}

record!(Rule { property, name, kind, template, asked });

impl Rule {
    /// The rule for a property.
    #[must_use]
    pub fn of(property: &crate::notion::schema::Property, template: &str) -> Self {
        Self {
            property: property.id.clone(),
            name: property.name.clone(),
            kind: property.kind.clone(),
            template: template.to_owned(),
            asked: false,
        }
    }
}
