//! The port that the real flows run over, for one context of a browser.

use std::cell::Cell;
use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context as Polling, Poll};

use satchel::error::{Code, Error};
use satchel::http::{Answer, Recipient, Request};
use satchel::instant::Millis;
use satchel::json::{Field, Json};
use satchel::outbox::pause::Pauses;
use satchel::port::{Port, SaveCall, Turn, Waiting};
use satchel::text::Unicode;
use satchel::view::Pending;

use crate::articles;
use crate::notion;
use crate::saves::SaveCopies;
use crate::strategy::Strategy;
use crate::world::World;

/// One context: a worker, or a page beside it.
pub(crate) struct Context {
    pub(crate) world: Rc<World>,
    pub(crate) at: usize,
}

/// Waits until a moment.
pub(crate) struct Until<'w>(pub(crate) &'w World, pub(crate) u64);

impl Future for Until<'_> {
    type Output = ();
    fn poll(self: Pin<&mut Self>, _: &mut Polling<'_>) -> Poll<()> {
        if self.0.now.get() >= self.1 {
            return Poll::Ready(());
        }
        self.0.wake.set(self.1);
        Poll::Pending
    }
}

struct Taken {
    name: String,
    turns: Rc<RefCell<Vec<String>>>,
    released: Rc<Cell<bool>>,
}

impl Turn for Taken {}

impl Drop for Taken {
    fn drop(&mut self) {
        let mut turns = self.turns.borrow_mut();
        if let Some(at) = turns.iter().position(|name| *name == self.name) {
            turns.swap_remove(at);
        }
        self.released.set(true);
    }
}

/// Waits until a turn is free.
struct Free<'w>(&'w World, String);

impl Future for Free<'_> {
    type Output = Box<dyn Turn>;
    fn poll(self: Pin<&mut Self>, _: &mut Polling<'_>) -> Poll<Box<dyn Turn>> {
        let is_free = !self.0.turns.borrow().contains(&self.1) || self.0.strategy == Strategy::StaleRead;
        if is_free {
            return Poll::Ready(take(self.0, &self.1));
        }
        // Until somebody lets go of one.
        self.0.wake.set(u64::MAX);
        Poll::Pending
    }
}

fn take(world: &World, name: &str) -> Box<dyn Turn> {
    world.turns.borrow_mut().push(name.to_owned());
    Box::new(Taken { name: name.to_owned(), turns: Rc::clone(&world.turns), released: Rc::clone(&world.released) })
}

/// How often an alarm rings, unless somebody makes it ring sooner.
pub(crate) const ALARM: u64 = 60_000;

/// Alarms come no sooner than this; what is due sooner has a timer.
const SOONEST_ALARM: u64 = 30_000;

impl Context {
    /// Sees to it that this context comes back, as `waiting.js` does.
    pub(crate) fn keep_alarm(&self) {
        self.world.alarms[self.at].set(self.world.now.get() + ALARM);
    }

    /// Comes back for what still waits, as `waiting.js` does, and not where nothing does.
    pub(crate) fn show(&self, pending: &Pending) {
        let (alarm, timer) = (&self.world.alarms[self.at], &self.world.timers[self.at]);
        let Some(next_at) = pending.next_at else {
            alarm.set(u64::MAX);
            return;
        };
        let now = self.world.now.get();
        let wait = next_at.saturating_sub(self.world.device_now()).max(1_000);
        alarm.set(now + wait.max(SOONEST_ALARM));
        timer.set(if wait < SOONEST_ALARM { now + wait } else { u64::MAX });
    }

    /// A call takes a moment, and the context may die before or after it.
    pub(crate) async fn call(&self) {
        let world = &*self.world;
        self.breathe().await;
        let pause = world.dice.below(4);
        if pause > 0 {
            Until(world, world.now.get() + pause).await;
        }
    }

    /// Dies here, if its time has come.
    pub(crate) async fn breathe(&self) {
        let lives = &self.world.lives[self.at];
        if lives.get() == 0 {
            self.world.died[self.at].set(true);
            Until(&self.world, u64::MAX).await;
        }
        lives.set(lives.get().saturating_sub(1));
    }

    pub(crate) fn is_failing(&self, store: usize) -> bool {
        self.world.now.get() < self.world.failing[store].get() || self.world.fails(150)
    }

    /// Something of the settings' store, which fails now and then.
    pub(crate) fn plain<'a, T: 'a>(&'a self, work: impl FnOnce(&World) -> T + 'a) -> Waiting<'a, T> {
        Box::pin(async move {
            self.call().await;
            if self.world.fails(300) {
                return Err(Code::StorageFailed.into());
            }
            Ok(work(&self.world))
        })
    }
}
impl Port for Context {
    fn parse(&self, text: &str) -> Json {
        // No page declares anything here: this is an article.
        Json::List(articles::blocks(text))
    }

