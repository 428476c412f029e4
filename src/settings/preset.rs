//! Presets: a destination under a name of its own, with its own plan, chosen by
//! hand or by what the page is.

use crate::json::record;
use crate::mapping::plan::Plan;

/// A way to save to a destination.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preset {
    /// A random id. It may stand wherever a destination's id may.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The account that sees the destination.
    pub account: String,
    /// The data source's id.
    pub destination: String,
    /// What goes where.
    pub plan: Plan,
    /// It is chosen by itself where one of these holds.
    pub conditions: Vec<Condition>,
}

/// What a page has to be for a preset to be chosen by itself. All that is not
/// empty has to hold; where everything is empty, nothing does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Condition {
    /// Host names, one of which has to be the page's; `*.example.com` is every host
    /// under it and itself.
    pub hosts: Vec<String>,
    /// What the path has to be; `*` stands for anything.
    pub path: String,
    /// What the page has to be: `article`, `video`, `product`, `paper`, `repository`.
    pub kind: String,
}

record!(Preset { id, name, account, destination, plan, conditions });
record!(Condition { hosts, path, kind });
