//! An update brings the text up to date that Satchel put into the page, and touches nothing else.

mod any;

use serde_json::{Value, json};

use super::connected;
use super::world::World;
use crate::clip::Clip;
use crate::flow::aftercare::aftercare;
use crate::flow::history::earlier;
use crate::flow::saving::{enqueue, take_up};
use crate::json::Field;
use crate::outbox::Event;
use crate::outbox::operation::Kind;
use crate::outbox::receipt::{Receipt, Standing};
use crate::view::{CareWish, Submission};

const PAGE: &str = "00000000-0000-0000-0000-000000000001";

const CHILDREN: &str = "/v1/blocks/00000000-0000-0000-0000-000000000001/children";

const ADDRESS: &str = "https://news.example/story";

fn paragraph(text: &str) -> Value {
    json!({ "paragraph": { "rich_text": [{ "text": { "content": text } }] } })
}

/// One paragraph for each word; "+" before what is inside the one before.
fn article(words: &str) -> Vec<Value> {
    let mut blocks: Vec<Value> = Vec::new();
    for word in words.split(' ') {
        match (word.strip_prefix('+'), blocks.last_mut()) {
            (Some(inner), Some(last)) => {
                let children =
                    last["paragraph"].as_object_mut().unwrap().entry("children").or_insert_with(|| json!([]));
                children.as_array_mut().unwrap().push(paragraph(inner));
            }
            _ => blocks.push(paragraph(word)),
        }
    }
    blocks
}

/// Asks for a save with a text of those words.
fn queue(world: &World, mode: Kind, words: &str) -> String {
    let count = article(words).len();
    let key = format!("k{}", world.contents.borrow().len());
    world.contents.borrow_mut().insert(key.clone(), Value::Array(article(words)).to_string());
    let submission = Submission {
        clip: Clip { title: "A story".into(), address: ADDRESS.into(), ..Clip::default() },
        tags: Vec::new(),
        destination: super::ID.source.into(),
        notices: Vec::new(),
        mode,
        page: (mode != Kind::New).then(|| PAGE.into()),
        entries: crate::json::Json::Null,
        article: format!("{count}:{key}"),
    };
    world.pass(60_000);
    let id = world.run(enqueue(world, submission.into())).unwrap().id;
    if mode == Kind::Update {
        world.put(&format!("renewal:{id}"), json!({ "heading": "Later" }));
    }
    id
}

fn save(world: &World, mode: Kind, words: &str) -> String {
    let id = queue(world, mode, words);
    world.run(take_up(world, &id, Event::Begin)).unwrap();
    id
}

/// A story that is in Notion with a text of those words, and its receipt.
fn saved(world: &World, words: &str) -> String {
    let id = save(world, Kind::New, words);
    world.store(PAGE, article(words));
    finish(world);
    world.requests.borrow_mut().clear();
    id
}

fn tend(world: &World) -> Option<u64> {
    world.run(aftercare(world, &CareWish::default())).unwrap().next_at
}

/// Brings the work back until there is nothing left.
fn finish(world: &World) {
    for _ in 0..60 {
        match tend(world) {
            None => return,
            Some(at) => world.pass(at.saturating_sub(world.now.get())),
        }
    }
    panic!("it never comes to rest");
}

fn asked(world: &World, id: &str, missing: bool) -> Receipt {
    let wish = CareWish { id: id.to_owned(), missing };
    Receipt::read(&world.run(aftercare(world, &wish)).unwrap().receipts[0]).unwrap()
}

fn kept(world: &World, id: &str) -> Receipt {
    Receipt::read(&world.records.borrow()[&format!("receipt:{id}")]).unwrap()
}

fn text(block: &Value) -> &str {
    let kind = block["type"].as_str().unwrap();
    block[kind]["rich_text"][0]["text"]["content"].as_str().unwrap_or_default()
}

/// What the page says; "+" before what is inside the one before.
fn words(world: &World) -> String {
    let blocks = world.blocks.borrow();
    let mut words = Vec::new();
    for block in &blocks[PAGE] {
        words.push(text(block).to_owned());
        let inner = blocks.get(block["id"].as_str().unwrap()).into_iter().flatten();
        words.extend(inner.map(|block| format!("+{}", text(block))));
    }
    words.join(" ")
}

fn ids(world: &World) -> Vec<(String, String)> {
    let blocks = world.blocks.borrow();
    blocks[PAGE].iter().map(|block| (text(block).to_owned(), block["id"].as_str().unwrap().to_owned())).collect()
}

