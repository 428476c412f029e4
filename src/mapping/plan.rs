//! What goes where in a data source, and what else a save there means.

use super::rule::Rule;
use crate::instant::Millis;
use crate::json::record;
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

/// A data source, and what goes where in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The schema as last read.
    pub schema: DataSource,
    /// What goes where.
    pub plan: Plan,
    /// When the schema was read.
    pub read_at: Millis,
    /// The property that Satchel added for the id of each save, by its id.
    pub mark: Option<String>,
}

record!(Plan { rules, tags, template, icon, cover, confirmed });
record!(Target { schema, plan, read_at, mark });

impl Plan {
    /// The rule for that property.
    #[must_use]
    pub fn rule(&self, property: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.property == property)
    }

    /// The property of that schema that gets exactly this template, if it is there
    /// and of one of these types.
    #[must_use]
    pub fn place<'a>(&self, schema: &'a DataSource, template: &str, kinds: &[&str]) -> Option<&'a Property> {
        let mut rules = self.rules.iter().filter(|rule| rule.template == template);
        rules
            .find_map(|rule| schema.property(&rule.property).filter(|property| kinds.contains(&property.kind.as_str())))
    }
}

impl Target {
    /// The property that gets exactly this.
    #[must_use]
    pub fn place(&self, (template, kinds): super::proposal::Place) -> Option<&Property> {
        self.plan.place(&self.schema, template, kinds)
    }

    /// The property that holds the id of each save, while it is there.
    #[must_use]
    pub fn clip_id(&self) -> Option<&str> {
        let property = self.schema.property(self.mark.as_deref()?)?;
        (property.kind == "rich_text").then_some(&property.id)
    }
}
