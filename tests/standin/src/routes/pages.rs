//! `/v1/pages`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::databases::{only_data_source, workspace_parent};
use crate::call::Call;
use crate::files;
use crate::identifier::{self, Id};
use crate::placement;
use crate::refusal::Refusal;
use crate::shapes;
use crate::state::{Capability, Page, Parent, State};
use crate::tree;
use crate::values::Plan;

/// How long a template takes to be filled in.
const TEMPLATE_DELAY: i64 = 300;

/// A new page.
///
/// # Errors
/// 403, 404 for the parent, or what is wrong with a value or a block.
pub fn create(state: &mut State, call: &Call<'_>) -> Result<Value, Refusal> {
    call.needs(Capability::InsertContent)?;
    let body = &call.body;
    let parent = parent(state, call)?;
    let source = match parent {
        Parent::DataSource(source) => Some(source),
        _ => None,
    };
    let empty = Map::new();
    let given = body.get("properties").and_then(Value::as_object).unwrap_or(&empty);
    let plan = Plan::new(state, call, source, given)?;
    let blocks = blocks(body)?;
    files::check(state, call.connection.workspace, body)?;
    let template = template(state, source, body)?;
    if template.is_some() && !blocks.is_empty() {
        return Err(Refusal::validation("children should be not present when a template is used."));
    }
    let position = position(state, parent, body)?;

    let id = identifier::fresh();
    let page = Page {
        workspace: call.connection.workspace,
        parent,
        values: BTreeMap::new(),
        icon: files::icon(state, body.get("icon").unwrap_or(&Value::Null)),
        cover: files::cover(state, body.get("cover").unwrap_or(&Value::Null)),
        children: Vec::new(),
        in_trash: false,
        is_archived: false,
        is_locked: false,
        shared_with: if parent == Parent::Workspace { BTreeSet::from([call.who]) } else { BTreeSet::new() },
        shared: call.now,
        awaiting: template.map(|blocks| (call.now.plus(TEMPLATE_DELAY), blocks)),
        history: state.history(call.now, Some(call.who)),
    };
    let values = plan.carry_out(state, source);
    state.pages.insert(id, Page { values, ..page });
    tree::append(state, id, blocks, None, call.now, Some(call.who));
    files::attach(state, body);
    if let Parent::Page(above) = parent
        && let Some(children) = tree::children_mut(state, above)
    {
        children.insert(position.unwrap_or(children.len()).min(children.len()), id);
    }
    answer(state, call, id)
}

/// One page, without its blocks.
///
/// # Errors
/// 403 or 404.
pub fn retrieve(state: &State, call: &Call<'_>) -> Result<Value, Refusal> {
    let id = call.id("page_id")?;
    call.needs(Capability::ReadContent)?;
    call.page(state, id)?;
    answer(state, call, id)
}

/// Changes a page's values and dress, or puts it into the trash.
///
/// # Errors
/// 403, 404, or what is wrong with a value.
pub fn update(state: &mut State, call: &Call<'_>) -> Result<Value, Refusal> {
    let id = call.id("page_id")?;
    call.needs(Capability::UpdateContent)?;
    let page = call.page(state, id)?;
    let body = &call.body;
    let flag = |key: &str| body.get(key).and_then(Value::as_bool);
    if page.in_trash && flag("in_trash") != Some(false) {
        return Err(Refusal::validation(
            "Can't edit page that is in the trash. You must restore the page before editing.",
        ));
    }
    let source = match page.parent {
        Parent::DataSource(source) => Some(source),
        _ => None,
    };
    let empty = Map::new();
    let given = body.get("properties").and_then(Value::as_object).unwrap_or(&empty);
    let plan = Plan::new(state, call, source, given)?;
    files::check(state, call.connection.workspace, body)?;
    let template = template(state, source, body)?;
    let icon = body.get("icon").map(|icon| files::icon(state, icon));
    let cover = body.get("cover").map(|cover| files::cover(state, cover));

    let values = plan.carry_out(state, source);
    if let Some(page) = state.pages.get_mut(&id) {
        page.values.extend(values);
        page.icon = icon.unwrap_or_else(|| page.icon.clone());
        page.cover = cover.unwrap_or_else(|| page.cover.clone());
        page.in_trash = flag("in_trash").unwrap_or(page.in_trash);
        page.is_archived = flag("is_archived").unwrap_or(page.is_archived);
        page.is_locked = flag("is_locked").unwrap_or(page.is_locked);
        page.history.edited = call.now;
        if flag("erase_content") == Some(true) {
            page.children.clear();
        }
        if let Some(blocks) = template {
            page.awaiting = Some((call.now.plus(TEMPLATE_DELAY), blocks));
        }
    }
    files::attach(state, body);
    answer(state, call, id)
}

fn answer(state: &State, call: &Call<'_>, id: Id) -> Result<Value, Refusal> {
    if !call.can(Capability::ReadContent) {
        return Ok(json!({ "object": "page", "id": id }));
    }
    let page = call.page(state, id)?;
    Ok(shapes::page(state, id, page, &call.query_list("filter_properties")))
}

fn parent(state: &State, call: &Call<'_>) -> Result<Parent, Refusal> {
    let named = |key: &str| {
        let text = call.body.get("parent")?.get(key)?.as_str()?;
        identifier::parse(text)
    };
    if let Some(source) = named("data_source_id") {
        let found = call.data_source(state, source)?;
        let database = state.databases.get(&found.database);
        if found.in_trash || database.is_some_and(|database| database.in_trash) {
            return Err(Refusal::validation(
                "Can't edit block that is archived. You must unarchive the block before editing.",
            ));
        }
        return Ok(Parent::DataSource(source));
    }
    if let Some(database) = named("database_id") {
        return only_data_source(state, call, database).map(Parent::DataSource);
    }
    match named("page_id") {
        Some(page) => call.page(state, page).map(|_| Parent::Page(page)),
        None => workspace_parent(call),
    }
}

fn blocks(body: &Value) -> Result<&[Value], Refusal> {
    if body.get("markdown").is_some() {
        return Err(Refusal::validation("The stand-in does not read markdown: send children."));
    }
    let list = |key: &str| body.get(key).and_then(Value::as_array).map(Vec::as_slice);
    let blocks = match (list("children"), list("content")) {
        (Some(_), Some(_)) => return Err(Refusal::validation("Only one of children and content can be given.")),
        (children, content) => children.or(content).unwrap_or_default(),
    };
    placement::check_under("page", None, blocks)?;
    Ok(blocks)
}

fn template(state: &State, source: Option<Id>, body: &Value) -> Result<Option<Vec<Value>>, Refusal> {
    let Some(kind) = body.pointer("/template/type").and_then(Value::as_str).filter(|kind| *kind != "none") else {
        return Ok(None);
    };
    let source = source.and_then(|source| state.data_sources.get(&source));
    let mut templates = source.into_iter().flat_map(|source| &source.templates);
    let wanted = body.pointer("/template/template_id").and_then(Value::as_str).and_then(identifier::parse);
    let found =
        templates.find(|template| if kind == "default" { template.is_default } else { Some(template.id) == wanted });
    let found = found.ok_or_else(|| Refusal::validation("Could not find the template for this data source."))?;
    Ok(Some(found.children.clone()))
}

fn position(state: &State, parent: Parent, body: &Value) -> Result<Option<usize>, Refusal> {
    let Some(position) = body.get("position") else { return Ok(None) };
    let Parent::Page(above) = parent else {
        return Err(Refusal::validation("position is only allowed when the parent is a page."));
    };
    placement::index(state, above, position)
}
