//! The outbox: every save is a record that is written down before anything is
//! sent, and moves through [`State`]s until it is in Notion or needs a
//! person. [`step()`] says what happens next; the caller writes the record, does
//! the one thing asked, and comes back with what happened.

pub mod addition;
pub mod attachment;
pub mod content;
pub mod copies;
pub mod event;
pub mod filling;
pub mod operation;
pub mod outcome;
pub mod pace;
pub mod pause;
pub mod picture;
pub mod receipt;
pub mod risk;
pub mod step;
pub mod thinning;

pub use event::{Event, Moment, Next};
pub use operation::{Kind, Operation, State};
pub use outcome::{Lookup, Outcome};
pub use step::step;
