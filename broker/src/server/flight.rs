//! One refresh token, one question: those who ask the same at the same time wait for the one answer.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

use crate::http::Answer;
use crate::replay::Fingerprint;

/// An answer several may read.
pub(super) type Shared = Arc<Answer>;

type Waiting = watch::Receiver<Option<Shared>>;

/// The refreshes under way.
#[derive(Default)]
pub(super) struct Flights(Mutex<BTreeMap<Fingerprint, Waiting>>);

impl Flights {
    /// Joins the flight of this fingerprint, or begins it.
    ///
    /// It goes on when whoever began it hangs up: Notion may have changed the token by then, and the
    /// answer has to be there when they ask again. None when it came down without an answer.
    pub(super) async fn join<F>(self: &Arc<Self>, print: Fingerprint, begin: impl FnOnce() -> F) -> Option<Shared>
    where
        F: Future<Output = Answer> + Send + 'static,
    {
        let mut waiting = self.board(print, begin);
        let landed = waiting.wait_for(Option::is_some).await.ok()?;
        landed.clone()
    }

    fn board<F>(self: &Arc<Self>, print: Fingerprint, begin: impl FnOnce() -> F) -> Waiting
    where
        F: Future<Output = Answer> + Send + 'static,
    {
        let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(waiting) = flights.get(&print) {
            return waiting.clone();
        }
        let (sender, waiting) = watch::channel(None);
        flights.insert(print, waiting.clone());
        let flight = begin();
        let landing = Landing { flights: Arc::clone(self), print };
        tokio::spawn(async move {
            let answer = flight.await;
            // Off the list first: whoever comes now finds the answer where it is kept.
            drop(landing);
            let _ = sender.send(Some(Arc::new(answer)));
        });
        waiting
    }
}

/// Takes a flight off the list, however it ended.
struct Landing {
    flights: Arc<Flights>,
    print: Fingerprint,
}

impl Drop for Landing {
    fn drop(&mut self) {
        self.flights.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.print);
    }
}
