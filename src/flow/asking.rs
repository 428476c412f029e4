//! Asking Notion as an account: with its token, and with a new one where Notion
//! no longer takes the old.

use super::{records, vault};
use crate::error::{Code, Error};
use crate::http::{Recipient, Request};
use crate::instant::Millis;
use crate::json::Json;
use crate::oauth::grant::Grant;
use crate::oauth::request;
use crate::oauth::secret::Secret;
use crate::port::{Port, Waiting};
use crate::settings::{AccountStatus, Settings};

/// Sends, and reads a success.
pub(super) async fn send(port: &impl Port, to: &Recipient, request: &Request) -> Result<Json, Box<Error>> {
    port.send(to, request).await?.success()
}

/// Asks as an account. A token that Notion no longer takes is renewed once;
/// where that cannot be done, the account is marked, so that every page says so.
///
/// # Errors
/// What Notion answers; [`Code::NotConnected`], [`Code::TokenRejected`] when only
/// the person can help, [`Code::RenewalFailed`] when a later try may: in all
/// three cases the request was certainly not carried out.
pub(super) fn ask<'a>(port: &'a impl Port, account: &'a str, request: &'a Request) -> Waiting<'a, Json> {
    // In a box: as a part of every flow that asks, it would be compiled into each.
    Box::pin(async move {
        let mut secret = vault::secret(port, account).await?;
        let mut answer = send_as(port, &secret, request).await;
        if is_rejected(&answer) && secret.is_renewable() {
            answer = match renew(port, account, &secret).await {
                Ok(renewed) => {
                    secret = renewed;
                    send_as(port, &secret, request).await
                }
                Err(error) => Err(error),
            };
        }
        if is_rejected(&answer) {
            let mark = &mut |settings: &mut Settings| settings.set_status(account, AccountStatus::Rejected);
            // That noting it failed is not worth losing the answer over.
            let _noted = records::change_settings(port, mark).await;
        }
        answer
    })
}

async fn send_as(port: &impl Port, secret: &Secret, request: &Request) -> Result<Json, Box<Error>> {
    send(port, &secret.notion().ok_or(Code::NotConnected)?, request).await
}

fn is_rejected(answer: &Result<Json, Box<Error>>) -> bool {
    answer.as_ref().is_err_and(|error| error.code == Code::TokenRejected)
}

/// A new pair for the one that was used. Whoever comes while somebody else is at
/// it waits, and finds it done: a refresh token works once.
async fn renew(port: &impl Port, account: &str, used: &Secret) -> Result<Box<Secret>, Box<Error>> {
    let _turn = port.turn(&["renew:", account].concat()).await?;
    let mut secret = vault::secret(port, account).await?;
    if secret.access != used.access {
        return Ok(secret);
    }
    let issuer = secret.issuer().filter(|_| secret.is_renewable()).ok_or(Code::TokenRejected)?;
    let pause = secret.pause(port.now());
    if pause > 0 {
        return Err(later("", pause));
    }
    // Written down first: should the worker die from here on, or the answer be
    // lost, nobody asks again at once.
    secret.renewal_at = Some(port.now());
    vault::write(port, account, &mut secret).await?;
    let answer = send(port, &issuer, &request::refresh(secret.way, &secret.refresh)).await;
    match answer.map(|answer| Grant::from_answer(&answer)) {
        Ok(Some(grant)) => {
            secret.accept(&grant, port.now());
            vault::write(port, account, &mut secret).await?;
            Ok(secret)
        }
        Err(error) if matches!(error.code, Code::GrantRejected | Code::ClientRejected) => {
            // Somebody may have connected again meanwhile: theirs stays.
            let mut now = vault::secret(port, account).await?;
            if now.access != used.access {
                return Ok(now);
            }
            now.refused = true;
            vault::write(port, account, &mut now).await?;
            Err(Error::with_detail(Code::TokenRejected, &error.message))
        }
        Ok(None) => Err(later(Code::UnreadableAnswer.message(), secret.pause(port.now()))),
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
