//! What a start of the browser finds and mends: saves that one store lost, saves
//! as an older Satchel kept them, saves that are long over.

use super::{records, saves};
use crate::error::{Code, Error};
use crate::instant::Millis;
use crate::json::Json;
use crate::late::late_word;
use crate::outbox::copies;
use crate::outbox::operation::{KEPT, Kind, Operation, State};
use crate::outbox::step::doubt;
use crate::outbox::thinning::{KEPT_DESCRIPTION, TEXT_KEPT, thin};
use crate::port::{Port, SaveCall};

/// Where version 1 kept its saves: whole, among the settings.
const VERSION_1: &str = "operation:";

/// Where it is remembered that this was done, for as long as the browser runs.
const EVENED: &str = "evened";

/// Brings every save into both stores again, before anything is sent after a start
/// of the browser: whoever comes first does so.
///
/// # Errors
/// When the browser's storage fails: then it is not known what may be sent.
pub(super) async fn even(port: &impl Port, started: bool) -> Result<(), Box<Error>> {
    if !started && port.recall(EVENED).await?.is_some() {
        return Ok(());
    }
    let uneven = port.saves(SaveCall::Uneven).await?;
    for id in uneven.items().iter().filter_map(Json::text) {
        let _turn = saves::turn(port, id).await?;
        match saves::read(port, id).await {
            // Also where it is known that one store alone took it: the browser that was ended may
            // have lost what was written since.
            Ok(believed) if believed.differ => {
                saves::write(port, &mut evened(believed.save, true, port.now())).await?;
            }
            Err(error) if error.code != Code::UnknownSave => return Err(error),
            _ => {}
        }
    }
    port.remember(EVENED, Some(Json::Bool(true))).await
}

/// Takes over what an older Satchel left, and forgets what is long over.
pub(super) async fn clear(port: &impl Port) -> Result<(), Box<Error>> {
    migrate(port).await?;
    port.saves(SaveCall::Forget(saves::id(port.now().saturating_sub(KEPT), ""))).await.map(drop)
}

/// The save as it may be written to both stores again: after that the copies agree,
/// and what made them differ must not be forgotten.
pub(super) fn evened(mut save: Box<Operation>, doubtful: bool, now: Millis) -> Box<Operation> {
    if doubtful && matches!(save.state, State::Queued | State::Sent | State::Unclear) {
        doubt(&mut save, now);
    }
    save
}

/// Takes over what version 1 left, one by one: written to its new place before it
/// is removed from the old, so that this can break off anywhere and start again.
async fn migrate(port: &impl Port) -> Result<(), Box<Error>> {
    let mut keys = port.keys().await?;
    keys.retain(|key| key.starts_with(VERSION_1));
    for key in keys {
        let record = port.read(vec![key.clone()]).await?.pop().flatten();
        // What cannot be read, or is of a newer Satchel, stays where it is.
        let Some(mut save) = record.as_ref().and_then(copies::readable) else { continue };
        let _turn = saves::turn(port, &save.id).await?;
        match saves::read(port, &save.id).await {
            Ok(_) => {}
            Err(error) if error.code == Code::UnknownSave => {
                save.edited_at = save.created_at;
                if save.state == State::Saved {
                    save.settled_at = Some(save.created_at);
                }
                saves::write(port, &mut save).await?;
            }
            Err(error) => return Err(error),
        }
        port.remove(vec![key]).await?;
    }
    Ok(())
}

/// Takes what is long over out of those that are read together.
pub(super) async fn tidy(port: &impl Port, over: Vec<String>) -> Result<(), Box<Error>> {
    for id in over {
        let _turn = saves::turn(port, &id).await?;
        let believed = match saves::read(port, &id).await {
            Ok(believed) => believed,
            // A newer Satchel's, or damaged: it stays as it is.
            Err(error) if error.code == Code::UnknownSave => continue,
            Err(error) => return Err(error),
        };
        let mut save = believed.save;
        if !believed.differ && !save.is_live(port.now()) {
            // Both copies agree: a store that refuses this write has all of it already. Anywhere else the
            // small one may be the only one that knows how far the save came.
            thin(&mut save, port.now());
            saves::write_as_of(port, &mut save, Some(port.now())).await?;
        }
    }
    Ok(())
}

/// Up to which save the records were gone through by [`thin_old`].
const THINNED: &str = late_word(WORDS, "thinned");

const WORDS: &str = late!("thinned clip selection description fields blocks");

/// How many records are read at once.
const READ: u32 = 200;

/// Takes the text of their pages out of the records of saves that were done a week ago: of those that became so
/// old since the last time.
pub(super) async fn thin_old(port: &impl Port) -> Result<(), Box<Error>> {
    let known: Option<String> = records::read(port, THINNED.to_owned()).await?;
    let known = known.unwrap_or_default();
    let until = saves::id(port.now().saturating_sub(TEXT_KEPT), "");
    let mut before = until.clone();
    let mut full = Vec::new();
    while before > known {
        let past = port.saves(SaveCall::Past(Some(before.clone()), READ)).await?;
        let start = before.clone();
        for record in past.items() {
            before = record.get("id").text().unwrap_or_default().to_owned();
            if before > known && has_text(record) {
                full.push(before.clone());
            }
        }
        // Further back each time, whatever the store says.
        if before >= start {
            break;
        }
    }
    tidy(port, full).await?;
    // Not what was known before, where that is later: a clock may have been ahead.
    records::write(port, THINNED.to_owned(), &until).await
}

fn has_text(record: &Json) -> bool {
    let [clip, selection, description, fields, blocks] = const {
        [
            late_word(WORDS, "clip"),
            late_word(WORDS, "selection"),
            late_word(WORDS, "description"),
            late_word(WORDS, "fields"),
            late_word(WORDS, "blocks"),
        ]
    };
    let clip = record.get(clip);
    clip.get(selection).text().is_some_and(|text| !text.is_empty())
        // In bytes: what is no longer by the measure of JavaScript is found to be so.
        || clip.get(description).text().is_some_and(|text| text.len() > KEPT_DESCRIPTION)
        || !clip.get(fields).items().is_empty()
        || !record.get(blocks).items().is_empty()
}

/// A save that changes what another one is about to make: as soon as that is
/// known, it is about that page; where nothing was made, it makes the page itself.
pub(super) async fn follow(port: &impl Port, save: &mut Operation) -> Result<(), Box<Error>> {
    let Some(first) = &save.follows else { return Ok(()) };
    let first = match saves::read(port, first).await {
        Ok(believed) => believed.save,
        // A store that cannot be read now may have it; even one that was taken back leaves its record.
        Err(error) if error.code == Code::UnknownSave && port.now().saturating_sub(save.edited_at) < KEPT => {
            return Ok(());
        }
        Err(error) if error.code == Code::UnknownSave => {
            Box::new(Operation { state: State::Discarded, ..Operation::default() })
        }
        Err(error) => return Err(error),
    };
    match (first.state, &first.page) {
        (State::Saved, Some(page)) => {
            save.page = Some(page.clone());
            save.follows = None;
        }
        // Its page was taken back, and this change of it with it.
        (State::Discarded | State::Undoing, Some(_)) => {
            save.state = State::Discarded;
            save.follows = None;
        }
        (State::Discarded | State::Undoing, None) => {
            save.kind = Kind::New;
            save.follows = None;
        }
        // It waits for what it follows: a person may be asked about that one.
        _ => {}
    }
    Ok(())
}
