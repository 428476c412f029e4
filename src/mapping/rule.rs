//! What goes where in a data source, as it was settled once: bound by the ids of
//! its properties, which a rename keeps.

use crate::json::{names, record};
use crate::notion::schema::{DataSource, Property};

/// What a property can get of a clip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The page's address.
    Address,
    /// The description.
    Description,
    /// The tags.
    Tags,
}

names!(Source { Address = "address", Description = "description", Tags = "tags" });

impl Source {
    /// The types of property that can hold it.
    fn kinds(self) -> &'static [&'static str] {
        match self {
            Self::Address => &["url"],
            Self::Description => &["rich_text"],
            Self::Tags => &["multi_select"],
        }
    }

    /// Whether a property is of a type that can hold it.
    #[must_use]
    pub fn fits(self, property: &Property) -> bool {
        self.kinds().contains(&property.kind.as_str())
    }
}

/// One property, and what it gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The property's id.
    pub property: String,
    /// What it gets.
    pub source: Source,
}

/// A data source, and what goes where in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The schema as last read.
    pub schema: DataSource,
    /// What goes where. The title needs no rule: there is one title property in
    /// every data source.
    pub rules: Vec<Rule>,
    /// The property that Satchel added for the id of each save, by its id.
    pub mark: Option<String>,
}

record!(Rule { property, source });
record!(Target { schema, rules, mark });

impl Target {
    /// The property that gets this; none where nothing does, or where the property
    /// is gone or became another type.
    #[must_use]
    pub fn place(&self, source: Source) -> Option<&Property> {
        let rule = self.rules.iter().find(|rule| rule.source == source)?;
        let property = self.schema.properties.iter().find(|property| property.id == rule.property);
        property.filter(|property| source.fits(property))
    }

    /// The property that holds the id of each save, while it is there.
    #[must_use]
    pub fn clip_id(&self) -> Option<&str> {
        let is_it = |property: &&Property| Some(&property.id) == self.mark.as_ref() && property.kind == "rich_text";
        self.schema.properties.iter().find(is_it).map(|property| property.id.as_str())
    }
}
