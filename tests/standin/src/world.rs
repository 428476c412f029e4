//! The running stand-in: its state, and everything tests can change about it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::faults::Faults;
use crate::log::Log;
use crate::rate::Limiter;
use crate::rules::Rules;
use crate::settings::Settings;
use crate::sites::Sites;
use crate::state::State;

/// Everything that changes.
#[derive(Debug, Default)]
pub struct World {
    /// What Notion would remember.
    pub state: State,
    /// What tests have set.
    pub settings: Settings,
    /// Who may ask how often.
    pub limiter: Limiter,
    /// The published test pages.
    pub sites: Sites,
    /// What is to go wrong.
    pub faults: Faults,
    /// What was asked.
    pub log: Log,
}

/// One stand-in, shared by all its listeners.
#[derive(Debug)]
pub struct Standin {
    world: Mutex<World>,
    /// What requests may look like.
    pub rules: Rules,
    changes: watch::Sender<u64>,
}

impl Standin {
    /// A stand-in with some state.
    #[must_use]
    pub fn new(rules: Rules, state: State) -> Self {
        let world = World { state, ..World::default() };
        Self { world: Mutex::new(world), rules, changes: watch::Sender::new(0) }
    }

    /// The world, for as long as the guard lives. Never hold it across an await.
    pub fn world(&self) -> MutexGuard<'_, World> {
        // A panic in one request must not take the others down with it.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells everybody who waits that something changed.
    pub fn changed(&self) {
        self.changes.send_modify(|count| *count += 1);
    }

    /// Waits for changes.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }
}
