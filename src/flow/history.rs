//! What is seen and done about saves afterwards: the history, undoing, editing,
//! and whether an address was saved before. None of it is on the way of a save.

use crate::error::{Code, Error};
use crate::port::Port;
use crate::view::{Change, Earlier, History, Looking, SaveView};

/// A part of the history, the latest first.
///
/// # Errors
/// When the browser's storage fails, here and below.
pub async fn history(_port: &impl Port, _looking: &Looking) -> Result<Box<History>, Box<Error>> {
    Err(Code::WorkerFailed.into())
}

/// Takes a save back. What is left of it, where something is.
///
/// # Errors
/// [`Code::UnknownSave`].
pub async fn undo(_port: &impl Port, _id: &str) -> Result<Option<Box<SaveView>>, Box<Error>> {
    Err(Code::WorkerFailed.into())
}

/// Changes a save that waits or needs a person.
///
/// # Errors
/// [`Code::UnknownSave`], [`Code::PageNotSavable`].
pub async fn edit(_port: &impl Port, _change: Change) -> Result<Box<SaveView>, Box<Error>> {
    Err(Code::WorkerFailed.into())
}

/// Lets everything that needs a person, and everything that waits, be tried again now.
///
/// # Errors
/// As [`history`].
pub async fn retry_all(_port: &impl Port) -> Result<Box<History>, Box<Error>> {
    Err(Code::WorkerFailed.into())
}

/// The page that an address has in a data source already.
///
/// # Errors
/// As [`history`].
pub async fn earlier(_port: &impl Port, _destination: &str, _address: &str) -> Result<Option<Earlier>, Box<Error>> {
    Err(Code::WorkerFailed.into())
}

/// Adds the property that saves are found again by.
///
/// # Errors
/// What Notion answers.
pub async fn add_clip_id(_port: &impl Port, _destination: &str) -> Result<(), Box<Error>> {
    Err(Code::WorkerFailed.into())
}
