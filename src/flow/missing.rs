//! Why a database that the person has a link to cannot be saved to: the cause, by its code, as far as Notion
//! tells it to the connection. Each has one next step, which the pages have words for.

use super::listing::{behind_id, database_in, if_shared};
use crate::error::{Code, Error};
use crate::notion::schema::DataSource;
use crate::notion::{id, request};
use crate::port::Port;

/// How many blocks of a page are looked into for a database, while somebody waits.
const MOST_BLOCKS: usize = 5;

/// The data sources that a pasted link leads to.
///
/// # Errors
/// Why there are none: [`Code::LinkUnreadable`] and [`Code::LinkWithoutId`] before anything is asked,
/// [`Code::Forbidden`] where the connection may not read, [`Code::InTrash`], [`Code::LinkedView`], and as
/// [`cause`]; and what else Notion answers.
pub(super) async fn behind_link(port: &impl Port, account: &str, link: &str) -> Result<Vec<DataSource>, Box<Error>> {
    let unnamed = if id::is_link(link) { Code::LinkWithoutId } else { Code::LinkUnreadable };
    let id = id::from_link(link).ok_or(unnamed)?;
    match behind_id(port, account, &id).await {
        Err(error) if error.code == Code::NotShared && id::is_published(link) => Err(Code::PublishedSite.into()),
        other => other,
    }
}

/// What an id leads to that is neither a database's nor a data source's: [`Code::DatabaseInPage`],
/// [`Code::LinkIsAPage`], [`Code::LinkedView`], [`Code::LinkIsABlock`]; [`Code::NotShared`] where Notion knows
/// nothing of it, or will not tell this connection.
///
/// # Errors
/// What else Notion answers.
pub(super) async fn cause(port: &impl Port, account: &str, id: &str) -> Result<Code, Box<Error>> {
    if if_shared(port, account, &request::page(id)).await?.is_some() {
        let inside = database_in(port, account, id, MOST_BLOCKS).await?;
        return Ok(if inside.is_some() { Code::DatabaseInPage } else { Code::LinkIsAPage });
    }
    let Some(block) = if_shared(port, account, &request::block(id)).await? else { return Ok(Code::NotShared) };
    // Notion refuses to give a linked database, and lists its block all the same.
    Ok(if block.get("type").text() == Some("child_database") { Code::LinkedView } else { Code::LinkIsABlock })
}
