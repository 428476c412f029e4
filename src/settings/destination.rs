//! A data source that can be saved to, as the lists show it.

use crate::json::record;
use crate::mapping::places::Places;
use crate::notion::schema::{DataSource, Icon, Property};
use crate::text::Unicode;

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

record!(Destination { id, account, title, icon, places, by_link });
record!(PlaceNames { address, description, tags });

impl Destination {
    /// A destination for a data source, as an account sees it.
    #[must_use]
    pub fn of(source: &DataSource, account: &str, by_link: bool, unicode: &dyn Unicode) -> Self {
        let places = Places::of(source, unicode);
        let name = |place: Option<&Property>| place.map(|property| property.name.clone());
        Self {
            id: source.id.clone(),
            account: account.to_owned(),
            title: source.title.clone(),
            icon: source.icon.clone(),
            places: PlaceNames {
                address: name(places.address),
                description: name(places.description),
                tags: name(places.tags),
            },
            by_link,
        }
    }
}
