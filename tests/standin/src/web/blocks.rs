//! Blocks, readable.

use serde_json::Value;

use super::tables::link;
use crate::html::escape;
use crate::identifier::{Id, compact};
use crate::limits::is_web_address;
use crate::state::{Block, State, plain_text};
use crate::tree;

/// Everything below a page or block.
pub(super) fn render(state: &State, parent: Id) -> String {
    tree::children(state, parent).into_iter().map(|id| one(state, id)).collect()
}

fn one(state: &State, id: Id) -> String {
    let Some(block) = state.blocks.get(&id) else {
        let page = state.pages.get(&id).map(|page| state.title_of(page));
        let database = || state.databases.get(&id).map(|database| plain_text(&database.title));
        let title = page.or_else(database).unwrap_or_default();
        return format!("<p><a href=\"/{}\">{}</a></p>", compact(id), escape(&title));
    };
    let below = render(state, id);
    let below = if below.is_empty() { below } else { format!("<div class=\"below\">{below}</div>") };
    let text = block.content.get("rich_text").map(rich_text).unwrap_or_default();
    match block.kind.as_str() {
        "heading_1" => format!("<h2>{text}</h2>{below}"),
        "heading_2" => format!("<h3>{text}</h3>{below}"),
        "heading_3" | "heading_4" => format!("<h4>{text}</h4>{below}"),
        "bulleted_list_item" => format!("<ul><li>{text}{below}</li></ul>"),
        "numbered_list_item" => format!("<ol><li>{text}{below}</li></ol>"),
        "quote" => format!("<blockquote>{text}{below}</blockquote>"),
        "callout" => format!("<div class=\"callout\">{text}{below}</div>"),
        "toggle" => format!("<details open><summary>{text}</summary>{below}</details>"),
        "to_do" => {
            let checked = block.content.get("checked").and_then(Value::as_bool) == Some(true);
            format!("<p>{} {text}</p>{below}", if checked { "☑" } else { "☐" })
        }
        "code" => format!("<pre><code>{text}</code></pre>"),
        "divider" => String::from("<hr>"),
        "table" => format!("<table><tbody>{}</tbody></table>", render(state, id)),
        "table_row" => row(block),
        "bookmark" | "embed" => {
            let address = block.content.get("url").and_then(Value::as_str).unwrap_or_default();
            format!("<p class=\"bookmark\">{}</p>{}", link(address, address), caption(block))
        }
        "image" | "video" | "audio" | "pdf" | "file" => file(block),
        "equation" => {
            let expression = block.content.get("expression").and_then(Value::as_str).unwrap_or_default();
            format!("<p><code>{}</code></p>", escape(expression))
        }
        _ => format!("<p>{text}</p>{below}"),
    }
}

fn row(block: &Block) -> String {
    let cells = block.content.get("cells").and_then(Value::as_array).into_iter().flatten();
    let cells: String = cells.map(|cell| format!("<td>{}</td>", rich_text(cell))).collect();
    format!("<tr>{cells}</tr>")
}

fn file(block: &Block) -> String {
    let address = ["/file/url", "/external/url"].iter().find_map(|key| block.content.pointer(key)?.as_str());
    let address = address.unwrap_or_default();
    if block.kind == "image" && is_web_address(address) {
        return format!(
            "<figure><img src=\"{}\" alt=\"\" loading=\"lazy\">{}</figure>",
            escape(address),
            caption(block)
        );
    }
    format!("<p class=\"bookmark\">{}</p>{}", link(address, address), caption(block))
}

fn caption(block: &Block) -> String {
    let caption = block.content.get("caption").map(rich_text).unwrap_or_default();
    if caption.is_empty() { caption } else { format!("<p class=\"faint\">{caption}</p>") }
}

/// Rich text with its links and the dress that matters.
pub(super) fn rich_text(pieces: &Value) -> String {
    pieces.as_array().into_iter().flatten().map(piece).collect()
}

fn piece(piece: &Value) -> String {
    let text = piece.get("plain_text").and_then(Value::as_str).unwrap_or_default();
    let mut shown = match piece.get("href").and_then(Value::as_str) {
        Some(address) => link(address, text),
        None => escape(text),
    };
    for (annotation, tag) in
        [("bold", "strong"), ("italic", "em"), ("strikethrough", "s"), ("underline", "u"), ("code", "code")]
    {
        if piece.pointer(&format!("/annotations/{annotation}")).and_then(Value::as_bool) == Some(true) {
            shown = format!("<{tag}>{shown}</{tag}>");
        }
    }
    shown.replace('\n', "<br>")
}