/// The person writes that line before the one of that place.
fn write(world: &World, at: usize, words: &str) {
    let mut line = paragraph(words);
    line["id"] = json!(format!("mine-{words}"));
    line["type"] = json!("paragraph");
    world.blocks.borrow_mut().get_mut(PAGE).unwrap().insert(at, line);
}

/// The person changes the block of that text.
fn change(world: &World, words: &str, how: impl Fn(&mut Value)) {
    for level in world.blocks.borrow_mut().values_mut() {
        level.iter_mut().filter(|block| text(block) == words).for_each(&how);
    }
}

/// How many requests put something into the page or took something out of it.
fn changes(world: &World) -> usize {
    let all = world.requests.borrow();
    all.iter().filter(|sent| sent.contains("/v1/blocks/") && !sent.ends_with("page_size=100")).count()
}

/// What is left to do.
fn is_over(world: &World) -> bool {
    !world.records.borrow().keys().any(|key| key.starts_with("renewal:"))
}

#[test]
fn what_differs_gives_way_where_it_stood_and_all_else_stays() {
    for (old, new, added, removed) in [
        ("a b c", "a x c", 1, 1),
        ("a b c", "x y z w", 4, 3),
        ("a b c", "a c", 0, 1),
        ("a c", "a b c", 1, 0),
        ("b c", "a b c d", 2, 0),
        ("a b c d e f", "x b y d z f", 3, 3),
        ("a +b +c d", "a +b +x d", 1, 1),
        ("a b", "b a", 1, 1),
        ("a a a", "a a", 0, 1),
        ("a b", "a e b e", 2, 0),
    ] {
        let world = connected();
        let first = saved(&world, old);
        let before = ids(&world);
        let id = save(&world, Kind::Update, new);
        finish(&world);
        let receipt = kept(&world, &id);
        assert_eq!(words(&world), new, "{old}");
        let told = (receipt.standing, receipt.added, receipt.removed, receipt.is_below);
        assert_eq!(told, (Standing::Whole, Some(added), removed, false), "{old} {new}");
        assert!(receipt.edited.is_empty() && is_over(&world));
        assert_eq!(kept(&world, &first).standing, Standing::Replaced);
        // What is the same is the same block.
        let same = ids(&world).into_iter().filter(|block| before.contains(block)).count();
        let tops = new.split(' ').filter(|word| !word.starts_with('+')).count();
        assert_eq!(same, tops - usize::try_from(added).unwrap(), "{old} {new}");
        // Looked at again, it says the same; asked for again, nothing is done.
        assert_eq!(asked(&world, &id, true).added, Some(added));
        assert_eq!(words(&world), new);
    }
}

#[test]
fn what_the_person_wrote_and_changed_stays_and_is_named() {
    let world = connected();
    saved(&world, "a b c d");
    write(&world, 4, "below");
    write(&world, 2, "between");
    write(&world, 0, "above");
    change(&world, "b", |block| block["paragraph"]["rich_text"][0]["text"]["content"] = json!("B"));
    let id = save(&world, Kind::Update, "a x y d");
    finish(&world);
    assert_eq!(words(&world), "above a B between x y d below");
    let receipt = kept(&world, &id);
    assert_eq!((receipt.standing, receipt.added, receipt.removed), (Standing::Whole, Some(2), 1));
    assert_eq!(receipt.edited.iter().map(|edited| &*edited.start).collect::<Vec<_>>(), ["B"]);
}

#[test]
fn what_is_only_marked_or_was_changed_by_somebody_else_is_the_persons_as_well() {
    let by = |id: &str| json!({ "object": "user", "id": id });
    let ways: [&dyn Fn(&mut Value); 4] = [
        &|block| {
            block["paragraph"]["rich_text"][0]["annotations"] = json!({ "bold": false, "color": "yellow_background" })
        },
        &|block| block["paragraph"]["color"] = json!("red"),
        &|block| {
            block["created_by"] = by("bot");
            block["last_edited_by"] = by("ada");
        },
        &|block| block["has_children"] = json!(true),
    ];
    for (at, way) in ways.into_iter().enumerate() {
        let world = connected();
        saved(&world, "a b c");
        change(&world, "b", way);
        let own = ids(&world)[1].1.clone();
        if at == 3 {
            world.store(&own, vec![paragraph("mine")]);
        }
        let id = save(&world, Kind::Update, "a x c");
        finish(&world);
        assert_eq!(words(&world), if at == 3 { "a b +mine x c" } else { "a b x c" }, "{at}");
        assert_eq!(kept(&world, &id).edited.len(), 1);
    }
}

