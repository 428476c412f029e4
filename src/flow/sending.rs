//! What a save sends, and what comes of it.

use super::asking::ask_now;
use super::{preparing, records};
use crate::clip::{Clip, Notice, NoticeCode};
use crate::error::{Code, Error};
use crate::http::Request;
use crate::json::Json;
use crate::mapping::{self, Job};
use crate::notion::answer::PageRef;
use crate::notion::property::Value;
use crate::notion::request;
use crate::outbox::operation::{Kind, Operation, Repair};
use crate::outbox::outcome::Outcome;
use crate::outbox::step::{BATCH, Stage, stage};
use crate::port::Port;
use crate::settings::Account;

/// The request that a save needs next, and in the record what there is to say of
/// it. `None` where it is not known yet what goes where.
pub(super) async fn prepare(
    port: &impl Port,
    save: &mut Operation,
    account: Option<&Account>,
) -> Result<Option<Request>, Box<Error>> {
    let account = account.ok_or(Code::NotConnected)?;
    if !account.confirmed {
        return Err(Code::NotConfirmed.into());
    }
    let is_first = save.senders.is_empty();
    save.sent_by(&account.bot);
    if stage(save) == Stage::Append {
        let from = usize::try_from(save.appended).unwrap_or_default();
        let blocks = save.blocks.iter().skip(from).take(BATCH).cloned().collect();
        return Ok(save.page.as_ref().map(|page| request::append(&page.id, blocks)));
    }
    let Some(target) = records::target(port, &save.destination).await? else { return Ok(None) };
    let clip_id = target.clip_id().map(str::to_owned);
    let job = preparing::job(save, &target);
    let mut page = if save.repair == Repair::Link {
        mapping::plain_page(&Job { clip: &bare(&save.clip), ..job }, port)
    } else if save.preset.is_none() && job.is_plain() {
        mapping::plain_page(&job, port)
    } else {
        *port.seldom(|| preparing::page(port, save, Some(target))).await?
    };
    if save.repair == Repair::Link {
        page.notices.push(Notice::of(NoticeCode::ShrunkToLink));
    }
    save.left = page.notices;
    save.risk = page.risk.bits();
    if let (Kind::Update, Some(known)) = (save.kind, &save.page) {
        return Ok(Some(request::update_page(&known.id, &page.request)));
    }
    save.blocks = page.after;
    if is_first {
        save.mark.clone_from(&clip_id);
    }
    if let Some(mark) = save.mark.as_deref().filter(|mark| clip_id.as_deref() == Some(mark)) {
        request::set_property(&mut page.request, mark, Value::text("rich_text", &save.id));
    }
    Ok(Some(page.request))
}

/// The link alone.
fn bare(clip: &Clip) -> Clip {
    Clip { title: clip.title.clone(), address: clip.address.clone(), ..Clip::default() }
}

/// Sends it. Whoever does so waited for [`super::asking::pace`].
pub(super) async fn send(port: &impl Port, save: &Operation, request: &Request) -> Outcome {
    match ask_now(port, &save.account, request).await {
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