    async fn seldom<'a, T: 'a, F>(&'a self, flow: impl FnOnce() -> F + 'a) -> Result<T, Box<Error>>
    where
        F: Future<Output = Result<T, Box<Error>>> + 'a,
    {
        flow().await
    }
    fn read(&self, keys: Vec<String>) -> Waiting<'_, Vec<Option<Json>>> {
        self.plain(move |world| keys.iter().map(|key| world.local.borrow().get(key).cloned()).collect())
    }
    fn keys(&self) -> Waiting<'_, Vec<String>> {
        self.plain(|world| world.local.borrow().keys().cloned().collect())
    }
    fn write(&self, records: Vec<(String, Json)>) -> Waiting<'_, ()> {
        self.plain(move |world| {
            if records.iter().any(|(key, _)| key == "pauses") {
                world.paused_at.set(world.now.get());
            }
            world.local.borrow_mut().extend(records);
        })
    }
    fn remove(&self, keys: Vec<String>) -> Waiting<'_, ()> {
        self.plain(move |world| world.local.borrow_mut().retain(|key, _| !keys.contains(key)))
    }
    fn copies(&self, key: &str) -> Waiting<'_, Vec<Option<Json>>> {
        let key = key.to_owned();
        self.plain(move |world| vec![world.vault.borrow().get(&key).cloned()])
    }
    fn write_copies(&self, key: &str, record: Option<Json>) -> Waiting<'_, ()> {
        let key = key.to_owned();
        self.plain(move |world| {
            if let Some(record) = record {
                world.vault.borrow_mut().insert(key, record);
            }
        })
    }
    fn saves(&self, call: SaveCall) -> Waiting<'_, Json> {
        Box::pin(async move {
            Ok(match call {
                SaveCall::Copies(id) => {
                    Json::List(self.save_copies(&id).await?.into_iter().map(Option::unwrap_or_default).collect())
                }
                SaveCall::Write { id, before, whole, small } => {
                    Json::Bool(self.write_save(SaveCopies { id, before, whole, small }).await?)
                }
                SaveCall::Live(from) => Json::List(self.live_saves(&from).await?),
                SaveCall::Uneven => Json::List(self.uneven_saves().await?.into_iter().map(Json::Text).collect()),
                SaveCall::Past(before, count) => Json::List(self.past_saves(before.as_deref(), count).await?),
                SaveCall::At(address) => Json::List(self.saves_at(&address).await?),
                SaveCall::Count(state) => Json::Number(f64::from(self.count_saves(state).await?)),
                SaveCall::Forget(before) => {
                    self.forget_saves(&before).await?;
                    Json::Null
                }
                SaveCall::Content(key) => self.content(&key).await?,
                SaveCall::KeepContents(_) => Json::Null,
            })
        })
    }
    fn recall(&self, key: &str) -> Waiting<'_, Option<Json>> {
        let key = key.to_owned();
        self.plain(move |world| world.session.borrow().get(&key).cloned())
    }
    fn remember(&self, key: &str, record: Option<Json>) -> Waiting<'_, ()> {
        let key = key.to_owned();
        self.plain(move |world| {
            if let Some(record) = record {
                world.session.borrow_mut().insert(key, record);
            }
        })
    }
    fn turn(&self, name: &str) -> Waiting<'_, Box<dyn Turn>> {
        let free = Free(&self.world, name.to_owned());
        Box::pin(async move { Ok(free.await) })
    }
    fn is_taken(&self, name: &str) -> Waiting<'_, bool> {
        let taken = self.world.turns.borrow().iter().any(|turn| turn == name);
        Box::pin(async move { Ok(taken && self.world.strategy != Strategy::StaleRead) })
    }
    fn turn_if_free(&self, name: &str) -> Waiting<'_, Option<Box<dyn Turn>>> {
        let name = name.to_owned();
        Box::pin(async move {
            let is_taken = self.world.turns.borrow().contains(&name);
            Ok((!is_taken || self.world.strategy == Strategy::StaleRead).then(|| take(&self.world, &name)))
        })
    }
    fn sleep(&self, time: Millis) -> Waiting<'_, ()> {
        Box::pin(async move {
            Until(&self.world, self.world.now.get() + time).await;
            Ok(())
        })
    }
    async fn send_file<'a>(
        &'a self,
        to: &'a Recipient,
        request: &'a Request,
        [key, _, _]: [&'a str; 3],
    ) -> Result<Option<Answer>, Box<Error>> {
        self.call().await;
        if !self.world.files.borrow().contains(key) {
            return Ok(None);
        }
        self.allowed()?;
        self.send(to, request).await.map(Some)
    }
    async fn remove_files(&self, keys: Vec<String>) -> Result<(), Box<Error>> {
        self.plain(move |world| world.files.borrow_mut().retain(|key| !keys.contains(key))).await
    }
    async fn keep_files(&self, keys: Vec<String>) -> Result<bool, Box<Error>> {
        self.plain(move |world| world.files.borrow_mut().retain(|key| keys.contains(key))).await?;
        Ok(false)
    }
    async fn picture(&self, _: Json) -> Result<Json, Box<Error>> {
        // The outbox fetches none.
        Err(Code::WorkerFailed.into())
    }
    fn send<'a>(&'a self, to: &'a Recipient, request: &'a Request) -> Waiting<'a, Answer> {
        Box::pin(async move {
            self.breathe().await;
            let world = &*self.world;
            let is_renewal = request.path == "/v1/oauth/token";
            if !is_renewal {
                judge(world, to);
            }
            let renewals = &world.notion.renewals;
            let renewing = is_renewal.then(|| Renewing::begin(world));
            if is_renewal && renewals.get() > 1 {
                world.object("two renewals were under way at once".to_owned());
            }
            let reply = notion::reply(world, to, request);
            world.say(|| {
                let status = reply.answer.as_ref().map(|answer| answer.head.status);
                format!("   {:?} {} -> {status:?} after {}", request.method, request.path, reply.after)
            });
            Until(world, world.now.get() + reply.after).await;
            drop(renewing);
            self.breathe().await;
            match reply.answer {
                Some(mut answer) => {
                    answer.head.date = Some(date(world.now.get()));
                    Ok(answer)
                }
                None if reply.timed_out => Err(Code::TimedOut.into()),
                None => Err(Code::Offline.into()),
            }
        })
    }
    fn now(&self) -> Millis {
        self.world.device_now()
    }
    fn random(&self) -> f64 {
        self.world.dice.fraction()
    }
    fn id(&self) -> String {
        self.world.count.set(self.world.count.get() + 1);
        format!("{:08}", self.world.count.get())
    }
    fn random_bits(&self) -> Vec<u8> {
        vec![7; 32]
    }
    fn digest(&self, _: &str) -> Waiting<'_, Vec<u8>> {
        Box::pin(async { Ok(vec![0; 32]) })
    }
    fn browser(&self) -> String {
        "chrome".to_owned()
    }
    fn redirects(&self) -> Vec<String> {
        Vec::new()
    }
    fn authorize(&self, _: &str) -> Waiting<'_, Option<String>> {
        Box::pin(async { Ok(None) })
    }
    fn is_authorizing(&self) -> Waiting<'_, bool> {
        Box::pin(async { Ok(false) })
    }
    fn obstacle(&self) -> Option<Code> {
        if self.world.forbidden.get() {
            return Some(Code::NotionNotAllowed);
        }
        let is_offline = self.world.notices_offline.get() && self.world.now.get() < self.world.offline_until.get();
        is_offline.then_some(Code::Offline)
    }
    fn changed(&self, save: Json) {
        if self.world.dice.once_in(64) {
            let told = format!("{save:?}");
            if told.contains("access-") || told.contains("refresh-") {
                self.world.object("a secret was told".to_owned());
            }
        }
    }
}

