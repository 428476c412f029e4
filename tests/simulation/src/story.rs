//! One story: five saves, and everything that can come between.

use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context as Polling, Waker};

use satchel::flow::draining::{Occasion, drain};
use satchel::flow::saving::pending;
use satchel::flow::sweeping::sweep;

use crate::accounts::connect;
use crate::deeds::Deed;
use crate::port::{ALARM, Context};
use crate::strategy::Strategy;
use crate::world::{CALM, START, World};
use crate::{additions, articles};

/// How many saves there are in a story.
pub(crate) const SAVES: u64 = 5;

/// How long the outbox has, once nothing fails any more.
const END: u64 = CALM + 1_800_000;

/// A flow under way in a context.
struct Task {
    context: usize,
    wake: u64,
    flow: Pin<Box<dyn Future<Output = ()>>>,
}

/// Tells a story to its end. The rule that it broke, if it did.
pub(crate) fn tell(seed: u64, strategy: Strategy, aloud: bool) -> Result<(), String> {
    let mut story = Story::new(seed, strategy, aloud);
    story.run();
    let broken = story.world.broken.borrow().clone();
    broken.map_or(Ok(()), Err)
}

pub(crate) struct Story {
    pub(crate) world: Rc<World>,
    tasks: Vec<Task>,
    pub(crate) deeds: Vec<(u64, Deed)>,
    /// Whether each context lives.
    pub(crate) alive: [bool; 2],
}

impl Story {
    fn new(seed: u64, strategy: Strategy, aloud: bool) -> Self {
        let world = World::new(seed, strategy, aloud);
        connect(&world);
        let dice = &world.dice;
        let mut deeds = Vec::new();
        for number in 1..=SAVES {
            deeds.push((START + dice.below(600_000), Deed::Save(number)));
        }
        let mut some = |times: u64, make: fn() -> Deed| {
            for _ in 0..dice.below(times + 1) {
                deeds.push((START + dice.below(CALM), make()));
            }
        };
        some(4, || Deed::Add);
        some(4, || Deed::Kill);
        some(1, || Deed::Jump);
        some(1, || Deed::Expire);
        some(1, || Deed::Discard);
        some(1, || Deed::Undo);
        some(1, || Deed::Edit);
        some(1, || Deed::RetryAll);
        some(1, || Deed::DeletePage);
        some(2, || Deed::GoOffline);
        some(1, || Deed::TakeBack);
        some(2, || Deed::BreakStore);
        if dice.once_in(8) {
            deeds.push((START + dice.below(CALM), Deed::ChangeSchema));
        }
        deeds.push((START + CALM, Deed::Calm));
        let mut story = Self { world, tasks: Vec::new(), deeds, alive: [false, false] };
        story.start(0);
        if story.world.dice.once_in(2) {
            story.wake(1);
        }
        story
    }

    fn run(&mut self) {
        for turn in 0_u64.. {
            if self.world.broken.borrow().is_some() {
                return;
            }
            if turn > 2_000_000 {
                self.world.object("the story goes round in circles".to_owned());
                return;
            }
            if self.world.released.take() {
                let now = self.world.now.get();
                for task in self.tasks.iter_mut().filter(|task| task.wake == u64::MAX) {
                    task.wake = now;
                }
            }
            let task = (0..self.tasks.len()).min_by_key(|&at| self.tasks[at].wake);
            let deed = (0..self.deeds.len()).min_by_key(|&at| self.deeds[at].0);
            let next = task.map_or(u64::MAX, |at| self.tasks[at].wake);
            let due = deed.map_or(u64::MAX, |at| self.deeds[at].0);
            let rings = self.rings();
            let moment = next.min(due).min(rings).max(self.world.now.get());
            if moment > START + END {
                self.finish();
                return;
            }
            self.world.now.set(moment);
            if rings <= due.min(next) {
                self.ring();
            } else if due <= next {
                let (_, deed) = self.deeds.swap_remove(deed.unwrap_or_default());
                self.does(&deed);
            } else {
                self.poll(task.unwrap_or_default());
            }
            for context in 0..2 {
                if self.world.died[context].take() {
                    self.kill(context);
                }
            }
            if self.is_over() {
                self.finish();
                return;
            }
        }
    }

    fn poll(&mut self, at: usize) {
        self.world.wake.set(u64::MAX);
        let task = &mut self.tasks[at];
        if task.flow.as_mut().poll(&mut Polling::from_waker(Waker::noop())).is_ready() {
            drop(self.tasks.swap_remove(at));
        } else {
            task.wake = self.world.wake.get();
        }
    }

    /// When the next alarm or timer goes off.
    fn rings(&self) -> u64 {
        self.world.alarms.iter().chain(&self.world.timers).map(std::cell::Cell::get).min().unwrap_or(u64::MAX)
    }

