//! What a person set by hand for one property of one save.

use crate::json::late_record;
use crate::outbox::attachment::Attachment;

/// The values that a person gave one property. They replace what the plan gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Entry {
    /// The property's id.
    pub property: String,
    /// Its name: what is said of it should it be gone by then.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub name: String,
    /// The values as texts: names of options, ids of people or pages, an ISO date
    /// or moment (two are a range), plain decimals, `true` or `false`, addresses,
    /// `latitude,longitude,name`, `verified` or `unverified`. None clears it. A file of
    /// this device is [`crate::notion::file::placeholder`] of its key.
    pub values: Vec<String>,
    /// The files of this device that the values name.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub attachments: Vec<Attachment>,
}

late_record!(Entry { property, name, values, attachments });
