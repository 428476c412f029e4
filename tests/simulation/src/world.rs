//! The world of a story: clocks, stores, turns, and who lives.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use satchel::json::{Field, Json};

use crate::additions::Addition;
use crate::dice::Dice;
use crate::notion::Notion;
use crate::strategy::Strategy;

/// When the faults stop.
pub(crate) const CALM: u64 = 900_000;

/// When a story begins, by a clock that is right.
pub(crate) const START: u64 = 1_795_409_698_000;

/// The records of one store.
pub(crate) type Records = BTreeMap<String, Json>;

/// A store, and how to take back what was last written to it.
#[derive(Default)]
pub(crate) struct Store {
    /// What is in it.
    pub(crate) records: RefCell<Records>,
    /// The latest writes: what stood there before.
    undo: RefCell<Vec<(String, Option<Json>)>>,
}

/// As many writes as a killed browser loses at most.
const LOST: usize = 6;

impl Store {
    /// Writes, or removes.
    pub(crate) fn set(&self, key: &str, record: Option<Json>) {
        let mut records = self.records.borrow_mut();
        let before = match record {
            Some(record) => records.insert(key.to_owned(), record),
            None => records.remove(key),
        };
        let mut undo = self.undo.borrow_mut();
        undo.push((key.to_owned(), before));
        if undo.len() > LOST {
            undo.remove(0);
        }
    }

    /// Loses the last writes.
    pub(crate) fn lose_last(&self, count: u64) {
        for _ in 0..count {
            let Some((key, before)) = self.undo.borrow_mut().pop() else { break };
            let mut records = self.records.borrow_mut();
            match before {
                Some(before) => drop(records.insert(key, before)),
                None => drop(records.remove(&key)),
            }
        }
    }

    /// Whether a write of it is among those that a killed browser may lose.
    fn is_fresh(&self, key: &str) -> bool {
        self.undo.borrow().iter().any(|(written, _)| written == key)
    }

    /// Loses everything.
    pub(crate) fn lose_all(&self) {
        self.records.borrow_mut().clear();
        self.undo.borrow_mut().clear();
    }
}

/// What a save is to become.
#[derive(Clone, Debug, Default)]
pub(crate) struct Promise {
    /// Its id, once the person was told that it is kept.
    pub(crate) id: String,
    /// A file goes along.
    pub(crate) has_file: bool,
    /// The person took it back, or deleted it.
    pub(crate) taken_back: bool,
    /// It was not in Notion as the person saw it, and they were told that it is discarded.
    pub(crate) discarded: bool,
    /// The person took it out of the list, and knows that Notion keeps it.
    pub(crate) removed: bool,
    /// The person changed it: that may become a page of its own.
    pub(crate) edited: bool,
    /// It has an article.
    pub(crate) has_article: bool,
    /// It was taken back before anything was sent that is not known of: it is never sent again.
    pub(crate) gone: bool,
    /// The clock was set on between two clicks: the second came a day later, and is a wish of its own.
    pub(crate) twice: bool,
}

