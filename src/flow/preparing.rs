//! What a save goes by, where it is more than a schema that was read before and the
//! three properties of most saves.

use super::{listing, presets, records};
use crate::error::Error;
use crate::mapping::Job;
use crate::mapping::plan::Target;
use crate::mapping::{NewPage, special};
use crate::outbox::Operation;
use crate::port::Port;

/// What the save means by what is known of the data source.
pub(super) fn job<'a>(save: &'a Operation, target: &'a Target) -> Job<'a> {
    Job {
        clip: &save.clip,
        tags: &save.tags,
        entries: &save.entries,
        saved: save.created_at,
        target,
        caution: save.repair.caution(),
    }
}

/// What goes where: read from Notion the first time, by the preset's plan.
///
/// # Errors
/// What Notion answers, or when the browser's storage fails.
pub(super) async fn target(
    port: &impl Port,
    save: &Operation,
    known: Option<Box<Target>>,
) -> Result<Box<Target>, Box<Error>> {
    let mut target = match known {
        Some(target) => target,
        None => listing::first(port, &save.account, &save.destination).await?,
    };
    // A preset that is gone by now leaves the destination's own plan.
    if let Some(id) = &save.preset {
        target = presets::applied(&*records::settings(port).await?, id, target);
    }
    Ok(target)
}

/// The page, whatever is special about it.
///
/// # Errors
/// As [`target`].
pub(super) async fn page(
    port: &impl Port,
    save: &Operation,
    known: Option<Box<Target>>,
) -> Result<Box<NewPage>, Box<Error>> {
    let target = target(port, save, known).await?;
    Ok(Box::new(special::page(&job(save, &target), port)))
}
