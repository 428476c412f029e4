//! Answers, read leniently: every member may be missing or of another kind,
//! unknown ones are passed over, and only what is needed is looked at.

use crate::instant::{self, Millis};
use crate::json::{Json, record};
use crate::text;
use crate::view::Choice;

late_words!(
    "results has_more request_status next_cursor incomplete created_time created_by bot owner user workspace_id workspace_name person properties data_sources plain_text in_trash"
);

/// Rich text without its styles.
#[must_use]
pub fn plain(runs: &Json) -> String {
    runs.items().iter().filter_map(|run| run.get(const { word("plain_text") }).text()).collect()
}

/// One page of a list.
#[derive(Debug)]
pub struct List<'a> {
    /// The entries.
    pub results: &'a [Json],
    /// Where it goes on, if it does.
    pub next: Option<&'a str>,
    /// Whether "it is not in here" can be concluded from this list.
    pub is_complete: bool,
}

impl<'a> List<'a> {
    /// Reads a list; `None` where the answer is none.
    #[must_use]
    pub fn from_answer(answer: &'a Json) -> Option<Self> {
        let Json::List(results) = answer.get(const { word("results") }) else { return None };
        let has_more = answer.get(const { word("has_more") }).is_true();
        let status = answer.get(const { word("request_status") }).get("type").text();
        Some(Self {
            results,
            next: answer.get(const { word("next_cursor") }).text().filter(|_| has_more),
            is_complete: !has_more && status != Some(const { word("incomplete") }),
        })
    }
}

/// A page of Notion's, by id and address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageRef {
    /// Its id.
    pub id: String,
    /// Where a person opens it.
    pub url: String,
}

record!(PageRef { id, url });

impl PageRef {
    /// The page of that id, of which nothing else is known.
    #[must_use]
    pub fn of(id: &str) -> Self {
        Self { id: id.to_owned(), url: address(id) }
    }

    /// Reads the page, if the answer is one. A token that may insert but not read
    /// gets no address back; the id makes one.
    #[must_use]
    pub fn from_answer(answer: &Json) -> Option<Self> {
        let is_page = answer.get("object").text() == Some("page");
        let id = super::id::parse(answer.get("id").text()?).filter(|_| is_page)?;
        let url = match answer.get("url").text() {
            Some(url) if url.starts_with("https://") => url.to_owned(),
            _ => address(&id),
        };
        Some(Self { id, url })
    }
}

/// Where a person opens the page of that id.
fn address(id: &str) -> String {
    ["https://www.notion.so/", &id.replace('-', "")].concat()
}

/// Whether what Notion answered about is in the trash.
#[must_use]
pub fn is_in_trash(answer: &Json) -> bool {
    answer.get(const { word("in_trash") }).is_true()
}

/// A page's title.
#[must_use]
pub fn title(page: &Json) -> String {
    let title = page
        .get(const { word("properties") })
        .members()
        .iter()
        .find(|(_, value)| value.get("type").text() == Some("title"));
    title.map(|(_, value)| plain(value.get("title"))).unwrap_or_default()
}

/// When a page was created, to the minute below.
#[must_use]
pub fn created_at(page: &Json) -> Option<Millis> {
    instant::from_iso(page.get(const { word("created_time") }).text()?)
}

/// Who created a page.
#[must_use]
pub fn author(page: &Json) -> Option<&str> {
    page.get(const { word("created_by") }).get("id").text()
}

/// `GET /v1/users/me`: whose token it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    /// The connection's own user id.
    pub id: String,
    /// The workspace's id, if Notion said.
    pub workspace_id: Option<String>,
    /// The workspace's name; may be empty.
    pub workspace: String,
    /// The person who owns the token, else the connection's name; may be empty.
    pub user: String,
}

impl Me {
    /// The person who owns the token, if it is a person's.
    #[must_use]
    pub fn owner(answer: &Json) -> Option<Choice> {
        named(answer.get(const { word("bot") }).get(const { word("owner") }).get(const { word("user") }))
    }

