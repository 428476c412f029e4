//! Presets: made, named, given their conditions, and forgotten.

use super::{fields, records};
use crate::clip::Clip;
use crate::error::{Code, Error};
use crate::json::{Field, late_record};
use crate::mapping::plan::Target;
use crate::port::Port;
use crate::settings::Settings;
use crate::settings::preset::{Condition, Preset};
use crate::text;

/// A new preset.
#[derive(Clone, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct PresetWish {
    /// The data source (or the preset) that it begins as a copy of.
    pub destination: String,
    /// Its name.
    pub name: String,
}

/// What a preset is called and when it is chosen by itself.
#[derive(Clone, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct PresetChange {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// When it is chosen by itself.
    pub conditions: Vec<Condition>,
}

late_record!(PresetWish { destination, name });
late_record!(PresetChange { id, name, conditions });

/// Where a page goes unless the person chooses otherwise, and the tags it gets: by
/// the first preset that is meant for such a page, else to the default.
#[must_use]
pub fn chosen(settings: &Settings, clip: &Clip) -> (Option<String>, Vec<String>) {
    let kind = clip.fields.iter().find(|field| field.name == "kind").map_or("page", |field| &field.value);
    let preset = settings.preset_for(&clip.address, kind);
    let id = preset.map(|preset| preset.id).or_else(|| settings.default_destination.clone());
    let tags = id.as_deref().and_then(|id| match settings.preset(id) {
        Some(preset) => Some(preset.plan.tags),
        None => settings.destination(Some(id)).ok().map(|known| known.tags.clone()),
    });
    (id, tags.unwrap_or_default())
}

/// The target with the plan of the preset of that id, if it is one's.
pub(super) fn applied(settings: &Settings, id: &str, target: Box<Target>) -> Box<Target> {
    match settings.preset(id) {
        Some(preset) => Box::new(target.with(&preset.plan)),
        None => target,
    }
}

/// Makes a preset.
///
/// # Errors
/// [`Code::UnknownDestination`], and when the browser's storage fails, here and below.
pub async fn add(port: &impl Port, wish: PresetWish) -> Result<(), Box<Error>> {
    let settings = records::settings(port).await?;
    let known = settings.destination(Some(&wish.destination))?;
    let plan = fields::planned(port, &settings, &wish.destination).await?.map(|target| target.plan());
    let preset = Preset {
        id: port.id(),
        name: text::line(&wish.name),
        account: known.account.clone(),
        destination: known.id.clone(),
        plan: plan.unwrap_or_default(),
        conditions: Vec::new(),
    };
    let mut held = records::hold_settings(port).await?;
    held.settings.presets.push(preset.write());
    records::write_settings(port, held).await
}

/// Changes what a preset is called and when it is chosen.
///
/// # Errors
/// [`Code::UnknownDestination`] where it is gone.
pub async fn set(port: &impl Port, change: PresetChange) -> Result<(), Box<Error>> {
    let PresetChange { id, name, conditions } = change;
    let mut held = records::hold_settings(port).await?;
    let mut preset = held.settings.preset(&id).ok_or(Code::UnknownDestination)?;
    preset.name = text::line(&name);
    preset.conditions = conditions;
    held.settings.put_preset(&preset);
    records::write_settings(port, held).await
}

/// Forgets a preset. What waits to be saved by it goes by its destination's own plan.
///
/// # Errors
/// As above.
pub async fn remove(port: &impl Port, id: &str) -> Result<(), Box<Error>> {
    let mut held = records::hold_settings(port).await?;
    held.settings.presets.retain(|preset| preset.get("id").text() != Some(id));
    held.settings.settle_default();
    records::write_settings(port, held).await
}
