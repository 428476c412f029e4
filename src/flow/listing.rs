//! Reading from Notion what can be saved to.

use super::records;
use crate::error::{Code, Error};
use crate::http::Request;
use crate::json::{Field, Json};
use crate::notion::answer::{self, List};
use crate::notion::schema::DataSource;
use crate::notion::{id, request};
use crate::port::Port;
use crate::settings::Empty;
use crate::token::Token;

/// A search is cut off here: 100 pages of 100 are more than anyone shares, and
/// a cursor that never ends must not keep the worker for ever.
const MOST_PAGES: usize = 100;

/// Sends, and reads a success.
pub(super) async fn ask(port: &impl Port, token: &Token, request: Request) -> Result<Json, Box<Error>> {
    port.send(token, &request).await?.success()
}

/// The data sources that the token sees, or why there are none.
pub(super) async fn data_sources(
    port: &impl Port,
    token: &Token,
) -> Result<(Vec<DataSource>, Option<Empty>), Box<Error>> {
    let mut found = Vec::new();
    let mut cursor: Option<String> = None;
    for _ in 0..MOST_PAGES {
        let answer = ask(port, token, request::search_data_sources(cursor.as_deref())).await?;
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
    let anything = ask(port, token, request::search_anything()).await?;
    let none = anything.get("results").items().is_empty();
    Ok((found, Some(if none { Empty::NothingShared } else { Empty::NoDatabase })))
}

/// The data sources that a pasted link leads to.
///
/// # Errors
/// [`Code::LinkUnreadable`], [`Code::LinkIsAPage`], or [`Code::NotShared`] where
/// Notion knows nothing of that id (or will not tell this connection).
pub(super) async fn behind_link(port: &impl Port, token: &Token, link: &str) -> Result<Vec<DataSource>, Box<Error>> {
    let id = id::from_link(link).ok_or(Code::LinkUnreadable)?;
    if let Some(database) = if_shared(port, token, request::database(&id)).await? {
        let mut sources = Vec::new();
        for source in answer::data_source_ids(&database) {
            sources.push(data_source(port, token, source).await?);
        }
        if !sources.is_empty() {
            return Ok(sources);
        }
    }
    if let Some(answer) = if_shared(port, token, request::data_source(&id)).await? {
        return Ok(vec![DataSource::from_answer(&answer).ok_or(Code::UnreadableAnswer)?]);
    }
    match if_shared(port, token, request::page(&id)).await? {
        Some(_) => Err(Code::LinkIsAPage.into()),
        None => Err(Code::NotShared.into()),
    }
}

/// A data source's schema, as it is now. One in the trash is as good as gone.
pub(super) async fn data_source(port: &impl Port, token: &Token, id: &str) -> Result<DataSource, Box<Error>> {
    let answer = ask(port, token, request::data_source(id)).await?;
    DataSource::from_answer(&answer).ok_or_else(|| Code::NotShared.into())
}

/// The answer, or `None` where this is not the kind of thing asked for: Notion
/// says 404 (or, to an id of another kind, 400).
async fn if_shared(port: &impl Port, token: &Token, request: Request) -> Result<Option<Json>, Box<Error>> {
    match ask(port, token, request).await {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if matches!(error.code, Code::NotShared | Code::InvalidRequest) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads a schema again and keeps it. True when it differs from the one kept.
pub(super) async fn reread(port: &impl Port, token: &Token, id: &str) -> Result<bool, Box<Error>> {
    let kept = records::schema(port, id).await?;
    let fresh = data_source(port, token, id).await?;
    if kept.is_some_and(|kept| kept.write() == fresh.write()) {
        return Ok(false);
    }
    records::write_schemas(port, std::slice::from_ref(&fresh)).await?;
    records::change_settings(port, &mut |settings| settings.renew(&fresh, port)).await?;
    Ok(true)
}