/// Everything outside.
pub(crate) struct World {
    /// Chance.
    pub(crate) dice: Dice,
    /// How the outbox behaves: as it is, or in one of the ways that are known to fail.
    pub(crate) strategy: Strategy,
    /// The time, by a clock that is right.
    pub(crate) now: Cell<u64>,
    /// By how much this device's clock is wrong.
    pub(crate) skew: Cell<i64>,
    /// Whether anything may fail yet.
    pub(crate) stormy: Cell<bool>,
    /// Settings, targets, pauses.
    pub(crate) local: RefCell<Records>,
    /// The secrets.
    pub(crate) vault: RefCell<Records>,
    /// What is forgotten when the browser closes.
    pub(crate) session: RefCell<Records>,
    /// Saves, whole.
    pub(crate) whole: Store,
    /// Saves, small.
    pub(crate) small: Store,
    /// The articles there are, in the same store as the whole saves: the numbers of their saves.
    pub(crate) contents: RefCell<BTreeSet<String>>,
    /// The keys of the files whose bytes are here.
    pub(crate) files: RefCell<BTreeSet<String>>,
    /// A store that fails until then.
    pub(crate) failing: [Cell<u64>; 2],
    /// The turns that are taken.
    pub(crate) turns: Rc<RefCell<Vec<String>>>,
    /// Set when a turn ends: whoever waits may look again.
    pub(crate) released: Rc<Cell<bool>>,
    /// When the flow that is being run wants to go on.
    pub(crate) wake: Cell<u64>,
    /// No network until then.
    pub(crate) offline_until: Cell<u64>,
    /// Whether the browser notices that.
    pub(crate) notices_offline: Cell<bool>,
    /// Whether the person took back that Notion may be asked.
    pub(crate) forbidden: Cell<bool>,
    /// When the alarm of each context rings, and when its timer goes off.
    pub(crate) alarms: [Cell<u64>; 2],
    pub(crate) timers: [Cell<u64>; 2],
    /// After how many more calls each context dies.
    pub(crate) lives: [Cell<u64>; 2],
    /// Whether a context died at a call.
    pub(crate) died: [Cell<bool>; 2],
    /// The other side.
    pub(crate) notion: Notion,
    /// What was promised, by the number of the save.
    pub(crate) promises: RefCell<BTreeMap<u64, Promise>>,
    /// What was added to pages.
    pub(crate) additions: RefCell<Vec<Addition>>,
    /// The saves that were over for so long that one store keeps them alone, and had said why a file is missing:
    /// should that store be lost then, nobody is left without having been told.
    pub(crate) told: RefCell<BTreeSet<String>>,
    /// The saves of which one store lost something that it does not have again.
    unhealed: RefCell<BTreeSet<String>>,
    /// The first rule that was broken.
    pub(crate) broken: RefCell<Option<String>>,
    /// For ids.
    pub(crate) count: Cell<u64>,
    /// When requests left, and when the clock or the browser last made the pace unknowable.
    pub(crate) sent_at: RefCell<Vec<u64>>,
    /// Since when the pace can be judged.
    pub(crate) paced_since: Cell<u64>,
    /// When a pause was last written down.
    pub(crate) paused_at: Cell<u64>,
    /// Whether what happens is told as it happens.
    pub(crate) aloud: bool,
    /// What each context remembers of saves, for the strategy that does not look again.
    pub(crate) stale: [RefCell<Records>; 2],
}

impl World {
    pub(crate) fn new(seed: u64, strategy: Strategy, aloud: bool) -> Rc<Self> {
        let dice = Dice::of(seed);
        let notion = Notion::new(&dice);
        Rc::new(Self {
            dice,
            strategy,
            now: Cell::new(START),
            skew: Cell::new(0),
            stormy: Cell::new(true),
            local: RefCell::default(),
            vault: RefCell::default(),
            session: RefCell::default(),
            whole: Store::default(),
            small: Store::default(),
            contents: RefCell::default(),
            files: RefCell::default(),
            failing: Default::default(),
            turns: Rc::default(),
            released: Rc::default(),
            wake: Cell::new(0),
            offline_until: Cell::new(0),
            notices_offline: Cell::new(false),
            forbidden: Cell::new(false),
            alarms: [Cell::new(u64::MAX), Cell::new(u64::MAX)],
            timers: [Cell::new(u64::MAX), Cell::new(u64::MAX)],
            lives: [Cell::new(u64::MAX), Cell::new(u64::MAX)],
            died: Default::default(),
            notion,
            promises: RefCell::default(),
            additions: RefCell::default(),
            told: RefCell::default(),
            unhealed: RefCell::default(),
            broken: RefCell::default(),
            count: Cell::new(0),
            sent_at: RefCell::default(),
            paced_since: Cell::new(START),
            paused_at: Cell::new(0),
            aloud,
            stale: Default::default(),
        })
    }

    /// The time as this device has it.
    pub(crate) fn device_now(&self) -> u64 {
        self.now.get().saturating_add_signed(self.skew.get())
    }

    /// Whether something goes wrong that does so once in so many times.
    pub(crate) fn fails(&self, times: u64) -> bool {
        self.stormy.get() && self.dice.once_in(times)
    }

    /// Tells what happens, if somebody listens.
    pub(crate) fn say(&self, what: impl FnOnce() -> String) {
        if self.aloud {
            println!("{:>9.3} {}", (self.now.get() - START) as f64 / 1000.0, what());
        }
    }

    /// A rule was broken. The first one is told.
    pub(crate) fn object(&self, rule: String) {
        self.broken.borrow_mut().get_or_insert(rule);
    }

