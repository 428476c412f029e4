//! Keeping the state in a file.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::state::State;
use crate::world::Standin;

/// Reads the state file; none yet is an empty state.
///
/// # Errors
/// When there is one and it can't be read.
pub fn load(file: &Path) -> Result<State, String> {
    match fs::read(file) {
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| format!("can't read {}: {error}", file.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(State::default()),
        Err(error) => Err(format!("can't read {}: {error}", file.display())),
    }
}

/// Writes the state after every change, for as long as the process lives.
pub async fn keep(standin: Arc<Standin>, file: PathBuf) {
    let mut changes = standin.changes();
    while changes.changed().await.is_ok() {
        if let Err(error) = save(&standin, &file) {
            eprintln!("can't write {}: {error}", file.display());
        }
    }
}

/// Writes the state in one step: a reader never sees half a file.
fn save(standin: &Standin, file: &Path) -> Result<(), String> {
    let bytes = serde_json::to_vec(&standin.world().state).map_err(|error| error.to_string())?;
    let draft = file.with_extension("draft");
    fs::write(&draft, bytes).and_then(|()| fs::rename(&draft, file)).map_err(|error| error.to_string())
}
