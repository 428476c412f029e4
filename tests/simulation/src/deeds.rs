//! What the person and the world do in a story.

use std::rc::Rc;

use satchel::clip::Clip;
use satchel::flow::draining::{Occasion, discard, remove};
use satchel::flow::history::{edit, retry_all, undo};
use satchel::flow::saving::{enqueue, take_up};
use satchel::json::{Field, Json};
use satchel::mapping::entry::Entry;
use satchel::notion::file::placeholder;
use satchel::outbox::attachment::Attachment;
use satchel::outbox::{Event, Kind};
use satchel::port::Port;
use satchel::view::{Change, Submission};

use crate::accounts::reconnect;
use crate::articles;
use crate::notion::SOURCES;
use crate::story::{SAVES, Story, resume, show_waiting};
use crate::strategy::Strategy;
use crate::world::Promise;

/// What the person or the world does next, and when.
#[derive(Debug)]
pub(crate) enum Deed {
    Save(u64),
    Add,
    Discard,
    Undo,
    Edit,
    RetryAll,
    Kill,
    Start,
    Jump,
    Expire,
    DeletePage,
    ChangeSchema,
    GoOffline,
    ComeOnline,
    TakeBack,
    Allow,
    BreakStore,
    Reconnect,
    Calm,
}

/// What the person set: a file for the property that holds some.
fn file(number: u64) -> Json {
    let key = format!("file-{number}");
    let file = Attachment { key: key.clone(), name: "report.pdf".to_owned(), size: 5, ..Attachment::default() };
    let values = vec![placeholder(&key)];
    vec![Entry { property: "f".to_owned(), name: "Files".to_owned(), values, attachments: vec![file] }].write()
}

impl Story {
    pub(crate) fn does(&mut self, deed: &Deed) {
        let world = Rc::clone(&self.world);
        let (dice, now) = (&world.dice, world.now.get());
        world.say(|| format!("-- {deed:?}"));
        match deed {
            Deed::Save(number) => self.save(*number),
            Deed::Add => self.add(),
            Deed::Start => self.start(0),
            Deed::Kill => self.kill_browser_or_worker(),
            Deed::Jump => {
                let day = 86_400_000;
                world.skew.set(if dice.once_in(2) { day } else { -day } * i64::from(dice.once_in(2)));
                world.paced_since.set(now + 1_100);
            }
            Deed::Expire => world.notion.expired[usize::from(dice.once_in(3))].set(true),
            Deed::DeletePage => {
                let pages = world.notion.pages.borrow();
                if let Some(page) = pages.get(usize::try_from(dice.below(SAVES)).unwrap_or_default()) {
                    page.in_trash.set(true);
                }
            }
            Deed::ChangeSchema => world.notion.no_url.set(true),
            Deed::GoOffline => {
                let until = now + dice.below(180_000);
                world.offline_until.set(until);
                world.notices_offline.set(dice.once_in(2));
                if world.notices_offline.get() {
                    self.deeds.push((until, Deed::ComeOnline));
                }
            }
            Deed::ComeOnline => {
                for context in 0..2 {
                    if self.alive[context] {
                        self.resume(context, Occasion { started: false, reachable: true });
                    }
                }
            }
            Deed::TakeBack => {
                world.forbidden.set(true);
                self.deeds.push((now + dice.below(180_000), Deed::Allow));
            }
            Deed::Allow => {
                world.forbidden.set(false);
                // Who hears of it is started for that.
                self.wake(0);
                for context in 0..2 {
                    if self.alive[context] {
                        self.resume(context, Occasion { started: false, reachable: true });
                    }
                }
            }
            Deed::BreakStore => {
                let store = usize::from(dice.once_in(2));
                let until = now + dice.below(120_000);
                // What only this one has would be out of reach: that is more than one store lost.
                if world.is_whole() {
                    world.failing[store].set(until);
                }
            }
            Deed::Discard | Deed::Undo | Deed::Edit => self.second_thought(deed),
            Deed::RetryAll => {
                self.wake(0);
                self.spawn(0, |port| async move {
                    if retry_all(&port).await.is_ok() {
                        resume(&port, Occasion::default()).await;
                    }
                });
            }
            Deed::Reconnect => reconnect(&world),
            Deed::Calm => self.calm(),
        }
    }

    /// The faults stop. What needs a person gets one.
    fn calm(&mut self) {
        let world = &self.world;
        let now = world.now.get();
        world.stormy.set(false);
        for context in 0..2 {
            world.lives[context].set(u64::MAX);
            world.failing[context].set(0);
        }
        if !self.alive[0] {
            self.deeds.push((now, Deed::Start));
        }
        for minutes in [0, 6, 12, 18] {
            self.deeds.push((now + minutes * 60_000 + 1, Deed::Reconnect));
            self.deeds.push((now + minutes * 60_000 + 2, Deed::RetryAll));
        }
    }

