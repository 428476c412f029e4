//! Receipts: made by reading a save's page back, kept beside its record for as long as that
//! (`extension/aftercare.js` takes away those of saves that are forgotten).

use super::{content, reading, records};
use crate::error::Error;
use crate::json::{Field, Json};
use crate::late::late_word;
use crate::outbox::attachment;
use crate::outbox::operation::Operation;
use crate::outbox::receipt::{Receipt, Sent};
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
/// # Errors
/// When the browser's storage fails.
pub(super) async fn check(port: &impl Port, save: &Operation, known: Json) -> Result<Json, Box<Error>> {
    let mut receipt = Box::new(Receipt::after(&save.id, &known));
    let listed: Option<Vec<Sent>> = records::read(port, key(SENT, &save.id)).await?;
    let sent = match listed {
        Some(sent) => Ok(sent),
        None => content::planned(port, save).await.map(|planned| {
            let mut planned = Json::List(planned);
            attachment::fill(save, &mut planned);
            Sent::all(planned.items())
        }),
    };
    let mut records = Vec::new();
    match sent {
        Ok(mut sent) => {
            let page = save.page.as_ref().map(|page| page.id.as_str()).unwrap_or_default();
            match reading::read(port, &save.account, page).await {
                Ok(reading) => receipt.looked(&mut sent, &reading.blocks, reading.is_whole, port.now()),
                Err(error) => receipt.failed(error, port.now()),
            }
            records.push((key(SENT, &save.id), sent.write()));
        }
        Err(_) => receipt.forgot(),
    }
    let receipt = receipt.write();
    records.push((key(RECEIPT, &save.id), receipt.clone()));
    port.write(records).await?;
    Ok(receipt)
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