    /// Notes what one store has otherwise than the other, now that it lost something.
    pub(crate) fn note_lost(&self) {
        let ids: Vec<String> =
            self.whole.records.borrow().keys().chain(self.small.records.borrow().keys()).cloned().collect();
        self.unhealed.borrow_mut().extend(ids);
        self.unhealed.borrow_mut().retain(|id| !self.is_healed(id));
    }

    /// Whether both stores have the same of a save.
    fn is_healed(&self, id: &str) -> bool {
        let (whole, small) = (self.whole.records.borrow(), self.small.records.borrow());
        let found = |record: &Json| (u32::read(record.get("revision")), record.get("state").text().map(str::to_owned));
        match (whole.get(id), small.get(id)) {
            (Some(one), Some(other)) => found(one) == found(other),
            // The small one has none of what is long over.
            (Some(one), None) => !one.get("live").is_true(),
            (None, other) => other.is_none(),
        }
    }

    /// Whether both stores have everything, up to a write that is just under way. What one of them lost, and does not
    /// have again, only the other one has: it may have counted on from there under the same numbers.
    pub(crate) fn is_whole(&self) -> bool {
        self.unhealed.borrow_mut().retain(|id| !self.is_healed(id));
        if !self.unhealed.borrow().is_empty() {
            return false;
        }
        let (whole, small) = (self.whole.records.borrow(), self.small.records.borrow());
        let revision = |record: Option<&Json>| record.and_then(|record| u32::read(record.get("revision")));
        let is_told = |(id, record): &(&String, &Json)| record.get("live").is_true() || self.whole.is_fresh(id);
        let live = whole.iter().filter(is_told).map(|(id, _)| id);
        live.chain(small.keys()).all(|id| match (revision(whole.get(id)), revision(small.get(id))) {
            (Some(one), Some(other)) => one.abs_diff(other) <= 1,
            _ => false,
        })
    }

    /// The person was told that a save is taken back. One that is over with that must never be sent.
    pub(crate) fn took_back(&self, number: u64, id: &str) {
        let is_gone = |store: &Store| {
            store.records.borrow().get(id).is_some_and(|record| record.get("state").text() == Some("discarded"))
        };
        if let Some(promise) = self.promises.borrow_mut().get_mut(&number) {
            promise.gone |= is_gone(&self.whole) && is_gone(&self.small) && !promise.edited;
        }
    }

    /// Whether the list shows a save as one that Notion has.
    pub(crate) fn shows_saved(&self, id: &str) -> bool {
        let shows = |store: &Store| {
            store.records.borrow().get(id).is_some_and(|record| record.get("state").text() == Some("saved"))
        };
        shows(&self.whole) || shows(&self.small)
    }

    /// Whether a save is out of the list, or in it without a word of its having been discarded.
    pub(crate) fn is_silent(&self, id: &str) -> bool {
        let whole = self.whole.records.borrow();
        let Some(record) = whole.get(id) else { return false };
        let mut codes = record.get("notices").items().iter().filter_map(|notice| notice.get("code").text());
        match record.get("state").text() {
            Some("discarded") => true,
            // That it was discarded may be lost with what was written last; then it was saved as if it never had been.
            Some("saved") => {
                record.get("wish").text() == Some("forgotten") && !codes.any(|code| code == "discarded-too-late")
            }
            _ => false,
        }
    }

    /// Whether a save says, or has said for as long as both stores keep one, why its page is without its file.
    pub(crate) fn says_why(&self, id: &str) -> bool {
        let said = |store: &Store| store.records.borrow().get(id).is_some_and(tells_of_file);
        said(&self.whole) || said(&self.small) || self.told.borrow().contains(id)
    }

    /// Nothing that was promised is lost, and nothing became two pages.
    pub(crate) fn check(&self) {
        let promises = self.promises.borrow();
        for (number, promise) in promises.iter().filter(|(_, promise)| !promise.id.is_empty()) {
            let kept = self.whole.records.borrow().contains_key(&promise.id)
                || self.small.records.borrow().contains_key(&promise.id);
            if !kept && self.notion.count(*number, u64::MAX) == 0 && !promise.taken_back {
                self.object(format!("save {number} is lost"));
            }
        }
    }
}

/// Whether a record says why the page of its save is without its file.
pub(crate) fn tells_of_file(record: &Json) -> bool {
    let notices = record.get("left").items().iter().chain(record.get("notices").items());
    let mut codes = notices.filter_map(|notice| notice.get("code").text());
    codes.any(|code| matches!(code, "file-lost" | "file-refused" | "shrunk-to-link"))
}
