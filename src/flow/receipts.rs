//! Receipts: made by reading a save's page back, kept beside its record for as long as that
//! (`extension/aftercare.js` takes away those of saves that are forgotten).

use super::saving::hand;
use super::{asking, content, reading, records};
use crate::error::Error;
use crate::json::{Field, Json};
use crate::late::late_word;
use crate::notion::request;
use crate::outbox::attachment;
use crate::outbox::content::next_end;
use crate::outbox::operation::Operation;
use crate::outbox::outcome::Outcome;
use crate::outbox::receipt::{Gap, Receipt, Sent, Standing};
use crate::port::Port;

const WORDS: &str = late!("receipt: sent: image");

/// What the key of a receipt begins with; the save's id follows.
pub(super) const RECEIPT: &str = late_word(WORDS, "receipt:");

/// What the key of the list of what was sent begins with.
const SENT: &str = late_word(WORDS, "sent:");

/// Where something is kept about the save of that id.
pub(super) fn key(kind: &str, id: &str) -> String {
    [kind, id].concat()
}

/// Reads the page of a save, and keeps what there is to say, which is a [`Receipt`]. That it cannot
/// be read is no error of this: it is what there is to say.
///
/// What was sent is listed beside it: so that is known when the article itself is not here any more.
///
/// Where that is wished, or was and is not done, what is missing is sent again. Before each request it
/// is written down with which block that begins, and the page is read before the next one.
///
/// # Errors
/// When the browser's storage fails.
pub(super) async fn check(port: &impl Port, save: &Operation, known: Json, is_wish: bool) -> Result<Json, Box<Error>> {
    let mut receipt = Box::new(Receipt::after(&save.id, &known));
    let listed: Option<Vec<Sent>> = records::read(port, key(SENT, &save.id)).await?;
    let planned = planned(port, save).await.unwrap_or_default();
    let here = Sent::all(&planned);
    let count = here.len();
    let mut sent = listed.filter(|listed| !listed.is_empty()).unwrap_or(here);
    let is_kept = count == sent.len();
    if is_wish && is_kept {
        receipt.sends(port.now());
    }
    let page = save.page.as_ref().map_or("", |page| &page.id);
    let mut unanswered = None;
    loop {
        let is_sending = receipt.standing == Standing::Sending;
        let mut gap = None;
        if let Some(outcome) = unanswered.take() {
            receipt.answered(outcome, port.now());
        } else if sent.is_empty() {
            receipt.forgot();
        } else {
            match reading::read(port, &save.account, page).await {
                Ok(reading) => {
                    receipt.looked(&mut sent, &reading.blocks, reading.is_whole, port.now());
                    receipt.is_kept &= is_kept;
                    if is_sending && receipt.is_kept && !receipt.is_awaited(&sent, reading.clock, port.now(), is_wish) {
                        gap = Gap::first(&sent, &reading.blocks);
                    }
                    if let Some(gap) = &gap {
                        receipt.departs(gap.first, reading.clock, port.now());
                    }
                }
                Err(error) => receipt.failed(error, port.now()),
            }
        }
        let written = receipt.write();
        port.write(vec![(key(SENT, &save.id), sent.write()), (key(RECEIPT, &save.id), written.clone())]).await?;
        let Some(gap) = gap else { return Ok(written) };
        let end = gap.blocks.end.min(next_end(save, gap.blocks.start));
        let blocks = planned.get(gap.blocks.start..end).unwrap_or_default().to_vec();
        let _hand = port.turn(&hand(&save.id)).await?;
        let asked = asking::ask_dated(port, &save.account, &request::insert(page, blocks, gap.behind.as_deref())).await;
        unanswered = asked.err().map(Outcome::of);
    }
}

/// What a save sends into its page, where that is still here.
async fn planned(port: &impl Port, save: &Operation) -> Result<Vec<Json>, Box<Error>> {
    let mut planned = Json::List(content::planned(port, save).await?);
    attachment::fill(save, &mut planned);
    Ok(if let Json::List(planned) = planned { planned } else { Vec::new() })
}

/// Another block stands for one that was sent: a picture for the card that it was.
///
/// # Errors
/// When the browser's storage fails.
pub(super) async fn replaced(port: &impl Port, save: &str, block: &str, by: &str) -> Result<(), Box<Error>> {
    let _turn = port.turn(RECEIPT).await?;
    let Some(mut sent) = records::read::<Vec<Sent>>(port, key(SENT, save)).await? else { return Ok(()) };
    for one in sent.iter_mut().filter(|one| one.id == block) {
        by.clone_into(&mut one.id);
        const { late_word(WORDS, "image") }.clone_into(&mut one.kind);
    }
    records::write(port, key(SENT, save), &sent).await
}
