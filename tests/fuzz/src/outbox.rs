//! One save through any story: what the network, Notion and the person may do to it, and
//! a worker that may die between any two steps.
//!
//! Never, whatever happens:
//!
//! - a panic, or a wait that is over already or takes longer than an hour;
//! - a request while it is known that there is no network, or while the account waits;
//! - what may be in Notion already sent again before two searches, far enough apart,
//!   found nothing;
//! - something sent of a save that was taken back, or that save coming back;
//! - a page that is known and forgotten, or a save that is done without one;
//! - a record that the browser's storage gives back otherwise;
//! - a save that comes to no end although, from some moment on, all goes well.

use arbitrary::{Arbitrary, Unstructured};
use satchel::error::{Code, Error};
use satchel::instant::Millis;
use satchel::json::{Field, Json};
use satchel::notion::answer::PageRef;
use satchel::notion::block::Block;
use satchel::notion::file;
use satchel::outbox::attachment::Attachment;
use satchel::outbox::event::{Stage, stage};
use satchel::outbox::operation::Wish;
use satchel::outbox::pause::FURTHEST;
use satchel::outbox::step::{BETWEEN_LOOKUPS, QUARANTINE};
use satchel::outbox::{Event, Kind, Lookup, Moment, Next, Operation, Outcome, State, content, step};

/// The moment when a story begins.
const BEGINNING: Millis = 1_795_409_698_123;

/// More steps than any save takes when all goes well.
const MOST_STEPS: usize = 300;

#[derive(Debug, Arbitrary)]
struct Story {
    kind: u8,
    blocks: u8,
    article: u8,
    risk: u8,
    has_file: bool,
    has_template: bool,
    acts: Vec<Act>,
}

#[derive(Clone, Copy, Debug, Arbitrary)]
enum Act {
    /// So many milliseconds pass.
    Pass(u32),
    /// So many seconds, forward or back, the device's clock is set.
    Set(i16),
    /// The network goes or comes.
    Network(bool),
    /// The account has to wait so many seconds.
    Pause(u16),
    /// Somebody takes the save up. Whoever had it in hand is gone.
    Begin { differ: bool },
    /// The person wants it tried again.
    Retry,
    /// What was asked for is answered.
    Answer(Reply),
    /// The person wants it forgotten.
    Discard,
    /// The person wants it undone.
    Undo,
}

#[derive(Clone, Copy, Debug, Arbitrary)]
enum Reply {
    /// As one would wish.
    Well,
    /// There is nothing; so many seconds beside Notion's clock.
    Nothing(i8),
    /// So many of the blocks are there.
    Some(u8, i8),
    /// An error of the list, with seconds to wait.
    Error(u8, Option<u32>),
}

/// Takes the input as a story.
pub fn check(input: &[u8]) {
    let Ok(story) = Story::arbitrary_take_rest(Unstructured::new(input)) else { return };
    let mut told = Told::of(&story);
    for &act in &story.acts {
        told.act(act);
    }
    told.ends_well();
}

/// A save in the middle of its story.
struct Told {
    save: Operation,
    at: Moment,
    /// Notion's clock, which goes on whatever the device's is set to.
    notion: Millis,
    /// What was asked for and is not answered.
    asked: Option<Next>,
    /// Something may be in Notion that nobody knows of.
    is_doubtful: bool,
    /// When, by Notion's clock, complete searches found nothing since.
    absent: Vec<Millis>,
}

