//! The records of saves: each twice, and believed as [`copies`] says.

use crate::clip::{Notice, NoticeCode};
use crate::error::{Code, Error};
use crate::instant::Millis;
use crate::json::Json;
use crate::outbox::copies::{self, Believed};
use crate::outbox::operation::{Operation, VERSION};
use crate::port::{Port, SaveCall, Turn};
use crate::text::digits;

/// How many saves the pages show at once.
const SHOWN: u32 = 20;

/// The turn of whoever changes a save's record: from reading it to writing it, and
/// never while Notion is asked.
pub(super) async fn turn(port: &impl Port, id: &str) -> Result<Box<dyn Turn>, Box<Error>> {
    port.turn(&["record:", id].concat()).await
}

/// A save.
///
/// # Errors
/// [`Code::UnknownSave`] when there is none of that id, or none that this code
/// understands.
pub(super) async fn read(port: &impl Port, id: &str) -> Result<Believed, Box<Error>> {
    let copies = port.saves(SaveCall::Copies(id.to_owned())).await?;
    copies::believed(copies.items()).ok_or_else(|| Code::UnknownSave.into())
}

/// A save that both stores tell the same of; nothing where they do not.
pub(super) async fn agreed(port: &impl Port, id: &str) -> Result<Option<Box<Operation>>, Box<Error>> {
    let copies = port.saves(SaveCall::Copies(id.to_owned())).await?;
    Ok(copies::agreed(copies.items()))
}

/// Writes a save to both stores.
pub(super) async fn write(port: &impl Port, save: &mut Operation) -> Result<(), Box<Error>> {
    write_as_of(port, save, None).await
}

/// Writes a save to both stores; the small copy goes only where it is over for a while by the moment given.
pub(super) async fn write_as_of(port: &impl Port, save: &mut Operation, now: Option<Millis>) -> Result<(), Box<Error>> {
    if !write_once(port, save, now).await? && !save.alone {
        // Known, so that the lack of the other copy does not look like a loss.
        save.alone = true;
        if !save.notices.iter().any(|notice| notice.code == NoticeCode::OneStore) {
            save.notices.push(Notice::of(NoticeCode::OneStore));
        }
        if write_once(port, save, now).await? {
            // It failed for a moment only. A copy that says that it is alone is believed without the other,
            // which may know more by then.
            save.alone = false;
            save.notices.retain(|notice| notice.code != NoticeCode::OneStore);
            write_once(port, save, now).await?;
        }
    }
    Ok(())
}

async fn write_once(port: &impl Port, save: &mut Operation, now: Option<Millis>) -> Result<bool, Box<Error>> {
    let before = save.revision;
    save.revision = before.saturating_add(1);
    save.version = VERSION;
    let small = copies::small(save, now.unwrap_or(save.settled_at.unwrap_or(save.edited_at.max(save.created_at))));
    let call = SaveCall::Write { id: save.id.clone(), before, whole: copies::record(save), small };
    Ok(port.saves(call).await?.is_true())
}

/// Every save that is not over since long, from that id on, oldest first.
pub(super) async fn live(port: &impl Port, from: &str) -> Result<Vec<Box<Operation>>, Box<Error>> {
    Ok(all(port.saves(SaveCall::Live(from.to_owned())).await?.items()))
}

/// As many saves as the pages show at once, and every live one, oldest first.
pub(super) async fn latest(port: &impl Port) -> Result<Vec<Box<Operation>>, Box<Error>> {
    let mut saves = live(port, "").await?;
    for past in all(port.saves(SaveCall::Past(None, SHOWN)).await?.items()) {
        if !saves.iter().any(|save| save.id == past.id) {
            saves.push(past);
        }
    }
    saves.sort_unstable_by(|one, other| one.id.cmp(&other.id));
    Ok(saves)
}

/// Those of the records that can be read.
#[allow(clippy::vec_box, reason = "moving whole ones was a good part of the wasm")]
pub(super) fn all(records: &[Json]) -> Vec<Box<Operation>> {
    let mut saves = Vec::with_capacity(records.len());
    for record in records {
        saves.extend(copies::readable(record));
    }
    saves
}

/// Ids begin with the moment, so that ids in order are saves in order.
pub(super) fn id(now: Millis, random: &str) -> String {
    [&digits(now, 13), "-", random].concat()
}
