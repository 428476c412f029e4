//! The list of databases, a database's tables, and a page with its properties.

use serde_json::Value;

use super::blocks;
use crate::html::{document, escape};
use crate::identifier::{Id, compact};
use crate::limits::is_web_address;
use crate::shapes;
use crate::state::{DataSource, Database, Page, Parent, Property, State, plain_text};

/// Every workspace with its databases.
pub(super) fn index(state: &State) -> String {
    let mut workspaces: Vec<_> = state.workspaces.iter().collect();
    workspaces.sort_by_key(|(_, workspace)| workspace.sequence);
    let mut body = String::from("<main>");
    for (id, workspace) in workspaces {
        body.push_str(&format!("<h1>{}</h1><ul>", escape(&workspace.name)));
        let mut databases: Vec<_> = state.databases.iter().filter(|(_, known)| known.workspace == *id).collect();
        databases.sort_by_key(|(_, known)| known.history.sequence);
        for (id, known) in databases {
            let rows: usize = known.data_sources.iter().map(|source| state.rows(*source).len()).sum();
            let (address, title) = (compact(*id), heading(&known.icon, &known.title));
            body.push_str(&format!("<li><a href=\"/{address}\">{title}</a> <small>{rows} pages</small></li>"));
        }
        body.push_str("</ul>");
    }
    body.push_str("</main>");
    document("Notion stand-in", &body, true)
}

/// A database: a table for each of its data sources, newest row first.
pub(super) fn database(state: &State, database: &Database) -> String {
    let mut body =
        format!("<main><p><a href=\"/\">All databases</a></p><h1>{}</h1>", heading(&database.icon, &database.title));
    let several = database.data_sources.len() > 1;
    for id in &database.data_sources {
        let Some(source) = state.data_sources.get(id) else { continue };
        if several {
            body.push_str(&format!("<h2>{}</h2>", heading(&source.icon, &source.title)));
        }
        body.push_str(&table(state, *id, source));
    }
    body.push_str("</main>");
    document(&plain_text(&database.title), &body, true)
}

fn table(state: &State, id: Id, source: &DataSource) -> String {
    let mut properties: Vec<&Property> = source.properties.iter().collect();
    properties.sort_by_key(|property| property.kind != "title");
    let heads: String = properties.iter().map(|property| format!("<th>{}</th>", escape(&property.name))).collect();
    let row = |(id, page): &(Id, &Page)| {
        let cells: String =
            properties.iter().map(|property| format!("<td>{}</td>", cell(state, *id, page, property))).collect();
        let class = if page.in_trash { " class=\"trashed\"" } else { "" };
        format!("<tr{class}>{cells}</tr>")
    };
    let rows: String = state.rows(id).iter().rev().map(row).collect();
    format!("<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>")
}

fn cell(state: &State, id: Id, page: &Page, property: &Property) -> String {
    if property.kind == "title" {
        let title = state.title_of(page);
        let shown = if title.is_empty() { String::from("Untitled") } else { escape(&title) };
        return format!("<a href=\"/{}\">{} {shown}</a>", compact(id), icon(&page.icon));
    }
    value(state, page, property)
}

/// A page: its title, its properties, its blocks.
pub(super) fn page(state: &State, id: Id, page: &Page) -> String {
    let title = state.title_of(page);
    let mut body = String::from("<main>");
    if let Parent::DataSource(source) = page.parent
        && let Some(source) = state.data_sources.get(&source)
    {
        let above = state.databases.get(&source.database).map(|known| plain_text(&known.title)).unwrap_or_default();
        body.push_str(&format!("<p><a href=\"/{}\">{}</a></p>", compact(source.database), escape(&above)));
        body.push_str(&format!("<h1>{} {}</h1><table><tbody>", icon(&page.icon), escape(&title)));
        for property in source.properties.iter().filter(|property| property.kind != "title") {
            let value = value(state, page, property);
            body.push_str(&format!("<tr><th>{}</th><td>{value}</td></tr>", escape(&property.name)));
        }
        body.push_str("</tbody></table>");
    } else {
        body.push_str(&format!(
            "<p><a href=\"/\">All databases</a></p><h1>{} {}</h1>",
            icon(&page.icon),
            escape(&title)
        ));
    }
    body.push_str(&blocks::render(state, id));
    body.push_str("</main>");
    document(&title, &body, true)
}

fn value(state: &State, page: &Page, property: &Property) -> String {
    let answer = shapes::property_value(state, page, property);
    let value = answer.get(&property.kind).unwrap_or(&Value::Null);
    match (property.kind.as_str(), value) {
        (_, Value::Null) => String::new(),
        ("title" | "rich_text", value) => blocks::rich_text(value),
        ("select" | "status", option) => tag(option),
        ("multi_select", Value::Array(options)) => options.iter().map(tag).collect(),
        ("url", Value::String(address)) => link(address, address),
        ("date", date) => text(date, "start"),
        ("created_time" | "last_edited_time", Value::String(time)) => {
            escape(&time.replace('T', " ").replace(":00.000Z", ""))
        }
        ("checkbox", Value::Bool(checked)) => String::from(if *checked { "✓" } else { "" }),
        ("files", Value::Array(files)) => files.iter().map(|file| format!("<p>{}</p>", text(file, "name"))).collect(),
        ("formula", formula) => text(formula, "string"),
        ("people" | "relation", Value::Array(things)) => {
            things.iter().map(|thing| format!("<p>{}</p>", text(thing, "id"))).collect()
        }
        (_, Value::String(text)) => escape(text),
        (_, other) => escape(&other.to_string()),
    }
}

fn text(value: &Value, key: &str) -> String {
    escape(value.get(key).and_then(Value::as_str).unwrap_or_default())
}

fn tag(option: &Value) -> String {
    format!("<span class=\"tag {}\">{}</span>", text(option, "color"), text(option, "name"))
}

/// A link, when the address is one a link may have.
pub(super) fn link(address: &str, text: &str) -> String {
    if !is_web_address(address) {
        return escape(text);
    }
    format!("<a href=\"{}\" rel=\"noreferrer\">{}</a>", escape(address), escape(text))
}

fn icon(icon: &Value) -> String {
    escape(icon.get("emoji").and_then(Value::as_str).unwrap_or_default())
}

fn heading(icon_value: &Value, title: &Value) -> String {
    format!("{} {}", icon(icon_value), escape(&plain_text(title)))
}
