//! What is seen and done about saves afterwards: the history, undoing, editing,
//! and whether an address was saved before. None of it is on the way of a save.

use super::asking::ask;
use super::{draining, listing, receipts, records, repairing, saves, saving};
use crate::clip;
use crate::error::{Code, Error};
use crate::instant::Millis;
use crate::json::{Field, Json, late_record};
use crate::notion::answer::{self, List, PageRef};
use crate::notion::request;
use crate::notion::schema::DataSource;
use crate::outbox::operation::{Kind, Operation, State, Wish};
use crate::outbox::pause::Pauses;
use crate::outbox::{Event, Next, copies};
use crate::port::{Port, SaveCall};
use crate::settings::{AccountStatus, Settings};
use crate::view::{Change, Counts, Earlier, History, Looking, SaveState, SaveView};

/// How many saves are shown at once.
const SHOWN: usize = 50;

/// How many records are read at once.
const READ: u32 = 200;

/// How long an answer of Notion's about an address is believed.
const FRESH: Millis = 300_000;

/// The property for the id of each save, as it is named when it is made.
pub(super) const CLIP_ID: &str = "Clip ID";

/// A part of the history, the latest first.
///
/// # Errors
/// When the browser's storage fails, here and below.
pub async fn history(port: &impl Port, looking: &Looking) -> Result<Box<History>, Box<Error>> {
    let (_, pauses) = records::settings_and_pauses(port).await?;
    let records = port.saves(SaveCall::Live(String::new())).await?;
    let live = saves::all(records.items());
    let saved = u32::take(&port.saves(SaveCall::Count(State::Saved.name())).await?, &mut true);
    let mut shown = Box::new(History::default());
    shown.counts = counts(&live, records.items().len(), saved);
    let positions = positions(&live);
    let query = port.key(looking.query.trim());
    let mut after = looking.after.clone();
    loop {
        let past = port.saves(SaveCall::Past(after.clone(), READ)).await?;
        let past = past.items();
        let oldest = past.last().map(|record| record.get("id").text().unwrap_or_default().to_owned());
        let start = after.clone();
        shown.counts.unreadable += u32::try_from(past.iter().filter(|record| is_strange(record)).count()).unwrap_or(0);
        let mut part = saves::all(past);
        for save in &live {
            let is_due = after.as_ref().is_none_or(|after| save.id < *after)
                && oldest.as_ref().is_none_or(|oldest| save.id >= *oldest);
            let at = part.iter().position(|known| known.id == save.id);
            match at.and_then(|at| part.get_mut(at)) {
                Some(known) => *known = save.clone(),
                None if is_due => part.push(save.clone()),
                None => {}
            }
        }
        part.sort_unstable_by(|one, other| other.id.cmp(&one.id));
        for save in part {
            if shown.saves.len() == SHOWN {
                shown.next = after;
                return Ok(shown);
            }
            after = Some(save.id.clone());
            let mut view = SaveView::of(&save);
            let text = port.key(&[&view.title, " ", &view.address].concat());
            // What is being sent or looked up still waits.
            let heap = match view.state {
                SaveState::Sending | SaveState::Unclear => SaveState::Waiting,
                state => state,
            };
            let is_wanted = looking.state.is_empty() || heap.name() == looking.state;
            if save.state == State::Discarded || !is_wanted || !text.contains(&query) {
                continue;
            }
            view.position = positions.iter().find(|(id, _)| *id == save.id).map(|&(_, position)| position);
            if view.state == SaveState::Waiting {
                let until = save.not_before.max(pauses.until(&save.account, port.now()));
                view.next_attempt_at = (until > port.now()).then_some(until);
            }
            shown.saves.push(*view);
        }
        match oldest {
            // Further back each time, whatever the store says.
            Some(oldest) if start.is_none_or(|start| oldest < start) => after = Some(oldest),
            _ => return Ok(shown),
        }
    }
}

/// Whether a record is left alone: a newer Satchel's, or damaged.
fn is_strange(record: &Json) -> bool {
    copies::is_newer(record) || copies::readable(record).is_none()
}

fn counts(live: &[Box<Operation>], records: usize, saved: u32) -> Counts {
    let mut counts = Counts { saved, ..Counts::default() };
    counts.unreadable = u32::try_from(records.saturating_sub(live.len())).unwrap_or(0);
    for save in live {
        match save.state {
            State::Attention => counts.attention += 1,
            State::Saved | State::Discarded => {}
            _ => counts.waiting += 1,
        }
    }
    counts
}

