//! The records in the browser's storage, by key.

use crate::error::{Code, Error};
use crate::instant::Millis;
use crate::json::{Field, Json};
use crate::mapping::plan::Target;
use crate::outbox::Operation;
use crate::port::{Port, Turn, Waiting};
use crate::settings::{self, Settings};
use crate::text::digits;

const SETTINGS: &str = "settings";
const UNREADABLE: &str = "unreadable-settings";
const OPERATION: &str = "operation:";

fn target_key(data_source: &str) -> String {
    ["target:", data_source].concat()
}

fn operation_key(id: &str) -> String {
    [OPERATION, id].concat()
}

async fn read_one(port: &impl Port, key: String) -> Result<Option<Json>, Box<Error>> {
    Ok(port.read(vec![key]).await?.pop().flatten())
}

/// A record of another kind, if it is there and whole.
pub(super) async fn read<T: Field>(port: &impl Port, key: String) -> Result<Option<T>, Box<Error>> {
    Ok(read_one(port, key).await?.as_ref().and_then(T::read))
}

/// Writes one.
pub(super) async fn write(port: &impl Port, key: String, record: &impl Field) -> Result<(), Box<Error>> {
    port.write(vec![(key, record.write())]).await
}

/// The settings, or the first ones. A record that cannot be read is set aside
/// rather than overwritten.
pub(super) async fn settings(port: &impl Port) -> Result<Box<Settings>, Box<Error>> {
    let Some(record) = read_one(port, SETTINGS.to_owned()).await? else { return Ok(Box::default()) };
    match Box::<Settings>::read(&record) {
        Some(settings) if settings.version <= settings::VERSION => Ok(settings),
        Some(_) => Err(Error::with_detail(Code::StorageFailed, "the settings were written by a newer Satchel")),
        None => {
            port.write(vec![(UNREADABLE.to_owned(), record)]).await?;
            Ok(Box::default())
        }
    }
}

/// Changes the settings as they are at that moment, so that a change made
/// meanwhile elsewhere is not undone.
pub(super) async fn change_settings(port: &impl Port, change: &mut dyn FnMut(&mut Settings)) -> Result<(), Box<Error>> {
    let mut held = hold_settings(port).await?;
    let before = held.settings.write();
    change(&mut held.settings);
    if held.settings.write() != before {
        write_settings(port, held).await?;
    }
    Ok(())
}

/// The settings while nobody else may change them.
pub(super) struct Held {
    pub(super) settings: Box<Settings>,
    _turn: Box<dyn Turn>,
}

/// As [`change_settings`], for what is late: a closure behind a `dyn` cannot be.
pub(super) async fn hold_settings(port: &impl Port) -> Result<Held, Box<Error>> {
    let turn = port.turn(SETTINGS).await?;
    Ok(Held { settings: settings(port).await?, _turn: turn })
}

/// Writes them, and lets others change them again.
pub(super) async fn write_settings(port: &impl Port, held: Held) -> Result<(), Box<Error>> {
    port.write(vec![(SETTINGS.to_owned(), held.settings.write())]).await
}

/// A data source as last read, and what goes where in it. One kept by an earlier
/// Satchel, which did not note when it was read, is read anew.
pub(super) async fn target(port: &impl Port, data_source: &str) -> Result<Option<Box<Target>>, Box<Error>> {
    Ok(read_one(port, target_key(data_source))
        .await?
        .and_then(|record| Box::<Target>::read(&record))
        .filter(|target| target.read_at > 0))
}

/// Writes data sources.
pub(super) fn write_targets<'a>(port: &'a impl Port, targets: &[Target]) -> Waiting<'a, ()> {
    port.write(targets.iter().map(|target| (target_key(&target.schema.id), target.write())).collect())
}

/// Forgets data sources.
pub(super) fn remove_targets<'a>(port: &'a impl Port, data_sources: &[String]) -> Waiting<'a, ()> {
    port.remove(data_sources.iter().map(|id| target_key(id)).collect())
}

/// A save.
///
/// # Errors
/// [`Code::UnknownSave`] when there is none of that id.
pub(super) async fn operation(port: &impl Port, id: &str) -> Result<Box<Operation>, Box<Error>> {
    let record = read_one(port, operation_key(id)).await?;
    record.as_ref().and_then(readable).ok_or_else(|| Code::UnknownSave.into())
}

/// Every save made at that moment or later, oldest first. A record that cannot
/// be read, or that a newer Satchel wrote, is left where it is.
pub(super) async fn operations_since(port: &impl Port, since: Millis) -> Result<Vec<Box<Operation>>, Box<Error>> {
    let first = operation_key(&operation_id(since, ""));
    let mut keys = port.keys().await?;
    keys.retain(|key| key.starts_with(OPERATION) && *key >= first);
    Ok(port.read(keys).await?.iter().flatten().filter_map(readable).collect())
}

fn readable(record: &Json) -> Option<Box<Operation>> {
    Box::<Operation>::read(record).filter(|save| save.is_readable())
}

/// Ids begin with the moment, so that keys in order are saves in order.
pub(super) fn operation_id(now: Millis, random: &str) -> String {
    [&digits(now, 13), "-", random].concat()
}

/// Writes a save.
pub(super) fn write_operation<'a>(port: &'a impl Port, save: &Operation) -> Waiting<'a, ()> {
    port.write(vec![(operation_key(&save.id), save.write())])
}

/// Removes saves.
pub(super) fn remove_operations(port: &impl Port, ids: Vec<String>) -> Waiting<'_, ()> {
    port.remove(ids.iter().map(|id| operation_key(id)).collect())
}
