//! Texts into a value by the type that the property has now, for every type there
//! is.
//!
//! No closure here is behind a `dyn`: those of the function table cannot be late.

use super::date::{self, Date};
use super::{Caution, Fit, number, several, words};
use crate::address::Address;
use crate::mapping::tags;
use crate::notion::property::Value;
use crate::notion::schema::Property;
use crate::notion::{file, id, limit};
use crate::outbox::attachment::Attachment;
use crate::text::{self, Unicode};

/// Types that something can be put into.
const WRITABLE: &[&str] = &[
    "title",
    "rich_text",
    "url",
    "multi_select",
    "select",
    "status",
    "number",
    "checkbox",
    "date",
    "people",
    "relation",
    "email",
    "phone_number",
    "files",
    "place",
    "verification",
];

/// Whether something can be put into a property of that type. A type that is not
/// known yet is one that nothing can be put into.
#[must_use]
pub fn is_writable(kind: &str) -> bool {
    WRITABLE.contains(&kind)
}

/// The values as a person would set them by hand: those that can be converted, in
/// the form that [`crate::mapping::entry::Entry`] has them.
#[must_use]
pub fn shown(property: &Property, values: Vec<String>, unicode: &dyn Unicode) -> Vec<String> {
    match property.kind.as_str() {
        "title" => vec![text::line(&values.join(", "))],
        "rich_text" => Some(text::lines(&values.join(", "))).filter(|text| !text.is_empty()).into_iter().collect(),
        "multi_select" | "select" | "status" => {
            let mut tags = tags::choose(&values, &property.options, unicode);
            tags.retain(|tag| property.kind != "status" || !tag.is_new);
            tags.into_iter().map(|tag| tag.name).collect()
        }
        "date" => values.iter().filter_map(|value| Some(date::parse(value)?.iso)).take(1).collect(),
        "number" => {
            let is_share = property.format == "percent";
            values.iter().filter_map(|value| number::plain(value, is_share)).take(1).collect()
        }
        "people" | "relation" => values.iter().filter_map(|value| id::parse(value)).collect(),
        "files" => values.iter().filter_map(|value| Some(link(value)?.1)).collect(),
        _ => values.into_iter().filter(|value| single(property, value.trim()).is_some()).take(1).collect(),
    }
}

/// Where texts come from, as far as it changes what they mean.
#[derive(Clone, Copy, Debug)]
pub enum Origin {
    /// A person: two dates are a range.
    Hand,
    /// The page.
    Page,
    /// The page's authors: a comma in one does not make it two.
    Authors,
}

/// The value that these texts are in that property.
#[must_use]
pub fn fit(property: &Property, values: Vec<String>, origin: Origin, caution: Caution, unicode: &dyn Unicode) -> Fit {
    let kind = property.kind.as_str();
    match kind {
        _ if caution.values => Fit::none(values),
        "rich_text" => words(kind, &text::lines(&values.join(", "))),
        "multi_select" => {
            // A comma in a name makes it an option that Notion does not take.
            let is_whole = |value: &String| !matches!(origin, Origin::Authors) || !value.contains(',');
            let (kept, mut left): (Vec<String>, Vec<String>) = values.into_iter().partition(is_whole);
            let mut fit = several(&property.options, &kept, caution, unicode);
            fit.left.append(&mut left);
            fit
        }
        "select" | "status" => one(property, values, caution, unicode),
        "date" => dates(values, origin),
        "people" | "relation" if !caution.references => {
            let mut fit = collect(values, id::parse, |ids| Value::ids(kind, ids));
            fit.risk.references = true;
            fit
        }
        "files" if !caution.pictures => {
            let is_hand = matches!(origin, Origin::Hand);
            let mut fit =
                collect(values, |value| chosen(value).filter(|_| is_hand).or_else(|| link(value)), Value::files);
            fit.risk.pictures = true;
            fit
        }
        _ => first(values, |value| single(property, value)),
    }
}

/// The first that can be converted; the others are left over.
fn first(mut values: Vec<String>, convert: impl Fn(&str) -> Option<Value>) -> Fit {
    for at in 0..values.len() {
        if let Some(value) = values.get(at).and_then(|value| convert(value.trim())) {
            values.remove(at);
            return Fit { left: values, ..Fit::of(value) };
        }
    }
    Fit::none(values)
}