    fn kill_browser_or_worker(&mut self) {
        let world = Rc::clone(&self.world);
        let dice = &world.dice;
        if dice.once_in(2) {
            self.kill(usize::from(dice.once_in(2)));
            return;
        }
        let was_alive = self.alive.contains(&true);
        for context in 0..2 {
            self.kill(context);
        }
        world.session.borrow_mut().clear();
        world.paced_since.set(world.now.get() + 1_100);
        // One store may lose something, never both.
        let single = matches!(world.strategy, Strategy::JournalLost);
        let at = if single { 0 } else { usize::from(dice.once_in(2)) };
        let store = [&world.whole, &world.small][at];
        // What only one store has is promised as long as that one stands: nothing is lost twice at once, not
        // even for a while. And a browser that is dead loses nothing more.
        let is_other_failing = world.failing[1 - at].get() > world.now.get();
        let is_witnessed = single || was_alive && world.is_whole() && !is_other_failing;
        match dice.below(4) {
            0 | 1 if is_witnessed => store.lose_last(dice.between(1, 6)),
            2 if is_witnessed && !single => {
                store.lose_all();
                if at == 0 {
                    world.contents.borrow_mut().clear();
                    world.files.borrow_mut().clear();
                }
            }
            _ => {}
        }
        world.note_lost();
        world.say(|| "the browser died".to_owned());
        world.check();
        // L-12: it may lose its alarms on the way.
        if dice.once_in(2) {
            world.alarms.iter().for_each(|alarm| alarm.set(u64::MAX));
        }
        let again = world.now.get() + dice.below(90_000);
        self.deeds.push((again, Deed::Start));
    }

    fn save(&mut self, number: u64) {
        let context = usize::from(self.alive[1] && self.world.dice.once_in(2));
        self.wake(context);
        let dice = &self.world.dice;
        let clip = Clip {
            title: format!("Save {number}"),
            address: format!("https://e.com/{}", dice.below(2)),
            selection: if dice.once_in(3) { "long ".repeat(120) } else { String::new() },
            ..Clip::default()
        };
        let source = SOURCES[usize::try_from(dice.below(3)).unwrap_or_default()].0;
        let twice = dice.once_in(4);
        let has_article = dice.once_in(3);
        let has_file = dice.once_in(3);
        self.spawn(context, move |port| async move {
            let submission = Submission {
                clip,
                tags: Vec::new(),
                destination: source.to_owned(),
                notices: Vec::new(),
                entries: if has_file { file(number) } else { Json::Null },
                mode: Kind::New,
                page: None,
                article: if has_article { articles::named(number) } else { String::new() },
            };
            if has_article {
                port.world.contents.borrow_mut().insert(number.to_string());
            }
            // The alarm comes before the request: should the worker die, it brings the outbox back.
            port.keep_alarm();
            // As the popup does it: nobody takes the file away before a save names it.
            let turn = if has_file { port.turn("files").await.ok() } else { None };
            if has_file {
                port.world.files.borrow_mut().insert(format!("file-{number}"));
            }
            let skew = port.world.skew.get();
            let Ok(view) = enqueue(&port, Box::new(submission.clone())).await else { return };
            drop(turn);
            // From here on the person was told that it is kept.
            let promise = Promise { id: view.id.clone(), has_article, has_file, ..Promise::default() };
            port.world.promises.borrow_mut().insert(number, promise);
            if twice
                && let Ok(again) = enqueue(&port, Box::new(submission)).await
                && again.id != view.id
                && port.world.strategy == Strategy::Sound
            {
                if port.world.skew.get() == 0 {
                    port.world.object(format!("a double click on save {number} was two saves"));
                }
                if port.world.skew.get() > skew
                    && let Some(promise) = port.world.promises.borrow_mut().get_mut(&number)
                {
                    promise.twice = true;
                }
            }
            let _moved = take_up(&port, &view.id, Event::Begin).await;
            show_waiting(&port).await;
        });
    }

    /// The person changes their mind about a save.
    fn second_thought(&mut self, deed: &Deed) {
        if !self.alive[0] {
            return;
        }
        let (number, id) = {
            let promises = self.world.promises.borrow();
            let at = self.world.dice.below(SAVES);
            let Some((number, promise)) = promises.iter().nth(usize::try_from(at).unwrap_or_default()) else { return };
            (*number, promise.id.clone())
        };
        if let Some(promise) = self.world.promises.borrow_mut().get_mut(&number) {
            promise.taken_back |= matches!(deed, Deed::Discard | Deed::Undo);
            promise.edited |= matches!(deed, Deed::Edit);
        }
        match deed {
            // What the list shows as saved, the person takes out of it.
            Deed::Discard if self.world.shows_saved(&id) => self.spawn(0, move |port| async move {
                if let Some(promise) = port.world.promises.borrow_mut().get_mut(&number) {
                    promise.removed = true;
                }
                if remove(&port, &id).await.is_ok() {
                    show_waiting(&port).await;
                }
            }),
            Deed::Discard => self.spawn(0, move |port| async move {
                if discard(&port, &id).await.is_ok() {
                    port.world.took_back(number, &id);
                    if let Some(promise) = port.world.promises.borrow_mut().get_mut(&number) {
                        promise.discarded = true;
                    }
                    show_waiting(&port).await;
                }
            }),
            Deed::Undo => self.spawn(0, move |port| async move {
                if undo(&port, &id).await.is_ok() {
                    port.world.took_back(number, &id);
                    resume(&port, Occasion::default()).await;
                }
            }),
            _ => self.spawn(0, move |port| async move {
                let clip = Clip {
                    title: format!("Save {number}"),
                    address: "https://e.com/edited".to_owned(),
                    ..Clip::default()
                };
                let change = Change { id, clip, tags: vec!["edited".to_owned()], entries: Json::Null };
                if edit(&port, change).await.is_ok() {
                    resume(&port, Occasion::default()).await;
                }
            }),
        }
    }
}
