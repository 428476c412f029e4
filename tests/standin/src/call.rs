//! One accepted request, as the routes see it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::identifier::{self, Id};
use crate::moment::Moment;
use crate::refusal::{Refusal, shown};
use crate::settings::Settings;
use crate::sites::Sites;
use crate::state::{Capability, Connection, DataSource, Database, Page, State};

/// A form's part: its name, file name, media type and content.
#[derive(Clone, Debug)]
pub struct FormPart {
    /// The field.
    pub name: String,
    /// The file name, for files.
    pub filename: Option<String>,
    /// The part's own media type.
    pub content_type: Option<String>,
    /// Its content.
    pub content: Vec<u8>,
}

/// A request whose token, shape and rate were found good.
#[derive(Debug)]
pub struct Call<'a> {
    /// The connection that asks.
    pub who: Id,
    /// And what is known of it.
    pub connection: Connection,
    /// What stood in the path.
    pub parameters: BTreeMap<&'a str, String>,
    /// The query.
    pub query: Vec<(String, String)>,
    /// The body; an empty object when there was none.
    pub body: Value,
    /// The parts of a form, where one was sent.
    pub form: Vec<FormPart>,
    /// When it came.
    pub now: Moment,
    /// The settings.
    pub settings: &'a Settings,
    /// What file imports can find.
    pub sites: &'a Sites,
}

impl Call<'_> {
    /// A parameter of the path.
    #[must_use]
    pub fn parameter(&self, name: &str) -> &str {
        self.parameters.get(name).map_or("", String::as_str)
    }

    /// A parameter of the path that is an id.
    ///
    /// # Errors
    /// When it isn't one.
    pub fn id(&self, name: &str) -> Result<Id, Refusal> {
        let text = self.parameter(name);
        identifier::parse(text).ok_or_else(|| {
            let shown = shown(Some(&Value::String(text.to_owned())));
            Refusal::failed("path", &[format!("path.{name} should be a valid uuid, instead was {shown}.")])
        })
    }

    /// All values of a query key that may come several times, with or without `[]`.
    #[must_use]
    pub fn query_list(&self, name: &str) -> Vec<String> {
        let fits = |key: &str| key.trim_end_matches("[]") == name;
        self.query.iter().filter(|(key, _)| fits(key)).map(|(_, value)| value.clone()).collect()
    }

    /// A query value.
    #[must_use]
    pub fn query_value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether the connection may do something.
    #[must_use]
    pub fn can(&self, capability: Capability) -> bool {
        self.connection.capabilities.contains(&capability)
    }

    /// Refuses unless the connection may do something.
    ///
    /// # Errors
    /// 403.
    pub fn needs(&self, capability: Capability) -> Result<(), Refusal> {
        if self.can(capability) { Ok(()) } else { Err(Refusal::restricted()) }
    }

    /// 404 for something of a kind.
    #[must_use]
    pub fn missing(&self, kind: &str, id: Id) -> Refusal {
        Refusal::not_found(kind, id, &self.connection.name)
    }

    /// A page this connection sees.
    ///
    /// # Errors
    /// 404, or 400 when the id is a database's.
    pub fn page<'s>(&self, state: &'s State, id: Id) -> Result<&'s Page, Refusal> {
        if state.databases.contains_key(&id) && state.sees(self.who, id) {
            let message = format!("Provided ID {id} is a database, not a page. Use the retrieve database API instead.");
            return Err(Refusal::validation(message));
        }
        let page = state.pages.get(&id).filter(|_| state.sees(self.who, id));
        page.ok_or_else(|| self.missing("page", id))
    }

    /// A database this connection sees.
    ///
    /// # Errors
    /// 404, or 400 when the id is a page's.
    pub fn database<'s>(&self, state: &'s State, id: Id) -> Result<&'s Database, Refusal> {
        if state.pages.contains_key(&id) && state.sees(self.who, id) {
            let message = format!("Provided ID {id} is a page, not a database. Use the retrieve page API instead.");
            return Err(Refusal::validation(message));
        }
        let database = state.databases.get(&id).filter(|_| state.sees(self.who, id));
        database.ok_or_else(|| self.missing("database", id))
    }

    /// A data source this connection sees; the id of its database won't do.
    ///
    /// # Errors
    /// 404.
    pub fn data_source<'s>(&self, state: &'s State, id: Id) -> Result<&'s DataSource, Refusal> {
        let source = state.data_sources.get(&id).filter(|_| state.sees(self.who, id));
        source.ok_or_else(|| self.missing("data_source", id))
    }
}
