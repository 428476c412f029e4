//! Receipts: made by reading a save's page back, kept beside its record for as long as that.

use super::{content, reading, records, saves};
use crate::error::Error;
use crate::instant::Millis;
use crate::json::{Field, Json};
use crate::late::late_word;
use crate::outbox::attachment;
use crate::outbox::operation::{KEPT, Operation};
use crate::outbox::receipt::{Receipt, Sent};
use crate::port::Port;

const WORDS: &str = late!("receipt: sent:");

/// What the key of a receipt begins with; the save's id follows.
const RECEIPT: &str = late_word(WORDS, "receipt:");

/// What the key of the list of what was sent begins with.
const SENT: &str = late_word(WORDS, "sent:");

fn key(kind: &str, id: &str) -> String {
    [kind, id].concat()
}

/// The receipts of these saves, in their order.
///
/// # Errors
/// When the browser's storage fails, here and below.
pub(super) async fn kept(port: &impl Port, ids: &[&str]) -> Result<Vec<Option<Receipt>>, Box<Error>> {
    let found = port.read(ids.iter().map(|id| key(RECEIPT, id)).collect()).await?;
    Ok(found.into_iter().map(|record| record.as_ref().and_then(Receipt::read)).collect())
}

/// What a save sent: kept from now on, so that it is known when the article's own text is not
/// here any more. Nothing where that is so already.
pub(super) async fn list(port: &impl Port, save: &Operation) -> Result<Option<Vec<Sent>>, Box<Error>> {
    let key = key(SENT, &save.id);
    if let Some(sent) = records::read(port, key.clone()).await? {
        return Ok(Some(sent));
    }
    if !content::is_kept(port, save).await? {
        return Ok(None);
    }
    let mut planned = Json::List(content::planned(port, save).await?);
    attachment::fill(save, &mut planned);
    let sent = Sent::all(planned.items());
    records::write(port, key, &sent).await?;
    Ok(Some(sent))
}

/// Reads the page of a save, and keeps what there is to say. That it cannot be read is no error
/// of this: it is what there is to say.
pub(super) async fn check(port: &impl Port, save: &Operation) -> Result<Receipt, Box<Error>> {
    let known = kept(port, &[&save.id]).await?.pop().flatten();
    let mut receipt = known.unwrap_or_else(|| Receipt::of(&save.id));
    let page = save.page.as_ref().map(|page| page.id.as_str()).unwrap_or_default();
    let mut records = Vec::new();
    match list(port, save).await? {
        None => receipt.forgot(),
        Some(mut sent) => match reading::read(port, &save.account, page).await {
            Ok(reading) => {
                receipt.looked(&mut sent, &reading.blocks, reading.is_whole, port.now());
                records.push((key(SENT, &save.id), sent.write()));
            }
            Err(error) => receipt.failed(error, port.now()),
        },
    }
    records.push((key(RECEIPT, &save.id), receipt.write()));
    port.write(records).await?;
    Ok(receipt)
}

/// Forgets the receipt of a save that is forgotten.
pub(super) async fn forget(port: &impl Port, id: &str) -> Result<(), Box<Error>> {
    port.remove(vec![key(RECEIPT, id), key(SENT, id)]).await
}

/// Forgets the receipts of saves that are no longer in the list.
pub(super) async fn sweep(port: &impl Port, now: Millis) -> Result<(), Box<Error>> {
    let oldest = saves::id(now.saturating_sub(KEPT), "");
    let mut keys = port.keys().await?;
    keys.retain(|key| {
        let id = key.strip_prefix(RECEIPT).or_else(|| key.strip_prefix(SENT));
        id.is_some_and(|id| *id < *oldest)
    });
    if keys.is_empty() { Ok(()) } else { port.remove(keys).await }
}
