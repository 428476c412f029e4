//! The articles of saves, which are kept beside their records.

use crate::clip::{Notice, NoticeCode};
use crate::error::{Code, Error};
use crate::http::Request;
use crate::instant::Millis;
use crate::json::{Field, Json};
use crate::late::late_word;
use crate::notion::plain::as_link;
use crate::notion::request;
use crate::outbox::content::{key, next_end};
use crate::outbox::operation::{Operation, Repair};
use crate::outbox::risk;
use crate::outbox::thinning::TEXT_KEPT;
use crate::port::{Port, SaveCall};
use crate::text::digits;

/// All blocks that a save appends to its page, in order.
///
/// # Errors
/// [`Code::StorageFailed`] where the article cannot be read.
pub(super) async fn planned(port: &impl Port, save: &Operation) -> Result<Vec<Json>, Box<Error>> {
    let mut planned = save.blocks.clone();
    if !save.article.is_empty() {
        let kept = read(port, save).await?;
        let Some(Json::List(article)) = kept.text().map(|text| port.parse(text)) else {
            return Err(Code::StorageFailed.into());
        };
        if save.repair >= Repair::Pictures {
            planned.extend(article.into_iter().map(as_link));
        } else {
            planned.extend(article);
        }
    }
    Ok(planned)
}

async fn read(port: &impl Port, save: &Operation) -> Result<Json, Box<Error>> {
    port.saves(SaveCall::Content(key(&save.article).to_owned())).await
}

/// Sees to it that a save whose article was lost goes on without it, and says so.
///
/// # Errors
/// When the browser's storage fails: then it is not known whether it was lost.
pub(super) async fn look_after(port: &impl Port, save: &mut Operation) -> Result<(), Box<Error>> {
    if read(port, save).await?.text().is_none() {
        save.article.clear();
        if !save.notices.iter().any(|notice| notice.code == NoticeCode::TextLost) {
            save.notices.push(Notice::of(NoticeCode::TextLost));
        }
    }
    Ok(())
}

/// Lets the beginning of the article go along with the page, where one request takes
/// both. Where Notion refuses that, the page is tried without first: what it has in its
/// properties is not to suffer from a block.
pub(super) async fn join(port: &impl Port, save: &mut Operation, create: &mut Request) -> Result<(), Box<Error>> {
    save.appended = 0;
    if save.article.is_empty() || save.filling.is_some() || save.repair >= Repair::Alone {
        return Ok(());
    }
    let mut blocks = planned(port, save).await?;
    let end = next_end(save, 0);
    blocks.truncate(end);
    if request::add_children(create, blocks) {
        save.appended = u32::try_from(end).unwrap_or_default();
        save.risk |= risk::ARTICLE;
    }
    Ok(())
}

/// Of how many saves, at most, an article is kept that Notion has.
const MOST_KEPT: u32 = 200;

const WORDS: &str = late!("settledAt");

/// Forgets the articles that no save needs any more. Records that this code cannot read
/// count as well: a newer Satchel may. True where some stay that may soon be needed no more. Whoever calls
/// this has the turn for it.
pub(super) async fn sweep(port: &impl Port) -> Result<bool, Box<Error>> {
    let live = port.saves(SaveCall::Live(String::new())).await?;
    let past = port.saves(SaveCall::Past(None, MOST_KEPT)).await?;
    let oldest = port.now().saturating_sub(TEXT_KEPT);
    let made_since = digits(oldest, 13);
    // One that waited long was made before, and is no older in Notion.
    let settled = |record: &Json| Millis::read(record.get(const { late_word(WORDS, "settledAt") }));
    let is_recent = |record: &&Json| {
        record.get("id").text() > Some(&made_since) || settled(record).is_some_and(|settled| settled > oldest)
    };
    let past = past.items().iter().filter(is_recent);
    let keys = live.items().iter().chain(past).filter_map(|record| record.get("article").text());
    let keys = keys.map(|article| key(article).to_owned()).collect();
    Ok(port.saves(SaveCall::KeepContents(keys)).await?.is_true())
}
