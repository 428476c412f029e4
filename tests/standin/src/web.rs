//! What stands at `www.notion.so`: every database as a table that fills live, every page.

mod blocks;
mod tables;

use crate::html::document;
use crate::identifier::{self, Id};
use crate::routes::file_uploads;
use crate::world::World;

/// What a browser gets.
#[derive(Debug)]
pub enum View {
    /// A page.
    Html(u16, String),
    /// Bytes of a media type.
    Bytes(String, Vec<u8>),
    /// A stream that speaks up whenever something changed.
    Changes,
}

/// The page at a path.
#[must_use]
pub fn view(world: &World, path: &str) -> View {
    let state = &world.state;
    match path {
        "/" => return View::Html(200, tables::index(state)),
        "/live" => return View::Changes,
        "/live.js" => return View::Bytes(String::from("text/javascript"), include_bytes!("web/live.js").to_vec()),
        "/favicon.ico" => return View::Bytes(String::from("image/x-icon"), Vec::new()),
        "/style.css" => return View::Bytes(String::from("text/css"), include_bytes!("web/style.css").to_vec()),
        _ => {}
    }
    if let Some(upload) = path.strip_prefix("/signed/").and_then(|rest| identifier::parse(rest.split('/').next()?)) {
        if let Some(known) = state.uploads.get(&upload) {
            let media = known.content_type.clone().unwrap_or_else(|| String::from("application/octet-stream"));
            return View::Bytes(media, file_uploads::content(known));
        }
        return missing();
    }
    let Some(id) = id_in(path) else { return missing() };
    if let Some(page) = state.pages.get(&id) {
        return View::Html(200, tables::page(state, id, page));
    }
    let source = state.data_sources.get(&id).map(|source| source.database);
    let database = source.unwrap_or(id);
    match state.databases.get(&database) {
        Some(known) => View::Html(200, tables::database(state, known)),
        None => missing(),
    }
}

/// The id at the end of an address such as `/Title-<32 digits>`.
fn id_in(path: &str) -> Option<Id> {
    let last = path.trim_end_matches('/').rsplit('/').next()?;
    let digits = last.get(last.len().checked_sub(32)?..)?;
    identifier::parse(digits).or_else(|| identifier::parse(last))
}

fn missing() -> View {
    View::Html(
        404,
        document("Notion", "<main><p>This page is not here.</p><p><a href=\"/\">All databases</a></p></main>", false),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_found_at_the_end_of_an_address() {
        let id = identifier::fresh();
        assert_eq!(id_in(&format!("/Some-title-{}", identifier::compact(id))), Some(id));
        assert_eq!(id_in(&format!("/{id}")), Some(id));
        assert_eq!(id_in("/é"), None);
        assert_eq!(id_in("/"), None);
    }
}
