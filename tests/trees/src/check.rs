//! What holds for every page.

use satchel::article::blocks::{Compiled, Options, Reason, batches, compile, count};
use satchel::article::page::{Id, Page};
use satchel::article::part::Part;
use satchel_standin::{placement, validate};
use serde_json::{Value, json};

use crate::page::Made;
use crate::receipt;

const APPEND: &str = "/v1/blocks/d5000000-0000-4000-8000-000000000001/children";

/// One page in so many has its receipt checked, which takes longer than all the rest.
const RECEIPTS: u64 = 20;

/// Compiles a page and checks it; gives how many blocks it came to.
pub(crate) fn page(seed: u64) -> Result<usize, String> {
    let made = Made::of(seed);
    let page = Page::read(&made.tokens);
    let options = Options { address: "https://page.example/".to_owned() };
    let compiled = compile(&page, &Part::whole(), &options);
    requests(&compiled)?;
    words(&compiled, &places(&page))?;
    let counted = count(&compiled.blocks);
    if counted != compiled.tally.count {
        return Err(format!("counted {counted:?}, said {:?}", compiled.tally.count));
    }
    if seed.is_multiple_of(RECEIPTS) {
        receipt::check(seed, &compiled)?;
    }
    Ok(counted.blocks)
}

/// Every request is one that Notion takes.
fn requests(compiled: &Compiled) -> Result<(), String> {
    let mut next = 0;
    for batch in batches(&compiled.blocks) {
        if batch.start != next || batch.is_empty() {
            return Err(format!("a batch {batch:?} after {next}"));
        }
        next = batch.end;
        let children = &compiled.blocks[batch];
        let body = json!({ "children": serde_json::to_value(children).map_err(|error| error.to_string())? });
        validate("PATCH", APPEND, Some(&body)).map_err(|problems| format!("{}\n{body}", problems.join("\n")))?;
        let children = body["children"].as_array().map_or(&[][..], Vec::as_slice);
        placement::check_under("page", None, children).map_err(|refusal| refusal.message)?;
    }
    if next == compiled.blocks.len() { Ok(()) } else { Err(format!("{next} of {} blocks", compiled.blocks.len())) }
}

/// Where a word stands, as far as it matters for where it may go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Place {
    /// In what goes elsewhere: a caption, what is seen of a block that opens.
    moves: bool,
    /// In a formula, which says it in its own way, or only once.
    is_formula: bool,
    /// In a table, whose first row is repeated.
    is_table: bool,
}

/// Where each word of a page stands: in the tree, whatever was meant by its tokens.
fn places(page: &Page<'_>) -> Vec<Place> {
    let mut places = Vec::new();
    for id in page.within(Id::ROOT).filter(|&id| page.node(id).is_text()) {
        let mut place = Place::default();
        for around in page.around(id) {
            let name = page.node(around).name;
            place.moves |= matches!(name, "figcaption" | "caption" | "summary");
            place.is_formula |= name == "math";
            place.is_table |= name == "table";
        }
        places.extend(numbers(page.node(id).text).map(|_| place));
    }
    places
}

/// The numbers of the words in a text.
fn numbers(text: &str) -> impl Iterator<Item = usize> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .flat_map(|part| part.split_inclusive('z'))
        .filter_map(|word| word.rsplit('q').next()?.strip_suffix('z')?.parse().ok())
}

/// Every word is in the blocks, in order and once, or counted as left out.
fn words(compiled: &Compiled, places: &[Place]) -> Result<(), String> {
    let mut text = String::new();
    for block in &compiled.blocks {
        gather(&serde_json::to_value(block).map_err(|error| error.to_string())?, &mut text);
    }
    let mut times = vec![0_u32; places.len()];
    let mut last = 0;
    for number in numbers(&text) {
        let Some(place) = places.get(number) else { return Err(format!("word {number} is not on the page")) };
        times[number] += 1;
        if times[number] > 1 && !place.is_table && !place.is_formula && !place.moves {
            return Err(format!("word {number} is there twice"));
        }
        if place.moves || place.is_formula || times[number] > 1 {
            continue;
        }
        if number < last {
            return Err(format!("word {number} comes after {last}"));
        }
        last = number;
    }
    let missing: Vec<usize> =
        (0..places.len()).filter(|&number| times[number] == 0 && !places[number].is_formula).collect();
    let characters: usize = missing.iter().map(|number| number.to_string().len() + 2).sum();
    let counted: usize = compiled.tally.losses.iter().map(|loss| loss.characters).sum();
    if characters > counted {
        let first = missing.first();
        return Err(format!("{characters} characters are missing from word {first:?} on, and {counted} counted"));
    }
    let degraded = compiled.tally.degraded.len();
    let said = compiled.tally.loss(Reason::Card).times + compiled.tally.loss(Reason::NotSent).times;
    if degraded == said { Ok(()) } else { Err(format!("{degraded} files are named, {said} counted")) }
}

/// All text of a block, in the order it is read.
fn gather(value: &Value, text: &mut String) {
    match value {
        Value::Array(items) => {
            let is_runs = items.iter().any(|item| item.get("text").is_some() || item.get("equation").is_some());
            for item in items {
                gather(item, text);
            }
            if is_runs {
                text.push(' ');
            }
        }
        Value::Object(members) => {
            // A block has its own text before its children's, whatever the order of its members.
            let last = ["children", "caption"];
            for (name, member) in members.iter().filter(|(name, _)| !last.contains(&name.as_str())) {
                match (name.as_str(), member) {
                    ("content" | "expression", Value::String(content)) => text.push_str(content),
                    ("link" | "external", _) => {}
                    _ => gather(member, text),
                }
            }
            for name in last {
                if let Some(member) = members.get(name) {
                    gather(member, text);
                }
            }
        }
        _ => {}
    }
}
