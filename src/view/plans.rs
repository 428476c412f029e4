//! What the options page shows of plans and presets.

use crate::instant::Millis;
use crate::json::late_record;
use crate::mapping::plan::Plan;
use crate::notion::schema::TagOption;
use crate::settings::preset::{Condition, Preset};

/// What goes where in a destination, and what could.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null), serde(rename_all = "camelCase"))]
pub struct MappingView {
    /// The id that was asked for: a data source's or a preset's.
    pub destination: String,
    /// Its name.
    pub name: String,
    /// What goes where.
    pub plan: Plan,
    /// What would be proposed to somebody who never chose.
    pub proposed: Plan,
    /// What there is to fill.
    pub properties: Vec<MappingProperty>,
    /// The placeholders that are known.
    pub sources: Vec<String>,
    /// The Notion templates that a page can be filled with.
    pub templates: Vec<PageTemplate>,
    /// When the schema was read.
    pub read_at: Millis,
    /// What of an imported plan could not be used, a name each.
    pub unused: Vec<String>,
}

/// A property of a destination.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct MappingProperty {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Notion's name of its type.
    pub kind: String,
    /// Whether anything can be put there.
    pub writable: bool,
    /// Its options.
    pub options: Vec<TagOption>,
}

/// A Notion template of a data source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct PageTemplate {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A preset, as the lists show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct PresetView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The data source's id.
    pub destination: String,
    /// The account that sees it.
    pub account: String,
    /// When it is chosen by itself.
    pub conditions: Vec<Condition>,
    /// Tags that every save gets.
    pub tags: Vec<String>,
}

late_record!(MappingView { destination, name, plan, proposed, properties, sources, templates, read_at, unused });
late_record!(MappingProperty { id, name, kind, writable, options });
late_record!(PageTemplate { id, name });
late_record!(PresetView { id, name, destination, account, conditions, tags });

impl PresetView {
    /// A preset as it is shown.
    #[must_use]
    pub fn of(preset: &Preset) -> Self {
        Self {
            id: preset.id.clone(),
            name: preset.name.clone(),
            destination: preset.destination.clone(),
            account: preset.account.clone(),
            conditions: preset.conditions.clone(),
            tags: preset.plan.tags.clone(),
        }
    }
}