    /// Reads the answer; `None` where it is no user.
    #[must_use]
    pub fn from_answer(answer: &Json) -> Option<Self> {
        let bot = answer.get(const { word("bot") });
        let owner = bot.get(const { word("owner") }).get(const { word("user") }).get("name").text();
        Some(Self {
            id: answer.get("id").text()?.to_owned(),
            workspace_id: bot.get(const { word("workspace_id") }).text().map(str::to_owned),
            workspace: bot.get(const { word("workspace_name") }).text().unwrap_or_default().to_owned(),
            user: owner.or(answer.get("name").text()).unwrap_or_default().to_owned(),
        })
    }
}

/// A person among users; `None` for a connection.
#[must_use]
pub fn person(user: &Json) -> Option<Choice> {
    let is_person = user.get("type").text() == Some(const { word("person") });
    named(user).filter(|_| is_person)
}

fn named(user: &Json) -> Option<Choice> {
    let name = text::line(user.get("name").text().unwrap_or_default());
    Some(Choice { id: user.get("id").text()?.to_owned(), name, icon: None })
}

/// A page's id and title.
#[must_use]
pub fn titled(page: &Json) -> Option<(String, String)> {
    let id = super::id::parse(page.get("id").text()?)?;
    let mut properties = page.get(const { word("properties") }).members().iter().map(|(_, property)| property);
    let title = properties.find(|property| property.get("type").text() == Some("title"));
    Some((id, title.map(|property| text::line(&plain(property.get("title")))).unwrap_or_default()))
}

/// `GET /v1/databases/{id}`: the ids of its data sources.
#[must_use]
pub fn data_source_ids(database: &Json) -> Vec<&str> {
    database.get(const { word("data_sources") }).items().iter().filter_map(|source| source.get("id").text()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json as literal;

    use super::*;
    use crate::json::testing::json;

    #[test]
    fn a_page_without_an_address_gets_one() {
        let answer = json(literal!({ "object": "page", "id": "0123abcd-4567-89ef-0123-456789abcdef" }));
        assert_eq!(
            PageRef::from_answer(&answer).unwrap().url,
            "https://www.notion.so/0123abcd456789ef0123456789abcdef"
        );
        for odd in [
            literal!({}),
            literal!("<html>"),
            literal!({ "object": "page" }),
            literal!({ "object": "page", "id": null }),
            literal!({ "object": "error", "id": "0123abcd456789ef0123456789abcdef" }),
        ] {
            assert_eq!(PageRef::from_answer(&json(odd.clone())), None, "{odd}");
        }
    }

    #[test]
    fn an_incomplete_list_proves_no_absence() {
        //
        let complete = |answer| List::from_answer(&json(answer)).map(|list| list.is_complete);
        assert_eq!(complete(literal!({ "results": [] })), Some(true));
        assert_eq!(
            complete(literal!({ "results": [], "has_more": false, "request_status": { "type": "complete" } })),
            Some(true)
        );
        assert_eq!(complete(literal!({ "results": [], "request_status": { "type": "incomplete" } })), Some(false));
        assert_eq!(complete(literal!({ "results": [], "has_more": true, "next_cursor": "x" })), Some(false));
        assert_eq!(complete(literal!({ "object": "error" })), None);
    }

    #[test]
    fn the_connected_person_is_named() {
        let me = |answer| Me::from_answer(&json(answer)).map(|me| (me.user, me.workspace, me.workspace_id));
        assert_eq!(
            me(literal!({
                "object": "user", "id": "b", "name": "Satchel", "type": "bot",
                "bot": { "owner": { "type": "user", "user": { "object": "user", "id": "u", "name": "Ada" } },
                         "workspace_id": "w", "workspace_name": "Ada's" }
            })),
            Some(("Ada".into(), "Ada's".into(), Some("w".into())))
        );
        assert_eq!(
            me(literal!({ "id": "b", "name": "Satchel", "bot": {} })),
            Some(("Satchel".into(), String::new(), None))
        );
        assert_eq!(me(literal!({})), None);
    }
}
