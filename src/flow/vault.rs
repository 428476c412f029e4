//! Secrets, kept in every store there is: browsers have been seen to delete a
//! whole store that they found damaged, never two at once.

use crate::error::{Code, Error};
use crate::json::{Field, Json};
use crate::oauth::secret::Secret;
use crate::port::{Port, Turn, Waiting};

fn key(account: &str) -> String {
    ["secret:", account].concat()
}

/// The turn of whoever is about to replace an account's secret. A pair that is
/// being renewed must not come back over one that the person connected, or
/// disconnected, meanwhile.
pub(super) async fn turn(port: &impl Port, account: &str) -> Result<Box<dyn Turn>, Box<Error>> {
    port.turn(&["secret:", account].concat()).await
}

/// An account's secret. It is asked for when this is called.
///
/// # Errors
/// [`Code::NotConnected`] when there is none.
pub(super) fn secret<'a>(port: &'a impl Port, account: &'a str) -> Waiting<'a, Box<Secret>> {
    let copies = port.copies(&key(account));
    Box::pin(async move {
        let (newest, is_everywhere) = newest(copies).await?;
        let newest = newest.ok_or(Code::NotConnected)?;
        if !is_everywhere {
            // A store lost it. Read again in turn: whoever writes now knows better.
            let _turn = port.turn("vault").await?;
            if let (Some(newest), false) = self::newest(port.copies(&key(account))).await? {
                // What was read is worth having even where it cannot be written again.
                let _healed = port.write_copies(&key(account), Some(newest.write())).await;
            }
        }
        if newest.access.is_empty() { Err(Code::NotConnected.into()) } else { Ok(newest) }
    })
}

/// The copy that changed last, and whether every store has it.
async fn newest(copies: Waiting<'_, Vec<Option<Json>>>) -> Result<(Option<Box<Secret>>, bool), Box<Error>> {
    let mut newest: Option<Box<Secret>> = None;
    let mut revisions = Vec::new();
    for copy in copies.await? {
        let copy = copy.as_ref().and_then(Box::<Secret>::read);
        revisions.push(copy.as_ref().map(|copy| copy.revision));
        if copy.as_ref().map(|copy| copy.revision) > newest.as_ref().map(|newest| newest.revision) {
            newest = copy;
        }
    }
    let is_everywhere = revisions.iter().all(|revision| Some(revision) == revisions.first());
    Ok((newest, is_everywhere))
}

/// Writes an account's secret. Once this returned, it is the one.
pub(super) async fn write(port: &impl Port, account: &str, secret: &mut Secret) -> Result<(), Box<Error>> {
    let _turn = port.turn("vault").await?;
    let (known, _) = newest(port.copies(&key(account))).await?;
    secret.revision = known.map_or(0, |known| known.revision).saturating_add(1);
    account.clone_into(&mut secret.account);
    port.write_copies(&key(account), Some(secret.write())).await
}

/// Forgets an account's secret: writes over it, in every store. What is left says
/// only that there is none, and stays, because a store that loses its last writes
/// (as browsers do when they are killed) would otherwise bring the secret back.
pub(super) async fn forget(port: &impl Port, account: &str) -> Result<(), Box<Error>> {
    match write(port, account, &mut Secret::default()).await {
        // No room even for that: then it goes altogether.
        Err(error) if error.code == Code::StorageFull => port.write_copies(&key(account), None).await,
        done => done,
    }
}
