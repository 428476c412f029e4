//! What the popup shows of a destination's properties, and what it offers to put
//! there.

use crate::clip::Clip;
use crate::error::Error;
use crate::json::record;
use crate::port::Port;
use crate::view::{Choices, Properties};

/// A page, and where it would go.
#[derive(Clone, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Prospect {
    /// The id of a data source or of a preset.
    pub destination: String,
    /// The page, as far as it is edited.
    pub clip: Clip,
}

/// What is looked for among people, or among the pages that a relation leads to.
#[derive(Clone, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Search {
    /// The id of a data source or of a preset.
    pub destination: String,
    /// The relation's id; empty for people.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub property: String,
    /// What was typed.
    pub query: String,
    /// Where the last answer said that it goes on.
    pub cursor: Option<String>,
}

record!(Prospect { destination, clip });
record!(Search { destination, property, query, cursor });

/// The properties of a destination, from this device.
///
/// # Errors
/// When the browser's storage fails.
pub async fn properties(_port: &impl Port, _prospect: Prospect) -> Result<Properties, Box<Error>> {
    Ok(Properties::default())
}

/// The people who may be put into a property.
///
/// # Errors
/// What Notion answers.
pub async fn people(_port: &impl Port, _search: Search) -> Result<Choices, Box<Error>> {
    Ok(Choices::default())
}

/// The pages that a relation may lead to.
///
/// # Errors
/// What Notion answers.
pub async fn related(_port: &impl Port, _search: Search) -> Result<Choices, Box<Error>> {
    Ok(Choices::default())
}
