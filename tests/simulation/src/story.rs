//! One story: five saves, and everything that can come between.

use std::cell::OnceCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context as Polling, Waker};

use satchel::clip::Clip;
use satchel::flow::draining::{Occasion, discard, drain};
use satchel::flow::history::{edit, retry_all, undo};
use satchel::flow::saving::{enqueue, pending, take_up};
use satchel::json::{Field, Json};
use satchel::mapping::plan::Target;
use satchel::mapping::proposal::propose;
use satchel::notion::schema::DataSource;
use satchel::oauth::secret::{Secret, Way};
use satchel::outbox::{Event, Kind};
use satchel::settings::{Account, AccountStatus, Destination, Settings};
use satchel::view::{Change, Submission};

use crate::notion::SOURCES;
use crate::port::{ALARM, Context};
use crate::strategy::Strategy;
use crate::world::{CALM, Promise, Records, START, World};

/// How many saves there are in a story.
pub(crate) const SAVES: u64 = 5;

/// How long the outbox has, once nothing fails any more.
const END: u64 = CALM + 1_800_000;

/// The integration of both accounts.
const CLIENT: (&str, &str) =
    ("b3f1c2d4-0000-4000-8000-5a7c4e100001", "secret_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0U1v");

/// The accounts, and the connection of each as an author.
const ACCOUNTS: [(&str, &str); 2] = [("w1", "b1"), ("w2", "b2")];

/// A flow under way in a context.
struct Task {
    context: usize,
    wake: u64,
    flow: Pin<Box<dyn Future<Output = ()>>>,
}

/// What the person or the world does next, and when.
#[derive(Debug)]
enum Deed {
    Save(u64),
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
    BreakStore,
    Reconnect,
    Calm,
}

/// Tells a story to its end. The rule that it broke, if it did.
pub(crate) fn tell(seed: u64, strategy: Strategy, aloud: bool) -> Result<(), String> {
    let mut story = Story::new(seed, strategy, aloud);
    story.run();
    let broken = story.world.broken.borrow().clone();
    broken.map_or(Ok(()), Err)
}

