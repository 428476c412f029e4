//! Where things are.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process;

/// What a task comes to. The error is one line for the person at the terminal.
pub(crate) type Outcome<T = ()> = Result<T, String>;

/// The version of all that is made here: that of the workspace in Cargo.toml.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The folders every task needs.
pub(crate) struct Workspace {
    /// The repository's root.
    pub(crate) root: PathBuf,
    /// Cargo's target folder, wherever the caller's settings put it.
    pub(crate) target: PathBuf,
    /// Where cargo keeps what it downloads, if that is known.
    pub(crate) cargo_home: Option<PathBuf>,
}

impl Workspace {
    /// Asks cargo, so that `CARGO_TARGET_DIR` and cargo's own settings are respected.
    pub(crate) fn find() -> Outcome<Workspace> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let text = process::capture(
            Command::new(cargo())
                .args(["metadata", "--no-deps", "--format-version", "1", "--manifest-path"])
                .arg(manifest),
        )?;
        let metadata: serde_json::Value = serde_json::from_str(&text)
            .map_err(|error| format!("could not read what `cargo metadata` said: {error}"))?;
        let folder = |name: &str| {
            metadata
                .get(name)
                .and_then(serde_json::Value::as_str)
                .map(PathBuf::from)
                .ok_or_else(|| format!("`cargo metadata` named no {name}"))
        };
        Ok(Workspace { root: folder("workspace_root")?, target: folder("target_directory")?, cargo_home: cargo_home() })
    }

    /// The extension's sources, and the modules that are built for them.
    pub(crate) fn extension(&self) -> PathBuf {
        self.root.join("extension")
    }

    /// The folder of what is built to be used elsewhere.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The folder a browser loads.
    pub(crate) fn package(&self) -> PathBuf {
        self.dist().join("satchel")
    }

    /// A `cargo` call at the root, which uses this workspace's folders and no others.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = Command::new(cargo());
        command.current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target);
        if let Some(home) = &self.cargo_home {
            command.env("CARGO_HOME", home);
        }
        command
    }

    /// A `node` call at the root.
    pub(crate) fn node(&self) -> Command {
        let mut command = Command::new("node");
        command.current_dir(&self.root);
        command
    }

    /// A tool that came with the development packages, by its command name.
    pub(crate) fn node_tool(&self, name: &str) -> Command {
        let mut command = Command::new(self.root.join("node_modules/.bin").join(name));
        command.current_dir(&self.root);
        command
    }

    /// A program built by cargo for this machine in the development profile.
    pub(crate) fn binary(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }
}

/// Reads a text file, naming it when that fails.
pub(crate) fn read(path: &Path) -> Outcome<String> {
    std::fs::read_to_string(path).map_err(|error| format!("could not read {}: {error}", path.display()))
}

/// Reads a file's bytes, naming it when that fails.
pub(crate) fn read_bytes(path: &Path) -> Outcome<Vec<u8>> {
    std::fs::read(path).map_err(|error| format!("could not read {}: {error}", path.display()))
}

/// Writes a file, naming it when that fails.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Outcome {
    std::fs::write(path, bytes).map_err(|error| format!("could not write {}: {error}", path.display()))
}

/// Makes a folder with its parents, naming it when that fails.
pub(crate) fn create_folder(path: &Path) -> Outcome {
    std::fs::create_dir_all(path).map_err(|error| format!("could not make {}: {error}", path.display()))
}

/// Removes a folder with all that is in it, if it is there.
pub(crate) fn remove_folder(folder: &Path) -> Outcome {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("could not remove {}: {error}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Where cargo keeps what it downloads.
pub(crate) fn cargo_home() -> Option<PathBuf> {
    std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(std::env::home_dir()?.join(".cargo")))
}

/// The cargo that runs this task, so that a nested call uses the same toolchain.
fn cargo() -> std::ffi::OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}
