//! Many flows at once, in an order drawn from a seed: what several contexts of a
//! browser do to one store. Turns are real here, so a flow that waits for itself
//! never ends.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use crate::port::Turn;

/// What one context has in hand.
pub(super) type Flows<'a> = Vec<Pin<Box<dyn Future<Output = ()> + 'a>>>;

/// The order of things, and the turns that are taken.
#[derive(Default)]
pub(super) struct Crowd {
    seed: Cell<u64>,
    taken: Rc<RefCell<BTreeSet<String>>>,
}

/// Gives way to the others as often as it says.
struct GiveWay(u32);

impl Future for GiveWay {
    type Output = ();
    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        match self.0 {
            0 => Poll::Ready(()),
            _ => {
                self.0 -= 1;
                Poll::Pending
            }
        }
    }
}

struct Taken(String, Rc<RefCell<BTreeSet<String>>>);

impl Turn for Taken {}

impl Drop for Taken {
    fn drop(&mut self) {
        self.1.borrow_mut().remove(&self.0);
    }
}

impl Crowd {
    /// Whether calls give way to others from now on.
    pub(super) fn is_on(&self) -> bool {
        self.seed.get() != 0
    }

    /// A number below that, the next of the seed (xorshift).
    pub(super) fn draw(&self, below: usize) -> usize {
        let mut seed = self.seed.get();
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        self.seed.set(seed);
        usize::try_from(seed >> 33).unwrap() % below
    }

    pub(super) async fn others(&self) {
        let times = u32::try_from(self.draw(3)).unwrap();
        GiveWay(times).await;
    }

    /// The turn of that name, once nobody has it.
    pub(super) fn turn(&self, name: &str) -> impl Future<Output = Box<dyn Turn>> + use<> {
        let (name, taken) = (name.to_owned(), Rc::clone(&self.taken));
        async move {
            while !taken.borrow_mut().insert(name.clone()) {
                GiveWay(1).await;
            }
            let turn: Box<dyn Turn> = Box::new(Taken(name, taken));
            turn
        }
    }

    /// Whether somebody has the turn of that name.
    pub(super) fn is_taken(&self, name: &str) -> bool {
        self.taken.borrow().contains(name)
    }

    /// The turn of that name, if nobody has it when it is asked for.
    pub(super) fn turn_if_free(&self, name: &str) -> impl FnOnce() -> Option<Box<dyn Turn>> + use<> {
        let (name, taken) = (name.to_owned(), Rc::clone(&self.taken));
        move || {
            let is_free = taken.borrow_mut().insert(name.clone());
            is_free.then(|| -> Box<dyn Turn> { Box::new(Taken(name, taken)) })
        }
    }

    /// Runs the contexts' flows to their end, in an order drawn from the seed. A
    /// context that dies at a step is gone with all it had in hand.
    pub(super) fn run(&self, seed: u64, mut contexts: Vec<Flows<'_>>, dies: Option<(usize, usize)>) {
        self.seed.set(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let mut cx = Context::from_waker(Waker::noop());
        for step in 0.. {
            if let Some((context, at)) = dies
                && at == step
            {
                contexts[context].clear();
            }
            contexts.retain(|flows| !flows.is_empty() || dies.is_some());
            if contexts.iter().all(Vec::is_empty) {
                break;
            }
            assert!(step < 1_000_000, "seed {seed}: somebody waits for ever");
            let context = self.draw(contexts.len());
            let flows = &mut contexts[context];
            if flows.is_empty() {
                continue;
            }
            let flow = self.draw(flows.len());
            if flows[flow].as_mut().poll(&mut cx).is_ready() {
                drop(flows.swap_remove(flow));
            }
        }
        self.seed.set(0);
    }
}