/// Which one each waiting save is among those that go to the same place.
fn positions(live: &[Box<Operation>]) -> Vec<(String, u32)> {
    let mut lengths: Vec<(&str, u32)> = Vec::new();
    let mut positions = Vec::new();
    for save in live.iter().filter(|save| matches!(save.state, State::Queued | State::Sent | State::Unclear)) {
        let at = lengths.iter().position(|(place, _)| *place == save.destination);
        let length = match at.and_then(|at| lengths.get_mut(at)) {
            Some((_, length)) => {
                *length += 1;
                *length
            }
            None => {
                lengths.push((&save.destination, 1));
                1
            }
        };
        positions.push((save.id.clone(), length));
    }
    positions
}

/// Takes a save back: what was not sent is removed, what was goes to the trash.
/// What became of it, unless nothing of it ever reached Notion.
///
/// # Errors
/// [`Code::UnknownSave`]; [`Code::UndoTooLate`], and then nothing was done.
pub async fn undo(port: &impl Port, id: &str) -> Result<Option<Box<SaveView>>, Box<Error>> {
    let (mut save, next) = draining::change(port, id, Event::Undo).await?;
    if next == Next::Trash {
        saving::take_up(port, id, Event::Begin).await?;
        save = saves::read(port, id).await?.save;
    }
    if save.state == State::Saved {
        return Err(Code::UndoTooLate.into());
    }
    Ok((save.state != State::Discarded || save.page.is_some()).then(|| SaveView::of(&save)))
}

/// What a person may change of a save, as it is kept.
///
/// # Errors
/// [`Code::UnknownSave`].
pub async fn editable(port: &impl Port, id: &str) -> Result<Change, Box<Error>> {
    let save = saves::read(port, id).await?.save;
    Ok(Change { id: save.id, clip: save.clip, tags: save.tags, entries: save.entries })
}

/// Changes a save that waits or needs a person. One that is being sent, or was,
/// gets its page changed by a save of its own.
///
/// # Errors
/// [`Code::UnknownSave`], [`Code::PageNotSavable`].
pub async fn edit(port: &impl Port, change: Change) -> Result<Box<SaveView>, Box<Error>> {
    let clip = clip::from_edited(&change.clip)?;
    let _turn = saves::turn(port, &change.id).await?;
    let mut save = saves::read(port, &change.id).await?.save;
    // Taken back is taken back, even where it is not settled yet what became of it.
    if matches!(save.state, State::Undoing | State::Discarded) || save.wish != Wish::None {
        return Err(Code::UnknownSave.into());
    }
    let now = port.now();
    let waits =
        matches!(save.state, State::Queued | State::Attention) && (save.page.is_none() || save.kind != Kind::New);
    if !waits {
        let page = save.page.filter(|_| save.state == State::Saved);
        *save = Operation {
            id: saves::id(now, &port.id()),
            kind: Kind::Update,
            account: save.account,
            destination: save.destination,
            preset: save.preset,
            attachments: save.attachments,
            created_at: now,
            follows: page.is_none().then_some(save.id),
            page,
            ..Operation::default()
        };
    }
    save.clip = clip;
    save.tags = change.tags;
    save.entries = change.entries;
    save.edited_at = now;
    if save.kind == Kind::Append && save.appended == 0 {
        save.blocks = crate::mapping::addition(&save.clip);
    }
    save.release();
    saves::write(port, &mut save).await?;
    port.changed(SaveView::of(&save).write());
    Ok(SaveView::of(&save))
}

/// Lets everything that needs a person, and everything that waits, be tried again
/// now; only what Notion itself asked to wait for still waits.
///
/// # Errors
/// As [`history`].
pub async fn retry_all(port: &impl Port) -> Result<Box<History>, Box<Error>> {
    records::change_pauses(port, &mut Pauses::retry).await?;
    // A token that Notion refused is tried as well: the first save finds out for all of them.
    let try_again = &mut |settings: &mut Settings| {
        for account in settings.accounts.iter_mut().filter(|account| account.is_rejected()) {
            account.status = AccountStatus::Connected;
        }
    };
    records::change_settings(port, try_again).await?;
    for waiting in saves::live(port, "").await? {
        if !matches!(waiting.state, State::Attention | State::Queued) {
            continue;
        }
        let _turn = saves::turn(port, &waiting.id).await?;
        let believed = saves::read(port, &waiting.id).await?;
        let differ = believed.differ;
        let mut save = repairing::evened(believed.save, believed.doubtful, port.now());
        // That it needs a person may be what one store alone was told: the other one is believed,
        // and nobody would go on with it.
        if differ || save.state == State::Attention || save.not_before > port.now() {
            save.release();
            saves::write(port, &mut save).await?;
        }
    }
    history(port, &Looking::default()).await
}

/// What was answered about an address, and when.
#[derive(Default)]
struct Asked {
    at: Millis,
    found: Option<Earlier>,
}

late_record!(Asked { at, found });

