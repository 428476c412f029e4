//! What is done about a save when Notion has all of it. Nothing here is needed for it to be
//! there, and none of it is in the outbox's record: what was not done yet shows in what is
//! missing, so that a worker that dies leaves nothing behind but that.

use super::{receipts, records, saves};
use crate::error::{Code, Error};
use crate::instant::Millis;
use crate::outbox::operation::{Operation, State};
use crate::outbox::receipt::Receipt;
use crate::port::Port;
use crate::view::{CareWish, Cared};

/// The turn of whoever reads pages back: one at a time, so that saves wait for one request at most.
const TURN: &str = "receipt";

/// How long after it was saved a page is first read by itself.
const FRESH: Millis = 86_400_000;

/// How soon it is looked again whether there is a network.
const OFFLINE: Millis = 60_000;

/// Does the next thing that is due, and says when there is more to do; or what is wished.
///
/// # Errors
/// [`Code::UnknownSave`] for a save whose page was not filled by Satchel, and when the browser's
/// storage fails.
pub async fn aftercare(port: &impl Port, wish: &CareWish) -> Result<Box<Cared>, Box<Error>> {
    if !wish.ids.is_empty() {
        return Ok(Box::new(Cared { receipts: known(port, &wish.ids).await?, next_at: None }));
    }
    if wish.id.is_empty() {
        return tend(port).await;
    }
    let _turn = port.turn(TURN).await?;
    let save = saves::read(port, &wish.id).await?.save;
    if !is_filled(&save) {
        return Err(Code::UnknownSave.into());
    }
    Ok(Box::new(Cared { receipts: vec![tend_to(port, &save).await?], next_at: None }))
}

/// Everything that is done about one save, in order. Each thing may ask Notion, leaves what came of
/// it beside the record, and finds there what was done before. The receipt is first: from then on
/// it is known which of the page's blocks are which, and whatever is done with one keeps its id.
async fn tend_to(port: &impl Port, save: &Operation) -> Result<Receipt, Box<Error>> {
    receipts::check(port, save).await
}

async fn tend(port: &impl Port) -> Result<Box<Cared>, Box<Error>> {
    let Some(_turn) = port.turn_if_free(TURN).await? else { return Ok(Box::default()) };
    let now = port.now();
    let mut due = due(port, now).await?;
    let first = due.pop();
    let next_at = due.last().map(|(at, _)| *at);
    match first {
        Some((at, save)) if at <= now && port.online() => {
            let receipt = tend_to(port, &save).await?;
            let next_at = [next_at, receipt.again_at].into_iter().flatten().min();
            Ok(Box::new(Cared { receipts: vec![receipt], next_at }))
        }
        first => {
            let soonest = if port.online() { now } else { now + OFFLINE };
            Ok(Box::new(Cared { receipts: Vec::new(), next_at: first.map(|(at, _)| at.max(soonest)) }))
        }
    }
}

/// The saves about which something is to be done, and when: the soonest is last.
async fn due(port: &impl Port, now: Millis) -> Result<Vec<(Millis, Box<Operation>)>, Box<Error>> {
    let saves = filled(port).await?;
    let ids: Vec<&str> = saves.iter().map(|save| save.id.as_str()).collect();
    let receipts = receipts::kept(port, &ids).await?;
    let (_, pauses) = records::settings_and_pauses(port).await?;
    let mut due = Vec::new();
    for (save, receipt) in saves.into_iter().zip(receipts) {
        let is_fresh = save.settled_at.is_some_and(|at| now.abs_diff(at) < FRESH);
        let at = match receipt {
            Some(receipt) => receipt.again_at,
            None => is_fresh.then_some(now),
        };
        if let Some(at) = at {
            due.push((at.max(pauses.until(&save.account, now)), save));
        }
    }
    due.sort_by(|(one, _), (other, _)| other.cmp(one));
    Ok(due)
}

/// The latest saves whose pages Satchel filled.
async fn filled(port: &impl Port) -> Result<Vec<Box<Operation>>, Box<Error>> {
    let mut saves = saves::latest(port).await?;
    saves.retain(|save| is_filled(save));
    Ok(saves)
}

fn is_filled(save: &Operation) -> bool {
    save.state == State::Saved && save.page.is_some() && !save.article.is_empty()
}

/// What is known of these saves; one that is filled and was not looked at yet has an open receipt.
async fn known(port: &impl Port, ids: &[String]) -> Result<Vec<Receipt>, Box<Error>> {
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let kept = receipts::kept(port, &ids).await?;
    let mut known = Vec::new();
    for (id, receipt) in ids.into_iter().zip(kept) {
        match receipt {
            Some(receipt) => known.push(receipt),
            None => {
                let save = saves::read(port, id).await.map(|believed| believed.save);
                known.extend(save.ok().filter(|save| is_filled(save)).map(|save| Receipt::of(&save.id)));
            }
        }
    }
    Ok(known)
}

/// Lists what was sent by saves that were not looked at yet, while it is still here, and forgets
/// what nobody will ask for.
pub(super) async fn tidy(port: &impl Port) -> Result<(), Box<Error>> {
    for (_, save) in due(port, port.now()).await? {
        receipts::list(port, &save).await?;
    }
    receipts::sweep(port, port.now()).await
}
