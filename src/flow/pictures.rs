//! Pictures that stay. A page is complete as soon as it is saved, with pictures that are
//! linked to. Where the person wants copies of them, they are fetched then, as the browser
//! shows them, and Notion is given each in the place of its link (see [`filling`](crate::outbox::filling)).

use super::aftercare::FRESH;
use super::{asking, draining, reading, receipts, records, saves, uploading};
use crate::error::{Code, Error};
use crate::json::Json;
use crate::late::late_word;
use crate::notion::request;
use crate::notion::stored::Stored;
use crate::outbox::filling::{Filling, Step};
use crate::outbox::operation::{Operation, State};
use crate::outbox::picture::{DUE, Pictures};
use crate::outbox::receipt::Receipt;
use crate::port::Port;

const WORDS: &str = late!("addresses page most");

/// Goes on with the pictures of everything saved. True while there is something left that is
/// to be tried again a minute later: by then, whatever a worker asked for that died has come.
///
/// # Errors
/// When the browser's storage fails; what goes wrong with one page does not hold up others.
pub async fn keep(port: &impl Port) -> Result<bool, Box<Error>> {
    let mut is_left = false;
    for due in port.keys().await? {
        let Some(save) = due.strip_prefix(DUE) else { continue };
        is_left |= match port.turn_if_free(&due).await? {
            Some(_turn) => go_on(port, save, &due).await.is_err(),
            // Whoever has it may die.
            None => true,
        };
    }
    Ok(is_left)
}

/// Goes on with the pictures of one save, as soon as that is over.
async fn go_on(port: &impl Port, id: &str, due: &str) -> Result<(), Box<Error>> {
    let save = saves::read(port, id).await?.save;
    // What waits wakes nobody for its pictures: whoever sends it comes here next.
    if matches!(save.state, State::Queued | State::Unclear | State::Attention) {
        return Ok(());
    }
    if save.state == State::Sent || save.state == State::Saved && !is_known(port, &save).await? {
        return Err(Code::Interrupted.into());
    }
    let filled = fill(port, &save, due).await;
    if let Err(error) = &filled {
        // Saves of this account wait as well.
        draining::note(port, &save.account, Some(Err(error))).await?;
    }
    filled
}

/// Whether it is known which of the page's blocks are the save's. A picture that takes the place of another
/// block before that would be missing in its receipt, which comes within a day or not at all.
async fn is_known(port: &impl Port, save: &Operation) -> Result<bool, Box<Error>> {
    let receipt = port.read(vec![receipts::key(receipts::RECEIPT, &save.id)]).await?.pop().flatten();
    Ok(match receipt {
        Some(receipt) => Receipt::again_at(&receipt).is_none(),
        None => save.settled_at.is_none_or(|at| port.now().abs_diff(at) >= FRESH),
    })
}

async fn fill(port: &impl Port, save: &Operation, due: &str) -> Result<(), Box<Error>> {
    let Some(mut pictures) = records::read::<Pictures>(port, due.to_owned()).await? else { return Ok(()) };
    let page = save.page.as_ref().map_or("", |page| &page.id);
    let blocks = blocks(port, &save.account, page).await?;
    let most = uploading::largest(port, &save.account).await?;
    let mut filling = Filling::of(&mut pictures, page, &blocks);
    loop {
        let step = filling.step();
        records::write(port, due.to_owned(), filling.pictures).await?;
        let done = match step? {
            Step::Fetch(addresses) => {
                let wish = Json::object([
                    (const { late_word(WORDS, "addresses") }, Json::List(addresses)),
                    (const { late_word(WORDS, "page") }, save.clip.address.as_str().into()),
                    #[allow(clippy::cast_precision_loss, reason = "some megabytes")]
                    (const { late_word(WORDS, "most") }, Json::Number(most as f64)),
                ]);
                port.picture(wish).await.map(|taken| filling.fetched(&taken))
            }
            Step::Upload(file) => {
                let uploaded = uploading::upload(port, &save.account, &file).await;
                uploaded.and_then(|upload| filling.uploaded(upload))
            }
            Step::Ask(request) => {
                let asked = asking::ask_dated(port, &save.account, &request).await;
                asked.map(|(answer, _)| filling.answered(&answer))
            }
            Step::Replace(card, picture) => {
                // Noted before: what is in the trash is not missing.
                receipts::replaced(port, &save.id, &card, &picture).await?;
                let asked = asking::ask_dated(port, &save.account, &request::trash_block(&card)).await;
                asked.map(|(answer, _)| filling.answered(&answer))
            }
            Step::Done => return Ok(()),
        };
        if let Err(error) = done {
            filling.failed(error)?;
        }
    }
}

/// The blocks of a page; none of one that is in the trash, or whose account was disconnected.
async fn blocks(port: &impl Port, account: &str, page: &str) -> Result<Vec<Stored>, Box<Error>> {
    match reading::read(port, account, page).await {
        Ok(reading) => Ok(reading.blocks),
        Err(error) if matches!(error.code, Code::NotShared | Code::InvalidRequest | Code::NotConnected) => {
            Ok(Vec::new())
        }
        Err(error) => Err(error),
    }
}
