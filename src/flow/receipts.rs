//! Receipts: made by reading a save's page back, kept beside its record for as long as that
//! (`extension/receipts.js` takes away those of saves that are forgotten).

use super::saving::hand;
use super::{asking, content, reading, records};
use crate::error::{Code, Error};
use crate::instant::Millis;
use crate::json::{Field, Json};
use crate::late::late_word;
use crate::notion::plain::as_link;
use crate::notion::{request, rich_text};
use crate::outbox::attachment;
use crate::outbox::content::{BATCH, next_end};
use crate::outbox::operation::{Kind, Operation};
use crate::outbox::outcome::Outcome;
use crate::outbox::picture::DUE;
use crate::outbox::receipt::{Course, Receipt, Sent, Standing, Step};
use crate::port::{Port, SaveCall};

const WORDS: &str = late!("receipt: sent: left: renewal: image heading_2 page kind append article state blocks");

/// The states of a save that goes on by itself.
const GOES_ON: &str = late!("queued sent unclear undoing");

/// What the key of a receipt begins with; the save's id follows.
pub(super) const RECEIPT: &str = late_word(WORDS, "receipt:");

/// What the key of the list of what was sent begins with.
pub(super) const SENT: &str = late_word(WORDS, "sent:");

/// What the key of a [`Renewal`] begins with. The extension writes one, with the words of its heading, as soon
/// as an update with a text is asked for: as long as it is there, there is something left to do.
///
/// [`Renewal`]: crate::outbox::receipt::Renewal
pub(super) const RENEWAL: &str = late_word(WORDS, "renewal:");

/// What the key begins with of what is left out of a save's article (`extension/receipts.js`).
const LEFT: &str = late_word(WORDS, "left:");

/// How soon it is looked again whether what an update replaces is there.
const BUSY: Millis = 10_000;

/// Where something is kept about the save of that id.
pub(super) fn key(kind: &str, id: &str) -> String {
    [kind, id].concat()
}

/// All that is kept about the save of that id beside its record.
pub(super) fn keys(id: &str) -> Vec<String> {
    [RECEIPT, SENT, LEFT, RENEWAL, DUE].map(|kind| key(kind, id)).into()
}

/// Reads the page of a save, and keeps what there is to say, which is a [`Receipt`]. That it cannot
/// be read is no error of this: it is what there is to say.
///
/// What was sent is listed beside it: so that is known when the article itself is not here any more.
///
/// Where that is wished, or was and is not done, what is missing is sent again. Before each request it
/// is written down with which block that begins, and the page is read before the next one. An update
/// sends its text in the same way; then what that replaces is put into the trash, as
/// [`Renewal`](crate::outbox::receipt::Renewal) says.
///
/// # Errors
/// When the browser's storage fails.
pub(super) async fn check(port: &impl Port, save: &Operation, known: Json, is_wish: bool) -> Result<Json, Box<Error>> {
    let mut course = Box::new(Course { receipt: Receipt::after(&save.id, &known), is_wish, ..Course::default() });
    if course.receipt.standing == Standing::Replaced {
        return Ok(known);
    }
    let mut found = port.read(vec![key(SENT, &save.id), key(RENEWAL, &save.id)]).await?;
    let (renewal, listed) = (found.pop().flatten(), found.pop().flatten());
    course.renewal = renewal.map(|renewal| Field::take(&renewal, &mut true));
    course.sent = listed.map(|listed| Field::take(&listed, &mut true)).unwrap_or_default();
    let page = save.page.as_ref().map_or("", |page| &page.id);
    let (mut over, mut is_busy) = (String::new(), false);
    if save.kind == Kind::Update && course.sent.is_empty() {
        let before = self::before(port, page, &save.clip.address, &save.id).await?;
        is_busy = before.is_busy;
        course.renewal.get_or_insert_default();
        course.receipt.added = Some(0);
        course.old = Some(before.old);
        over = before.id;
    }
    let mut planned = planned(port, save).await.unwrap_or_default();
    let here = Sent::all(&planned);
    let count = here.len();
    let mut may_link = course.renewal.is_some();
    if course.sent.is_empty() {
        course.sent = here;
    } else if may_link && !course.lists(&here) {
        (planned, may_link) = (links(planned), false);
    }
    course.is_kept = count == course.sent.iter().filter(|block| !block.is_old).count();
    if is_wish && course.is_kept {
        course.receipt.sends(port.now());
    }
    let mut attempts = course.receipt.attempts;
    let mut unanswered = None;
    loop {
        let mut step = Step::Rest;
        if let Some(outcome) = unanswered.take() {
            course.answered(outcome, attempts, port.now());
        } else if course.sent.is_empty() {
            course.receipt.forgot();
        } else if is_busy {
            course.receipt.sends(port.now() + BUSY);
        } else {
            match reading::read(port, &save.account, page).await {
                Ok(reading) => step = course.looked(&reading.blocks, reading.is_whole, reading.clock, port.now()),
                Err(error) => course.receipt.failed(error, port.now()),
            }
        }
        let is_over = step == Step::Rest && course.ends();
        let written = course.receipt.write();
        let mut records = vec![(key(RECEIPT, &save.id), written.clone())];
        if course.old.is_none() {
            records.push((key(SENT, &save.id), course.sent.write()));
            if let Some(renewal) = &course.renewal {
                records.push((key(RENEWAL, &save.id), renewal.write()));
            }
            if !over.is_empty() {
                let mut replaced = Receipt::after(&over, &Json::Null);
                replaced.standing = Standing::Replaced;
                records.push((key(RECEIPT, &over), replaced.write()));
            }
        }
        port.write(records).await?;
        let (requests, is_trash) = match step {
            Step::Rest => {
                if is_over {
                    port.remove(vec![key(RENEWAL, &save.id)]).await?;
                }
                return Ok(written);
            }
            Step::Insert(gap) => {
                let end = gap.blocks.end.min(next_end(save, gap.blocks.start));
                let mut blocks = planned.get(gap.blocks.start..end).unwrap_or_default().to_vec();
                if let Some(renewal) = &course.renewal
                    && course.receipt.is_below
                    && gap.first == 0
                {
                    blocks.truncate(BATCH - 1);
                    blocks.insert(0, heading(&renewal.heading));
                }
                (vec![request::insert(page, blocks, gap.behind.as_deref())], false)
            }
            Step::Trash(blocks) => {
                let requests = blocks.iter().map(|block| request::trash_block(block)).collect();
                course.trashed.extend(blocks);
                (requests, true)
            }
        };
        let _hand = port.turn(&hand(&save.id)).await?;
        for request in requests {
            match asking::ask_dated(port, &save.account, &request).await {
                Ok(_) => attempts = 0,
                // Gone is as good as in the trash.
                Err(error) if is_trash && matches!(error.code, Code::NotShared | Code::InvalidRequest) => {}
                Err(error) => {
                    if error.code == Code::InvalidRequest && may_link {
                        // The address of a picture, most likely.
                        (planned, may_link) = (links(planned), false);
                        if course.relist(&Sent::all(&planned)) {
                            break;
                        }
                    }
                    unanswered = Some(if is_trash { Outcome::Later(error) } else { Outcome::of(error) });
                    break;
                }
            }
        }
    }
}

