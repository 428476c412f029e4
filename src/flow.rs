//! What happens on a click, start to end, over the [`Port`](crate::port::Port).
//! A flow reads records, asks the core what to do, does it, and writes records;
//! it keeps nothing in memory between two events.

pub mod aftercare;
mod asking;
pub mod backup;
pub mod connecting;
mod content;
pub mod draining;
pub mod fields;
pub mod founding;
pub mod history;
mod listing;
mod missing;
pub mod outgoing;
pub mod pictures;
pub mod plans;
mod preparing;
pub mod presets;
mod reading;
mod receipts;
mod records;
mod repairing;
mod saves;
pub mod saving;
mod searching;
mod sending;
pub mod signing_in;
pub mod sweeping;
mod uploading;
mod vault;

#[cfg(test)]
mod tests;