/// The page that an address has in a data source already: asked of Notion at most
/// every few minutes, and where it cannot be asked, as this device remembers. Notion's list may be
/// behind, and the address may have been changed there: a page that is not in it is asked for itself.
///
/// # Errors
/// As [`history`].
pub async fn earlier(port: &impl Port, destination: &str, address: &str) -> Result<Option<Earlier>, Box<Error>> {
    let (settings, pauses) = records::settings_and_pauses(port).await?;
    let known = settings.destination(Some(destination))?;
    let (source, account) = (known.id.clone(), known.account.clone());
    let remembered = remembered(port, &source, address).await?;
    let key = ["earlier:", &source, ":", address].concat();
    let now = port.now();
    let mut found = 'found: {
        if let Some(asked) = port.recall(&key).await?.as_ref().and_then(Asked::read)
            && now.abs_diff(asked.at) < FRESH
            && remembered.as_ref().is_none_or(|own| own.saved_at <= asked.at)
        {
            break 'found asked.found;
        }
        let place = records::target(port, &source).await?;
        let property = place.as_ref().map(|target| target.places.address.as_str()).filter(|id| !id.is_empty());
        let (Some(property), true, 0) = (property, port.obstacle().is_none(), pauses.until(&account, now)) else {
            break 'found remembered;
        };
        let Ok(answer) = ask(port, &account, &request::latest_at(&source, property, address)).await else {
            break 'found remembered;
        };
        let found = List::from_answer(&answer).and_then(|list| list.results.first().and_then(page));
        let found = match (found, remembered) {
            (None, Some(own)) if is_gone(port, &account, &own.page_id).await => None,
            (found, remembered) => found.or(remembered),
        };
        let asked = Asked { at: now, found };
        port.remember(&key, Some(asked.write())).await?;
        asked.found
    };
    if let Some(earlier) = &mut found {
        let before = receipts::before(port, &earlier.page_id, address, "").await?;
        earlier.knows_text = !before.id.is_empty() && (before.is_busy || before.is_new || !before.old.is_empty());
    }
    Ok(found)
}

/// Whether the page was put into the trash, or is not shared any more.
async fn is_gone(port: &impl Port, account: &str, page: &str) -> bool {
    match ask(port, account, &request::page(page)).await {
        Ok(page) => answer::is_in_trash(&page),
        Err(error) => error.code == Code::NotShared,
    }
}

/// A page of an answer, with its title.
fn page(page: &Json) -> Option<Earlier> {
    let known = PageRef::from_answer(page)?;
    Some(Earlier {
        page: known.url,
        page_id: known.id,
        title: answer::title(page),
        saved_at: answer::created_at(page)?,
        asked: true,
        ..Earlier::default()
    })
}

async fn remembered(port: &impl Port, source: &str, address: &str) -> Result<Option<Earlier>, Box<Error>> {
    let mine = saves::all(port.saves(SaveCall::At(address.to_owned())).await?.items());
    let last = mine.into_iter().filter(|save| save.destination == source && save.state == State::Saved);
    Ok(last.max_by_key(|save| save.created_at).and_then(|save| {
        let page = save.page?;
        let saved_at = save.settled_at.unwrap_or(save.created_at);
        Some(Earlier { page: page.url, page_id: page.id, title: save.clip.title, saved_at, ..Earlier::default() })
    }))
}

/// Adds the property that saves are found again by, or takes the one that is
/// there from before.
///
/// # Errors
/// What Notion answers.
pub async fn add_clip_id(port: &impl Port, destination: &str) -> Result<(), Box<Error>> {
    let settings = records::settings(port).await?;
    let known = settings.destination(Some(destination))?;
    let (source, account) = (known.id.clone(), known.account.clone());
    let mut schema = listing::data_source(port, &account, &source).await?;
    if clip_id(&schema).is_none() {
        let answer = ask(port, &account, &request::add_text_property(&source, CLIP_ID)).await?;
        schema = DataSource::from_answer(&answer).ok_or(Code::UnreadableAnswer)?;
    }
    mark(port, schema).await
}

/// Finds saves in a data source again by the property that is there for it, if one is.
///
/// # Errors
/// When the browser's storage fails.
pub(super) async fn mark(port: &impl Port, schema: DataSource) -> Result<(), Box<Error>> {
    let mut target = listing::settled(port, schema).await?;
    target.mark = clip_id(&target.schema);
    records::write_targets(port, std::slice::from_ref(&target)).await?;
    records::change_settings(port, &mut |settings| settings.renew(&target)).await
}

fn clip_id(schema: &DataSource) -> Option<String> {
    schema.of_kind("rich_text").find(|property| property.name == CLIP_ID).map(|property| property.id.clone())
}
