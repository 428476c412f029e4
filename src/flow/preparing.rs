//! What a save goes by, where it is more than a schema that was read before and the
//! three properties of most saves.

use super::{listing, presets, records};
use crate::error::Error;
use crate::mapping::Job;
use crate::mapping::plan::Target;
use crate::mapping::special::{self, Special};
use crate::outbox::Operation;
use crate::port::Port;

/// What goes where, and what is special about the page.
pub(super) type Prepared = (Box<Target>, Option<Box<Special>>);

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

/// Reads a data source that was never read, takes the preset's plan, and works out
/// what is special.
///
/// # Errors
/// What Notion answers, or when the browser's storage fails.
pub(super) async fn prepare(
    port: &impl Port,
    save: &Operation,
    known: Option<Box<Target>>,
) -> Result<Prepared, Box<Error>> {
    let mut target = match known {
        Some(target) => target,
        None => listing::first(port, &save.account, &save.destination).await?,
    };
    // A preset that is gone by now leaves the destination's own plan.
    if let Some(id) = &save.preset {
        target = presets::applied(&*records::settings(port).await?, id, target);
    }
    let special = Some(Box::new(special::of(&job(save, &target), port)));
    Ok((target, special))
}
