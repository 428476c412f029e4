//! Finding out what became of a request whose answer never came. Seldom needed,
//! so none of it is in the module that a quick save loads.

use super::asking::{ask, ask_dated};
use super::{content, listing, preparing, records};
use crate::error::{Code, Error};
use crate::http::Request;
use crate::instant::Millis;
use crate::json::Json;
use crate::mapping::{self, special};
use crate::notion::answer::List;
use crate::notion::request::{self, Mark};
use crate::notion::stored::Stored;
use crate::outbox::addition::{self, Maker, Placed};
use crate::outbox::content::next_end;
use crate::outbox::copies;
use crate::outbox::event::{Stage, stage};
use crate::outbox::operation::{Kind, Operation, State};
use crate::outbox::outcome::{self, Lookup, Wanted};
use crate::port::{Port, SaveCall};

/// How far back a search goes: this device's clock may be off by a day.
const FAR_BACK: Millis = 25 * 3_600_000;

/// Pages of blocks that are read at most: more than a save ever appends.
const MOST_LISTS: usize = 100;

/// Looks for what was sent.
pub(super) async fn look(port: &impl Port, save: &Operation) -> Result<Lookup, Box<Error>> {
    if stage(save) == Stage::Append {
        return arrived(port, save).await;
    }
    let mine = mine(port, save).await?;
    let Some(taken) = outcome::taken(&mine, save) else {
        // Its answer is awaited; then it is known whose page it is.
        return Ok(Lookup::Failed(Code::Interrupted.into()));
    };
    let mut search = self::search(port, save).await?;
    let found = match find(port, save, &taken, &search).await {
        // What it was looked for by is gone from the database: then by what is left.
        Err(error) if error.code == Code::InvalidRequest => {
            listing::reread(port, &save.account, &save.destination).await?;
            search = self::search(port, save).await?;
            find(port, save, &taken, &search).await?
        }
        found => found?,
    };
    if !matches!(found, Lookup::Absent(_)) {
        return Ok(found);
    }
    // The person may have put it into the trash meanwhile: then it was there.
    let request = request::in_trash(search.request.clone());
    match find(port, save, &taken, &Search { request, ..search }).await {
        Ok(Lookup::Found(page)) => Ok(Lookup::Found(page)),
        // Notion may not take such a search at all.
        Ok(_) => Ok(found),
        Err(error) if error.code == Code::InvalidRequest => Ok(found),
        Err(error) => Err(error),
    }
}

/// Looks whether a save became two pages, and gives the address of the other one.
pub(super) async fn check(port: &impl Port, save: &Operation) -> Result<Option<String>, Box<Error>> {
    let Some(own) = save.page.as_ref() else { return Ok(None) };
    let mine = mine(port, save).await?;
    let Some(mut taken) = outcome::taken(&mine, save) else { return Err(Code::Interrupted.into()) };
    taken.push(own.id.clone());
    let search = search(port, save).await?;
    let (answer, clock) = ask_dated(port, &save.account, &search.request).await?;
    let list = List::from_answer(&answer).ok_or(Code::UnreadableAnswer)?;
    let wanted = wanted(port, save, &taken, clock, &search);
    let more = outcome::candidates(&list, &wanted);
    // Another save of the same page, which looks the same where there is no id, may be on its way to its own.
    Ok(more.into_iter().next().map(|(_, page)| page.url))
}

/// Looks whether there is anything in the page yet.
pub(super) async fn is_filled(port: &impl Port, save: &Operation) -> Result<bool, Box<Error>> {
    let Some(page) = &save.page else { return Ok(true) };
    let answer = ask(port, &save.account, &request::children(&page.id)).await?;
    Ok(!answer.get("results").items().is_empty())
}

/// Puts the page into the trash.
pub(super) async fn trash(port: &impl Port, save: &Operation) -> Result<(), Box<Error>> {
    let Some(page) = &save.page else { return Ok(()) };
    ask(port, &save.account, &request::trash_page(&page.id)).await.map(drop)
}

/// The saves of the same address to the same database.
async fn mine(port: &impl Port, save: &Operation) -> Result<Vec<Box<Operation>>, Box<Error>> {
    let (mut mine, _) = of_address(port, save).await?;
    mine.retain(|other| other.destination == save.destination);
    Ok(mine)
}

/// The saves of the same address, and whether they are all: not where a store failed.
async fn of_address(port: &impl Port, save: &Operation) -> Result<(Vec<Box<Operation>>, bool), Box<Error>> {
    let found = port.saves(SaveCall::At(save.clip.address.clone())).await?;
    let mut records = if let Json::List(records) = found { records } else { Vec::new() };
    let mut saves: Vec<Box<Operation>> = Vec::new();
    let is_all = !records.contains(&Json::Null);
    while let Some(id) = records.first().map(|record| record.get("id").clone()) {
        // Both copies of it: the one may know a page that the other does not.
        let (copies, others) = records.into_iter().partition::<Vec<Json>, _>(|record| *record.get("id") == id);
        records = others;
        saves.extend(copies::believed(&copies).map(|believed| believed.save));
    }
    Ok((saves, is_all))
}

