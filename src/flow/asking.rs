//! Asking Notion as an account: with its token, and with a new one where Notion
//! no longer takes the old.

use super::{records, vault};
use crate::error::{Code, Error};
use crate::http::{Recipient, Request};
use crate::instant::{self, Millis};
use crate::json::{Field, Json};
use crate::oauth::grant::Grant;
use crate::oauth::request;
use crate::oauth::secret::Secret;
use crate::outbox::pace;
use crate::port::{Port, Waiting};
use crate::settings::{AccountStatus, Settings};

/// Sends, and reads a success.
pub(super) async fn send(port: &impl Port, to: &Recipient, request: &Request) -> Result<Json, Box<Error>> {
    if to.is_notion() {
        pace(port).await?;
    }
    Ok(send_dated(port, to, request).await?.0)
}

/// Sends, and reads a success with what its sender's clock says.
async fn send_dated(port: &impl Port, to: &Recipient, request: &Request) -> Result<Dated, Box<Error>> {
    if to.is_notion() {
        port.allowed()?;
    }
    let answer = port.send(to, request).await?;
    let date = answer.head.date.clone();
    Ok((answer.success()?, date))
}

/// An answer, and the `Date` that it came with.
type Dated = (Json, Option<String>);

/// Where it is remembered when the latest requests went out: for as long as the
/// browser runs, so that a worker that starts anew keeps the pace.
const PACE: &str = "pace";

/// Waits until a request may go out.
pub(super) async fn pace(port: &impl Port) -> Result<(), Box<Error>> {
    let _turn = port.turn(PACE).await?;
    let mut sent = port.recall(PACE).await?.as_ref().and_then(Vec::<Millis>::read).unwrap_or_default();
    let now = port.now();
    let at = pace::next(&mut sent, now);
    if at > now {
        port.sleep(at - now).await?;
    }
    pace::note(&mut sent, port.now());
    port.remember(PACE, Some(sent.write())).await
}

/// As [`pace`], for a save, unless another save waits already: false then.
pub(super) async fn pace_first(port: &impl Port) -> Result<bool, Box<Error>> {
    let Some(_turn) = port.turn_if_free("first").await? else { return Ok(false) };
    pace(port).await?;
    Ok(true)
}

/// Asks whoever issues tokens. Their words are left out of errors: they were sent
/// secrets, and might repeat them.
pub(super) async fn send_secret(port: &impl Port, to: &Recipient, request: &Request) -> Result<Json, Box<Error>> {
    send(port, to, request).await.map_err(|mut error| {
        error.message.clear();
        error.request_id = None;
        error
    })
}

/// Asks as an account. A token that Notion no longer takes is renewed once;
/// where that cannot be done, the account is marked, so that every page says so.
///
/// # Errors
/// What Notion answers; [`Code::NotConnected`], [`Code::TokenRejected`] when only
/// the person can help, [`Code::RenewalFailed`] when a later try may: in all
/// three cases the request was certainly not carried out.
pub(super) async fn ask(port: &impl Port, account: &str, request: &Request) -> Result<Json, Box<Error>> {
    pace(port).await?;
    ask_now(port, account, vault::secret(port, account), request).await
}

/// As [`ask`], for whoever waited for the pace already, and asked for the account's secret.
pub(super) async fn ask_now<'a>(
    port: &'a impl Port,
    account: &'a str,
    secret: Waiting<'a, Box<Secret>>,
    request: &'a Request,
) -> Result<Json, Box<Error>> {
    Ok(ask_whole(port, account, secret, request).await?.0)
}

/// As [`ask`], with the time by Notion's clock, or by this device's where Notion
/// did not say. For searches, which ask several times: Notion may have asked to
/// wait since the first.
pub(super) async fn ask_dated(
    port: &impl Port,
    account: &str,
    request: &Request,
) -> Result<(Json, Millis), Box<Error>> {
    pace(port).await?;
    still_free(port, account).await?;
    let (answer, date) = ask_whole(port, account, vault::secret(port, account), request).await?;
    let clock = date.as_deref().and_then(instant::from_http);
    Ok((answer, clock.unwrap_or_else(|| port.now())))
}

