//! The saves' two stores as a context has them: `saves.js`, with what can go wrong.

use std::collections::BTreeMap;

use satchel::error::Code;
use satchel::json::{Field, Json};
use satchel::port::Waiting;

use crate::port::{Context, Until};
use crate::strategy::Strategy;
use crate::world::tells_of_file;

fn revision(record: &Json) -> u32 {
    u32::read(record.get("revision")).unwrap_or_default()
}

fn is_live(whole: &Json) -> bool {
    whole.get("live").is_true()
}

/// A save as it is written.
pub(crate) struct SaveCopies {
    pub(crate) id: String,
    pub(crate) before: u32,
    pub(crate) whole: Json,
    pub(crate) small: Option<Json>,
}

impl Context {
    fn kept(&self, store: usize, id: &str) -> Option<Json> {
        let stores = [&self.world.whole, &self.world.small];
        stores[store].records.borrow().get(id).cloned().map(|record| self.world.strategy.read(record))
    }

    fn put(&self, store: usize, id: &str, record: Option<Json>) {
        self.world.say(|| {
            let text = |name| record.as_ref().map(|record| format!("{:?}", record.get(name))).unwrap_or_default();
            let clip = record.as_ref().map(|record| record.get("clip").clone()).unwrap_or_default();
            let words = [clip.get("title").text(), clip.get("address").text()].map(Option::unwrap_or_default).join(" ");
            let page = record.as_ref().and_then(|record| record.get("page").get("id").text()).unwrap_or_default();
            let (state, revision) = (text("state"), text("revision"));
            format!("   store {store} of context {} takes {id}: {state} {revision} {words} {page}", self.at)
        });
        [&self.world.whole, &self.world.small][store].set(id, record);
    }

