//! Property values on write.

use std::borrow::Cow;

use super::{file, rich_text};
use crate::json::Json;

/// A value, under the name of its type. It is made only by these functions, so
/// there is no value of a shape that Notion does not know.
#[derive(Clone, Debug, PartialEq)]
pub struct Value(pub(super) Json);

impl Value {
    fn of(kind: &str, value: Json) -> Self {
        Self(Json::Object(vec![(Cow::Owned(kind.to_owned()), value)]))
    }

    /// A title or text, of at most [`super::limit::TEXT`] units times
    /// [`super::limit::ITEMS`].
    #[must_use]
    pub fn text(kind: &str, text: &str) -> Self {
        Self::of(kind, rich_text::runs(text))
    }

    /// A `url` of at most [`super::limit::URL`] units, an `email` or a
    /// `phone_number` of at most [`super::limit::NAME`]; never empty.
    #[must_use]
    pub fn plain(kind: &str, text: &str) -> Self {
        Self::of(kind, text.into())
    }

    /// Options by name: without commas, at most [`super::limit::OPTION_NAME`] units
    /// each and [`super::limit::OPTIONS`] of them. An unknown name becomes a new
    /// option.
    pub fn multi_select<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        Self::of("multi_select", Json::List(names.map(|name| Json::object([("name", name.into())])).collect()))
    }

    /// A `select`, likewise, or a `status`, whose option has to exist.
    #[must_use]
    pub fn option(kind: &str, name: &str) -> Self {
        Self::of(kind, Json::object([("name", name.into())]))
    }

    /// A number.
    #[must_use]
    pub fn number(number: f64) -> Self {
        Self::of("number", Json::Number(number))
    }

    /// A tick, or none.
    #[must_use]
    pub fn checkbox(is_checked: bool) -> Self {
        Self::of("checkbox", Json::Bool(is_checked))
    }

    /// A date or a range. A moment has its offset, so no time zone is named: Notion
    /// takes one or the other.
    #[must_use]
    pub fn date(start: &str, end: Option<&str>) -> Self {
        let mut members = vec![(Cow::Borrowed("start"), start.into())];
        members.extend(end.map(|end| (Cow::Borrowed("end"), end.into())));
        Self::of("date", Json::Object(members))
    }

    /// `people` or a `relation`, by ids: at most [`super::limit::ITEMS`].
    #[must_use]
    pub fn ids(kind: &str, ids: &[String]) -> Self {
        Self::of(kind, Json::List(ids.iter().map(|id| Json::object([("id", id.as_str().into())])).collect()))
    }

    /// Files by names and addresses, as [`file::named`] takes them: at most
    /// [`super::limit::ITEMS`].
    #[must_use]
    pub fn files(files: &[(String, String)]) -> Self {
        Self::of("files", Json::List(files.iter().map(|(name, address)| file::named(address, name)).collect()))
    }

    /// A place on the map.
    #[must_use]
    pub fn place(latitude: f64, longitude: f64, name: &str) -> Self {
        let mut place =
            vec![(Cow::Borrowed("lat"), Json::Number(latitude)), (Cow::Borrowed("lon"), Json::Number(longitude))];
        if !name.is_empty() {
            place.push((Cow::Borrowed("name"), name.into()));
        }
        Self::of("place", Json::Object(place))
    }

    /// Whether a page of a wiki is verified.
    #[must_use]
    pub fn verification(is_verified: bool) -> Self {
        let state = if is_verified { "verified" } else { "unverified" };
        Self::of("verification", Json::object([("state", state.into())]))
    }

    /// How many bytes it adds to a request, at most.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.0.bytes()
    }
}
