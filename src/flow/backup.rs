//! Settings on their way to another Satchel, and back.

use super::{listing, plans, records};
use crate::error::{Code, Error};
use crate::json::{Field, Json, late_record};
use crate::late::late_word;
use crate::mapping::plan::Target;
use crate::port::Port;
use crate::settings::backup::{Backup, Kept};
use crate::settings::preset::Preset;
use crate::settings::{Destination, Preferences, Settings};

/// What is wished of a file.
#[derive(Clone, Debug, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Restoring {
    /// What the file holds.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "unknown"))]
    pub file: Json,
    /// Whether it is taken; otherwise it is only said what would change.
    pub apply: bool,
}

/// One thing that changes when a file is taken, or that cannot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Difference {
    /// What it is.
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(type = "\"destination-new\" | \"destination-changed\" | \"preset-new\" | \"preset-changed\" \
            | \"default\" | \"switched-on\" | \"switched-off\" | \"property-missing\" \
            | \"not-connected\" | \"not-here\" | \"preset-left\"")
    )]
    pub code: String,
    /// What it is about: a name, or of a preference its own.
    pub name: String,
    /// What else there is to say: a workspace's or a property's name.
    pub detail: String,
}

late_record!(Restoring { file, apply });
late_record!(Difference { code, name, detail });

const WORDS: &str = late!(
    "destination-new destination-changed preset-new preset-changed default switched-on switched-off \
    property-missing not-connected not-here preset-left saveAtOnce cleanAddresses linkOnly"
);

/// The settings as JSON that another Satchel can take: it holds no secret.
///
/// # Errors
/// When the browser's storage fails.
pub async fn export(port: &impl Port) -> Result<Json, Box<Error>> {
    let settings = records::settings(port).await?;
    let mut destinations = Vec::with_capacity(settings.destinations.len());
    for known in &settings.destinations {
        let target = records::target(port, &known.id).await?;
        destinations.push(Kept {
            id: known.id.clone(),
            account: known.account.clone(),
            workspace: settings.account(&known.account).map(|account| account.workspace.clone()).unwrap_or_default(),
            title: known.title.clone(),
            plan: target.map(|target| plans::named(&target)),
        });
    }
    let presets = settings.presets().collect();
    Ok(Backup::of(destinations, presets, settings.default_destination, settings.preferences).write())
}

/// Takes a file, or says what taking it would change. What is here and not in the file stays as it is.
///
/// # Errors
/// As [`Backup::from_file`]; what Notion answers where it has to be asked about a database that was never
/// read here; and when the browser's storage fails. Nothing is changed then.
pub async fn restore(port: &impl Port, wish: Restoring) -> Result<Vec<Difference>, Box<Error>> {
    let backup = Backup::from_file(&wish.file)?;
    let known = records::settings(port).await?;
    let mut differences = Vec::new();
    let mut found = Vec::new();
    // Notion is asked first: nobody has to wait for that with the settings in hand.
    for kept in backup.destinations {
        let read = match known.account(&kept.account) {
            Some(_) => target(port, &kept).await,
            None => Err(Code::NotConnected.into()),
        };
        let why = match read {
            Ok(target) => {
                found.push((kept, target));
                continue;
            }
            Err(error) => match error.code {
                Code::NotConnected | Code::TokenRejected => const { late_word(WORDS, "not-connected") },
                Code::NotShared | Code::Forbidden => const { late_word(WORDS, "not-here") },
                _ => return Err(error),
            },
        };
        differences.push(difference(why, &kept.title, &kept.workspace));
    }

    let mut held = records::hold_settings(port).await?;
    let settings = &mut *held.settings;
    let mut targets = Vec::new();
    for (kept, target) in found {
        take(settings, kept, *target, &mut targets, &mut differences);
    }
    for preset in backup.presets {
        take_preset(settings, preset, &mut differences);
    }
    if let Some(id) = backup.default_destination.filter(|id| settings.default_destination.as_ref() != Some(id))
        && settings.choose(&id).is_ok()
    {
        let preset = settings.preset(&id).map(|preset| preset.name);
        let name = preset.or_else(|| settings.destination(Some(&id)).ok().map(|known| known.title.clone()));
        differences.push(difference(const { late_word(WORDS, "default") }, &name.unwrap_or_default(), ""));
    }
    if let Some(preferences) = backup.preferences {
        prefer(settings, preferences, &mut differences);
    }
    if wish.apply {
        records::write_targets(port, &targets).await?;
        records::write_settings(port, held).await?;
    }
    Ok(differences)
}