    /// What was to go off by now does: a timer where its context still lives, an alarm in any case.
    fn ring(&mut self) {
        let world = Rc::clone(&self.world);
        let now = world.now.get();
        for context in 0..2 {
            if world.timers[context].get() <= now {
                world.timers[context].set(u64::MAX);
                self.resume(context, Occasion::default());
            }
            if world.alarms[context].get() <= now {
                world.alarms[context].set(now + ALARM);
                self.wake(context);
                self.resume(context, Occasion::default());
            }
        }
    }

    /// Nothing fails any more, nothing is under way, and nothing waits.
    fn is_over(&self) -> bool {
        let world = &self.world;
        if world.stormy.get()
            || !self.tasks.is_empty()
            || self.deeds.iter().any(|(_, deed)| matches!(deed, Deed::Save(_) | Deed::Add))
        {
            return false;
        }
        let waits = |record: &satchel::json::Json| match record.get("state").text() {
            Some("saved" | "discarded") => false,
            // The page that was to be changed is in the trash: that is the person's to settle.
            Some("attention") => record.get("kind").text() != Some("update"),
            _ => true,
        };
        let live = world.small.records.borrow().values().any(waits);
        !live && !world.whole.records.borrow().values().any(waits)
    }

    /// What must hold in the end.
    fn finish(&mut self) {
        let world = &self.world;
        if !self.is_over() && self.strategy_is_sound() {
            let states: Vec<String> = world
                .whole
                .records
                .borrow()
                .values()
                .map(|record| {
                    let code = record.get("error").get("code").text().unwrap_or_default().to_owned();
                    format!("{} {code}", record.get("state").text().unwrap_or_default())
                })
                .collect();
            let turns = world.turns.borrow().join(", ");
            let tasks: Vec<(usize, u64)> =
                self.tasks.iter().map(|task| (task.context, task.wake.saturating_sub(START))).collect();
            world.object(format!(
                "something still waits half an hour after the last fault: {}; flows {tasks:?}, turns {turns}",
                states.join(", ")
            ));
        }
        for (number, promise) in world.promises.borrow().iter().filter(|(_, promise)| !promise.id.is_empty()) {
            if world.notion.count(*number, world.now.get()) == 0 && !promise.taken_back {
                world.object(format!("save {number} never arrived"));
            }
            let is_discarded = promise.discarded && !promise.removed && !promise.edited && !promise.twice;
            if is_discarded && world.notion.shows(*number) && world.is_silent(&promise.id) {
                world.object(format!("save {number} was discarded, and its page stands without a word"));
            }
            let is_as_asked = promise.has_file && !promise.edited && !promise.taken_back;
            if is_as_asked && !world.notion.has_file(*number) && !world.says_why(&promise.id) {
                world.object(format!("save {number} lost its file without a word"));
            }
        }
        articles::check(world);
        additions::check(world);
    }

    fn strategy_is_sound(&self) -> bool {
        self.world.strategy == Strategy::Sound
    }

    /// Begins a flow in a context.
    pub(crate) fn spawn<F: Future<Output = ()> + 'static>(&mut self, context: usize, flow: impl FnOnce(Context) -> F) {
        let port = Context { world: Rc::clone(&self.world), at: context };
        self.tasks.push(Task { context, wake: self.world.now.get(), flow: Box::pin(flow(port)) });
    }

    /// Whatever comes for a context finds it alive.
    pub(crate) fn wake(&mut self, context: usize) {
        if self.alive[context] {
            return;
        }
        self.alive[context] = true;
        let world = &self.world;
        world.stale[context].borrow_mut().clear();
        let mortal = world.stormy.get() && world.dice.once_in(4);
        world.lives[context].set(if mortal { world.dice.below(120) } else { u64::MAX });
    }

    /// The browser was started, and with it the extension.
    pub(crate) fn start(&mut self, context: usize) {
        self.wake(context);
        self.resume(context, Occasion { started: true, reachable: false });
    }

    pub(crate) fn resume(&mut self, context: usize, occasion: Occasion) {
        self.spawn(context, move |port| async move {
            resume(&port, occasion).await;
        });
    }

    pub(crate) fn kill(&mut self, context: usize) {
        self.tasks.retain(|task| task.context != context);
        self.alive[context] = false;
        // Its alarm stands, and brings it back.
        self.world.timers[context].set(u64::MAX);
        self.world.check();
    }
}

/// Shows what still waits.
pub(crate) async fn show_waiting(port: &Context) {
    if let Ok(pending) = pending(port).await {
        port.show(&pending);
    }
}

/// Moves on everything that can be, as `waiting.js` does.
pub(crate) async fn resume(port: &Context, occasion: Occasion) {
    port.keep_alarm();
    if let Ok(pending) = drain(port, occasion).await {
        port.show(&pending);
    }
    if occasion.started {
        let _swept = sweep(port).await;
    }
}