/// What this device put into a page the last time.
#[derive(Default)]
pub(super) struct Before {
    /// The save that did; empty for none.
    pub(super) id: String,
    /// What it sent of its text: nothing where that is not known.
    pub(super) old: Vec<Sent>,
    /// Whether that is still under way.
    pub(super) is_busy: bool,
    /// Whether its page was not read yet.
    pub(super) is_new: bool,
}

/// What the last save of an address before that one, or of all, put into a page as its text. What was added to the
/// page is none of it: that is for the person to take out.
///
/// # Errors
/// When the browser's storage fails, here and below.
pub(super) async fn before(port: &impl Port, page: &str, address: &str, id: &str) -> Result<Before, Box<Error>> {
    let copies = port.saves(SaveCall::At(address.to_owned())).await?;
    let of = |save: &Json, name: &str| save.get(name).text().unwrap_or_default().to_owned();
    let mut before = Before::default();
    let mut last = &Json::Null;
    for save in copies.items() {
        let found = of(save, "id");
        if save.get(const { late_word(WORDS, "page") }).get("id").text() == Some(page)
            && of(save, const { late_word(WORDS, "kind") }) != const { late_word(WORDS, "append") }
            && !of(save, const { late_word(WORDS, "article") }).is_empty()
            && (id.is_empty() || *found < *id)
            && found > before.id
        {
            before.id = found;
            last = save;
        }
    }
    let mut found = port.read(vec![key(RECEIPT, &before.id), key(SENT, &before.id)]).await?;
    let (sent, receipt) = (found.pop().flatten().unwrap_or_default(), found.pop().flatten().unwrap_or_default());
    if Receipt::after(&before.id, &receipt).standing == Standing::Replaced {
        return Ok(before);
    }
    let state = of(last, const { late_word(WORDS, "state") });
    before.is_busy = Receipt::again_at(&receipt).is_some() || GOES_ON.split(' ').any(|busy| busy == state);
    before.is_new = receipt == Json::Null;
    before.old = Field::take(&sent, &mut true);
    // What has no place among the properties is no part of the text, nor is what stands above it.
    let others = Sent::all(last.get(const { late_word(WORDS, "blocks") }).items()).len().min(before.old.len());
    before.old.drain(..others);
    Ok(before)
}

/// What stands above a text whose place is not known.
pub(super) fn heading(words: &str) -> Json {
    let content = Json::object([("rich_text", rich_text::runs(words))]);
    Json::object([(const { late_word(WORDS, "heading_2") }, content)])
}

/// The same with pictures and the like as links.
fn links(planned: Vec<Json>) -> Vec<Json> {
    planned.into_iter().map(as_link).collect()
}

/// What a save sends into its page, where that is still here.
pub(super) async fn planned(port: &impl Port, save: &Operation) -> Result<Vec<Json>, Box<Error>> {
    let mut planned = Json::List(content::planned(port, save).await?);
    attachment::fill(save, &mut planned);
    Ok(if let Json::List(planned) = planned { planned } else { Vec::new() })
}

/// Another block stands for one that was sent: a picture for the card that it was.
///
/// # Errors
/// When the browser's storage fails.
pub(super) async fn replaced(port: &impl Port, save: &str, block: &str, by: &str) -> Result<(), Box<Error>> {
    let _turn = port.turn(RECEIPT).await?;
    let Some(mut sent) = records::read::<Vec<Sent>>(port, key(SENT, save)).await? else { return Ok(()) };
    for one in sent.iter_mut().filter(|one| one.id == block) {
        by.clone_into(&mut one.id);
        const { late_word(WORDS, "image") }.clone_into(&mut one.kind);
    }
    records::write(port, key(SENT, save), &sent).await
}
