//! The settings as a file that this or another Satchel can take: where saves go and how, and the preferences.
//! There is no secret in it and no save, and nothing that decides where secrets go: a file that named a broker
//! could send the next sign-in to whoever made it.

use super::Preferences;
use super::preset::Preset;
use crate::error::{Code, Error};
use crate::json::{Field, Json, late_record};
use crate::late::late_word;
use crate::mapping::plan::Plan;
use crate::notion::id;
use crate::text::digits;

/// The version of the file. A newer one is refused: what it says might be half understood.
pub const VERSION: u32 = 1;

const WORDS: &str = late!("settings satchel version destinations presets preferences defaultDestination");

/// What such a file says that it is.
const KIND: &str = late_word(WORDS, "settings");

/// All that is in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Backup {
    /// What the file says that it is.
    satchel: String,
    /// [`VERSION`] at the time of writing.
    version: u32,
    /// The data sources that were saved to.
    pub destinations: Vec<Kept>,
    /// The presets.
    pub presets: Vec<Preset>,
    /// The id of the one that is saved to unless another is chosen, or of a preset.
    pub default_destination: Option<String>,
    /// The person's choices.
    pub preferences: Option<Preferences>,
}

/// A data source, and what goes where in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// The data source's id.
    pub id: String,
    /// The account that saw it: a workspace's id.
    pub account: String,
    /// That workspace's name.
    pub workspace: String,
    /// The data source's name.
    pub title: String,
    /// What goes where in it, with the names of its properties; nothing where that was never settled.
    pub plan: Option<Plan>,
}

late_record!(Backup { satchel, version, destinations, presets, default_destination, preferences });
late_record!(Kept { id, account, workspace, title, plan });

impl Backup {
    /// A file of these.
    #[must_use]
    pub fn of(
        destinations: Vec<Kept>,
        presets: Vec<Preset>,
        default_destination: Option<String>,
        preferences: Preferences,
    ) -> Self {
        let (satchel, preferences) = (KIND.to_owned(), Some(preferences));
        Self { satchel, version: VERSION, destinations, presets, default_destination, preferences }
    }

    /// Reads a file, whoever wrote it.
    ///
    /// # Errors
    /// [`Code::BackupUnreadable`] where it is none, [`Code::BackupOther`] where it is another file of Satchel's,
    /// [`Code::BackupNewer`], and [`Code::BackupDamaged`] with the part that is not what it should be.
    pub fn from_file(file: &Json) -> Result<Self, Box<Error>> {
        let satchel = file.get(const { late_word(WORDS, "satchel") }).text().ok_or(Code::BackupUnreadable)?;
        if satchel != KIND {
            return Err(Code::BackupOther.into());
        }
        let version: u32 = part(file, const { late_word(WORDS, "version") })?;
        if version > VERSION {
            return Err(Code::BackupNewer.into());
        }
        if version == 0 {
            return Err(damaged(const { late_word(WORDS, "version") }));
        }
        let backup = Self {
            satchel: KIND.to_owned(),
            version,
            destinations: list(file, const { late_word(WORDS, "destinations") }, is_kept)?,
            presets: list(file, const { late_word(WORDS, "presets") }, |preset: &Preset| !preset.id.is_empty())?,
            default_destination: part(file, const { late_word(WORDS, "defaultDestination") })?,
            preferences: part(file, const { late_word(WORDS, "preferences") })?,
        };
        // A preset's id stands for its destination: one that is a data source's would take that one's saves.
        let takes = |preset: &Preset| {
            preset.id == preset.destination || backup.destinations.iter().any(|kept| kept.id == preset.id)
        };
        match backup.presets.iter().position(takes) {
            Some(at) => Err(damaged(&numbered(const { late_word(WORDS, "presets") }, at))),
            None => Ok(backup),
        }
    }
}

fn is_kept(kept: &Kept) -> bool {
    !kept.account.is_empty() && id::parse(&kept.id).as_ref() == Some(&kept.id)
}

fn part<T: Field>(file: &Json, name: &str) -> Result<T, Box<Error>> {
    T::read(file.get(name)).ok_or_else(|| damaged(name))
}

