//! What a save sends, and what comes of it.

use super::asking::ask_now;
use super::preparing;
use crate::error::{Code, Error};
use crate::http::Request;
use crate::json::Json;
use crate::mapping;
use crate::mapping::plan::Target;
use crate::notion::answer::PageRef;
use crate::notion::property::Value;
use crate::notion::request;
use crate::oauth::secret::Secret;
use crate::outbox::event::{Stage, stage};
use crate::outbox::operation::Operation;
use crate::outbox::outcome::Outcome;
use crate::port::{Port, Waiting};
use crate::settings::Account;

/// The request that makes a save's page, and in the record what there is to say of
/// it. `None` where it is not known yet what goes where.
pub(super) async fn create(
    port: &impl Port,
    save: &mut Operation,
    account: Option<&Account>,
    target: Option<Box<Target>>,
) -> Result<Option<Request>, Box<Error>> {
    let is_first = save.senders.is_empty();
    leave(save, account)?;
    let Some(target) = target else { return Ok(None) };
    let clip_id = target.clip_id().map(str::to_owned);
    let job = preparing::job(save, &target);
    let mut page = if save.preset.is_none() && job.is_plain() {
        mapping::plain_page(&job, port)
    } else {
        *port.seldom(|| preparing::page(port, save, Some(target))).await?
    };
    save.left = page.notices;
    save.risk = page.risk.bits();
    save.blocks = page.after;
    mark(save, &mut page.request, clip_id, is_first);
    Ok(Some(page.request))
}

/// Puts the save's id into its page, where there is a property for it.
pub(super) fn mark(save: &mut Operation, create: &mut Request, clip_id: Option<String>, is_first: bool) {
    if is_first {
        save.mark.clone_from(&clip_id);
    }
    if let Some(mark) = save.mark.as_deref().filter(|mark| clip_id.as_deref() == Some(mark)) {
        request::set_property(create, mark, Value::text("rich_text", &save.id));
    }
}

/// Notes whose connection a save leaves by, where it may leave.
pub(super) fn leave(save: &mut Operation, account: Option<&Account>) -> Result<(), Box<Error>> {
    let account = account.ok_or(Code::NotConnected)?;
    if !account.confirmed {
        return Err(Code::NotConfirmed.into());
    }
    save.sent_by(&account.bot);
    Ok(())
}

/// Sends it with its account's secret. Whoever does so waited for [`super::asking::pace`].
pub(super) async fn send<'a>(
    port: &'a impl Port,
    save: &'a Operation,
    secret: Waiting<'a, Box<Secret>>,
    request: &'a Request,
) -> Outcome {
    match ask_now(port, &save.account, secret, request).await {
        Ok(answer) => match read(save, &answer) {
            Some(page) => Outcome::Applied(page),
            None => Outcome::of(Code::UnreadableAnswer.into()),
        },
        Err(error) if error.code == Code::NotShared && stage(save) != Stage::Create => {
            Outcome::Blocked(Code::PageGone.into())
        }
        Err(error) => Outcome::of(error),
    }
}

fn read(save: &Operation, answer: &Json) -> Option<PageRef> {
    match stage(save) {
        // The answer is the list of what was appended.
        Stage::Append => save.page.clone().filter(|_| matches!(answer.get("results"), Json::List(_))),
        Stage::Create | Stage::Update => PageRef::from_answer(answer),
    }
}
