//! The records in the browser's storage, by key.

use crate::error::{Code, Error};
use crate::json::{Field, Json};
use crate::mapping::plan::Target;
use crate::outbox::pause::Pauses;
use crate::port::{Port, Turn, Waiting};
use crate::settings::{self, Destination, Settings};

const SETTINGS: &str = "settings";
const UNREADABLE: &str = "unreadable-settings";
const PAUSES: &str = "pauses";

const TARGET: &str = "target:";

fn target_key(data_source: &str) -> String {
    [TARGET, data_source].concat()
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
    let record = read_one(port, SETTINGS.to_owned()).await?;
    understood(port, record).await
}

async fn understood(port: &impl Port, record: Option<Json>) -> Result<Box<Settings>, Box<Error>> {
    let Some(record) = record else { return Ok(Box::default()) };
    match Box::<Settings>::read(&record) {
        Some(settings) if settings.version <= settings::VERSION => Ok(settings),
        Some(_) => Err(Error::with_detail(Code::StorageFailed, "a newer Satchel wrote the settings")),
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
/// Satchel, which did not note when it was read, is read anew. It is asked for when this is called.
pub(super) fn target<'a>(port: &'a impl Port, data_source: &str) -> Waiting<'a, Option<Box<Target>>> {
    let found = port.read(vec![target_key(data_source)]);
    Box::pin(async move {
        let record = found.await?.pop().flatten();
        Ok(record.and_then(|record| Box::<Target>::read(&record)).filter(|target| target.read_at > 0))
    })
}

/// Writes data sources.
pub(super) fn write_targets<'a>(port: &'a impl Port, targets: &[Target]) -> Waiting<'a, ()> {
    port.write(targets.iter().map(|target| (target_key(&target.schema.id), target.write())).collect())
}

/// Keeps these data sources, and forgets all others: also those that were kept in case they are shared again.
pub(super) async fn keep_targets(port: &impl Port, listed: &[Destination]) -> Result<(), Box<Error>> {
    let mut keys = port.keys().await?;
    keys.retain(|key| {
        let id = key.strip_prefix(TARGET);
        id.is_some_and(|id| !listed.iter().any(|known| known.id == id))
    });
    port.remove(keys).await
}

/// What was asked for while its account was disconnected is not kept.
pub(super) async fn unless_disconnected(port: &impl Port, account: &str, targets: &[Target]) -> Result<(), Box<Error>> {
    if settings(port).await?.account(account).is_some() {
        return Ok(());
    }
    port.remove(targets.iter().map(|target| target_key(&target.schema.id)).collect()).await
}

/// The settings, and which accounts wait. They are asked for when this is called.
pub(super) fn settings_and_pauses(port: &impl Port) -> Waiting<'_, (Box<Settings>, Pauses)> {
    let found = port.read(vec![SETTINGS.to_owned(), PAUSES.to_owned()]);
    Box::pin(async move {
        let mut found = found.await?;
        let pauses = found.pop().flatten().as_ref().and_then(Pauses::read).unwrap_or_default();
        Ok((understood(port, found.pop().flatten()).await?, pauses))
    })
}

/// Changes which accounts wait, as it is at that moment, and gives what it is then.
pub(super) async fn change_pauses(
    port: &impl Port,
    change: &mut dyn FnMut(&mut Pauses) -> bool,
) -> Result<Pauses, Box<Error>> {
    let _turn = port.turn(PAUSES).await?;
    let record = read_one(port, PAUSES.to_owned()).await?;
    let mut pauses = record.as_ref().and_then(Pauses::read).unwrap_or_default();
    if change(&mut pauses) {
        port.write(vec![(PAUSES.to_owned(), pauses.write())]).await?;
    }
    Ok(pauses)
}
