//! “Use the developer's template”: a page copied into somebody's workspace, with all that is on it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::identifier::{self, Id};
use crate::moment::Moment;
use crate::state::{Block, DataSource, Database, Page, Parent, State, Template};
use crate::tree;

/// Copies a page, its blocks, the pages and databases on it and their rows; returns the copy's id.
pub(super) fn duplicate(state: &mut State, page: Id, workspace: Id, now: Moment) -> Option<Id> {
    let mut things = Vec::new();
    gather(state, page, &mut things);
    let ids: BTreeMap<Id, Id> = things.iter().map(|id| (*id, identifier::fresh())).collect();
    let copy = Copy { ids, root: page, workspace, now };
    for id in things {
        copy.thing(state, id);
    }
    copy.ids.get(&page).copied()
}

/// Everything below a page, a block or a database, in order, what is above first.
fn gather(state: &State, thing: Id, found: &mut Vec<Id>) {
    found.push(thing);
    for source in state.databases.get(&thing).map_or(&[][..], |database| &database.data_sources) {
        found.push(*source);
        for (row, page) in state.rows(*source) {
            if !page.in_trash {
                gather(state, row, found);
            }
        }
    }
    for child in tree::children(state, thing) {
        gather(state, child, found);
    }
}

struct Copy {
    /// The new id of everything that is copied.
    ids: BTreeMap<Id, Id>,
    root: Id,
    workspace: Id,
    now: Moment,
}

impl Copy {
    fn thing(&self, state: &mut State, old: Id) {
        let Some(id) = self.ids.get(&old).copied() else { return };
        let history = state.history(self.now, None);
        if let Some(page) = state.pages.get(&old).cloned() {
            let copy = Page {
                workspace: self.workspace,
                parent: if old == self.root { Parent::Workspace } else { self.parent(page.parent) },
                values: page.values.into_iter().map(|(key, value)| (key, self.value(value))).collect(),
                children: self.children(&page.children),
                shared_with: Default::default(),
                shared: self.now,
                awaiting: None,
                history,
                ..page
            };
            state.pages.insert(id, copy);
        } else if let Some(block) = state.blocks.get(&old).cloned() {
            let copy = Block {
                page: self.id(block.page),
                parent: self.parent(block.parent),
                content: self.value(block.content),
                children: self.children(&block.children),
                history,
                ..block
            };
            state.blocks.insert(id, copy);
        } else if let Some(database) = state.databases.get(&old).cloned() {
            let copy = Database {
                workspace: self.workspace,
                parent: self.parent(database.parent),
                data_sources: self.children(&database.data_sources),
                shared_with: Default::default(),
                shared: self.now,
                history,
                ..database
            };
            state.databases.insert(id, copy);
        } else if let Some(mut source) = state.data_sources.get(&old).cloned() {
            for property in &mut source.properties {
                property.settings = self.value(property.settings.take());
            }
            let template = |known: Template| Template { id: identifier::fresh(), ..known };
            let copy = DataSource {
                database: self.id(source.database),
                templates: source.templates.into_iter().map(template).collect(),
                history,
                ..source
            };
            state.data_sources.insert(id, copy);
        }
    }

    fn id(&self, old: Id) -> Id {
        self.ids.get(&old).copied().unwrap_or(old)
    }

    fn children(&self, old: &[Id]) -> Vec<Id> {
        old.iter().filter_map(|id| self.ids.get(id)).copied().collect()
    }

    fn parent(&self, old: Parent) -> Parent {
        match old {
            Parent::Workspace => Parent::Workspace,
            Parent::Page(id) => Parent::Page(self.id(id)),
            Parent::DataSource(id) => Parent::DataSource(self.id(id)),
            Parent::Block(id) => Parent::Block(self.id(id)),
        }
    }

    /// What points at something that is copied too points at the copy: relations, mentions, links.
    fn value(&self, value: Value) -> Value {
        match value {
            Value::String(text) => match identifier::parse(&text).and_then(|id| self.ids.get(&id)) {
                Some(id) => json!(id),
                None => Value::String(text),
            },
            Value::Array(items) => items.into_iter().map(|item| self.value(item)).collect(),
            Value::Object(map) => map.into_iter().map(|(key, value)| (key, self.value(value))).collect(),
            other => other,
        }
    }
}
