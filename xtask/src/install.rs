//! Getting what is missing, so that a fresh machine with Rust and Node needs
//! nothing installed by hand.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::process;
use crate::workspace::{Outcome, Workspace};

/// The oldest Node.js that the development packages take, and its minor version.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// The compiler's target for the extension.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The folder of the compiler in use.
pub(crate) fn sysroot() -> Outcome<PathBuf> {
    let text = process::capture(compiler().args(["--print", "sysroot"]))?;
    Ok(PathBuf::from(text.trim()))
}

/// The version of the compiler in use, and of the standard library that comes with it.
pub(crate) fn compiler_version() -> Outcome<String> {
    let text = process::capture(compiler().arg("--version"))?;
    let version = text.split_whitespace().nth(1).ok_or("`rustc --version` named no version")?;
    Ok(version.to_owned())
}

fn compiler() -> Command {
    Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
}

/// Adds the wasm target to the toolchain in use.
pub(crate) fn wasm_target() -> Outcome {
    if sysroot()?.join("lib/rustlib").join(WASM_TARGET).is_dir() {
        return Ok(());
    }
    if process::find("rustup").is_none() {
        return Err(format!(
            "the Rust toolchain lacks the target {WASM_TARGET} and there is no rustup to add it; \
             install your system's package for it or Rust through rustup"
        ));
    }
    println!("installing the Rust target {WASM_TARGET}");
    process::run(Command::new("rustup").args(["target", "add", WASM_TARGET]))
}

/// Installs the development packages when they are absent or older than the lock file.
pub(crate) fn node_packages(workspace: &Workspace) -> Outcome {
    node()?;
    // npm writes this file last, so an interrupted installation is not taken for a whole one.
    let installed = modified(&workspace.root.join("node_modules/.package-lock.json"));
    let wanted = modified(&workspace.root.join("package-lock.json"));
    if installed.is_some() && installed >= wanted {
        return Ok(());
    }
    if process::find("npm").is_none() {
        return Err("`npm` is missing; install it next to Node.js (Debian: `apt-get install npm`)".into());
    }
    println!("installing the development packages");
    process::run(Command::new("npm").args(["ci", "--loglevel=error"]).current_dir(&workspace.root))
}

/// The version of cargo-deny that is used.
const CARGO_DENY: &str = "0.20.2";

/// cargo-deny, built into a folder of its own where it is not there: five minutes of one core, so that only who
/// asks for it waits for it.
pub(crate) fn cargo_deny(workspace: &Workspace) -> Outcome<PathBuf> {
    let root = workspace.target.join(format!("cargo-deny-{CARGO_DENY}"));
    let program = root.join("bin").join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    if !program.is_file() {
        println!("building cargo-deny {CARGO_DENY}, which takes minutes");
        let install = ["install", "--quiet", "--locked", "cargo-deny", "--version", CARGO_DENY, "--root"];
        process::run(workspace.cargo().args(install).arg(&root))?;
    }
    Ok(program)
}

/// Checks that Node.js is there and new enough.
fn node() -> Outcome {
    let (major, minor) = OLDEST_NODE;
    let advice =
        format!("Node.js {major}.{minor} or newer is needed; get it from nodejs.org or your system's packages");
    if process::find("node").is_none() {
        return Err(format!("`node` is missing. {advice}"));
    }
    let version = process::capture(Command::new("node").arg("--version"))?;
    if node_version(&version).is_some_and(|given| given >= OLDEST_NODE) {
        return Ok(());
    }
    Err(format!("this is Node.js {}. {advice}", version.trim()))
}

/// The first two numbers of what `node --version` says.
fn node_version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.trim().trim_start_matches('v').split('.').map(|text| text.parse::<u32>().ok());
    Some((numbers.next()??, numbers.next()??))
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|metadata| metadata.modified()).ok()
}

/// A program from the system's packages.
#[derive(Clone, Copy)]
pub(crate) struct Program {
    /// The name it is started by.
    pub(crate) command: &'static str,
    /// The Debian package that holds it.
    pub(crate) package: &'static str,
}

/// The browser the extension is tried in.
pub(crate) const CHROMIUM: Program = Program { command: "chromium", package: "chromium" };
/// The second browser.
pub(crate) const FIREFOX: Program = Program { command: "firefox-esr", package: "firefox-esr" };
/// A screen that is not there.
pub(crate) const XVFB: Program = Program { command: "Xvfb", package: "xvfb" };
/// A mouse and a keyboard that are not there.
pub(crate) const XDOTOOL: Program = Program { command: "xdotool", package: "xdotool" };

/// What takes a package out of its zip, as a store does.
pub(crate) const UNZIP: Program = Program { command: "unzip", package: "unzip" };

/// Names and places of browsers that load an extension when asked to, best first.
const BROWSERS: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// A browser of the Chromium family, installed if there is none.
pub(crate) fn browser() -> Outcome<PathBuf> {
    let there = || BROWSERS.iter().find_map(|name| process::find(name));
    if let Some(browser) = there() {
        return Ok(browser);
    }
    programs(&[CHROMIUM])?;
    there().ok_or_else(|| "no browser of the Chromium family was found; install Chromium".into())
}

/// Installs the programs that are missing: on Debian as root by itself, elsewhere
/// it says which and how.
pub(crate) fn programs(wanted: &[Program]) -> Outcome {
    let missing: Vec<&str> = wanted
        .iter()
        .filter(|program| process::find(program.command).is_none())
        .map(|program| program.package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    if process::find("apt-get").is_none() {
        return Err(format!("missing: {names}; install them with your system's package manager"));
    }
    if !is_root() {
        return Err(format!("missing: {names}; install with `sudo apt-get install {names}`"));
    }
    println!("installing {names}");
    process::run(apt().arg("update"))?;
    process::run(apt().args(["install", "--yes", "--no-install-recommends"]).args(&missing))
}

/// `apt-get` that asks nothing, says little and waits for another one to finish.
fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command.args(["-qq", "-o", "DPkg::Lock::Timeout=580"]);
    command
}

fn is_root() -> bool {
    process::output(Command::new("id").arg("-u")).is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_of_the_right_year_may_still_be_too_old() {
        let is_enough = |said: &str| node_version(said).is_some_and(|given| given >= OLDEST_NODE);
        assert!(is_enough("v20.19.2\n") && is_enough("v22.0.0") && is_enough("v24.1.0-nightly"));
        assert!(!is_enough("v20.18.9") && !is_enough("v18.20.0") && !is_enough("node"));
    }
}