#[test]
fn a_change_of_what_did_not_change_on_the_page_stays_and_is_not_doubled() {
    let world = connected();
    saved(&world, "a b c");
    change(&world, "b", |block| block["paragraph"]["rich_text"][0]["text"]["content"] = json!("B"));
    let id = save(&world, Kind::Update, "a b c d");
    finish(&world);
    assert_eq!(words(&world), "a B c d");
    let receipt = kept(&world, &id);
    assert_eq!((receipt.standing, receipt.added, receipt.changed), (Standing::Whole, Some(1), 1));
    // A block that the person took out does not come back by itself.
    world.blocks.borrow_mut().get_mut(PAGE).unwrap().remove(0);
    let id = save(&world, Kind::Update, "a b c e");
    finish(&world);
    assert_eq!(words(&world), "B c e");
    assert_eq!(kept(&world, &id).standing, Standing::Missing);
}

#[test]
fn what_did_not_change_is_not_touched_and_that_is_said() {
    let world = connected();
    saved(&world, "a +b c");
    let id = save(&world, Kind::Update, "a +b c");
    finish(&world);
    let receipt = kept(&world, &id);
    assert_eq!((receipt.standing, receipt.added, receipt.removed), (Standing::Whole, Some(0), 0));
    assert_eq!((changes(&world), is_over(&world)), (0, true));
}

#[test]
fn one_update_follows_another() {
    let world = connected();
    saved(&world, "a b c");
    write(&world, 1, "mine");
    for text in ["a x c", "x c d", "q", "a b c"] {
        save(&world, Kind::Update, text);
        finish(&world);
        assert_eq!(words(&world).replace("mine ", "").replace(" mine", ""), text);
        assert!(words(&world).contains("mine"));
    }
    // Two at once: the second waits for the first.
    let first = save(&world, Kind::Update, "one b c");
    let second = save(&world, Kind::Update, "two b c");
    finish(&world);
    assert!(words(&world).ends_with("two b c") && !words(&world).contains("one"), "{}", words(&world));
    assert_eq!((kept(&world, &first).standing, kept(&world, &second).standing), (Standing::Replaced, Standing::Whole));
}

#[test]
fn where_nothing_is_known_nothing_is_taken_out_and_the_text_stands_below_a_heading() {
    let world = connected();
    let first = saved(&world, "a b");
    // This device never heard of it.
    for store in &world.saves {
        store.borrow_mut().remove(&first);
    }
    let known = |world: &World| {
        world.online.set(false);
        let found = world.run(earlier(world, super::ID.source, ADDRESS)).unwrap();
        world.online.set(true);
        found.is_some_and(|earlier| earlier.knows_text)
    };
    world.pass(60_000);
    assert!(!known(&world));
    let id = save(&world, Kind::Update, "a c");
    finish(&world);
    assert_eq!(words(&world), "a b Later a c");
    let receipt = kept(&world, &id);
    assert_eq!((receipt.standing, receipt.is_below, receipt.added), (Standing::Whole, true, Some(2)));
    // From then on it is known what is Satchel's.
    assert!(known(&world));
    save(&world, Kind::Update, "a d");
    finish(&world);
    assert_eq!(words(&world), "a b Later a d");
    // Nothing of it is left: it is not known any more where it belongs.
    world.blocks.borrow_mut().get_mut(PAGE).unwrap().truncate(3);
    save(&world, Kind::Update, "a d");
    finish(&world);
    assert_eq!(words(&world), "a b Later Later a d");
}

#[test]
fn what_was_added_to_the_page_is_not_taken_out() {
    let world = connected();
    saved(&world, "a b");
    let added = save(&world, Kind::Append, "quoted");
    finish(&world);
    assert!(words(&world).ends_with("quoted"));
    save(&world, Kind::Update, "a c");
    finish(&world);
    assert!(words(&world).starts_with("a c ") && words(&world).ends_with("quoted"), "{}", words(&world));
    assert_ne!(kept(&world, &added).standing, Standing::Replaced);
}

#[test]
fn a_worker_killed_at_any_call_leaves_the_new_text_once_and_no_old_one() {
    for after in [false, true] {
        for call in 1.. {
            let world = connected();
            saved(&world, "a b c d e");
            write(&world, 2, "mine");
            let id = save(&world, Kind::Update, "a x c y z");
            world.kill(call, after);
            let lived = world.try_run(aftercare(&world, &CareWish::default())).is_some();
            world.live();
            // There is never less than the one text or the other.
            let seen = words(&world);
            for (old, new) in [("b", "x"), ("d", "y"), ("e", "z")] {
                assert!(seen.contains(old) || seen.contains(new), "{seen}");
            }
            finish(&world);
            assert_eq!(words(&world), "a mine x c y z".replace("mine x", "x mine"), "call {call}, after: {after}");
            let receipt = kept(&world, &id);
            assert_eq!((receipt.standing, receipt.added, receipt.removed), (Standing::Whole, Some(3), 3), "{call}");
            if lived {
                assert!(call > 40, "the story is longer than {call} calls");
                break;
            }
        }
    }
}

