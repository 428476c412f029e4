//! Reading from Notion what can be saved to.

use std::collections::VecDeque;

use super::asking::ask;
use super::{missing, records};
use crate::error::{Code, Error};
use crate::http::Request;
use crate::json::Json;
use crate::mapping::plan::Target;
use crate::mapping::proposal::propose;
use crate::notion::answer::{self, List};
use crate::notion::request;
use crate::notion::schema::DataSource;
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

/// The data sources of a database, or the one, of that id.
///
/// # Errors
/// What [`missing`](super::missing) says where there is none that can be saved to.
pub(super) async fn behind_id(port: &impl Port, account: &str, id: &str) -> Result<Vec<DataSource>, Box<Error>> {
    if let Some(database) = if_shared(port, account, &request::database(id)).await? {
        if answer::is_in_trash(&database) {
            return Err(Code::InTrash.into());
        }
        // Whoever may not read content is told the id, and nothing of what is in it.
        if *database.get("data_sources") == Json::Null {
            return Err(Code::Forbidden.into());
        }
        let sources = sources_of(port, account, &database).await?;
        return if sources.is_empty() { Err(Code::LinkedView.into()) } else { Ok(sources) };
    }
    if let Some(answer) = if_shared(port, account, &request::data_source(id)).await? {
        let code = if answer::is_in_trash(&answer) { Code::InTrash } else { Code::UnreadableAnswer };
        return Ok(vec![DataSource::from_answer(&answer).ok_or(code)?]);
    }
    Err(missing::cause(port, account, id).await?.into())
}

/// The data sources of a database, as it was answered: those of them that the connection sees. A database
/// may show others' beside its own.
pub(super) async fn sources_of(
    port: &impl Port,
    account: &str,
    database: &Json,
) -> Result<Vec<DataSource>, Box<Error>> {
    let mut sources = Vec::new();
    for source in answer::data_source_ids(database) {
        match data_source(port, account, source).await {
            Ok(source) => sources.push(source),
            Err(error) if error.code == Code::NotShared => {}
            Err(error) => return Err(error),
        }
    }
    Ok(sources)
}

/// How many blocks are looked into for a database: a template keeps it near the top.
const MOST_BLOCKS: usize = 30;

/// The data sources of the first database inside a page.
///
/// # Errors
/// As [`behind_id`] where there is none.
pub(super) async fn inside_page(port: &impl Port, account: &str, page: &str) -> Result<Vec<DataSource>, Box<Error>> {
    // The template may be a database itself.
    let database = database_in(port, account, page, MOST_BLOCKS).await?;
    behind_id(port, account, database.as_deref().unwrap_or(page)).await
}

/// The id of the first database inside a page, looked for in so many of its blocks.
pub(super) async fn database_in(
    port: &impl Port,
    account: &str,
    page: &str,
    most: usize,
) -> Result<Option<String>, Box<Error>> {
    // Breadth first: columns and toggles are looked into after what stands beside them.
    let mut inside = VecDeque::from([page.to_owned()]);
    for _ in 0..most {
        let Some(block) = inside.pop_front() else { break };
        let Some(answer) = if_shared(port, account, &request::children(&block)).await? else { continue };
        for child in List::from_answer(&answer).ok_or(Code::UnreadableAnswer)?.results {
            let Some(id) = child.get("id").text() else { continue };
            match child.get("type").text() {
                Some("child_database") => return Ok(Some(id.to_owned())),
                Some("child_page") => {}
                _ if child.get("has_children").is_true() => inside.push_back(id.to_owned()),
                _ => {}
            }
        }
    }
    Ok(None)
}

/// A data source's schema, as it is now. One in the trash is as good as gone.
pub(super) async fn data_source(port: &impl Port, account: &str, id: &str) -> Result<DataSource, Box<Error>> {
    let answer = ask(port, account, &request::data_source(id)).await?;
    DataSource::from_answer(&answer).ok_or_else(|| Code::NotShared.into())
}

/// The answer, or `None` where this is not the kind of thing asked for: Notion
/// says 404 (or, to an id of another kind, 400).
pub(super) async fn if_shared(port: &impl Port, account: &str, request: &Request) -> Result<Option<Json>, Box<Error>> {
    match ask(port, account, request).await {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if matches!(error.code, Code::NotShared | Code::InvalidRequest) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A data source that was never read, read and kept.
pub(super) async fn first(port: &impl Port, account: &str, id: &str) -> Result<Box<Target>, Box<Error>> {
    let fresh = Box::new(settled(port, data_source(port, account, id).await?).await?);
    let targets = std::slice::from_ref(fresh.as_ref());
    records::write_targets(port, targets).await?;
    records::unless_disconnected(port, account, targets).await?;
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
    let targets = std::slice::from_ref(&fresh);
    records::write_targets(port, targets).await?;
    records::unless_disconnected(port, account, targets).await?;
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
