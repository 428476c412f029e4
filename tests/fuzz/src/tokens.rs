//! A page's tokens, as any page may make them.
//!
//! Never, whatever they are:
//!
//! - a panic, or a tree whose nodes are not inside their parents;
//! - a part of a page that is saved twice or out of order;
//! - a block that is in no request or in two, or a request beyond Notion's limits;
//! - a count that is not that of the blocks;
//! - blocks that read otherwise than they were written.

use satchel::article::blocks::{Compiled, Options, batches, compile, count};
use satchel::article::content::content;
use satchel::article::extract::{Hints, article, whole};
use satchel::article::page::{Id, Page};
use satchel::article::part::Part;
use satchel::json::Json;
use satchel::notion::limit;
use satchel::notion::stored::Stored;

const ADDRESS: &str = "https://page.example/story";
const TITLE: &str = "A story";

/// Takes the input as tokens.
pub fn check(input: &[u8]) {
    let tokens = String::from_utf8_lossy(input);
    let page = Page::read(&tokens);
    tree(&page);
    for part in [article(&page, &Hints { title: TITLE }), whole(&page), Part::whole()] {
        in_order(&page, &part);
        let options = Options { address: ADDRESS.to_owned() };
        requests(&compile(&page, &part, &options));
    }
    for is_all in [false, true] {
        let kept = content(&tokens, ADDRESS, TITLE, is_all);
        let blocks: Json = serde_json::from_str(&kept.blocks).expect("the blocks are JSON");
        let said = count(blocks.items());
        assert_eq!((kept.characters, kept.media), (said.characters, said.media.len()));
        let last = kept.ends.rsplit(',').next().and_then(|end| end.parse().ok()).unwrap_or(0);
        assert_eq!(last, blocks.items().len(), "the last request ends where the blocks do");
    }
}

fn tree(page: &Page<'_>) {
    for id in page.within(Id::ROOT) {
        let end = page.node(id).end as usize;
        assert!(end > id.index() && end <= page.len());
        for child in page.children(id) {
            assert_eq!(page.node(child).parent, Some(id));
            assert!(page.contains(id, child));
        }
    }
}

fn in_order(page: &Page<'_>, part: &Part) {
    let nodes: Vec<Id> = part.nodes(page).collect();
    assert!(nodes.is_sorted_by(|one, next| one < next), "a node is saved once, in its place");
}

fn requests(compiled: &Compiled) {
    let mut next = 0;
    for batch in batches(&compiled.blocks) {
        assert!(batch.start == next && !batch.is_empty());
        next = batch.end;
        let blocks = &compiled.blocks[batch];
        let read: Vec<Stored> = blocks.iter().map(Stored::of).collect();
        let bytes: usize = blocks.iter().map(Json::bytes).sum();
        assert!(blocks.len() <= limit::ITEMS && Stored::all(&read).len() <= limit::BLOCKS && bytes <= limit::REQUEST);
    }
    assert_eq!(next, compiled.blocks.len());
    assert_eq!(count(&compiled.blocks), compiled.tally.count);
    let all = Json::List(compiled.blocks.clone());
    let read: Json = serde_json::from_str(&all.written()).expect("what is written is JSON");
    assert_eq!(read, all);
}
