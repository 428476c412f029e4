//! What goes where: shown, changed, taken elsewhere and brought back.

use crate::error::Error;
use crate::json::record;
use crate::mapping::plan::Plan;
use crate::port::Port;
use crate::view::MappingView;

/// A plan for a destination.
#[derive(Clone, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct PlanChange {
    /// The id of a data source or of a preset.
    pub destination: String,
    /// What goes where from now on.
    pub plan: Plan,
}

/// An exported plan for a destination.
#[derive(Clone, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct PlanImport {
    /// The id of a data source or of a preset.
    pub destination: String,
    /// What [`export`] gave.
    pub text: String,
}

record!(PlanChange { destination, plan });
record!(PlanImport { destination, text });

/// What goes where in a destination.
///
/// # Errors
/// What Notion answers.
pub async fn mapping(_port: &impl Port, destination: &str) -> Result<MappingView, Box<Error>> {
    Ok(MappingView { destination: destination.to_owned(), ..MappingView::default() })
}

/// Takes a plan.
///
/// # Errors
/// What Notion answers.
pub async fn set(port: &impl Port, change: PlanChange) -> Result<MappingView, Box<Error>> {
    mapping(port, &change.destination).await
}

/// Goes back to what is proposed.
///
/// # Errors
/// What Notion answers.
pub async fn reset(port: &impl Port, destination: &str) -> Result<MappingView, Box<Error>> {
    mapping(port, destination).await
}

/// The plan as a text that another Satchel can take.
///
/// # Errors
/// What Notion answers.
pub async fn export(_port: &impl Port, _destination: &str) -> Result<String, Box<Error>> {
    Ok(String::new())
}

/// Takes what [`export`] gave.
///
/// # Errors
/// What Notion answers.
pub async fn import(port: &impl Port, import: PlanImport) -> Result<MappingView, Box<Error>> {
    mapping(port, &import.destination).await
}