impl Told {
    fn of(story: &Story) -> Self {
        let mut save = Operation {
            id: "save".to_owned(),
            kind: [Kind::New, Kind::Update, Kind::Append][usize::from(story.kind % 3)],
            created_at: BEGINNING,
            edited_at: BEGINNING,
            risk: u32::from(story.risk % 16),
            article: ["", "3:article", "100,134:article", "nonsense"][usize::from(story.article % 4)].to_owned(),
            blocks: vec![Json::Null; usize::from(story.blocks)],
            ..Operation::default()
        };
        "https://page.example/".clone_into(&mut save.clip.address);
        if save.kind != Kind::New {
            save.page = Some(page());
        } else if story.has_template {
            save.filling = Some(0);
        }
        if story.has_file {
            save.blocks.push(Block::file(&file::placeholder("file"), "a.txt").into_json());
            save.attachments = vec![Attachment { key: "file".to_owned(), ..Attachment::default() }].write();
        }
        let at = Moment { now: BEGINNING, jitter: 0.5, ..Moment::default() };
        Self { save, at, notion: BEGINNING, asked: None, is_doubtful: false, absent: Vec::new() }
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::Pass(time) => self.pass(Millis::from(time)),
            Act::Set(seconds) => self.at.now = self.at.now.saturating_add_signed(i64::from(seconds) * 1000),
            Act::Network(online) => self.at.obstacle = (!online).then_some(Code::Offline),
            Act::Pause(seconds) => self.at.paused_until = self.at.now + Millis::from(seconds % 3600) * 1000,
            Act::Begin { differ } => {
                self.at.differ = differ;
                self.taken_up(Event::Begin);
                self.at.differ = false;
            }
            Act::Retry => self.taken_up(Event::Retry),
            Act::Answer(reply) => {
                if let Some(event) = self.asked.and_then(|asked| self.answer(asked, reply)) {
                    self.asked = None;
                    self.happens(event);
                }
            }
            // Whoever has the save in hand goes on meanwhile.
            Act::Discard => drop(self.happens(Event::Discard)),
            Act::Undo => drop(self.happens(Event::Undo)),
        }
        // A pause that lies too far ahead is none: the clock was set.
        if self.at.paused_until > self.at.now + FURTHEST {
            self.at.paused_until = 0;
        }
    }

    fn pass(&mut self, time: Millis) {
        self.at.now += time;
        self.notion += time;
    }

    fn taken_up(&mut self, event: Event) {
        self.asked = None;
        let is_waited_for = matches!(self.save.state, State::Queued | State::Sent | State::Unclear);
        if self.save.state == State::Sent || self.at.differ && is_waited_for {
            self.doubt();
        }
        let next = self.happens(event);
        match next {
            Next::Wait(until) => assert!(until > self.at.now, "a wait that is over already"),
            Next::Rest => assert!(!self.save.is_unfinished(), "nobody would come back"),
            _ => assert!(self.at.obstacle.is_none(), "there is no network"),
        }
    }

    fn doubt(&mut self) {
        self.is_doubtful = stage(&self.save) != Stage::Update;
        self.absent.clear();
    }

    /// What the answer means, where it can be one to this question.
    fn answer(&mut self, asked: Next, reply: Reply) -> Option<Event> {
        let failed = |code: u8, wait: Option<u32>| {
            let retry_after_ms = wait.map(|seconds| Millis::from(seconds) * 1000);
            let code = Code::ALL[usize::from(code) % Code::ALL.len()];
            Box::new(Error { retry_after_ms, ..*Box::<Error>::from(code) })
        };
        let clock = |seconds: i8| self.notion.saturating_add_signed(i64::from(seconds) * 1000);
        Some(match (asked, reply) {
            (Next::Send, Reply::Error(code, wait)) => {
                let outcome = Outcome::of(failed(code, wait));
                self.is_doubtful = false;
                if matches!(outcome, Outcome::Unknown(_)) {
                    self.doubt();
                }
                Event::Answered(outcome)
            }
            (Next::Send, _) => {
                self.is_doubtful = false;
                Event::Answered(Outcome::Applied(page()))
            }
            (Next::Look, Reply::Error(code, wait)) => Event::Looked(Lookup::Failed(failed(code, wait))),
            (Next::Look, Reply::Well) if self.save.page.is_none() => {
                self.doubt();
                Event::Looked(Lookup::Found(page()))
            }
            (Next::Look, Reply::Well) => self.arrived(u32::MAX, clock(0)),
            (Next::Look, Reply::Some(blocks, seconds)) if self.save.page.is_some() => {
                self.arrived(u32::from(blocks), clock(seconds))
            }
            (Next::Look, Reply::Nothing(seconds) | Reply::Some(_, seconds)) => {
                let clock = clock(seconds);
                if self.save.page.is_some() {
                    return Some(self.arrived(0, clock));
                }
                self.absent.push(clock);
                Event::Looked(Lookup::Absent(clock))
            }
            (Next::ReadSchema, Reply::Error(code, wait)) => Event::SchemaRead(Err(failed(code, wait))),
            (Next::ReadSchema, reply) => Event::SchemaRead(Ok(matches!(reply, Reply::Well))),
            (Next::Check, Reply::Error(code, wait)) => Event::Checked(Err(failed(code, wait))),
            (Next::Check, reply) => Event::Checked(Ok(matches!(reply, Reply::Some(..)).then(|| page().url))),
            (Next::Fill, Reply::Error(code, wait)) => Event::Filled(Err(failed(code, wait))),
            (Next::Fill, reply) => Event::Filled(Ok(matches!(reply, Reply::Well))),
            (Next::Upload, Reply::Error(code, wait)) => Event::Uploaded("file".to_owned(), Err(failed(code, wait))),
            (Next::Upload, reply) => {
                let upload = matches!(reply, Reply::Well).then(|| "upload".to_owned());
                Event::Uploaded("file".to_owned(), Ok(upload))
            }
            (Next::Trash, Reply::Error(code, wait)) => Event::Trashed(Err(failed(code, wait))),
            (Next::Trash, _) => Event::Trashed(Ok(())),
            (Next::Wait(_) | Next::Rest, _) => return None,
        })
    }

    fn arrived(&mut self, blocks: u32, clock: Millis) -> Event {
        let all = u32::try_from(content::count(&self.save)).unwrap_or(u32::MAX);
        if blocks >= all {
            self.is_doubtful = false;
        } else {
            self.absent.push(clock);
        }
        Event::Looked(Lookup::Arrived(blocks.min(all), clock))
    }

    fn happens(&mut self, event: Event) -> Next {
        let is_answer = !matches!(event, Event::Begin | Event::Retry | Event::Discard | Event::Undo);
        let is_persons = matches!(event, Event::Discard | Event::Undo);
        let before = (self.save.state, self.save.page.is_some(), self.save.wish);
        let next = step(&mut self.save, event, self.at);
        self.holds(before, next);
        if !is_persons {
            self.asked = Some(next).filter(|next| next.is_request());
        }
        if let Next::Wait(until) = next
            && (is_answer || !is_persons)
        {
            assert!(until <= self.at.now + FURTHEST, "a wait of more than an hour");
        }
        next
    }

    fn holds(&mut self, (state, had_page, wish): (State, bool, Wish), next: Next) {
        let save = &self.save;
        if state == State::Discarded {
            assert_eq!((save.state, next), (State::Discarded, Next::Rest), "what was taken back comes back");
        }
        assert!(save.page.is_some() || !had_page, "a page is forgotten");
        assert!(save.wish == wish || wish != Wish::Undone, "a wish is forgotten");
        if save.state == State::Saved {
            assert!(save.page.is_some() && save.settled_at.is_some(), "done, and nobody knows where");
        }
        if next == Next::Send {
            assert!(self.at.obstacle.is_none() && self.at.now >= self.at.paused_until, "sent where nothing may be");
            assert_eq!((save.state, save.last_sent_at), (State::Sent, Some(self.at.now)), "sent, and not noted");
            // A page that is there already is made whole although the save is to be forgotten: that is said.
            let is_wanted = save.wish == Wish::None || save.wish == Wish::Forgotten && save.page.is_some();
            assert!(state != State::Undoing && is_wanted, "sent although it was taken back");
            assert!(!self.is_doubtful || self.is_proven(), "sent again before it was looked up");
            self.is_doubtful = false;
            self.absent.clear();
        }
        assert_eq!(Operation::read(&save.write()).as_ref(), Some(save), "a record comes back otherwise");
    }

    /// Whether the searches prove that Notion has nothing of what was sent.
    fn is_proven(&self) -> bool {
        let Some(&since) = self.absent.first() else { return false };
        let mut late = self.absent.iter().filter(|&&clock| clock >= since + QUARANTINE);
        late.next().is_some_and(|first| late.any(|&clock| clock >= first + BETWEEN_LOOKUPS))
    }

    /// From now on all goes well.
    fn ends_well(&mut self) {
        self.at = Moment { obstacle: None, paused_until: 0, ..self.at };
        for _ in 0..MOST_STEPS {
            match self.asked {
                Some(_) => self.act(Act::Answer(Reply::Well)),
                None => {
                    self.act(Act::Begin { differ: false });
                    if !self.save.is_unfinished() {
                        return;
                    }
                    if self.asked.is_none() {
                        self.pass(self.save.due_at().saturating_sub(self.at.now) + 1);
                    }
                }
            }
        }
        panic!("it comes to no end: {:?}", self.save);
    }
}

fn page() -> PageRef {
    PageRef::of("0123abcd-4567-89ef-0123-456789abcdef")
}
