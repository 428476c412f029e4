//! A data source that can be saved to, as the lists show it.

use crate::json::record;
use crate::mapping::plan::Target;
use crate::mapping::source::wants_fields;
use crate::notion::schema::Icon;

/// A data source to save to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null), serde(rename_all = "camelCase"))]
pub struct Destination {
    /// The data source's id.
    pub id: String,
    /// The account that sees it.
    pub account: String,
    /// Its name.
    pub title: String,
    /// Its icon.
    pub icon: Option<Icon>,
    /// The names of the properties a save fills.
    pub places: PlaceNames,
    /// Found by a pasted link, so a search that misses it does not remove it.
    pub by_link: bool,
    /// Whether a property holds the id of each save, by which it is found again.
    pub clip_id: bool,
    /// Tags that every save gets, unless the person takes them away.
    pub tags: Vec<String>,
    /// Whether the person confirmed what goes where.
    pub confirmed: bool,
    /// Whether its plan needs what a page declares of itself.
    pub wants_fields: bool,
}

/// The names of the properties that a save fills, as last seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct PlaceNames {
    /// Where the address goes.
    pub address: Option<String>,
    /// Where the description goes.
    pub description: Option<String>,
    /// Where the tags go.
    pub tags: Option<String>,
}

record!(Destination { id, account, title, icon, places, by_link, clip_id, tags, confirmed, wants_fields });
record!(PlaceNames { address, description, tags });

impl Destination {
    /// A destination for a data source, as an account sees it.
    #[must_use]
    pub fn of(target: &Target, account: &str, by_link: bool) -> Self {
        let name = |id: &str| target.schema.property(id).map(|property| property.name.clone());
        let (plan, places) = (target.plan(), &target.places);
        Self {
            id: target.schema.id.clone(),
            account: account.to_owned(),
            title: target.schema.title.clone(),
            icon: target.schema.icon.clone(),
            places: PlaceNames {
                address: name(&places.address),
                description: name(&places.description),
                tags: name(&places.tags),
            },
            by_link,
            clip_id: target.clip_id().is_some(),
            wants_fields: wants_fields(&plan),
            confirmed: plan.confirmed,
            tags: plan.tags,
        }
    }
}