    pub(crate) fn save_copies(&self, id: &str) -> Waiting<'_, Vec<Option<Json>>> {
        let id = id.to_owned();
        Box::pin(async move {
            self.call().await;
            let strategy = self.world.strategy;
            if strategy == Strategy::StaleRead {
                let mut stale = self.world.stale[self.at].borrow_mut();
                let known = stale.get(&id).cloned().or_else(|| self.kept(0, &id));
                if let Some(known) = &known {
                    stale.insert(id, known.clone());
                }
                return Ok(vec![known]);
            }
            if strategy == Strategy::JournalLost {
                return Ok(vec![self.kept(0, &id)]);
            }
            let failing = [self.is_failing(0), self.is_failing(1)];
            if failing == [true, true] {
                return Err(Code::StorageFailed.into());
            }
            let copies = [self.kept(0, &id), self.kept(1, &id)];
            if copies[0].as_ref().is_some_and(|whole| !is_live(whole)) && copies[1].is_none() {
                return Ok(copies.into_iter().take(1).collect());
            }
            Ok(copies.into_iter().zip(failing).map(|(copy, failing)| copy.filter(|_| !failing)).collect())
        })
    }

    pub(crate) fn write_save(&self, save: SaveCopies) -> Waiting<'_, bool> {
        Box::pin(async move {
            self.call().await;
            let (world, strategy) = (&*self.world, self.world.strategy);
            let id = save.id;
            if strategy == Strategy::ShiftFirst && save.whole.get("state").text() == Some("sent") {
                self.put(0, &id, None);
                self.put(1, &id, None);
                return Ok(true);
            }
            let Some(mut whole) = strategy.written(save.whole) else { return Ok(true) };
            if let (Json::Object(members), true) = (&mut whole, save.small.is_some()) {
                members.push(("live".into(), Json::Bool(true)));
            }
            if strategy == Strategy::StaleRead {
                world.stale[self.at].borrow_mut().insert(id.clone(), whole.clone());
                self.put(0, &id, Some(whole));
                return Ok(true);
            }
            if strategy == Strategy::JournalLost {
                self.put(0, &id, Some(whole));
                return Ok(true);
            }
            if save.small.is_none() && tells_of_file(&whole) {
                world.told.borrow_mut().insert(id.clone());
            }
            // Both stores are written at once, and either may be the first.
            let first = usize::from(world.dice.once_in(2));
            let mut small = save.small.and_then(|small| strategy.written(small));
            let mut whole = Some(whole);
            let mut took = 0;
            for store in [first, 1 - first] {
                if store != first {
                    self.breathe().await;
                    Until(world, world.now.get() + world.dice.below(4)).await;
                }
                if self.is_failing(store) {
                    continue;
                }
                let known = [&world.whole, &world.small][store].records.borrow().get(&id).map(revision);
                if known > Some(save.before) {
                    return Err(Code::SaveTaken.into());
                }
                self.put(store, &id, if store == 0 { whole.take() } else { small.take() });
                took += 1;
            }
            self.breathe().await;
            if took == 0 { Err(Code::StorageFull.into()) } else { Ok(took == 2) }
        })
    }

    pub(crate) fn live_saves(&self, from: &str) -> Waiting<'_, Vec<Json>> {
        let from = from.to_owned();
        Box::pin(async move {
            self.call().await;
            let (whole, small) = (self.world.whole.records.borrow(), self.world.small.records.borrow());
            let mut live: BTreeMap<&String, &Json> = small.range(from.clone()..).collect();
            for (id, whole) in whole.range(from..).filter(|(_, whole)| is_live(whole)) {
                let rest = |record: &Json| match record.get("state").text() {
                    Some("saved" | "discarded") => 2,
                    Some("attention") => 1,
                    _ => 0,
                };
                // A small copy that missed the last write must not hide what is still to be done.
                match live.get(id) {
                    Some(small) if rest(small) <= rest(whole) => {}
                    _ => drop(live.insert(id, whole)),
                }
            }
            Ok(live.into_values().map(|record| self.world.strategy.read(record.clone())).collect())
        })
    }

    pub(crate) fn uneven_saves(&self) -> Waiting<'_, Vec<String>> {
        self.plain(|world| {
            let (whole, small) = (world.whole.records.borrow(), world.small.records.borrow());
            let live = whole.iter().filter(|(_, whole)| is_live(whole)).map(|(id, _)| id);
            let ids: std::collections::BTreeSet<&String> = live.chain(small.keys()).collect();
            let told = |record: Option<&Json>| {
                record.map(|record| (record.get("revision").clone(), record.get("state").clone()))
            };
            let differ = |id: &&String| told(whole.get(*id)) != told(small.get(*id));
            ids.into_iter().filter(differ).cloned().collect()
        })
    }

    pub(crate) fn past_saves(&self, _: Option<&str>, _: u32) -> Waiting<'_, Vec<Json>> {
        // The story looks at no history.
        self.plain(|_| Vec::new())
    }

    pub(crate) fn saves_at(&self, address: &str) -> Waiting<'_, Vec<Json>> {
        let address = address.to_owned();
        Box::pin(async move {
            self.call().await;
            let is_there = |save: &&Json| save.get("clip").get("address").text() == Some(&address);
            // Without the small copies nothing is known; without the whole ones, what these say, and that it is not all.
            if self.is_failing(1) {
                return Err(Code::StorageFailed.into());
            }
            let (mut found, mut stores) = (Vec::new(), vec![&self.world.whole, &self.world.small]);
            if self.is_failing(0) {
                stores.remove(0);
                found.push(Json::Null);
            }
            for store in stores {
                found.extend(store.records.borrow().values().filter(is_there).cloned());
            }
            Ok(found)
        })
    }

    pub(crate) fn count_saves(&self, state: &'static str) -> Waiting<'_, u32> {
        Box::pin(async move {
            self.call().await;
            // A store that fails counts none.
            let is_so = |record: &&Json| record.get("state").text() == Some(state);
            let count = self.world.whole.records.borrow().values().filter(is_so).count();
            Ok(if self.is_failing(0) { 0 } else { u32::try_from(count).unwrap_or(u32::MAX) })
        })
    }

    /// The article of a save, by the key that is the save's number.
    pub(crate) fn content(&self, key: &str) -> Waiting<'_, Json> {
        let key = key.to_owned();
        Box::pin(async move {
            self.call().await;
            if self.is_failing(0) {
                return Err(Code::StorageFailed.into());
            }
            Ok(if self.world.contents.borrow().contains(&key) { key.as_str().into() } else { Json::Null })
        })
    }

    pub(crate) fn forget_saves(&self, before: &str) -> Waiting<'_, ()> {
        let before = before.to_owned();
        self.plain(move |world| world.whole.records.borrow_mut().retain(|id, save| *id >= before || is_live(save)))
    }
}
