//! What a quick save has no use for, kept out of the module that it loads.
//!
//! The functions of this file are the cut: `xtask/src/wasm/split.rs` finds them
//! by its path, moves them with all that only they reach into the late module,
//! and fails the build when there are none. They are never inlined, because a
//! cut in the middle of a function cannot be found.

use std::pin::Pin;
use std::task::{Context, Poll};

/// A future whose code is in the late module. JavaScript sees to it that the
/// module is there before it calls what makes one: see `late` in `core.js`.
pub(super) struct Late<F: Future>(Option<Pin<Box<F>>>);

impl<F: Future> Late<F> {
    pub(super) fn new(future: F) -> Self {
        Late(Some(Box::pin(future)))
    }
}

impl<F: Future> Future for Late<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        match &mut self.0 {
            Some(future) => run(future.as_mut(), context),
            // Nothing but dropping it empties it.
            None => Poll::Pending,
        }
    }
}

impl<F: Future> Drop for Late<F> {
    fn drop(&mut self) {
        if let Some(future) = self.0.take() {
            end(future);
        }
    }
}

#[inline(never)]
fn run<F: Future>(future: Pin<&mut F>, context: &mut Context<'_>) -> Poll<F::Output> {
    future.poll(context)
}

/// Letting go of a flow is code as well, for each place where it can wait.
#[inline(never)]
fn end<F: Future>(future: Pin<Box<F>>) {
    drop(future);
}
