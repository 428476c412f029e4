//! Reading from Notion what can be saved to.

use std::collections::VecDeque;

use super::asking::ask;
use super::records;
use crate::error::{Code, Error};
use crate::http::Request;
use crate::json::Json;
use crate::mapping::plan::Target;
use crate::mapping::proposal::propose;
use crate::notion::answer::{self, List};
use crate::notion::schema::DataSource;
use crate::notion::{id, request};
use crate::port::Port;
use crate::settings::Empty;

/// A search is cut off here: 100 pages of 100 are more than anyone shares, and
/// a cursor that never ends must not keep the worker for ever.
const MOST_PAGES: usize = 100;

/// The data sources that the account sees, or why there are none.
pub(super) async fn data_sources(
    port: &impl Port,
    account: &str,
) -> Result<(Vec<DataSource>, Option<Empty>), Box<Error>> {
    let mut found = Vec::new();
    let mut cursor: Option<String> = None;
    for _ in 0..MOST_PAGES {
        let answer = ask(port, account, &request::search_data_sources(cursor.as_deref())).await?;
        let list = List::from_answer(&answer).ok_or(Code::UnreadableAnswer)?;
        found.extend(list.results.iter().filter_map(DataSource::from_answer));
        cursor = list.next.map(str::to_owned);
        if cursor.is_none() {
            break;
        }
    }
    if !found.is_empty() {
        return Ok((found, None));
    }
    let anything = ask(port, account, &request::search_anything()).await?;
    let none = anything.get("results").items().is_empty();
    Ok((found, Some(if none { Empty::NothingShared } else { Empty::NoDatabase })))
}

/// The data sources that a pasted link leads to.
///
/// # Errors
/// [`Code::LinkUnreadable`], [`Code::LinkIsAPage`], or [`Code::NotShared`] where
/// Notion knows nothing of that id (or will not tell this connection).
pub(super) async fn behind_link(port: &impl Port, account: &str, link: &str) -> Result<Vec<DataSource>, Box<Error>> {
    let id = id::from_link(link).ok_or(Code::LinkUnreadable)?;
    behind_id(port, account, &id).await
}

/// As [`behind_link`], by an id.
///
/// # Errors
/// As that.
pub(super) async fn behind_id(port: &impl Port, account: &str, id: &str) -> Result<Vec<DataSource>, Box<Error>> {
    if let Some(database) = if_shared(port, account, &request::database(id)).await? {
        let sources = sources_of(port, account, &database).await?;
        if !sources.is_empty() {
            return Ok(sources);
        }
    }
    if let Some(answer) = if_shared(port, account, &request::data_source(id)).await? {
        return Ok(vec![DataSource::from_answer(&answer).ok_or(Code::UnreadableAnswer)?]);
    }
    match if_shared(port, account, &request::page(id)).await? {
        Some(_) => Err(Code::LinkIsAPage.into()),
        None => Err(Code::NotShared.into()),
    }
}

/// The data sources of a database, as it was answered.
pub(super) async fn sources_of(
    port: &impl Port,
    account: &str,
    database: &Json,
) -> Result<Vec<DataSource>, Box<Error>> {
    let mut sources = Vec::new();
    for source in answer::data_source_ids(database) {
        sources.push(data_source(port, account, source).await?);
    }
    Ok(sources)
}

/// How many blocks are looked into for a database: a template keeps it near the top.
const MOST_BLOCKS: usize = 30;

/// The data sources of the first database inside a page.
///
/// # Errors
/// [`Code::NotShared`] where there is none.
pub(super) async fn inside_page(port: &impl Port, account: &str, page: &str) -> Result<Vec<DataSource>, Box<Error>> {
    // Breadth first: columns and toggles are looked into after what stands beside them.
    let mut inside = VecDeque::from([page.to_owned()]);
    for _ in 0..MOST_BLOCKS {
        let Some(block) = inside.pop_front() else { break };
        let Some(answer) = if_shared(port, account, &request::children(&block)).await? else { continue };
        for child in List::from_answer(&answer).ok_or(Code::UnreadableAnswer)?.results {
            let Some(id) = child.get("id").text() else { continue };
            match child.get("type").text() {
                Some("child_database") => return behind_id(port, account, id).await,
                Some("child_page") => {}
                _ if child.get("has_children").is_true() => inside.push_back(id.to_owned()),
                _ => {}
            }
        }
    }
    // The template may be a database itself.
    behind_id(port, account, page).await
}

/// A data source's schema, as it is now. One in the trash is as good as gone.
pub(super) async fn data_source(port: &impl Port, account: &str, id: &str) -> Result<DataSource, Box<Error>> {
    let answer = ask(port, account, &request::data_source(id)).await?;
    DataSource::from_answer(&answer).ok_or_else(|| Code::NotShared.into())
}

/// The answer, or `None` where this is not the kind of thing asked for: Notion
/// says 404 (or, to an id of another kind, 400).
async fn if_shared(port: &impl Port, account: &str, request: &Request) -> Result<Option<Json>, Box<Error>> {
    match ask(port, account, request).await {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if matches!(error.code, Code::NotShared | Code::InvalidRequest) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A data source that was never read, read and kept.
pub(super) async fn first(port: &impl Port, account: &str, id: &str) -> Result<Box<Target>, Box<Error>> {
    let fresh = Box::new(settled(port, data_source(port, account, id).await?).await?);
    records::write_targets(port, std::slice::from_ref(fresh.as_ref())).await?;
    Ok(fresh)
}

/// A data source that was read, with what goes where in it: as settled before,
/// where that still fits.
pub(super) async fn settled(port: &impl Port, schema: DataSource) -> Result<Target, Box<Error>> {
    let known = records::target(port, &schema.id).await?;
    Ok(proposed(port, schema, known.as_deref()))
}

/// Reads a schema again and keeps it. True when it differs from the one kept.
pub(super) async fn reread(port: &impl Port, account: &str, id: &str) -> Result<bool, Box<Error>> {
    let fresh = data_source(port, account, id).await?;
    let kept = records::target(port, id).await?;
    let fresh = proposed(port, fresh, kept.as_deref());
    let same = kept.is_some_and(|kept| kept.means(&fresh));
    records::write_targets(port, std::slice::from_ref(&fresh)).await?;
    if same {
        return Ok(false);
    }
    let mut held = records::hold_settings(port).await?;
    held.settings.renew(&fresh);
    records::write_settings(port, held).await?;
    Ok(true)
}

fn proposed(port: &impl Port, schema: DataSource, before: Option<&Target>) -> Target {
    let plan = propose(&schema, before.map(Target::plan).unwrap_or_default(), port);
    let mark = before.and_then(|before| before.mark.clone());
    let mut target = Target::of(schema, &plan, port.now());
    target.mark = mark;
    target
}
