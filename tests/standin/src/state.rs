//! Everything the stand-in remembers: plain data, and the questions asked about it.

mod content;
mod people;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::identifier::Id;
use crate::moment::Moment;

pub use content::{Block, DataSource, Database, History, Page, Parent, Property, Template, Upload, UploadStatus};
pub use people::{Capability, Client, Connection, Grant, Kind, Pair, User, Workspace};

/// All workspaces and what is in them.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct State {
    /// The workspaces.
    pub workspaces: BTreeMap<Id, Workspace>,
    /// The connections: each has one token.
    pub connections: BTreeMap<Id, Connection>,
    /// The public connections one can sign in through.
    pub clients: Vec<Client>,
    /// Codes handed out by the authorize page and not exchanged yet.
    pub grants: Vec<Grant>,
    /// Databases: containers of data sources.
    pub databases: BTreeMap<Id, Database>,
    /// Data sources: a schema and its rows.
    pub data_sources: BTreeMap<Id, DataSource>,
    /// Pages, rows included.
    pub pages: BTreeMap<Id, Page>,
    /// Blocks, of every page.
    pub blocks: BTreeMap<Id, Block>,
    /// Uploaded files.
    pub uploads: BTreeMap<Id, Upload>,
    /// Counts up with everything made, so that things made in one millisecond keep their order.
    pub sequence: u64,
}

impl State {
    /// The next number in the order of making.
    pub fn next_number(&mut self) -> u64 {
        self.sequence += 1;
        self.sequence
    }

    /// A new history.
    pub fn history(&mut self, now: Moment, by: Option<Id>) -> History {
        History { created: now, edited: now, by, sequence: self.next_number() }
    }

    /// The connection a token opens: it was not revoked, has not expired and was not replaced.
    #[must_use]
    pub fn connection_of(&self, token: &str) -> Option<(Id, &Connection)> {
        let mut connections = self.connections.iter();
        connections.find(|(_, known)| known.opens_with(token)).map(|(id, known)| (*id, known))
    }

    /// Whether a connection may see something: it was shared, or something above it was.
    #[must_use]
    pub fn sees(&self, connection: Id, thing: Id) -> bool {
        let Some(known) = self.connections.get(&connection) else { return false };
        if self.workspace_of(thing) != Some(known.workspace) {
            return false;
        }
        known.kind == Kind::Personal || self.shared(connection, thing)
    }

    fn shared(&self, connection: Id, thing: Id) -> bool {
        if let Some(page) = self.pages.get(&thing) {
            return page.shared_with.contains(&connection) || self.shared_above(connection, page.parent);
        }
        if let Some(source) = self.data_sources.get(&thing) {
            return self.shared(connection, source.database);
        }
        if let Some(database) = self.databases.get(&thing) {
            return database.shared_with.contains(&connection) || self.shared_above(connection, database.parent);
        }
        self.blocks.get(&thing).is_some_and(|block| self.shared(connection, block.page))
    }

    fn shared_above(&self, connection: Id, parent: Parent) -> bool {
        match parent {
            Parent::Workspace => false,
            Parent::Page(id) | Parent::DataSource(id) | Parent::Block(id) => self.shared(connection, id),
        }
    }

    /// The workspace something is in.
    #[must_use]
    pub fn workspace_of(&self, thing: Id) -> Option<Id> {
        if let Some(page) = self.pages.get(&thing) {
            return Some(page.workspace);
        }
        if let Some(database) = self.databases.get(&thing) {
            return Some(database.workspace);
        }
        if let Some(source) = self.data_sources.get(&thing) {
            return self.workspace_of(source.database);
        }
        self.blocks.get(&thing).and_then(|block| self.workspace_of(block.page))
    }

    /// The rows of a data source, oldest first.
    #[must_use]
    pub fn rows(&self, source: Id) -> Vec<(Id, &Page)> {
        let mut rows: Vec<(Id, &Page)> = self.any_order(source).collect();
        rows.sort_by_key(|(_, page)| page.history.sequence);
        rows
    }

    /// The rows of a data source. Putting tens of thousands in order takes longer than finding a few of them.
    pub fn any_order(&self, source: Id) -> impl Iterator<Item = (Id, &Page)> {
        let own = move |page: &Page| page.parent == Parent::DataSource(source);
        self.pages.iter().filter(move |(_, page)| own(page)).map(|(id, page)| (*id, page))
    }

    /// The plain text of a page's title.
    #[must_use]
    pub fn title_of(&self, page: &Page) -> String {
        plain_text(page.values.get("title").unwrap_or(&Value::Null))
    }

    /// Marks something and its page as changed now.
    pub fn touch(&mut self, thing: Id, now: Moment) {
        if let Some(block) = self.blocks.get_mut(&thing) {
            block.history.edited = now;
            let page = block.page;
            return self.touch(page, now);
        }
        if let Some(page) = self.pages.get_mut(&thing) {
            page.history.edited = now;
        }
    }

    /// Carries out what was to happen by itself by now: templates fill in, unused uploads expire.
    ///
    /// Returns whether anything did.
    pub fn settle(&mut self, now: Moment) -> bool {
        let mut changed = false;
        for upload in self.uploads.values_mut() {
            if upload.expires.is_some_and(|expires| expires <= now) && upload.status != UploadStatus::Failed {
                changed |= upload.status != UploadStatus::Expired;
                upload.status = UploadStatus::Expired;
            }
        }
        let due = |page: &Page| page.awaiting.as_ref().is_some_and(|(at, _)| *at <= now);
        let waiting: Vec<Id> = self.pages.iter().filter(|(_, page)| due(page)).map(|(id, _)| *id).collect();
        for id in waiting {
            let awaiting = self.pages.get_mut(&id).and_then(|page| page.awaiting.take());
            if let Some((_, children)) = awaiting {
                crate::tree::append(self, id, &children, None, now, None);
                changed = true;
            }
        }
        changed
    }
}

/// The text of a rich text value, without its dress.
#[must_use]
pub fn plain_text(pieces: &Value) -> String {
    let pieces = pieces.as_array().map_or(&[][..], Vec::as_slice);
    pieces.iter().filter_map(|piece| piece.get("plain_text")?.as_str()).collect()
}
