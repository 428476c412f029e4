//! What goes where in a data source, and what else a save there means.

use super::entry::Entry;
use super::rule::Rule;
use crate::instant::Millis;
use crate::json::{Field, Json, record};
use crate::notion::schema::{DataSource, Property};

/// What a save to a destination means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Plan {
    /// Which property gets what. The title needs no rule: without one it gets the
    /// page's.
    pub rules: Vec<Rule>,
    /// Tags that every save gets unless the person takes them away.
    pub tags: Vec<String>,
    /// The id of the Notion template that a new page is filled with; may be empty.
    pub template: String,
    /// Whether the page gets the site's icon.
    pub icon: bool,
    /// Whether the page gets the lead image as its cover.
    pub cover: bool,
    /// Whether the person looked at it and agreed.
    pub confirmed: bool,
}

/// Where the three go that most saves fill: the ids of properties, empty where
/// there is none. This is all that most saves need to know of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Where the address goes.
    pub address: String,
    /// Where the description goes.
    pub description: String,
    /// Where the tags go.
    pub tags: String,
    /// Whether the plan wants more than these.
    pub is_special: bool,
}

/// A data source, and what goes where in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Target {
    /// The schema as last read.
    pub schema: DataSource,
    /// The [`Plan`] as it was written. It is read where it is wanted only, so that a
    /// save need not know how.
    plan: Json,
    /// What of it most saves need.
    pub places: Places,
    /// When the schema was read.
    pub read_at: Millis,
    /// The property that Satchel added for the id of each save, by its id.
    pub mark: Option<String>,
}

record!(Plan { rules, tags, template, icon, cover, confirmed });
record!(Places { address, description, tags, is_special });
record!(Target { schema, plan, places, read_at, mark });

/// What goes where by itself, and the type that holds it.
const PLACES: [(&str, &str); 3] = [("{{url}}", "url"), ("{{description}}", "rich_text"), ("{{tags}}", "multi_select")];

impl Plan {
    /// The rule for that property.
    #[must_use]
    pub fn rule(&self, property: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.property == property)
    }

    /// The property that gets exactly this template, if it is there and of the type
    /// that is meant for it.
    #[must_use]
    pub fn place<'a>(&self, schema: &'a DataSource, template: &str) -> Option<&'a Property> {
        let (_, kind) = PLACES.into_iter().find(|(known, _)| *known == template)?;
        let mut rules = self.rules.iter().filter(|rule| rule.template == template);
        rules.find_map(|rule| schema.property(&rule.property).filter(|property| property.kind == kind))
    }

    fn places(&self, schema: &DataSource) -> Places {
        let [address, description, tags] = PLACES.map(|(template, _)| self.place(schema, template));
        let id = |place: Option<&Property>| place.map(|property| property.id.clone()).unwrap_or_default();
        let places = [address, description, tags].map(id);
        let is_plain = |rule: &Rule| rule.template.is_empty() || places.contains(&rule.property);
        let is_special = self.icon || self.cover || !self.template.is_empty() || !self.rules.iter().all(is_plain);
        let [address, description, tags] = places;
        Places { address, description, tags, is_special }
    }
}

impl Target {
    /// A data source with its plan.
    #[must_use]
    pub fn of(schema: DataSource, plan: &Plan, read_at: Millis) -> Self {
        Self { plan: plan.write(), places: plan.places(&schema), schema, read_at, mark: None }
    }

    /// The same data source with another plan.
    #[must_use]
    pub fn with(self, plan: &Plan) -> Self {
        Self { plan: plan.write(), places: plan.places(&self.schema), ..self }
    }

    /// Whether another is the same but for when it was read.
    #[must_use]
    pub fn means(&self, other: &Self) -> bool {
        self.schema == other.schema && self.plan == other.plan
    }

    /// The plan.
    #[must_use]
    pub fn plan(&self) -> Plan {
        Plan::read(&self.plan).unwrap_or_default()
    }

    /// The property that holds the id of each save, while it is there.
    #[must_use]
    pub fn clip_id(&self) -> Option<&str> {
        let property = self.schema.property(self.mark.as_deref()?)?;
        (property.kind == "rich_text").then_some(&property.id)
    }
}

/// What a person set by hand, out of how it is kept.
#[must_use]
pub fn entries(kept: &Json) -> Vec<Entry> {
    Vec::read(kept).unwrap_or_default()
}
