//! The articles of saves: five blocks each, to be sent as two and three.

use satchel::json::Json;

use crate::world::World;

/// As a record names it. It lies under the number of its save.
pub(crate) fn named(number: u64) -> String {
    format!("2,5:{number}")
}

/// What lies there.
pub(crate) fn blocks(number: &str) -> Vec<Json> {
    (0..5).map(|at| paragraph(format!("part {at} of {number}"))).collect()
}

fn paragraph(text: String) -> Json {
    let run = Json::object([("text", Json::object([("content", Json::Text(text))]))]);
    Json::object([("paragraph", Json::object([("rich_text", Json::List(vec![run]))]))])
}

/// What is saved has its article, whole and in order, or says that it has not.
pub(crate) fn check(world: &World) {
    for (number, promise) in world.promises.borrow().iter() {
        let records = world.whole.records.borrow();
        let Some(record) = records.get(&promise.id) else { continue };
        let is_told = record
            .get("notices")
            .items()
            .iter()
            .any(|notice| matches!(notice.get("code").text(), Some("text-lost" | "article-cut")));
        let is_over = record.get("state").text() == Some("saved");
        if !promise.has_article || promise.taken_back || promise.edited || !is_over || is_told {
            continue;
        }
        let wanted = blocks(&number.to_string());
        let there = world.notion.blocks(*number);
        if !there.windows(wanted.len()).any(|window| window == wanted) {
            world.object(format!("the article of save {number} came as {} of 5 blocks, or not in order", there.len()));
        }
    }
}