#[test]
fn a_lost_answer_is_looked_up_and_what_never_came_is_sent_again_late_enough() {
    for (is_lost, sends) in [(true, 1), (false, 2)] {
        let world = connected();
        saved(&world, "a b c");
        let id = save(&world, Kind::Update, "a x c");
        let begun = world.now.get();
        if is_lost {
            world.lose_answer_of.set(Some(CHILDREN));
        } else {
            world.fail_next_with.set(Some((CHILDREN, 502)));
        }
        tend(&world);
        world.lose_answer_of.set(None);
        assert_eq!(kept(&world, &id).standing, Standing::Sending);
        finish(&world);
        assert_eq!((words(&world).as_str(), kept(&world, &id).standing), ("a x c", Standing::Whole));
        let sent = world.requests.borrow().iter().filter(|sent| sent.ends_with("/children")).count();
        assert_eq!((sent, is_lost || world.now.get() > begun + 85_000), (sends, true));
    }
}

#[test]
fn what_notion_refuses_takes_nothing_out() {
    let world = connected();
    saved(&world, "a b c");
    let id = save(&world, Kind::Update, "a x c");
    for _ in 0..20 {
        world.fail_next_with.set(Some((CHILDREN, 400)));
        let Some(at) = tend(&world) else { break };
        world.pass(at.saturating_sub(world.now.get()));
    }
    assert_eq!(words(&world), "a b c");
    let receipt = kept(&world, &id);
    assert!(receipt.error.is_some() && receipt.again_at.is_none() && !is_over(&world));
    // When the person asks, it goes on.
    world.fail_next_with.set(None);
    asked(&world, &id, false);
    finish(&world);
    assert_eq!((words(&world).as_str(), is_over(&world)), ("a x c", true));
}

#[test]
fn a_picture_whose_address_notion_refuses_becomes_a_link() {
    for killed in [None, Some(true), Some(false)] {
        let world = connected();
        saved(&world, "a b c");
        let id = save(&world, Kind::Update, "a picture c");
        let picture = json!({ "image": { "type": "external", "external": { "url": "https://e.example/odd" } } });
        let texts = json!([paragraph("a"), picture, paragraph("c")]).to_string();
        for text in world.contents.borrow_mut().values_mut().filter(|text| text.contains("picture")) {
            text.clone_from(&texts);
        }
        world.fail_next_with.set(Some((CHILDREN, 400)));
        if let Some(after) = killed {
            // Right when the list of what is sent is written down anew.
            let calls = (1..).find(|&call| {
                world.kill(call, after);
                world.try_run(aftercare(&world, &CareWish::default())).is_some()
                    || world.requests.borrow().iter().filter(|sent| sent.ends_with("/children")).count() > 0
            });
            assert!(calls.is_some());
            world.live();
        }
        finish(&world);
        let page = words(&world);
        assert_eq!(page.split(' ').count(), 3, "{page}");
        assert!(page.starts_with("a ") && page.ends_with(" c") && page.contains("https://e.example/odd"), "{page}");
        let receipt = kept(&world, &id);
        assert_eq!((receipt.standing, receipt.added, receipt.removed), (Standing::Whole, Some(1), 1));
        assert!(is_over(&world));
    }
}

#[test]
fn an_article_that_is_not_here_any_more_replaces_nothing() {
    let world = connected();
    saved(&world, "a b c");
    let id = save(&world, Kind::Update, "a x c");
    world.contents.borrow_mut().clear();
    finish(&world);
    assert_eq!((words(&world).as_str(), kept(&world, &id).standing), ("a b c", Standing::Unknown));
    assert_eq!((changes(&world), is_over(&world)), (0, true));
}

#[test]
fn an_update_is_done_however_many_saves_came_after_it() {
    let world = connected();
    saved(&world, "a b");
    save(&world, Kind::Update, "a c");
    for _ in 0..30 {
        world.pass(3_600_000);
        super::save(&world, &[]);
    }
    finish(&world);
    assert_eq!(words(&world), "a c");
}
