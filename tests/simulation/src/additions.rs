//! What the person adds to pages that are in Notion: a quotation that always reads the same, or once
//! more the article that the page came with. Each is there as often as it was added. Nothing is said of a
//! page whose save was taken back: what that had brought is forgotten with it.

use std::collections::BTreeSet;
use std::rc::Rc;

use satchel::clip::Clip;
use satchel::flow::saving::{enqueue, take_up};
use satchel::json::Json;
use satchel::outbox::{Event, Kind};
use satchel::view::Submission;

use crate::articles;
use crate::story::{Story, show_waiting};
use crate::world::World;

/// What the quotation says.
const QUOTE: &str = "the same words";

/// Something that the person adds.
pub(crate) struct Addition {
    /// The number of the save that made the page.
    number: u64,
    /// The page, by its id.
    page: String,
    /// What it begins with.
    first: Json,
    /// The save, once the person was told that it is kept.
    id: Option<String>,
}

impl Story {
    /// The person adds to a page that is shown as saved.
    pub(crate) fn add(&mut self) {
        let world = Rc::clone(&self.world);
        let dice = &world.dice;
        let saved = {
            let promises = world.promises.borrow();
            let at = usize::try_from(dice.below(crate::story::SAVES)).unwrap_or_default();
            let Some((number, promise)) = promises.iter().nth(at).filter(|(_, promise)| !promise.taken_back) else {
                return;
            };
            let whole = world.whole.records.borrow();
            let Some(record) = whole.get(&promise.id).filter(|record| record.get("state").text() == Some("saved"))
            else {
                return;
            };
            let text = |name: &str| record.get(name).text().unwrap_or_default().to_owned();
            let address = record.get("clip").get("address").text().unwrap_or_default().to_owned();
            let page = record.get("page").get("id").text().unwrap_or_default().to_owned();
            (*number, page, address, text("destination"))
        };
        let (number, page, address, destination) = saved;
        let has_article = dice.once_in(2) && world.contents.borrow().contains(&number.to_string());
        let context = usize::from(self.alive[1] && dice.once_in(2));
        self.wake(context);
        self.spawn(context, move |port| async move {
            let selection = if has_article { String::new() } else { QUOTE.to_owned() };
            let first = if has_article { articles::blocks(&number.to_string()).swap_remove(0) } else { quote() };
            let submission = Submission {
                clip: Clip { title: format!("Save {number}"), address, selection, ..Clip::default() },
                tags: Vec::new(),
                destination,
                notices: Vec::new(),
                entries: Json::Null,
                mode: Kind::Append,
                page: Some(page.clone()),
                article: if has_article { articles::named(number) } else { String::new() },
            };
            port.keep_alarm();
            // Another context may send it before this one was told that it is kept.
            let at = {
                let mut additions = port.world.additions.borrow_mut();
                additions.push(Addition { number, page, first, id: None });
                additions.len() - 1
            };
            let Ok(view) = enqueue(&port, Box::new(submission)).await else { return };
            if let Some(addition) = port.world.additions.borrow_mut().get_mut(at) {
                addition.id = Some(view.id.clone());
            }
            let _moved = take_up(&port, &view.id, Event::Begin).await;
            show_waiting(&port).await;
        });
    }
}

fn quote() -> Json {
    satchel::mapping::addition(&Clip { selection: QUOTE.to_owned(), ..Clip::default() }).swap_remove(0)
}

/// How often that block may be in a page beside what the page came with: as often as somebody wished it there.
pub(crate) fn wished(world: &World, page: &str, block: &Json) -> usize {
    let is_it = |addition: &&Addition| addition.page == page && addition.has(block);
    world.additions.borrow().iter().filter(is_it).count()
}

impl Addition {
    fn has(&self, block: &Json) -> bool {
        // An article's blocks end with the number of its save, and each begins another way.
        self.first == *block || *block != quote() && self.first != quote()
    }
}

/// Everything that was added is there, as often as that was asked for, or says why it is not. Where a store lost what
/// it alone had of one that was over, nobody knows any more that what stands there is not another one's.
pub(crate) fn check(world: &World) {
    let (additions, promises) = (world.additions.borrow(), world.promises.borrow());
    let (whole, small) = (world.whole.records.borrow(), world.small.records.borrow());
    let is_known = |id: &str| {
        let record = whole.get(id).or(small.get(id));
        record.is_some_and(|record| record.get("state").text() == Some("saved") && !tells_of_text(record))
    };
    for addition in additions.iter() {
        let Some(promise) = promises.get(&addition.number).filter(|promise| !promise.taken_back) else { continue };
        let is_alike = |other: &&Addition| other.page == addition.page && other.first == addition.first;
        let alike = additions.iter().filter(is_alike).filter_map(|other| other.id.as_deref());
        let ids: BTreeSet<&str> = alike.filter(|id| is_known(id)).collect();
        let is_article_known = is_known(&promise.id) && world.contents.borrow().contains(&addition.number.to_string());
        let came_with = is_article_known && world.notion.came_with(&addition.page, &addition.first);
        let there = world.notion.times(&addition.page, &addition.first);
        let wanted = ids.len() + usize::from(came_with);
        if there < wanted {
            world.object(format!("what was added to {} is there {there} times, and not {wanted}", addition.page));
        }
    }
}

/// Whether a record says that Notion has less of what was added.
fn tells_of_text(record: &Json) -> bool {
    let mut codes = record.get("notices").items().iter().filter_map(|notice| notice.get("code").text());
    codes.any(|code| matches!(code, "text-lost" | "article-cut"))
}