/// A value of a type that holds one.
fn single(property: &Property, value: &str) -> Option<Value> {
    let kind = property.kind.as_str();
    let is_word = !value.is_empty() && !value.chars().any(|c| c.is_whitespace() || c.is_control());
    let short = |value: &str| text::units(value) <= limit::NAME;
    match kind {
        "url" => {
            let address = match Address::parse(value) {
                Ok(address) => address.into_text(),
                // Other schemes are links as well: mailto, a magnet, another app's.
                Err(_) if is_word && scheme(value) => value.to_owned(),
                Err(_) => return None,
            };
            (text::units(&address) <= limit::URL).then(|| Value::plain(kind, &address))
        }
        "email" => {
            let value = value.strip_prefix("mailto:").unwrap_or(value);
            let (name, host) = value.split_once('@')?;
            let fits = is_word && !name.is_empty() && !host.is_empty() && short(value);
            fits.then(|| Value::plain(kind, value))
        }
        "phone_number" => {
            let value = value.strip_prefix("tel:").unwrap_or(value);
            let has_digits = value.bytes().any(|byte| byte.is_ascii_digit());
            (has_digits && short(value)).then(|| Value::plain(kind, &text::line(value)))
        }
        "number" => number::parse(value, property.format == "percent").map(Value::number),
        "checkbox" => match value.to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => Some(Value::checkbox(true)),
            "false" | "no" | "0" => Some(Value::checkbox(false)),
            _ => None,
        },
        "verification" => match value {
            "verified" | "unverified" => Some(Value::verification(value == "verified")),
            _ => None,
        },
        "place" => {
            let mut parts = value.splitn(3, ',');
            let mut degrees = |most: f64| number::parse(parts.next()?, false).filter(|at| (-most..=most).contains(at));
            let (latitude, longitude) = (degrees(90.0)?, degrees(180.0)?);
            Some(Value::place(latitude, longitude, &text::line(parts.next().unwrap_or_default())))
        }
        _ => None,
    }
}

/// Whether the text begins as an address with a scheme does.
fn scheme(value: &str) -> bool {
    let Some((scheme, rest)) = value.split_once(':') else { return false };
    scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()) && rest.len() > 1
}

/// As many as one value holds of those that can be converted; the rest is left over.
fn collect<T>(values: Vec<String>, convert: impl Fn(&str) -> Option<T>, make: impl Fn(&[T]) -> Value) -> Fit {
    let (mut taken, mut left) = (Vec::new(), Vec::new());
    for value in values {
        match convert(value.trim()) {
            Some(item) if taken.len() < limit::ITEMS => taken.push(item),
            _ => left.push(value),
        }
    }
    Fit { value: (!taken.is_empty()).then(|| make(&taken)), left, ..Fit::default() }
}

/// A file of this device, with its name after its key: see [`named`].
fn chosen(value: &str) -> Option<(String, String)> {
    let (address, name) = value.split_once(' ')?;
    file::key(address).map(|_| (name.to_owned(), address.to_owned()))
}

/// The value with the name that the file has, where it is one of this device.
#[must_use]
pub fn named(value: &str, attachments: &[Attachment]) -> String {
    let Some(key) = file::key(value) else { return value.to_owned() };
    let name = attachments.iter().find(|file| file.key == key).map(|file| text::line(&file.name)).unwrap_or_default();
    [value, " ", if name.is_empty() { "?" } else { &name }].concat()
}

/// The files of this device among what has no place in a property, and the rest.
#[must_use]
pub fn without_files(left: Vec<String>) -> (Vec<(String, String)>, Vec<String>) {
    let mut files = Vec::new();
    let mut rest = Vec::new();
    for value in left {
        match chosen(&value) {
            Some(file) => files.push(file),
            None => rest.push(value),
        }
    }
    (files, rest)
}

/// A link to a file, named by the end of its path.
fn link(value: &str) -> Option<(String, String)> {
    let address = Address::parse(value).ok().filter(|address| text::units(address.as_str()) <= limit::URL)?;
    let path = text::last_part(address.parts().path.trim_end_matches('/'), '/');
    let name = text::shorten(if path.is_empty() { address.host() } else { path }, limit::NAME).0;
    Some((name, address.into_text()))
}

/// One option. Of several nobody can tell which is meant, and a status has only the
/// options it has.
fn one(property: &Property, values: Vec<String>, caution: Caution, unicode: &dyn Unicode) -> Fit {
    let tags = tags::choose(&values, &property.options, unicode);
    let [tag] = tags.as_slice() else { return Fit::none(values) };
    if tag.whole.is_some() || tag.is_new && (caution.options || property.kind == "status") {
        return Fit::none(values);
    }
    let risk = Caution { options: tag.is_new, ..Caution::default() };
    Fit { risk, ..Fit::of(Value::option(&property.kind, &tag.name)) }
}

/// A date, or the range between two. A time without an offset is left over: nobody
/// can tell which moment it is.
fn dates(values: Vec<String>, origin: Origin) -> Fit {
    let read: Vec<Option<Date>> = values.iter().map(|value| date::parse(value)).collect();
    if let (Origin::Hand, [Some(one), Some(other)]) = (origin, read.as_slice())
        && one != other
        && one.minutes.is_some() == other.minutes.is_some()
        && !one.cut
        && !other.cut
    {
        let (start, end) =
            if (other.minutes, &other.iso) < (one.minutes, &one.iso) { (other, one) } else { (one, other) };
        return Fit::of(Value::date(&start.iso, Some(&end.iso)));
    }
    let cut = read.iter().flatten().next().filter(|date| date.cut).map(|_| values.clone());
    let fit = first(values, |value| date::parse(value).map(|date| Value::date(&date.iso, None)));
    Fit { left: cut.unwrap_or(fit.left), ..fit }
}
