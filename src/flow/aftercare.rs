//! What is done about a save when Notion has all of it. Nothing here is needed for it to be
//! there, and none of it is in the outbox's record: what was not done yet shows in what is
//! missing, so that a worker that dies leaves nothing behind but that.

use super::{receipts, saves};
use crate::error::Error;
use crate::instant::Millis;
use crate::outbox::operation::{Kind, Operation, State};
use crate::outbox::receipt::Receipt;
use crate::port::Port;
use crate::view::{CareWish, Cared};

/// The turn of whoever reads pages back: one at a time, so that saves wait for one request at most.
const TURN: &str = receipts::RECEIPT;

/// How long after it was saved a page is first read by itself.
pub(super) const FRESH: Millis = 86_400_000;

/// How soon it is looked again whether there is a network.
const OFFLINE: Millis = 60_000;

/// Does the next thing that is due, and says when there is more to do; or what is wished. What is
/// known already, the pages read where it is kept.
///
/// # Errors
/// [`crate::error::Code::UnknownSave`], and when the browser's storage fails.
pub async fn aftercare(port: &impl Port, wish: &CareWish) -> Result<Box<Cared>, Box<Error>> {
    let mut cared = Box::<Cared>::default();
    let _turn = port.turn(TURN).await?;
    let mut saves =
        if wish.id.is_empty() { saves::latest(port).await? } else { vec![saves::read(port, &wish.id).await?.save] };
    let mut dues = Vec::new();
    if wish.id.is_empty() {
        // An update whose text is not done is not forgotten for those that came after it.
        for due in port.keys().await? {
            let Some(id) = due.strip_prefix(receipts::RENEWAL) else { continue };
            if !saves.iter().any(|save| save.id == id)
                && let Ok(found) = saves::read(port, id).await
            {
                saves.push(found.save);
            }
            dues.push(id.to_owned());
        }
    }
    saves.retain(|save| is_filled(save));
    let kept = port.read(saves.iter().map(|save| receipts::key(receipts::RECEIPT, &save.id)).collect()).await?;
    let now = port.now();
    let mut first = None;
    for (save, receipt) in saves.into_iter().zip(kept) {
        let at = match &receipt {
            _ if !wish.id.is_empty() => now,
            Some(receipt) => match Receipt::again_at(receipt) {
                Some(at) => at,
                // The worker died when all was done but to say so.
                None if dues.contains(&save.id) && Receipt::after(&save.id, receipt).is_settled() => now,
                None => continue,
            },
            None if save.kind == Kind::Update => now,
            None if save.settled_at.is_some_and(|at| now.abs_diff(at) < FRESH) => now,
            None => continue,
        };
        let at = if port.obstacle().is_none() || !wish.id.is_empty() { at } else { at.max(now + OFFLINE) };
        if at <= now && first.is_none() {
            first = Some((save, receipt));
        } else {
            cared.next_at = Some(cared.next_at.map_or(at, |next| next.min(at)));
        }
    }
    // From the first receipt on it is known which of the page's blocks are which. Pictures come after it
    // (see `extension/aftercare.js`), and note which block stands for another.
    if let Some((save, known)) = first {
        let receipt = receipts::check(port, &save, known.unwrap_or_default(), wish.missing).await?;
        cared.next_at = [cared.next_at, Receipt::again_at(&receipt)].into_iter().flatten().min();
        cared.receipts.push(receipt);
    }
    Ok(cared)
}

/// Whether its article is to be in its page. That of an update is sent here: what the outbox sends of
/// one are the properties.
fn is_filled(save: &Operation) -> bool {
    save.state == State::Saved && save.page.is_some() && !save.article.is_empty()
}