/// What is known of a data source, read from Notion where that is nothing.
async fn target(port: &impl Port, kept: &Kept) -> Result<Box<Target>, Box<Error>> {
    if let Some(target) = records::target(port, &kept.id).await? {
        return Ok(target);
    }
    let schema = listing::data_source(port, &kept.account, &kept.id).await?;
    Ok(Box::new(listing::settled(port, schema).await?))
}

/// Takes a destination with its plan.
fn take(
    settings: &mut Settings,
    kept: Kept,
    mut target: Target,
    targets: &mut Vec<Target>,
    differences: &mut Vec<Difference>,
) {
    let title = target.schema.title.clone();
    let known = settings.destinations.iter().any(|known| known.id == kept.id);
    let before = target.plan();
    if let Some(plan) = kept.plan {
        let mut unused = Vec::new();
        let plan = plans::bound(plan, &target.schema, &mut unused);
        target = target.with(&plan);
        for name in unused {
            differences.push(difference(const { late_word(WORDS, "property-missing") }, &title, &name));
        }
    }
    if known && target.plan() == before {
        return;
    }
    if known {
        settings.renew(&target);
        differences.push(difference(const { late_word(WORDS, "destination-changed") }, &title, ""));
    } else {
        settings.add_destinations(&[Destination::of(&target, &kept.account, true)]);
        differences.push(difference(const { late_word(WORDS, "destination-new") }, &title, ""));
    }
    targets.push(target);
}

/// Takes a preset, where its destination is.
fn take_preset(settings: &mut Settings, preset: Preset, differences: &mut Vec<Difference>) {
    let account = settings.destinations.iter().find(|known| known.id == preset.destination);
    let is_taken = settings.destinations.iter().any(|known| known.id == preset.id);
    let Some(account) = account.filter(|_| !is_taken).map(|known| known.account.clone()) else {
        differences.push(difference(const { late_word(WORDS, "preset-left") }, &preset.name, ""));
        return;
    };
    let preset = Preset { account, ..preset };
    match settings.preset(&preset.id) {
        Some(known) if known == preset => {}
        Some(_) => {
            settings.put_preset(&preset);
            differences.push(difference(const { late_word(WORDS, "preset-changed") }, &preset.name, ""));
        }
        None => {
            settings.presets.push(preset.write());
            differences.push(difference(const { late_word(WORDS, "preset-new") }, &preset.name, ""));
        }
    }
}

/// Takes the preferences, and says which of them change.
fn prefer(settings: &mut Settings, wanted: Preferences, differences: &mut Vec<Difference>) {
    let now = std::mem::replace(&mut settings.preferences, wanted);
    for (name, now, wanted) in [
        (const { late_word(WORDS, "saveAtOnce") }, now.save_at_once, wanted.save_at_once),
        (const { late_word(WORDS, "cleanAddresses") }, now.clean_addresses, wanted.clean_addresses),
        (const { late_word(WORDS, "linkOnly") }, now.link_only, wanted.link_only),
    ] {
        let on = const { late_word(WORDS, "switched-on") };
        let code = if wanted { on } else { const { late_word(WORDS, "switched-off") } };
        if now != wanted {
            differences.push(difference(code, name, ""));
        }
    }
}

fn difference(code: &str, name: &str, detail: &str) -> Difference {
    Difference { code: code.to_owned(), name: name.to_owned(), detail: detail.to_owned() }
}