/// Each of a list, so that an error can say which.
fn list<T: Field>(file: &Json, name: &str, is_right: impl Fn(&T) -> bool) -> Result<Vec<T>, Box<Error>> {
    let whole = file.get(name);
    if !matches!(whole, Json::List(_) | Json::Null) {
        return Err(damaged(name));
    }
    let mut items = Vec::with_capacity(whole.items().len());
    for (at, item) in whole.items().iter().enumerate() {
        let read = T::read(item).filter(&is_right);
        items.push(read.ok_or_else(|| damaged(&numbered(name, at)))?);
    }
    Ok(items)
}

fn numbered(name: &str, at: usize) -> String {
    [name, " ", &digits(at as u64 + 1, 1)].concat()
}

fn damaged(place: &str) -> Box<Error> {
    Error::with_detail(Code::BackupDamaged, place)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::json::testing::json as ours;

    const ID: &str = "0123abcd-4567-89ef-0123-456789abcdef";

    fn refused(file: Value) -> (Code, String) {
        let error = Backup::from_file(&ours(file)).unwrap_err();
        (error.code, error.message)
    }

    fn with(name: &str, value: Value) -> Value {
        let mut file = json!({ "satchel": "settings", "version": 1 });
        file[name] = value;
        file
    }

    #[test]
    fn a_file_is_read_as_it_was_written() {
        let kept = Kept { id: ID.into(), account: "w".into(), plan: Some(Plan::default()), ..Kept::default() };
        let preset = Preset { id: "p".into(), destination: ID.into(), ..Preset::default() };
        let preferences = Preferences { save_at_once: true, clean_addresses: false, link_only: true };
        let backup = Backup::of(vec![kept], vec![preset], Some("p".into()), preferences);
        assert_eq!(Backup::from_file(&backup.write()).unwrap(), backup);
    }

    #[test]
    fn what_is_not_there_is_not_changed() {
        let backup = Backup::from_file(&ours(json!({ "satchel": "settings", "version": 1 }))).unwrap();
        assert_eq!((backup.preferences, backup.default_destination), (None, None));
        assert!(backup.destinations.is_empty() && backup.presets.is_empty());
    }

    #[test]
    fn each_wrong_file_has_its_own_error() {
        for none in [json!(null), json!("x"), json!([]), json!({}), json!({ "satchel": 1 })] {
            assert_eq!(refused(none.clone()).0, Code::BackupUnreadable, "{none}");
        }
        for other in ["saves", "plan-1", "diagnostics"] {
            assert_eq!(refused(json!({ "satchel": other })).0, Code::BackupOther, "{other}");
        }
        assert_eq!(refused(with("version", json!(2))).0, Code::BackupNewer);
        let kept = json!({ "id": ID, "account": "w" });
        for (file, place) in [
            (json!({ "satchel": "settings" }), "version"),
            (with("version", json!("1")), "version"),
            (with("destinations", json!({})), "destinations"),
            (with("destinations", json!([kept, 5])), "destinations 2"),
            (with("destinations", json!([{ "id": "x", "account": "w" }])), "destinations 1"),
            (with("destinations", json!([{ "id": ID }])), "destinations 1"),
            (with("destinations", json!([{ "id": ID, "account": "w", "plan": { "rules": 1 } }])), "destinations 1"),
            (with("presets", json!([{ "name": "Papers" }])), "presets 1"),
            (with("presets", json!([{ "id": ID, "destination": ID }])), "presets 1"),
            (with("defaultDestination", json!(5)), "defaultDestination"),
            (with("preferences", json!({ "saveAtOnce": "yes" })), "preferences"),
        ] {
            assert_eq!(refused(file.clone()), (Code::BackupDamaged, place.to_owned()), "{file}");
        }
    }

    #[test]
    fn no_preset_takes_the_place_of_a_database() {
        let mut file = with("destinations", json!([{ "id": ID, "account": "w" }]));
        file["presets"] = json!([{ "id": ID, "destination": "another" }]);
        assert_eq!(refused(file), (Code::BackupDamaged, "presets 1".into()));
    }
}