struct Story {
    world: Rc<World>,
    tasks: Vec<Task>,
    deeds: Vec<(u64, Deed)>,
    /// Whether each context lives.
    alive: [bool; 2],
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
        some(4, || Deed::Kill);
        some(1, || Deed::Jump);
        some(1, || Deed::Expire);
        some(1, || Deed::Discard);
        some(1, || Deed::Undo);
        some(1, || Deed::Edit);
        some(1, || Deed::RetryAll);
        some(1, || Deed::DeletePage);
        some(2, || Deed::GoOffline);
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
            || self.deeds.iter().any(|(_, deed)| matches!(deed, Deed::Save(_)))
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
        }
    }

    fn strategy_is_sound(&self) -> bool {
        self.world.strategy == Strategy::Sound
    }

    /// Begins a flow in a context.
    fn spawn<F: Future<Output = ()> + 'static>(&mut self, context: usize, flow: impl FnOnce(Context) -> F) {
        let port = Context { world: Rc::clone(&self.world), at: context };
        self.tasks.push(Task { context, wake: self.world.now.get(), flow: Box::pin(flow(port)) });
    }

    /// Whatever comes for a context finds it alive.
    fn wake(&mut self, context: usize) {
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
    fn start(&mut self, context: usize) {
        self.wake(context);
        self.resume(context, Occasion { started: true, reachable: false });
    }

    fn resume(&mut self, context: usize, occasion: Occasion) {
        self.spawn(context, move |port| async move {
            resume(&port, occasion).await;
        });
    }

    fn kill(&mut self, context: usize) {
        self.tasks.retain(|task| task.context != context);
        self.alive[context] = false;
        // Its alarm stands, and brings it back.
        self.world.timers[context].set(u64::MAX);
        self.world.check();
    }

    fn does(&mut self, deed: &Deed) {
        let world = Rc::clone(&self.world);
        let (dice, now) = (&world.dice, world.now.get());
        world.say(|| format!("-- {deed:?}"));
        match deed {
            Deed::Save(number) => self.save(*number),
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
            Deed::BreakStore => {
                let store = usize::from(dice.once_in(2));
                world.failing[store].set(now + dice.below(120_000));
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
        for context in 0..2 {
            self.kill(context);
        }
        world.session.borrow_mut().clear();
        world.paced_since.set(world.now.get() + 1_100);
        // One store may lose something, never both.
        let single = matches!(world.strategy, Strategy::JournalLost);
        let at = if single { 0 } else { usize::from(dice.once_in(2)) };
        let store = [&world.whole, &world.small][at];
        // What only one store has is promised as long as that one stands: nothing is lost twice at once.
        let is_witnessed = single || world.is_whole();
        match dice.below(4) {
            0 | 1 if is_witnessed => store.lose_last(dice.between(1, 6)),
            2 if is_witnessed && !single => store.lose_all(),
            _ => {}
        }
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
        self.spawn(context, move |port| async move {
            let submission = Submission {
                clip,
                tags: Vec::new(),
                destination: source.to_owned(),
                notices: Vec::new(),
                entries: Json::Null,
                mode: Kind::New,
                page: None,
            };
            // The alarm comes before the request: should the worker die, it brings the outbox back.
            port.keep_alarm();
            let Ok(view) = enqueue(&port, Box::new(submission.clone())).await else { return };
            // From here on the person was told that it is kept.
            let promise = Promise { id: view.id.clone(), ..Promise::default() };
            port.world.promises.borrow_mut().insert(number, promise);
            if twice
                && let Ok(again) = enqueue(&port, Box::new(submission)).await
                && again.id != view.id
                && port.world.skew.get() == 0
                && port.world.strategy == Strategy::Sound
            {
                port.world.object(format!("a double click on save {number} was two saves"));
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
            Deed::Discard => self.spawn(0, move |port| async move {
                if discard(&port, &id).await.is_ok() {
                    port.world.took_back(number, &id);
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

/// Shows what still waits.
async fn show_waiting(port: &Context) {
    if let Ok(pending) = pending(port).await {
        port.show(&pending);
    }
}

/// Moves on everything that can be, as `saving.js` does.
async fn resume(port: &Context, occasion: Occasion) {
    port.keep_alarm();
    if let Ok(pending) = drain(port, occasion).await {
        port.show(&pending);
    }
}

/// The accounts, what they can save to, and their secrets.
fn connect(world: &World) {
    thread_local! {
        /// The same for every story, with and without a property for ids.
        static CONNECTED: [OnceCell<Records>; 2] = const { [const { OnceCell::new() }; 2] };
    }
    CONNECTED.with(|connected| {
        let records = connected[usize::from(world.notion.clip_id)].get_or_init(|| connected_records(world));
        world.local.borrow_mut().clone_from(records);
    });
    for (account, _) in ACCOUNTS {
        secret(world, account, 1);
    }
}

/// The settings and the schemas of somebody who has two accounts.
fn connected_records(world: &World) -> Records {
    let mut settings = Settings::default();
    for (name, bot) in ACCOUNTS {
        settings.accounts.push(Account {
            id: name.to_owned(),
            bot: bot.to_owned(),
            workspace: name.to_owned(),
            user: String::new(),
            token_ending: String::new(),
            status: AccountStatus::Connected,
            way: Way::Integration,
            broker: None,
            confirmed: true,
        });
    }
    let mut local = Records::new();
    let port = Unicodeless;
    for (id, account) in SOURCES {
        let Some(schema) = DataSource::from_answer(&world.notion.source(id)) else { continue };
        let mark = world.notion.clip_id.then(|| "c".to_owned());
        let plan = propose(&schema, Default::default(), &port);
        let mut target = Target::of(schema, &plan, START);
        target.mark = mark;
        settings.destinations.push(Destination::of(&target, account, false));
        local.insert(format!("target:{id}"), target.write());
    }
    local.insert("settings".to_owned(), settings.write());
    local
}

/// Text as it is.
struct Unicodeless;

impl satchel::text::Unicode for Unicodeless {
    fn nfc(&self, text: &str) -> String {
        text.to_owned()
    }
    fn lower(&self, text: &str) -> String {
        text.to_lowercase()
    }
}

fn secret(world: &World, account: &str, pair: u32) {
    let known = world.vault.borrow().get(&format!("secret:{account}")).and_then(Secret::read);
    let secret = Secret {
        account: account.to_owned(),
        revision: known.map_or(0, |known| known.revision) + 1,
        access: format!("access-{account}-{pair}"),
        refresh: format!("refresh-{account}-{pair}"),
        way: Way::Integration,
        client_id: CLIENT.0.to_owned(),
        client_secret: CLIENT.1.to_owned(),
        ..Secret::default()
    };
    world.vault.borrow_mut().insert(format!("secret:{account}"), secret.write());
}

/// The person connects again where Notion no longer takes the token.
fn reconnect(world: &World) {
    let Some(mut settings) = world.local.borrow().get("settings").and_then(Settings::read) else { return };
    for (at, account) in settings.accounts.iter_mut().enumerate() {
        if account.status == AccountStatus::Rejected {
            account.status = AccountStatus::Connected;
            let pair = world.notion.pairs[at].get() + 1;
            world.notion.pairs[at].set(pair);
            world.notion.expired[at].set(false);
            secret(world, &account.id, pair);
        }
    }
    world.local.borrow_mut().insert("settings".to_owned(), settings.write());
}