struct Search {
    request: Request,
    by_id: bool,
    title: String,
}

async fn search(port: &impl Port, save: &Operation) -> Result<Search, Box<Error>> {
    let known = records::target(port, &save.destination).await?;
    let target = preparing::target(port, save, known).await?;
    let job = preparing::job(save, &target);
    let marked = save.mark.as_deref().filter(|mark| target.clip_id() == Some(mark));
    let by_id = marked.is_some();
    let mark = match marked {
        Some(property) => Mark::Id { property: property.to_owned(), id: save.id.clone() },
        None => special::mark(&job),
    };
    let title = special::sent_title(&job);
    let since = first_sent_at(save).min(port.now()).saturating_sub(FAR_BACK);
    Ok(Search { request: request::find_pages(&save.destination, mark, since), by_id, title })
}

fn first_sent_at(save: &Operation) -> Millis {
    save.first_sent_at.unwrap_or(save.created_at)
}

fn wanted<'a>(
    port: &impl Port,
    save: &'a Operation,
    taken: &'a [String],
    clock: Millis,
    search: &'a Search,
) -> Wanted<'a> {
    let first_sent_at = first_sent_at(save);
    let since = outcome::earliest(first_sent_at, port.now(), clock);
    Wanted { since, first_sent_at, clock, senders: &save.senders, taken, title: &search.title, by_id: search.by_id }
}

async fn find(port: &impl Port, save: &Operation, taken: &[String], search: &Search) -> Result<Lookup, Box<Error>> {
    let (answer, clock) = ask_dated(port, &save.account, &search.request).await?;
    let list = List::from_answer(&answer).ok_or(Code::UnreadableAnswer)?;
    Ok(outcome::lookup(&list, &wanted(port, save, taken, clock, search)))
}

/// How many of the blocks to append are in the page.
async fn arrived(port: &impl Port, save: &Operation) -> Result<Lookup, Box<Error>> {
    let Some(page) = &save.page else { return Ok(Lookup::Failed(Code::PageGone.into())) };
    // Asked before the page is read: what another save adds meanwhile is none of what is known of it.
    let (mut others, is_all) = of_address(port, save).await?;
    if !is_all {
        return Err(Code::StorageFailed.into());
    }
    others.retain(|other| other.id != save.id && other.page.as_ref().is_some_and(|other| other.id == page.id));
    if others.iter().any(|other| other.state == State::Sent && stage(other) == Stage::Append) {
        // Its answer is awaited; then it is known which blocks are its own.
        return Ok(Lookup::Failed(Code::Interrupted.into()));
    }
    let (mut there, at) = placed(port, &save.account, &page.id).await?;
    let now = port.now();
    for mut other in others {
        if !other.article.is_empty() {
            // One that is lost tells nothing from anything.
            content::look_after(port, &mut other).await?;
        }
        if other.kind == Kind::Append && other.blocks.is_empty() {
            // They do not stay in the record for long, and what they are made of does.
            other.blocks = mapping::addition(&other.clip);
        }
        let mut sent = stored(&content::planned(port, &other).await?);
        if other.kind != Kind::Update {
            sent.truncate(known(&other));
        }
        addition::set_aside(&mut there, &sent, &Maker::of(&other, now, at));
    }
    let sent = stored(&content::planned(port, save).await?);
    let count =
        addition::arrived(&mut there, &sent, known(save), |from| next_end(save, from), &Maker::of(save, now, at));
    Ok(Lookup::Arrived(u32::try_from(count).unwrap_or(u32::MAX), at))
}

/// The blocks of a page that are in no other, at this moment of Notion's clock.
async fn placed(port: &impl Port, account: &str, page: &str) -> Result<(Vec<Placed>, Millis), Box<Error>> {
    let mut there: Vec<Placed> = Vec::new();
    let mut request = request::children(page);
    let mut at = port.now();
    for _ in 0..MOST_LISTS {
        let (answer, clock) = ask_dated(port, account, &request).await?;
        let list = List::from_answer(&answer).ok_or(Code::UnreadableAnswer)?;
        there.extend(list.results.iter().map(Placed::of));
        at = clock;
        match list.next {
            Some(cursor) => request = request::children_after(page, cursor),
            None if list.is_complete => break,
            None => return Err(Code::UnreadableAnswer.into()),
        }
    }
    Ok((there, at))
}

/// How many of a save's blocks Notion is known to have.
fn known(save: &Operation) -> usize {
    usize::try_from(save.appended).unwrap_or_default()
}

fn stored(blocks: &[Json]) -> Vec<Stored> {
    blocks.iter().map(Stored::of).collect()
}
