//! Property values on write.

use super::rich_text;
use crate::json::Json;

/// A value, under the name of its type. It is made only by these functions, so
/// there is no value of a shape that Notion does not know.
#[derive(Clone, Debug, PartialEq)]
pub struct Value(pub(super) Json);

impl Value {
    /// The page's title.
    #[must_use]
    pub fn title(text: &str) -> Self {
        Self(Json::object([("title", rich_text::runs(text))]))
    }

    /// Text.
    #[must_use]
    pub fn rich_text(text: &str) -> Self {
        Self(Json::object([("rich_text", rich_text::runs(text))]))
    }

    /// An address of at most [`super::limit::URL`] units; never empty.
    #[must_use]
    pub fn url(address: &str) -> Self {
        Self(Json::object([("url", address.into())]))
    }

    /// Options by name: without commas, at most [`super::limit::OPTION_NAME`] units
    /// each and [`super::limit::OPTIONS`] of them. An unknown name becomes a new
    /// option.
    pub fn multi_select<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let options = names.map(|name| Json::object([("name", name.into())]));
        Self(Json::object([("multi_select", Json::List(options.collect()))]))
    }
}