impl Unicode for Context {
    fn nfc(&self, text: &str) -> String {
        text.to_owned()
    }
    fn lower(&self, text: &str) -> String {
        text.to_lowercase()
    }
}

/// A request for a new pair, while it is under way.
struct Renewing<'w>(&'w World);

impl<'w> Renewing<'w> {
    fn begin(world: &'w World) -> Self {
        world.notion.renewals.set(world.notion.renewals.get() + 1);
        Self(world)
    }
}

impl Drop for Renewing<'_> {
    fn drop(&mut self) {
        self.0.notion.renewals.set(self.0.notion.renewals.get() - 1);
    }
}

/// How soon after a pause was written down a request may still leave that was on
/// its way out.
const ON_ITS_WAY: u64 = 5_000;

/// Whether a request may leave now: never more than three in a second, and none
/// that Notion asked to wait with.
fn judge(world: &World, to: &Recipient) {
    let now = world.now.get();
    let mut sent = world.sent_at.borrow_mut();
    sent.push(now);
    let recent = sent.iter().filter(|&&at| at + 1_000 > now && at >= world.paced_since.get()).count();
    if recent > 3 && world.strategy == Strategy::Sound {
        world.object("more than three requests left in a second".to_owned());
    }
    if sent.len() > 16 {
        sent.drain(..8);
    }
    let Some(pauses) = world.local.borrow().get("pauses").and_then(Pauses::read) else { return };
    let bearer = to.authorization().unwrap_or_default();
    let account = if bearer.contains("-w1-") { "w1" } else { "w2" };
    let until = pauses.asked_until(account, world.device_now());
    if until > 0 && now > world.paused_at.get() + ON_ITS_WAY && now > world.paced_since.get() + ON_ITS_WAY {
        world.object(format!("a request left {} ms before Notion wanted one", until - world.device_now()));
    }
}

/// `Date`, as an answer has it.
fn date(now: u64) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let iso = satchel::instant::to_iso(now);
    let month = iso.get(5..7).and_then(|month| month.parse::<usize>().ok()).unwrap_or(1);
    let part = |from: usize, to: usize| iso.get(from..to).unwrap_or_default().to_owned();
    format!("Wed, {} {} {} {} GMT", part(8, 10), MONTHS[month - 1], part(0, 4), part(11, 19))
}
