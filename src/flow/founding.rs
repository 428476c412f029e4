//! A database for whoever has none: made in a page that the person chooses, ready for what a page has.

use super::{asking, connecting, history, listing};
use crate::error::{Code, Error};
use crate::json::{Json, late_record};
use crate::late::late_word;
use crate::notion::answer::{self, List};
use crate::notion::request;
use crate::notion::schema::{DataSource, Icon};
use crate::port::Port;
use crate::view::{Choice, Choices};

use super::fields::Search;
use super::history::CLIP_ID;

const WORDS: &str = late!(
    "title url multi_select rich_text date status select child_database options name parent data_source_id database_id"
);

/// The types of a database's properties, in the order of [`Foundation::names`].
const KINDS: [&str; 6] = [
    late_word(WORDS, "title"),
    late_word(WORDS, "url"),
    late_word(WORDS, "multi_select"),
    late_word(WORDS, "rich_text"),
    late_word(WORDS, "date"),
    late_word(WORDS, "status"),
];

/// What a row of a database names as what it is in.
const ROWS: [&str; 2] = [late_word(WORDS, "data_source_id"), late_word(WORDS, "database_id")];

/// A database to make, in the person's own language.
#[derive(Clone, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Foundation {
    /// In which account's workspace.
    pub account: String,
    /// In which page.
    pub page: String,
    /// What it is called.
    pub title: String,
    /// What its properties are called: the title, the address, tags, author, date, status.
    pub names: Vec<String>,
    /// The states that something can be in, for a Notion that makes no property of the type status.
    pub states: Vec<String>,
}

late_record!(Foundation { account, page, title, names, states });

/// Pages that a database can be made in: those that are shared and no rows of a database themselves.
/// The account stands where the search names a destination.
///
/// # Errors
/// What Notion answers.
pub async fn pages(port: &impl Port, search: &Search) -> Result<Choices, Box<Error>> {
    let request = request::search_pages(search.query.trim(), search.cursor.as_deref());
    let answer = asking::ask(port, &search.destination, &request).await?;
    let found = List::from_answer(&answer).ok_or(Code::UnreadableAnswer)?;
    let choice = |page: &Json| {
        let parent = page.get(const { late_word(WORDS, "parent") });
        let is_row = ROWS.iter().any(|kind| *parent.get(kind) != Json::Null);
        let (id, name) = answer::titled(page).filter(|_| !is_row)?;
        Some(Choice { id, name, icon: Icon::from_answer(page.get("icon")) })
    };
    let list = found.results.iter().filter_map(choice).collect();
    Ok(Choices { list, next: found.next.map(str::to_owned), limited: false })
}

/// Makes the database, adds it to what can be saved to, and makes it the default.
///
/// One of that name in that page is taken instead of making another: an answer may have been lost, and who
/// presses again wants one database.
///
/// # Errors
/// What Notion answers.
pub async fn found(port: &impl Port, wanted: &Foundation) -> Result<(), Box<Error>> {
    let sources = match standing(port, wanted).await? {
        Some(sources) => sources,
        None => made(port, wanted).await?,
    };
    let first = sources.first().cloned().ok_or(Code::UnreadableAnswer)?;
    connecting::add(port, &wanted.account, sources).await?;
    let id = first.id.clone();
    history::mark(port, first).await?;
    connecting::choose_destination(port, &id).await
}

/// The database of that name that the page has already.
async fn standing(port: &impl Port, wanted: &Foundation) -> Result<Option<Vec<DataSource>>, Box<Error>> {
    let answer = asking::ask(port, &wanted.account, &request::children(&wanted.page)).await?;
    let blocks = List::from_answer(&answer).ok_or(Code::UnreadableAnswer)?.results;
    let kind = const { late_word(WORDS, "child_database") };
    let title = |block: &Json| block.get(kind).get(const { late_word(WORDS, "title") }).text() == Some(&wanted.title);
    let Some(id) = blocks.iter().find(|block| title(block)).and_then(|block| block.get("id").text()) else {
        return Ok(None);
    };
    listing::behind_id(port, &wanted.account, id).await.map(Some)
}

/// A new database, as Notion made it.
async fn made(port: &impl Port, wanted: &Foundation) -> Result<Vec<DataSource>, Box<Error>> {
    let request = |is_status| request::create_database(&wanted.page, &wanted.title, properties(wanted, is_status));
    let database = match asking::ask(port, &wanted.account, &request(true)).await {
        // It was a long time before Notion let anybody make a status by its API; where it does not, a choice
        // of the same names serves.
        Err(error) if error.code == Code::InvalidRequest => asking::ask(port, &wanted.account, &request(false)).await?,
        answered => answered?,
    };
    listing::sources_of(port, &wanted.account, &database).await
}

/// The properties of a new database, by their names.
fn properties(wanted: &Foundation, is_status: bool) -> Vec<(String, Json)> {
    let nothing = || Json::Object(Vec::new());
    let mut properties = Vec::new();
    for (name, kind) in wanted.names.iter().zip(KINDS) {
        let is_choice = kind == const { late_word(WORDS, "status") } && !is_status;
        let (kind, config) = if is_choice {
            let option = |name: &String| Json::object([(const { late_word(WORDS, "name") }, name.as_str().into())]);
            let options = Json::List(wanted.states.iter().map(option).collect());
            (const { late_word(WORDS, "select") }, Json::object([(const { late_word(WORDS, "options") }, options)]))
        } else {
            (kind, nothing())
        };
        properties.push((name.clone(), Json::object([(kind, config)])));
    }
    properties.push((CLIP_ID.to_owned(), Json::object([(const { late_word(WORDS, "rich_text") }, nothing())])));
    properties
}
