//! What a save goes by, where it is more than a schema that was read before and the
//! three properties of most saves.

use super::{content, listing, presets, records, sending};
use crate::clip::{Clip, Notice, NoticeCode};
use crate::error::{Code, Error};
use crate::http::Request;
use crate::json::Json;
use crate::mapping::plan::Target;
use crate::mapping::{self, Job, NewPage, special};
use crate::notion::plain::has_media;
use crate::notion::request;
use crate::outbox::attachment;
use crate::outbox::content::next_end;
use crate::outbox::event::{Stage, stage};
use crate::outbox::operation::{Kind, Operation, Repair};
use crate::outbox::risk;
use crate::port::Port;
use crate::settings::Account;

/// What the save means by what is known of the data source.
pub(super) fn job<'a>(save: &'a Operation, target: &'a Target) -> Job<'a> {
    Job {
        clip: &save.clip,
        tags: &save.tags,
        entries: &save.entries,
        saved: save.created_at,
        target,
        caution: save.repair.caution(),
        has_text: !save.article.is_empty(),
    }
}

/// What goes where: read from Notion the first time, by the preset's plan.
///
/// # Errors
/// What Notion answers, or when the browser's storage fails.
pub(super) async fn target(
    port: &impl Port,
    save: &Operation,
    known: Option<Box<Target>>,
) -> Result<Box<Target>, Box<Error>> {
    let mut target = match known {
        Some(target) => target,
        None => listing::first(port, &save.account, &save.destination).await?,
    };
    // A preset that is gone by now leaves the destination's own plan.
    if let Some(id) = &save.preset {
        target = presets::applied(&*records::settings(port).await?, id, target);
    }
    Ok(target)
}

/// The request that a save needs next: its page, as [`sending::create`] makes it, or
/// what comes after that, and what is left of it when Notion refused the rest.
///
/// # Errors
/// [`Code::NotConnected`](crate::error::Code), and as [`target`].
pub(super) async fn request(
    port: &impl Port,
    save: &mut Operation,
    account: Option<&Account>,
) -> Result<Option<Request>, Box<Error>> {
    let stage = stage(save);
    if stage == Stage::Create && save.repair != Repair::Link {
        let target = records::target(port, &save.destination).await?;
        let mut request = sending::create(port, save, account, target).await?;
        if let Some(request) = &mut request {
            content::join(port, save, request).await?;
        }
        return Ok(request);
    }
    let is_first = save.senders.is_empty();
    sending::leave(save, account)?;
    if stage == Stage::Append {
        let from = usize::try_from(save.appended).unwrap_or_default();
        let mut blocks = content::planned(port, save).await?;
        blocks.truncate(next_end(save, from));
        blocks.drain(..from.min(blocks.len()));
        let may_be_plainer = !save.article.is_empty() && blocks.iter().any(has_media);
        save.risk = if may_be_plainer { risk::PICTURES } else { 0 };
        let mut request = save.page.as_ref().map(|page| request::append(&page.id, blocks));
        if let Some(body) = request.as_mut().and_then(|request| request.body.as_mut()) {
            attachment::fill(save, body);
        }
        return Ok(request);
    }
    let Some(target) = records::target(port, &save.destination).await? else { return Ok(None) };
    let clip_id = target.clip_id().map(str::to_owned);
    let mut page = if save.repair == Repair::Link {
        let mut page = mapping::plain_page(&Job { clip: &bare(&save.clip), ..job(save, &target) }, port);
        page.notices.push(Notice::of(NoticeCode::ShrunkToLink));
        page
    } else {
        *self::page(port, save, Some(target)).await?
    };
    save.left = page.notices;
    save.risk = page.risk.bits();
    if let (Stage::Update, Some(known)) = (stage, &save.page) {
        return Ok(Some(request::update_page(&known.id, &page.request)));
    }
    save.blocks = page.after;
    save.appended = 0;
    sending::mark(save, &mut page.request, clip_id, is_first);
    Ok(Some(page.request))
}

/// The link alone.
fn bare(clip: &Clip) -> Clip {
    Clip { title: clip.title.clone(), address: clip.address.clone(), ..Clip::default() }
}

/// The page, whatever is special about it; and in the record whether it comes from a template.
///
/// # Errors
/// As [`target`].
pub(super) async fn page(
    port: &impl Port,
    save: &mut Operation,
    known: Option<Box<Target>>,
) -> Result<Box<NewPage>, Box<Error>> {
    if attachment::next(save, port.now()).is_some() {
        // Whoever does nothing but send leaves the uploads to the outbox.
        return Err(Code::Interrupted.into());
    }
    let target = target(port, save, known).await?;
    let mut page = Box::new(special::page(&job(save, &target), port));
    if let Some(body) = &mut page.request.body {
        if save.kind == Kind::Update {
            attachment::spare(save, body);
        }
        attachment::fill(save, body);
    }
    page.notices.append(&mut attachment::notices(save));
    let is_from_template = page.request.body.as_ref().is_some_and(|body| *body.get("template") != Json::Null);
    let has_more = !page.after.is_empty() || !save.article.is_empty();
    save.filling = (is_from_template && has_more).then_some(0);
    Ok(page)
}