/// Fails where Notion asked the account to wait, since whoever asks now last looked.
pub(super) async fn still_free(port: &impl Port, account: &str) -> Result<(), Box<Error>> {
    let (_, pauses) = records::settings_and_pauses(port).await?;
    match pauses.asked_until(account, port.now()).saturating_sub(port.now()) {
        0 => Ok(()),
        wait => Err(Box::new(Error { retry_after_ms: Some(wait), ..*Box::<Error>::from(Code::RateLimited) })),
    }
}

fn ask_whole<'a>(
    port: &'a impl Port,
    account: &'a str,
    secret: Waiting<'a, Box<Secret>>,
    request: &'a Request,
) -> Waiting<'a, Dated> {
    // In a box: as a part of every flow that asks, it would be compiled into each.
    Box::pin(async move {
        let answer = ask_once_more(port, account, secret, request).await;
        if answer.as_ref().is_err_and(|error| matches!(error.code, Code::TokenRejected | Code::NotConnected)) {
            let mark = &mut |settings: &mut Settings| settings.set_status(account, AccountStatus::Rejected);
            // That noting it failed is not worth losing the answer over.
            let _noted = records::change_settings(port, mark).await;
        }
        answer
    })
}

async fn ask_once_more(
    port: &impl Port,
    account: &str,
    secret: Waiting<'_, Box<Secret>>,
    request: &Request,
) -> Result<Dated, Box<Error>> {
    // Asked for when the request may leave: while many waited for that, one of them may have renewed it.
    let secret = secret.await?;
    let answer = send_as(port, &secret, request).await;
    if !answer.as_ref().is_err_and(|error| error.code == Code::TokenRejected) {
        return answer;
    }
    let renewed = port
        .seldom(|| async {
            let newer = renew(port, account, &secret).await?;
            still_free(port, account).await?;
            Ok(newer)
        })
        .await;
    match renewed.map_err(|error| if error.code == Code::WorkerFailed { later("", 0) } else { error })? {
        Some(newer) => {
            pace(port).await?;
            send_as(port, &newer, request).await
        }
        None => answer,
    }
}

async fn send_as(port: &impl Port, secret: &Secret, request: &Request) -> Result<Dated, Box<Error>> {
    send_dated(port, &secret.notion().ok_or(Code::NotConnected)?, request).await
}

/// A newer pair than the one that was used; `None` where only the person can give
/// one. Whoever comes while somebody else is at it waits, and finds it done: a
/// refresh token works once.
async fn renew(port: &impl Port, account: &str, used: &Secret) -> Result<Option<Box<Secret>>, Box<Error>> {
    let _turn = vault::turn(port, account).await?;
    let mut secret = vault::secret(port, account).await?;
    if secret.access != used.access {
        return Ok(Some(secret));
    }
    let Some(issuer) = secret.issuer().filter(|_| secret.is_renewable()) else { return Ok(None) };
    let pause = secret.pause(port.now());
    if pause > 0 {
        return Err(later("", pause));
    }
    // Written down first: should the worker die from here on, or the answer be
    // lost, nobody asks again at once.
    secret.renewal_at = Some(port.now());
    vault::write(port, account, &mut secret).await?;
    let answer = send_secret(port, &issuer, &request::refresh(secret.way, &secret.refresh)).await;
    match answer.map(|answer| Grant::from_answer(&answer)) {
        Ok(Some(grant)) => {
            secret.accept(&grant, port.now());
            vault::write(port, account, &mut secret).await?;
            Ok(Some(secret))
        }
        Err(error) if matches!(error.code, Code::GrantRejected | Code::ClientRejected) => {
            secret.refused = true;
            vault::write(port, account, &mut secret).await?;
            Err(Error::with_detail(Code::TokenRejected, &error.message))
        }
        Ok(None) => Err(later("", secret.pause(port.now()))),
        Err(error) => {
            let asked = error.retry_after_ms.unwrap_or_default();
            Err(later(&error.message, secret.pause(port.now()).max(asked)))
        }
    }
}

/// The renewal failed for now; it may work after that pause.
fn later(why: &str, pause: Millis) -> Box<Error> {
    let mut error = Error::with_detail(Code::RenewalFailed, why);
    error.retry_after_ms = Some(pause);
    error
}
